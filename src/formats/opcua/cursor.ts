import { text, u16le, u32le } from '../octets.ts'

/** Walks through the binary encoding (OPC 10000-6, §5.2). Beyond the end everything is zero or empty, and `isCut`. */
export interface Cursor {
  readonly bytes: Uint8Array
  readonly isCut: () => boolean
  /** The offset of what comes next. */
  readonly at: () => number
  readonly skip: (octets: number) => void
  readonly octet: () => number
  readonly number: () => number
  /** A String, '' where it is null. */
  readonly string: () => string
  readonly byteString: () => void
  /** The number of a node of namespace 0, -1 for every other. */
  readonly nodeId: () => number
  /** How many elements an array has; at most as many as there are octets left. */
  readonly count: () => number
  /** The text of a LocalizedText. */
  readonly localizedText: () => string
  readonly diagnosticInfo: (depth?: number) => void
  /** The number of an ExtensionObject's encoding; its body is skipped, or read by `inside`, which may stop where it likes. */
  readonly extensionObject: (inside?: (encoding: number) => void) => void
}

const mostElements = 1000
const deepest = 8

export function cursorOver(bytes: Uint8Array, start: number, end: number): Cursor {
  let at = start
  let isCut = false

  const take = (octets: number): number => {
    const from = at
    if (octets < 0 || octets > end - at) {
      isCut = true
      at = end
      return end
    }
    at += octets
    return from
  }
  const octet = (): number => {
    const from = take(1)
    return isCut ? 0 : bytes[from]!
  }
  const short = (): number => {
    const from = take(2)
    return isCut ? 0 : u16le(bytes, from)
  }
  const number = (): number => {
    const from = take(4)
    return isCut ? 0 : u32le(bytes, from)
  }
  /** The length of a String or ByteString: -1 is null. */
  const length = (): number => {
    const stated = number()
    return stated === 0xffffffff ? 0 : stated
  }
  const byteString = (): void => {
    take(length())
  }
  const string = (): string => {
    const size = length()
    const from = take(size)
    return isCut ? '' : text(bytes, from, from + size)
  }
  const nodeId = (): number => {
    const kind = octet() & 0x0f
    switch (kind) {
      case 0:
        return octet()
      case 1: {
        const namespace = octet()
        const id = short()
        return namespace === 0 ? id : -1
      }
      case 2: {
        const namespace = short()
        const id = number()
        return namespace === 0 ? id : -1
      }
      case 4:
        take(18)
        return -1
      case 3:
      case 5:
        take(2)
        byteString()
        return -1
      default:
        isCut = true
        at = end
        return -1
    }
  }
  const count = (): number => Math.min(length(), mostElements, end - at)
  const localizedText = (): string => {
    const mask = octet()
    if (mask & 1) byteString()
    return mask & 2 ? string() : ''
  }
  const diagnosticInfo = (depth = 0): void => {
    const mask = octet()
    for (const bit of [1, 2, 8, 4]) if (mask & bit) take(4)
    if (mask & 16) byteString()
    if (mask & 32) take(4)
    if (mask & 64) {
      if (depth >= deepest) take(-1)
      else diagnosticInfo(depth + 1)
    }
  }
  const extensionObject = (inside?: (encoding: number) => void): void => {
    const encoding = nodeId()
    const form = octet()
    if (form === 0) return
    const size = length()
    const from = at
    if (take(size) === end && isCut) return
    const behind = at
    if (form === 1 && inside !== undefined) {
      at = from
      inside(encoding)
      at = behind
    }
  }
  return {
    bytes,
    isCut: () => isCut,
    at: () => at,
    skip: take,
    octet,
    number,
    string,
    byteString,
    nodeId,
    count,
    localizedText,
    diagnosticInfo,
    extensionObject,
  }
}

/** RequestHeader (OPC 10000-4, §7.33). */
export function skipRequestHeader(cursor: Cursor): void {
  cursor.nodeId()
  cursor.skip(8 + 4 + 4)
  cursor.byteString()
  cursor.skip(4)
  cursor.extensionObject()
}

/** ResponseHeader (§7.34). */
export function skipResponseHeader(cursor: Cursor): void {
  cursor.skip(8 + 4 + 4)
  cursor.diagnosticInfo()
  const names = cursor.count()
  for (let i = 0; i < names; i++) cursor.byteString()
  cursor.extensionObject()
}
