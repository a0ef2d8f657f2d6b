import { type Frame, u16 } from '../frame.ts'

/** Reads a UDP header at [at, end). A length of 0 (jumbograms, offload) means: to the end. Source: RFC 768. */
export function decodeUdp(bytes: Uint8Array, at: number, end: number, frame: Frame): void {
  if (at + 4 > end) {
    frame.fault = 'the UDP header is cut short'
    return
  }
  frame.transport = 17
  frame.sourcePort = u16(bytes, at)
  frame.targetPort = u16(bytes, at + 2)
  if (at + 8 > end) return
  const length = u16(bytes, at + 4)
  frame.payloadAt = at + 8
  frame.payloadEnd = length >= 8 && at + length < end ? at + length : end
}
