import { frameLength, header } from './link.ts'

const authenticateFile = 29
/** Transport octet, application control, function. */
const application = 3

/** The objects of Authenticate File hold a user and a password in clear (IEEE 1815-2012, A.22.2): all of them, as checksums lie between. */
export function dnp3Password(
  bytes: Uint8Array,
  start: number,
  end: number,
): { readonly offset: number; readonly length: number } | null {
  const length = frameLength(bytes, start, end)
  const from = start + header + application
  const to = Math.min(end, start + length)
  return length > 0 && to > from && bytes[from - 1] === authenticateFile ? { offset: from, length: to - from } : null
}
