import type { Fault } from '../faults.ts'
import { u16le, u32le } from '../octets.ts'
import type { IdentityFact, Message } from '../protocol.ts'
import { fault, type Reading } from '../reading.ts'
import { hasFunction, noClass } from './functions.ts'
import { attribute, attributeList, diagnosticStatus, identityObject } from './identity.ts'
import { emptyPath, readPath } from './path.ts'
import { pcccTarget, type Target, targetOf } from './target.ts'

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
  /** The device behind the endpoint to which a connection leads, as its Forward Open said. */
  unitOf(connection: number): string | undefined
}

export function cipSession(): CipSession {
  const pending = new Map<number, Target>()
  const connections = new Map<number, string>()

  function asked(bytes: Uint8Array, start: number, end: number, key: number, unit: string | undefined): Reading {
    const target = readRequest(bytes, start, end, unit, 0)
    if (target === undefined) return fault('CIP request cut short')
    bounded(pending, key, target)
    if (target.inner === undefined) return target.call.request
    const messages: Message[] = []
    flatten(target, messages)
    return { messages, faults: [], protocol: 'cip' }
  }

  function answered(bytes: Uint8Array, start: number, end: number, key: number, unit: string | undefined): Reading {
    const service = bytes[start]! & 0x7f
    const waiting = pending.get(key)
    const target = waiting === undefined ? undefined : matching(waiting, service)
    if (target !== undefined) pending.delete(key)
    if (end - start < 4) return fault('CIP answer cut short')
    if (target !== undefined && (service === forwardOpen || service === largeForwardOpen) && bytes[start + 2] === 0) {
      const data = start + 4 + 2 * bytes[start + 3]!
      if (target.route !== undefined && data + 8 <= end) {
        bounded(connections, u32le(bytes, data), target.route)
        bounded(connections, u32le(bytes, data + 4), target.route)
      }
    }
    const messages: Message[] = []
    const faults: Fault[] = []
    const plain = readAnswer(bytes, start, end, target, unit, 0, messages, faults)
    return plain ?? { messages, faults, protocol: 'cip' }
  }

  return {
    read: (bytes, start, end, key, unit) => {
      if (end - start < 2) return fault('CIP message cut short')
      return bytes[start]! & replyBit ? answered(bytes, start, end, key, unit) : asked(bytes, start, end, key, unit)
    },
    unitOf: (connection) => (connections.size === 0 ? undefined : connections.get(connection)),
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
  for (const inner of target.inner ?? []) flatten(inner, into)
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
    return { ...target, inner: readPacket(bytes, data, end, unit, depth) }
  }
  if (cls === 6 && service === unconnectedSend && depth < depthLimit) {
    const length = u16le(bytes, data + 2)
    const stop = data + 4 + length
    if (stop > end) return target
    const routed = stop + (length & 1)
    readPath(bytes, routed + 2, Math.min(end, routed + 2 + 2 * (bytes[routed] ?? 0)), path)
    const inner = readRequest(bytes, data + 4, stop, path.route ?? unit, depth + 1)
    return inner === undefined ? target : { ...target, inner: [inner] }
  }
  if (cls === 6 && (service === forwardOpen || service === largeForwardOpen)) {
    const size = data + (service === forwardOpen ? 35 : 39)
    if (size >= end) return target
    readPath(bytes, size + 1, Math.min(end, size + 1 + 2 * bytes[size]!), path)
    return path.route === undefined ? target : { ...target, route: path.route }
  }
  if (cls === 0x67 && service === 0x4b) {
    const command = data + (bytes[data] ?? 0)
    if (command + 4 > end) return target
    const code = bytes[command]!
    const f = hasFunction(code) ? (bytes[command + 4] ?? 0) : 0
    return pcccTarget(code, f, unit)
  }
  return target
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
    const [from, to] = service(bytes, start, end, i, count)
    if (from + 2 > to) break
    const target = readRequest(bytes, from, to, unit, depth + 1)
    if (target === undefined) break
    inner.push(target)
  }
  return inner
}

/** Where the service number `i` of a packet lies; empty when its offsets contradict the packet. */
function service(bytes: Uint8Array, start: number, end: number, i: number, count: number): [from: number, to: number] {
  const at = start + 2 + 2 * i
  if (at + 2 > end) return [end, end]
  const from = start + u16le(bytes, at)
  const to = i + 1 < count && at + 4 <= end ? start + u16le(bytes, at + 2) : end
  return from < start + 2 + 2 * count || to > end || to < from ? [end, end] : [from, to]
}

/** Gives the shared reading where nothing but the function is to be told, else fills `messages`. */
function readAnswer(
  bytes: Uint8Array,
  start: number,
  end: number,
  asked: Target | undefined,
  unit: string | undefined,
  depth: number,
  messages: Message[],
  faults: Fault[],
): Reading | undefined {
  const code = bytes[start]! & 0x7f
  const target = asked ?? targetOf(noClass, code, -1, -1, unit)
  const status = bytes[start + 2]!
  const data = start + 4 + 2 * bytes[start + 3]!
  // 6, partial transfer, is a success that goes on.
  const refused = status !== 0 && status !== 6
  if (code === multipleServices && depth < depthLimit) {
    const inner: Message[] = []
    const count = Math.min(u16le(bytes, data), innerLimit)
    for (let i = 0; i < count; i++) {
      const [from, to] = service(bytes, data, end, i, count)
      if (from + 4 > to) break
      const expected = target.inner?.[i]
      const known = expected?.service === (bytes[from]! & 0x7f) ? expected : undefined
      const plain = readAnswer(bytes, from, to, known, unit, depth + 1, inner, faults)
      if (plain !== undefined) inner.push(plain.messages[0]!)
    }
    messages.push((refused ? target.call.refusal : target.call.response).messages[0]!, ...inner)
    return undefined
  }
  if (refused) return target.call.refusal
  const said = asked === undefined || data > end ? undefined : told(bytes, data, end, asked, faults)
  if (said === undefined) return target.call.response
  if (said === 'pccc refused') return target.call.refusal
  if (said.length > 0) messages.push({ ...target.call.response.messages[0]!, identity: said })
  return said.length > 0 ? undefined : target.call.response
}

/** The facts in an answer; undefined where this kind of answer tells none. */
function told(
  bytes: Uint8Array,
  data: number,
  end: number,
  asked: Target,
  faults: Fault[],
): IdentityFact[] | 'pccc refused' | undefined {
  const { cls, service: code } = asked
  if (cls === 1 && asked.instance === 1) {
    if (code === 0x01) {
      const facts = identityObject(bytes, data, end)
      if (facts === undefined) faults.push({ reason: 'CIP identity cut short' })
      return facts
    }
    if (code === 0x0e) return attribute(1, asked.attribute, bytes, data, end)
    if (code === 0x03) return attributeList(1, bytes, data, end)
  }
  if (cls === 0xf5 && code === 0x0e) return attribute(0xf5, asked.attribute, bytes, data, end)
  if (cls === 0x64 && code === 0x03) return attributeList(0x64, bytes, data, end)
  if (cls === 0x67 && code === 0x4b) {
    const command = data + bytes[data]!
    if (command + 4 > end) return undefined
    if (bytes[command + 1] !== 0) return 'pccc refused'
    return asked.instance === 0x06 && asked.attribute === 0x03 ? diagnosticStatus(bytes, command + 4, end) : undefined
  }
  return undefined
}
