import { hex } from '../octets.ts'
import type { Operation, WireFunction } from '../protocol.ts'
import { wireFunction as fn } from '../telling.ts'

type Row = readonly [code: number, name: string, operation: Operation]

/** Functions of jobs and their answers: the first octet of the parameters. */
const jobs: readonly Row[] = [
  [0x00, 'CPU Services', 'other'],
  [0x04, 'Read Var', 'read'],
  [0x05, 'Write Var', 'write'],
  [0x1a, 'Request Download', 'program'],
  [0x1b, 'Download Block', 'program'],
  [0x1c, 'Download Ended', 'program'],
  [0x1d, 'Start Upload', 'program'],
  [0x1e, 'Upload', 'program'],
  [0x1f, 'End Upload', 'program'],
  [0x28, 'PI Service', 'program'],
  [0x29, 'PLC Stop', 'program'],
  [0xf0, 'Setup Communication', 'other'],
]
const jobByCode = new Map(jobs.map(([code, name, operation]) => [code, fn(hex(code, 2), name, operation)]))
export const jobOf = (code: number): WireFunction =>
  jobByCode.get(code) ?? fn(hex(code, 2), `Function ${hex(code, 2)}`, 'other')

/** An answer whose request was not seen, with nothing in it to say which it was. */
export const acknowledgement = fn('ack', 'Acknowledgement', 'other')

/** Services of the program invocation (PI) by their name: all of them start, stop, load, delete or rearrange. */
const services: readonly (readonly [name: string, does: string])[] = [
  ['P_PROGRAM', 'Start'],
  ['_INSE', 'Activate Block'],
  ['_INS2', 'Activate Block'],
  ['_DELE', 'Delete Block'],
  ['_MODU', 'Copy RAM to ROM'],
  ['_GARB', 'Compress Memory'],
  ['_N_LOGIN_', 'Login'],
  ['_N_LOGOUT', 'Logout'],
]
const doesByService = new Map(services)
const servicesByName = new Map<string, WireFunction>()
const mostServices = 256

/** `_INSE`: `PI Service _INSE (Activate Block)`; a name that is in no list stands for itself. */
export function serviceOf(name: string): WireFunction {
  const known = servicesByName.get(name)
  if (known !== undefined) return known
  const does = doesByService.get(name)
  const made = fn(hex(0x28, 2), `PI Service${name === '' ? '' : ` ${name}`}${does ? ` (${does})` : ''}`, 'program')
  if (servicesByName.size < mostServices) servicesByName.set(name, made)
  return made
}

/** Groups of user data, and what a subfunction does that is in no list. */
const groups: readonly Row[] = [
  [0, 'Mode Transition', 'other'],
  [1, 'Programmer Commands', 'program'],
  [2, 'Cyclic Services', 'read'],
  [3, 'Block Functions', 'read'],
  [4, 'CPU Functions', 'other'],
  [5, 'Security', 'program'],
  [6, 'Block Send', 'write'],
  [7, 'Time Functions', 'write'],
  [15, 'NC Programming', 'program'],
]

/**
 * Group × 256 + subfunction. Codes are written group/subfunction, as tshark counts them. The alarms follow tshark, whose numbers
 * captures bear out (5 is an indication, 6 a notification); ICSNPP counts them differently. Of the programmer commands those
 * that show the state of the program are reads; jobs enable what was set up by another command.
 */
