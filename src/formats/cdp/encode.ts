import { be16, be32, fromText, join } from '../octets.ts'

const tlv = (type: number, data: Uint8Array | readonly number[]): Uint8Array =>
  join(be16(type), be16(data.length + 4), data)

export interface CdpNeighbour {
  readonly name: string
  readonly port: string
  readonly platform: string
  readonly software: string
  readonly addresses: readonly string[]
  readonly capabilities: number
}

/** The internet checksum over the whole packet (RFC 1071), as Cisco counts it for even lengths. */
function checksum(bytes: Uint8Array): number {
  let sum = 0
  for (let at = 0; at < bytes.length; at += 2) sum += (bytes[at]! << 8) | (bytes[at + 1] ?? 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}

export function advertisement({ name, port, platform, software, addresses, capabilities }: CdpNeighbour): Uint8Array {
  const bytes = join(
    [2, 180, 0, 0],
    tlv(1, fromText(name)),
    tlv(5, fromText(software)),
    tlv(6, fromText(platform)),
    tlv(2, [...be32(addresses.length), ...addresses.flatMap((ip) => [1, 1, 0xcc, 0, 4, ...ip.split('.').map(Number)])]),
    tlv(3, fromText(port)),
    tlv(4, be32(capabilities)),
  )
  bytes.set(be16(checksum(bytes)), 2)
  return bytes
}
