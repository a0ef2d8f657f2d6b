import { etherTypes, type Frame, ipProtocols, u16 } from '../frame.ts'

const vxlanPort = 4789
const genevePort = 6081
const transparentEthernet = 0x6558
const erspan = 0x88be
const erspan3 = 0x22eb
const mostLayers = 16

/**
 * Looks for ports behind the outermost IP header's payload: in the quote of an ICMP error, in GRE, ERSPAN, IP in IP, VXLAN
 * and Geneve. TCP ports anywhere win over UDP ports further out. The endpoints stay the outer ones.
 * Sources: RFC 792, 4443, 2784, 2890, 2003, 4213, 7348, 8926; draft-foschiano-erspan.
 */
export function findInnerPorts(bytes: Uint8Array, protocol: number, at: number, end: number, frame: Frame): void {
  if (protocol === ipProtocols.udp) {
    if (frame.targetPort !== vxlanPort && frame.targetPort !== genevePort) return
  }
  const found = layers(bytes, protocol, at, end, frame)
  if (found === null) return
  // An outer UDP header keeps its ports unless TCP is found within.
  if (frame.transport !== 0 && found.transport !== ipProtocols.tcp) return
  frame.transport = found.transport
  frame.sourcePort = u16(bytes, found.at)
  frame.targetPort = u16(bytes, found.at + 2)
  frame.tcpFlags = found.transport === ipProtocols.tcp && found.at + 14 <= found.end ? bytes[found.at + 13] : 0
  frame.inner = protocol !== ipProtocols.sctp
  frame.payloadAt = frame.payloadEnd = 0
}

interface Place {
  readonly transport: number
  readonly at: number
  readonly end: number
}

/**
 * Walks inward and says where the ports are: of TCP, else of the outermost UDP, else of SCTP. Notes in `frame` what the
 * outermost tunnel carries.
 */
function layers(bytes: Uint8Array, protocol: number, from: number, end: number, frame: Frame): Place | null {
  let at = from
  let next = protocol
  let datagram: Place | null = null
  for (let depth = 0; depth < mostLayers; depth++) {
    if (next === ipProtocols.tcp || next === ipProtocols.sctp) {
      if (at + 4 > end) return datagram
      if (next === ipProtocols.sctp && datagram !== null) return datagram
      return { transport: next, at, end }
    }
    let link = -1
    if (next === ipProtocols.udp) {
      if (at + 4 > end) return datagram
      datagram ??= { transport: next, at, end }
      const port = u16(bytes, at + 2)
      if (port === vxlanPort) {
        at += 16
        link = transparentEthernet
      } else if (port === genevePort && at + 16 <= end) {
        link = u16(bytes, at + 10)
        at += 16 + (bytes[at + 8] & 0x3f) * 4
      } else return datagram
    } else if (next === ipProtocols.icmp || next === ipProtocols.icmpv6) {
      if (at + 8 > end || !isIcmpError(next, bytes[at])) return datagram
      link = next === ipProtocols.icmp ? etherTypes.ipv4 : etherTypes.ipv6
      at += 8
    } else if (next === ipProtocols.ipInIp) link = etherTypes.ipv4
    else if (next === ipProtocols.ipv6) link = etherTypes.ipv6
    else if (next === ipProtocols.gre) {
      if (at + 4 > end) return datagram
      const flags = bytes[at]
      link = u16(bytes, at + 2)
      const hasSequence = (flags & 0x10) !== 0
      at += 4 + (flags & 0x80 ? 4 : 0) + (flags & 0x20 ? 4 : 0) + (hasSequence ? 4 : 0)
      if (link === erspan) {
        // Type I has neither a sequence number nor a header of its own.
        at += hasSequence ? 8 : 0
        link = transparentEthernet
      } else if (link === erspan3) {
        at += at + 12 <= end && bytes[at + 11] & 1 ? 20 : 12
        link = transparentEthernet
      }
    } else return datagram

    const isQuote = next === ipProtocols.icmp || next === ipProtocols.icmpv6
    if (depth === 0 && !isQuote && at < end) noteTunnel(frame, link, at, end)
    if (link === transparentEthernet) {
      if (at + 14 > end) return datagram
      link = u16(bytes, at + 12)
      at += 14
      while ((link === 0x8100 || link === 0x88a8) && at + 4 <= end) {
        link = u16(bytes, at + 2)
        at += 4
      }
    }
    if (link === etherTypes.ipv4 && at + 20 <= end && bytes[at] >> 4 === 4) {
      if ((u16(bytes, at + 6) & 0x1fff) !== 0) return datagram
      next = bytes[at + 9]
      at += (bytes[at] & 15) * 4
    } else if (link === etherTypes.ipv6 && at + 40 <= end && bytes[at] >> 4 === 6) {
      next = bytes[at + 6]
      at += 40
      for (
        let i = 0;
        i < mostLayers && (next === 0 || next === 43 || next === 60 || next === 44) && at + 8 <= end;
        i++
      ) {
        const length = next === 44 ? 8 : (bytes[at + 1] + 1) * 8
        next = bytes[at]
        at += length
      }
    } else return datagram
  }
  return datagram
}

function noteTunnel(frame: Frame, link: number, at: number, end: number): void {
  if (link === transparentEthernet) frame.tunnelLink = 'ethernet'
  else if (link === etherTypes.ipv4 || link === etherTypes.ipv6) frame.tunnelLink = 'ip'
  else return
  frame.tunnelAt = at
  frame.tunnelEnd = end
}

function isIcmpError(protocol: number, type: number): boolean {
  return protocol === ipProtocols.icmp
    ? type === 3 || type === 4 || type === 5 || type === 11 || type === 12
    : type >= 1 && type <= 4
}
