import { be16, be32, fromText, join } from '../octets.ts'

/** One block: option × 256 + suboption, and its data with BlockInfo or BlockQualifier where the message has it. */
export type DcpBlock = readonly [key: number, data: Uint8Array | readonly number[]]

function blocks(list: readonly DcpBlock[]): Uint8Array {
  return join(...list.flatMap(([key, data]) => [be16(key), be16(data.length), data, data.length % 2 === 0 ? [] : [0]]))
}

function message(
  frameId: number,
  service: number,
  type: number,
  xid: number,
  delay: number,
  list: readonly DcpBlock[],
): Uint8Array {
  const data = blocks(list)
  return join(be16(frameId), [service, type], be32(xid), be16(delay), be16(data.length), data)
}

const octets = (ip: string): number[] => ip.split('.').map(Number)

export interface DcpStation {
  readonly name: string
  /** Type of station: `S7-300`. */
  readonly model: string
  readonly vendorId: number
  readonly deviceId: number
  /** 1 device, 2 controller, 8 supervisor. */
  readonly role: number
  readonly ip: string
  readonly subnetMask: string
  readonly gateway: string
}

export const identifyAll = (xid: number): Uint8Array => message(0xfefe, 5, 0, xid, 1, [[0xffff, []]])
export const identifyByName = (xid: number, name: string): Uint8Array =>
  message(0xfefe, 5, 0, xid, 1, [[0x0202, fromText(name)]])

export const identifyResponse = (xid: number, station: DcpStation): Uint8Array =>
  message(0xfeff, 5, 1, xid, 0, [
    [0x0201, join([0, 0], fromText(station.model))],
    [0x0202, join([0, 0], fromText(station.name))],
    [0x0203, [0, 0, ...be16(station.vendorId), ...be16(station.deviceId)]],
    [0x0204, [0, 0, station.role, 0]],
    [0x0102, [0, 1, ...octets(station.ip), ...octets(station.subnetMask), ...octets(station.gateway)]],
  ])

/** Qualifier 1: kept for good. */
export const setName = (xid: number, name: string): Uint8Array =>
  message(0xfefd, 4, 0, xid, 0, [
    [0x0202, join([0, 1], fromText(name))],
    [0x0502, [0, 0]],
  ])
export const setIp = (xid: number, ip: string, subnetMask: string, gateway: string): Uint8Array =>
  message(0xfefd, 4, 0, xid, 0, [[0x0102, [0, 1, ...octets(ip), ...octets(subnetMask), ...octets(gateway)]]])
export const factoryReset = (xid: number): Uint8Array => message(0xfefd, 4, 0, xid, 0, [[0x0505, [0, 0]]])

/** Answer to a Set of this block: error 0 is done. */
export const setResponse = (xid: number, key: number, error: number): Uint8Array =>
  message(0xfefd, 4, 1, xid, 0, [[0x0504, [...be16(key), error]]])
