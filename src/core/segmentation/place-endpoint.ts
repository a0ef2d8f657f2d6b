import { type Day, type DayNumber, dayNumber } from '../calendar/day.ts'
import { addressOf } from '../filtering/addresses.ts'
import { addressKind } from './address-kind.ts'
import { cutsOf, epochOf, isInForce } from './epochs.ts'
import { foldName } from './fold-name.ts'
import { type Claim, type ClaimIndex, indexClaims } from './narrowest.ts'
import type { Endpoint, Policy, Zone } from './policy.ts'

/** Where an endpoint belongs on a day. */
export type Placement =
  | { readonly kind: 'zone'; readonly zone: Zone; readonly by: MemberKind; readonly member: string }
  /** Zones of different names claim it with the same right: never silently one of them. */
  | { readonly kind: 'conflict'; readonly zones: readonly Zone[]; readonly by: MemberKind; readonly member: string }
  /** Multicast or broadcast: who hears it is decided by where it is sent. */
  | { readonly kind: 'group' }
  /** An address of the internet that no zone claims. */
  | { readonly kind: 'internet' }
  /** Belongs to no network, and nothing else tells whose it is. */
  | { readonly kind: 'link' }
  /** No zone in force claims it. `later`: the first zone that would have, and is not yet, or no longer, in force. */
  | { readonly kind: 'unknown'; readonly later: Zone | null }

/** In the order in which they count. */
export const memberKinds = ['tag', 'mac', 'network', 'vlan'] as const
export type MemberKind = (typeof memberKinds)[number]

export interface Placing {
  place(endpoint: Endpoint, on: Day): Placement
  /** Between two of these days everybody stays where he is. */
  readonly cuts: readonly DayNumber[]
}

/**
 * Membership: asset tag before MAC before narrowest network before VLAN. The first of these that any zone claims decides;
 * whether it is one zone or several that claim it, the next is not asked.
 */
export function createPlacing({ zones }: Pick<Policy, 'zones'>): Placing {
  const sorted = zones.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  const cuts = cutsOf(sorted)
  const byEpoch = new Map<number, ClaimTable>()
  const ever = once(() => tableOf(sorted))
  const tableOn = (on: Day): ClaimTable => {
    const epoch = epochOf(cuts, dayNumber(on))
    let table = byEpoch.get(epoch)
    if (table === undefined) {
      table = tableOf(sorted.filter((zone) => isInForce(zone, on)))
      byEpoch.set(epoch, table)
    }
    return table
  }
  return {
    cuts,
    place(endpoint, on) {
      const address = endpoint.address.split('#', 1)[0]!
      const kind = addressKind(address)
      if (kind === 'group') return group
      const found = claimed(tableOn(on), endpoint, address, kind === 'link')
      if (found !== null) return found
      const other = kind === 'none' ? null : claimed(ever(), endpoint, address, kind === 'link')
      if (other !== null) return { kind: 'unknown', later: other.kind === 'zone' ? other.zone : other.zones[0]! }
      return kind === 'internet' ? internet : kind === 'private' ? unknown : link
    },
  }
}

const group: Placement = { kind: 'group' }
const internet: Placement = { kind: 'internet' }
const link: Placement = { kind: 'link' }
const unknown: Placement = { kind: 'unknown', later: null }

/** Who claims what, of zones that are in force together. Sorted, so that of records of one name always the same one speaks. */
interface ClaimTable {
  readonly tags: ReadonlyMap<string, readonly Zone[]>
  readonly macs: ReadonlyMap<string, readonly Zone[]>
  readonly vlans: ReadonlyMap<number, readonly Zone[]>
  readonly networks: ClaimIndex<NetworkClaim>
}

interface NetworkClaim {
  readonly zone: Zone
  readonly text: string
}

function tableOf(zones: readonly Zone[]): ClaimTable {
  const tags = new Map<string, Zone[]>()
  const macs = new Map<string, Zone[]>()
  const vlans = new Map<number, Zone[]>()
  const networks: Claim<NetworkClaim>[] = []
  for (const zone of zones) {
    for (const tag of zone.members.tags) push(tags, foldName(tag), zone)
    for (const mac of zone.members.macs) push(macs, mac, zone)
    for (const vlan of zone.members.vlans) push(vlans, vlan, zone)
    for (const { text, addresses } of zone.members.networks) networks.push({ addresses, by: { zone, text } })
  }
  return { tags, macs, vlans, networks: indexClaims(networks) }
}

function push<K>(map: Map<K, Zone[]>, key: K, zone: Zone): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [zone])
  else known.push(zone)
}

type Claimed = Extract<Placement, { readonly kind: 'zone' | 'conflict' }>

function claimed(table: ClaimTable, endpoint: Endpoint, address: string, isOnLink: boolean): Claimed | null {
  const { tag, macs = [], vlans = [], also = [] } = endpoint
  if (tag) {
    const found = decide(table.tags.get(foldName(tag)), 'tag', tag)
    if (found !== null) return found
  }
  const own = (isOnLink ? [address, ...macs] : macs).toSorted()
  const byMac = decideAll(own, (mac) => table.macs.get(mac.toLowerCase()), 'mac')
  if (byMac !== null) return byMac
  const byNetwork = decideNetworks(isOnLink ? [address, ...also.toSorted()] : [address], table.networks)
  return byNetwork ?? decideAll(vlans.toSorted(ascending), (vlan) => table.vlans.get(vlan), 'vlan')
}

const ascending = (a: number, b: number) => a - b

function decideAll<T extends string | number>(
  members: readonly T[],
  claim: (member: T) => readonly Zone[] | undefined,
  by: MemberKind,
): Claimed | null {
  const hits = members.filter((member) => claim(member) !== undefined)
  return decide(
    hits.flatMap((member) => claim(member)!),
    by,
    hits.join(', '),
  )
}

function decideNetworks(addresses: readonly string[], networks: ClaimIndex<NetworkClaim>): Claimed | null {
  const claims = addresses.flatMap((text) => {
    const address = addressOf(text)
    return address === null ? [] : 'v4' in address ? networks.v4(address.v4) : networks.v6(address.v6)
  })
  if (claims.length === 0) return null
  // Sorted again: the narrowest come in the order of their beginnings.
  const sorted = claims.length === 1 ? claims : claims.toSorted((a, b) => (claimKey(a) < claimKey(b) ? -1 : 1))
  return decide(
    sorted.map(({ zone }) => zone),
    'network',
    [...new Set(sorted.map(({ text }) => text))].join(', '),
  )
}

function decide(zones: readonly Zone[] | undefined, by: MemberKind, member: string): Claimed | null {
  const first = zones?.[0]
  if (zones === undefined || first === undefined) return null
  const names = new Set(zones.map(({ name }) => foldName(name)))
  if (names.size === 1) return { kind: 'zone', zone: first, by, member }
  const one = [...names].map((name) => zones.find((zone) => foldName(zone.name) === name)!)
  return { kind: 'conflict', zones: one.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)), by, member }
}

const claimKey = ({ zone, text }: NetworkClaim): string => `${keyOf(zone)}\n${text}`

/** By name, then by record: what makes answers the same whatever the order of the zones. */
export function keyOf({ name, record, validFrom }: Pick<Zone, 'name' | 'record' | 'validFrom'>): string {
  return `${foldName(name)}\n${validFrom}\n${record}`
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
