import { type AddressSet, anyAddress, isNoAddress } from '#core/filtering/addresses.ts'
import { intersect, type Ranges, union } from '#core/filtering/ranges.ts'
import {
  type ConnectionState,
  connectionStates,
  type Match,
  type Names,
  type Service,
} from '#core/filtering/ruleset.ts'

/**
 * A condition of a rule as the packets that meet it: any of these matches (none: never met). The conditions of a rule all
 * hold, so that its matches are those that any choice of one from each has in common.
 */
export type Condition = readonly Match[]

export const anyMatch: Match = {
  in: null,
  out: null,
  source: anyAddress,
  target: anyAddress,
  services: null,
  states: null,
  unknown: [],
}
export const always: Condition = [anyMatch]
export const never: Condition = []
export const only = (part: Partial<Match>): Condition => [{ ...anyMatch, ...part }]
/** It may hold or not. */
export const perhaps = (why: string): Condition => only({ unknown: [why] })

/** Of addresses of one family, the other end is of it as well. */
export function addressCondition(side: 'source' | 'target', set: AddressSet): Condition {
  if (isNoAddress(set)) return never
  const family: AddressSet = {
    v4: set.v4.length > 0 ? anyAddress.v4 : [],
    v6: set.v6.length > 0 ? anyAddress.v6 : [],
  }
  return only(side === 'source' ? { source: set, target: family } : { source: family, target: set })
}

export function stateCondition(states: readonly ConnectionState[], not: boolean): Condition {
  const kept = connectionStates.filter((state) => states.includes(state) !== not)
  if (kept.length === connectionStates.length) return always
  return kept.length === 0 ? never : only({ states: kept })
}

/**
 * Of what only the packets themselves tell (their direction, their flags): of the packet with which a conversation begins it
 * is known, of later ones sometimes; null: not.
 */
export function packetCondition(
  first: boolean,
  established: boolean | null,
  why: string,
  narrowed: Partial<Match> = {},
): Condition {
  const sure: ConnectionState[] = []
  if (first) sure.push('new')
  if (established === true) sure.push('established')
  const unsure = connectionStates.filter(
    (state) => state !== 'new' && (state !== 'established' || established === null),
  )
  const rest: Match = { ...anyMatch, ...narrowed, states: unsure, unknown: [why] }
  return sure.length === 0 ? [rest] : [{ ...anyMatch, ...narrowed, states: sure }, rest]
}

/** What both match; null where that is nothing. */
export function common(a: Match, b: Match): Match | null {
  if (a === anyMatch) return b
  if (b === anyMatch) return a
  const [source, target] = [sharedAddresses(a.source, b.source), sharedAddresses(a.target, b.target)]
  const v4 = source.v4.length > 0 && target.v4.length > 0
  const v6 = source.v6.length > 0 && target.v6.length > 0
  if (!v4 && !v6) return null
  const unknown = [...new Set([...a.unknown, ...b.unknown])]
  const services = commonServices(a.services, b.services, unknown)
  if (services !== null && services.length === 0) return null
  const states =
    a.states === null ? b.states : a.states.filter((state) => b.states === null || b.states.includes(state))
  if (states !== null && states.length === 0) return null
  const entry = commonNames(a.in, b.in, unknown)
  const exit = commonNames(a.out, b.out, unknown)
  if (entry === 'none' || exit === 'none') return null
  return {
    in: entry,
    out: exit,
    source: { v4: v4 ? source.v4 : [], v6: v6 ? source.v6 : [] },
    target: { v4: v4 ? target.v4 : [], v6: v6 ? target.v6 : [] },
    services,
    states,
    unknown,
  }
}

const isWhole = <T>(ranges: readonly T[], all: readonly T[]): boolean =>
  ranges === all || (ranges.length === 2 && ranges[0] === all[0] && ranges[1] === all[1])

/** Thousands of rules may ask for one large set: then they hold the same one, not copies of it. */
function sharedAddresses(a: AddressSet, b: AddressSet): AddressSet {
  const { v4, v6 } = anyAddress
  return {
    v4: isWhole(a.v4, v4) ? b.v4 : isWhole(b.v4, v4) ? a.v4 : intersect(a.v4, b.v4),
    v6: isWhole(a.v6, v6) ? b.v6 : isWhole(b.v6, v6) ? a.v6 : intersect(a.v6, b.v6),
  }
}

/** More than this for one rule, and it becomes one step that may match anything of it. */
const mostMatches = 8192

