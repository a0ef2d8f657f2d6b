import type { Operation } from '../protocol.ts'
import { functionTable, wireFunction } from '../telling.ts'

type Row = readonly [code: number, name: string, operation: Operation]

/**
 * Service request codes (GFK-0529; Denton et al., Leveraging the SRTP protocol, table 2). Program memory is the program;
 * tasks are the programs of a Series 90-70.
 */
const listed: readonly Row[] = [
  [0x00, 'PLC Short Status', 'identify'],
  [0x03, 'Return Control Program Names', 'identify'],
  [0x04, 'Read System Memory', 'read'],
  [0x05, 'Read Task Memory', 'read'],
  [0x06, 'Read Program Memory', 'program'],
  [0x07, 'Write System Memory', 'write'],
  [0x08, 'Write Task Memory', 'write'],
  [0x09, 'Write Program Block Memory', 'program'],
  [0x20, 'Programmer Logon', 'program'],
  [0x21, 'Change Privilege Level', 'program'],
  [0x22, 'Set Control ID', 'program'],
  [0x23, 'Set PLC Run/Stop', 'program'],
  [0x24, 'Set PLC Time/Date', 'write'],
  [0x25, 'Return PLC Time/Date', 'read'],
  [0x38, 'Return Fault Table', 'read'],
  [0x39, 'Clear Fault Table', 'write'],
  [0x3f, 'Program Store', 'program'],
  [0x40, 'Program Load', 'program'],
  [0x43, 'Return Controller Type and ID', 'identify'],
  [0x44, 'Toggle Force System Memory', 'write'],
]
export const serviceOf = functionTable(listed, 2, 'Service')
const codes = new Set(listed.map(([code]) => code))
export const isListed = (code: number): boolean => codes.has(code)

export const initialize = wireFunction('init', 'Initialize', 'other')
export const unknownAnswer = wireFunction('answer', 'Answer', 'other')

/** Bits 12 to 15 of the status word (GFK-0529, table 3-8). */
export const plcStates = [
  'Run, I/O enabled',
  'Run, I/O disabled',
  'Stop, I/O disabled',
  'CPU stop faulted',
  'CPU halted',
  'CPU suspended',
  'Stop, I/O enabled',
] as const
