import { hex } from '../octets.ts'
import type { Operation, WireFunction } from '../protocol.ts'
import { wireFunction as fn } from '../telling.ts'
import { className } from './classes.ts'

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
  [0x39, 0x4c, 'Recover', 'program'],
  [0x39, 0x4e, 'Perform Diagnostics', 'write'],
  [0x39, 0x4f, 'Configure Request', 'program'],
  [0x39, 0x50, 'Validate Configuration', 'program'],
  [0x39, 0x51, 'Set Password', 'program'],
  [0x39, 0x52, 'Configuration Lock', 'program'],
  [0x39, 0x53, 'Mode Change', 'program'],
  [0x39, 0x54, 'Safety Reset', 'program'],
  [0x39, 0x55, 'Reset Password', 'program'],
  [0x39, 0x56, 'Propose TUNID', 'program'],
  [0x39, 0x57, 'Apply TUNID', 'program'],
  [0x39, 0x58, 'Propose TUNID List', 'program'],
  [0x39, 0x59, 'Apply TUNID List', 'program'],
  [0x3a, 0x4b, 'Reset Error', 'write'],
  // Modbus devices behind a CIP translator.
  [0x44, 0x4b, 'Read Discrete Inputs', 'read'],
  [0x44, 0x4c, 'Read Coils', 'read'],
  [0x44, 0x4d, 'Read Input Registers', 'read'],
  [0x44, 0x4e, 'Read Holding Registers', 'read'],
  [0x44, 0x4f, 'Write Coils', 'write'],
  [0x44, 0x50, 'Write Holding Registers', 'write'],
  [0x44, 0x51, 'Modbus Passthrough', 'write'],
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
  // Which connections a scanner opens to its I/O.
  [0xf3, 0x4b, 'Kick Timer', 'other'],
  [0xf3, 0x4c, 'Open Connection', 'write'],
  [0xf3, 0x4d, 'Close Connection', 'write'],
  [0xf3, 0x4e, 'Stop Connection', 'write'],
  [0xf3, 0x4f, 'Change Start', 'program'],
  [0xf3, 0x50, 'Get Status', 'read'],
  [0xf3, 0x51, 'Change Complete', 'program'],
  [0xf3, 0x52, 'Audit Changes', 'read'],
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
/** Addresses, the ring and security of a network card, and what a safety device is set to: changed by commissioning only. */
const isConfiguration = (cls: number): boolean =>
  cls === 0x39 || cls === 0x3a || (cls >= 0x5d && cls <= 0x62) || cls === 0x47 || cls === 0xf3 || cls === 0xf5

/** The function of a service (without the reply bit) sent to a class. */
export function serviceOf(cls: number, service: number): WireFunction {
  const code = hex(service, 2)
  const known = specialByKey.get(cls * 256 + service)
  if (known !== undefined) return fn(code, known.name, known.operation)
  const usual = commonByService.get(service)
  const at = cls >= tagClass ? '' : ` (${className(cls) ?? `class ${hex(cls, 2)}`})`
  const engineers = isVendors(cls) || isConfiguration(cls)
  if (usual !== undefined)
    return engineers && usual.operation === 'write'
      ? fn(code, usual.name + at, 'program')
      : fn(code, usual.name, usual.operation)
  return fn(code, `Service ${code}${at}`, engineers ? 'program' : 'other')
}
