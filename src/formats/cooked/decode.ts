import { decodeEtherType, decodeLlc } from '../ethernet/decode.ts'
import { type Frame, u16 } from '../frame.ts'
import type { Fragments } from '../ip/fragments.ts'

const llcFrames = 0x0004
const novellRaw = 0x0001

/** Linux cooked captures, as `tcpdump -i any` writes them. Source: LINKTYPE_LINUX_SLL of the tcpdump group. */
export function decodeCookedV1(bytes: Uint8Array, at: number, end: number, frame: Frame, fragments: Fragments): void {
  if (at + 16 > end) {
    frame.fault = 'the cooked header is cut short'
    return
  }
  if (u16(bytes, at + 4) === 6) frame.sourceMacAt = at + 6
  carried(bytes, u16(bytes, at + 14), at + 16, end, frame, fragments)
}

/** Version 2 puts the protocol first and names the interface. Source: LINKTYPE_LINUX_SLL2. */
export function decodeCookedV2(bytes: Uint8Array, at: number, end: number, frame: Frame, fragments: Fragments): void {
  if (at + 20 > end) {
    frame.fault = 'the cooked header is cut short'
    return
  }
  if (bytes[at + 11] === 6) frame.sourceMacAt = at + 12
  carried(bytes, u16(bytes, at), at + 20, end, frame, fragments)
}

function carried(bytes: Uint8Array, type: number, at: number, end: number, frame: Frame, fragments: Fragments): void {
  if (type === llcFrames) decodeLlc(bytes, at, end, frame, fragments)
  else if (type !== novellRaw) decodeEtherType(bytes, type, at, end, frame, fragments)
}
