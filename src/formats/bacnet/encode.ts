import { be16, be32, fromText, join } from '../octets.ts'
import { headerCheck } from './mstp.ts'

/** A device behind a router: its network and its MAC there. */
export interface Station {
  readonly network: number
  readonly mac: readonly number[]
}

/** BACnet/IP around an NPDU: 0x0a to one, 0x0b to all, 0x04 forwarded (then `origin` is six octets of address and port). */
export function encodeBvlc(fn: number, npdu: Uint8Array, origin: readonly number[] = []): Uint8Array {
  return join([0x81, fn], be16(4 + origin.length + npdu.length), origin, npdu)
}

/** An NPDU around an APDU, to and from devices behind routers where they are named. */
export function encodeNpdu(
  apdu: Uint8Array,
  { to, from, expectsReply = false }: { to?: Station; from?: Station; expectsReply?: boolean } = {},
): Uint8Array {
  const station = (one: Station | undefined) =>
    one === undefined ? [] : [...be16(one.network), one.mac.length, ...one.mac]
  const control = (to ? 0x20 : 0) | (from ? 0x08 : 0) | (expectsReply ? 0x04 : 0)
  return join([1, control], station(to), station(from), to ? [255] : [], apdu)
}

/** An MS/TP frame as Cimetrics carries it over SNAP. The data check is left zero: nobody reads it. */
export function encodeMstp(type: number, to: number, from: number, npdu: Uint8Array): Uint8Array {
  const head = join([type, to, from], be16(npdu.length))
  return join([0, 0, 0x80], head, [headerCheck(head, 0)], npdu, npdu.length > 0 ? [0, 0] : [])
}

const objectBits = (type: number, instance: number): number[] => be32(type * 0x400000 + instance)
const context = (number: number, value: readonly number[]): number[] => [(number << 4) | 8 | value.length, ...value]
/** Enumerated or unsigned, in as few octets as it takes. */
const compact = (value: number): number[] => (value < 256 ? [value] : value < 65_536 ? be16(value) : be32(value))

/** A character string of the application class, in UTF-8. */
export function characterString(said: string): number[] {
  const letters = fromText(said)
  const length = letters.length + 1
  return [
    ...(length < 5 ? [0x70 | length] : length < 254 ? [0x75, length] : [0x75, 254, ...be16(length)]),
    0,
    ...letters,
  ]
}
export const unsigned = (value: number): number[] => [0x20 | compact(value).length, ...compact(value)]
export const enumerated = (value: number): number[] => [0x90 | compact(value).length, ...compact(value)]

export const whoIs = (): Uint8Array => Uint8Array.of(0x10, 8)

export const iAm = (instance: number, vendor: number): Uint8Array =>
  join([0x10, 0, 0xc4], objectBits(8, instance), unsigned(1476), enumerated(3), unsigned(vendor))

export const iHave = (device: number, type: number, instance: number, name: string): Uint8Array =>
  join([0x10, 1, 0xc4], objectBits(8, device), [0xc4], objectBits(type, instance), characterString(name))

const confirmed = (invoke: number, service: number): number[] => [0x00, 0x05, invoke, service]

export const readProperty = (invoke: number, type: number, instance: number, property: number): Uint8Array =>
  join(confirmed(invoke, 12), context(0, objectBits(type, instance)), context(1, compact(property)))

export function readPropertyAck(
  invoke: number,
  type: number,
  instance: number,
  property: number,
  value: readonly number[],
): Uint8Array {
  const named = [...context(0, objectBits(type, instance)), ...context(1, compact(property))]
  return join([0x30, invoke, 12], named, [0x3e], value, [0x3f])
}

/** Values of several properties of one object. */
export function readPropertyMultipleAck(
  invoke: number,
  type: number,
  instance: number,
  values: readonly (readonly [property: number, value: readonly number[]])[],
): Uint8Array {
  const results = values.flatMap(([property, value]) => [...context(2, compact(property)), 0x4e, ...value, 0x4f])
  return join([0x30, invoke, 14], context(0, objectBits(type, instance)), [0x1e], results, [0x1f])
}

/** One complex ACK cut into segments of `size` octets (clause 20.1.5). */
export function segmentsOf(ack: Uint8Array, size: number): Uint8Array[] {
  const data = ack.subarray(3)
  const count = Math.max(1, Math.ceil(data.length / size))
  return Array.from({ length: count }, (_, i) => {
    const more = i < count - 1 ? 4 : 0
    return join([0x30 | 8 | more, ack[1]!, i & 0xff, 4, ack[2]!], data.subarray(i * size, (i + 1) * size))
  })
}

export function writeProperty(
  invoke: number,
  type: number,
  instance: number,
  property: number,
  value: readonly number[],
): Uint8Array {
  const named = [...context(0, objectBits(type, instance)), ...context(1, compact(property))]
  return join(confirmed(invoke, 15), named, [0x3e], value, [0x3f])
}

/** 0 cold start, 1 warm start, 2 … 6 backup and restore. */
export const reinitializeDevice = (invoke: number, state: number): Uint8Array =>
  join(confirmed(invoke, 20), context(0, [state]))

export const simpleAck = (invoke: number, service: number): Uint8Array => Uint8Array.of(0x20, invoke, service)

export const errorAnswer = (invoke: number, service: number, cls: number, code: number): Uint8Array =>
  join([0x50, invoke, service], enumerated(cls), enumerated(code))

export const rejectAnswer = (invoke: number, reason: number): Uint8Array => Uint8Array.of(0x60, invoke, reason)
export const abortAnswer = (invoke: number, reason: number): Uint8Array => Uint8Array.of(0x71, invoke, reason)
