import type { Operation } from '../protocol.ts'
import { functionTable } from '../telling.ts'

type Row = readonly [code: number, name: string, operation: Operation]
const processors = (first: number, name: string, numbers: readonly string[]): readonly Row[] =>
  numbers.map((which, i): Row => [first + i, `${name} (${which})`, 'program'])
const seven = ['CPU 0', 'CPU 1', 'CPU 2', 'CPU 3', 'CPU 4', 'CPU 5', 'CPU 6', 'own CPU', 'all CPUs']
const fromOne = seven.slice(1)

/** Commands of S-Bus under the names that tshark has for them; what touches program lines, blocks, flash and mode is programming. */
const commands: readonly Row[] = [
  [0x00, 'Read Counters', 'read'],
  [0x01, 'Read Display Register', 'read'],
  [0x02, 'Read Flags', 'read'],
  [0x03, 'Read Inputs', 'read'],
  [0x04, 'Read Real Time Clock', 'read'],
  [0x05, 'Read Outputs', 'read'],
  [0x06, 'Read Registers', 'read'],
  [0x07, 'Read Timers', 'read'],
  [0x0a, 'Write Counters', 'write'],
  [0x0b, 'Write Flags', 'write'],
  [0x0c, 'Write Real Time Clock', 'write'],
  [0x0d, 'Write Outputs', 'write'],
  [0x0e, 'Write Registers', 'write'],
  [0x0f, 'Write Timers', 'write'],
  [0x13, 'Read/Write Multi-Medias', 'write'],
  ...[0, 1, 2, 3, 4, 5, 6].map((cpu): Row => [0x14 + cpu, `Read PCD Status (CPU ${cpu})`, 'identify']),
  [0x1b, 'Read PCD Status (own)', 'identify'],
  [0x1d, 'Read Station Number', 'identify'],
  [0x1e, 'Read User Memory', 'program'],
  [0x1f, 'Read Program Line', 'program'],
  [0x20, 'Read Firmware Version', 'identify'],
  [0x21, 'Read Text', 'read'],
  [0x22, 'Read Active Transition', 'read'],
  [0x23, 'Write User Memory', 'program'],
  [0x24, 'Write Program Line', 'program'],
  [0x25, 'Write Text', 'program'],
  ...processors(0x28, 'Run Procedure', seven),
  ...processors(0x32, 'Restart Cold', fromOne),
  ...processors(0x3c, 'Stop Procedure', seven),
  [0x46, 'Read Arithmetic Status and Accumulator', 'read'],
  [0x47, 'Read Byte', 'read'],
  [0x48, 'Read Halt Failure Register', 'read'],
  [0x49, 'Read Index Register', 'read'],
  [0x4a, 'Read Instruction Pointer', 'read'],
  [0x4b, 'Find History', 'read'],
  [0x50, 'Write Arithmetic Status and Accumulator', 'program'],
  [0x51, 'Write Byte', 'program'],
  [0x52, 'Write Index Register', 'program'],
  [0x53, 'Write Instruction Pointer', 'program'],
  [0x5a, 'Clear All', 'write'],
  [0x5b, 'Clear Flags', 'write'],
  [0x5c, 'Clear Outputs', 'write'],
  [0x5d, 'Clear Registers', 'write'],
  [0x5e, 'Clear Timers', 'write'],
  ...processors(0x64, 'Restart Warm', fromOne),
  [0x6e, 'Change Block', 'program'],
  [0x6f, 'Clear History Failure', 'write'],
  [0x70, 'Delete Program Line', 'program'],
  [0x71, 'Go Conditional', 'program'],
  [0x72, 'Insert Program Line', 'program'],
  [0x73, 'Local Cycles', 'program'],
  [0x74, 'All Cycles', 'program'],
  [0x75, 'Make Text', 'program'],
  [0x76, 'Execute Single Instruction', 'program'],
  [0x77, 'Single Step', 'program'],
  [0x82, 'XOB 17 Interrupt', 'program'],
  [0x83, 'XOB 18 Interrupt', 'program'],
  [0x84, 'XOB 19 Interrupt', 'program'],
  [0x91, 'Read Hangup Timeout', 'read'],
  [0x96, 'Read Data Block', 'read'],
  [0x97, 'Write Data Block', 'write'],
  [0x98, 'Make Data Block', 'program'],
  [0x99, 'Clear Data Block', 'program'],
  [0x9a, 'Clear Text', 'program'],
  [0x9b, 'Read Block Address', 'read'],
  [0x9c, 'Read Block Sizes', 'read'],
  [0x9d, 'Read Current Block', 'read'],
  [0x9e, 'Read Call Stack', 'read'],
  [0x9f, 'Read DBX', 'read'],
  [0xa1, 'Read User EEPROM Register', 'read'],
  [0xa3, 'Write User EEPROM Register', 'program'],
  [0xa5, 'Erase Flash', 'program'],
  [0xa6, 'Restart Cold Flag', 'program'],
  [0xa7, 'Write System Buffer', 'program'],
  [0xa8, 'Read System Buffer', 'read'],
  [0xa9, 'Read/Write Block Data', 'program'],
  [0xaa, 'Get Diagnostic', 'read'],
  [0xab, 'Read System Information', 'identify'],
  [0xac, 'Change Blocks on Run', 'program'],
  [0xad, 'Flashcard Telegram', 'program'],
  [0xae, 'Download Firmware', 'program'],
  [0xaf, 'Web Server Serial Communication', 'other'],
]
const codes = new Set(commands.map(([code]) => code))
export const isCommand = (code: number): boolean => codes.has(code)
export const commandOf = functionTable(commands, 2, 'Command')
export const readFirmware = 0x20
export const readOwnStatus = 0x1b

/** Letters of Read PCD Status. */
export const states: ReadonlyMap<number, string> = new Map([
  [0x43, 'Conditional run'],
  [0x44, 'Disconnected'],
  [0x48, 'Halt'],
  [0x52, 'Run'],
  [0x53, 'Stop'],
])
