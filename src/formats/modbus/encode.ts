import { crc16 } from '../crc16.ts'
import { be16, fromText, join, le16 } from '../octets.ts'

/** One Modbus/TCP message around a PDU (function code and data). */
export function encodeModbus(transaction: number, unit: number, pdu: Uint8Array): Uint8Array {
  return join(be16(transaction), [0, 0], be16(pdu.length + 1), [unit & 0xff], pdu)
}

/** The same PDU on a serial line: unit, PDU, CRC. */
export function encodeRtu(unit: number, pdu: Uint8Array): Uint8Array {
  const frame = join([unit & 0xff], pdu)
  return join(frame, le16(crc16(frame, 0, frame.length, 0xffff)))
}

/** Functions 1…4. */
export const readRequest = (code: number, address: number, quantity: number): Uint8Array =>
  join([code], be16(address), be16(quantity))

/** Answer to functions 1 and 2: one bit each, least significant first. */
export function bitsResponse(code: number, bits: readonly boolean[]): Uint8Array {
  const packed = packBits(bits)
  return join([code, packed.length], packed)
}

/** Answer to functions 3 and 4, and to 23. */
export const registersResponse = (code: number, values: readonly number[]): Uint8Array =>
  join([code, values.length * 2], values.flatMap(be16))

/** Functions 5 and 6; the answer repeats the request. A coil is 0xff00 or 0. */
export const writeSingle = (code: 5 | 6, address: number, value: number): Uint8Array =>
  join([code], be16(address), be16(value))

export function writeCoils(address: number, bits: readonly boolean[]): Uint8Array {
  const packed = packBits(bits)
  return join([15], be16(address), be16(bits.length), [packed.length], packed)
}

export const writeRegisters = (address: number, values: readonly number[]): Uint8Array =>
  join([16], be16(address), be16(values.length), [values.length * 2], values.flatMap(be16))

/** Answer to functions 15 and 16. */
export const writeMultipleResponse = (code: 15 | 16, address: number, quantity: number): Uint8Array =>
  join([code], be16(address), be16(quantity))

/** Function 8; the answer repeats the request. */
export const diagnostics = (subFunction: number, data = 0): Uint8Array => join([8], be16(subFunction), be16(data))

/** A refusal: 1 illegal function, 2 illegal address, 3 illegal value, 4 device failure, 11 no answer from behind the gateway. */
export const exceptionResponse = (code: number, exception: number): Uint8Array =>
  Uint8Array.of((code & 0x7f) | 0x80, exception)

/** `level`: 1 basic, 2 regular, 3 extended, 4 one object. */
export const deviceIdentificationRequest = (level = 1, object = 0): Uint8Array =>
  Uint8Array.of(0x2b, 0x0e, level, object)

/** `next` names the object with which another response goes on. Texts are cut at 245 octets, what one PDU can hold. */
export function deviceIdentificationResponse(
  objects: readonly (readonly [id: number, value: string])[],
  level = 1,
  next?: number,
): Uint8Array {
  const parts = objects.map(([id, value]) => {
    const said = fromText(value).subarray(0, 245)
    return join([id, said.length], said)
  })
  const follows = next === undefined ? [0, 0] : [0xff, next]
  return join([0x2b, 0x0e, level, 0x80 | level], follows, [objects.length], ...parts)
}

export const serverIdRequest = (): Uint8Array => Uint8Array.of(17)

export function serverIdResponse(id: number, running: boolean, said: string): Uint8Array {
  const letters = fromText(said).subarray(0, 245)
  return join([17, letters.length + 2, id, running ? 0xff : 0], letters)
}

/** A UMAS request: session and service inside function 90. */
export const umasRequest = (service: number, data: Uint8Array = new Uint8Array()): Uint8Array =>
  join([90, 0, service], data)

/** A UMAS answer: 0xfe done, 0xfd refused. */
export const umasResponse = (done: boolean, data: Uint8Array = new Uint8Array()): Uint8Array =>
  join([90, 0, done ? 0xfe : 0xfd], data)

/** Data of the answer to UMAS Read ID; `version` is [2, 0x70] for V2.70. */
export function umasIdentityData(name: string, version: readonly [major: number, minor: number]): Uint8Array {
  const said = fromText(name).subarray(0, 200)
  const head = join([0x10, 0xff, 0x5a, 1, 1, 0, 0, 0], [version[1], version[0]], new Uint8Array(12))
  return join(head, [said.length], said)
}

function packBits(bits: readonly boolean[]): Uint8Array {
  const packed = new Uint8Array(Math.ceil(bits.length / 8))
  for (let i = 0; i < bits.length; i++) if (bits[i]) packed[i >> 3]! |= 1 << (i & 7)
  return packed
}
