import { decodeLlc } from '../ethernet/decode.ts'
import type { Frame } from '../frame.ts'
import type { Fragments } from '../ip/fragments.ts'

const dataFrame = 2
const protectedBit = 0x40

/** 802.11 behind a radiotap header, whose length it says itself, little-endian. Source: radiotap.org. */
export function decodeRadiotap(bytes: Uint8Array, at: number, end: number, frame: Frame, fragments: Fragments): void {
  const length = at + 4 <= end ? bytes[at + 2] | (bytes[at + 3] << 8) : 0
  if (length < 8 || at + length > end) {
    frame.fault = 'the radiotap header is cut short'
    return
  }
  decodeWlan(bytes, at + length, end, frame, fragments)
}

/** An 802.11 frame: addresses for management and data, content where it is not encrypted. Source: IEEE 802.11, 9.2. */
export function decodeWlan(bytes: Uint8Array, at: number, end: number, frame: Frame, fragments: Fragments): void {
  if (at + 24 > end) {
    // Acknowledgements and their like are shorter and carry no sender.
    if (at + 10 > end) frame.fault = 'the 802.11 header is cut short'
    return
  }
  const type = (bytes[at] >> 2) & 3
  if (type === 1) return
  const subtype = bytes[at] >> 4
  const flags = bytes[at + 1]
  const toDs = (flags & 1) !== 0
  const fromDs = (flags & 2) !== 0
  frame.targetMacAt = toDs ? at + 16 : at + 4
  frame.sourceMacAt = fromDs ? (toDs ? at + 24 : at + 16) : at + 10
  let header = 24
  if (toDs && fromDs) header += 6
  const hasQos = (subtype & 8) !== 0
  if (hasQos) header += flags & 0x80 ? 6 : 2
  if (toDs && fromDs && at + header > end) {
    frame.fault = 'the 802.11 header is cut short'
    frame.sourceMacAt = -1
    return
  }
  const hasNoData = (subtype & 4) !== 0
  if (type !== dataFrame || hasNoData || flags & protectedBit) return
  if (at + header < end) decodeLlc(bytes, at + header, end, frame, fragments)
}
