import { u16be } from '../octets.ts'

/** Where something lies: [at, end). */
export interface Span {
  at: number
  end: number
}

/**
 * Remaining length (§2.2.3): up to four octets of seven bits, least significant first. 1: `span` is what follows; 0: the length is
 * not all there yet; -1: it is none.
 */
export function spanAt(bytes: Uint8Array, start: number, end: number, span: Span): 1 | 0 | -1 {
  let length = 0
  for (let i = 0; i < 4; i++) {
    const at = start + 1 + i
    if (at >= end) return 0
    const octet = bytes[at]!
    length += (octet & 0x7f) * 128 ** i
    if (octet < 0x80) {
      // The shortest form is prescribed.
      if (octet === 0 && i > 0) return -1
      span.at = at + 1
      span.end = at + 1 + length
      return 1
    }
  }
  return -1
}

/** The type and flags of the first octet, and the shortest length of what follows. -1: no such packet. */
const shortest = [-1, 10, 2, 3, 2, 2, 2, 2, 5, 3, 4, 2, 0, 0, 0, 0]

export function isFirst(first: number, length: number): boolean {
  const type = first >> 4
  const flags = first & 0x0f
  const least = shortest[type]!
  if (least < 0 || length < least) return false
  if (type === 3) return (flags & 6) !== 6
  if ((type === 12 || type === 13) && length !== 0) return false
  return flags === (type === 6 || type === 8 || type === 10 ? 2 : 0)
}

/** The length of the properties of MQTT 5 at `at`, with its own octets. */
export function propertiesLength(bytes: Uint8Array, at: number, end: number): number {
  let length = 0
  for (let i = 0; i < 4 && at + i < end; i++) {
    const octet = bytes[at + i]!
    length += (octet & 0x7f) * 128 ** i
    if (octet < 0x80) return length + i + 1
  }
  return end - at
}

/** A name of a protocol with the versions that speak it. */
function versionAt(bytes: Uint8Array, at: number): number {
  const name = (letters: string) => Array.from(letters).every((letter, i) => bytes[at + 2 + i] === letter.charCodeAt(0))
  if (u16be(bytes, at) === 4 && name('MQTT')) {
    const version = bytes[at + 6]! & 0x7f
    return version === 4 || version === 5 ? version : 0
  }
  if (u16be(bytes, at) === 6 && name('MQIsdp')) return (bytes[at + 8]! & 0x7f) === 3 ? 3 : 0
  return 0
}

/** CONNECT: its version, flags, and where its fields lie. Undefined when it is none. */
export interface Connect {
  readonly version: number
  readonly clientId: Span
  readonly will: Span | undefined
  readonly user: Span | undefined
  readonly password: Span | undefined
}

export function readConnect(bytes: Uint8Array, at: number, end: number): Connect | undefined {
  const version = versionAt(bytes, at)
  if (version === 0) return undefined
  let from = at + (version === 3 ? 9 : 7)
  const flags = bytes[from] ?? 1
  // The lowest bit is reserved; quality of service 3 does not exist; no will, no quality.
  if ((flags & 1) !== 0 || (flags & 0x18) === 0x18 || ((flags & 4) === 0 && (flags & 0x38) !== 0)) return undefined
  from += 3
  if (version === 5) from += propertiesLength(bytes, from, end)
  const field = (): Span | undefined => {
    const stop = from + 2 + u16be(bytes, from)
    if (from + 2 > end || stop > end) return undefined
    const span = { at: from + 2, end: stop }
    from = stop
    return span
  }
  const clientId = field()
  if (clientId === undefined) return undefined
  let will: Span | undefined
  if ((flags & 4) !== 0) {
    if (version === 5) from += propertiesLength(bytes, from, end)
    will = field()
    if (will === undefined || field() === undefined) return undefined
  }
  const user = (flags & 0x80) === 0 ? undefined : field()
  if ((flags & 0x80) !== 0 && user === undefined) return undefined
  const password = (flags & 0x40) === 0 ? undefined : field()
  if ((flags & 0x40) !== 0 && password === undefined) return undefined
  return { version, clientId, will, user, password }
}

const span = { at: 0, end: 0 }

/** Where the password of a CONNECT lies: it is never shown. */
export function mqttPassword(
  bytes: Uint8Array,
  start: number,
  end: number,
): { offset: number; length: number } | undefined {
  if (end - start < 12 || bytes[start] !== 0x10 || spanAt(bytes, start, end, span) !== 1 || span.end > end)
    return undefined
  const password = readConnect(bytes, span.at, span.end)?.password
  return password === undefined || password.end <= password.at
    ? undefined
    : { offset: password.at, length: password.end - password.at }
}
