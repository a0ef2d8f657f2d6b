import { crc16 } from '../crc16.ts'
import { join, le16 } from '../octets.ts'

const escaped = (octets: Uint8Array): number[] =>
  Array.from(octets).flatMap((octet) => (octet >= 0xf0 ? [0xf0, octet & 15] : [octet]))

/** One frame; `escapesChecksum`: as some devices do. */
export function frame(
  header: number,
  address: number,
  pairs: readonly number[] = [],
  escapesChecksum = false,
): Uint8Array {
  const plain = join([header, address], pairs)
  const sum = Uint8Array.from(le16(crc16(plain, 0, plain.length, 0xffff)))
  return join([header], escaped(plain.subarray(1)), escapesChecksum ? escaped(sum) : sum, [0xf6])
}

export const acknowledge = (address: number): Uint8Array => join([0xf1], escaped(Uint8Array.of(address)), [0xf6])
