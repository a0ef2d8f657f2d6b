import { anyAddress } from '#core/filtering/addresses.ts'
import { intersect, type Ranges } from '#core/filtering/ranges.ts'
import type { Action, Chain, Match, Service, Step } from '#core/filtering/ruleset.ts'
import { anyService } from '../partly-known.ts'
import { ruleTextOf } from '../rule-text.ts'
import type { Block } from './ios-blocks.ts'
import { type ClassMap, type IosReading, listKey, type PolicyClass } from './ios-reading.ts'
import { unknownStep } from './lists.ts'
import { take, takeIf, type Words, wordsOf } from './words.ts'

const mostMaps = 2000

export function openClassMap(reading: IosReading, words: Words, line: number): Block | null {
  if (!takeIf(words, 'type') || !takeIf(words, 'inspect')) return null
  const isAny = takeIf(words, 'match-any')
  takeIf(words, 'match-all')
  const made: ClassMap = { isAny, criteria: [] }
  if (reading.classMaps.size < mostMaps) reading.classMaps.set(take(words), made)
  reading.text.account(line, 'rule')
  return (at, row) => {
    if (!/^\s/.test(row)) return false
    reading.text.account(at, 'rule')
    const inner = wordsOf(row)
    if (takeIf(inner, 'description')) return true
    takeIf(inner, 'match')
    const of = take(inner).toLowerCase()
    if (of === 'access-group') {
      takeIf(inner, 'name')
      made.criteria.push({ line: at, list: take(inner), protocol: null })
    } else if (of === 'protocol') made.criteria.push({ line: at, list: null, protocol: take(inner).toLowerCase() })
    else {
      reading.text.fault(at, 'a criterion of a class that is not understood')
      made.criteria.push({ line: at, list: null, protocol: null })
    }
    return true
  }
}

export function openPolicyMap(reading: IosReading, words: Words, line: number): Block | null {
  if (!takeIf(words, 'type') || !takeIf(words, 'inspect')) return null
  // Of one application ("policy-map type inspect http"): what is looked into.
  if (words.list.length > words.at + 1) return null
  const classes: PolicyClass[] = []
  if (reading.policyMaps.size < mostMaps) reading.policyMaps.set(take(words), classes)
  reading.text.account(line, 'rule')
  return (at, row) => {
    if (!/^\s/.test(row)) return false
    reading.text.account(at, 'rule')
    const inner = wordsOf(row)
    const command = take(inner).toLowerCase()
    if (command === 'class') {
      if (takeIf(inner, 'type')) take(inner)
      classes.push({ name: take(inner), line: at, action: null })
      return true
    }
    const open = classes.at(-1)
    const isAction = command === 'inspect' || command === 'pass' || command === 'drop'
    if (isAction && open !== undefined) open.action = command
    else if (!['description', 'exit', 'police', 'service-policy'].includes(command)) {
      reading.text.fault(at, 'a line of a policy between zones that is not understood')
    }
    return true
  }
}

export const policyChainName = (policy: string): string => `policy-map ${policy}`

/** Chains of the policies that pairs of zones use, and of the classes in them that ask a list. */
export function policyChains(reading: IosReading): Chain[] {
  const chains = new Map<string, Chain>()
  for (const { policy, line } of reading.zonePairs) {
    const name = policyChainName(policy ?? '')
    if (policy === null || chains.has(name)) continue
    const classes = reading.policyMaps.get(policy)
    const steps =
      classes === undefined
        ? [unknownStep(line, 'service-policy', 'a policy between zones that the file does not hold')]
        : classes.flatMap((one) => classSteps(reading, one, chains))
    chains.set(name, { name, steps, otherwise: 'drop', otherwiseLine: null })
  }
  return [...chains.values()]
}

function classSteps(reading: IosReading, of: PolicyClass, chains: Map<string, Chain>): Step[] {
  const text = reading.text.rows[of.line - 1] ?? ''
  if (of.action === null) return [unknownStep(of.line, text, 'a class without an action')]
  if (of.name === 'class-default') return acted(any(of.line, text), of.action)
  const map = reading.classMaps.get(of.name)
  if (map === undefined || map.criteria.length === 0) {
    return [unknownStep(of.line, text, 'a class that the file does not define')]
  }
  const lists = map.criteria.filter(({ list }) => list !== null)
  const others = map.criteria.filter(({ list }) => list === null)
  const action = of.action
  if (map.isAny) {
    return map.criteria.flatMap(({ list, protocol }) =>
      list === null
        ? acted(narrowed(any(of.line, text), servicesOf(protocol)), action)
        : [jumpTo(reading, of, list, [], chains)],
    )
  }
  if (lists.length > 1) return [unknownStep(of.line, text, 'a class of several lists')]
  const protocols = others.map(({ protocol }) => servicesOf(protocol))
  if (lists.length === 1) return [jumpTo(reading, of, lists[0]!.list!, protocols, chains)]
  return acted(protocols.reduce(narrowed, any(of.line, text)), action)
}

