import { text } from '../octets.ts'
import type { WireFunction } from '../protocol.ts'
import { isFirstOfMethod, longestMethod, methodOf } from './functions.ts'

const [lf, cr, blank, colon] = [0x0a, 0x0d, 0x20, 0x3a]
const version = [0x48, 0x54, 0x54, 0x50, 0x2f, 0x31, 0x2e] // HTTP/1.
/** A request line longer than this is judged by its beginning. */
const longestLine = 4096

const startsWithVersion = (bytes: Uint8Array, at: number, end: number): boolean =>
  at + version.length < end && version.every((octet, i) => bytes[at + i] === octet)

/** `HTTP/1.1 200 …`: RFC 9112 §4. */
export const isStatusLine = (bytes: Uint8Array, start: number, end: number): boolean =>
  bytes[start] === version[0] && startsWithVersion(bytes, start, end) && bytes[start + 8] === blank && end - start > 11

/** The method of a request line, undefined for anything else: RFC 9112 §3. */
export function methodAt(bytes: Uint8Array, start: number, end: number): WireFunction | undefined {
  if (!isFirstOfMethod(bytes[start])) return undefined
  const space = bytes.subarray(start, Math.min(end, start + longestMethod + 1)).indexOf(blank)
  if (space < 3) return undefined
  const method = methodOf(text(bytes, start, start + space))
  if (method === undefined) return undefined
  const line = bytes.subarray(start, Math.min(end, start + longestLine)).indexOf(lf)
  if (line >= 0) {
    const stop = start + line - (bytes[start + line - 1] === cr ? 1 : 0)
    return startsWithVersion(bytes, stop - 8, stop) ? method : undefined
  }
  // A long request goes on in the next segment: it begins with a path or an address.
  const first = bytes[start + space + 1]
  return first === 0x2f || first === 0x68 ? method : undefined
}

/** Where the head ends (behind its empty line), -1 when it goes on. */
export function headEnd(bytes: Uint8Array, start: number, end: number): number {
  for (let at = bytes.indexOf(lf, start); at >= 0 && at < end; at = bytes.indexOf(lf, at + 1)) {
    if (bytes[at + 1] === lf && at + 1 < end) return at + 2
    if (bytes[at + 1] === cr && bytes[at + 2] === lf && at + 2 < end) return at + 3
  }
  return -1
}

/** Gives the fields whose names `wanted` has (in small letters), in order. */
export function eachField(
  bytes: Uint8Array,
  start: number,
  end: number,
  wanted: ReadonlySet<string>,
  take: (name: string, value: string) => void,
): void {
  let at = bytes.indexOf(lf, start) + 1
  for (let lines = 0; at > 0 && at < end && lines < 200; lines++) {
    const next = bytes.indexOf(lf, at)
    const stop = next < 0 || next > end ? end : next
    const split = bytes.subarray(at, Math.min(stop, at + 32)).indexOf(colon)
    if (split > 0) {
      const name = text(bytes, at, at + split).toLowerCase()
      if (wanted.has(name)) take(name, text(bytes, at + split + 1, stop))
    }
    at = stop + 1
  }
}
