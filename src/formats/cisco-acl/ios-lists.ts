import { anyV4, anyV6 } from '#core/filtering/addresses.ts'
import type { Action, Chain, Match, Service, Step } from '#core/filtering/ruleset.ts'
import { anyService, surely } from '../partly-known.ts'
import { ruleTextOf } from '../rule-text.ts'
import { ios6Dialect, iosDialect, iosStandard } from './addresses.ts'
import { type Entry, readExtended, readStandard } from './entry.ts'
import type { IosReading } from './ios-reading.ts'
import { entrySteps, type ListDraft, type ListKind, unknownStep } from './lists.ts'
import { notDefined, ofProtocols } from './objects.ts'
import { inConnection } from './options.ts'
import { take, takeIf, takeNumber, type Words, withoutCounters, wordsOf } from './words.ts'

/** Numbers of standard and extended lists ("Cisco IOS Security Command Reference, access-list"). */
export function kindOfNumber(name: string): ListKind | null {
  const number = /^\d{1,4}$/.test(name) ? Number(name) : Number.NaN
  if ((number >= 1 && number <= 99) || (number >= 1300 && number <= 1999)) return 'standard'
  if ((number >= 100 && number <= 199) || (number >= 2000 && number <= 2699)) return 'extended'
  return number >= 200 && number <= 1299 ? 'other' : null
}

/** IOS numbers entries that have none by tens. */
const stepOfNumbers = 10

/** Reads all entries; after this the lists hold their rules, in the order in which they are worked through. */
export function readEntries(reading: IosReading): void {
  const remarks = new Map<string, string>()
  const lastNumbers = new Map<string, number>()
  for (const { line, row, list: name, kind } of reading.entries) {
    const list = reading.lists.get(name)!
    const { text, hits } = withoutCounters(row)
    const words = wordsOf(text)
    const isNumbered = takeIf(words, 'access-list')
    if (isNumbered) take(words)
    const first = takeIf(words, 'sequence') ? takeNumber(words, 4_294_967_294) : takeNumber(words, 4_294_967_294)
    if (takeIf(words, 'remark')) {
      reading.text.account(line, 'comment')
      remarks.set(name, words.list.slice(words.at).join(' ').slice(0, 120))
      continue
    }
    reading.text.account(line, 'rule')
    const { action, entry, failure } = readRule(reading, words, kind)
    const written = first ?? entry?.sequence ?? null
    const sequence = written ?? (lastNumbers.get(name) ?? 0) + stepOfNumbers
    lastNumbers.set(name, Math.max(sequence, lastNumbers.get(name) ?? 0))
    const label = written === null ? (remarks.get(name) ?? null) : String(written)
    remarks.delete(name)
    if (failure !== null) reading.text.fault(line, failure)
    const head = { line, text: text.trim(), label, hits, action }
    const steps = entry === null ? [unknownStep(line, text, failure ?? '')] : entrySteps(entry, head)
    if (
      entry !== null &&
      [entry.source, entry.target, entry.services].some(({ unknown }) => unknown.includes(notDefined))
    ) {
      reading.text.remark(line, 'a rule names an object that the file does not define')
    }
    list.rules.push({ sequence, steps })
  }
  for (const list of reading.lists.values()) sortRules(reading, list)
}

interface Read {
  readonly action: Action
  readonly entry: Entry | null
  readonly failure: string | null
}

function readRule({ objects }: IosReading, words: Words, kind: ListKind): Read {
  const conditions: string[] = []
  if (takeIf(words, 'dynamic')) {
    take(words)
    if (takeIf(words, 'timeout')) take(words)
    conditions.push('who has signed in (a dynamic list)')
  }
  const verb = take(words).toLowerCase()
  if (verb === 'evaluate') return { action: { do: 'accept' }, entry: evaluated(words, kind), failure: null }
  if (verb !== 'permit' && verb !== 'deny') {
    const why = 'a line of an access list that is not known'
    return { action: { do: 'unknown', why }, entry: null, failure: why }
  }
  const read =
    kind === 'standard'
      ? readStandard(words, iosStandard, objects)
      : readExtended(words, kind === 'ipv6' ? ios6Dialect : iosDialect, objects)
  const entry = { ...read, conditions: [...conditions, ...read.conditions] }
  return { action: { do: verb === 'permit' ? 'accept' : 'drop' }, entry, failure: entry.failure }
}

/** `evaluate NAME`: answers to what a `reflect NAME` elsewhere has let out. */
function evaluated(words: Words, kind: ListKind): Entry {
  take(words)
  const sequence = takeIf(words, 'sequence') ? takeNumber(words, 4_294_967_294) : null
  const any = surely(kind === 'ipv6' ? anyV6 : anyV4)
  return {
    source: any,
    target: any,
    services: ofProtocols(anyService.protocols),
    states: inConnection,
    conditions: ['whether a reflexive list has noted the conversation'],
    isDisabled: false,
    sequence,
    failure: null,
  }
}

/** Two entries of one number: a device keeps one of them, and which is not told. */
function sortRules({ text }: IosReading, { rules }: ListDraft): void {
  rules.sort((a, b) => a.sequence - b.sequence)
  for (const [i, rule] of rules.entries()) {
    const before = rules[i - 1]
    if (before === undefined || before.sequence !== rule.sequence) continue
    const why = 'two entries have one sequence number'
    const [first, second] = [before.steps[0]!, rule.steps[0]!]
    text.fault(second.line, why)
    rules[i - 1] = { ...before, steps: [unknownStep(first.line, first.text, why)] }
    rules[i] = { ...rule, steps: [unknownStep(second.line, second.text, why)] }
  }
}

/** A list as a chain. It filters its own family; the other passes, where the device forwards it at all. */
export function chainOf(list: ListDraft, hasIpv6: boolean): Chain {
  const steps = list.rules.flatMap((rule) => rule.steps)
  // A list without entries is no list: everything passes.
  if (steps.length === 0) return { name: list.name, steps, otherwise: 'accept', otherwiseLine: null }
  if (list.kind !== 'ipv6' && !hasIpv6) return { name: list.name, steps, otherwise: 'drop', otherwiseLine: null }
  const implicit = list.kind === 'ipv6' ? implicitIpv6(list) : [implicitDeny(list, 'deny ip any any', anyV4)]
  return { name: list.name, steps: [...steps, ...implicit], otherwise: 'accept', otherwiseLine: null }
}

/** "permit icmp any any nd-na", "permit icmp any any nd-ns", then deny ("Cisco IOS IPv6 Command Reference, ipv6 access-list"). */
function implicitIpv6(list: ListDraft): Step[] {
  const neighbours: Service = { ...anyService, protocols: [58, 58], icmpTypes: [135 << 8, (136 << 8) | 255] }
  const permit = made(list, 'permit icmp any any nd-na, nd-ns', {
    source: anyV6,
    target: anyV6,
    services: [neighbours],
  })
  return [{ ...permit, action: { do: 'accept' } }, implicitDeny(list, 'deny ipv6 any any', anyV6)]
}

const implicitDeny = (list: ListDraft, text: string, any: Match['source']): Step =>
  made(list, text, { source: any, target: any, services: null })

const made = ({ line }: ListDraft, text: string, match: Pick<Match, 'source' | 'target' | 'services'>): Step => ({
  line,
  lastLine: line,
  text: ruleTextOf(`${text} (implicit)`),
  label: 'implicit',
  match: { in: null, out: null, states: null, unknown: [], ...match },
  action: { do: 'drop' },
  isDisabled: false,
  hits: null,
})