interface Protocol {
  readonly services: readonly Service[]
  readonly unknown: string | null
}

const single = (...protocols: readonly number[]): Service => ({
  ...anyService,
  protocols: protocols.flatMap((protocol) => [protocol, protocol]),
})

/** TCP, UDP and ICMP are what they are; others are told by ports or by what is said, which the device decides. */
function servicesOf(name: string | null): Protocol {
  if (name === 'tcp') return { services: [single(6)], unknown: null }
  if (name === 'udp') return { services: [single(17)], unknown: null }
  if (name === 'icmp') return { services: [single(1, 58)], unknown: null }
  if (name === null) return { services: [anyService], unknown: 'a criterion of a class that is not understood' }
  return { services: [single(6, 17)], unknown: 'which application it is' }
}

const any = (line: number, text: string): Step => ({
  line,
  lastLine: line,
  text: ruleTextOf(text),
  label: null,
  match: { in: null, out: null, source: anyAddress, target: anyAddress, services: null, states: null, unknown: [] },
  action: { do: 'accept' },
  isDisabled: false,
  hits: null,
})

const both = (a: Ranges | null, b: Ranges | null): Ranges | null => (a === null ? b : b === null ? a : intersect(a, b))

function narrowed(step: Step, { services, unknown }: Protocol): Step {
  const own = step.match.services ?? [anyService]
  const common = own.flatMap((one) =>
    services.map((other) => ({
      protocols: intersect(one.protocols, other.protocols),
      sourcePorts: both(one.sourcePorts, other.sourcePorts),
      targetPorts: both(one.targetPorts, other.targetPorts),
      icmpTypes: both(one.icmpTypes, other.icmpTypes),
    })),
  )
  const match: Match = {
    ...step.match,
    services: common.filter(({ protocols }) => protocols.length > 0),
    unknown: unknown === null ? step.match.unknown : [...new Set([...step.match.unknown, unknown])],
  }
  return { ...step, match }
}

/** Inspection follows connections of TCP, UDP and ICMP; `pass` lets packets pass one way alone. */
function acted(step: Step, action: 'inspect' | 'pass' | 'drop'): Step[] {
  if (action === 'drop') return [{ ...step, action: { do: 'drop' } }]
  if (action === 'pass') {
    const unknown = [...step.match.unknown, 'answers pass only where another pair of zones lets them']
    return [{ ...step, match: { ...step.match, unknown } }]
  }
  const followed = narrowed(step, { services: [single(1, 6, 17, 58)], unknown: null })
  const rest = narrowed(step, {
    services: [{ ...anyService, protocols: [0, 0, 2, 5, 7, 16, 18, 57, 59, 255] }],
    unknown: null,
  })
  const why = 'inspection of a protocol without connections'
  const lost: Action = { do: 'unknown', why }
  return [followed, { ...rest, action: lost }].filter(({ match }) => match.services?.length !== 0)
}

/** A list within a class: what it permits belongs to the class, what it denies does not. */
function jumpTo(
  reading: IosReading,
  { name, line, action }: PolicyClass,
  list: string,
  protocols: readonly Protocol[],
  chains: Map<string, Chain>,
): Step {
  const text = reading.text.rows[line - 1] ?? ''
  const known = reading.lists.get(list) ?? reading.lists.get(listKey(list, true))
  if (known === undefined) return unknownStep(line, text, 'a list that the file does not hold')
  const own = `class ${name}, list ${list}: ${action}`
  if (!chains.has(own)) {
    if (!reading.objects.gathering.afford(known.rules.length * 8))
      return unknownStep(line, text, 'a list too long for a class')
    const steps = known.rules
      .flatMap((rule) => rule.steps)
      .flatMap((step): Step[] => {
        if (step.action.do === 'drop') return [{ ...step, action: { do: 'return' } }]
        if (step.action.do !== 'accept') return [step]
        return acted(protocols.reduce(narrowed, step), action ?? 'drop')
      })
    chains.set(own, { name: own, steps, otherwise: 'return', otherwiseLine: null })
  }
  return { ...any(line, text), action: { do: 'jump', chain: own } }
}
