import { join, le16, le32 } from '../octets.ts'

const header = (kind: number): Uint8Array => join(le16(14), le16(1), le16(kind), new Uint8Array(8))

/** A request to the database (application function 0xa0). */
export const encodeBsapRequest = (sequence: number, code: number, data: Uint8Array = new Uint8Array()): Uint8Array =>
  join(header(6), le32(12 + data.length), [7], le32(sequence), [0xa0, 0, code], data)
export const encodeBsapAnswer = (sequence: number, data: Uint8Array = new Uint8Array()): Uint8Array =>
  join(header(5), le32(11 + data.length), [7], le32(sequence), [0, 1], data)

/** The same on a serial line, local; the CRC is left to the line. */
export function encodeBsapSerial(address: number, sequence: number, code: number, asks = true): Uint8Array {
  const functions = asks ? [0xa0, ...le16(sequence), 3, 0, code] : [3, ...le16(sequence), 0xa0, 0, 0]
  const inner = [address & 0x7f, sequence & 0xff, ...functions].flatMap((octet) =>
    octet === 0x10 ? [0x10, 0x10] : [octet],
  )
  return Uint8Array.of(0x10, 2, ...inner, 0x10, 3, 0, 0)
}
