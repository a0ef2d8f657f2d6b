import { addProof, proofs } from './conversation-table.ts'
import type { FlowTable } from './flow-table.ts'
import { addRow, capacity, createIntegerTable, findRow, type IntegerTable } from './integer-table.ts'

/** Everyone who sent something, by address, and which MAC and VLAN stood before it on the wire. */
export interface HostTable {
  /** Keys: address, family. */
  readonly index: IntegerTable
  first: Float64Array
  last: Float64Array
  proof: Uint32Array
  /** Keys: address, family, number of the MAC (-1: none), VLAN (-1: none). */
  readonly sightings: IntegerTable
  /** Addresses that a host itself claimed by ARP. Keys: IPv4 address, number of the MAC. */
  readonly claims: IntegerTable
  /** Addresses whose packets had passed a router before this card sent them on. Keys: address, family, number of the MAC, hops. */
  readonly routed: IntegerTable
  /** Hosts and sightings that found no place. */
  lost: number
}

export function createHostTable(most: number, seed: number): HostTable {
  const index = createIntegerTable(most, seed)
  const rows = capacity(index)
  return {
    index,
    first: new Float64Array(rows),
    last: new Float64Array(rows),
    proof: new Uint32Array(rows * proofs),
    sightings: createIntegerTable(most, seed),
    claims: createIntegerTable(most, seed),
    routed: createIntegerTable(most, seed),
    lost: 0,
  }
}

/** Adds what one direction of a flow tells about its sender. */
export function addSender(hosts: HostTable, address: number, family: number, flows: FlowTable, place: number): void {
  addPresence(hosts, address, family, flows.first[place], flows.last[place], flows.firstPacket[place])
}

/** Someone sent something, from one time to another; `packet` is the proof. */
export function addPresence(
  hosts: HostTable,
  address: number,
  family: number,
  first: number,
  last: number,
  packet: number,
): void {
  const row = rowOf(hosts, address, family)
  if (row < 0) return
  hosts.first[row] = Math.min(hosts.first[row], first)
  hosts.last[row] = Math.max(hosts.last[row], last)
  addProof(hosts.proof, row, packet)
}

/** The host's row, added if it is new; -1, and counted as lost, when the table is full. */
function rowOf(hosts: HostTable, address: number, family: number): number {
  const known = findRow(hosts.index, address, family, 0, 0)
  if (known >= 0) return known
  const row = addRow(hosts.index, address, family, 0, 0)
  if (row < 0) {
    hosts.lost++
    return -1
  }
  if (hosts.first.length < capacity(hosts.index)) grow(hosts)
  hosts.first[row] = Number.POSITIVE_INFINITY
  hosts.last[row] = Number.NEGATIVE_INFINITY
  return row
}

export function addSighting(hosts: HostTable, address: number, family: number, mac: number, vlan: number): void {
  if (findRow(hosts.sightings, address, family, mac, vlan) >= 0) return
  if (addRow(hosts.sightings, address, family, mac, vlan) < 0) hosts.lost++
}

export function addRouted(hosts: HostTable, address: number, family: number, mac: number, hops: number): void {
  if (findRow(hosts.routed, address, family, mac, hops) >= 0) return
  if (addRow(hosts.routed, address, family, mac, hops) < 0) hosts.lost++
}

export function addClaim(hosts: HostTable, address: number, mac: number): void {
  if (findRow(hosts.claims, address, mac, 0, 0) >= 0) return
  if (addRow(hosts.claims, address, mac, 0, 0) < 0) hosts.lost++
}

function grow(hosts: HostTable): void {
  const rows = capacity(hosts.index)
  const wider = <T extends Float64Array | Uint32Array>(larger: T, old: T): T => {
    larger.set(old)
    return larger
  }
  hosts.first = wider(new Float64Array(rows), hosts.first)
  hosts.last = wider(new Float64Array(rows), hosts.last)
  hosts.proof = wider(new Uint32Array(rows * proofs), hosts.proof)
}
