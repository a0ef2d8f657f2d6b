import { type AddressSet, addressesOf, anyAddress, noAddress, unionOf } from '#core/filtering/addresses.ts'
import { rangesOf } from '#core/filtering/ranges.ts'
import type { Match, Names, Translation } from '#core/filtering/ruleset.ts'
import { ruleTextOf } from '../rule-text.ts'
import { hostOf } from './addresses.ts'
import type { IosReading } from './ios-reading.ts'
import { peek, take, takeIf, type Words, wordsOf } from './words.ts'

/** `ip nat inside|outside source …` ("Cisco IOS IP Addressing Services Command Reference"). */
export function readTranslations(reading: IosReading): Translation[] {
  const pools = new Map<string, AddressSet>()
  for (const { row } of reading.natLines) {
    const words = wordsOf(row)
    words.at = 2
    if (takeIf(words, 'pool')) pools.set(take(words), between(reading, take(words), take(words)) ?? noAddress)
  }
  return reading.natLines.flatMap(({ line, row }) => {
    const words = wordsOf(row)
    words.at = 2
    const side = take(words).toLowerCase()
    if (side !== 'inside' && side !== 'outside') return []
    const found = readOne(reading, words, side, pools)
    if (found === null) reading.text.fault(line, 'a translation that is not understood')
    return (found ?? unread(reading)).map((one) => ({ ...one, line, text: ruleTextOf(row) }))
  })
}

type Found = Pick<Translation, 'kind' | 'match' | 'to'>

const unread = (reading: IosReading): Found[] => [
  { kind: 'both', match: matching(reading, null, null, null, ['a translation that is not understood']), to: null },
]

function matching(
  { interfaces }: IosReading,
  from: 'inside' | 'outside' | null,
  source: AddressSet | null,
  target: AddressSet | null,
  unknown: readonly string[] = [],
): Match {
  const namesOf = (side: 'inside' | 'outside'): Names | null => {
    const names = interfaces.filter(({ nat }) => nat === side).map(({ draft }) => draft.name)
    return names.length === 0 ? null : { names, not: false }
  }
  return {
    in: from === null ? null : namesOf(from),
    out: from === null ? null : namesOf(from === 'inside' ? 'outside' : 'inside'),
    source: source ?? anyAddress,
    target: target ?? anyAddress,
    services: null,
    states: null,
    unknown,
  }
}

function readOne(
  reading: IosReading,
  words: Words,
  side: 'inside' | 'outside',
  pools: ReadonlyMap<string, AddressSet>,
) {
  const what = take(words).toLowerCase()
  const other = side === 'inside' ? 'outside' : 'inside'
  if (what === 'destination') {
    return [
      {
        kind: 'target' as const,
        match: matching(reading, other, null, null, ['a list of translated targets']),
        to: null,
      },
    ]
  }
  if (what !== 'source') return null
  if (takeIf(words, 'static')) return readStatic(reading, words, side, other)
  const kind = take(words).toLowerCase()
  if (kind !== 'list' && kind !== 'route-map') return null
  const list = kind === 'list' ? (reading.lists.get(take(words)) ?? null) : null
  if (kind === 'route-map') take(words)
  const permitted = list?.rules.flatMap(({ steps }) => steps.filter(({ action }) => action.do === 'accept')) ?? []
  const source = list === null ? null : unionOf(permitted.map(({ match }) => match.source))
  const why = ['what a list or a map of routes lets through']
  const to = takeIf(words, 'pool')
    ? (pools.get(take(words)) ?? null)
    : takeIf(words, 'interface')
      ? own(reading, take(words))
      : null
  return [{ kind: 'source' as const, match: matching(reading, side, source, null, why), to }]
}

function own({ objects }: IosReading, name: string): AddressSet | null {
  const address = objects.ownAddress(name)
  return address.unknown.length > 0 ? null : address.most
}

/** `static 10.1.1.5 192.0.2.5`, `static tcp 10.1.1.5 80 192.0.2.5 8080`, `static network 10.1.0.0 192.0.2.0 /24`. */
function readStatic(
  reading: IosReading,
  words: Words,
  side: 'inside' | 'outside',
  other: 'inside' | 'outside',
): Found[] | null {
  const isNetwork = takeIf(words, 'network')
  const hasPorts = takeIf(words, 'tcp', 'udp', 'esp')
  const conditions = hasPorts ? ['a port of the translation'] : []
  const local = take(words)
  if (hasPorts) take(words)
  const isInterface = takeIf(words, 'interface')
  const global = take(words)
  const mask = isNetwork ? peek(words) : ''
  const from = isNetwork ? networkOf(local, mask) : hostOf(local, reading.objects)
  const to = isInterface ? own(reading, global) : isNetwork ? networkOf(global, mask) : hostOf(global, reading.objects)
  if (from === null || (to === null && !isInterface)) return null
  return [
    { kind: 'source', match: matching(reading, side, from, null, conditions), to },
    { kind: 'target', match: matching(reading, other, null, to, conditions), to: from },
  ]
}

const networkOf = (address: string, mask: string): AddressSet | null =>
  mask.startsWith('/') ? addressesOf(address + mask) : addressesOf(address)

function between({ objects }: IosReading, first: string, last: string): AddressSet | null {
  const [from, to] = [hostOf(first, objects), hostOf(last, objects)]
  if (from === null || to === null || from.v4.length === 0 || to.v4.length === 0) return null
  return { v4: rangesOf([[from.v4[0]!, to.v4[0]!]]), v6: [] }
}
