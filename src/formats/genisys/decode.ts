import { createCalls } from '../calls.ts'
import type { Protocol, ProtocolSession } from '../protocol.ts'
import { fault, type Reading } from '../reading.ts'
import { addressOf, frameLength } from './frame.ts'
import { functionOf, isRequest } from './functions.ts'

const callFor = createCalls()
const units = Array.from({ length: 256 }, (_, address) => String(address))
/** Header, address, checksum (2), terminator: with less there is no sign but two octets. */
const shortest = 5

function read(bytes: Uint8Array, start: number, end: number): Reading {
  const length = frameLength(bytes, start, end)
  if (length <= 0 || start + length > end) return fault('not a complete Genisys frame')
  const header = bytes[start]!
  const fn = functionOf(header)
  if (fn === undefined) return fault('Genisys frame of an unknown kind')
  const call = callFor(fn, units[addressOf(bytes, start)])
  return isRequest(header) ? call.request : call.response
}

/** By content: a whole frame of a known kind whose checksum is right. */
function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < shortest || functionOf(bytes[start]!) === undefined) return false
  return frameLength(bytes, start, end) >= shortest
}

const session: ProtocolSession = { read }

/**
 * Genisys: signalling of railways; each field device has its address on the line. Checksums are not escaped as other octets
 * are: see frame.ts before reading it another way.
 */
export const genisys: Protocol = {
  name: 'genisys',
  transports: ['tcp', 'udp'],
  ports: [10001],
  recognises,
  lengthAt: frameLength,
  session: () => session,
}
