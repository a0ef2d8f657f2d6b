import { crc16 } from '../crc16.ts'

/** Octets from 0xf0 on are only framing; among the others they stand as 0xf0 and their low half. */
const escaping = 0xf0
const terminator = 0xf6
/** 255 addresses with their data, each octet escaped, fit. */
const longest = 1100
/** The terminator itself, and the two octets of the checksum, which may look like it. */
const mostTerminators = 3
const acknowledgement = 0xf1
const poll = 0xfb

/**
 * Length of the frame that starts at `start`, terminator included; 0 incomplete, -1 none. Octets of the checksum may look like a
 * terminator, so a frame ends where its checksum is right; acknowledgements, and polls if they like, have none.
 */
export function frameLength(bytes: Uint8Array, start: number, end: number): number {
  if (end <= start) return 0
  const header = bytes[start]!
  if (header <= escaping || header === 0xff) return -1
  const isBare = end - start > 2 && bytes[start + 2] === terminator
  if (header === acknowledgement) return isBare ? 3 : end - start > 2 ? -1 : 0
  const stop = Math.min(end, start + longest)
  let terminators = 0
  for (let at = start + 4; at < stop && terminators < mostTerminators; at++) {
    if (bytes[at] !== terminator) continue
    if (isSound(bytes, start, at)) return at + 1 - start
    terminators++
  }
  if (header === poll && isBare) return 3
  return stop === end && terminators < mostTerminators ? 0 : -1
}

/**
 * CRC-16 from 0xffff, low octet first, over the octets without escapes. Seen: the checksum itself is not escaped; ICSNPP knows
 * devices that do (and begins with 0, so that its sum differs from the one sent).
 */
function isSound(bytes: Uint8Array, start: number, end: number): boolean {
  const body = plain(bytes, start, end - 2)
  if (crc16(body, 0, body.length, 0xffff) === bytes[end - 2]! + bytes[end - 1]! * 256) return true
  const whole = plain(bytes, start, end)
  const at = whole.length - 2
  return at >= 2 && crc16(whole, 0, at, 0xffff) === whole[at]! + whole[at + 1]! * 256
}

function plain(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const octets = new Uint8Array(end - start)
  octets[0] = bytes[start]!
  let size = 1
  for (let at = start + 1; at < end; at++) {
    octets[size++] = bytes[at] === escaping && at + 1 < end ? escaping | bytes[++at]! : bytes[at]!
  }
  return octets.subarray(0, size)
}

/** Of the field device: the first octet behind the header. */
export const addressOf = (bytes: Uint8Array, start: number): number =>
  bytes[start + 1] === escaping ? escaping | bytes[start + 2]! : bytes[start + 1]!
