import { ber } from '../goose/encode.ts'
import { be16, be32, fromText } from '../octets.ts'

/** One savPdu with one ASDU: eight channels of value and quality. */
export const savPdu = (svId: string, confRev: number, count: number, values: readonly number[]): Uint8Array =>
  ber(
    0x60,
    ber(0x80, [1]),
    ber(
      0xa2,
      ber(
        0x30,
        ber(0x80, fromText(svId)),
        ber(0x82, be16(count)),
        ber(0x83, be32(confRev)),
        ber(0x85, [2]),
        ber(
          0x87,
          values.flatMap((value) => [...be32(value | 0), 0, 0, 0, 0]),
        ),
      ),
    ),
  )
