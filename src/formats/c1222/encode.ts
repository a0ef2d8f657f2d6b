import { be16, fromText, join } from '../octets.ts'

type Octets = Uint8Array | readonly number[]

const ber = (tag: number, ...contents: readonly Octets[]): Uint8Array => {
  const inside = join(...contents)
  return join([tag], inside.length < 0x80 ? [inside.length] : [0x82, ...be16(inside.length)], inside)
}
const number = (value: number): Uint8Array => ber(0x02, [(value >> 8) & 0x7f, value & 255])

/** Titles by their object identifiers, encoded. `answers`: the number of the call that this one answers. */
export interface Ends {
  readonly called: Octets
  readonly calling: Octets
  readonly call: number
  readonly answers?: number
}

/** One message with its services; each is a service or a result with what belongs to it. */
export const message = (ends: Ends, services: readonly Octets[]): Uint8Array =>
  ber(
    0x60,
    ber(0xa2, ber(0x06, ends.called)),
    ends.answers === undefined ? [] : ber(0xa4, number(ends.answers)),
    ber(0xa6, ber(0x06, ends.calling)),
    ber(0xa8, number(ends.call)),
    ber(0xbe, ber(0x28, ber(0x81, [0x80], ...services.map((service) => join([service.length], service))))),
  )

export const fullRead = (table: number): Octets => [0x30, ...be16(table)]
export const fullWrite = (table: number, data: Octets): Octets =>
  join([0x40], be16(table), be16(data.length), data, [checksum(data)])
export const done = (data?: Octets): Octets =>
  data === undefined ? [0] : join([0], be16(data.length), data, [checksum(data)])

/** Two's complement of the sum of all octets. */
function checksum(data: Octets): number {
  let sum = 0
  for (const octet of data) sum += octet
  return -sum & 255
}

/** Table 1: manufacturer, model, versions, serial number. */
export const manufacturer = (
  vendor: string,
  model: string,
  firmware: readonly [number, number],
  serial: string,
): Octets =>
  join(
    fromText(vendor.slice(0, 4).padEnd(4)),
    fromText(model.slice(0, 8).padEnd(8)),
    [1, 0],
    firmware,
    fromText(serial.slice(0, 16).padEnd(16)),
  )
