import { hex } from '../octets.ts'
import type { Operation, WireFunction } from '../protocol.ts'
import { wireFunction } from '../telling.ts'

type Row = readonly [code: number, name: string, operation: Operation]

/**
 * Commands of SLMP and of MC protocol 3E, 4E (SLMP reference manual SH-080956; CC-Link's BAP-C2006-ENG-003). Remote control,
 * files, parameters and formatting are programming; devices, labels and buffer memory are values.
 */
const listed: readonly Row[] = [
  [0x0101, 'Read Type Name', 'identify'],
  [0x0201, 'File Information Read', 'read'],
  [0x0202, 'File Information Read (details)', 'read'],
  [0x0203, 'File Search', 'read'],
  [0x0204, 'File Information Number Read', 'read'],
  [0x0205, 'Drive State Read', 'read'],
  [0x0206, 'File Read', 'program'],
  [0x0401, 'Device Read', 'read'],
  [0x0403, 'Device Read Random', 'read'],
  [0x0406, 'Device Read Block', 'read'],
  [0x041a, 'Array Label Read', 'read'],
  [0x041c, 'Label Read Random', 'read'],
  [0x0601, 'Extend Unit Read', 'read'],
  [0x0610, 'User Frame Read', 'read'],
  [0x0613, 'Memory Read', 'read'],
  [0x0619, 'Self Test', 'other'],
  [0x0630, 'Monitoring Registration', 'read'],
  [0x0631, 'Monitoring Cancel', 'read'],
  [0x0801, 'Device Entry Monitor', 'read'],
  [0x0802, 'Device Execute Monitor', 'read'],
  [0x0808, 'File Lock', 'program'],
  [0x0e28, 'Device Identification Get', 'identify'],
  [0x0e29, 'Node Data Monitoring', 'read'],
  [0x0e30, 'Node Search', 'identify'],
  [0x0e31, 'IP Address Set', 'program'],
  [0x0e32, 'Device Information Compare', 'identify'],
  [0x0e33, 'Parameter Get', 'read'],
  [0x0e34, 'Parameter Set', 'program'],
  [0x0e35, 'Parameter Set Start', 'program'],
  [0x0e36, 'Parameter Set End', 'program'],
  [0x0e3a, 'Parameter Set Cancel', 'program'],
  [0x0e44, 'Node Status Read', 'identify'],
  [0x0e45, 'Communication Setting Get', 'identify'],
  [0x0e53, 'Node Status Read 2', 'identify'],
  // CC-Link IE Field Basic: outputs one way, inputs the other.
  [0x0e70, 'Cyclic Data', 'other'],
  [0x0e90, 'Network Config', 'program'],
  [0x0e91, 'Master Config', 'program'],
  [0x0e92, 'Slave Config', 'program'],
  [0x0e93, 'Cyclic Config', 'program'],
  [0x0e94, 'Notification', 'other'],
  [0x0eb0, 'Backup: Communication Setting Get', 'read'],
  [0x0eb1, 'Backup: Sub-ID List Get', 'read'],
  [0x0eb2, 'Backup: Device Information Get', 'identify'],
  [0x0eb3, 'Backup: Start', 'program'],
  [0x0eb4, 'Backup: End', 'program'],
  [0x0eb5, 'Backup: Request', 'program'],
  [0x0eb6, 'Backup: Parameter Get', 'program'],
  [0x0eb7, 'Restore: Check', 'program'],
  [0x0eb8, 'Restore: Start', 'program'],
  [0x0eb9, 'Restore: End', 'program'],
  [0x0eba, 'Restore: Parameter Set', 'program'],
  [0x0ebe, 'Slave Parameter Check Delivery', 'program'],
  [0x1001, 'Remote Run', 'program'],
  [0x1002, 'Remote Stop', 'program'],
  [0x1003, 'Remote Pause', 'program'],
  [0x1005, 'Remote Latch Clear', 'program'],
  [0x1006, 'Remote Reset', 'program'],
  [0x1202, 'File New', 'program'],
  [0x1203, 'File Write', 'program'],
  [0x1204, 'File Information Change', 'program'],
  [0x1205, 'File Delete', 'program'],
  [0x1206, 'File Copy', 'program'],
  [0x1207, 'Drive Format', 'program'],
  [0x1401, 'Device Write', 'write'],
  [0x1402, 'Device Write Random', 'write'],
  [0x1406, 'Device Write Block', 'write'],
  [0x141a, 'Array Label Write', 'write'],
  [0x141b, 'Label Write Random', 'write'],
  [0x1601, 'Extend Unit Write', 'write'],
  [0x1610, 'User Frame Registration', 'program'],
  [0x1612, 'Global Signal', 'write'],
  [0x1613, 'Memory Write', 'write'],
  [0x1615, 'Transmission Sequence Initialization', 'write'],
  [0x1617, 'Clear Error', 'write'],
  [0x1619, 'Clear Error History', 'write'],
  [0x161a, 'Event History Clear', 'write'],
  [0x1630, 'Password Unlock', 'other'],
  [0x1631, 'Password Lock', 'other'],
  [0x1810, 'Directory Read', 'read'],
  [0x1811, 'Directory Search', 'read'],
  [0x1820, 'File New', 'program'],
  [0x1822, 'File Delete', 'program'],
  [0x1824, 'File Copy', 'program'],
  [0x1825, 'File State Change', 'program'],
  [0x1826, 'File Date Change', 'program'],
  [0x1827, 'File Open', 'program'],
  [0x1828, 'File Read', 'program'],
  [0x1829, 'File Write', 'program'],
  [0x182a, 'File Close', 'program'],
  [0x2101, 'On-Demand', 'other'],
  [0x3040, 'Communication Test', 'other'],
  [0x3050, 'Cable Test', 'other'],
  [0x3060, 'Event History Number Get', 'read'],
  [0x3061, 'Event History Get', 'read'],
  [0x3062, 'Clock Offset', 'write'],
  [0x3070, 'Remote Control', 'program'],
  [0x3072, 'Communication Speed', 'program'],
  [0x3119, 'Node Information Get', 'identify'],
  [0x3206, 'Cyclic Own Stop', 'write'],
  [0x3207, 'Cyclic Own Start', 'write'],
  [0x3208, 'Cyclic Other Stop', 'write'],
  [0x3209, 'Cyclic Other Start', 'write'],
  [0x320a, 'Link Device Parameter Write', 'program'],
  [0x320b, 'Link Device Parameter Check', 'read'],
  [0x320c, 'Link Device Parameter Check', 'read'],
  [0x320d, 'Reserved Station Release', 'write'],
  [0x320e, 'Reserved Station Config', 'write'],
  [0x3210, 'Watchdog Counter Set', 'write'],
  [0x3211, 'Watchdog Counter Offset', 'write'],
  [0x3230, 'Node Information Accept', 'other'],
  [0x4020, 'CAN Object Access', 'write'],
  [0xa445, 'Data Collection', 'read'],
]
const known = new Map(listed.map(([code, name, operation]) => [code, wireFunction(hex(code, 4), name, operation)]))
const unlisted = new Map<number, WireFunction>()
const mostKept = 512

