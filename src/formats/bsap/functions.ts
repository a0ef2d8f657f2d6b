import { hex } from '../octets.ts'
import type { Operation, WireFunction } from '../protocol.ts'
import { wireFunction } from '../telling.ts'

/** Application functions: access to the database, and its extension for the GFC 3308 (icsnpp-bsap). */
export const database = 0xa0
export const extension = 0xa1
/** Who asks: a personal computer. */
export const personalComputer = 0x03

const databaseRows: readonly (readonly [code: number, name: string, operation: Operation])[] = [
  [0x00, 'Read Signal by Address', 'read'],
  [0x02, 'Read Logical by Address', 'read'],
  [0x04, 'Read Signal by Name', 'read'],
  [0x06, 'Read Logical by Name', 'read'],
  [0x0c, 'Read Signal by List', 'read'],
  [0x0d, 'Read Signal by List (continued)', 'read'],
  [0x0e, 'Read Logical by List', 'read'],
  [0x0f, 'Read Logical by List (continued)', 'read'],
  [0x80, 'Write Signal by Address', 'write'],
  [0x84, 'Write Signal by Name', 'write'],
  [0x8c, 'Write Signal by List', 'write'],
  [0x8d, 'Write Signal by List (continued)', 'write'],
]
const extensionRows: readonly (readonly [code: number, name: string, operation: Operation])[] = [
  [0x0101, 'Reset System', 'program'],
  [0x0102, 'Diagnostics Reset', 'write'],
  [0x0201, 'Read Date and Time', 'read'],
  [0x0202, 'Read Date', 'read'],
  [0x0203, 'Read Time', 'read'],
  [0x0281, 'Write Date and Time', 'write'],
  [0x0400, 'Change Local Node Address', 'program'],
]
const byCode = new Map<number, WireFunction>([
  ...databaseRows.map(
    ([code, name, operation]) => [code, wireFunction(`0xa0/${hex(code, 2)}`, name, operation)] as const,
  ),
  ...extensionRows.map(
    ([code, name, operation]) => [0x10000 + code, wireFunction(`0xa1/${hex(code, 4)}`, name, operation)] as const,
  ),
])

/** Of the database what has bit 7 writes, listed or not. */
export function databaseOf(code: number): WireFunction {
  const known = byCode.get(code)
  if (known !== undefined) return known
  const made = wireFunction(`0xa0/${hex(code, 2)}`, `Database ${hex(code, 2)}`, code & 0x80 ? 'write' : 'read')
  byCode.set(code, made)
  return made
}
export function extensionOf(code: number): WireFunction {
  const known = byCode.get(0x10000 + code)
  if (known !== undefined) return known
  const made = wireFunction(`0xa1/${hex(code, 4)}`, `Extension ${hex(code, 4)}`, 'other')
  if (byCode.size < 1024) byCode.set(0x10000 + code, made)
  return made
}
export const isDatabase = (code: number): boolean => byCode.has(code) && code < 0x100

const others = new Map<number, WireFunction>()
/** Any other application function is named by its number; those that are known to load flash have none that is published. */
export function applicationOf(code: number): WireFunction {
  const known = others.get(code)
  if (known !== undefined) return known
  const made = wireFunction(hex(code, 2), `Application ${hex(code, 2)}`, 'other')
  others.set(code, made)
  return made
}

export const poll = wireFunction('poll', 'Poll', 'other')
export const unknownAnswer = wireFunction('answer', 'Answer', 'other')
