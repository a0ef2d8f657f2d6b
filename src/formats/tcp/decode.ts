import { type Frame, i32, u16 } from '../frame.ts'

/** Reads a TCP header at [at, end). Source: RFC 9293. */
export function decodeTcp(bytes: Uint8Array, at: number, end: number, frame: Frame): void {
  if (at + 4 > end) {
    frame.fault = 'the TCP header is cut short'
    return
  }
  frame.transport = 6
  frame.sourcePort = u16(bytes, at)
  frame.targetPort = u16(bytes, at + 2)
  if (at + 14 > end) return
  frame.tcpSequence = i32(bytes, at + 4)
  frame.tcpAcknowledgement = i32(bytes, at + 8)
  frame.tcpFlags = bytes[at + 13]
  const length = (bytes[at + 12] >> 4) * 4
  if (length < 20 || at + length > end) return
  frame.payloadAt = at + length
  frame.payloadEnd = end
}
