import { join, le16, le32 } from '../octets.ts'

/** One packet of a capture file. */
export interface CapturedPacket {
  /** Microseconds since 1970-01-01 UTC. */
  readonly at: number
  readonly bytes: Uint8Array
  /** Length on the wire, where the capture holds less of it. */
  readonly wireLength?: number
}

interface CaptureOptions {
  /** 1 is Ethernet (https://www.tcpdump.org/linktypes.html). */
  readonly linkType?: number
  /** Longer packets are cut to this. */
  readonly snapLength?: number
}

const packetParts = (packet: CapturedPacket, snapLength: number) => ({
  seconds: Math.floor(packet.at / 1e6),
  micros: Math.floor(packet.at % 1e6),
  held: packet.bytes.subarray(0, snapLength),
  wire: packet.wireLength ?? packet.bytes.length,
})

/** A classic pcap file, little endian, in microseconds (draft-ietf-opsawg-pcap). */
export function encodePcap(packets: readonly CapturedPacket[], options: CaptureOptions = {}): Uint8Array {
  const { linkType = 1, snapLength = 262_144 } = options
  const header = [...le32(0xa1b2c3d4), ...le16(2), ...le16(4), ...le32(0), ...le32(0), ...le32(snapLength)]
  const size = packets.reduce((sum, { bytes }) => sum + 16 + Math.min(bytes.length, snapLength), 24)
  const file = new Uint8Array(size)
  file.set([...header, ...le32(linkType)])
  let at = 24
  for (const packet of packets) {
    const { seconds, micros, held, wire } = packetParts(packet, snapLength)
    file.set([...le32(seconds), ...le32(micros), ...le32(held.length), ...le32(wire)], at)
    file.set(held, at + 16)
    at += 16 + held.length
  }
  return file
}

/** A block of pcapng: type, length, body padded to four octets, length again (draft-ietf-opsawg-pcapng). */
function block(type: number, body: Uint8Array): Uint8Array {
  const padding = new Uint8Array(-body.length & 3)
  const length = le32(12 + body.length + padding.length)
  return join(le32(type), length, body, padding, length)
}

/** A pcapng file: one section, one interface, enhanced packet blocks in microseconds. */
export function encodePcapng(packets: readonly CapturedPacket[], options: CaptureOptions = {}): Uint8Array {
  const { linkType = 1, snapLength = 262_144 } = options
  const section = block(0x0a0d0d0a, join(le32(0x1a2b3c4d), le16(1), le16(0), new Uint8Array(8).fill(0xff)))
  const card = block(1, join(le16(linkType), le16(0), le32(snapLength)))
  const blocks = packets.map((packet) => {
    const { held, wire } = packetParts(packet, snapLength)
    const high = Math.floor(packet.at / 2 ** 32)
    const low = Math.floor(packet.at) % 2 ** 32
    return block(6, join(le32(0), le32(high), le32(low), le32(held.length), le32(wire), held))
  })
  return join(section, card, ...blocks)
}
