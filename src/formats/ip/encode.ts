import { ipOctets } from '../ethernet/encode.ts'
import { be16, be32, join } from '../octets.ts'

type Octets = Uint8Array | readonly number[]

/** The internet checksum (RFC 1071) over what is given, one part after the other; parts before the last have even lengths. */
export function checksum(...parts: readonly Octets[]): number {
  let sum = 0
  for (const part of parts) for (let i = 0; i < part.length; i += 2) sum += ((part[i] ?? 0) << 8) | (part[i + 1] ?? 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000)
  return ~sum & 0xffff
}

interface Ipv4Ends {
  readonly source: string
  readonly target: string
  readonly ttl?: number
  readonly identification?: number
}

/** An IPv4 packet without options, not to be fragmented. */
export function encodeIpv4(ends: Ipv4Ends, protocol: number, content: Uint8Array): Uint8Array {
  const { source, target, ttl = 64, identification = 0 } = ends
  const before = [0x45, 0, ...be16(20 + content.length), ...be16(identification), 0x40, 0, ttl, protocol]
  const addresses = [...ipOctets(source), ...ipOctets(target)]
  return join(before, be16(checksum(before, addresses)), addresses, content)
}

const pseudoHeader = (ends: Ipv4Ends, protocol: number, length: number): number[] => [
  ...ipOctets(ends.source),
  ...ipOctets(ends.target),
  0,
  protocol,
  ...be16(length),
]

interface TcpSegment {
  readonly sourcePort: number
  readonly targetPort: number
  readonly sequence: number
  readonly acknowledgement: number
  /** FIN 1, SYN 2, RST 4, PSH 8, ACK 16. */
  readonly flags: number
}

/** A TCP segment in IPv4; the one that opens says how much it takes at once (MSS 1460). */
export function encodeTcp(ends: Ipv4Ends, segment: TcpSegment, content: Octets = []): Uint8Array {
  const options = segment.flags & 2 ? [2, 4, ...be16(1460)] : []
  const head = [
    ...be16(segment.sourcePort),
    ...be16(segment.targetPort),
    ...be32(segment.sequence),
    ...be32(segment.acknowledgement),
    ((20 + options.length) / 4) << 4,
    segment.flags,
    ...be16(64_240),
  ]
  const tail = [0, 0, ...options]
  const length = head.length + 2 + tail.length + content.length
  const sum = checksum(pseudoHeader(ends, 6, length), head, [0, 0], tail, content)
  return encodeIpv4(ends, 6, join(head, be16(sum), tail, content))
}

export function encodeUdp(ends: Ipv4Ends, sourcePort: number, targetPort: number, content: Octets): Uint8Array {
  const length = 8 + content.length
  const head = [...be16(sourcePort), ...be16(targetPort), ...be16(length)]
  const sum = checksum(pseudoHeader(ends, 17, length), head, [0, 0], content)
  // 0 would mean: no checksum.
  return encodeIpv4(ends, 17, join(head, be16(sum === 0 ? 0xffff : sum), content))
}
