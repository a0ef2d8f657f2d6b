/** Bytes of a packet that are a secret in clear: never shown, never exported. Offsets count from the packet's first byte. */
export interface SecretRange {
  readonly offset: number
  readonly length: number
}

const MOST = 16

/**
 * Finds community strings of SNMP v1/v2c and the passwords of FTP, POP3, and HTTP Basic authentication in [start, end).
 * Bounded: at most 16 ranges, one pass. Never throws.
 */
export function secretRanges(bytes: Uint8Array, start: number, end: number): SecretRange[] {
  const found: SecretRange[] = []
  const community = snmpCommunity(bytes, start, end)
  if (community) found.push(community)
  for (const [marker, atLineStart] of markers) {
    for (let at = indexOf(bytes, marker, start, end); at >= 0 && found.length < MOST; ) {
      const from = at + marker.length
      const to = lineEnd(bytes, from, end)
      if (to > from && (!atLineStart || at === start || bytes[at - 1] === 0x0a))
        found.push({ offset: from, length: to - from })
      at = indexOf(bytes, marker, to, end)
    }
  }
  return found
}

const ascii = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0))
// Compared without regard to case.
const markers: readonly (readonly [Uint8Array, boolean])[] = [
  [ascii('pass '), true],
  [ascii('authorization: basic '), false],
  [ascii('proxy-authorization: basic '), false],
]

/** SEQUENCE, INTEGER version 0 or 1, OCTET STRING community: RFC 1157 and RFC 1901. */
function snmpCommunity(bytes: Uint8Array, start: number, end: number): SecretRange | null {
  if (end - start < 9 || bytes[start] !== 0x30) return null
  const long = bytes[start + 1]! & 0x80 ? bytes[start + 1]! & 0x7f : 0
  const at = start + 2 + long
  if (bytes[at] !== 2 || bytes[at + 1] !== 1 || bytes[at + 2]! > 1 || bytes[at + 3] !== 4) return null
  const length = bytes[at + 4] ?? 0
  return length > 0 && length < 0x80 && at + 5 + length <= end ? { offset: at + 5, length } : null
}

function indexOf(bytes: Uint8Array, marker: Uint8Array, start: number, end: number): number {
  outer: for (let at = start; at + marker.length <= end; at++) {
    for (let i = 0; i < marker.length; i++) {
      const byte = bytes[at + i]!
      if ((byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte) !== marker[i]) continue outer
    }
    return at
  }
  return -1
}

function lineEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  while (at < end && bytes[at] !== 0x0d && bytes[at] !== 0x0a) at++
  return at
}
