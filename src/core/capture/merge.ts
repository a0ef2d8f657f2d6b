import type { Accounting } from './accounting.ts'
import { ipv6Number, macNumber } from './address-book.ts'
import { addConversation, packetsOf } from './conversation-table.ts'
import { families } from './flow-table.ts'
import { addClaim, addPresence, addRouted, addSighting } from './host-table.ts'
import { type IntegerTable, keyOf } from './integer-table.ts'

/** Translates an address of one book into the same address of another. */
export type Translate = (family: number, address: number) => number

/**
 * Adds what was counted in another part of the same capture; both must be closed. `payloadOf`: what its payload's reader kept,
 * by the number that it has afterwards. Returns how the part's addresses are numbered now.
 */
export function mergeAccounting(into: Accounting, from: Accounting, payloadOf: (id: number) => number): Translate {
  const macs = translated(from.book.mac, (a, b) => macNumber(into.book, a, b))
  const ipv6s = translated(from.book.ipv6, (a, b, c, d) => ipv6Number(into.book, a, b, c, d))
  const translate: Translate = (family, address) =>
    family === families.ipv4 || address < 0 ? address : ((family === families.link ? macs : ipv6s)[address] ?? -1)
  mergeConversations(into, from, translate, payloadOf)
  mergeHosts(into, from, translate)
  into.book.refused += from.book.refused
  into.closedEarly += from.closedEarly
  into.daysLost += from.daysLost
  return translate
}

function translated(
  { keys, rows }: IntegerTable,
  numberOf: (a: number, b: number, c: number, d: number) => number,
): Int32Array {
  const numbers = new Int32Array(rows)
  for (let row = 0; row < rows; row++) {
    numbers[row] = numberOf(keys[row * 4], keys[row * 4 + 1], keys[row * 4 + 2], keys[row * 4 + 3])
  }
  return numbers
}

function mergeConversations(
  into: Accounting,
  { conversations }: Accounting,
  translate: Translate,
  payloadOf: (id: number) => number,
): void {
  const { keys, rows } = conversations.index
  for (let row = 0; row < rows; row++) {
    const kind = keys[row * 4 + 3]
    const client = translate(kind >> 16, keys[row * 4])
    const server = translate(kind >> 16, keys[row * 4 + 1])
    const port = keys[row * 4 + 2]
    const now = addConversation(into.conversations, client, server, port, kind, conversations, row)
    const payloads = conversations.payloads.get(row)
    if (now < 0 || payloads === undefined) continue
    const before = into.conversations.payloads.get(now)
    const more = payloads.map(payloadOf)
    into.conversations.payloads.set(now, before === undefined ? more : [...before, ...more])
  }
  into.conversations.lost += conversations.lost
}

function mergeHosts(into: Accounting, { hosts }: Accounting, translate: Translate): void {
  const { index, sightings, claims, routed } = hosts
  for (let row = 0; row < index.rows; row++) {
    const family = index.keys[row * 4 + 1]
    const address = translate(family, index.keys[row * 4])
    for (const packet of packetsOf(hosts.proof, row)) {
      addPresence(into.hosts, address, family, hosts.first[row], hosts.last[row], packet)
    }
  }
  for (let row = 0; row < sightings.rows; row++) {
    const [address, family, mac, vlan] = keyOf(sightings, row)
    addSighting(into.hosts, translate(family, address), family, translate(families.link, mac), vlan)
  }
  for (let row = 0; row < claims.rows; row++) {
    addClaim(into.hosts, claims.keys[row * 4], translate(families.link, claims.keys[row * 4 + 1]))
  }
  for (let row = 0; row < routed.rows; row++) {
    const [address, family, mac, hops] = keyOf(routed, row)
    addRouted(into.hosts, translate(family, address), family, translate(families.link, mac), hops)
  }
  into.hosts.lost += hosts.lost
}
