import { type AddressSet, addressesOf, addressOf, noAddress } from '#core/filtering/addresses.ts'
import type { FilterInterface } from '#core/filtering/ruleset.ts'
import { networksBehind, nobody, type WrittenRoute } from '../routed-networks.ts'
import { subnetOf } from './addresses.ts'
import { type Domain, entriesOf, type Reading } from './firewall.ts'
import { type Entry, isOn, tableOf, valueIn, valuesIn } from './tree.ts'

/** More than any device has, and few enough to compare each with each. */
const mostInterfaces = 2000
const mostRoutes = 20_000

export interface DomainInterfaces {
  readonly interfaces: readonly FilterInterface[]
  /** Zones within which everything passes. */
  readonly openZones: readonly { readonly name: string; readonly line: number }[]
}

/** Interfaces of one domain with their zones, and what lies behind them by their own addresses and the static routes. */
export function interfacesOf(reading: Reading, domain: Domain, own: readonly Entry[]): DomainInterfaces {
  const { text } = reading
  if (own.length > mostInterfaces) text.fault(own[mostInterfaces]!.line, 'more interfaces than are read')
  const entries = own.slice(0, mostInterfaces)
  const zones = zonesOf(domain)
  const routes = routesOf(reading, domain, zones.members)
  const connected = entries
    .filter((entry) => valueIn(entry, 'status') !== 'down')
    .flatMap((entry) => connectedTo(reading, entry))
  const behind = networksBehind([...connected, ...routes], !learnsRoutes(reading, domain) && !entries.some(isUntold))
  const names = new Set([...entries.map(({ key }) => key), ...zones.byInterface.keys(), ...behind.keys()])
  return {
    interfaces: [...names].map((name) => ({
      name,
      alias: zones.byInterface.get(name) ?? null,
      networks: behind.get(name) ?? noAddress,
    })),
    openZones: entriesOf(domain, 'system zone')
      .filter((zone) => valueIn(zone, 'intrazone') === 'allow')
      .map(({ key, line }) => ({ name: key, line })),
  }
}

const isUntold = (entry: Entry): boolean =>
  valueIn(entry, 'status') !== 'down' && ['dhcp', 'pppoe'].includes(valueIn(entry, 'mode') ?? '')

/** Tables of a routing protocol that hold something; every configuration lists the protocols themselves. */
const learning = [
  ['router bgp', 'neighbor'],
  ['router bgp', 'neighbor-group'],
  ['router ospf', 'network'],
  ['router ospf', 'ospf-interface'],
  ['router ospf6', 'ospf6-interface'],
  ['router rip', 'network'],
  ['router ripng', 'interface'],
  ['router isis', 'isis-interface'],
] as const

function learnsRoutes({ text }: Reading, domain: Domain): boolean {
  const found = learning.flatMap(([path, inner]) =>
    (domain.tables.get(path) ?? []).filter(({ own }) => (tableOf(own, inner)?.entries.length ?? 0) > 0),
  )
  for (const { line } of found) text.remark(line, 'routes are learned: what lies behind the default route is not told')
  return found.length > 0
}

export interface Zones {
  readonly byInterface: ReadonlyMap<string, string>
  readonly members: ReadonlyMap<string, readonly string[]>
}

/** `config system zone`, and the zones of SD-WAN, which stand for their members in policies. */
export function zonesOf(domain: Domain): Zones {
  const members = new Map<string, string[]>()
  const add = (zone: string, name: string) => members.set(zone, [...(members.get(zone) ?? []), name])
  for (const zone of entriesOf(domain, 'system zone'))
    for (const name of valuesIn(zone, 'interface')) add(zone.key, name)
  for (const path of ['system sdwan', 'system virtual-wan-link']) {
    for (const table of domain.tables.get(path) ?? []) {
      for (const member of tableOf(table.own, 'members')?.entries ?? []) {
        const name = valueIn(member, 'interface')
        if (name !== null) add(valueIn(member, 'zone') ?? 'virtual-wan-link', name)
      }
    }
  }
  const byInterface = new Map([...members].flatMap(([zone, names]) => names.map((name) => [name, zone] as const)))
  return { byInterface, members }
}

