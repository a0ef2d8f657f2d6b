import { hex, u16be } from '../octets.ts'
import type { Operation, WireFunction } from '../protocol.ts'
import { wireFunction } from '../telling.ts'

/**
 * Commands of FINS (Omron W342, §5, and the CV series' W227, appendix A). The program area, the parameter area, the mode,
 * access rights and what changes files are programming; forced bits are writes.
 */
const listed: readonly (readonly [code: number, name: string, operation: Operation])[] = [
  [0x0101, 'Memory Area Read', 'read'],
  [0x0102, 'Memory Area Write', 'write'],
  [0x0103, 'Memory Area Fill', 'write'],
  [0x0104, 'Multiple Memory Area Read', 'read'],
  [0x0105, 'Memory Area Transfer', 'write'],
  [0x0201, 'Parameter Area Read', 'read'],
  [0x0202, 'Parameter Area Write', 'program'],
  [0x0203, 'Parameter Area Clear', 'program'],
  [0x0220, 'Data Link Table Read', 'read'],
  [0x0221, 'Data Link Table Write', 'program'],
  [0x0304, 'Program Area Protect', 'program'],
  [0x0305, 'Program Area Protect Clear', 'program'],
  [0x0306, 'Program Area Read', 'program'],
  [0x0307, 'Program Area Write', 'program'],
  [0x0308, 'Program Area Clear', 'program'],
  [0x0401, 'Run', 'program'],
  [0x0402, 'Stop', 'program'],
  [0x0403, 'Reset', 'program'],
  [0x0501, 'Controller Data Read', 'identify'],
  [0x0502, 'Connection Data Read', 'identify'],
  [0x0601, 'Controller Status Read', 'identify'],
  [0x0602, 'Network Status Read', 'identify'],
  [0x0603, 'Data Link Status Read', 'read'],
  [0x0620, 'Cycle Time Read', 'read'],
  [0x0701, 'Clock Read', 'read'],
  [0x0702, 'Clock Write', 'write'],
  [0x0801, 'Loop-Back Test', 'other'],
  [0x0802, 'Broadcast Test Results Read', 'other'],
  [0x0803, 'Broadcast Test Data Send', 'other'],
  [0x0920, 'Message Read, Message Clear, FAL/FALS Read', 'read'],
  [0x0c01, 'Access Right Acquire', 'program'],
  [0x0c02, 'Access Right Forced Acquire', 'program'],
  [0x0c03, 'Access Right Release', 'program'],
  [0x2101, 'Error Clear', 'write'],
  [0x2102, 'Error Log Read', 'read'],
  [0x2103, 'Error Log Clear', 'write'],
  [0x2140, 'FINS Write Access Log Read', 'read'],
  [0x2141, 'FINS Write Access Log Clear', 'write'],
  [0x2201, 'File Name Read', 'read'],
  [0x2202, 'Single File Read', 'read'],
  [0x2203, 'Single File Write', 'program'],
  [0x2204, 'Memory Card Format', 'program'],
  [0x2205, 'File Delete', 'program'],
  [0x2206, 'Volume Label Create/Delete', 'program'],
  [0x2207, 'File Copy', 'program'],
  [0x2208, 'File Name Change', 'program'],
  [0x2209, 'File Data Check', 'read'],
  [0x220a, 'Memory Area File Transfer', 'program'],
  [0x220b, 'Parameter Area File Transfer', 'program'],
  [0x220c, 'Program Area File Transfer', 'program'],
  [0x220f, 'File Memory Index Read', 'read'],
  [0x2210, 'File Memory Read', 'read'],
  [0x2211, 'File Memory Write', 'program'],
  [0x2215, 'Directory Create/Delete', 'program'],
  [0x2220, 'Memory Cassette Transfer', 'program'],
  [0x2301, 'Forced Set/Reset', 'write'],
  [0x2302, 'Forced Set/Reset Cancel', 'write'],
  [0x230a, 'Multiple Forced Status Read', 'read'],
  [0x2601, 'Name Set', 'write'],
  [0x2602, 'Name Delete', 'write'],
  [0x2603, 'Name Read', 'read'],
]

const known = new Map(listed.map(([code, name, operation]) => [code, wireFunction(hex(code, 4), name, operation)]))
const unlisted = new Map<number, WireFunction>()
const mostKept = 1024

export const isCommand = (code: number): boolean => known.has(code)

/** A command that is in no list: of the groups that change programs, modes, rights and files it is programming. */
export function commandOf(code: number): WireFunction {
  const found = known.get(code) ?? unlisted.get(code)
  if (found !== undefined) return found
  const group = code >> 8
  const operation = group === 0x03 || group === 0x04 || group === 0x0c || group === 0x22 ? 'program' : 'other'
  const made = wireFunction(hex(code, 4), `Command ${hex(code, 4)}`, operation)
  if (unlisted.size < mostKept) unlisted.set(code, made)
  return made
}

/** Memory areas by their code in the first octet of an address (W342, §5-2-2): bit areas and word areas of CS, CJ, CP and NSJ. */
const areas: readonly (readonly [code: number, name: string])[] = [
  [0x00, 'CIO bits'],
  [0x01, 'Timer/Counter flags'],
  [0x02, 'DM bits'],
  [0x06, 'Task bits'],
  [0x07, 'Condition flags'],
  [0x09, 'Timer/Counter flags'],
  [0x0a, 'EM bits'],
  [0x30, 'CIO bits'],
  [0x31, 'Work bits'],
  [0x32, 'Holding bits'],
  [0x33, 'Auxiliary bits'],
  [0x46, 'Task status'],
  [0x70, 'CIO bits with forced status'],
  [0x71, 'Work bits with forced status'],
  [0x72, 'Holding bits with forced status'],
  [0x80, 'CIO words'],
  [0x81, 'Timer/Counter values'],
  [0x82, 'DM words'],
  [0x89, 'Timer/Counter values'],
  [0x98, 'EM words, current bank'],
  [0x9c, 'Registers'],
  [0xb0, 'CIO words'],
  [0xb1, 'Work words'],
  [0xb2, 'Holding words'],
  [0xb3, 'Auxiliary words'],
  [0xbc, 'EM bank'],
  [0xdc, 'Index registers'],
]
const areaNames = new Map(areas)
const areaFunctions = new Map<number, WireFunction>()

/** Reading and writing of memory is named with its area: `Memory Area Read (DM words)`. */
export function commandAt(bytes: Uint8Array, at: number, end: number): WireFunction {
  const code = u16be(bytes, at)
  const fn = commandOf(code)
  if (code > 0x0103 || code < 0x0101 || at + 2 >= end) return fn
  const area = bytes[at + 2]!
  // EM banks 0 to c: words from 0xa0, bits from 0x20.
  const bank = area >= 0xa0 && area <= 0xac ? 'EM words' : area >= 0x20 && area <= 0x2c ? 'EM bits' : undefined
  const name = areaNames.get(area) ?? bank
  if (name === undefined) return fn
  const key = code * 256 + area
  const found = areaFunctions.get(key)
  if (found !== undefined) return found
  const made = wireFunction(fn.code, `${fn.name} (${name})`, fn.operation)
  areaFunctions.set(key, made)
  return made
}
