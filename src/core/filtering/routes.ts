import { type AddressSet, joinAddresses, noAddress, unionOf, withoutAddresses } from './addresses.ts'

/** A connected network or a static route: one block of addresses and the interface it leads to. */
export interface Route {
  readonly interface: string
  readonly network: AddressSet
  /** 0 for a default route; of two routes for an address the longer decides. */
  readonly prefixLength: number
}

/** What lies behind each interface; equal routes over two interfaces stay with both. */
export function routedNetworks(routes: readonly Route[]): Map<string, AddressSet> {
  const found = new Map<string, AddressSet>()
  const lengths = [...new Set(routes.map(({ prefixLength }) => prefixLength))].sort((a, b) => b - a)
  let taken = noAddress
  for (const length of lengths) {
    const level = Map.groupBy(
      routes.filter(({ prefixLength }) => prefixLength === length),
      (route) => route.interface,
    )
    const joined = [...level].map(([name, own]) => [name, unionOf(own.map(({ network }) => network))] as const)
    for (const [name, networks] of joined) {
      found.set(name, joinAddresses(found.get(name) ?? noAddress, withoutAddresses(networks, taken)))
    }
    taken = unionOf([taken, ...joined.map(([, networks]) => networks)])
  }
  return found
}
