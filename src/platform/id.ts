import { randomFillSync } from 'node:crypto'

let lastMilliseconds = 0
let counter = 0

/**
 * A new UUID version 7 (RFC 9562 §5.7): ids sort as text in the order in which this process made them, also within one
 * millisecond, by a counter in the twelve bits after the time (§6.2, method 1). A clock that steps back does not disturb it.
 */
export function newId(now: number = Date.now()): string {
  if (now > lastMilliseconds) {
    lastMilliseconds = now
    counter = 0
  } else if (++counter > 0xfff) {
    lastMilliseconds++
    counter = 0
  }
  const bytes = randomFillSync(Buffer.alloc(16))
  bytes.writeUIntBE(lastMilliseconds, 0, 6)
  bytes.writeUInt16BE(0x7000 | counter, 6)
  bytes[8] = 0x80 | (bytes[8]! & 0x3f)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
