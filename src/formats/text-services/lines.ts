import { text } from '../octets.ts'

const [lf, cr] = [0x0a, 0x0d]

/** The lines of one segment as texts, at most `most` of them. Services that talk in lines send them whole. */
export function linesOf(bytes: Uint8Array, start: number, end: number, most: number): string[] {
  const found: string[] = []
  for (let at = start; at < end && found.length < most; ) {
    const next = bytes.indexOf(lf, at)
    const stop = next < 0 || next > end ? end : next
    found.push(text(bytes, at, bytes[stop - 1] === cr ? stop - 1 : stop))
    at = stop + 1
  }
  return found
}

const isDigit = (octet: number | undefined): boolean => octet !== undefined && octet >= 0x30 && octet <= 0x39
const isLetter = (octet: number | undefined): boolean =>
  octet !== undefined && (octet & 0xdf) >= 0x41 && (octet & 0xdf) <= 0x5a

/** `220 …` or `220-…`: RFC 959 §4.2, RFC 5321 §4.2. */
export const isReply = (bytes: Uint8Array, start: number, end: number): boolean =>
  end - start >= 5 &&
  isDigit(bytes[start]) &&
  isDigit(bytes[start + 1]) &&
  isDigit(bytes[start + 2]) &&
  (bytes[start + 3] === 0x20 || bytes[start + 3] === 0x2d) &&
  bytes[end - 1] === lf

/** A word of three to eight letters, then a blank or the end of the line. */
export function isCommand(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 5 || bytes[end - 1] !== lf) return false
  let at = start
  while (at < end && at - start < 9 && isLetter(bytes[at])) at++
  return at - start >= 3 && at - start <= 8 && (bytes[at] === 0x20 || bytes[at] === cr || bytes[at] === lf)
}
