import type { Operation } from '../protocol.ts'
import { functionTable } from '../telling.ts'

/** Opcodes of ROC and ROC Plus (Emerson D301053X012, D301180X012), under the names that ICSNPP prints. */
const opcodes: readonly (readonly [code: number, name: string, operation: Operation])[] = [
  [0, 'General Update', 'read'],
  [2, 'Send Test Data', 'other'],
  [6, 'System Config', 'identify'],
  [7, 'Read Realtime Clock', 'read'],
  [8, 'Set Realtime Clock', 'write'],
  [10, 'Read Configurable Opcode Point Data', 'read'],
  [11, 'Write Configurable Opcode Point Data', 'write'],
  [17, 'Login Request', 'other'],
  [18, 'Log Event', 'write'],
  [24, 'Store And Forward', 'other'],
  [50, 'Request I/O Point Position', 'read'],
  [100, 'Access User Defined Information', 'read'],
  [102, 'Set System Variables', 'program'],
  [103, 'Send System Information', 'identify'],
  [105, "Request Today's and Yesterday's Min/Max Values", 'read'],
  [107, 'Send History', 'read'],
  [108, 'Request History Tag and Periodic Index', 'read'],
  [118, 'Request Alarm Data', 'read'],
  [119, 'Request Event Data', 'read'],
  [120, 'Request Alarm and Event Pointers', 'read'],
  [121, 'Request Alarms', 'read'],
  [122, 'Request Events', 'read'],
  [123, 'Read User Template', 'read'],
  [126, 'Request Minute History', 'read'],
  [128, 'Request History of a Day', 'read'],
  [130, 'Request Archived History', 'read'],
  [131, 'Request History by Pointer', 'read'],
  [132, 'Clear Report by Exception Alarms', 'write'],
  [133, 'Initialize', 'program'],
  [135, 'Request Single History Point Data', 'read'],
  [136, 'Request Multiple History Point Data', 'read'],
  [137, 'Request History Index', 'read'],
  [138, 'Request Daily and Periodic History', 'read'],
  [139, 'History Information Data', 'read'],
  [162, 'Send Single Parameter', 'read'],
  [165, 'Configure History', 'program'],
  [166, 'Set Single Point Parameters', 'write'],
  [167, 'Request Single Point Parameters', 'read'],
  [180, 'Request Parameters', 'read'],
  [181, 'Write Parameters', 'write'],
  [203, 'General File Transfer', 'program'],
  [205, 'Peer to Peer Network Messages', 'write'],
  [206, 'Read Transaction History Data', 'read'],
  [224, 'SRBX Signal', 'other'],
  [225, 'Acknowledge SRBX', 'other'],
  [255, 'Error Indicator', 'other'],
]
const codes = new Set(opcodes.map(([code]) => code))
export const isOpcode = (code: number): boolean => codes.has(code)
export const opcodeOf = functionTable(opcodes, 2, 'Opcode')
export const errorIndicator = 255
export const systemConfig = 6
export const signal = 224

/** Types that System Config tells. */
export const types: ReadonlyMap<number, string> = new Map([
  [1, 'ROC300 with ROCPAC'],
  [2, 'FloBoss 407'],
  [3, 'ROC300 with FlashPAC'],
  [4, 'FloBoss 503'],
  [5, 'FloBoss 504'],
  [6, 'ROC800 (809/827)'],
  [11, 'DL8000'],
])
