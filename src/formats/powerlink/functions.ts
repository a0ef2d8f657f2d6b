import { hex } from '../octets.ts'
import type { Operation, WireFunction } from '../protocol.ts'
import { functionTable, wireFunction } from '../telling.ts'

/** Message types of EPSG DS 301, 4.6.1.1. */
export const messageOf = functionTable(
  [
    [0x01, 'Start of Cycle', 'other'],
    [0x03, 'Poll Request', 'other'],
    [0x04, 'Poll Response', 'other'],
    [0x05, 'Start of Asynchronous', 'other'],
    [0x06, 'Asynchronous Send', 'other'],
    [0x07, 'Active Managing Node Indication', 'other'],
    [0x0d, 'Asynchronous Invite', 'other'],
  ],
  2,
  'Unknown message',
)
export const messages = {
  cycle: 1,
  request: 3,
  response: 4,
  asynchronous: 5,
  send: 6,
  managing: 7,
  invite: 13,
} as const
export const isMessage = (type: number): boolean => type === 1 || (type >= 3 && type <= 7) || type === messages.invite

/** ServiceID of an ASnd frame: 4.6.1.1.6. */
export const services = { ident: 1, status: 2, request: 3, command: 4, sdo: 5 } as const
export const serviceOf = functionTable(
  [
    [0x01, 'ASnd Ident Response', 'identify'],
    [0x02, 'ASnd Status Response', 'other'],
    [0x03, 'ASnd NMT Request', 'other'],
    [0x05, 'ASnd SDO', 'other'],
  ],
  2,
  'ASnd',
)

/**
 * NMT commands (7.3.1.2) that the managing node gives. Starting a node that is configured is every day's boot; stopping and
 * resetting it are not.
 */
export const commandOf = functionTable(
  [
    [0x21, 'NMT Start Node', 'write'],
    [0x22, 'NMT Stop Node', 'program'],
    [0x23, 'NMT Enter Pre-Operational 2', 'write'],
    [0x24, 'NMT Enable Ready To Operate', 'write'],
    [0x28, 'NMT Reset Node', 'program'],
    [0x29, 'NMT Reset Communication', 'program'],
    [0x2a, 'NMT Reset Configuration', 'program'],
    [0x2b, 'NMT Software Reset', 'program'],
    [0x41, 'NMT Start Node (extended)', 'write'],
    [0x42, 'NMT Stop Node (extended)', 'program'],
    [0x43, 'NMT Enter Pre-Operational 2 (extended)', 'write'],
    [0x44, 'NMT Enable Ready To Operate (extended)', 'write'],
    [0x48, 'NMT Reset Node (extended)', 'program'],
    [0x49, 'NMT Reset Communication (extended)', 'program'],
    [0x4a, 'NMT Reset Configuration (extended)', 'program'],
    [0x4b, 'NMT Software Reset (extended)', 'program'],
    [0x62, 'NMT Set Host Name', 'write'],
    [0x63, 'NMT Flush ARP Entry', 'other'],
  ],
  2,
  'NMT Command',
)

/** SDO commands: 6.3.2.4.2. Files go to a node or come from it. */
const sdoCommands: readonly (readonly [code: number, name: string, operation: Operation])[] = [
  [0x01, 'SDO Write by Index', 'write'],
  [0x02, 'SDO Read by Index', 'read'],
  [0x03, 'SDO Write All by Index', 'write'],
  [0x04, 'SDO Read All by Index', 'read'],
  [0x05, 'SDO Write by Name', 'write'],
  [0x06, 'SDO Read by Name', 'read'],
  [0x20, 'SDO File Write', 'program'],
  [0x21, 'SDO File Read', 'program'],
  [0x31, 'SDO Write Multiple', 'write'],
  [0x32, 'SDO Read Multiple', 'read'],
]
const sdoByCode = new Map(
  sdoCommands.map(([code, name, operation]) => [code, wireFunction(`sdo/${hex(code, 2)}`, name, operation)]),
)
const writeProgram = wireFunction('sdo/0x01', 'SDO Write by Index (program)', 'program')
const readIdentity = wireFunction('sdo/0x02', 'SDO Read by Index (identity)', 'identify')
const otherSdo = wireFunction('sdo', 'SDO', 'other')

export const sdoIds = { write: 1, read: 2 } as const
/** Manufacturer's device name, hardware, software; the identity object. */
export const isIdentity = (index: number): boolean => (index >= 0x1008 && index <= 0x100a) || index === 0x1018
/** An SDO command, on the object where it names one (−1 where not). */
export function sdoOf(command: number, index: number): WireFunction {
  // CiA 302: program data and control.
  if (command === sdoIds.write && (index === 0x1f50 || index === 0x1f51)) return writeProgram
  if (command === sdoIds.read && isIdentity(index)) return readIdentity
  return sdoByCode.get(command) ?? otherSdo
}
