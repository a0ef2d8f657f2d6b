import { join, le16, le32 } from '../octets.ts'

export const encodeEgd = (producer: string, request: number, exchange: number, values: Uint8Array): Uint8Array =>
  join(
    [0x0d, 1],
    le16(request),
    producer.split('.').map(Number),
    le32(exchange),
    le32(0x387e8abe),
    le32(0),
    le32(0),
    le32(0),
    le32(0),
    values,
  )
