import type { Fault } from '../faults.ts'
import { u16le, u32le } from '../octets.ts'
import type { Message } from '../protocol.ts'
import { fault, type Reading, readingOf, withFault, withIdentity } from '../reading.ts'
import { Waiting } from '../waiting.ts'
import { noClass } from './functions.ts'
import { emptyPath, readPath } from './path.ts'
import { hasFunction, onProgramFile } from './pccc.ts'
import { safetyPair } from './safety.ts'
import { containing, type Opened, opening, pcccTarget, type Target, targetOf } from './target.ts'
import { told } from './told.ts'

const replyBit = 0x80
const multipleServices = 0x0a
const unconnectedSend = 0x52
const forwardOpen = 0x54
const largeForwardOpen = 0x5b
/** Packets within packets: a Multiple Service Packet inside an Unconnected Send is the deepest that makes sense. */
const depthLimit = 3
const innerLimit = 256
const pendingLimit = 256

const path = emptyPath()

/** Requests that wait for their answer and connections that were opened, of one conversation; both bounded. */
interface CipSession {
  /** A CIP message; `key`, a small integer, names the exchange; `unit` is the device behind the endpoint. */
  read(bytes: Uint8Array, start: number, end: number, key: number, unit: string | undefined): Reading
  /** A message over a connection: it goes where the Forward Open of the connection said. */
  connected(connection: number, bytes: Uint8Array, start: number, end: number, key: number): Reading
}

/** The class at the end of connections that carry messages of DH+, and with them PCCC, instead of CIP. */
const dhPlus = 0xa6
/** Destination (link, node) and source, 2 octets each, in front of the PCCC command. */
const dhPlusHeader = 8
/** Keys of PCCC over DH+: its own transaction number. */
const dhPlusKeys = 2 ** 29
const pcccReply = 0x40

export function cipSession(): CipSession {
  const pending = new Waiting<Target>(pendingLimit)
  const connections = new Map<number, Opened>()

  function asked(bytes: Uint8Array, start: number, end: number, key: number, unit: string | undefined): Reading {
    const target = readRequest(bytes, start, end, unit, 0)
    if (target === undefined) return fault('CIP request cut short')
    pending.put(key, target)
    if (target.inner === undefined) return target.call.request
    const messages: Message[] = []
    flatten(target, messages)
    return readingOf(messages, undefined, 'cip')
  }

  function answered(bytes: Uint8Array, start: number, end: number, key: number, unit: string | undefined): Reading {
    const service = bytes[start]! & 0x7f
    const waiting = pending.get(key)
    const target = waiting === undefined ? undefined : matching(waiting, service)
    if (target !== undefined) pending.take(key)
    if (end - start < 4) return fault('CIP answer cut short')
    if (target !== undefined && (service === forwardOpen || service === largeForwardOpen) && bytes[start + 2] === 0) {
      const data = start + 4 + 2 * bytes[start + 3]!
      const { opens } = target
      if (opens !== undefined && data + 8 <= end) {
        bounded(connections, u32le(bytes, data), opens)
        bounded(connections, u32le(bytes, data + 4), opens)
      }
      if (opens?.isSafety === true) return withIdentity(target.call.response, safetyPair)
    }
    return readAnswer(bytes, start, end, target, unit, 0)
  }

  function overDhPlus(bytes: Uint8Array, start: number, end: number, route: string | undefined): Reading {
    const command = start + dhPlusHeader
    if (command + 4 > end) return fault('PCCC message cut short')
    const isReply = (bytes[command]! & pcccReply) !== 0
    const node = `dh+${u16le(bytes, start + (isReply ? 6 : 2))}`
    const unit = route === undefined ? node : `${route}/${node}`
    const key = dhPlusKeys + u16le(bytes, command + 2)
    if (!isReply) {
      const target = pcccAt(bytes, command, end, unit)
      pending.put(key, target)
      return target.call.request
    }
    const target = pending.take(key) ?? pcccTarget(bytes[command]! & ~pcccReply, 0, unit)
    return bytes[command + 1] === 0 ? target.call.response : target.call.refusal
  }

  const read = (bytes: Uint8Array, start: number, end: number, key: number, unit: string | undefined): Reading => {
    if (end - start < 2) return fault('CIP message cut short')
    return bytes[start]! & replyBit ? answered(bytes, start, end, key, unit) : asked(bytes, start, end, key, unit)
  }

  return {
    read,
    connected(connection, bytes, start, end, key) {
      const opened = connections.size === 0 ? undefined : connections.get(connection)
      if (opened?.cls === dhPlus) return overDhPlus(bytes, start, end, opened.route)
      return read(bytes, start, end, key, opened?.route)
    },
  }
}

/** The answer to an Unconnected Send is that of the request inside, unless the route failed. */
function matching(waiting: Target, service: number): Target | undefined {
  const inside = waiting.cls === 6 && waiting.service === unconnectedSend ? waiting.inner?.[0] : undefined
  if (inside?.service === service) return inside
  return waiting.service === service ? waiting : undefined
}

function bounded<T>(map: Map<number, T>, key: number, value: T): void {
  if (map.size >= pendingLimit && !map.has(key)) map.delete(map.keys().next().value as number)
  map.set(key, value)
}

function flatten(target: Target, into: Message[]): void {
  into.push(target.call.request.messages[0]!)
  const { inner } = target
  if (inner === undefined) return
  for (let i = 0; i < inner.length; i++) flatten(inner[i]!, into)
}

