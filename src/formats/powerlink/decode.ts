import { createCalls } from '../calls.ts'
import { u16le } from '../octets.ts'
import type { IdentityFact, Message, Protocol, ProtocolSession, WireFunction } from '../protocol.ts'
import { fault, type Reading, withFault } from '../reading.ts'
import { say, telling } from '../telling.ts'
import { Waiting } from '../waiting.ts'
import {
  commandOf,
  isIdentity,
  isMessage,
  messageOf,
  messages,
  sdoIds,
  sdoOf,
  serviceOf,
  services,
} from './functions.ts'
import { identLength, sayIdent, sayObject } from './identity.ts'

/** Message type, destination node, source node (EPSG DS 301, 4.6.1.1); ASnd: service. */
const header = 3
const managingNode = 240
const broadcastNode = 255
/** Sequence layer (4), then: reserved, transaction, flags, command, size of the segment (2), reserved (2). */
const sequenceLayer = 4
const commandLayer = 8
const sdoFlags = { answer: 0x80, abort: 0x40, segmentation: 0x30, initiate: 0x10 } as const
const mostPending = 64

const callTo = createCalls()

/** A managing node asks, controlled nodes answer; the rest nobody asked for. */
const kinds: Readonly<Record<number, 'request' | 'response'>> = {
  [messages.request]: 'request',
  [messages.response]: 'response',
}

interface AskedObject {
  readonly index: number
  readonly subindex: number
}

function open(): ProtocolSession {
  /** SDO transaction → the object that it reads: an answer names none. */
  const asked = new Waiting<AskedObject>(mostPending)
  /** Each node has a link address of its own, so that it is told once which it is. */
  let node = -1

  const says = (kind: Message['kind'], fn: WireFunction, facts: IdentityFact[], isRefused = false): Reading =>
    facts.length === 0 ? callTo(fn)[isRefused ? 'refusal' : kind] : telling(kind, fn, facts, undefined, isRefused)

  const readSdo = (bytes: Uint8Array, start: number, end: number, facts: IdentityFact[]): Reading => {
    const at = start + header + 1 + sequenceLayer
    if (at + commandLayer > end) return says('event', serviceOf(services.sdo), facts)
    const transaction = bytes[at + 1]!
    const flags = bytes[at + 2]!
    const command = bytes[at + 3]!
    const stop = Math.min(end, at + commandLayer + u16le(bytes, at + 4))
    // The first of several segments tells the size of all.
    const from = at + commandLayer + ((flags & sdoFlags.segmentation) === sdoFlags.initiate ? 4 : 0)
    // Only the sequence layer has something to say.
    if (command === 0) return says('event', serviceOf(services.sdo), facts)
    const isByIndex = (command === sdoIds.write || command === sdoIds.read) && (flags & sdoFlags.segmentation) <= 0x10
    if ((flags & sdoFlags.answer) === 0) {
      const object =
        isByIndex && from + 3 <= end ? { index: u16le(bytes, from), subindex: bytes[from + 2]! } : undefined
      if (object !== undefined && command === sdoIds.read && isIdentity(object.index)) asked.put(transaction, object)
      return says('request', sdoOf(command, object?.index ?? -1), facts, (flags & sdoFlags.abort) !== 0)
    }
    const object = command === sdoIds.read ? asked.get(transaction) : undefined
    const isRefused = (flags & sdoFlags.abort) !== 0
    if (object !== undefined && !isRefused && (flags & sdoFlags.segmentation) === 0) {
      sayObject(facts, object.index, object.subindex, bytes, from, stop)
      asked.take(transaction)
    }
    return says('response', sdoOf(command, object?.index ?? -1), facts, isRefused)
  }

  const readSend = (bytes: Uint8Array, start: number, end: number, facts: IdentityFact[]): Reading => {
    const service = bytes[start + header] ?? 0
    const at = start + header + 1
    if (service === services.sdo) return readSdo(bytes, start, end, facts)
    if (service === services.command) return says('request', commandOf(bytes[at] ?? 0), facts)
    if (service !== services.ident)
      return says(service === services.status ? 'response' : 'event', serviceOf(service), facts)
    if (at + identLength > end)
      return withFault(says('response', serviceOf(service), facts), 'ident response cut short')
    sayIdent(facts, bytes, at)
    return says('response', serviceOf(service), facts)
  }

  return {
    read(bytes, start, end) {
      if (end - start < header + 1) return fault('POWERLINK header cut short')
      const type = bytes[start]! & 0x7f
      const source = bytes[start + 2]!
      const facts: IdentityFact[] = []
      if (source !== node && source !== 0 && source !== broadcastNode) {
        node = source
        say(facts, 'nodeId', String(source))
        say(facts, 'deviceType', `POWERLINK ${source === managingNode ? 'managing' : 'controlled'} node`)
      }
      if (type === messages.send) return readSend(bytes, start, end, facts)
      if (!isMessage(type)) return fault('an unknown type of message')
      return says(kinds[type] ?? 'event', messageOf(type), facts)
    },
  }
}

/** Ethernet POWERLINK, version 2. */
export const powerlink: Protocol = {
  name: 'powerlink',
  transports: ['eth'],
  ports: [],
  etherTypes: [0x88ab],
  recognises: (bytes, start, end) => start + header < end && isMessage(bytes[start]! & 0x7f),
  lengthAt: (_, start, end) => end - start,
  session: open,
}

/** SDO through routers: the same ASnd frames in UDP, on their port only. */
export const powerlinkUdp: Protocol = {
  ...powerlink,
  transports: ['udp'],
  ports: [3819],
  etherTypes: [],
  onlyOnPorts: true,
  recognises: (bytes, start, end) =>
    start + header < end &&
    (bytes[start]! & 0x7f) === messages.send &&
    bytes[start + header]! >= 1 &&
    bytes[start + header]! <= 5,
}
