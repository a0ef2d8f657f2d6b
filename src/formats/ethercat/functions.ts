import { functionTable, wireFunction } from '../telling.ts'

/** Commands of EtherCAT datagrams: ETG.1000.4, 5.4.1. */
export const commandOf = functionTable(
  [
    [0x00, 'NOP', 'other'],
    [0x01, 'APRD', 'read'],
    [0x02, 'APWR', 'write'],
    [0x03, 'APRW', 'write'],
    [0x04, 'FPRD', 'read'],
    [0x05, 'FPWR', 'write'],
    [0x06, 'FPRW', 'write'],
    [0x07, 'BRD', 'read'],
    [0x08, 'BWR', 'write'],
    [0x09, 'BRW', 'write'],
    [0x0a, 'LRD', 'read'],
    [0x0b, 'LWR', 'write'],
    [0x0c, 'LRW', 'write'],
    // One slave's clock is read and written to those behind it.
    [0x0d, 'ARMW', 'other'],
    [0x0e, 'FRMW', 'other'],
  ],
  2,
  'Unknown command',
)
export const lastCommand = 0x0e
/** Addressed by position, by configured station address, to all. */
export const isByPosition = (command: number): boolean => (command >= 1 && command <= 3) || command === 0x0d
export const isByStation = (command: number): boolean => (command >= 4 && command <= 6) || command === 0x0e
export const isBroadcast = (command: number): boolean => command >= 7 && command <= 9
const reads = new Set([1, 3, 4, 6])
const writes = new Set([2, 3, 5, 6])
/** To one slave. */
export const readsOne = (command: number): boolean => reads.has(command)
export const writesOne = (command: number): boolean => writes.has(command)

/** What is written to a slave's registers that stops it, or changes its firmware or configuration. */
export const bootstrap = wireFunction('al/3', 'AL Control: Bootstrap', 'program')
export const eepromWrite = wireFunction('sii/write', 'SII EEPROM Write', 'program')

export const networkVariables = wireFunction('eap', 'Network Variables', 'other')
export const mailboxGateway = wireFunction('mailbox', 'Mailbox', 'other')

/** CANopen over EtherCAT, ETG.1000.6, 5.6: by service data object. */
export const sdo = {
  upload: wireFunction('coe/upload', 'CoE SDO Upload', 'read'),
  identity: wireFunction('coe/upload', 'CoE SDO Upload (identity)', 'identify'),
  uploadSegment: wireFunction('coe/upload-segment', 'CoE SDO Upload Segment', 'read'),
  download: wireFunction('coe/download', 'CoE SDO Download', 'write'),
  // CiA 302: program data and control.
  program: wireFunction('coe/download', 'CoE SDO Download (program)', 'program'),
  downloadSegment: wireFunction('coe/download-segment', 'CoE SDO Download Segment', 'write'),
  abort: wireFunction('coe/abort', 'CoE SDO Abort', 'other'),
  information: wireFunction('coe/information', 'CoE SDO Information', 'read'),
  emergency: wireFunction('coe/emergency', 'CoE Emergency', 'other'),
} as const

/** File access: firmware and programs, in either direction (ETG.1000.6, 5.8). */
export const foe = [
  undefined,
  wireFunction('foe/1', 'FoE Read', 'program'),
  wireFunction('foe/2', 'FoE Write', 'program'),
  wireFunction('foe/3', 'FoE Data', 'program'),
  wireFunction('foe/4', 'FoE Acknowledge', 'program'),
  wireFunction('foe/5', 'FoE Error', 'program'),
  wireFunction('foe/6', 'FoE Busy', 'program'),
] as const

/** Servo drive profile, by operation (ETG.1000.6, 5.9). */
export const soe = [
  undefined,
  wireFunction('soe/1', 'SoE Read', 'read'),
  wireFunction('soe/2', 'SoE Read', 'read'),
  wireFunction('soe/3', 'SoE Write', 'write'),
  wireFunction('soe/4', 'SoE Write', 'write'),
  wireFunction('soe/5', 'SoE Notification', 'other'),
  wireFunction('soe/6', 'SoE Emergency', 'other'),
] as const

export const ads = wireFunction('aoe', 'AoE', 'other')
export const ethernet = wireFunction('eoe', 'EoE', 'other')
export const vendorMailbox = wireFunction('voe', 'VoE', 'other')
