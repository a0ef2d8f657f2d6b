/** Numbers and text out of a run of octets. No check of bounds: a read past the end gives 0 bits, never an exception. */

export const u16be = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
export const u16le = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)
export const u32be = (bytes: Uint8Array, at: number): number => u16be(bytes, at) * 0x10000 + u16be(bytes, at + 2)
export const u32le = (bytes: Uint8Array, at: number): number => u16le(bytes, at) + u16le(bytes, at + 2) * 0x10000

/** `0x0c`, `0x00524d8e`: as engineers and tshark write numbers of the wire. */
export const hex = (value: number, digits: number): string => `0x${value.toString(16).padStart(digits, '0')}`

const longest = 512
const utf8 = new TextDecoder('utf-8')
const western = new TextDecoder('windows-1252')

/** Devices older than UTF-8 write umlauts and accents in one octet. */
const decoded = (bytes: Uint8Array): string => (isUtf8(bytes) ? utf8 : western).decode(bytes)

/** RFC 3629, 4. A decoder says so as well, but by an exception, which takes a hundred times as long. */
function isUtf8(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; ) {
    const [first, second = 0] = [bytes[at]!, bytes[at + 1]]
    const more = first < 0x80 ? 0 : first < 0xc2 ? -1 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : first < 0xf5 ? 3 : -1
    if (more < 0 || at + more >= bytes.length) return false
    for (let i = at + 1; i <= at + more; i++) if ((bytes[i]! & 0xc0) !== 0x80) return false
    // Longer than it need be, half of a pair of UTF-16, beyond the last character.
    if ((first === 0xe0 && second < 0xa0) || (first === 0xed && second > 0x9f)) return false
    if ((first === 0xf0 && second < 0x90) || (first === 0xf4 && second > 0x8f)) return false
    at += 1 + more
  }
  return true
}

/** What a device calls itself: without padding, control characters and the bytes after a NUL; at most 512 octets of it. */
export const text = (bytes: Uint8Array, start: number, end: number): string => written(bytes, start, end, '')

/** As {@link text}, with line breaks and tabs written as `\n`, `\r`, `\t`: several lines on one, as tshark prints them. */
export const textOnOneLine = (bytes: Uint8Array, start: number, end: number): string =>
  written(bytes, start, end, 'abtnvfr')

/** `escapes` names the control characters from 7 on by the letter that follows the backslash; others are left out. */
function written(bytes: Uint8Array, start: number, end: number, escapes: string): string {
  let stop = start
  const last = Math.min(end, bytes.length, start + longest)
  let isPlain = true
  while (stop < last && bytes[stop] !== 0) {
    const octet = bytes[stop]!
    if (octet < 0x20 || octet > 0x7e) isPlain = false
    stop++
  }
  // Nearly all of them: no decoder is needed for what every encoding writes alike.
  if (isPlain) return plainText(bytes, start, stop)
  let said = ''
  for (const letter of decoded(bytes.subarray(start, stop))) {
    const code = letter.codePointAt(0) ?? 0
    if (code >= 0x20 && (code < 0x7f || code > 0x9f)) said += letter
    else if (code >= 7 && code < 7 + escapes.length) said += `\\${escapes[code - 7]}`
  }
  return said.trim()
}

/** Devices say the same again and again: of each slot the text that was written last is given out as long as it fits. */
const recent: string[] = new Array(1024).fill('')

/** Printable ASCII without the blanks around it. */
function plainText(bytes: Uint8Array, from: number, to: number): string {
  let start = from
  let end = to
  while (start < end && bytes[start] === 0x20) start++
  while (end > start && bytes[end - 1] === 0x20) end--
  let hash = end - start
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + bytes[at]!) | 0
  const slot = (hash ^ (hash >>> 15)) & (recent.length - 1)
  const known = recent[slot]!
  if (isText(known, bytes, start, end)) return known
  const codes: number[] = []
  for (let at = start; at < end; at++) codes.push(bytes[at]!)
  const said = String.fromCharCode(...codes)
  recent[slot] = said
  return said
}

function isText(known: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (known.length !== end - start) return false
  for (let i = 0; i < known.length; i++) if (known.charCodeAt(i) !== bytes[start + i]) return false
  return true
}

/** `76657273616d6178`: octets that are no text; at most 512 of them. */
export function digits(bytes: Uint8Array, start: number, end: number): string {
  let said = ''
  const last = Math.min(end, bytes.length, start + longest)
  for (let at = start; at < last; at++) said += bytes[at]!.toString(16).padStart(2, '0')
  return said
}

/** The bytes of a run of hexadecimal digits; blanks are skipped. */
export function fromHex(run: string): Uint8Array {
  const packed = run.replace(/[^0-9a-fA-F]/g, '')
  const bytes = new Uint8Array(packed.length >> 1)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(packed.slice(2 * i, 2 * i + 2), 16)
  return bytes
}

/** Several runs of octets as one. */
export function join(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const letters = new TextEncoder()
export const fromText = (said: string): Uint8Array => letters.encode(said)

export const be16 = (value: number): number[] => [(value >>> 8) & 0xff, value & 0xff]
export const le16 = (value: number): number[] => [value & 0xff, (value >>> 8) & 0xff]
export const be32 = (value: number): number[] => [
  (value >>> 24) & 0xff,
  (value >>> 16) & 0xff,
  (value >>> 8) & 0xff,
  value & 0xff,
]
export const le32 = (value: number): number[] => be32(value).reverse()
