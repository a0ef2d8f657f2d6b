import { crc16 } from '../crc16.ts'
import { join, le16 } from '../octets.ts'

/** `data` is at most 240 octets long; addresses are unit and group. */
export function encodeRoc(
  to: readonly [unit: number, group: number],
  from: readonly [unit: number, group: number],
  opcode: number,
  data: Uint8Array = new Uint8Array(),
): Uint8Array {
  const content = join(to, from, [opcode, data.length], data)
  return join(content, le16(crc16(content, 0, content.length, 0xffff)))
}

/** Answer to System Config (6): 6 is a ROC800. */
export function systemConfigData(type: number, running = true): Uint8Array {
  const data = new Uint8Array(215)
  data[0] = running ? 1 : 0
  data[18] = type
  return data
}
