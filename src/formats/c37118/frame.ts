import { u16be } from '../octets.ts'

/** Sync (2), size (2), identifier (2), second (4), fraction and quality (4) (IEEE C37.118.2-2011, 6.2). */
export const header = 14
const checksumOctets = 2
const sync = 0xaa

export const frameType = (bytes: Uint8Array, start: number): number => (bytes[start + 1]! >> 4) & 7

const table = Uint16Array.from({ length: 256 }, (_, octet) => {
  let crc = octet << 8
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1
  return crc & 0xffff
})

/** CRC-CCITT, x^16 + x^12 + x^5 + 1 from 0xffff, high bit first (annex B). */
export function checksum(bytes: Uint8Array, start: number, end: number): number {
  let crc = 0xffff
  for (let at = start; at < end; at++) crc = ((crc << 8) & 0xffff) ^ table[(crc >> 8) ^ bytes[at]!]!
  return crc
}

export const isSound = (bytes: Uint8Array, start: number, end: number): boolean =>
  checksum(bytes, start, end - checksumOctets) === u16be(bytes, end - checksumOctets)

/** Length of the frame that starts at `start`; 0 incomplete, -1 none. Versions 1 (2005), 2 (2011) and 3 are known. */
export function frameLength(bytes: Uint8Array, start: number, end: number): number {
  const held = end - start
  if (held > 0 && bytes[start] !== sync) return -1
  if (held > 1) {
    const second = bytes[start + 1]!
    if (second > 0x5f || (second & 15) < 1 || (second & 15) > 3) return -1
  }
  if (held < 4) return 0
  const length = u16be(bytes, start + 2)
  return length < header + checksumOctets ? -1 : length
}
