import type { Fault } from '../faults.ts'
import { largestPacket, mostFaults, type PacketChoice, type PacketReader, type PacketSink } from '../packets.ts'
import { createRecordCutter } from '../records.ts'

export const pcapngMagic = 0x0a0d0d0a

const blocks = { section: pcapngMagic, interface: 1, oldPacket: 2, simplePacket: 3, enhancedPacket: 6 } as const
const options = { end: 0, timeResolution: 9, timeOffset: 14 } as const
/** Room for the options that may follow a packet in its block. */
const largestPacketBlock = largestPacket + 65_536
/** Other blocks (secrets, statistics, custom) are skipped, but must fit in memory meanwhile. */
const largestBlock = 16_777_216
const mostInterfaces = 65_536

interface Interface {
  readonly linkType: number
  readonly snapLength: number
  readonly ticksPerMicro: number
  readonly offsetMicros: number
}

/**
 * pcapng files: several sections and interfaces, both byte orders, any time resolution; blocks it does not know are skipped.
 * Source: draft-ietf-opsawg-pcapng.
 */
export function createPcapngReader(sink: PacketSink, isWanted?: PacketChoice): PacketReader {
  const faults: Fault[] = []
  let little = false
  let begun = false
  let interfaces: Interface[] = []
  let packet = 0
  let lastMicros = 0

  const u32 = (bytes: Uint8Array, at: number) =>
    little
      ? (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0
      : ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0
  const u16 = (bytes: Uint8Array, at: number) =>
    little ? bytes[at] | (bytes[at + 1] << 8) : (bytes[at] << 8) | bytes[at + 1]
  const isPacket = (type: number) =>
    type === blocks.enhancedPacket || type === blocks.simplePacket || type === blocks.oldPacket
  const fault = (reason: string, ofPacket: boolean) => {
    if (faults.length < mostFaults)
      faults.push({ reason, at: cutter.offset(), ...(ofPacket ? { packet: packet + 1 } : {}) })
    return 0
  }

  const readInterface = (bytes: Uint8Array, start: number, end: number) => {
    if (end - start < 20 || interfaces.length >= mostInterfaces) return
    let ticksPerMicro = 1
    let offsetMicros = 0
    let at = start + 16
    while (at + 4 <= end - 4) {
      const code = u16(bytes, at)
      const length = u16(bytes, at + 2)
      if (code === options.end || at + 4 + length > end - 4) break
      if (code === options.timeResolution && length >= 1) {
        const resolution = bytes[at + 4]
        ticksPerMicro = (resolution & 0x80 ? 2 ** (resolution & 0x7f) : 10 ** resolution) / 1e6
      } else if (code === options.timeOffset && length >= 8) {
        const high = u32(bytes, at + (little ? 8 : 4)) | 0
        offsetMicros = (high * 4294967296 + u32(bytes, at + (little ? 4 : 8))) * 1e6
      }
      at += 4 + ((length + 3) & ~3)
    }
    interfaces.push({
      linkType: u16(bytes, start + 8),
      snapLength: u32(bytes, start + 12),
      ticksPerMicro,
      offsetMicros,
    })
  }

  /** Enhanced packets, and the packet blocks that they replaced: the same but for the width of the interface's number. */
  const readPacket = (bytes: Uint8Array, start: number, end: number, interfaceId: number) => {
    const from = interfaces[interfaceId]
    const captured = u32(bytes, start + 20)
    if (from === undefined) {
      fault('the packet names an interface that was not described', true)
      packet++
      return
    }
    if (captured > end - start - 32) {
      fault('the packet claims more bytes than its block holds', true)
      packet++
      return
    }
    packet++
    const ticks = u32(bytes, start + 12) * 4294967296 + u32(bytes, start + 16)
    lastMicros = ticks / from.ticksPerMicro + from.offsetMicros
    if (isWanted !== undefined && !isWanted(bytes, start + 28, start + 28 + captured, from.linkType)) return
    sink(bytes, start + 28, start + 28 + captured, u32(bytes, start + 24), lastMicros, from.linkType, packet)
  }

  const readSimplePacket = (bytes: Uint8Array, start: number, end: number) => {
    const from = interfaces[0]
    if (from === undefined) {
      fault('the packet names an interface that was not described', true)
      packet++
      return
    }
    packet++
    const wireLength = u32(bytes, start + 8)
    const captured = Math.min(wireLength, from.snapLength === 0 ? wireLength : from.snapLength, end - start - 16)
    if (isWanted !== undefined && !isWanted(bytes, start + 12, start + 12 + captured, from.linkType)) return
    // These blocks carry no time: the one before is the best that is known.
    sink(bytes, start + 12, start + 12 + captured, wireLength, lastMicros, from.linkType, packet)
  }

  const cutter = createRecordCutter({
    headerLength: () => 12,
    lengthAt(bytes, at) {
      const isSection = bytes[at] === 0x0a && bytes[at + 1] === 0x0d && bytes[at + 2] === 0x0d && bytes[at + 3] === 0x0a
      if (isSection) {
        little = bytes[at + 8] === 0x4d
        if (u32(bytes, at + 8) !== 0x1a2b3c4d) return fault('the section names no byte order', false)
      } else if (!begun) return fault('no pcapng file: it does not begin with a section header', false)
      const type = u32(bytes, at)
      const length = u32(bytes, at + 4)
      const largest = isPacket(type) ? largestPacketBlock : largestBlock
      if (length < 12 || length % 4 !== 0 || length > largest) {
        return fault(`the block claims an impossible length of ${length} bytes`, isPacket(type))
      }
      return length
    },
    read(bytes, start, end) {
      const type = u32(bytes, start)
      if (type === blocks.section) {
        begun = true
        interfaces = []
      } else if (type === blocks.interface) readInterface(bytes, start, end)
      else if (type === blocks.enhancedPacket && end - start >= 32) {
        readPacket(bytes, start, end, u32(bytes, start + 8))
      } else if (type === blocks.oldPacket && end - start >= 32) readPacket(bytes, start, end, u16(bytes, start + 8))
      else if (type === blocks.simplePacket && end - start >= 16) readSimplePacket(bytes, start, end)
      else if (isPacket(type)) {
        fault('the packet block is too short for its header', true)
        packet++
      }
    },
  })

  return {
    push: cutter.push,
    finish() {
      if (cutter.held() > 0) fault('block cut short: the file ends within it', true)
    },
    offset: cutter.offset,
    packets: () => packet,
    faults,
  }
}
