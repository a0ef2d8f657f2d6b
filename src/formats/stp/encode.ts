import { be16, be32, join } from '../octets.ts'

const mac = (address: string): number[] => address.split(':').map((octet) => Number.parseInt(octet, 16))

/** A hello of rapid spanning tree; `version` 0 writes the older one. Times in 1/256 s: 20 s, 2 s, 15 s. */
export function hello(version: 0 | 2, root: string, bridge: string, port: number): Uint8Array {
  return join(
    [0, 0, version, version, 0x3c],
    be16(0x8000),
    mac(root),
    be32(4),
    be16(0x8000),
    mac(bridge),
    be16(port),
    [0, 0, 20, 0, 2, 0, 15, 0],
    version === 0 ? [] : [0],
  )
}
