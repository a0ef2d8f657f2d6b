import { u16be } from '../octets.ts'

/** Cimetrics carries MS/TP frames over SNAP (organisation 00-10-90, code 1): two octets of time, one more, then the frame. */
const before = 3
/** Type, destination, source, length (2), check of these five; the preamble is left out. */
const header = 6
/** Frames with an NPDU (clause 9.3): data expecting a reply, and not; the extended ones are encoded and not read. */
const dataExpectingReply = 5
const dataNotExpectingReply = 6

/** CRC-8 of the header (annex G.1): x⁸ + x⁷ + 1, from all ones, complemented at the end. */
export function headerCheck(bytes: Uint8Array, at: number): number {
  let check = 0xff
  for (let i = 0; i < 5; i++) {
    let mixed = check ^ bytes[at + i]!
    mixed ^= mixed << 1
    mixed ^= mixed << 2
    mixed ^= mixed << 4
    check = (mixed & 0xfe) ^ ((mixed >> 8) & 1)
  }
  return ~check & 0xff
}

/** Whether [start, end) is one MS/TP frame as Cimetrics carries it. */
export function isMstp(bytes: Uint8Array, start: number, end: number): boolean {
  const at = start + before
  if (end - at < header) return false
  const length = u16be(bytes, at + 3)
  // Behind data there is a check of two octets.
  return end - at >= header + (length > 0 ? length + 2 : 0) && headerCheck(bytes, at) === bytes[at + 5]
}

/** Where the NPDU of an MS/TP frame lies: `[at, end]`; undefined for tokens and polls, which say nothing. */
export function npduOfMstp(bytes: Uint8Array, start: number): readonly [at: number, end: number] | undefined {
  const at = start + before
  const length = u16be(bytes, at + 3)
  const type = bytes[at]!
  if ((type !== dataExpectingReply && type !== dataNotExpectingReply) || length === 0) return undefined
  return [at + header, at + header + length]
}
