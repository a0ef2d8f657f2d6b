import {
  type AddressSet,
  addressesOf,
  anyV4,
  anyV6,
  isNoAddress,
  noAddress,
  unionOf,
} from '#core/filtering/addresses.ts'
import { intersect, pairsOf, type Ranges, rangesOf } from '#core/filtering/ranges.ts'
import type { Service } from '#core/filtering/ruleset.ts'
import { type Domain, entriesOf, type Reading } from './firewall.ts'
import { rangeOf } from './services.ts'
import { type Entry, isOn, valueIn, valuesIn } from './tree.ts'

/** A virtual IP: what is sent to `external` arrives at `mapped` ("FortiOS CLI Reference, config firewall vip"). */
export interface Vip {
  readonly name: string
  readonly line: number
  readonly lastLine: number
  /** Null: the address of an interface, which the entry does not tell. */
  readonly external: AddressSet | null
  /** Null: told by other systems (real servers, host names). */
  readonly mapped: AddressSet | null
  /** Where it holds; null: on all interfaces. */
  readonly interface: string | null
  readonly forward: Forward | null
  readonly unknown: readonly string[]
  readonly isDisabled: boolean
}

/** One protocol, and which port becomes which. */
export interface Forward {
  readonly protocol: number
  readonly external: Ranges
  readonly mapped: Ranges
}

const protocolNumbers: ReadonlyMap<string, number> = new Map([
  ['tcp', 6],
  ['udp', 17],
  ['sctp', 132],
])

const contextSettings = new Set(
  `id uuid comment color arp-reply nat-source-vip portmapping-type gratuitous-arp-interval type extip extintf mappedip mapped-addr portforward protocol
  extport mappedport status src-filter srcintf-filter service extaddr ldb-method server-type http-redirect persistence monitor
  websense-sso nat44 nat46 nat64 nat66 add-nat46-route add-nat64-route embedded-ipv4-address ndp-reply h2-support h3-support weblogic-server one-click-gslb-server client-cert user-agent-detect gslb-hostname gslb-domain-name
  max-embryonic-connections`.split(/\s+/),
)

/** Of servers that a virtual IP spreads over, which those of another type list too. */
const serverSettings =
  /^(http|https|ssl|gslb|dns|h2|h3)-|^(empty-cert-action|outlook-web-access|websphere-server|ipv6-mapped(ip|port))$/

export function vipsOf(reading: Reading, domain: Domain): ReadonlyMap<string, Vip> {
  const vips = new Map<string, Vip>()
  for (const is6 of [false, true]) {
    for (const entry of entriesOf(domain, is6 ? 'firewall vip6' : 'firewall vip'))
      vips.set(entry.key, vipIn(reading, entry, is6))
  }
  return vips
}

function vipIn(reading: Reading, entry: Entry, is6: boolean): Vip {
  const unknown = unknownOf(reading, entry)
  const external = rangesIn(valuesIn(entry, 'extip'))
  const isInterface = external !== null && external.v4.length === 2 && external.v4[1] === 0
  if (external === null) {
    reading.text.fault(entry.line, 'a virtual IP without its address')
    unknown.push('a virtual IP that was not understood')
  }
  const on = valueIn(entry, 'extintf')
  return {
    name: entry.key,
    line: entry.line,
    lastLine: entry.lastLine,
    external:
      isInterface || external === null || isNoAddress(external)
        ? external === null
          ? is6
            ? anyV6
            : anyV4
          : null
        : external,
    mapped: mappedIn(entry),
    interface: on === null || on === 'any' ? null : on,
    forward: isOn(entry, 'portforward') ? forwardIn(reading, entry, unknown) : null,
    unknown,
    isDisabled: valueIn(entry, 'status') === 'disable',
  }
}

function unknownOf({ text }: Reading, entry: Entry): string[] {
  const unknown: string[] = []
  const type = valueIn(entry, 'type') ?? 'static-nat'
  if (type !== 'static-nat') unknown.push('a virtual IP that spreads over several servers')
  if (valuesIn(entry, 'src-filter').length > 0) unknown.push('a virtual IP of certain sources')
  if (valuesIn(entry, 'srcintf-filter').length > 0) unknown.push('a virtual IP of certain sources')
  if (valuesIn(entry, 'service').length > 0) unknown.push('a virtual IP of certain services')
  if (isOn(entry, 'nat46') || isOn(entry, 'nat64')) unknown.push('translation between IPv4 and IPv6')
  const other =
    type === 'static-nat'
      ? [...entry.sets].find(([name]) => !contextSettings.has(name) && !serverSettings.test(name))
      : undefined
  if (other !== undefined) {
    text.fault(other[1].line, 'a setting of a virtual IP that is not known')
    unknown.push('a virtual IP that was not understood')
  }
  return unknown
}

function rangesIn(values: readonly string[]): AddressSet | null {
  if (values.length === 0) return { v4: [0, 0], v6: [] }
  const sets = values.map(addressesOf)
  return sets.includes(null) ? null : unionOf(sets as AddressSet[])
}

function mappedIn(entry: Entry): AddressSet | null {
  const values = valuesIn(entry, 'mappedip')
  if (values.length > 0) return rangesIn(values)
  // Older releases write ranges as an entry each.
  const nested = entry.tables.find(({ path }) => path === 'mappedip')
  return nested === undefined ? null : rangesIn(nested.entries.map(({ key }) => key))
}

function forwardIn({ text }: Reading, entry: Entry, unknown: string[]): Forward | null {
  const name = valueIn(entry, 'protocol') ?? 'tcp'
  if (name === 'icmp') return { protocol: 1, external: [0, 65535], mapped: [0, 65535] }
  const protocol = protocolNumbers.get(name)
  const external = rangeOf(valueIn(entry, 'extport') ?? '0-65535')
  const mapped = rangeOf(valueIn(entry, 'mappedport') ?? valueIn(entry, 'extport') ?? '0-65535')
  if (protocol !== undefined && external !== null && mapped !== null) return { protocol, external, mapped }
  text.fault(entry.line, 'ports of a virtual IP that are none')
  unknown.push('a virtual IP that was not understood')
  return null
}

/** Addresses that are translated before policies are asked. */
export const translatedTargets = (vips: Iterable<Vip>): AddressSet =>
  unionOf([...vips].filter(({ isDisabled }) => !isDisabled).map(({ external }) => external ?? noAddress))

/**
 * What a policy's services are on the outside of a virtual IP: policies see the mapped port, packets arrive with the external
 * one. Null where ports are not mapped one to one, so that it cannot be said.
 */
export function servicesOutside(services: readonly Service[], { forward }: Vip): readonly Service[] | null {
  if (forward === null) return services
  const { protocol, external, mapped } = forward
  const isOne = external[1]! - external[0]! === mapped[1]! - mapped[0]!
  const shift = external[0]! - mapped[0]!
  const outside: Service[] = []
  for (const service of services) {
    if (intersect(service.protocols, [protocol, protocol]).length === 0) continue
    const inside = service.targetPorts === null ? mapped : intersect(service.targetPorts, mapped)
    if (inside.length === 0) continue
    const isWhole = inside[0] === mapped[0] && inside[1] === mapped[1]
    if (!isOne && !isWhole) return null
    const ports = isWhole
      ? external
      : rangesOf(pairsOf(inside).map(([from, to]) => [from + shift, to + shift] as const))
    const one = { ...service, protocols: [protocol, protocol] }
    outside.push(protocol === 1 ? one : { ...one, targetPorts: ports })
  }
  return outside
}
