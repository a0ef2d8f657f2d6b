import type { Fault } from '../faults.ts'
import { largestPacket, type PacketChoice, type PacketReader, type PacketSink } from '../packets.ts'
import { createRecordCutter } from '../records.ts'

const fileHeaderLength = 24
/** Magic as its four bytes read big-endian → byte order and what the second time field counts. */
const magics = new Map<number, { little: boolean; unit: number; recordHeader: number }>([
  [0xa1b2c3d4, { little: false, unit: 1, recordHeader: 16 }],
  [0xd4c3b2a1, { little: true, unit: 1, recordHeader: 16 }],
  [0xa1b23c4d, { little: false, unit: 1000, recordHeader: 16 }],
  [0x4d3cb2a1, { little: true, unit: 1000, recordHeader: 16 }],
  // Kuznetzov's patched libpcap: eight more bytes in each record header.
  [0xa1b2cd34, { little: false, unit: 1, recordHeader: 24 }],
  [0x34cdb2a1, { little: true, unit: 1, recordHeader: 24 }],
])

export function isPcapMagic(magic: number): boolean {
  return magics.has(magic >>> 0)
}

/**
 * Classic libpcap files, of both byte orders, in micro- and nanoseconds.
 * Source: draft-ietf-opsawg-pcap; Wireshark's libpcap.c for the patched kinds.
 */
export function createPcapReader(sink: PacketSink, isWanted?: PacketChoice): PacketReader {
  const faults: Fault[] = []
  let little = false
  let unit = 1
  let recordHeader = 16
  let linkType = -1
  let packet = 0

  const u32 = (bytes: Uint8Array, at: number) =>
    little
      ? (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0
      : ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0

  const cutter = createRecordCutter({
    headerLength: () => (linkType < 0 ? fileHeaderLength : recordHeader),
    lengthAt(bytes, at) {
      if (linkType < 0) {
        little = false
        const kind = magics.get(u32(bytes, at))
        if (kind === undefined) {
          faults.push({ reason: 'no pcap file: the magic number is unknown', at: 0 })
          return 0
        }
        little = kind.little
        unit = kind.unit
        recordHeader = kind.recordHeader
        return fileHeaderLength
      }
      const captured = u32(bytes, at + 8)
      if (captured > largestPacket) {
        faults.push({
          reason: `the packet claims ${captured} bytes, more than any network carries`,
          at: cutter.offset(),
          packet: packet + 1,
        })
        return 0
      }
      return recordHeader + captured
    },
    read(bytes, start, end) {
      if (linkType < 0) {
        // The upper bits tell about the frame check sequence.
        linkType = u32(bytes, start + 20) & 0xffff
        return
      }
      packet++
      if (isWanted !== undefined && !isWanted(bytes, start + recordHeader, end, linkType)) return
      // Signed: some writers let the fraction run below zero instead of borrowing a second.
      const fraction = u32(bytes, start + 4) | 0
      const micros = u32(bytes, start) * 1e6 + (unit === 1 ? fraction : fraction / unit)
      sink(bytes, start + recordHeader, end, u32(bytes, start + 12), micros, linkType, packet)
    },
  })

  return {
    push: cutter.push,
    finish() {
      if (cutter.held() === 0) return
      if (linkType < 0) faults.push({ reason: 'the file ends within its header', at: 0 })
      else faults.push({ reason: 'packet cut short: the file ends within it', at: cutter.offset(), packet: packet + 1 })
    },
    offset: cutter.offset,
    packets: () => packet,
    faults,
  }
}