/** The networks of an interface's own addresses. */
function connectedTo({ text }: Reading, entry: Entry): WrittenRoute[] {
  const routes: WrittenRoute[] = []
  const add = (values: readonly string[], line: number) => {
    const route = routeTo(values)
    if (route === null) text.fault(line, 'an address of an interface that is none')
    else if (values[0] !== '0.0.0.0' && values[0] !== '::/0')
      routes.push({ ...route, interface: entry.key, nextHop: null })
  }
  if (isUntold(entry)) {
    text.remark(entry.line, 'an interface gets its address elsewhere: what lies behind it is not told')
  }
  const ip = entry.sets.get('ip')
  if (ip !== undefined) add(ip.values, ip.line)
  for (const { sets } of tableOf(entry, 'secondaryip')?.entries ?? []) {
    const second = sets.get('ip')
    if (second !== undefined) add(second.values, second.line)
  }
  const ipv6 = tableOf(entry, 'ipv6')?.own
  const ip6 = ipv6?.sets.get('ip6-address')
  if (ip6 !== undefined) add(ip6.values, ip6.line)
  for (const { key, line } of (ipv6 === undefined ? undefined : tableOf(ipv6, 'ip6-extra-addr'))?.entries ?? [])
    add([key], line)
  return routes
}

function routeTo(values: readonly string[]): { readonly network: AddressSet; readonly length: number } | null {
  const network = subnetOf(values)
  if (network === null) return null
  if (network.v6.length === 2) return { network, length: Number(values[0]?.split('/')[1] ?? 128) }
  if (network.v4.length !== 2) return null
  return { network, length: 32 - Math.round(Math.log2(network.v4[1]! - network.v4[0]! + 1)) }
}

/** `config router static`: what is unset is the default route. */
function routesOf(reading: Reading, domain: Domain, zones: ReadonlyMap<string, readonly string[]>): WrittenRoute[] {
  const routes: WrittenRoute[] = []
  for (const [path, any] of [
    ['router static', ['0.0.0.0', '0.0.0.0']],
    ['router static6', ['::/0']],
  ] as const) {
    for (const entry of entriesOf(domain, path)) {
      if (routes.length >= mostRoutes) {
        reading.text.fault(entry.line, 'more routes than are read')
        return routes
      }
      if (
        valueIn(entry, 'status') === 'disable' ||
        ['internet-service', 'dstaddr', 'vrf'].some((name) => isNamed(entry, name))
      ) {
        if (isNamed(entry, 'dstaddr')) reading.text.remark(entry.line, 'a route to a named address is left aside')
        continue
      }
      const route = routeTo(entry.sets.get('dst')?.values ?? any)
      if (route === null)
        reading.text.fault(entry.sets.get('dst')?.line ?? entry.line, 'a route that is not understood')
      else routes.push(...waysOf(entry, zones).map((way) => ({ ...route, ...way })))
    }
  }
  return routes
}

const isNamed = (entry: Entry, name: string): boolean => {
  const value = valueIn(entry, name)
  return value !== null && value !== '' && value !== '0'
}

function waysOf(
  entry: Entry,
  zones: ReadonlyMap<string, readonly string[]>,
): Pick<WrittenRoute, 'interface' | 'nextHop'>[] {
  if (isOn(entry, 'blackhole')) return [{ interface: nobody, nextHop: null }]
  const device = valueIn(entry, 'device')
  const zone = valuesIn(entry, 'sdwan-zone')
  const isWan = isOn(entry, 'sdwan') || isOn(entry, 'virtual-wan-link')
  const names = zone.length > 0 ? zone : isWan ? ['virtual-wan-link'] : device === null ? [] : [device]
  const through = names.flatMap((name) => zones.get(name) ?? (name === device ? [name] : []))
  if (device !== null && zone.length === 0 && !isWan) return [{ interface: device, nextHop: null }]
  if (through.length > 0) return through.map((name) => ({ interface: name, nextHop: null }))
  const hop = valueIn(entry, 'gateway') ?? ''
  return [{ interface: null, nextHop: addressOf(hop) === null ? null : addressesOf(hop) }]
}
