import { join, le16 } from '../octets.ts'

type Octets = Uint8Array | readonly number[]

/** One APDU in I format; sequence numbers have 15 bits. */
export const information = (sent: number, received: number, asdu: Octets): Uint8Array =>
  join([0x68, 4 + asdu.length], le16((sent << 1) & 0xffff), le16((received << 1) & 0xffff), asdu)
export const supervisory = (received: number): Uint8Array => join([0x68, 4, 1, 0], le16((received << 1) & 0xffff))
export const startTransfer: Uint8Array = Uint8Array.of(0x68, 4, 0x07, 0, 0, 0)
export const startTransferConfirmed: Uint8Array = Uint8Array.of(0x68, 4, 0x0b, 0, 0, 0)

/** One ASDU with one object: cause 6 asks, 7 confirms (with 0x40: refuses), 3 tells unasked, 20 answers an interrogation. */
export const asdu = (type: number, cause: number, station: number, object: number, element: Octets): Uint8Array =>
  join([type, 1, cause, 0], le16(station), [object & 255, (object >> 8) & 255, (object >> 16) & 255], element)

export const interrogation = (cause: number, station: number): Uint8Array => asdu(100, cause, station, 0, [20])
/** `select`: the first of two steps. */
export const singleCommand = (
  cause: number,
  station: number,
  object: number,
  on: boolean,
  select = false,
): Uint8Array => asdu(45, cause, station, object, [(on ? 1 : 0) | (select ? 0x80 : 0)])
export const resetProcess = (cause: number, station: number): Uint8Array => asdu(105, cause, station, 0, [1])
/** Measured values, scaled, one after the other. */
export const measuredValues = (cause: number, station: number, object: number, values: readonly number[]): Uint8Array =>
  join(
    [11, 0x80 | values.length, cause, 0],
    le16(station),
    [object & 255, (object >> 8) & 255, (object >> 16) & 255],
    ...values.map((value) => [...le16(value), 0]),
  )