const subfunctions: readonly Row[] = [
  [0x000, 'Mode Transition: Stop', 'other'],
  [0x001, 'Mode Transition: Warm Restart', 'other'],
  [0x002, 'Mode Transition: Run', 'other'],
  [0x003, 'Mode Transition: Hot Restart', 'other'],
  [0x004, 'Mode Transition: Hold', 'other'],
  [0x006, 'Mode Transition: Cold Restart', 'other'],
  [0x009, 'Mode Transition: Run Redundant', 'other'],
  [0x00b, 'Mode Transition: Link-Up', 'other'],
  [0x00c, 'Mode Transition: Update', 'other'],
  [0x101, 'Block Status', 'read'],
  [0x102, 'Variable Status', 'read'],
  [0x103, 'Output I Stack', 'read'],
  [0x104, 'Output B Stack', 'read'],
  [0x105, 'Output L Stack', 'read'],
  [0x106, 'Time Measurement', 'read'],
  [0x107, 'Force Selection', 'program'],
  [0x108, 'Modify Variable', 'write'],
  [0x109, 'Force', 'program'],
  [0x10a, 'Breakpoint', 'program'],
  [0x10b, 'Exit Hold', 'program'],
  [0x10c, 'Memory Reset', 'program'],
  [0x10d, 'Disable Job', 'other'],
  [0x10e, 'Enable Job', 'other'],
  [0x10f, 'Delete Job', 'other'],
  [0x110, 'Read Job List', 'read'],
  [0x111, 'Read Job', 'read'],
  [0x112, 'Replace Job', 'other'],
  [0x113, 'Block Status (2)', 'read'],
  [0x116, 'Flash LED', 'write'],
  [0x201, 'Cyclic Transfer', 'read'],
  [0x204, 'Unsubscribe', 'read'],
  [0x205, 'Change Driven Transfer', 'read'],
  [0x207, 'Change Driven Transfer (modify)', 'read'],
  [0x208, 'Read Record', 'read'],
  [0x301, 'List Blocks', 'read'],
  [0x302, 'List Blocks of Type', 'read'],
  [0x303, 'Get Block Info', 'read'],
  [0x401, 'Read SZL', 'identify'],
  [0x402, 'Message Service', 'other'],
  [0x403, 'Diagnostic Message', 'other'],
  [0x405, 'Alarm Indication', 'other'],
  [0x406, 'Notify Indication', 'other'],
  [0x407, 'Alarm Lock', 'write'],
  [0x408, 'Alarm Unlock', 'write'],
  [0x409, 'Scan Indication', 'other'],
  [0x40b, 'Alarm Acknowledge', 'write'],
  [0x40c, 'Alarm Acknowledge Indication', 'other'],
  [0x40d, 'Alarm Lock Indication', 'other'],
  [0x40e, 'Alarm Unlock Indication', 'other'],
  [0x411, 'Alarm SQ Indication', 'other'],
  [0x412, 'Alarm S Indication', 'other'],
  [0x413, 'Alarm Query', 'read'],
  [0x416, 'Notify 8 Indication', 'other'],
  [0x501, 'PLC Password', 'program'],
  [0x502, 'Clear PLC Password', 'program'],
  [0x601, 'Block Send', 'write'],
  [0x701, 'Read Clock', 'read'],
  [0x702, 'Set Clock', 'write'],
  [0x703, 'Read Clock (following)', 'read'],
  [0x704, 'Set Clock (2)', 'write'],
  [0xf01, 'NC: Request Download', 'program'],
  [0xf02, 'NC: Download Block', 'program'],
  [0xf03, 'NC: Continue Download', 'program'],
  [0xf04, 'NC: Download Ended', 'program'],
  [0xf06, 'NC: Start Upload', 'program'],
  [0xf07, 'NC: Upload', 'program'],
  [0xf08, 'NC: Continue Upload', 'program'],
]
const groupByNumber = new Map(groups.map(([group, name, operation]) => [group, { name, operation }]))
const subByKey = new Map(subfunctions.map(([key, name, operation]) => [key, { name, operation }]))

export function userdataOf(group: number, sub: number): WireFunction {
  const code = `${group}/${sub}`
  const listed = subByKey.get(group * 256 + sub)
  if (listed !== undefined) return fn(code, listed.name, listed.operation)
  const of = groupByNumber.get(group)
  return fn(code, `${of?.name ?? `User Data Group ${group}`} ${hex(sub, 2)}`, of?.operation ?? 'other')
}

/** S7comm-plus: names as its public descriptions give them; creating or deleting a session is no programming. */
const plus: readonly Row[] = [
  [0x04bb, 'Explore', 'read'],
  [0x04ca, 'CreateObject', 'program'],
  [0x04d4, 'DeleteObject', 'program'],
  [0x04f2, 'SetVariable', 'write'],
  [0x0524, 'GetLink', 'read'],
  [0x0542, 'SetMultiVariables', 'write'],
  [0x054c, 'GetMultiVariables', 'read'],
  [0x0556, 'BeginSequence', 'other'],
  [0x0560, 'EndSequence', 'other'],
  [0x056b, 'Invoke', 'program'],
  [0x0586, 'GetVarSubStreamed', 'program'],
]
const plusByCode = new Map(plus.map(([code, name, operation]) => [code, fn(hex(code, 4), name, operation)]))
export const openSession = fn('0x04ca', 'CreateObject (session)', 'other')
export const closeSession = fn('0x04d4', 'DeleteObject (session)', 'other')
export const notification = fn('0x33', 'Notification', 'other')
export const plusOf = (code: number): WireFunction =>
  plusByCode.get(code) ?? fn(hex(code, 4), `Function ${hex(code, 4)}`, 'other')
