/** One tag of ASN.1 as BACnet encodes it (ANSI/ASHRAE 135, clause 20.2.1), and where its contents lie. */
export interface Tag {
  number: number
  isContext: boolean
  isOpening: boolean
  isClosing: boolean
  /** Contents: [at, end). Empty for opening and closing tags, and for booleans of the application class. */
  at: number
  end: number
}

export const newTag = (): Tag => ({
  number: 0,
  isContext: false,
  isOpening: false,
  isClosing: false,
  at: 0,
  end: 0,
})

/** Reads the tag at `at` into `tag`; false when it does not fit into [at, end). */
export function readTag(bytes: Uint8Array, at: number, end: number, tag: Tag): boolean {
  if (at >= end) return false
  const first = bytes[at]!
  let from = at + 1
  tag.number = first >> 4
  // Tag numbers above 14 follow in an octet of their own.
  if (tag.number === 15) tag.number = bytes[from++] ?? 0
  tag.isContext = (first & 8) !== 0
  const lengthValueType = first & 7
  tag.isOpening = tag.isContext && lengthValueType === 6
  tag.isClosing = tag.isContext && lengthValueType === 7
  let length = lengthValueType
  if (tag.isOpening || tag.isClosing) length = 0
  // A boolean of the application class is its own length field.
  else if (!tag.isContext && tag.number === 1) length = 0
  else if (lengthValueType === 5) {
    length = bytes[from++] ?? 0
    if (length === 254) {
      length = ((bytes[from] ?? 0) << 8) | (bytes[from + 1] ?? 0)
      from += 2
    } else if (length === 255) {
      length = (bytes[from] ?? 0) * 0x1000000 + ((bytes[from + 1] ?? 0) << 16) + ((bytes[from + 2] ?? 0) << 8)
      length += bytes[from + 3] ?? 0
      from += 4
    }
  }
  tag.at = from
  tag.end = from + length
  return tag.end <= end
}

/** An unsigned or enumerated value of up to four octets, -1 when it is none. */
export function unsignedOf(bytes: Uint8Array, tag: Tag): number {
  const length = tag.end - tag.at
  if (length < 1 || length > 4) return -1
  let value = 0
  for (let at = tag.at; at < tag.end; at++) value = value * 256 + bytes[at]!
  return value
}

const scratch = newTag()

/** Where the construction ends whose opening tag ended at `at`: the offset behind its closing tag, -1 when it is cut. */
export function behindClosing(bytes: Uint8Array, at: number, end: number): number {
  let depth = 1
  while (readTag(bytes, at, end, scratch)) {
    at = scratch.end
    if (scratch.isOpening) depth++
    else if (scratch.isClosing && --depth === 0) return at
  }
  return -1
}
