import { hex } from '../octets.ts'
import type { Operation, WireFunction } from '../protocol.ts'
import { wireFunction as fn } from '../telling.ts'

/**
 * The public function codes (MODBUS Application Protocol 1.1b3, §6) and the vendors' codes that change a program.
 * A code that is in no list is `other`: it is counted, not judged.
 */
const listed: readonly (readonly [code: number, name: string, operation: Operation])[] = [
  [1, 'Read Coils', 'read'],
  [2, 'Read Discrete Inputs', 'read'],
  [3, 'Read Holding Registers', 'read'],
  [4, 'Read Input Registers', 'read'],
  [5, 'Write Single Coil', 'write'],
  [6, 'Write Single Register', 'write'],
  [7, 'Read Exception Status', 'identify'],
  [8, 'Diagnostics', 'identify'],
  [9, 'Program (484)', 'program'],
  [10, 'Poll (484)', 'other'],
  [11, 'Get Comm Event Counter', 'identify'],
  [12, 'Get Comm Event Log', 'identify'],
  [13, 'Program (184/384)', 'program'],
  [14, 'Poll (184/384)', 'other'],
  [15, 'Write Multiple Coils', 'write'],
  [16, 'Write Multiple Registers', 'write'],
  [17, 'Report Server ID', 'identify'],
  [18, 'Program (584/984)', 'program'],
  [19, 'Reset Comm Link', 'write'],
  [20, 'Read File Record', 'read'],
  [21, 'Write File Record', 'write'],
  [22, 'Mask Write Register', 'write'],
  [23, 'Read/Write Multiple Registers', 'write'],
  [24, 'Read FIFO Queue', 'read'],
  [40, 'Program (Concept)', 'program'],
  [43, 'Encapsulated Interface Transport', 'other'],
  [90, 'UMAS', 'program'],
  [125, 'Firmware Replacement', 'program'],
  [126, 'Program (584/984)', 'program'],
]

const byCode: WireFunction[] = []
for (let code = 0; code < 128; code++) byCode.push(fn(hex(code, 2), `Function ${code}`, 'other'))
for (const [code, name, operation] of listed) byCode[code] = fn(hex(code, 2), name, operation)

/** The function of a code 0…127 (without the exception bit). */
export const functionOf = (code: number): WireFunction => byCode[code & 0x7f]!
export const isListed = (code: number): boolean => listed.some(([known]) => known === code)

/** Diagnostics that act on the device instead of asking it (§6.8: restart, listen only); the others are plain 0x08. */
const acting: ReadonlyMap<number, WireFunction> = new Map([
  [1, fn('0x08/0x01', 'Diagnostics: Restart Communications', 'write')],
  [4, fn('0x08/0x04', 'Diagnostics: Force Listen Only Mode', 'write')],
])
export const diagnosticOf = (subFunction: number): WireFunction => acting.get(subFunction) ?? functionOf(8)

export const readDeviceIdentification = fn('0x2b/0x0e', 'Read Device Identification', 'identify')
const canOpen = fn('0x2b/0x0d', 'CANopen General Reference', 'other')
export const interfaceOf = (mei: number): WireFunction =>
  mei === 0x0e ? readDeviceIdentification : mei === 0x0d ? canOpen : functionOf(43)

/**
 * Schneider's UMAS inside function 90 (Kaspersky ICS CERT, The secrets of Schneider Electric's UMAS protocol; lirasenlared, The
 * Unity protocol; Apache PLC4X). Data servers and panels, too, open it, ask who is there and read variables: only what
 * reserves, changes or copies the program, its memory or its mode is engineering, and so is what nobody has named.
 */
const umasListed: readonly (readonly [code: number, name: string, operation: Operation])[] = [
  [0x01, 'Init Communication', 'other'],
  [0x02, 'Read ID', 'identify'],
  [0x03, 'Read Project Information', 'identify'],
  [0x04, 'Read PLC Status', 'identify'],
  [0x06, 'Read Card Information', 'identify'],
  [0x07, 'Read Memory', 'read'],
  [0x0a, 'Repeat', 'other'],
  [0x10, 'Take Reservation', 'program'],
  [0x11, 'Release Reservation', 'program'],
  [0x12, 'Keep Alive', 'other'],
  [0x20, 'Read Memory Block', 'read'],
  [0x21, 'Write Memory Block', 'program'],
  [0x22, 'Read Variables', 'read'],
  [0x23, 'Write Variables', 'write'],
  [0x24, 'Read Coils and Registers', 'read'],
  [0x25, 'Write Coils and Registers', 'write'],
  [0x26, 'Read Data Dictionary', 'read'],
  [0x30, 'Begin Upload', 'program'],
  [0x31, 'Upload Block', 'program'],
  [0x32, 'End Upload', 'program'],
  [0x33, 'Begin Download', 'program'],
  [0x34, 'Download Block', 'program'],
  [0x35, 'End Download', 'program'],
  [0x36, 'Backup', 'program'],
  [0x37, 'Restore', 'program'],
  [0x39, 'Read Ethernet Master Data', 'read'],
  [0x40, 'Start PLC', 'program'],
  [0x41, 'Stop PLC', 'program'],
  [0x42, 'Initialize PLC', 'program'],
  [0x43, 'Swap PLC', 'program'],
  [0x50, 'Monitor PLC', 'read'],
  [0x53, 'Read Data Information', 'read'],
  [0x58, 'Check PLC', 'read'],
  [0x70, 'Read I/O Object', 'read'],
  [0x71, 'Write I/O Object', 'write'],
  [0x73, 'Get Module Status', 'read'],
]
const umasByCode: WireFunction[] = []
for (let code = 0; code < 256; code++)
  umasByCode.push(fn(`0x5a/${hex(code, 2)}`, `UMAS: Service ${hex(code, 2)}`, 'program'))
for (const [code, name, operation] of umasListed)
  umasByCode[code] = fn(`0x5a/${hex(code, 2)}`, `UMAS: ${name}`, operation)
export const umasOf = (service: number): WireFunction => umasByCode[service & 0xff]!
export const umasReadId = umasByCode[2]!
export const umasReadProject = umasByCode[3]!

/** Objects 0…6 of Read Device Identification (§6.21) in the field names of `rung capture inspect`. */
export const identityFields = ['vendor', 'orderNumber', 'firmware', 'url', 'product', 'model', 'application'] as const
