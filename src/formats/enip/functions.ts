import { hex } from '../octets.ts'
import type { Operation, WireFunction } from '../protocol.ts'

const fn = (code: string, name: string, operation: Operation): WireFunction => Object.freeze({ code, name, operation })

/** Encapsulation commands that say something themselves; Send RR Data and Send Unit Data only carry CIP. */
const commands: ReadonlyMap<number, WireFunction> = new Map([
  [0x0001, fn('0x0001', 'Encapsulation 0x0001', 'other')],
  [0x0004, fn('0x0004', 'List Services', 'identify')],
  [0x0063, fn('0x0063', 'List Identity', 'identify')],
  [0x0064, fn('0x0064', 'List Interfaces', 'identify')],
  [0x0065, fn('0x0065', 'Register Session', 'other')],
  [0x0066, fn('0x0066', 'Unregister Session', 'other')],
  [0x006f, fn('0x006f', 'Send RR Data', 'other')],
  [0x0070, fn('0x0070', 'Send Unit Data', 'other')],
  [0x0072, fn('0x0072', 'Indicate Status', 'other')],
  [0x0073, fn('0x0073', 'Cancel', 'other')],
])
export const commandOf = (command: number): WireFunction | undefined => commands.get(command)

export const implicitData = fn('io', 'Implicit I/O Data', 'other')

/** A path that names a tag by text has no class; it is counted as this one. */
export const tagClass = 0x10000
/** A path that could not be read, or none. */
export const noClass = 0x10001

/** Services that mean the same at every class (CIP specification, volume 1, appendix A-3). */
const common: readonly (readonly [service: number, name: string, operation: Operation])[] = [
  [0x01, 'Get Attributes All', 'read'],
  [0x02, 'Set Attributes All', 'write'],
  [0x03, 'Get Attribute List', 'read'],
  [0x04, 'Set Attribute List', 'write'],
  [0x05, 'Reset', 'program'],
  [0x06, 'Start', 'program'],
  [0x07, 'Stop', 'program'],
  [0x08, 'Create', 'program'],
  [0x09, 'Delete', 'program'],
  [0x0a, 'Multiple Service Packet', 'other'],
  [0x0d, 'Apply Attributes', 'write'],
  [0x0e, 'Get Attribute Single', 'read'],
  [0x10, 'Set Attribute Single', 'write'],
  [0x11, 'Find Next Object Instance', 'read'],
  [0x15, 'Restore', 'program'],
  [0x16, 'Save', 'program'],
  [0x17, 'No Operation', 'other'],
  [0x18, 'Get Member', 'read'],
  [0x19, 'Set Member', 'write'],
  [0x1a, 'Insert Member', 'write'],
  [0x1b, 'Remove Member', 'write'],
  [0x1c, 'Group Sync', 'other'],
]
const commonByService = new Map(common.map(([service, name, operation]) => [service, { name, operation }]))

/** Services whose meaning depends on the class they are sent to. */
const special: readonly (readonly [cls: number, service: number, name: string, operation: Operation])[] = [
  [0x01, 0x01, 'Get Attributes All (Identity)', 'identify'],
  [0x01, 0x03, 'Get Attribute List (Identity)', 'identify'],
  [0x01, 0x0e, 'Get Attribute Single (Identity)', 'identify'],
  [0x06, 0x4e, 'Forward Close', 'other'],
  [0x06, 0x52, 'Unconnected Send', 'other'],
  [0x06, 0x54, 'Forward Open', 'other'],
  [0x06, 0x56, 'Get Connection Data', 'read'],
  [0x06, 0x57, 'Search Connection Data', 'read'],
  [0x06, 0x5a, 'Get Connection Owner', 'read'],
  [0x06, 0x5b, 'Large Forward Open', 'other'],
  // File object: how projects and electronic data sheets are moved.
  [0x37, 0x4b, 'Initiate Upload', 'program'],
  [0x37, 0x4c, 'Initiate Download', 'program'],
  [0x37, 0x4d, 'Initiate Partial Read', 'program'],
  [0x37, 0x4e, 'Initiate Partial Write', 'program'],
  [0x37, 0x4f, 'Upload Transfer', 'program'],
  [0x37, 0x50, 'Download Transfer', 'program'],
  [0x37, 0x51, 'Clear File', 'program'],
  [0x67, 0x4b, 'Execute PCCC', 'other'],
  [0x67, 0x4c, 'Execute DH+', 'other'],
  // Logix tags: by name, or by instance of the symbol object (Rockwell 1756-PM020).
  ...[tagClass, 0x6b].flatMap(
    (cls) =>
      [
        [cls, 0x4c, 'Read Tag', 'read'],
        [cls, 0x4d, 'Write Tag', 'write'],
        [cls, 0x4e, 'Read Modify Write Tag', 'write'],
        [cls, 0x52, 'Read Tag Fragmented', 'read'],
        [cls, 0x53, 'Write Tag Fragmented', 'write'],
        [cls, 0x55, 'Get Instance Attribute List', 'read'],
      ] as const,
  ),
  [0x6c, 0x4c, 'Read Template', 'read'],
  // Lists of values that operator stations and engineering tools watch: seen as polling in every Logix capture.
  [0x72, 0x4c, 'Read Watch List', 'read'],
  [0xb2, 0x4c, 'Read Optimized Packet', 'read'],
  // The clock is set, not the program.
  [0x8b, 0x02, 'Set Attributes All (Wall Clock)', 'write'],
  [0x8b, 0x04, 'Set Attribute List (Wall Clock)', 'write'],
  [0x8b, 0x10, 'Set Attribute Single (Wall Clock)', 'write'],
  [0xa1, 0x4b, 'Firmware Update: Begin', 'program'],
  [0xa1, 0x4d, 'Firmware Update: Transfer', 'program'],
  [0xa1, 0x51, 'Firmware Update: End', 'program'],
  [0xf6, 0x4c, 'Get and Clear Counters', 'write'],
]
const specialByKey = new Map(
  special.map(([cls, service, name, operation]) => [cls * 256 + service, { name, operation }]),
)