function readRequest(
  bytes: Uint8Array,
  start: number,
  end: number,
  unit: string | undefined,
  depth: number,
): Target | undefined {
  const service = bytes[start]! & 0x7f
  const data = start + 2 + 2 * (bytes[start + 1] ?? 0)
  if (start + 2 > end || data > end) return undefined
  readPath(bytes, start + 2, data, path)
  const { cls } = path
  const target = targetOf(cls, service, path.instance, path.attribute, unit)
  if (service === multipleServices && depth < depthLimit) {
    return containing(target, readPacket(bytes, data, end, unit, depth))
  }
  if (cls === 6 && service === unconnectedSend && depth < depthLimit) {
    const length = u16le(bytes, data + 2)
    const stop = data + 4 + length
    if (stop > end) return target
    const routed = stop + (length & 1)
    readPath(bytes, routed + 2, Math.min(end, routed + 2 + 2 * (bytes[routed] ?? 0)), path)
    const inner = readRequest(bytes, data + 4, stop, path.route ?? unit, depth + 1)
    return inner === undefined ? target : containing(target, [inner])
  }
  if (cls === 6 && (service === forwardOpen || service === largeForwardOpen)) {
    const size = data + (service === forwardOpen ? 35 : 39)
    if (size >= end) return target
    readPath(bytes, size + 1, Math.min(end, size + 1 + 2 * bytes[size]!), path)
    return opening(target, { route: path.route, cls: path.cls, isSafety: path.isSafety })
  }
  if (cls === 0x67 && service === 0x4b) {
    const command = data + (bytes[data] ?? 0)
    return command + 4 > end ? target : pcccAt(bytes, command, end, unit)
  }
  return target
}

/** Command, status, transaction (2) and, with some commands, a function. */
function pcccAt(bytes: Uint8Array, at: number, end: number, unit: string | undefined): Target {
  const command = bytes[at]!
  const f = hasFunction(command) ? (bytes[at + 4] ?? 0) : 0
  const onProgram = command === 0x0f ? onProgramFile(bytes, at + 5, end, f) : undefined
  return pcccTarget(command, f, unit, onProgram)
}

/** Number of services, their offsets from that number, and the services themselves. */
function readPacket(
  bytes: Uint8Array,
  start: number,
  end: number,
  unit: string | undefined,
  depth: number,
): readonly Target[] {
  const count = Math.min(u16le(bytes, start), innerLimit)
  const inner: Target[] = []
  for (let i = 0; i < count; i++) {
    const to = serviceEnd(bytes, start, end, i, count)
    const from = serviceStart(bytes, start, end, i, count, to)
    if (from < 0 || from + 2 > to) break
    const target = readRequest(bytes, from, to, unit, depth + 1)
    if (target === undefined) break
    inner.push(target)
  }
  return inner
}

/** Where the service number `i` of a packet ends, if it begins: where the next one does. */
function serviceEnd(bytes: Uint8Array, start: number, end: number, i: number, count: number): number {
  const at = start + 2 + 2 * i
  return i + 1 < count && at + 4 <= end ? start + u16le(bytes, at + 2) : end
}

/** Where it begins; -1 when its offsets contradict the packet. */
function serviceStart(bytes: Uint8Array, start: number, end: number, i: number, count: number, to: number): number {
  const at = start + 2 + 2 * i
  if (at + 2 > end) return -1
  const from = start + u16le(bytes, at)
  return from < start + 2 + 2 * count || to > end || to < from ? -1 : from
}

/** What is told of an answer: its function alone is a shared reading. */
function readAnswer(
  bytes: Uint8Array,
  start: number,
  end: number,
  asked: Target | undefined,
  unit: string | undefined,
  depth: number,
): Reading {
  const code = bytes[start]! & 0x7f
  const target = asked ?? targetOf(noClass, code, -1, -1, unit)
  const status = bytes[start + 2]!
  const data = start + 4 + 2 * bytes[start + 3]!
  // 6, partial transfer, is a success that goes on.
  const refused = status !== 0 && status !== 6
  const { call } = target
  if (code === multipleServices && depth < depthLimit) {
    const messages: Message[] = [(refused ? call.refusal : call.response).messages[0]!]
    let faults: readonly Fault[] | undefined
    const count = Math.min(u16le(bytes, data), innerLimit)
    for (let i = 0; i < count; i++) {
      const to = serviceEnd(bytes, data, end, i, count)
      const from = serviceStart(bytes, data, end, i, count, to)
      if (from < 0 || from + 4 > to) break
      const expected = target.inner?.[i]
      const known = expected?.service === (bytes[from]! & 0x7f) ? expected : undefined
      const inner = readAnswer(bytes, from, to, known, unit, depth + 1)
      for (let j = 0; j < inner.messages.length; j++) messages.push(inner.messages[j]!)
      if (inner.faults.length > 0) faults = faults === undefined ? inner.faults : [...faults, ...inner.faults]
    }
    return readingOf(messages, faults, 'cip')
  }
  if (refused) return call.refusal
  if (asked === undefined || data > end) return call.response
  const said = told(bytes, data, end, asked)
  if (said === undefined) return call.response
  if (said === 'pccc refused') return call.refusal
  if (said === 'cut') return withFault(call.response, 'CIP identity cut short')
  return withIdentity(call.response, said)
}
