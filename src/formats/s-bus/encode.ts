import { be16, be32, fromText, join } from '../octets.ts'
import { checksum } from './checksum.ts'

function closed(version: number, sequence: number, attribute: number, content: Uint8Array): Uint8Array {
  const message = join(be32(11 + content.length), [version, 0], be16(sequence), [attribute], content)
  return join(message, be16(checksum(message, 0, message.length)))
}

export const encodeSBusRequest = (
  sequence: number,
  station: number,
  command: number,
  data: Uint8Array = new Uint8Array(),
): Uint8Array => closed(1, sequence, 0, join([station, command], data))
export const encodeSBusAnswer = (sequence: number, data: Uint8Array): Uint8Array => closed(0, sequence, 1, data)
/** 0 acknowledges, others refuse. */
export const encodeSBusAcknowledgement = (sequence: number, code = 0): Uint8Array =>
  closed(0, sequence, 2, Uint8Array.of(...be16(code)))

/** Answer to Read Firmware Version (0x20): `D2M48`, `020`. */
export const firmwareData = (type: string, version: string): Uint8Array => fromText(`${type}${version}\0`)
