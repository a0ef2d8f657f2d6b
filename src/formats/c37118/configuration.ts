import { text, u16be, u32be } from '../octets.ts'
import type { IdentityFact } from '../protocol.ts'

const mostStations = 64
const nameOctets = 16

/**
 * Station names and identifiers of a configuration, from behind the common header (and, in type 3, the continuation index): time
 * base (4), number of PMUs (2), one block for each. `isThird`: names have a length, and a place is given (6.5, tables 8 and 10).
 * Undefined when it is cut short; then nothing of it is believed.
 */
export function stationsOf(
  bytes: Uint8Array,
  from: number,
  to: number,
  isThird: boolean,
  stream: number,
): IdentityFact[] | undefined {
  const facts: IdentityFact[] = []
  const count = u16be(bytes, from + 4)
  let at = from + 6
  if (at > to) return undefined
  for (let i = 0; i < Math.min(count, mostStations); i++) {
    const next = isThird ? thirdBlock(bytes, at, to, count, stream, facts) : block(bytes, at, to, count, stream, facts)
    if (next < 0 || next > to) return undefined
    at = next
  }
  return facts
}

/** A stream of one PMU is that PMU; a concentrator names those behind it. */
function tell(facts: IdentityFact[], count: number, stream: number, name: string, id: number): void {
  if (name !== '') facts.push({ field: count === 1 ? 'name' : 'station', value: name })
  if (id !== stream) facts.push({ field: 'sourceId', value: String(id) })
}

/** Name (16), identifier, format, numbers of phasors, analogs and digital words (2 each), names (16 each), units (4 each), 4 more. */
function block(
  bytes: Uint8Array,
  at: number,
  to: number,
  count: number,
  stream: number,
  facts: IdentityFact[],
): number {
  if (at + 26 > to) return -1
  tell(facts, count, stream, text(bytes, at, at + nameOctets), u16be(bytes, at + 16))
  const phasors = u16be(bytes, at + 20)
  const analogs = u16be(bytes, at + 22)
  const words = u16be(bytes, at + 24)
  return at + 26 + nameOctets * (phasors + analogs + 16 * words) + 4 * (phasors + analogs + words) + 4
}

/** The same with a length before each name, a global identifier (16), longer scales, and place, class, window and delay. */
function thirdBlock(
  bytes: Uint8Array,
  start: number,
  to: number,
  count: number,
  stream: number,
  facts: IdentityFact[],
): number {
  const nameEnd = start + 1 + (bytes[start] ?? 0)
  if (nameEnd + 26 > to) return -1
  tell(facts, count, stream, text(bytes, start + 1, nameEnd), u16be(bytes, nameEnd))
  const phasors = u16be(bytes, nameEnd + 20)
  const analogs = u16be(bytes, nameEnd + 22)
  const words = u16be(bytes, nameEnd + 24)
  let at = nameEnd + 26
  for (let i = phasors + analogs + 16 * words; i > 0; i--) {
    if (at >= to) return -1
    at += 1 + bytes[at]!
  }
  at += 12 * phasors + 8 * analogs + 4 * words
  if (at + 25 > to) return -1
  if (count === 1) {
    for (const [i, field] of ['latitude', 'longitude', 'altitude'].entries()) {
      const value = float(u32be(bytes, at + 4 * i))
      if (Number.isFinite(value)) facts.push({ field, value: String(value) })
    }
  }
  return at + 25
}

const view = new DataView(new ArrayBuffer(4))
function float(bits: number): number {
  view.setUint32(0, bits)
  return view.getFloat32(0)
}
