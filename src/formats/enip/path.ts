import { u16le } from '../octets.ts'
import { noClass, tagClass } from './functions.ts'

/** A CIP path (EPATH) as far as a reader needs it. One object is filled again and again: read it before the next call. */
interface Path {
  cls: number
  instance: number
  attribute: number
  /** Hops before the class: port and link of each. Undefined without port segments. */
  route: string | undefined
  /** It holds a safety network segment (CIP specification, volume 5): the connection is a safety connection. */
  isSafety: boolean
}

export const emptyPath = (): Path => ({ cls: noClass, instance: -1, attribute: -1, route: undefined, isSafety: false })

/**
 * Reads the path in `start…end` into `into` (CIP specification, volume 1, appendix C). Stops quietly at a segment it does not
 * know. A route over the backplane (port 1) is the slot: `3`; longer ones are `port/link` joined by `/`.
 */
export function readPath(bytes: Uint8Array, start: number, end: number, into: Path): void {
  into.cls = noClass
  into.instance = -1
  into.attribute = -1
  into.route = undefined
  into.isSafety = false
  let at = start
  while (at < end) {
    const segment = bytes[at]!
    if (segment < 0x20) at = readPort(bytes, at, end, segment, into)
    else if (segment < 0x40) at = readLogical(bytes, at, segment, into)
    else if (segment < 0x60) {
      // Network segments: from 0x50 on they have a length in words.
      into.isSafety ||= segment === 0x50
      at += segment >= 0x50 ? 2 + 2 * (bytes[at + 1] ?? 0) : 2
    } else if (segment < 0x80) {
      if (into.cls === noClass) into.cls = tagClass
      at += 1 + (segment & 0x1f)
      at += (at - start) & 1
    } else if (segment === 0x91) {
      if (into.cls === noClass) into.cls = tagClass
      const length = bytes[at + 1] ?? 0
      at += 2 + length + (length & 1)
    } else if (segment === 0x80) at += 2 + 2 * (bytes[at + 1] ?? 0)
    else return
  }
}

function readPort(bytes: Uint8Array, start: number, end: number, segment: number, into: Path): number {
  let at = start + 1
  let port = segment & 0x0f
  const size = segment & 0x10 ? (bytes[at++] ?? 0) : 1
  if (port === 15) {
    port = u16le(bytes, at)
    at += 2
  }
  if (at + size > end) return end
  let link = ''
  if (size === 1) link = String(bytes[at])
  else for (let i = 0; i < size && i < 40; i++) link += String.fromCharCode(bytes[at + i]! & 0x7f)
  at += size
  at += (at - start) & 1
  const printable = link.replace(/[^0-9A-Za-z.:-]/g, '')
  // Only the first port 1 is written short; what follows shows that it was none of the last hop.
  const hop = port === 1 && into.route === undefined ? printable : `${port}/${printable}`
  const route = into.route === undefined ? hop : `${into.route}/${hop}`
  if (into.cls === noClass && route.length <= 60) into.route = route
  return at
}

function readLogical(bytes: Uint8Array, at: number, segment: number, into: Path): number {
  const type = (segment >> 2) & 7
  const format = segment & 3
  // Electronic key: 0x34, its format, eight octets.
  if (type === 5) return at + 10
  const value = format === 0 ? (bytes[at + 1] ?? 0) : u16le(bytes, at + 2)
  if (type === 0 && into.cls === noClass) into.cls = value
  else if (type === 1 && into.instance < 0) into.instance = value
  else if (type === 4 && into.attribute < 0) into.attribute = value
  return at + (format === 0 ? 2 : format === 1 ? 4 : 6)
}
