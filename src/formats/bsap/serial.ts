import { u16le } from '../octets.ts'
import type { Protocol, ProtocolSession, WireFunction } from '../protocol.ts'
import { fault } from '../reading.ts'
import { Waiting } from '../waiting.ts'
import { callFor } from './decode.ts'
import {
  database,
  databaseOf,
  extension,
  extensionOf,
  isDatabase,
  personalComputer,
  unknownAnswer,
} from './functions.ts'

/**
 * The frames of the serial line as terminal servers pass them on (icsnpp-bsap): DLE STX, address (bit 7: a global message),
 * serial number, of a global message both addresses (2 each) and a control octet, then destination function, sequence (2),
 * source function, node status, content; DLE ETX, CRC (2). A DLE inside is doubled.
 */
const dle = 0x10
const stx = 2
const etx = 3
const longest = 512
const pendingLimit = 64

function lengthAt(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 2) return 0
  if (bytes[start] !== dle || bytes[start + 1] !== stx) return -1
  const last = Math.min(end - 1, start + longest)
  for (let at = start + 2; at < last; at++) {
    if (bytes[at] !== dle) continue
    if (bytes[at + 1] === etx) return at + 4 - start
    at++
  }
  return end - start >= longest ? -1 : 0
}

const plain = new Uint8Array(longest)

/** Address to node status and content, with every DLE once, in `plain`; how many octets. */
function undoubled(bytes: Uint8Array, start: number, stop: number): number {
  let size = 0
  for (let at = start + 2; at < stop && size < longest; at++) {
    plain[size++] = bytes[at]!
    if (bytes[at] === dle) at++
  }
  return size
}

/** Behind address and serial number, or behind the addresses of a global message. */
const functionAt = (): number => (plain[0]! & 0x80 ? 7 : 2)

/** From a computer to the database or from there to a computer: DF1, too, begins with DLE STX. */
function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  const length = lengthAt(bytes, start, end)
  if (length <= 0 || start + length !== end) return false
  const size = undoubled(bytes, start, end - 4)
  const at = functionAt()
  if (at + 6 > size) return false
  const to = plain[at]!
  const from = plain[at + 3]!
  const isOwn = (fn: number) => fn === database || fn === extension
  if (to === personalComputer) return isOwn(from)
  return from === personalComputer && (to === extension || (to === database && isDatabase(plain[at + 5]!)))
}

function open(): ProtocolSession {
  const asked = new Waiting<WireFunction>(pendingLimit)
  return {
    read(bytes, start, end) {
      const length = lengthAt(bytes, start, end)
      const size = length <= 0 || start + length > end ? 0 : undoubled(bytes, start, start + length - 4)
      const at = functionAt()
      if (at + 6 > size) return fault('BSAP message cut short')
      const sequence = u16le(plain, at + 1)
      if (plain[at] === personalComputer) {
        const fn = asked.take(sequence)
        return callFor(fn ?? unknownAnswer).response
      }
      const fn = plain[at] === extension ? extensionOf(u16le(plain, at + 5)) : databaseOf(plain[at + 5]!)
      asked.put(sequence, fn)
      return callFor(fn).request
    },
  }
}

/** BSAP frames of a serial line inside TCP or UDP. */
export const bsapSerial: Protocol = {
  name: 'bsap',
  transports: ['tcp', 'udp'],
  ports: [1234],
  recognises,
  lengthAt,
  session: open,
}