export const isCommand = (code: number): boolean => known.has(code)

export function commandOf(code: number): WireFunction {
  const found = known.get(code) ?? unlisted.get(code)
  if (found !== undefined) return found
  // 0x10.. controls the processor, 0x12.. and 0x18.. files, whatever the rest.
  const group = code >> 8
  const operation = group === 0x10 || group === 0x12 || group === 0x18 ? 'program' : 'other'
  const made = wireFunction(hex(code, 4), `Command ${hex(code, 4)}`, operation)
  if (unlisted.size < mostKept) unlisted.set(code, made)
  return made
}

/** An answer whose question was not seen: it names no command. */
export const unknownAnswer = wireFunction('answer', 'Answer', 'other')

/** Subheaders of MC protocol 1E (SH-080008, §18); the answer has bit 7 set. */
const early: readonly Row[] = [
  [0x00, 'Batch Read (bits)', 'read'],
  [0x01, 'Batch Read (words)', 'read'],
  [0x02, 'Batch Write (bits)', 'write'],
  [0x03, 'Batch Write (words)', 'write'],
  [0x04, 'Test (bits)', 'write'],
  [0x05, 'Test (words)', 'write'],
  [0x06, 'Monitor Registration (bits)', 'read'],
  [0x07, 'Monitor Registration (words)', 'read'],
  [0x08, 'Monitor (bits)', 'read'],
  [0x09, 'Monitor (words)', 'read'],
  [0x0e, 'Special Module Buffer Read', 'read'],
  [0x0f, 'Special Module Buffer Write', 'write'],
  [0x10, 'Parameter Batch Read', 'program'],
  [0x11, 'Parameter Batch Write', 'program'],
  [0x12, 'Parameter Analysis Request', 'program'],
  [0x13, 'Remote Run', 'program'],
  [0x14, 'Remote Stop', 'program'],
  [0x15, 'Read PC Type Name', 'identify'],
  [0x16, 'Loopback Test', 'other'],
  [0x17, 'Extended File Register Batch Read', 'read'],
  [0x18, 'Extended File Register Batch Write', 'write'],
  [0x19, 'Extended File Register Test', 'write'],
  [0x1a, 'Extended File Register Monitor Registration', 'read'],
  [0x1b, 'Extended File Register Monitor', 'read'],
  [0x1e, 'Comment Batch Read', 'read'],
  [0x1f, 'Comment Batch Write', 'program'],
]
const earlyBySubheader = new Map(
  early.map(([code, name, operation]) => [code, wireFunction(`1E ${hex(code, 2)}`, name, operation)]),
)
export const earlyOf = (subheader: number): WireFunction | undefined => earlyBySubheader.get(subheader & 0x7f)
