import { be16, be32, join, le16, le32 } from '../octets.ts'

const mac = (address: string): number[] => address.split(':').map((octet) => Number.parseInt(octet, 16))
const octets = (ip: string): number[] => ip.split('.').map(Number)
const zeros = (count: number): Uint8Array => new Uint8Array(count)
const reversed = (ip: string): number[] => octets(ip).reverse()

/** A frame of Field (protocol 1) or Control (0): `nodeType` only where the frame tells it. */
export const frame = (type: number, node: number, protocol: number, nodeType: number, data: Uint8Array): Uint8Array =>
  join([type, 0, 0, 0, 0, nodeType], be16(node), [protocol, 0], zeros(4), data)

export interface TsnStation {
  /** 0 master, 1 slave, 2 switch. */
  readonly nodeType: number
  readonly mac: string
  readonly ip: string
  readonly vendorId: number
  readonly modelCode: number
  readonly version: number
  readonly isSafe: boolean
}

/** The answer to a Detection frame. */
export function detectionAck(station: TsnStation): Uint8Array {
  return join(
    [0xc2, 0, station.nodeType, 1, 1, octets(station.ip)[3]!],
    mac(station.mac),
    zeros(46),
    octets(station.ip),
    [255, 255, 255, 0],
    zeros(52),
    be16(station.version),
    be16(station.vendorId),
    be32(station.modelCode),
    be16(0),
    be16(0x10),
    zeros(44),
    [station.isSafe ? 0x10 : 0],
    zeros(30),
  )
}

/** An SLMP message in a TSN frame. */
export const acyclicData = (message: Uint8Array): Uint8Array => join([0xc3, 0], zeros(4), message, zeros(8))

const slmp = (head: number, rest: Uint8Array): Uint8Array =>
  join(be16(head), [0x00, 0xff, 0xff, 0x03, 0x00], le16(rest.length), rest)

/** Cyclic request of a Field Basic master to these slaves. */
export function basicRequest(master: string, slaves: readonly string[], isRunning: boolean): Uint8Array {
  return slmp(
    0x5000,
    join(
      [...le16(0), ...le16(0x0e70), ...le16(0)],
      [...le16(1), ...le16(0), ...le16(36)],
      zeros(14),
      [...le16(isRunning ? 1 : 0), ...le16(0)],
      zeros(8),
      [...reversed(master), 1, 0],
      [1, 500, 3, 0, slaves.length, 1, 0].flatMap(le16),
      ...slaves.flatMap((slave) => [reversed(slave), zeros(72)]),
    ),
  )
}

export interface BasicSlave {
  readonly ip: string
  readonly vendorId: number
  readonly modelCode: number
  readonly version: number
}

export function basicResponse(slave: BasicSlave, endCode = 0): Uint8Array {
  return slmp(
    0xd000,
    join(
      le16(0),
      [...le16(1), ...le16(endCode), ...le16(40)],
      zeros(14),
      [...le16(slave.vendorId), ...le16(0), ...le32(slave.modelCode), ...le16(slave.version), ...le16(0)],
      [...le16(1), ...le16(0), ...le32(0)],
      [...reversed(slave.ip), 1, 0, ...le16(1)],
      zeros(72),
    ),
  )
}
