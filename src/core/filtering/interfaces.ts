import { type AddressSet, anyAddress, isNoAddress, joinAddresses, unionOf, withoutAddresses } from './addresses.ts'
import { type Ranges, rangesOf } from './ranges.ts'
import type { Names, Ruleset } from './ruleset.ts'

/** Networks by interface (or by alias: then all that share it), where a person or the plant's records say them. */
export type Places = ReadonlyMap<string, AddressSet>

export interface Place {
  /** Null for the one that stands for all that nothing names. */
  readonly name: string | null
  readonly aliases: readonly string[]
  /** Addresses of packets that may arrive on it, or leave by it. */
  readonly addresses: AddressSet
}

/** Every interface that a ruleset or the places name, numbered; 0 is any other. */
export interface Interfaces {
  readonly places: readonly Place[]
  readonly numbersOf: (names: Names) => Ranges
}

export const mostInterfaces = 1000

/**
 * Which interfaces there are, and where addresses live. An address that no known network holds may be behind any of them:
 * routes change, and a configuration seldom tells all. Null where there are too many.
 */
export function interfacesOf(ruleset: Ruleset, given: Places): Interfaces | null {
  const aliases = new Map<string, Set<string>>()
  const networks = new Map<string, AddressSet>()
  const know = (name: string) => {
    const found = aliases.get(name) ?? new Set()
    aliases.set(name, found)
    return found
  }
  for (const one of ruleset.interfaces) {
    const also = know(one.name)
    if (one.alias !== null) also.add(one.alias)
    if (!isNoAddress(one.networks)) {
      networks.set(one.name, joinAddresses(networks.get(one.name) ?? one.networks, one.networks))
    }
  }
  const called = new Set([...aliases.values()].flatMap((names) => [...names]))
  for (const name of namesIn(ruleset)) if (!called.has(name)) know(name)
  for (const [name, addresses] of given) {
    const shared = [...aliases].filter(([own, others]) => own === name || others.has(name)).map(([own]) => own)
    for (const own of shared) networks.set(own, addresses)
    if (shared.length === 0) {
      know(name)
      networks.set(name, addresses)
    }
  }
  if (aliases.size > mostInterfaces) return null
  // Nothing that is forwarded arrives on the loopback, or leaves by it.
  aliases.delete('lo')
  networks.delete('lo')
  const elsewhere = withoutAddresses(anyAddress, unionOf(networks.values()))
  const places: Place[] = [{ name: null, aliases: [], addresses: elsewhere }]
  for (const [name, others] of aliases) {
    places.push({ name, aliases: [...others], addresses: joinAddresses(networks.get(name) ?? elsewhere, elsewhere) })
  }
  return { places, numbersOf: (names) => numbersOf(places, names) }
}

function numbersOf(places: readonly Place[], { names, not }: Names): Ranges {
  const exact = new Set(names.filter((name) => !name.endsWith('*')))
  const beginnings = names.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1))
  const isMeant = (name: string) => exact.has(name) || beginnings.some((beginning) => name.startsWith(beginning))
  const found: [number, number][] = []
  for (const [number, place] of places.entries()) {
    const own = place.name === null ? beginnings.includes('') : isMeant(place.name) || place.aliases.some(isMeant)
    if (own !== not) found.push([number, number])
  }
  return rangesOf(found)
}

/** Those of rules, hooks and translations. A pattern (`eth*`) also stands for an interface that only it names. */
function namesIn(ruleset: Ruleset): Set<string> {
  const found = new Set<string>()
  const add = (names: readonly string[] | null | undefined) => {
    if (found.size <= mostInterfaces) for (const name of names ?? []) found.add(name)
  }
  for (const hook of ruleset.hooks) {
    add(hook.in)
    add(hook.out)
  }
  for (const { steps } of ruleset.chains) {
    for (const { match } of steps) {
      add(match.in?.names)
      add(match.out?.names)
    }
  }
  for (const { match } of ruleset.translations) {
    add(match.in?.names)
    add(match.out?.names)
  }
  return found
}
