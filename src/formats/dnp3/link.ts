import { u16le } from '../octets.ts'

/** Start (2), length, control, destination (2), source (2), checksum (2): IEEE 1815-2012, 9.2.4.1. */
export const header = 10
/** Control, destination and source are counted by the length; so a header alone says 5. */
const counted = 5
const block = 16

export const isFromMaster = (control: number): boolean => (control & 0x80) !== 0
export const isPrimary = (control: number): boolean => (control & 0x40) !== 0

/** CRC-16/DNP: x^16 + x^13 + x^12 + x^11 + x^10 + x^8 + x^6 + x^5 + x^2 + 1, low bit first, inverted (9.2.4.1.7). */
const table = Uint16Array.from({ length: 256 }, (_, octet) => {
  let crc = octet
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xa6bc : crc >>> 1
  return crc
})

export function checksum(bytes: Uint8Array, start: number, end: number): number {
  let crc = 0
  for (let at = start; at < end; at++) crc = (crc >>> 8) ^ table[(crc ^ bytes[at]!) & 0xff]!
  return ~crc & 0xffff
}

const isSound = (bytes: Uint8Array, start: number, end: number): boolean =>
  checksum(bytes, start, end) === u16le(bytes, end)

/** Octets of user data that a frame of this length carries. */
export const userOctets = (length: number): number => length - counted

/** Length of the frame that starts at `start`; 0 incomplete, -1 none: a header whose checksum is wrong is no header. */
export function frameLength(bytes: Uint8Array, start: number, end: number): number {
  const held = end - start
  if (held > 0 && bytes[start] !== 0x05) return -1
  if (held > 1 && bytes[start + 1] !== 0x64) return -1
  if (held < header) return 0
  const octets = userOctets(bytes[start + 2]!)
  if (octets < 0 || !isSound(bytes, start, start + 8)) return -1
  return header + octets + 2 * Math.ceil(octets / block)
}

/** The most user data that a frame carries. */
export const mostUserOctets = 250

/** Copies the user data of a complete frame without its checksums; how many octets, -1 when one of the checksums is wrong. */
export function copyUserData(bytes: Uint8Array, start: number, into: Uint8Array): number {
  const octets = userOctets(bytes[start + 2]!)
  let at = start + header
  for (let done = 0; done < octets; done += block) {
    const size = Math.min(block, octets - done)
    if (!isSound(bytes, at, at + size)) return -1
    for (let i = 0; i < size; i++) into[done + i] = bytes[at + i]!
    at += size + 2
  }
  return octets
}
