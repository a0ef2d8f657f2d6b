import { u16le } from '../octets.ts'
import { type AsduType, variable } from './functions.ts'

/** Type, variable structure qualifier, cause (2), common address (2): the sizes that IEC 60870-5-104:2006, 7 fixes. */
export const header = 6
const objectAddress = 3

/** Causes of transmission (IEC 60870-5-101:2003, 7.2.3). */
export const isCause = (cause: number): boolean =>
  (cause >= 1 && cause <= 16) || (cause >= 20 && cause <= 41) || (cause >= 44 && cause <= 47)

/** Octets of an ASDU with as many elements as its qualifier claims: one address for all in a sequence, else one for each. */
export function expectedLength(bytes: Uint8Array, start: number, type: AsduType): number {
  const isSequence = (bytes[start + 1]! & 0x80) !== 0
  const count = bytes[start + 1]! & 0x7f
  if (type.octets === variable || count === 0) return variable
  return header + (isSequence ? objectAddress + count * type.octets : count * (objectAddress + type.octets))
}

/** Whether a command only selects: its qualifier says so. */
export function isSelect(bytes: Uint8Array, start: number, end: number, type: AsduType): boolean {
  const at = start + header + objectAddress + type.qualifierAt
  return type.qualifierAt >= 0 && at < end && (bytes[at]! & 0x80) !== 0
}

/** Common addresses name the station; 0 is not used, 65535 means all. */
const units: (string | undefined)[] = new Array(0x10000)
export function unitOf(bytes: Uint8Array, start: number): string | undefined {
  const address = u16le(bytes, start + 4)
  if (address === 0 || address === 0xffff) return undefined
  units[address] ??= String(address)
  return units[address]
}
