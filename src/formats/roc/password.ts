import { crc16 } from '../crc16.ts'
import { u16le } from '../octets.ts'

/** Login of ROC (opcode 17): three letters of the operator, or thirty, then the password; closed by the CRC of all. */
export function rocPassword(
  bytes: Uint8Array,
  start: number,
  end: number,
): { offset: number; length: number } | undefined {
  const length = bytes[start + 5] ?? 0
  if (bytes[start + 4] !== 17 || length < 5 || start + 8 + length !== end) return undefined
  if (crc16(bytes, start, end - 2, 0xffff) !== u16le(bytes, end - 2)) return undefined
  const name = length > 40 ? 30 : 3
  return { offset: start + 6 + name, length: length - name }
}
