import { etherTypes, type Frame, u16 } from '../frame.ts'
import { decodeIpv4, decodeIpv6 } from '../ip/decode.ts'
import type { Fragments } from '../ip/fragments.ts'

const vlanTags = { customer: 0x8100, service: 0x88a8, oldService: 0x9100, oldService2: 0x9200 } as const
const mplsUnicast = 0x8847
const mplsMulticast = 0x8848
const pppoeSession = 0x8864
const hsr = 0x892f
const ciscoMetaData = 0x8909
const largestLength = 1500
const mostTags = 16

/** Ethernet II and 802.3 at [at, end), with VLAN tags in any depth. Sources: IEEE 802.3, 802.1Q, 802.2; RFC 1042. */
export function decodeEthernet(bytes: Uint8Array, at: number, end: number, frame: Frame, fragments: Fragments): void {
  if (at + 14 > end) {
    frame.fault = 'the Ethernet header is cut short'
    return
  }
  frame.targetMacAt = at
  frame.sourceMacAt = at + 6
  const type = u16(bytes, at + 12)
  // The common case first: one comparison, no loop.
  if (type === etherTypes.ipv4) {
    frame.etherType = type
    frame.networkAt = at + 14
    frame.networkEnd = end
    decodeIpv4(bytes, at + 14, end, frame, fragments)
  } else decodeEtherType(bytes, type, at + 14, end, frame, fragments)
}

/** What follows an ethertype (or an 802.3 length) at [at, end). */
export function decodeEtherType(
  bytes: Uint8Array,
  type: number,
  at: number,
  end: number,
  frame: Frame,
  fragments: Fragments,
): void {
  for (let i = 0; i < mostTags; i++) {
    if (
      type === vlanTags.customer ||
      type === vlanTags.service ||
      type === vlanTags.oldService ||
      type === vlanTags.oldService2
    ) {
      if (at + 4 > end) {
        frame.fault = 'the VLAN tag is cut short'
        return
      }
      if (frame.vlan < 0) frame.vlan = u16(bytes, at) & 0x0fff
      type = u16(bytes, at + 2)
      at += 4
    } else if (type === hsr && at + 6 <= end) {
      type = u16(bytes, at + 4)
      at += 6
    } else if (type === ciscoMetaData && at + 8 <= end) {
      type = u16(bytes, at + 6)
      at += 8
    } else break
  }
  if (type <= largestLength) {
    const shorter = at + type
    decodeLlc(bytes, at, type > 0 && shorter < end ? shorter : end, frame, fragments)
    return
  }
  frame.etherType = type
  if (type === mplsUnicast || type === mplsMulticast) {
    at = behindLabels(bytes, at, end)
    const version = at < end ? bytes[at] >> 4 : 0
    if (version === 4) type = etherTypes.ipv4
    else if (version === 6) type = etherTypes.ipv6
  } else if (type === pppoeSession && at + 8 <= end) {
    at += 6
    const protocol = u16(bytes, at)
    at += 2
    if (protocol === pppIpv4) type = etherTypes.ipv4
    else if (protocol === pppIpv6) type = etherTypes.ipv6
  }
  frame.networkAt = at
  frame.networkEnd = end
  if (type === etherTypes.ipv4) decodeIpv4(bytes, at, end, frame, fragments)
  else if (type === etherTypes.ipv6) decodeIpv6(bytes, at, end, frame, fragments)
}

export const pppIpv4 = 0x0021
export const pppIpv6 = 0x0057

/** IEEE 802.2, with the ethertype in a SNAP header where there is one. */
export function decodeLlc(bytes: Uint8Array, at: number, end: number, frame: Frame, fragments: Fragments): void {
  if (at + 3 > end) {
    frame.fault = 'the LLC header is cut short'
    return
  }
  if (bytes[at] === 0xaa && bytes[at + 1] === 0xaa && bytes[at + 2] === 0x03 && at + 8 <= end) {
    const organisation = (bytes[at + 3] << 16) | u16(bytes, at + 4)
    const type = u16(bytes, at + 6)
    // 0000f8: bridged as RFC 1042 asks for the two ethertypes that need it.
    if ((organisation === 0 || organisation === 0xf8) && type > largestLength) {
      decodeEtherType(bytes, type, at + 8, end, frame, fragments)
      return
    }
    frame.etherType = type
    frame.networkAt = at + 8
    frame.networkEnd = end
    return
  }
  frame.etherType = bytes[at]
  frame.networkAt = at + 3
  frame.networkEnd = end
}

/** MPLS labels end with the bottom-of-stack bit. */
function behindLabels(bytes: Uint8Array, at: number, end: number): number {
  for (let i = 0; i < mostTags && at + 4 <= end; i++) {
    const isLast = (bytes[at + 2] & 1) === 1
    at += 4
    if (isLast) return at
  }
  return end
}
