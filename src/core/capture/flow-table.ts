import { addRow, capacity, createIntegerTable, findRow, type IntegerTable } from './integer-table.ts'

/** How a flow's endpoints are to be understood. IPv4 addresses are themselves, the others numbers of the address book. */
export const families = { link: 0, ipv4: 4, ipv6: 6 } as const

/** What was seen in one direction of a flow. */
export const marks = {
  /** Opened a connection (SYN without ACK), or answered that (SYN with ACK). */
  syn: 1,
  synAck: 2,
  /** Sent a packet of its own: neither a TCP reset nor the quote of an ICMP error. */
  spoke: 4,
  payload: 8,
} as const

/**
 * Everything counted per flow: two endpoints with their ports, both directions. A direction's place in the columns is
 * `row * 2 + direction`; direction 0 is from the endpoint that stands first in the key.
 */
export interface FlowTable {
  /** Keys: endpoint, endpoint, ports (first's in the upper half; ethertype for links), family << 16 | protocol number. */
  readonly index: IntegerTable
  packets: Uint32Array
  bytes: Float64Array
  /** µs since 1970. */
  first: Float64Array
  last: Float64Array
  firstPacket: Uint32Array
  marks: Uint8Array
  /** Sender's MAC and VLAN as last seen: lower 32 bits, then upper 16 bits with the VLAN above. */
  macLow: Int32Array
  macHigh: Int32Array
  /** Per row: the first day it was seen on, and the latest one noted. */
  firstDay: Int32Array
  lastDay: Int32Array
  /** Per row, for the payload's reader: where it tallies the flow's messages (0: nowhere yet) … */
  tally: Int32Array
  /** … and with which stream it reads them: 0 undecided, -1 not to be read. */
  stream: Int32Array
  /** … and how often it tried to recognise them … */
  attempts: Uint8Array
  /** … and who asked first, where both ends use one port: 1 the first in the key, 2 the other. */
  asker: Uint8Array
  /** The row of the packet before: the next packet is often of the same flow. */
  recent: number
}

const noMac = -1

export function createFlowTable(most: number, seed: number): FlowTable {
  const index = createIntegerTable(most, seed)
  const rows = capacity(index)
  return {
    index,
    packets: new Uint32Array(rows * 2),
    bytes: new Float64Array(rows * 2),
    first: new Float64Array(rows * 2),
    last: new Float64Array(rows * 2),
    firstPacket: new Uint32Array(rows * 2),
    marks: new Uint8Array(rows * 2),
    macLow: new Int32Array(rows * 2).fill(noMac),
    macHigh: new Int32Array(rows * 2).fill(noMac),
    firstDay: new Int32Array(rows),
    lastDay: new Int32Array(rows),
    tally: new Int32Array(rows),
    stream: new Int32Array(rows),
    attempts: new Uint8Array(rows),
    asker: new Uint8Array(rows),
    recent: 0,
  }
}

/**
 * The place of a packet from `a` to `b`, adding its flow if it is new; -1 when the table is full.
 * `isOneWay`: link frames are counted from one address to another, each way on its own.
 */
export function placeOf(
  flows: FlowTable,
  a: number,
  b: number,
  aPort: number,
  bPort: number,
  kind: number,
  isOneWay: boolean,
): number {
  const isSwapped = !isOneWay && (a > b || (a === b && aPort > bPort))
  const one = isSwapped ? b : a
  const other = isSwapped ? a : b
  const ports = isSwapped ? (bPort << 16) | aPort : (aPort << 16) | bPort
  const { index } = flows
  const at = flows.recent * 4
  const keys = index.keys
  let row = flows.recent
  if (
    keys[at] !== one ||
    keys[at + 1] !== other ||
    keys[at + 2] !== ports ||
    keys[at + 3] !== kind ||
    index.rows === 0
  ) {
    row = findRow(index, one, other, ports, kind)
    if (row < 0) {
      row = addRow(index, one, other, ports, kind)
      if (row < 0) return -1
      if (flows.firstDay.length < capacity(index)) grow(flows)
      flows.firstDay[row] = flows.lastDay[row] = unknownDay
    }
    flows.recent = row
  }
  return row * 2 + (isSwapped ? 1 : 0)
}

export const unknownDay = -0x80000000

/** Counts a packet at its place. */
export function countPacket(
  flows: FlowTable,
  place: number,
  wireLength: number,
  micros: number,
  packet: number,
  seen: number,
): void {
  const before = flows.packets[place]
  flows.packets[place] = before + 1
  flows.bytes[place] += wireLength
  flows.marks[place] |= seen
  if (before === 0) {
    flows.first[place] = flows.last[place] = micros
    flows.firstPacket[place] = packet
  } else if (micros > flows.last[place]) flows.last[place] = micros
  else if (micros < flows.first[place]) flows.first[place] = micros
}

function grow(flows: FlowTable): void {
  const rows = capacity(flows.index)
  const wider = <T extends Uint32Array | Float64Array | Int32Array | Uint8Array>(larger: T, old: T): T => {
    larger.set(old)
    return larger
  }
  flows.packets = wider(new Uint32Array(rows * 2), flows.packets)
  flows.bytes = wider(new Float64Array(rows * 2), flows.bytes)
  flows.first = wider(new Float64Array(rows * 2), flows.first)
  flows.last = wider(new Float64Array(rows * 2), flows.last)
  flows.firstPacket = wider(new Uint32Array(rows * 2), flows.firstPacket)
  flows.marks = wider(new Uint8Array(rows * 2), flows.marks)
  flows.macLow = wider(new Int32Array(rows * 2).fill(noMac), flows.macLow)
  flows.macHigh = wider(new Int32Array(rows * 2).fill(noMac), flows.macHigh)
  flows.firstDay = wider(new Int32Array(rows), flows.firstDay)
  flows.lastDay = wider(new Int32Array(rows), flows.lastDay)
  flows.tally = wider(new Int32Array(rows), flows.tally)
  flows.stream = wider(new Int32Array(rows), flows.stream)
  flows.attempts = wider(new Uint8Array(rows), flows.attempts)
  flows.asker = wider(new Uint8Array(rows), flows.asker)
}

/** Copies a flow into another table, where it is not yet. */
export function copyFlow(from: FlowTable, row: number, to: FlowTable): number {
  const { keys } = from.index
  const now = addRow(to.index, keys[row * 4], keys[row * 4 + 1], keys[row * 4 + 2], keys[row * 4 + 3])
  if (to.firstDay.length < capacity(to.index)) grow(to)
  for (let direction = 0; direction < 2; direction++) {
    const source = row * 2 + direction
    const target = now * 2 + direction
    to.packets[target] = from.packets[source]
    to.bytes[target] = from.bytes[source]
    to.first[target] = from.first[source]
    to.last[target] = from.last[source]
    to.firstPacket[target] = from.firstPacket[source]
    to.marks[target] = from.marks[source]
    to.macLow[target] = from.macLow[source]
    to.macHigh[target] = from.macHigh[source]
  }
  to.firstDay[now] = from.firstDay[row]
  to.lastDay[now] = from.lastDay[row]
  to.tally[now] = from.tally[row]
  to.stream[now] = from.stream[row]
  to.attempts[now] = from.attempts[row]
  to.asker[now] = from.asker[row]
  return now
}
