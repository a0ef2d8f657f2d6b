import { instantText } from '#core/capture/instant-text.ts'
import type { Protocol } from '../protocol.ts'
import { describePacket, type PacketDescription } from './describe.ts'
import { createCaptureReader } from './reader.ts'

/** One packet of a capture: the last proof behind every verdict about the network. */
export interface FoundPacket extends PacketDescription {
  readonly packet: number
  /** Of its record, in the (unpacked) capture. */
  readonly offset: number
  readonly time: string
  readonly wireLength: number
  /** What was captured of it. */
  readonly bytes: Uint8Array
}

export interface PacketFinder {
  /** True when the packet was found: no more is needed. */
  push(chunk: Uint8Array): boolean
  found(): FoundPacket | null
}

/** Reads a capture up to packet `number` (from 1) and takes that one apart. */
export function createPacketFinder(number: number, protocols: readonly Protocol[]): PacketFinder {
  let found: FoundPacket | null = null
  const reader = createCaptureReader((bytes, start, end, wireLength, micros, linkType, packet) => {
    if (packet !== number) return
    found = {
      packet,
      offset: reader.offset(),
      time: instantText(micros),
      wireLength,
      bytes: bytes.slice(start, end),
      ...describePacket(bytes, start, end, linkType, protocols),
    }
  })
  return {
    push(chunk) {
      if (found === null) reader.push(chunk)
      return found !== null
    },
    found: () => found,
  }
}
