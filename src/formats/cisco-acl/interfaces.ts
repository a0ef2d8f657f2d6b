import { type AddressSet, noAddress, unionOf } from '#core/filtering/addresses.ts'
import type { FilterInterface } from '#core/filtering/ruleset.ts'
import { surely } from '../partly-known.ts'
import { networksBehind, type WrittenRoute } from '../routed-networks.ts'
import { hostOf, maskedOf } from './addresses.ts'
import type { Objects } from './objects.ts'

/** More than any device has, and few enough to compare each with each. */
export const mostInterfaces = 2000
export const mostRoutes = 20_000

/** An interface as it is read. */
export interface InterfaceDraft {
  readonly name: string
  readonly line: number
  /** `nameif` of ASA. */
  alias: string | null
  securityLevel: number | null
  securityLine: number
  isShut: boolean
  /** Its address comes from elsewhere (DHCP). */
  isUntold: boolean
  /** Nothing passes through it (`management-only` of ASA). */
  isManagement: boolean
  readonly own: AddressSet[]
  readonly networks: { readonly network: AddressSet; readonly length: number }[]
}

export const newInterface = (name: string, line: number): InterfaceDraft => ({
  name,
  line,
  alias: null,
  securityLevel: null,
  securityLine: line,
  isShut: false,
  isUntold: false,
  isManagement: false,
  own: [],
  networks: [],
})

/** `10.1.2.3` and `255.255.255.0`, or `fd00::1/64`; whether it was an address. */
export function addAddress(to: InterfaceDraft, address: string, mask: string, objects: Objects): boolean {
  const [base = '', length] = address.split('/')
  const host = hostOf(base, objects)
  if (host === null) return false
  const network = prefixOf(address, mask, objects)
  if (network === null) return false
  to.own.push(host)
  to.networks.push(network)
  return length !== undefined || mask !== ''
}

/** A network by prefix or netmask; null where the mask is none or has gaps, which no route has. */
export function prefixOf(
  address: string,
  mask: string,
  objects: Objects,
): { readonly network: AddressSet; readonly length: number } | null {
  const [base = '', bits] = address.split('/')
  const host = hostOf(base, objects)
  if (host === null) return null
  if (bits !== undefined) {
    const size = host.v6.length > 0 ? 128 : 32
    const length = /^\d{1,3}$/.test(bits) ? Number(bits) : size + 1
    if (length > size) return null
    return { network: blockOf(host, length), length }
  }
  const network = maskedOf(base, mask, false, objects)?.most
  if (network?.v4.length !== 2) return null
  return { network, length: 32 - Math.round(Math.log2(network.v4[1]! - network.v4[0]! + 1)) }
}

function blockOf({ v4, v6 }: AddressSet, length: number): AddressSet {
  if (v6.length > 0) {
    const shift = BigInt(128 - length)
    const from = (v6[0]! >> shift) << shift
    return { v4: [], v6: [from, from + (1n << shift) - 1n] }
  }
  const size = 2 ** (32 - length)
  const from = Math.floor(v4[0]! / size) * size
  return { v4: [from, from + size - 1], v6: [] }
}

/** Interfaces with what lies behind them; by `nameif` where rules call them so. */
export function filterInterfaces(
  drafts: readonly InterfaceDraft[],
  routes: readonly WrittenRoute[],
  learnsRoutes: boolean,
): FilterInterface[] {
  const connected = drafts
    .filter(({ isShut }) => !isShut)
    .flatMap(({ name, networks }) => networks.map((network) => ({ ...network, interface: name, nextHop: null })))
  const byAlias = new Map(drafts.flatMap(({ name, alias }) => (alias === null ? [] : [[alias, name] as const])))
  const isUp = new Set(drafts.filter(({ isShut }) => !isShut).map(({ name }) => name))
  const usable = routes
    .map((route) => ({ ...route, interface: byAlias.get(route.interface ?? '') ?? route.interface }))
    .filter(({ interface: name }) => name === null || name === '' || isUp.has(name))
  const isWhole = !learnsRoutes && !drafts.some(({ isUntold, isShut }) => isUntold && !isShut)
  const behind = networksBehind([...connected, ...usable], isWhole)
  return drafts.map(({ name, alias }) => ({ name, alias, networks: behind.get(name) ?? noAddress }))
}

/** The filter's own addresses are no networks behind an interface, but rules speak of them ("interface outside"). */
export function tellOwnAddresses(drafts: readonly InterfaceDraft[], objects: Objects): void {
  for (const { name, alias, own } of drafts) {
    if (own.length > 0) objects.setOwnAddress(alias ?? name, surely(unionOf(own)))
  }
}
