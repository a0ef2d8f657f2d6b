import { data, tpkt, tpktLength } from '../s7comm/cotp.ts'
import { element, findElement, readElement } from './element.ts'
import { userDataOf } from './layers.ts'

const one = element()

/**
 * The password with which an association is opened (ISO 8650-1, calling-authentication-value [12], charstring [0]), where it is
 * in clear in the payload [start, end): IEC 61850-8-1 devices take it so.
 */
export function mmsPassword(
  bytes: Uint8Array,
  start: number,
  end: number,
): { readonly offset: number; readonly length: number } | null {
  const length = tpktLength(bytes, start, end)
  const session = start + tpkt + 3
  if (length <= 0 || session >= end || bytes[start + tpkt + 1] !== data || bytes[session] !== 0x0d) return null
  const stop = Math.min(end, start + length)
  const at = userDataOf(bytes, session, stop)
  if (at < 0 || !readElement(bytes, at, stop, one)) return null
  // Presentation, its normal mode, user data, PDV list, the value, the request of the association, its authentication.
  for (const tag of [0xa2, 0x61, 0x30, 0xa0, 0x60, 0xac, 0x80]) {
    if (!findElement(bytes, one.from, one.to, tag, one)) return null
  }
  return one.to > one.from ? { offset: one.from, length: one.to - one.from } : null
}
