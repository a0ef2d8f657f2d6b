import type { Operation, WireFunction } from '../protocol.ts'

const fn = (code: string, name: string, operation: Operation): WireFunction => Object.freeze({ code, name, operation })

/** Frame types (IEEE C37.118.2-2011, 6.2). */
const rows: readonly (readonly [type: number, name: string, operation: Operation])[] = [
  [0, 'Data Frame', 'read'],
  [1, 'Header Frame', 'identify'],
  [2, 'Configuration Frame 1', 'identify'],
  [3, 'Configuration Frame 2', 'identify'],
  [4, 'Command Frame', 'other'],
  [5, 'Configuration Frame 3', 'identify'],
]
const frames = new Map(rows.map(([type, name, operation]) => [type, fn(String(type), name, operation)]))
export const frameOf = (type: number): WireFunction | undefined => frames.get(type)

/** Commands (6.6, table 15); an extended frame is whatever the user and the vendor agree on, so it may write. */
const commands: readonly (readonly [command: number, name: string, operation: Operation])[] = [
  [1, 'Turn Off Transmission', 'other'],
  [2, 'Turn On Transmission', 'other'],
  [3, 'Send Header', 'identify'],
  [4, 'Send Configuration 1', 'identify'],
  [5, 'Send Configuration 2', 'identify'],
  [6, 'Send Configuration 3', 'identify'],
  [8, 'Extended Frame', 'write'],
]
const byCommand = new Map(commands.map(([command, name, operation]) => [command, fn(`4/${command}`, name, operation)]))
const reserved = fn('4', 'Command Frame', 'other')
/** Users may define 0x0100 to 0x01ff for themselves. */
const ownCommand = fn('4/user', 'User Defined Command', 'write')
export const commandOf = (command: number): WireFunction =>
  byCommand.get(command) ?? (command >= 0x100 && command <= 0x1ff ? ownCommand : reserved)
