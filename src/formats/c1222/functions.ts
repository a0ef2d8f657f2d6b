import { hex } from '../octets.ts'
import type { Operation, WireFunction } from '../protocol.ts'

const fn = (code: string, name: string, operation: Operation): WireFunction => Object.freeze({ code, name, operation })

/** Services of EPSEM (ANSI C12.22-2012, 5.3.2): requests from 0x20 on; below are results. */
const rows: readonly (readonly [service: number, name: string, operation: Operation])[] = [
  [0x20, 'Identify', 'identify'],
  [0x21, 'Terminate', 'other'],
  [0x22, 'Disconnect', 'other'],
  [0x30, 'Full Read', 'read'],
  [0x3e, 'Default Read', 'read'],
  [0x3f, 'Partial Read by Offset', 'read'],
  [0x40, 'Full Write', 'write'],
  [0x4e, 'Default Write', 'write'],
  [0x4f, 'Partial Write by Offset', 'write'],
  [0x50, 'Logon', 'other'],
  [0x51, 'Security', 'other'],
  [0x52, 'Logoff', 'other'],
  [0x53, 'Authenticate', 'other'],
  [0x70, 'Wait', 'other'],
  [0x71, 'Timing Setup', 'other'],
]
const byService = new Map(rows.map(([service, name, operation]) => [service, fn(hex(service, 2), name, operation)]))
for (let index = 1; index <= 9; index++) {
  byService.set(0x30 + index, fn(hex(0x30 + index, 2), 'Partial Read by Index', 'read'))
  byService.set(0x40 + index, fn(hex(0x40 + index, 2), 'Partial Write by Index', 'write'))
}
for (let rates = 0x60; rates <= 0x6b; rates++) byService.set(rates, fn(hex(rates, 2), 'Negotiate', 'other'))

const strange = Array.from({ length: 256 }, (_, service) => fn(hex(service, 2), `Service ${hex(service, 2)}`, 'other'))
export const serviceOf = (service: number): WireFunction => byService.get(service) ?? strange[service & 0xff]!
export const isService = (service: number): boolean => byService.has(service) || service <= 0x12

/** Writing table 7 executes a procedure; the standard ones 0 and 1 restart the device (ANSI C12.19-2012, 9.1.7). */
export const executes = fn('0x40/7', 'Execute Procedure', 'write')
export const restarts = fn('0x40/7/restart', 'Execute Procedure: Restart', 'program')

export const done = fn('0x00', 'OK', 'other')
export const refused = fn('error', 'Error', 'other')
export const secured = fn('secured', 'Encrypted', 'other')
