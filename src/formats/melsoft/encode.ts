import { be16, fromText, join, le16 } from '../octets.ts'

/** 0x02: an operator panel; 0x0a: an engineering tool. */
export type MelsoftSpeaker = 0x02 | 0x0a

export function encodeMelsoftRequest(
  command: number,
  reference: number,
  data: Uint8Array,
  speaker: MelsoftSpeaker = 0x0a,
): Uint8Array {
  const content = join([0x1c, speaker, 0x16, 0x14], new Uint8Array(20), be16(command), le16(reference), [0, 0], data)
  const route = [0x57, 1, 0, 0, 0, 0x11, 0x11, 7, 0, 0, 0xff, 0xff, 3, 0, 0, 0xfe, 3, 0, 0]
  return join(route, le16(content.length), content)
}

export function encodeMelsoftAnswer(command: number, reference: number, data: Uint8Array, status = 0): Uint8Array {
  const head = join([0x9c, 0x0a, 0x18, 0x14], le16(status), new Uint8Array(20))
  const content = join(head, be16(command), le16(reference), [0, 0], data)
  const route = [0xd7, 1, 0, 0, 0, 0x11, 0x11, 0x7f, 0, 0, 0, 0xa8, 3, 0, 0xff, 0xff, 3, 0, 0]
  return join(route, le16(content.length), content)
}

/** Data of the answer to Open (0x0121). */
export const openedData = (model: string, code: number): Uint8Array =>
  join(fromText(model.padEnd(16, '\0').slice(0, 16)), le16(code), [0, 8, 0, 0, 0, 0])
