import { type AddressSet, isNoAddress, unionOf } from '#core/filtering/addresses.ts'
import { includes, pairsOf } from '#core/filtering/ranges.ts'
import { routedNetworks } from '#core/filtering/routes.ts'

/** A connected or static route as a configuration writes it. */
export interface WrittenRoute {
  readonly network: AddressSet
  /** Bits of the network's mask. */
  readonly length: number
  /** Null: told by the next hop alone. */
  readonly interface: string | null
  /** One address. */
  readonly nextHop: AddressSet | null
}

/** Claims its network for nobody: a black hole, or a next hop that no other route reaches. */
export const nobody = ''

/** Routes of next hops that are reached by routes, that are reached by routes … */
const mostRounds = 8

/**
 * Which addresses lie behind each interface: the longest prefix wins, so that a default route means whatever no other route
 * names. Where routes are learned, or an interface does not tell its network (`isWhole` is false), nobody knows what the
 * default route leaves to others, and it is left aside.
 */
export function networksBehind(written: readonly WrittenRoute[], isWhole: boolean): ReadonlyMap<string, AddressSet> {
  const routes = isWhole ? written : written.filter(({ length }) => length > 0)
  let known = routes.filter((route) => route.interface !== null)
  let open = routes.filter((route) => route.interface === null)
  let behind = behindOf(known)
  for (let round = 0; round < mostRounds && open.length > 0; round++) {
    const find = finder(behind)
    const found = new Map<WrittenRoute, string>()
    for (const route of open) {
      const name = route.nextHop === null ? nobody : find(route.nextHop)
      if (name !== nobody) found.set(route, name)
    }
    if (found.size === 0) break
    known = [...known, ...[...found].map(([route, name]) => ({ ...route, interface: name }))]
    open = open.filter((route) => !found.has(route))
    behind = behindOf(known)
  }
  behind = behindOf([...known, ...open.map((route) => ({ ...route, interface: nobody }))])
  return new Map([...behind].filter(([name, networks]) => name !== nobody && !isNoAddress(networks)))
}

/** The interface behind which an address lies; of several, any. */
function finder(behind: ReadonlyMap<string, AddressSet>): (hop: AddressSet) => string {
  const reached = [...behind].filter(([name]) => name !== nobody)
  const parts = reached.flatMap(([name, { v4 }]) => pairsOf(v4).map(([from, to]) => ({ from, to, name })))
  parts.sort((a, b) => a.from - b.from)
  return ({ v4, v6 }) => {
    if (v6.length > 0) return reached.find(([, networks]) => includes(networks.v6, v6[0]!))?.[0] ?? nobody
    const hop = v4[0]
    if (hop === undefined) return nobody
    let low = 0
    let high = parts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (parts[middle]!.from <= hop) low = middle + 1
      else high = middle
    }
    const part = parts[low - 1]
    return part !== undefined && hop <= part.to ? part.name : nobody
  }
}

/** Routes of one length and one interface are put together first, so that a hundred thousand of them are few. */
function behindOf(routes: readonly WrittenRoute[]): Map<string, AddressSet> {
  const alike = new Map<string, { interface: string; prefixLength: number; networks: AddressSet[] }>()
  for (const { interface: name, length, network } of routes) {
    const key = `${length} ${name}`
    const known = alike.get(key)
    if (known === undefined) alike.set(key, { interface: name ?? nobody, prefixLength: length, networks: [network] })
    else known.networks.push(network)
  }
  return routedNetworks([...alike.values()].map(({ networks, ...route }) => ({ ...route, network: unionOf(networks) })))
}
