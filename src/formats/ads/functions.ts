import { hex } from '../octets.ts'
import type { Operation, WireFunction } from '../protocol.ts'
import { wireFunction } from '../telling.ts'

/** Commands of ADS (Beckhoff Information System, TcAdsAmsSpec). */
const commands: readonly (readonly [code: number, name: string, operation: Operation])[] = [
  [1, 'ADS Read Device Info', 'identify'],
  [2, 'ADS Read', 'read'],
  [3, 'ADS Write', 'write'],
  [4, 'ADS Read State', 'identify'],
  [5, 'ADS Write Control', 'program'],
  [6, 'ADS Add Device Notification', 'read'],
  [7, 'ADS Delete Device Notification', 'other'],
  [8, 'ADS Device Notification', 'read'],
  [9, 'ADS Read Write', 'read'],
]
const byCode = commands.map(([code, name, operation]) => wireFunction(String(code), name, operation))
export const isCommand = (code: number): boolean => code >= 1 && code <= byCode.length

const write = 3
const readWrite = 9

/** Ports: 10000 is the system service of TwinCAT with files, registry and start of programs; 800 to 899 are PLC runtimes. */
const systemService = 10000
const isRuntime = (port: number): boolean => port >= 800 && port <= 899

/** Index groups of values: memory, inputs, outputs, symbols by handle; and packets of several such requests. */
const isValues = (group: number): boolean => (group >= 0x4000 && group < 0x4100) || (group >= 0xf000 && group <= 0xf0ff)
/** Of these, those that Read Write uses to write: sum commands; the others look names up or read. */
const sumWrite = 0xf081
const sumReadWrite = 0xf082
/** System service: 120 to 139 are files, 200 the registry, 500 starts a process. Of these Read Write only asks: */
const listFolder = 133
const registry = 200

const special = {
  writeSystem: wireFunction('3', 'ADS Write (system service)', 'program'),
  writeRuntime: wireFunction('3', 'ADS Write (runtime)', 'program'),
  sumWrite: wireFunction('9', 'ADS Read Write (sum of writes)', 'write'),
  files: wireFunction('9', 'ADS Read Write (system service)', 'program'),
} as const

/** What a request asks of whom: the same command means values at a runtime and files at the system service. */
export function functionOf(code: number, port: number, group: number): WireFunction {
  const plain = byCode[code - 1]!
  if (code === write) {
    if (port === systemService) return special.writeSystem
    return isRuntime(port) && !isValues(group) ? special.writeRuntime : plain
  }
  if (code !== readWrite) return plain
  if (port === systemService) return group === listFolder || group === registry ? plain : special.files
  return group === sumWrite || group === sumReadWrite ? special.sumWrite : plain
}

/** Operations of the discovery on UDP 48899; an answer has the highest bit set. */
const discovery = new Map([
  [1, wireFunction('udp 1', 'Read Info', 'identify')],
  [6, wireFunction('udp 6', 'Add Route', 'program')],
  [7, wireFunction('udp 7', 'Delete Route', 'program')],
])
export const discoveryOf = (operation: number): WireFunction =>
  discovery.get(operation) ?? wireFunction(`udp ${hex(operation, 2)}`, `Operation ${hex(operation, 2)}`, 'other')

/** ADS states (TcAdsDef.h). */
export const adsStates = [
  'Invalid',
  'Idle',
  'Reset',
  'Init',
  'Start',
  'Run',
  'Stop',
  'Save config',
  'Load config',
  'Power failure',
  'Power good',
  'Error',
  'Shutdown',
  'Suspend',
  'Resume',
  'Config',
  'Reconfig',
] as const
