import { be16, be32, fromText, join, le16, le32 } from '../octets.ts'
import { crc1 } from './profisafe.ts'

/** Byte order of the RPC header; blocks are always big endian. */
export type ByteOrder = 'big' | 'little'

export interface RpcCall {
  readonly type: 'request' | 'response'
  readonly order: ByteOrder
  /** 1: to the device, 2: to the controller. */
  readonly interface: 1 | 2
  readonly operation: number
  readonly sequence: number
  readonly vendorId: number
  readonly deviceId: number
}

const word = (order: ByteOrder, value: number): number[] => (order === 'big' ? be16(value) : le16(value))
const long = (order: ByteOrder, value: number): number[] => (order === 'big' ? be32(value) : le32(value))
const uuid = (order: ByteOrder, first: number, rest: readonly number[]): number[] => [
  ...long(order, first),
  ...word(order, 0x6c97),
  ...word(order, 0x11d1),
  ...rest,
]

/** One packet of a call; `flags` 4 marks a fragment, 6 the last one. */
export function rpcPacket(call: RpcCall, body: Uint8Array, flags = 0, fragment = 0): Uint8Array {
  const { order } = call
  return join(
    [4, call.type === 'request' ? 0 : 2, flags | 0x20, 0, order === 'big' ? 0 : 0x10, 0, 0, 0],
    uuid(order, 0xdea00000, [0x82, 0x71, 0, 1, ...be16(call.deviceId), ...be16(call.vendorId)]),
    uuid(order, 0xdea00000 + call.interface, [0x82, 0x71, 0x00, 0xa0, 0x24, 0x42, 0xdf, 0x7d]),
    uuid(order, 0x13142f90, [0xa9, 0x94, 0xd2, 0x10, 0x68, 0x90, 0xca, 0x5a]),
    [...long(order, 0), ...long(order, 1), ...long(order, call.sequence), ...word(order, call.operation)],
    [...word(order, 0xffff), ...word(order, 0xffff), ...word(order, body.length), ...word(order, fragment), 0, 0],
    body,
  )
}

/** Arguments of a call: `first` is what the answer may hold, or in an answer the PNIOStatus. */
export const callBody = (order: ByteOrder, first: number, blocks: Uint8Array): Uint8Array =>
  join(long(order, first), ...[blocks.length, 4096, 0, blocks.length].map((value) => long(order, value)), blocks)

const block = (type: number, content: Uint8Array): Uint8Array =>
  join(be16(type), be16(content.length + 2), [1, 0], content)
const padded = (said: string, length: number): Uint8Array => fromText(said.padEnd(length)).subarray(0, length)
const mac = (address: string): number[] => address.split(':').map((octet) => Number.parseInt(octet, 16))
const zeros = (count: number): Uint8Array => new Uint8Array(count)

export interface Initiator {
  readonly name: string
  readonly mac: string
  readonly vendorId: number
  readonly deviceId: number
  /** 1: IO controller, 6: supervisor. */
  readonly arType: number
}

export const arRequest = ({ name, mac: address, vendorId, deviceId, arType }: Initiator): Uint8Array =>
  block(
    0x0101,
    join(
      be16(arType),
      zeros(16),
      be16(1),
      mac(address),
      uuid('big', 0xdea00000, [0x82, 0x71, 0, 1, ...be16(deviceId), ...be16(vendorId)]),
      be32(0x11),
      be16(600),
      be16(0x8892),
      be16(name.length),
      fromText(name),
    ),
  )

export const arResponse = (address: string): Uint8Array =>
  block(0x8101, join(be16(1), zeros(16), be16(1), mac(address), be16(0x8892)))

const record = (type: number, slot: number, index: number, length: number): Uint8Array =>
  block(type, join(be16(0), zeros(16), be32(0), be16(slot), be16(1), be16(0), be16(index), be32(length), zeros(24)))

export const readRecord = (slot: number, index: number): Uint8Array => record(0x0009, slot, index, 4096)
export const readRecordAnswer = (slot: number, index: number, data: Uint8Array): Uint8Array =>
  join(record(0x8009, slot, index, data.length), data)
export const writeRecord = (slot: number, index: number, data: Uint8Array): Uint8Array =>
  join(record(0x0008, slot, index, data.length), data)

/** Several records in one call, each padded to four octets. */
export function writeRecords(list: readonly { slot: number; index: number; data: Uint8Array }[]): Uint8Array {
  const all = join(
    ...list.flatMap(({ slot, index, data }) => [writeRecord(slot, index, data), zeros((4 - (data.length & 3)) & 3)]),
  )
  return join(record(0x0008, 0, 0xe040, all.length), all)
}

export interface Label {
  readonly vendorId: number
  readonly orderNumber: string
  readonly serial: string
  readonly hardware: number
  /** V3.2.6 */
  readonly software: readonly [prefix: string, major: number, minor: number, patch: number]
}

export function im0({ vendorId, orderNumber, serial, hardware, software }: Label): Uint8Array {
  const [prefix, ...version] = software
  const label = join(
    be16(vendorId),
    padded(orderNumber, 20),
    padded(serial, 16),
    be16(hardware),
    fromText(prefix),
    version,
  )
  return block(0x0020, join(label, zeros(6), [1, 1], be16(0x1e)))
}
export const im1 = (tagFunction: string, location: string): Uint8Array =>
  block(0x0021, join(padded(tagFunction, 32), padded(location, 22)))

/** I&M5: one part of the device that has a label of its own. */
export function im5(name: string, { vendorId, orderNumber, serial, hardware, software }: Label): Uint8Array {
  const [prefix, ...version] = software
  const texts = join(padded(name, 64), padded(orderNumber, 64), be16(vendorId), padded(serial, 16))
  return block(0x0025, join(be16(1), block(0x0034, join(texts, be16(hardware), fromText(prefix), version))))
}

/** F-Parameters for a device of SIL 1…3 (IEC 61784-3-3, 8.1). */
export function fParameterRecord(sil: number, source: number, destination: number, watchdogMs: number): Uint8Array {
  const bytes = join([(sil - 1) << 2, 0x40], be16(source), be16(destination), be16(watchdogMs), [0, 0])
  bytes.set(be16(crc1(bytes, 0, 8)), 8)
  return bytes
}
