import type { Operation, WireFunction } from '../protocol.ts'
import { wireFunction } from '../telling.ts'

const fn = (code: number, name: string, operation: Operation): WireFunction =>
  wireFunction(String(code), name, operation)

/** Control packets by their type (MQTT 3.1.1, §2.2.1; MQTT 5.0, §2.1.2); an acknowledgement counts as the answer to its packet. */
export const connect = fn(1, 'CONNECT', 'other')
export const publish = fn(3, 'PUBLISH', 'other')
export const acknowledge = fn(4, 'PUBACK', 'other')
export const received = fn(5, 'PUBREC', 'other')
export const release = fn(6, 'PUBREL', 'other')
export const complete = fn(7, 'PUBCOMP', 'other')
export const subscribe = fn(8, 'SUBSCRIBE', 'read')
export const unsubscribe = fn(10, 'UNSUBSCRIBE', 'other')
export const ping = fn(12, 'PINGREQ', 'other')
export const disconnect = fn(14, 'DISCONNECT', 'other')
export const authenticate = fn(15, 'AUTH', 'other')

/** Sparkplug B (3.0, §4): what a topic says about the message. Commands write to the node and its devices. */
const sparkplug: readonly (readonly [type: string, operation: Operation])[] = [
  ['NBIRTH', 'identify'],
  ['NDEATH', 'other'],
  ['DBIRTH', 'identify'],
  ['DDEATH', 'other'],
  ['NDATA', 'other'],
  ['DDATA', 'other'],
  ['NCMD', 'write'],
  ['DCMD', 'write'],
  ['STATE', 'other'],
]
const sparkplugFunctions = new Map(
  sparkplug.map(([type, operation]) => [type, wireFunction(`3/${type}`, `Sparkplug ${type}`, operation)]),
)
export const sparkplugOf = (type: string): WireFunction | undefined => sparkplugFunctions.get(type)