/** All conditions at once; null where that takes too many matches to say. */
export function allOf(conditions: readonly Condition[], most = mostMatches): Condition | null {
  let matches: Condition = always
  for (const condition of conditions) {
    if (condition.length > 1 && matches.length * condition.length > 64 * most) return null
    const next: Match[] = []
    for (const a of matches) {
      for (const b of condition) {
        const both = common(a, b)
        if (both !== null) next.push(both)
      }
      if (next.length > most) return null
    }
    matches = next
  }
  return matches
}

/** More services than this in one match, and it may match any. */
const mostServices = 1024

function commonServices(a: Match['services'], b: Match['services'], unknown: string[]): Match['services'] {
  if (a === null) return b
  if (b === null) return a
  if (a.length * b.length > mostServices) {
    unknown.push('more services than are compared')
    return null
  }
  const services: Service[] = []
  for (const x of a) {
    for (const y of b) {
      const both = commonService(x, y)
      if (both !== null) services.push(both)
    }
  }
  return services
}

function commonService(a: Service, b: Service): Service | null {
  const protocols = intersect(a.protocols, b.protocols)
  const sourcePorts = commonRanges(a.sourcePorts, b.sourcePorts)
  const targetPorts = commonRanges(a.targetPorts, b.targetPorts)
  const icmpTypes = commonRanges(a.icmpTypes, b.icmpTypes)
  const parts = [protocols, sourcePorts, targetPorts, icmpTypes]
  return parts.some((part) => part !== null && part.length === 0)
    ? null
    : { protocols, sourcePorts, targetPorts, icmpTypes }
}

const commonRanges = (a: Ranges | null, b: Ranges | null): Ranges | null =>
  a === null ? b : b === null ? a : intersect(a, b)

/** Whether every interface of this name, or of these names where it ends in `*`, is among those. */
const covers = (wide: string, narrow: string): boolean =>
  wide === narrow || (wide.endsWith('*') && narrow.startsWith(wide.slice(0, -1)))

/** `unknown` receives what names cannot say: those that begin with one text and not with a longer one. */
function commonNames(a: Names | null, b: Names | null, unknown: string[]): Names | null | 'none' {
  if (a === null) return b
  if (b === null) return a
  if (a.not && b.not) return { names: [...new Set([...a.names, ...b.names])], not: true }
  if (!a.not && !b.not) {
    const names = [
      ...a.names.filter((name) => b.names.some((wide) => covers(wide, name))),
      ...b.names.filter((name) => a.names.some((wide) => covers(wide, name))),
    ]
    return names.length === 0 ? 'none' : { names: [...new Set(names)], not: false }
  }
  const [some, others] = a.not ? [b, a] : [a, b]
  const names = some.names.filter((name) => !others.names.some((wide) => covers(wide, name)))
  if (names.some((name) => name.endsWith('*') && others.names.some((other) => covers(name, other)))) {
    unknown.push('interfaces of which some are excepted by name')
  }
  return names.length === 0 ? 'none' : { names, not: false }
}

/** Joins matches that differ in one set only, so that a set of addresses with one port is one step. */
export function joined(matches: Condition): Condition {
  const bySource = joinBy(
    matches,
    (match) => [{ ...match, source: anyAddress }, match.source],
    (match, source) => ({ ...match, source }),
  )
  return joinBy(
    bySource,
    (match) => [{ ...match, target: anyAddress }, match.target],
    (match, target) => ({ ...match, target }),
  )
}

function joinBy(
  matches: Condition,
  split: (match: Match) => [Match, AddressSet],
  put: (match: Match, set: AddressSet) => Match,
): Condition {
  if (matches.length < 2) return matches
  const groups = new Map<string, { match: Match; v4: Ranges[]; v6: Ranges<bigint>[] }>()
  for (const match of matches) {
    const [rest, set] = split(match)
    // Sets of both families are left alone: the family of one end follows the other's.
    const family = `${set.v4.length > 0}${set.v6.length > 0}`
    const key = `${family} ${JSON.stringify(rest, (_, value) => (typeof value === 'bigint' ? `${value}n` : value))}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { match, v4: [set.v4], v6: [set.v6] })
    else {
      group.v4.push(set.v4)
      group.v6.push(set.v6)
    }
  }
  return [...groups.values()].map(({ match, v4, v6 }) => put(match, { v4: unionAll(v4), v6: unionAll(v6) }))
}

/** By halves, so that many sets of one range each are not laid into one another again and again. */
function unionAll<T extends number | bigint>(sets: readonly Ranges<T>[]): Ranges<T> {
  if (sets.length === 1) return sets[0]!
  const middle = sets.length >> 1
  return union(unionAll(sets.slice(0, middle)), unionAll(sets.slice(middle)))
}
