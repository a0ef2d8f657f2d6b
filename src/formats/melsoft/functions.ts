import { hex } from '../octets.ts'
import type { Operation, WireFunction } from '../protocol.ts'
import { wireFunction } from '../telling.ts'

/**
 * Commands of MELSOFT products to a controller. Named by Nozomi Networks (blackhat23-melsoft) where they are, else by what
 * they did in captures of GX Works3 with an FX5U: 0x04.. fetch, 0x14.. set, 0x18.. are the file services of SLMP.
 */
const listed: readonly (readonly [code: number, name: string, operation: Operation])[] = [
  [0x0101, 'Read CPU Model', 'identify'],
  [0x0114, 'Read CPU State', 'identify'],
  [0x0121, 'Open', 'identify'],
  [0x0131, 'Login: User Name', 'other'],
  [0x0132, 'Login: Password', 'other'],
  [0x0133, 'Read User Information', 'program'],
  [0x0134, 'Read User Information', 'program'],
  [0x0150, 'Read Safety Operation Mode', 'identify'],
  [0x01a0, 'Security Handshake', 'other'],
  [0x0410, 'Read Memory', 'read'],
  [0x0411, 'Read Memory List', 'read'],
  [0x0413, 'Read Memory', 'read'],
  [0x0701, 'Read Clock', 'read'],
  [0x0b16, 'Transfer Program', 'program'],
  [0x0b2a, 'Read System Information', 'read'],
  [0x0b2b, 'Read System Information', 'read'],
  [0x1001, 'Remote Run', 'program'],
  [0x1002, 'Remote Stop', 'program'],
  [0x1003, 'Remote Pause', 'program'],
  [0x1005, 'Remote Latch Clear', 'program'],
  [0x1006, 'Remote Reset', 'program'],
  [0x1120, 'Change Safety Operation Mode', 'program'],
  [0x1133, 'Register User Information', 'program'],
  [0x1701, 'Set Clock', 'write'],
  [0x1859, 'List Files', 'read'],
  [0x185f, 'Search File', 'read'],
  [0x1867, 'Open File', 'program'],
  [0x1868, 'Read File', 'program'],
  [0x1869, 'Write File', 'program'],
  [0x186a, 'Close File', 'program'],
]
const known = new Map(listed.map(([code, name, operation]) => [code, wireFunction(hex(code, 4), name, operation)]))
/** Engineering tools write the program into memory with it; operator panels set values. */
const writesMemory = 0x1410
const bySetting = wireFunction(hex(writesMemory, 4), 'Write Memory', 'write')
const byEngineering = wireFunction(hex(writesMemory, 4), 'Write Memory (engineering)', 'program')
const mostKept = 512

/** What is in no list: 0x04.. reads, 0x14.. writes, all else changes something, as this is how a controller is engineered. */
export function commandOf(code: number, isEngineering: boolean): WireFunction {
  if (code === writesMemory) return isEngineering ? byEngineering : bySetting
  const found = known.get(code)
  if (found !== undefined) return found
  const group = code >> 8
  const operation = group === 0x04 ? 'read' : group === 0x14 ? 'write' : group === 0x01 ? 'other' : 'program'
  const made = wireFunction(hex(code, 4), `Command ${hex(code, 4)}`, operation)
  if (known.size < mostKept) known.set(code, made)
  return made
}

/** Requests of four octets `5a 00 00 xx`, answered with `da 00 00 xx`. */
const opening = new Map([
  [0x01, wireFunction('5a 01', 'Connect', 'other')],
  [0x11, wireFunction('5a 11', 'Reconnect', 'other')],
  [0x22, wireFunction('5a 22', 'Disconnect', 'other')],
  [0xff, wireFunction('5a ff', 'Find Controllers', 'identify')],
])
export const openingOf = (code: number): WireFunction | undefined => opening.get(code)
