import type { Day } from '../calendar/day.ts'
import { compareTexts } from '../record/text-order.ts'
import { isInForce } from '../segmentation/epochs.ts'
import { foldName } from '../segmentation/fold-name.ts'
import {
  type Conduit,
  outside,
  type Policy,
  type PolicyService,
  type PolicyTransport,
  type ZoneLevel,
} from '../segmentation/policy.ts'
import { usualPorts } from '../segmentation/usual-ports.ts'
import {
  type AddressSet,
  addressesOf,
  anyAddress,
  commonAddresses,
  isNoAddress,
  unionOf,
  withoutAddresses,
} from './addresses.ts'
import type { AlsoAsked } from './cuts.ts'
import { partition } from './partition.ts'
import { type Ranges, rangesOf } from './ranges.ts'
import type { Service } from './ruleset.ts'

/**
 * A part of all addresses, as a packet filter can tell members: `internet` and `unclaimed` (private) are what no zone claims,
 * `conflict` what several claim with the same right, `special` what nothing forwards (multicast, link-local, loopback).
 */
export interface ZoneArea {
  readonly kind: 'zone' | 'internet' | 'unclaimed' | 'conflict' | 'special'
  /** As the policy writes it; null where no zone claims it. */
  readonly name: string | null
  /** Of a conflict: who claims it. */
  readonly names: readonly string[]
  readonly level: ZoneLevel | null
  readonly addresses: AddressSet
}

/** Who may open which conversations: one conduit in one direction. */
export interface Allowance {
  readonly from: number
  readonly to: number
  /** Null: any; empty: nothing that a packet filter could see. */
  readonly services: readonly Service[] | null
  readonly conduit: number
}

/** A policy as far as a packet filter can see it: areas that do not overlap, and what may pass between them. */
export interface PolicyView {
  readonly areas: readonly ZoneArea[]
  readonly conduits: readonly Conduit[]
  readonly allowances: readonly Allowance[]
  /** Conduits that name a zone no packet filter can tell by addresses. */
  readonly unplaced: readonly Conduit[]
  /** Conduits of which a packet filter sees the service, and not the operation or direction of data that they ask for. */
  readonly coarse: readonly Conduit[]
}

/** What no zone claims and nothing forwards: RFC 1122, 3927, 5771, 4291. */
const special = unionOf(
  [
    '0.0.0.0/8',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '224.0.0.0/4',
    '255.255.255.255',
    '::/127',
    'fe80::/10',
    'ff00::/8',
  ].map((text) => addressesOf(text)!),
)
/** RFC 1918, 6598, 4193. */
const unrouted = unionOf(
  ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7', 'fec0::/10'].map(
    (text) => addressesOf(text)!,
  ),
)

/**
 * What was in force on a day. `members`: addresses of those whom a zone names by tag, MAC or VLAN, where somebody knows
 * them; they belong to it before any network, as in {@link createPlacing}.
 */
export function viewOfPolicy(
  policy: Policy,
  on: Day,
  members: ReadonlyMap<string, AddressSet> = new Map(),
): PolicyView {
  const zones = policy.zones.filter((zone) => isInForce(zone, on)).toSorted((a, b) => compareTexts(a.name, b.name))
  const names = new Map(zones.toReversed().map((zone) => [foldName(zone.name), zone.name]))
  const own = partition([...members].map(([name, addresses]) => ({ addresses, by: foldName(name) })))
  const named = unionOf([...own.values()].map(({ addresses }) => addresses))
  const byNetwork = partition(
    zones.flatMap(({ name, members: { networks } }) =>
      networks.map(({ addresses }) => ({ addresses, by: foldName(name) })),
    ),
  )
  const parts = new Map<string, { readonly claims: readonly string[]; readonly addresses: AddressSet[] }>()
  const add = (claims: readonly string[], addresses: AddressSet) => {
    if (isNoAddress(addresses)) return
    const key = claims.join('\n')
    const found = parts.get(key)
    if (found === undefined) parts.set(key, { claims, addresses: [addresses] })
    else found.addresses.push(addresses)
  }
  for (const { by, addresses } of own.values()) add(by, addresses)
  for (const { by, addresses } of byNetwork.values()) add(by, withoutAddresses(addresses, named))

  const claimed = unionOf([...parts.values()].flatMap(({ addresses }) => addresses))
  const rest = withoutAddresses(withoutAddresses(anyAddress, claimed), special)
  const unclaimed = { kind: 'unclaimed', name: null, names: [], level: null } as const
  const areas: ZoneArea[] = [
    { ...unclaimed, kind: 'internet', addresses: withoutAddresses(rest, unrouted) },
    { ...unclaimed, addresses: commonAddresses(rest, unrouted) },
    { ...unclaimed, kind: 'special', addresses: withoutAddresses(special, claimed) },
  ]
  for (const { claims, addresses } of [...parts.values()].sort((a, b) =>
    compareTexts(a.claims.join(), b.claims.join()),
  )) {
    const written = claims.map((name) => names.get(name) ?? name)
    const isOne = claims.length === 1
    const level = isOne
      ? (zones.find((zone) => foldName(zone.name) === claims[0] && zone.level !== null)?.level ?? null)
      : null
    areas.push({
      kind: isOne ? 'zone' : 'conflict',
      name: isOne ? written[0]! : null,
      names: written,
      level,
      addresses: unionOf(addresses),
    })
  }
  return { areas, ...allowancesOf(policy, on, areas) }
}