/**
 * Class numbers that belong to vendors: in practice the objects of a Logix controller (tasks, programs, routines, modes).
 * What changes something there is programming unless the list above knows better; a tag service on them reads or writes data.
 */
const isVendors = (cls: number): boolean => (cls >= 0x64 && cls <= 0xc7) || (cls >= 0x300 && cls <= 0x4ff)

/** The function of a service (without the reply bit) sent to a class. */
export function serviceOf(cls: number, service: number): WireFunction {
  const code = hex(service, 2)
  const known = specialByKey.get(cls * 256 + service)
  if (known !== undefined) return fn(code, known.name, known.operation)
  const usual = commonByService.get(service)
  const at = cls >= tagClass ? '' : ` (class ${hex(cls, 2)})`
  if (usual !== undefined)
    return isVendors(cls) && usual.operation === 'write'
      ? fn(code, usual.name + at, 'program')
      : fn(code, usual.name, usual.operation)
  return fn(code, `Service ${code}${at}`, isVendors(cls) ? 'program' : 'other')
}

/** PCCC (DF1 protocol, Rockwell 1770-6.5.16): command, or command and function. */
const pccc: readonly (readonly [command: number, f: number, name: string, operation: Operation])[] = [
  [0x00, -1, 'Protected Write', 'write'],
  [0x01, -1, 'Unprotected Read', 'read'],
  [0x02, -1, 'Protected Bit Write', 'write'],
  [0x05, -1, 'Unprotected Bit Write', 'write'],
  [0x08, -1, 'Unprotected Write', 'write'],
  [0x06, 0x00, 'Echo', 'other'],
  [0x06, 0x01, 'Read Diagnostic Counters', 'identify'],
  [0x06, 0x02, 'Set Variables', 'write'],
  [0x06, 0x03, 'Diagnostic Status', 'identify'],
  [0x06, 0x07, 'Reset Diagnostic Counters', 'write'],
  [0x0f, 0x00, 'Word Range Write', 'write'],
  [0x0f, 0x01, 'Word Range Read', 'read'],
  [0x0f, 0x02, 'Bit Write', 'write'],
  [0x0f, 0x11, 'Get Edit Resource', 'program'],
  [0x0f, 0x12, 'Return Edit Resource', 'program'],
  [0x0f, 0x17, 'Read Bytes Physical', 'program'],
  [0x0f, 0x18, 'Write Bytes Physical', 'program'],
  [0x0f, 0x26, 'Read Modify Write', 'write'],
  [0x0f, 0x29, 'Read Section Size', 'read'],
  [0x0f, 0x3a, 'Set CPU Mode', 'program'],
  [0x0f, 0x41, 'Disable Forces', 'program'],
  [0x0f, 0x50, 'Download All', 'program'],
  [0x0f, 0x52, 'Download Completed', 'program'],
  [0x0f, 0x53, 'Upload All', 'program'],
  [0x0f, 0x55, 'Upload Completed', 'program'],
  [0x0f, 0x57, 'Initialize Memory', 'program'],
  [0x0f, 0x67, 'Typed Write', 'write'],
  [0x0f, 0x68, 'Typed Read', 'read'],
  [0x0f, 0x80, 'Change Mode', 'program'],
  [0x0f, 0x81, 'Open File', 'program'],
  [0x0f, 0x82, 'Close File', 'program'],
  [0x0f, 0x88, 'Execute Command List', 'program'],
  [0x0f, 0x8f, 'Apply Port Configuration', 'program'],
  [0x0f, 0xa1, 'Protected Typed Logical Read (2 fields)', 'read'],
  [0x0f, 0xa2, 'Protected Typed Logical Read (3 fields)', 'read'],
  // Undocumented; seen from programming software: a list of addresses is asked and their values come back.
  [0x0f, 0xa3, 'Protected Typed Logical Read (list)', 'read'],
  [0x0f, 0xa7, 'Protected Typed File Read', 'read'],
  [0x0f, 0xa9, 'Protected Typed Logical Write (2 fields)', 'write'],
  [0x0f, 0xaa, 'Protected Typed Logical Write (3 fields)', 'write'],
  [0x0f, 0xab, 'Masked Write (3 fields)', 'write'],
  [0x0f, 0xaf, 'Protected Typed File Write', 'write'],
]
const pcccByKey = new Map(
  pccc.map(([command, f, name, operation]) => [
    f < 0 ? command * 256 : command * 256 + f,
    fn(`0x4b/${hex(command, 2)}${f < 0 ? '' : `/${hex(f, 2)}`}`, `PCCC: ${name}`, operation),
  ]),
)

/** Whether a PCCC command carries a function code. */
export const hasFunction = (command: number): boolean => command === 0x06 || command === 0x07 || command === 0x0f

export const pcccOf = (command: number, f: number): WireFunction =>
  pcccByKey.get(hasFunction(command) ? command * 256 + f : command * 256) ??
  fn(
    `0x4b/${hex(command, 2)}${hasFunction(command) ? `/${hex(f, 2)}` : ''}`,
    `PCCC: Command ${hex(command, 2)}${hasFunction(command) ? ` function ${hex(f, 2)}` : ''}`,
    'other',
  )
