import { createCalls } from '../calls.ts'
import { u16le } from '../octets.ts'
import type { Protocol, ProtocolSession } from '../protocol.ts'
import { type Call, fault, nothing, type Reading, withFault } from '../reading.ts'
import { expectedLength, header, isCause, isSelect, unitOf } from './asdu.ts'
import { anyType, downloadOf, isActivation, typeOf, unnumberedOf } from './functions.ts'

const begin = 0x68
/** Start, length, four octets of control. */
const control = 6
const longest = 253
const readCommand = 102

const callFor = createCalls()

/** Length of the APDU that starts at `start`; 0 incomplete, -1 none (IEC 60870-5-104:2006, 5). */
function lengthAt(bytes: Uint8Array, start: number, end: number): number {
  if (end > start && bytes[start] !== begin) return -1
  if (end - start < 2) return 0
  const length = bytes[start + 1]!
  return length < 4 || length > longest ? -1 : 2 + length
}

/** Asked, answered, refused or told unasked: the cause of transmission says which; for files and keys only the direction does. */
function readingOf(call: Call, cause: number, type: number, isNegative: boolean, toServer: boolean): Reading {
  if (cause >= 44) return call.refusal
  switch (cause) {
    case 6:
    case 8:
      return call.request
    case 7:
    case 9:
    case 10:
      return isNegative ? call.refusal : call.response
    case 5:
      return type === readCommand ? call.request : call.response
    case 13:
    case 14:
    case 15:
    case 16:
      return toServer ? call.request : isNegative ? call.refusal : call.response
    default:
      return cause >= 20 ? call.response : call.event
  }
}

function readAsdu(bytes: Uint8Array, start: number, end: number, toServer: boolean): Reading {
  if (end - start < header + 3) return fault('IEC 104 ASDU cut short')
  const code = bytes[start]!
  const type = anyType(code)
  const cause = bytes[start + 2]! & 0x3f
  if (!isCause(cause)) return fault('IEC 104 cause of transmission is none')
  const plain = isSelect(bytes, start, end, type) ? type.select : type.function
  const call = callFor(downloadOf(code, toServer) ?? plain, unitOf(bytes, start))
  const reading = readingOf(call, cause, code, (bytes[start + 2]! & 0x40) !== 0, toServer)
  if (start + expectedLength(bytes, start, type) <= end) return reading
  return withFault(reading, 'IEC 104 objects cut short')
}

function read(bytes: Uint8Array, start: number, end: number, toServer: boolean): Reading {
  const length = lengthAt(bytes, start, end)
  if (length <= 0 || start + length > end) return fault('not a complete IEC 104 APDU')
  const first = bytes[start + 2]!
  if ((first & 1) === 0) return readAsdu(bytes, start + control, start + length, toServer)
  // An S format only counts what has arrived.
  if ((first & 3) === 1) return nothing
  const fn = unnumberedOf(first)
  if (fn === undefined) return fault('IEC 104 control function of an unknown kind')
  return isActivation(first) ? callFor(fn).request : callFor(fn).response
}

/**
 * By content: every APDU of the payload is one. A U or S format is six octets with one value each where it may vary; an I format
 * must have a listed type, a cause, a station, and the very length that its type and count give.
 */
function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start
  while (at < end) {
    const length = lengthAt(bytes, at, end)
    if (length < 0) return false
    // What is cut off after a whole APDU may be anything that begins as one.
    if (length === 0 || at + length > end) return at > start
    if (!isPlausible(bytes, at, at + length)) return false
    at += length
  }
  return at > start
}

function isPlausible(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start + 2]!
  const asdu = start + control
  if ((first & 1) === 1) {
    if (end !== asdu || bytes[start + 3] !== 0) return false
    if ((first & 3) === 1) return first === 1 && (bytes[start + 4]! & 1) === 0
    return unnumberedOf(first) !== undefined && bytes[start + 4] === 0 && bytes[start + 5] === 0
  }
  if (end - asdu < header + 3 || (bytes[start + 4]! & 1) !== 0) return false
  const type = typeOf(bytes[asdu]!)
  if (type === undefined || !isCause(bytes[asdu + 2]! & 0x3f) || u16le(bytes, asdu + 4) === 0) return false
  const expected = expectedLength(bytes, asdu, type)
  return expected === end - asdu || (expected < 0 && (bytes[asdu + 1]! & 0x7f) <= 1)
}

const session: ProtocolSession = { read }

/** IEC 60870-5-104: the telecontrol protocol of IEC 60870-5-101 over TCP. The common address of an ASDU is the unit. */
export const iec104: Protocol = {
  name: 'iec104',
  transports: ['tcp'],
  ports: [2404],
  recognises,
  lengthAt,
  session: () => session,
}
