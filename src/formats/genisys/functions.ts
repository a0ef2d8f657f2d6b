import type { Operation, WireFunction } from '../protocol.ts'

const fn = (code: string, name: string, operation: Operation): WireFunction => Object.freeze({ code, name, operation })

/** Header octets, as ICSNPP names them: field devices send up to 0xf3, the office from 0xf9 on. */
const rows: readonly (readonly [header: number, name: string, operation: Operation])[] = [
  [0xf1, 'Acknowledge Client', 'other'],
  [0xf2, 'Indication Data', 'read'],
  [0xf3, 'Control Data Checkback', 'write'],
  [0xf9, 'Common Control Data', 'write'],
  [0xfa, 'Acknowledge Indication and Poll', 'read'],
  [0xfb, 'Poll', 'read'],
  [0xfc, 'Control Data', 'write'],
  [0xfd, 'Recall Header', 'read'],
  [0xfe, 'Execute Controls', 'write'],
]
const byHeader = new Map(
  rows.map(([header, name, operation]) => [header, fn(`0x${header.toString(16)}`, name, operation)]),
)
export const functionOf = (header: number): WireFunction | undefined => byHeader.get(header)
export const isRequest = (header: number): boolean => header >= 0xf9
