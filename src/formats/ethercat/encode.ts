import { be32, fromText, join, le16, le32 } from '../octets.ts'

/** One datagram. `workingCounter` counts the slaves that did what it asks: 0 when the master sends it. */
export interface Datagram {
  readonly command: number
  /** Position (counting down from 0) or station address, and offset in the slave's memory. */
  readonly address: number
  readonly offset: number
  readonly data: Uint8Array
  readonly workingCounter: number
}

/** Datagrams one after another in one frame. */
export function frame(datagrams: readonly Datagram[]): Uint8Array {
  const body = join(
    ...datagrams.flatMap(({ command, address, offset, data, workingCounter }, i) => [
      [command, i & 0xff, ...le16(address & 0xffff), ...le16(offset)],
      [...le16(data.length | (i + 1 < datagrams.length ? 0x8000 : 0)), 0, 0],
      data,
      le16(workingCounter),
    ]),
  )
  return join(le16(body.length | 0x1000), body)
}

const mailboxMessage = (type: number, content: Uint8Array): Uint8Array =>
  join(le16(content.length), [0, 0, 0, type | 0x10], content)

/** CoE: service 2 asks, 3 answers. */
const coe = (service: number, content: Uint8Array): Uint8Array => mailboxMessage(3, join([0, service << 4], content))

export const sdoUpload = (index: number, subindex: number): Uint8Array =>
  coe(2, join([0x40], le16(index), [subindex], le32(0)))
export const sdoUploadNumber = (index: number, subindex: number, value: number): Uint8Array =>
  coe(3, join([0x43], le16(index), [subindex], le32(value)))
export const sdoUploadText = (index: number, said: string): Uint8Array =>
  coe(3, join([0x41], le16(index), [0], le32(said.length), fromText(said)))
export const sdoDownload = (index: number, subindex: number, value: number): Uint8Array =>
  coe(2, join([0x23], le16(index), [subindex], le32(value)))

/** FoE: the name of the file that is to be written. */
export const foeWrite = (name: string): Uint8Array => mailboxMessage(4, join([2, 0], be32(0), fromText(name)))

/** Asks the EEPROM for a word (offset 0x502), and what the slave then holds there: control, address, data. */
export const eepromRead = (word: number): Uint8Array => join(le16(0x0100), le32(word))
export const eepromWrite = (word: number): Uint8Array => join(le16(0x0201), le32(word))
export const eepromHeld = (word: number, value: number): Uint8Array => join(le16(0), le32(word), le32(value))