function allowancesOf(policy: Policy, on: Day, areas: readonly ZoneArea[]): Omit<PolicyView, 'areas'> {
  const conduits = policy.conduits
    .filter((conduit) => isInForce(conduit, on))
    .toSorted((a, b) => compareTexts(`${a.record}\n${a.name}`, `${b.record}\n${b.name}`))
  const byName = new Map<string, number[]>([[outside, [0, 1]]])
  for (const [index, { kind, name }] of areas.entries()) if (kind === 'zone') byName.set(foldName(name!), [index])
  const allowances: Allowance[] = []
  const unplaced: Conduit[] = []
  for (const [conduit, one] of conduits.entries()) {
    const ends = [one.from, one.to].map((name) => byName.get(name === outside ? outside : foldName(name)) ?? [])
    const [from, to] = ends as [number[], number[]]
    if (from.length === 0 || to.length === 0) unplaced.push(one)
    const services = one.services === null ? null : one.services.flatMap(servicesOf)
    const add = (client: number, server: number) => allowances.push({ from: client, to: server, services, conduit })
    for (const a of from) {
      for (const b of to) {
        if (one.initiator !== 'to') add(a, b)
        if (one.initiator !== 'from') add(b, a)
      }
    }
  }
  const coarse = conduits.filter(({ operations, dataFlow }) => operations !== null || dataFlow !== 'both')
  return { conduits, allowances, unplaced, coarse }
}

/** What an evaluation must know of a policy that it will be crossed with. */
export const askedBy = ({ areas, allowances }: PolicyView): AlsoAsked => ({
  addresses: areas.map(({ addresses }) => addresses),
  services: allowances.flatMap(({ services }) => services ?? []),
})

const ported = { tcp: 6, udp: 17, sctp: 132 } as const
/** Those of our wire names that are IP protocols of their own (IANA). */
const onIp: Readonly<Record<string, number>> = { icmp: 1, igmp: 2, icmpv6: 58 }

/** What of a policy's service a packet filter can see; none of what runs without IP. */
export function servicesOf({ protocol, transport, ports }: PolicyService): Service[] {
  const usual = protocol === null ? {} : usualPorts(protocol)
  const known = Object.keys(usual) as PolicyTransport[]
  const transports: readonly PolicyTransport[] =
    transport !== null ? [transport] : known.length > 0 || ports === null ? known : ['tcp', 'udp']
  return transports.flatMap((one): Service[] => {
    if (one === 'eth') return []
    if (one === 'ip') {
      const number = protocol === null ? null : onIp[protocol]
      if (number === undefined) return []
      return [{ protocols: number === null ? [0, 255] : [number, number], ...anyPorts }]
    }
    const number = ported[one]
    const targetPorts = ports ?? (protocol === null ? null : portsOf(usual[one] ?? []))
    return [{ ...anyPorts, protocols: [number, number], targetPorts }]
  })
}

const anyPorts = { sourcePorts: null, targetPorts: null, icmpTypes: null }
const portsOf = (ports: readonly number[]): Ranges => rangesOf(ports.map((port) => [port, port]))
