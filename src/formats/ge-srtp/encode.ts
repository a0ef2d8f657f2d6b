import { join, le16 } from '../octets.ts'

const header = 56
export const encodeOpening = (): Uint8Array => new Uint8Array(header)
export function encodeOpened(): Uint8Array {
  const bytes = new Uint8Array(header)
  bytes[0] = 1
  bytes[8] = 0x0f
  return bytes
}

export interface SrtpRequest {
  readonly service: number
  /** Segment selector, first place and count of memory services: 8 is %R. */
  readonly selector?: number
  readonly index?: number
  readonly count?: number
  /** A text buffer makes the request an extended one. */
  readonly text?: Uint8Array
  readonly slot?: number
}

export function encodeSrtpRequest(sequence: number, asked: SrtpRequest): Uint8Array {
  const { service, selector = 0, index = 0, count = 0, text = new Uint8Array(), slot = 1 } = asked
  const bytes = new Uint8Array(header)
  const isExtended = text.length > 0
  bytes.set([2, 0, sequence & 0xff, 0, ...le16(text.length)])
  bytes[9] = isExtended ? 2 : 1
  bytes[17] = isExtended ? 2 : 1
  bytes.set([sequence & 0xff, isExtended ? 0x80 : 0xc0], 30)
  bytes.set([slot << 4, 0x0e], 36)
  bytes.set([1, 1], 40)
  bytes.set([service, selector, ...le16(index), ...le16(count)], isExtended ? 50 : 42)
  if (isExtended) bytes.set([1, 1], 48)
  return join(bytes, text)
}

/** A short answer with the status at its end, or one with a text buffer; `refusal` is the major error status. */
export function encodeSrtpAnswer(
  sequence: number,
  {
    state = 0,
    privilege = 2,
    text = new Uint8Array(),
    refusal = 0,
  }: {
    readonly state?: number
    readonly privilege?: number
    readonly text?: Uint8Array
    readonly refusal?: number
  } = {},
): Uint8Array {
  const bytes = new Uint8Array(header)
  bytes.set([3, 0, sequence & 0xff, 0, ...le16(text.length)])
  bytes[17] = 1
  bytes.set([sequence & 0xff, refusal > 0 ? 0xd1 : text.length > 0 ? 0x94 : 0xd4], 30)
  bytes.set([1, 1, refusal], 40)
  bytes[51] = privilege
  bytes.set(le16((state << 12) | 0x100), 54)
  return join(bytes, text)
}
