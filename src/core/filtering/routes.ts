import { type AddressSet, joinAddresses, noAddress, withoutAddresses } from './addresses.ts'

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
    const level = routes.filter(({ prefixLength }) => prefixLength === length)
    for (const { interface: name, network } of level) {
      const own = withoutAddresses(network, taken)
      found.set(name, joinAddresses(found.get(name) ?? noAddress, own))
    }
    for (const { network } of level) taken = joinAddresses(taken, network)
  }
  return found
}
