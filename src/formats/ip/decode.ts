import { type Frame, ipProtocols, u16 } from '../frame.ts'
import { decodeTcp } from '../tcp/decode.ts'
import { decodeUdp } from '../udp/decode.ts'
import type { Fragments } from './fragments.ts'
import { findInnerPorts } from './inner.ts'

/** IPv6 headers that stand between the fixed header and the transport. */
const hopByHop = 0
const routing = 43
const fragment = 44
const authentication = 51
const destination = 60
const mostExtensions = 16

/** Reads the outermost IPv4 header at [at, end). Source: RFC 791. */
export function decodeIpv4(bytes: Uint8Array, at: number, end: number, frame: Frame, fragments: Fragments): void {
  if (at + 20 > end) {
    frame.fault = 'the IPv4 header is cut short'
    return
  }
  const first = bytes[at]
  const headerLength = (first & 15) * 4
  if (first >> 4 !== 4 || headerLength < 20) {
    frame.fault = 'the IPv4 header contradicts itself'
    return
  }
  frame.family = 4
  frame.sourceAt = at + 12
  frame.targetAt = at + 16
  const protocol = bytes[at + 9]
  frame.ipProtocol = protocol
  const total = u16(bytes, at + 2)
  // 0 where the network card cuts the segment later (offload): then the frame says how long it is.
  const wholeEnd = total === 0 ? end : at + total
  const bodyEnd = wholeEnd < end ? wholeEnd : end
  const bodyAt = at + headerLength
  if (bodyAt > bodyEnd) return
  const fragmentation = u16(bytes, at + 6) & 0x3fff
  if (fragmentation !== 0) {
    fragments.take(
      bytes,
      at + 12,
      at + 20,
      u16(bytes, at + 4),
      protocol,
      {
        offset: (fragmentation & 0x1fff) * 8,
        more: (fragmentation & 0x2000) !== 0,
        at: bodyAt,
        end: bodyEnd,
        whole: wholeEnd <= end,
      },
      frame,
    )
    decodeAssembled(protocol, frame)
    return
  }
  if (wholeEnd > end) frame.payloadCut = wholeEnd - end
  decodeTransport(bytes, protocol, bodyAt, bodyEnd, frame)
}

/** Reads the outermost IPv6 header and its extension headers at [at, end). Source: RFC 8200. */
export function decodeIpv6(bytes: Uint8Array, at: number, end: number, frame: Frame, fragments: Fragments): void {
  if (at + 40 > end) {
    frame.fault = 'the IPv6 header is cut short'
    return
  }
  if (bytes[at] >> 4 !== 6) {
    frame.fault = 'the IPv6 header contradicts itself'
    return
  }
  frame.family = 6
  frame.sourceAt = at + 8
  frame.targetAt = at + 24
  const length = u16(bytes, at + 4)
  const wholeEnd = length === 0 ? end : at + 40 + length
  const bodyEnd = wholeEnd < end ? wholeEnd : end
  let next = bytes[at + 6]
  let body = at + 40
  for (let i = 0; i < mostExtensions; i++) {
    frame.ipProtocol = next
    if (next === hopByHop || next === routing || next === destination) {
      if (body + 8 > bodyEnd) return
      next = bytes[body]
      body += (bytes[body + 1] + 1) * 8
    } else if (next === authentication) {
      if (body + 8 > bodyEnd) return
      next = bytes[body]
      body += (bytes[body + 1] + 2) * 4
    } else if (next === fragment) {
      if (body + 8 > bodyEnd) return
      next = bytes[body]
      frame.ipProtocol = next
      const fragmentation = u16(bytes, body + 2)
      const id = (u16(bytes, body + 4) << 16) | u16(bytes, body + 6)
      body += 8
      if ((fragmentation & 0xfff9) !== 0) {
        fragments.take(
          bytes,
          at + 8,
          at + 40,
          id,
          next,
          {
            offset: fragmentation & 0xfff8,
            more: (fragmentation & 1) !== 0,
            at: body,
            end: bodyEnd,
            whole: wholeEnd <= end,
          },
          frame,
        )
        decodeAssembled(next, frame)
        return
      }
    } else break
  }
  if (body > bodyEnd) return
  if (wholeEnd > end) frame.payloadCut = wholeEnd - end
  decodeTransport(bytes, next, body, bodyEnd, frame)
}

/** Reads what the last fragment completed. */
function decodeAssembled(protocol: number, frame: Frame): void {
  if (frame.assembled !== null) decodeTransport(frame.assembled, protocol, 0, frame.assembled.length, frame)
}

function decodeTransport(bytes: Uint8Array, protocol: number, at: number, end: number, frame: Frame): void {
  if (protocol === ipProtocols.tcp) decodeTcp(bytes, at, end, frame)
  else if (protocol === ipProtocols.udp) {
    decodeUdp(bytes, at, end, frame)
    if (frame.payloadEnd > frame.payloadAt) findInnerPorts(bytes, protocol, at, end, frame)
  } else findInnerPorts(bytes, protocol, at, end, frame)
}
