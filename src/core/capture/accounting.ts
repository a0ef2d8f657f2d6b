import { type AddressBook, addressText, createAddressBook } from './address-book.ts'
import { addDays, addDirection, type ConversationTable, createConversationTable } from './conversation-table.ts'
import { copyFlow, createFlowTable, type FlowTable, families, marks, unknownDay } from './flow-table.ts'
import { addSender, createHostTable, type HostTable } from './host-table.ts'
import { clearTable } from './integer-table.ts'
import type { CaptureLimits } from './limits.ts'
import type { ServerMemory } from './server-memory.ts'
import { isTowardsServer, isTowardsServerAmongEquals } from './server-side.ts'

/** Set in a flow's kind when it has ports: the parts of a fragmented datagram are UDP without any. */
export const withPorts = 0x100
const tcp = 6

/** All that is counted while a capture is read. */
export interface Accounting {
  readonly book: AddressBook
  flows: FlowTable
  readonly conversations: ConversationTable
  readonly hosts: HostTable
  /** Further days of flows that were seen on more than one. */
  moreDays: Map<number, Set<number>>
  daysKept: number
  daysLost: number
  /** Flows that were closed before the capture ended, to make room. */
  closedEarly: number
  readonly limits: CaptureLimits
  readonly seed: number
  /** What earlier pieces of the same capture showed; null where it comes in one. */
  readonly servers: ServerMemory | null
}

export function createAccounting(limits: CaptureLimits, seed: number, servers: ServerMemory | null = null): Accounting {
  return {
    book: createAddressBook(limits.addresses, seed),
    flows: createFlowTable(limits.flows, seed),
    conversations: createConversationTable(limits.conversations, seed),
    hosts: createHostTable(limits.sightings, seed),
    moreDays: new Map(),
    daysKept: 0,
    daysLost: 0,
    closedEarly: 0,
    limits,
    seed,
    servers,
  }
}

/** Notes that a flow was seen on another day than before. */
export function noteDay(accounting: Accounting, row: number, day: number): void {
  const { flows } = accounting
  flows.lastDay[row] = day
  if (flows.firstDay[row] === unknownDay) {
    flows.firstDay[row] = day
    return
  }
  const days = accounting.moreDays.get(row) ?? new Set<number>()
  if (days.has(day) || flows.firstDay[row] === day) return
  if (accounting.daysKept >= accounting.limits.days) {
    accounting.daysLost++
    return
  }
  accounting.daysKept++
  days.add(day)
  accounting.moreDays.set(row, days)
}

/** Who is the client, who the server, of one direction of a flow. */
export interface Side {
  client: number
  server: number
  /** Server port, or ethertype; 0 where there is neither. */
  port: number
  toServer: boolean
}

export function sideOf(accounting: Accounting, place: number, side: Side): Side {
  const { flows, book } = accounting
  const { keys } = flows.index
  const at = (place >> 1) * 4
  const isSecond = (place & 1) === 1
  const source = keys[isSecond ? at + 1 : at]
  const target = keys[isSecond ? at : at + 1]
  const ports = keys[at + 2]
  const kind = keys[at + 3]
  const family = kind >> 16
  side.port = 0
  if (family === families.link) {
    side.toServer = true
    side.port = ports & 0xffff
  } else if ((kind & withPorts) !== 0) {
    const sourcePort = isSecond ? ports & 0xffff : ports >>> 16
    const targetPort = isSecond ? ports >>> 16 : ports & 0xffff
    let bySyn: boolean | null = null
    if ((kind & 0xff) === tcp) {
      const ours = flows.marks[place]
      const theirs = flows.marks[place ^ 1]
      if ((ours & marks.syn) !== 0 || (theirs & marks.synAck) !== 0) bySyn = true
      else if ((theirs & marks.syn) !== 0 || (ours & marks.synAck) !== 0) bySyn = false
      if (accounting.servers !== null) {
        const from = addressText(book, family, source)
        const to = addressText(book, family, target)
        if (bySyn !== null) accounting.servers.note(bySyn ? to : from, bySyn ? targetPort : sourcePort)
        else {
          const knowsTo = accounting.servers.knows(to, targetPort)
          if (knowsTo !== accounting.servers.knows(from, sourcePort)) bySyn = knowsTo
        }
      }
    }
    const asker = flows.asker[place >> 1]
    side.toServer =
      isTowardsServer(sourcePort, targetPort, bySyn) ??
      (asker === 0 ? null : (asker === 2) === isSecond) ??
      isTowardsServerAmongEquals(addressText(book, family, source), addressText(book, family, target))
    side.port = side.toServer ? targetPort : sourcePort
  } else side.toServer = addressText(book, family, source) <= addressText(book, family, target)
  side.client = side.toServer ? source : target
  side.server = side.toServer ? target : source
  return side
}

/** Filled anew for every flow. */
const closing: Side = { client: 0, server: 0, port: 0, toServer: true }

/** Sums up a flow into its conversation. Each direction on its own: when both ends opened a connection, there are two. */
function closeFlow(accounting: Accounting, row: number): void {
  const { flows, conversations, hosts } = accounting
  const { keys } = flows.index
  const kind = keys[row * 4 + 3]
  let payload = flows.tally[row]
  for (let direction = 0; direction < 2; direction++) {
    const place = row * 2 + direction
    if (flows.packets[place] === 0) continue
    const side = sideOf(accounting, place, closing)
    addSender(hosts, keys[row * 4 + direction], kind >> 16, flows, place)
    const conversation = addDirection(
      conversations,
      side.client,
      side.server,
      side.port,
      kind,
      side.toServer ? 0 : 1,
      flows,
      place,
    )
    if (conversation < 0) continue
    addDays(conversations, conversation, accounting.moreDays.get(row))
    if (payload > 0) {
      const kept = conversations.payloads.get(conversation)
      if (kept === undefined) conversations.payloads.set(conversation, [payload])
      else if (!kept.includes(payload)) kept.push(payload)
      payload = 0
    }
  }
}

/** Sums up every flow; afterwards the conversations and hosts are complete. */
export function closeAll(accounting: Accounting): void {
  for (let row = 0; row < accounting.flows.index.rows; row++) closeFlow(accounting, row)
  clearTable(accounting.flows.index)
  accounting.moreDays.clear()
}

/**
 * Makes room by summing up the half of the flows that were seen least recently (all, where time stands still).
 * `released` gets the streams that those flows were read with.
 */
export function closeOldest(accounting: Accounting, released: (stream: number) => void): void {
  const old = accounting.flows
  const rows = old.index.rows
  const seen = new Float64Array(rows)
  for (let row = 0; row < rows; row++) seen[row] = lastSeen(old, row)
  const limit = seen.toSorted()[rows >> 1]
  const kept = createFlowTable(accounting.limits.flows, accounting.seed)
  const days = new Map<number, Set<number>>()
  accounting.daysKept = 0
  for (let row = 0; row < rows; row++) {
    if (seen[row] > limit) {
      const more = accounting.moreDays.get(row)
      const now = copyFlow(old, row, kept)
      if (more !== undefined) {
        days.set(now, more)
        accounting.daysKept += more.size
      }
    } else {
      closeFlow(accounting, row)
      accounting.closedEarly++
      if (old.stream[row] > 0) released(old.stream[row])
    }
  }
  accounting.flows = kept
  accounting.moreDays = days
}

function lastSeen({ last, packets }: FlowTable, row: number): number {
  if (packets[row * 2] === 0) return last[row * 2 + 1]
  return packets[row * 2 + 1] === 0 ? last[row * 2] : Math.max(last[row * 2], last[row * 2 + 1])
}
