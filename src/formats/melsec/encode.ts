import { be16, fromText, join, le16 } from '../octets.ts'

export interface SlmpOptions {
  /** 4E instead of 3E. */
  readonly serial?: number
  readonly network?: number
  readonly station?: number
}

const route = ({ network = 0, station = 0xff }: SlmpOptions): number[] => [network, station, ...le16(0x3ff), 0]
const subheader = (code: number, { serial }: SlmpOptions): number[] =>
  serial === undefined ? be16(code) : [...be16(code | 0x0400), ...le16(serial), 0, 0]

export const encodeSlmpRequest = (
  command: number,
  subcommand: number,
  data: Uint8Array = new Uint8Array(),
  options: SlmpOptions = {},
): Uint8Array => {
  const content = join(le16(0x10), le16(command), le16(subcommand), data)
  return join(subheader(0x5000, options), route(options), le16(content.length), content)
}

export const encodeSlmpAnswer = (
  data: Uint8Array = new Uint8Array(),
  endCode = 0,
  options: SlmpOptions = {},
): Uint8Array => join(subheader(0xd000, options), route(options), le16(2 + data.length), le16(endCode), data)

const digits = (value: number, count: number): string => value.toString(16).toUpperCase().padStart(count, '0')

/** The same as digits; `data` are letters. */
export const encodeSlmpAsciiRequest = (command: number, subcommand: number, data = ''): Uint8Array =>
  fromText(`500000FF03FF00${digits(12 + data.length, 4)}0010${digits(command, 4)}${digits(subcommand, 4)}${data}`)
export const encodeSlmpAsciiAnswer = (data = '', endCode = 0): Uint8Array =>
  fromText(`D00000FF03FF00${digits(4 + data.length, 4)}${digits(endCode, 4)}${data}`)

/** Data of Device Read (0x0401) and, with values, Device Write (0x1401), in words; 0xa8 is D. */
export const deviceData = (device: number, first: number, count: number, values: readonly number[] = []): Uint8Array =>
  join(le16(first), [(first >> 16) & 0xff, device], le16(count), values.flatMap(le16))

/** Answer to Read Type Name (0x0101). */
export const typeNameData = (model: string, code: number): Uint8Array =>
  join(fromText(model.padEnd(16).slice(0, 16)), le16(code))
