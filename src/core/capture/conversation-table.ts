import { type FlowTable, families, marks, unknownDay } from './flow-table.ts'
import { addRow, capacity, createIntegerTable, findRow, type IntegerTable } from './integer-table.ts'

/** Packets kept as proof per conversation. */
export const proofs = 4

/**
 * Flows that share client, server, transport and server port, summed up. Direction 0 is to the server.
 * Keys: client, server, server port (or ethertype), family << 16 | protocol number.
 */
export interface ConversationTable {
  readonly index: IntegerTable
  packets: Float64Array
  bytes: Float64Array
  first: Float64Array
  last: Float64Array
  marks: Uint8Array
  /** Ascending packet numbers, 0 where there are fewer. */
  proof: Uint32Array
  firstDay: Int32Array
  /** Only of those that were seen on more than one day. */
  readonly moreDays: Map<number, Set<number>>
  /** What the payload's reader kept, per conversation. */
  readonly payloads: Map<number, number[]>
  /** Packets of conversations that found no place. */
  lost: number
}

export function createConversationTable(most: number, seed: number): ConversationTable {
  const index = createIntegerTable(most, seed)
  const rows = capacity(index)
  return {
    index,
    packets: new Float64Array(rows * 2),
    bytes: new Float64Array(rows * 2),
    first: new Float64Array(rows),
    last: new Float64Array(rows),
    marks: new Uint8Array(rows * 2),
    proof: new Uint32Array(rows * proofs),
    firstDay: new Int32Array(rows),
    moreDays: new Map(),
    payloads: new Map(),
    lost: 0,
  }
}

/**
 * Adds one direction of a flow to the conversation client → server. `direction`: 0 to the server.
 * Returns the conversation's row, or -1 when there is no room (its packets are then counted as lost).
 */
export function addDirection(
  table: ConversationTable,
  client: number,
  server: number,
  port: number,
  kind: number,
  direction: 0 | 1,
  flows: FlowTable,
  place: number,
): number {
  const row = rowOf(table, client, server, port, kind)
  if (row < 0) {
    table.lost += flows.packets[place]
    return -1
  }
  table.packets[row * 2 + direction] += flows.packets[place]
  table.bytes[row * 2 + direction] += flows.bytes[place]
  table.marks[row * 2 + direction] |= flows.marks[place]
  table.first[row] = Math.min(table.first[row], flows.first[place])
  table.last[row] = Math.max(table.last[row], flows.last[place])
  addProof(table.proof, row, flows.firstPacket[place])
  addDay(table, row, flows.firstDay[place >> 1])
  return row
}

/** Adds a conversation of another table, whose endpoints were translated. Returns its row, or -1 when there is no room. */
export function addConversation(
  table: ConversationTable,
  client: number,
  server: number,
  port: number,
  kind: number,
  from: ConversationTable,
  at: number,
): number {
  const row = rowOf(table, client, server, port, kind)
  if (row < 0) {
    table.lost += from.packets[at * 2] + from.packets[at * 2 + 1]
    return -1
  }
  for (let direction = 0; direction < 2; direction++) {
    table.packets[row * 2 + direction] += from.packets[at * 2 + direction]
    table.bytes[row * 2 + direction] += from.bytes[at * 2 + direction]
    table.marks[row * 2 + direction] |= from.marks[at * 2 + direction]
  }
  table.first[row] = Math.min(table.first[row], from.first[at])
  table.last[row] = Math.max(table.last[row], from.last[at])
  for (let i = at * proofs; i < (at + 1) * proofs && from.proof[i] !== 0; i++)
    addProof(table.proof, row, from.proof[i]!)
  addDay(table, row, from.firstDay[at])
  addDays(table, row, from.moreDays.get(at))
  return row
}

/** The conversation's row, added if it is new; -1 when the table is full. */
function rowOf(table: ConversationTable, client: number, server: number, port: number, kind: number): number {
  const known = findRow(table.index, client, server, port, kind)
  if (known >= 0) return known
  const row = addRow(table.index, client, server, port, kind)
  if (row < 0) return -1
  if (table.firstDay.length < capacity(table.index)) grow(table)
  table.first[row] = Number.POSITIVE_INFINITY
  table.last[row] = Number.NEGATIVE_INFINITY
  table.firstDay[row] = unknownDay
  return row
}

function addDay(table: ConversationTable, row: number, day: number): void {
  if (day === unknownDay) return
  if (table.firstDay[row] === unknownDay) table.firstDay[row] = day
  else if (table.firstDay[row] !== day) {
    const days = table.moreDays.get(row) ?? new Set<number>()
    days.add(day)
    table.moreDays.set(row, days)
  }
}

/** Most were seen on one day alone, and have no further ones. */
export function addDays(table: ConversationTable, row: number, further: ReadonlySet<number> | undefined): void {
  if (further !== undefined) for (const day of further) addDay(table, row, day)
}

/** Whether the server (for links: anyone) answered with more than a refusal. */
export function isAnswered(table: ConversationTable, row: number): boolean {
  const family = table.index.keys[row * 4 + 3] >> 16
  if (family !== families.link) return (table.marks[row * 2 + 1] & marks.spoke) !== 0
  const { keys } = table.index
  const at = row * 4
  return findRow(table.index, keys[at + 1], keys[at], keys[at + 2], keys[at + 3]) >= 0
}

/** Keeps the smallest packet numbers, ascending. */
export function addProof(proof: Uint32Array, row: number, packet: number): void {
  const from = row * proofs
  let at = from
  while (at < from + proofs && proof[at] !== 0 && proof[at] < packet) at++
  if (at === from + proofs || proof[at] === packet) return
  for (let later = from + proofs - 1; later > at; later--) proof[later] = proof[later - 1]!
  proof[at] = packet
}

/** The packet numbers kept as proof. */
export function packetsOf(proof: Uint32Array, row: number): number[] {
  const from = row * proofs
  let to = from
  while (to < from + proofs && proof[to] !== 0) to++
  const packets: number[] = new Array(to - from)
  for (let i = from; i < to; i++) packets[i - from] = proof[i]
  return packets
}

function grow(table: ConversationTable): void {
  const rows = capacity(table.index)
  const wider = <T extends Float64Array | Uint32Array | Int32Array | Uint8Array>(larger: T, old: T): T => {
    larger.set(old)
    return larger
  }
  table.packets = wider(new Float64Array(rows * 2), table.packets)
  table.bytes = wider(new Float64Array(rows * 2), table.bytes)
  table.first = wider(new Float64Array(rows), table.first)
  table.last = wider(new Float64Array(rows), table.last)
  table.marks = wider(new Uint8Array(rows * 2), table.marks)
  table.proof = wider(new Uint32Array(rows * proofs), table.proof)
  table.firstDay = wider(new Int32Array(rows), table.firstDay)
}
