import type { Bilingual } from '../record/record.ts'
import type { Accounting } from './accounting.ts'
import type { TextOf } from './address-book.ts'
import { isHostIp, isHostMac } from './address-text.ts'
import { packetsOf, proofs } from './conversation-table.ts'
import { families } from './flow-table.ts'
import { listNeighbours, type Neighbour } from './neighbours.ts'

/** A device while its addresses are being put together. Times in µs. */
export interface Draft {
  readonly id: string
  readonly ips: Set<string>
  readonly macs: Set<string>
  /** Most devices have none: these share one empty set, see {@link addVlan}. */
  vlans: Set<number>
  /** Addresses that it claims itself, by ARP or in its own words; the same, see {@link addClaimed}. */
  claimed: Set<string>
  first: number
  last: number
  packets: readonly number[]
  isRouterBecause: Bilingual | null
  /** For a device behind another: that one's id, the unit there, and the protocol in which it answers. */
  readonly behind: { readonly id: string; readonly unit: string; readonly protocol: string } | null
  /** Why what was heard under several addresses is taken for one. */
  readonly joinedBy: readonly Bilingual[]
}

interface Presence {
  readonly family: number
  readonly first: number
  readonly last: number
  readonly packets: readonly number[]
}

/**
 * One draft per IPv4 address, with the IPv6 addresses and MACs that are its own; then whoever has only IPv6, or no IP.
 * Two IPv4 addresses are never one device: that they share a MAC may as well mean a router.
 */
export function draftDevices(accounting: Accounting, textOf: TextOf): Draft[] {
  const presences = listPresences(accounting, textOf)
  const drafts = new Map<string, Draft>()
  const placed = new Set<string>()

  const make = (id: string, ips: readonly string[], heard: Iterable<string>): Draft => {
    const draft = emptyDraft(id, ips, null)
    for (const address of heard) extend(draft, presences.get(address))
    for (const ip of ips) placed.add(ip)
    drafts.set(id, draft)
    return draft
  }

  for (const [ip, { family }] of presences) if (family === families.ipv4 && isHostIp(ip)) make(ip, [ip], [ip])
  for (const neighbour of listNeighbours(accounting, textOf)) {
    const { mac, own, heard } = neighbour
    const only = onlyIpv4(own)
    if (only !== undefined) {
      join(drafts.get(only) ?? make(only, [only], [mac]), neighbour, presences.get(mac))
      placed.add(mac)
      continue
    }
    const v4 = [...own].filter((ip) => !ip.includes(':'))
    const v6 = [...own].filter((ip) => ip.includes(':') && !placed.has(ip))
    // Those without a presence are known by ARP alone: the card's own frames tell when.
    const owners = v4.map((ip) => drafts.get(ip) ?? make(ip, [ip], [mac]))
    if (owners.length === 1) {
      for (const ip of v6) {
        owners[0].ips.add(ip)
        placed.add(ip)
        extend(owners[0], presences.get(ip))
      }
    } else if (owners.length === 0) {
      const known = [...own].map((ip) => drafts.get(ip)).find((draft) => draft !== undefined)
      const id = v6.find((ip) => !ip.startsWith('fe80:')) ?? v6[0] ?? mac
      owners.push(known ?? make(id, v6, [mac, ...heard]))
    }
    for (const owner of owners) join(owner, neighbour, presences.get(mac))
    placed.add(mac)
  }
  for (const [address, { family }] of presences) {
    if (placed.has(address)) continue
    if (family === families.ipv6 && isHostIp(address)) make(address, [address], [address])
    if (family === families.link && isHostMac(address)) make(address, [], [address])
  }
  return [...drafts.values()]
}

/** What nearly all cards have. */
function onlyIpv4(own: ReadonlySet<string>): string | undefined {
  if (own.size !== 1) return undefined
  for (const ip of own) if (!ip.includes(':')) return ip
  return undefined
}

/** A device that answers behind another one: it has no address of its own on this network. */
export function draftBehind(host: Draft, id: string, unit: string, protocol: string): Draft {
  const { first, last, packets } = host
  return { ...emptyDraft(id, [], { id: host.id, unit, protocol }), vlans: new Set(host.vlans), first, last, packets }
}

/** Never added to. */
const noVlans = new Set<number>()
const noneClaimed = new Set<string>()

export function addVlan(draft: Draft, vlan: number): void {
  if (draft.vlans === noVlans) draft.vlans = new Set()
  draft.vlans.add(vlan)
}

export function addClaimed(draft: Draft, ip: string): void {
  if (draft.claimed === noneClaimed) draft.claimed = new Set()
  draft.claimed.add(ip)
}

function emptyDraft(id: string, ips: readonly string[], behind: Draft['behind']): Draft {
  return {
    id,
    ips: new Set(ips),
    macs: new Set(),
    vlans: noVlans,
    claimed: noneClaimed,
    first: Number.POSITIVE_INFINITY,
    last: Number.NEGATIVE_INFINITY,
    packets: [],
    isRouterBecause: null,
    behind,
    joinedBy: [],
  }
}

function join(draft: Draft, { mac, vlans, claimed, isRouterBecause }: Neighbour, presence: Presence | undefined): void {
  draft.macs.add(mac)
  for (const ip of draft.ips) if (claimed.has(ip)) addClaimed(draft, ip)
  for (const vlan of vlans) addVlan(draft, vlan)
  draft.isRouterBecause ??= isRouterBecause
  extend(draft, presence)
}

function extend(draft: Draft, presence: Presence | undefined): void {
  if (presence === undefined) return
  draft.first = Math.min(draft.first, presence.first)
  draft.last = Math.max(draft.last, presence.last)
  draft.packets = draft.packets.length === 0 ? presence.packets : firstPackets(draft.packets, presence.packets)
}

/** The first packets of two lists in order, each once. */
function firstPackets(one: readonly number[], other: readonly number[]): number[] {
  const packets: number[] = []
  for (let i = 0, j = 0; packets.length < proofs && (i < one.length || j < other.length); ) {
    const next = j === other.length || (i < one.length && one[i]! <= other[j]!) ? one[i++]! : other[j++]!
    if (next !== packets.at(-1)) packets.push(next)
  }
  return packets
}

/** Everyone who sent a frame, by address: in the order in which they were first heard, however many read the capture. */
function listPresences({ hosts }: Accounting, textOf: TextOf): Map<string, Presence> {
  const presences = new Map<string, Presence>()
  const { keys, rows } = hosts.index
  // One number each, first packet before row: sorted without asking for each pair.
  const heard = new Float64Array(rows)
  for (let row = 0; row < rows; row++) heard[row] = hosts.proof[row * proofs]! * rows + row
  heard.sort()
  for (let i = 0; i < rows; i++) {
    const row = heard[i]! % rows
    const family = keys[row * 4 + 1]
    presences.set(textOf(family, keys[row * 4]), {
      family,
      first: hosts.first[row],
      last: hosts.last[row],
      packets: packetsOf(hosts.proof, row),
    })
  }
  return presences
}
