import { decodeCookedV1, decodeCookedV2 } from './cooked/decode.ts'
import { decodeEthernet, decodeEtherType, pppIpv4, pppIpv6 } from './ethernet/decode.ts'
import { clearFrame, etherTypes, type Frame, u16 } from './frame.ts'
import { decodeIpv4, decodeIpv6 } from './ip/decode.ts'
import type { Fragments } from './ip/fragments.ts'
import { decodeRadiotap, decodeWlan } from './wlan/decode.ts'

/** Numbers of the LINKTYPE registry (https://www.tcpdump.org/linktypes.html) that are read. */
export const linkTypes = {
  null: 0,
  ethernet: 1,
  ppp: 9,
  rawBsd: 12,
  rawOpenBsd: 14,
  pppHdlc: 50,
  raw: 101,
  ciscoHdlc: 104,
  wlan: 105,
  loop: 108,
  cookedV1: 113,
  wlanRadiotap: 127,
  ipv4: 228,
  ipv6: 229,
  cookedV2: 276,
} as const

const names = new Map<number, string>([
  [linkTypes.null, 'null'],
  [linkTypes.ethernet, 'ethernet'],
  [linkTypes.ppp, 'ppp'],
  [linkTypes.rawBsd, 'raw'],
  [linkTypes.rawOpenBsd, 'raw'],
  [linkTypes.pppHdlc, 'ppp-hdlc'],
  [linkTypes.raw, 'raw'],
  [linkTypes.ciscoHdlc, 'cisco-hdlc'],
  [linkTypes.wlan, 'ieee802.11'],
  [linkTypes.loop, 'loop'],
  [linkTypes.cookedV1, 'linux-sll'],
  [linkTypes.wlanRadiotap, 'ieee802.11-radiotap'],
  [linkTypes.ipv4, 'ipv4'],
  [linkTypes.ipv6, 'ipv6'],
  [linkTypes.cookedV2, 'linux-sll2'],
])

/** The link type's name as printed; of one that is not read, its number. */
export function linkTypeName(linkType: number): string {
  return names.get(linkType) ?? `linktype-${linkType}`
}

/** Fills `frame` from one packet. False: the link type is not read. Never throws, whatever the bytes. */
export function decodeFrame(
  bytes: Uint8Array,
  start: number,
  end: number,
  linkType: number,
  frame: Frame,
  fragments: Fragments,
): boolean {
  clearFrame(frame)
  if (linkType === linkTypes.ethernet) {
    decodeEthernet(bytes, start, end, frame, fragments)
    return true
  }
  switch (linkType) {
    case linkTypes.raw:
    case linkTypes.rawBsd:
    case linkTypes.rawOpenBsd:
    case linkTypes.ipv4:
    case linkTypes.ipv6:
      decodeRaw(bytes, start, end, frame, fragments)
      return true
    case linkTypes.null:
    case linkTypes.loop:
      if (start + 4 > end) frame.fault = 'the loopback header is cut short'
      // The address family's number and byte order depend on the machine: the IP version says it better.
      else decodeRaw(bytes, start + 4, end, frame, fragments)
      return true
    case linkTypes.cookedV1:
      decodeCookedV1(bytes, start, end, frame, fragments)
      return true
    case linkTypes.cookedV2:
      decodeCookedV2(bytes, start, end, frame, fragments)
      return true
    case linkTypes.wlan:
      decodeWlan(bytes, start, end, frame, fragments)
      return true
    case linkTypes.wlanRadiotap:
      decodeRadiotap(bytes, start, end, frame, fragments)
      return true
    case linkTypes.ppp:
    case linkTypes.pppHdlc:
      decodePpp(bytes, start, end, frame, fragments)
      return true
    case linkTypes.ciscoHdlc:
      if (start + 4 > end) frame.fault = 'the HDLC header is cut short'
      else decodeEtherType(bytes, u16(bytes, start + 2), start + 4, end, frame, fragments)
      return true
    default:
      return false
  }
}

function decodeRaw(bytes: Uint8Array, at: number, end: number, frame: Frame, fragments: Fragments): void {
  if (at >= end) {
    frame.fault = 'the packet is empty'
    return
  }
  const version = bytes[at] >> 4
  frame.networkAt = at
  frame.networkEnd = end
  if (version === 4) {
    frame.etherType = etherTypes.ipv4
    decodeIpv4(bytes, at, end, frame, fragments)
  } else if (version === 6) {
    frame.etherType = etherTypes.ipv6
    decodeIpv6(bytes, at, end, frame, fragments)
  }
}

/** RFC 1661, 1662: address and control bytes may be left out. */
function decodePpp(bytes: Uint8Array, at: number, end: number, frame: Frame, fragments: Fragments): void {
  const hasAddress = at + 4 <= end && (bytes[at] === 0xff || bytes[at] === 0x0f)
  const protocolAt = hasAddress ? at + 2 : at
  if (protocolAt + 2 > end) {
    frame.fault = 'the PPP header is cut short'
    return
  }
  const protocol = u16(bytes, protocolAt)
  if (protocol === pppIpv4 || protocol === pppIpv6) decodeRaw(bytes, protocolAt + 2, end, frame, fragments)
}
