import { hex } from '../octets.ts'
import type { Operation, WireFunction } from '../protocol.ts'
import { wireFunction } from '../telling.ts'

type Listed = readonly (readonly [code: number, name: string, operation: Operation])[]

/** Services of KNXnet/IP (ISO 22510; KNX 03.08.01, §5). */
const services: Listed = [
  [0x0201, 'Search Request', 'identify'],
  [0x0202, 'Search Response', 'identify'],
  [0x0203, 'Description Request', 'identify'],
  [0x0204, 'Description Response', 'identify'],
  [0x0205, 'Connect Request', 'other'],
  [0x0206, 'Connect Response', 'other'],
  [0x0207, 'Connection State Request', 'other'],
  [0x0208, 'Connection State Response', 'other'],
  [0x0209, 'Disconnect Request', 'other'],
  [0x020a, 'Disconnect Response', 'other'],
  [0x020b, 'Search Request Extended', 'identify'],
  [0x020c, 'Search Response Extended', 'identify'],
  [0x0310, 'Device Configuration Request', 'other'],
  [0x0311, 'Device Configuration Ack', 'other'],
  [0x0420, 'Tunnelling Request', 'other'],
  [0x0421, 'Tunnelling Ack', 'other'],
  [0x0422, 'Tunnelling Feature Get', 'read'],
  [0x0423, 'Tunnelling Feature Response', 'read'],
  [0x0424, 'Tunnelling Feature Set', 'write'],
  [0x0425, 'Tunnelling Feature Info', 'other'],
  [0x0530, 'Routing Indication', 'other'],
  [0x0531, 'Routing Lost Message', 'other'],
  [0x0532, 'Routing Busy', 'other'],
  [0x0533, 'Routing System Broadcast', 'other'],
  [0x0740, 'Remote Diagnostic Request', 'identify'],
  [0x0741, 'Remote Diagnostic Response', 'identify'],
  [0x0742, 'Remote Basic Configuration Request', 'write'],
  [0x0743, 'Remote Reset Request', 'program'],
  [0x0950, 'Secure Wrapper', 'other'],
  [0x0951, 'Secure Session Request', 'other'],
  [0x0952, 'Secure Session Response', 'other'],
  [0x0953, 'Secure Session Authenticate', 'other'],
  [0x0954, 'Secure Session Status', 'other'],
  [0x0955, 'Secure Timer Notify', 'other'],
]
const byService = new Map(services.map(([code, ...rest]) => [code, wireFunction(hex(code, 4), ...rest)]))
export const serviceOf = (code: number): WireFunction | undefined => byService.get(code)

/**
 * Application services inside telegrams (KNX 03.03.07, table 1): of the ten bits those that tell. Memory, properties and
 * addresses of devices are changed by the engineering tool only, so writing them programs the device.
 */
const telegrams: Listed = [
  [0x000, 'Group Value Read', 'read'],
  [0x040, 'Group Value Response', 'read'],
  [0x080, 'Group Value Write', 'write'],
  [0x0c0, 'Individual Address Write', 'program'],
  [0x100, 'Individual Address Read', 'identify'],
  [0x140, 'Individual Address Response', 'identify'],
  [0x180, 'ADC Read', 'read'],
  [0x1c0, 'ADC Response', 'read'],
  [0x200, 'Memory Read', 'program'],
  [0x240, 'Memory Response', 'program'],
  [0x280, 'Memory Write', 'program'],
  [0x300, 'Device Descriptor Read', 'identify'],
  [0x340, 'Device Descriptor Response', 'identify'],
  [0x380, 'Restart', 'program'],
  [0x3d1, 'Authorize Request', 'other'],
  [0x3d2, 'Authorize Response', 'other'],
  [0x3d5, 'Property Value Read', 'read'],
  [0x3d6, 'Property Value Response', 'read'],
  [0x3d7, 'Property Value Write', 'program'],
  [0x3d8, 'Property Description Read', 'read'],
  [0x3d9, 'Property Description Response', 'read'],
  [0x3dc, 'Individual Address Serial Number Read', 'identify'],
  [0x3dd, 'Individual Address Serial Number Response', 'identify'],
  [0x3de, 'Individual Address Serial Number Write', 'program'],
]
const byApci = new Map(telegrams.map(([code, ...rest]) => [code, wireFunction(`apci/${hex(code, 3)}`, ...rest)]))
const other = wireFunction('apci', 'Telegram', 'other')

/** The application service of ten bits: the upper four decide, and from 0x2c0 on (restart aside) all ten. */
export function telegramOf(apci: number): WireFunction {
  return byApci.get(apci) ?? byApci.get(apci & 0x3c0) ?? other
}
export const isResponse = (fn: WireFunction): boolean => fn.name.endsWith('Response')
