import type { WireFunction } from '../protocol.ts'
import { type Call, callOf, type Reading } from '../reading.ts'

const fn = (code: string, name: string, operation: WireFunction['operation']): WireFunction =>
  Object.freeze({ code, name, operation })

/** A publisher tells its state to whoever subscribes. */
export const goose: Reading = callOf(fn('GOOSE', 'GOOSE', 'read')).event
/** With the flag `simulation`: subscribers in simulation mode take it for the real one. */
export const simulatedGoose: Reading = callOf(fn('GOOSE/simulation', 'GOOSE (simulation)', 'read')).event
/** Routed in a session whose payload is no GOOSE. */
export const tunnelled: Reading = callOf(fn('0xa0', 'Tunnelled', 'other')).event
export const management: Reading = callOf(fn('0xa3', 'Management', 'other')).event

/** GSE management (IEC 61850-8-1:2011, 18.2): who is asked for the members of a data set by number, or for numbers by name. */
const rows: readonly (readonly [tag: number, name: string])[] = [
  [0, 'Not Supported'],
  [1, 'GetGoReference'],
  [2, 'GetGOOSEElementNumber'],
  [3, 'GetGsReference'],
  [4, 'GetGSSEDataOffset'],
]
const services = new Map<number, Call>(rows.map(([tag, name]) => [tag, callOf(fn(`GSE/${tag}`, name, 'read'))]))
export const serviceOf = (tag: number): Call | undefined => services.get(tag)
