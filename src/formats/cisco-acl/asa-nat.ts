import { type AddressSet, anyAddress } from '#core/filtering/addresses.ts'
import type { Match, Names, Translation } from '#core/filtering/ruleset.ts'
import { type PartlyAddresses, surely } from '../partly-known.ts'
import { ruleTextOf } from '../rule-text.ts'
import { addressWord, asaDialect, hostOf, takeAddresses } from './addresses.ts'
import type { AsaReading } from './asa-reading.ts'
import { isAtEnd, peek, take, takeIf, takeNumber, type Words, wordsOf } from './words.ts'

/**
 * Translations of an ASA, object and twice ("Cisco ASA Series Firewall CLI Configuration Guide, Network Address Translation").
 * Its access lists name real addresses since 8.3; the older commands mean translated ones, which is said.
 */
export function readTranslations(reading: AsaReading): Translation[] {
  return reading.natLines.flatMap(({ line, row, object }) => {
    const words = wordsOf(row)
    const command = take(words).toLowerCase()
    const pair = /^\(([^,()]*),?([^()]*)\)$/.exec(take(words))
    if (command === 'global' || command === 'static' || pair === null || pair[2] === '') {
      reading.text.remark(line, 'a translation of the time before 8.3: access lists name translated addresses')
      return [
        {
          kind: 'both' as const,
          line,
          text: ruleTextOf(row),
          match: matching(null, null, [], ['what an old command of translation concerns']),
          to: null,
        },
      ]
    }
    const [real, mapped] = [pair[1]!.trim(), pair[2]!.trim()]
    const found =
      object === null ? readTwice(reading, words, real, mapped) : readObject(reading, words, object, real, mapped)
    if (found === null) {
      reading.text.fault(line, 'a translation that is not understood')
      return [
        {
          kind: 'both' as const,
          line,
          text: ruleTextOf(row),
          match: matching(named(real), named(mapped), [], ['a translation that is not understood']),
          to: null,
        },
      ]
    }
    return found.map((translation) => ({ ...translation, line, text: ruleTextOf(row) }))
  })
}

type Found = Pick<Translation, 'kind' | 'match' | 'to'>

const named = (name: string): Names | null => (name === 'any' || name === '' ? null : { names: [name], not: false })

function matching(
  from: Names | null,
  to: Names | null,
  [source, target]: readonly (PartlyAddresses | undefined)[],
  unknown: readonly string[] = [],
): Match {
  return {
    in: from,
    out: to,
    source: source?.most ?? anyAddress,
    target: target?.most ?? anyAddress,
    services: null,
    states: null,
    unknown: [...new Set([...unknown, ...(source?.unknown ?? []), ...(target?.unknown ?? [])])],
  }
}

function readObject(reading: AsaReading, words: Words, object: string, real: string, mapped: string): Found[] | null {
  const kind = take(words).toLowerCase()
  if (kind !== 'static' && kind !== 'dynamic') return null
  const own = reading.objects.network(object)
  const to = takeMapped(reading, words, mapped)
  const service = peek(words) === 'service' ? ['a service of the translation'] : []
  return both(kind, own, to, real, mapped, service)
}

/** What leaves is translated by its source; of a static translation, what comes back the other way by its target. */
function both(
  kind: string,
  real: PartlyAddresses,
  mapped: PartlyAddresses | null,
  realSide: string,
  mappedSide: string,
  conditions: readonly string[],
): Found[] {
  if (mapped !== null && sameSet(real, mapped)) return []
  const out: Found = {
    kind: 'source',
    match: matching(named(realSide), named(mappedSide), [real], conditions),
    to: mapped?.most ?? null,
  }
  if (kind === 'dynamic') return [out]
  const back: Found = {
    kind: 'target',
    match: matching(named(mappedSide), named(realSide), [undefined, mapped ?? undefined], conditions),
    to: real.most,
  }
  return [out, back]
}

function readTwice(reading: AsaReading, words: Words, realSide: string, mappedSide: string): Found[] | null {
  takeNumber(words, 2 ** 31)
  takeIf(words, 'after-auto', 'after-object')
  takeNumber(words, 2 ** 31)
  if (!takeIf(words, 'source')) return null
  const kind = take(words).toLowerCase()
  if (kind !== 'static' && kind !== 'dynamic') return null
  const real = takeNamed(reading, words)
  const mapped = takeMapped(reading, words, mappedSide)
  let target: PartlyAddresses | undefined
  let realTarget: PartlyAddresses | undefined
  if (takeIf(words, 'destination')) {
    if (!takeIf(words, 'static')) return null
    target = takeMapped(reading, words, realSide) ?? undefined
    realTarget = takeNamed(reading, words)
  }
  const conditions = words.list.slice(words.at).some((word) => word.toLowerCase() === 'service')
    ? ['a service of the translation']
    : []
  if (words.list.slice(words.at).some((word) => word.toLowerCase() === 'inactive')) return []
  const isSame = mapped !== null && sameSet(real, mapped)
  if (target === undefined || realTarget === undefined)
    return both(kind, real, mapped, realSide, mappedSide, conditions)
  if (isSame && sameSet(target, realTarget)) return []
  return [
    {
      kind: 'both',
      match: matching(named(realSide), named(mappedSide), [real, target], conditions),
      to: mapped?.most ?? null,
    },
  ]
}

const takeNamed = (reading: AsaReading, words: Words): PartlyAddresses => {
  const word = take(words)
  return word.toLowerCase() === 'any' ? surely(anyAddress) : reading.objects.network(word)
}

/** The translated addresses: of an interface, a pool, an object, or one that is written; null where they are not told. */
function takeMapped(reading: AsaReading, words: Words, side: string): PartlyAddresses | null {
  takeIf(words, 'pat-pool')
  const word = take(words)
  if (word.toLowerCase() === 'interface') {
    takeIf(words, 'ipv6')
    const own = reading.objects.ownAddress(side)
    return own.unknown.length > 0 ? null : own
  }
  if (word.toLowerCase() === 'any') return surely(anyAddress)
  const host = hostOf(word, reading.objects)
  if (host === null) return isAtEnd(words) && word === '' ? null : reading.objects.network(word)
  const [base, length] = addressWord(word, reading.objects).split('/')
  if (length === undefined) return surely(host)
  return takeAddresses(wordsOf(`${base}/${length}`), asaDialect, reading.objects)
}

const sameSet = (a: PartlyAddresses, b: PartlyAddresses): boolean =>
  a.unknown.length === 0 && b.unknown.length === 0 && textOf(a.most) === textOf(b.most)
const textOf = ({ v4, v6 }: AddressSet): string => `${v4.join()} ${v6.join()}`
