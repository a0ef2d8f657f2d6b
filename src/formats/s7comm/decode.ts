import { text, u16be } from '../octets.ts'
import type { Protocol, ProtocolSession, WireFunction } from '../protocol.ts'
import { type Call, callOf, fault, nothing, type Reading, withIdentity } from '../reading.ts'
import { Waiting } from '../waiting.ts'
import { calledTsap, connectRequest, data, tpkt, tpktLength } from './cotp.ts'
import { acknowledgement, jobOf, serviceOf, userdataOf } from './functions.ts'
import { adding, type Pieces, whole } from './pieces.ts'
import { plusSession } from './plus.ts'
import { szlFacts } from './szl.ts'

const s7 = 0x32
const plus = 0x72
const job = 1
const ack = 2
const ackData = 3
const userdata = 7

/** Bounds of what one conversation may keep. */
const pendingLimit = 64
const fragmentsLimit = 8
const assembledLimit = 65_536

/** Calls by function, for each rack and slot that is not the endpoint itself; racks have 3 bits, slots 5. */
const callsByUnit = new Map<string | undefined, Map<number, Call>>()
function callFor(key: number, fn: (key: number) => WireFunction, unit: string | undefined): Call {
  let calls = callsByUnit.get(unit)
  if (calls === undefined) {
    calls = new Map()
    callsByUnit.set(unit, calls)
  }
  const known = calls.get(key)
  if (known !== undefined) return known
  const made = callOf(fn(key), unit, 's7comm')
  calls.set(key, made)
  return made
}
const ackKey = 0x100
const acknowledges = (): WireFunction => acknowledgement
const jobCall = (code: number, unit: string | undefined): Call => callFor(code, jobOf, unit)
const ackCall = (unit: string | undefined): Call => callFor(ackKey, acknowledges, unit)
const serviceCalls = new Map<WireFunction, Map<string | undefined, Call>>()
const piService = 0x28

/** Seven octets, length and content of the parameters, length and name of the service. */
function serviceCall(bytes: Uint8Array, parameters: number, content: number, unit: string | undefined): Call {
  const at = parameters + 10 + u16be(bytes, parameters + 8)
  const end = at + 1 + (bytes[at] ?? 0)
  const name = at < content && end <= content ? text(bytes, at + 1, end) : ''
  const fn = serviceOf(/^[A-Z0-9_]{0,16}$/.test(name) ? name : '')
  let calls = serviceCalls.get(fn)
  if (calls === undefined) {
    calls = new Map()
    serviceCalls.set(fn, calls)
  }
  const known = calls.get(unit)
  if (known !== undefined) return known
  const made = callOf(fn, unit, 's7comm')
  if (calls.size < pendingLimit) calls.set(unit, made)
  return made
}
const userdataKeys = 0x1000
const userdataAt = (key: number): WireFunction => userdataOf((key - userdataKeys) >> 8, key & 0xff)
const userdataCall = (group: number, sub: number, unit: string | undefined): Call =>
  callFor(userdataKeys + group * 256 + sub, userdataAt, unit)

function open(): ProtocolSession {
  let unit: string | undefined
  /** Reference of a job → what it called: a bare acknowledgement names nothing. */
  const pending = new Waiting<Call>(pendingLimit)
  /** Sequence number → what came of an answer in several parts. */
  const fragments = new Waiting<Pieces>(fragmentsLimit)
  /** A COTP message in several parts, by direction. */
  const parts: [Pieces | undefined, Pieces | undefined] = [undefined, undefined]
  const readPlus = plusSession()

  function readS7(bytes: Uint8Array, start: number, end: number): Reading {
    const kind = bytes[start + 1]!
    const answers = kind === ack || kind === ackData
    const parameters = start + (answers ? 12 : 10)
    const content = parameters + u16be(bytes, start + 6)
    const stop = content + u16be(bytes, start + 8)
    if (end - start < 10 || parameters > end || stop > end) return fault('S7comm message cut short')
    const reference = u16be(bytes, start + 4)
    if (kind === job) {
      if (content === parameters) return fault('S7comm job without a function')
      const code = bytes[parameters]!
      const call = code === piService ? serviceCall(bytes, parameters, content, unit) : jobCall(code, unit)
      pending.put(reference, call)
      return call.request
    }
    if (answers) {
      const refused = bytes[start + 10] !== 0 || bytes[start + 11] !== 0
      const before = pending.take(reference)
      const named = content > parameters ? jobCall(bytes[parameters]!, unit) : undefined
      // The answer to a PI service repeats the function, not the service.
      const call =
        named === undefined || named.function.code === before?.function.code ? (before ?? ackCall(unit)) : named
      return refused ? call.refusal : call.response
    }
    if (kind === userdata) return readUserdata(bytes, parameters, content, stop)
    return fault('S7comm message of an unknown kind')
  }

  /** Parameters: 00 01 12, length, method, type and group, subfunction, sequence; answers add unit, more follows, error. */
  function readUserdata(bytes: Uint8Array, parameters: number, content: number, stop: number): Reading {
    if (content - parameters < 8) return fault('S7comm user data cut short')
    const type = bytes[parameters + 5]! >> 4
    const group = bytes[parameters + 5]! & 15
    const sub = bytes[parameters + 6]!
    const call = userdataCall(group, sub, unit)
    if (type === 4) return call.request
    if (type !== 8) return call.event
    if (content - parameters < 12) return call.response
    if (bytes[parameters + 10] !== 0 || bytes[parameters + 11] !== 0) return call.refusal
    if (group !== 4 || sub !== 1 || bytes[content] !== 0xff) return call.response
    const from = content + 4
    const to = Math.min(stop, from + u16be(bytes, content + 2))
    return readSzl(bytes.subarray(Math.min(from, to), to), bytes[parameters + 7]!, bytes[parameters + 9] === 1, call)
  }

  function readSzl(part: Uint8Array, sequence: number, more: boolean, call: Call): Reading {
    const before = fragments.take(sequence)
    if (more) {
      const kept = adding(before, part, assembledLimit)
      if (kept !== undefined) fragments.put(sequence, kept)
      return call.response
    }
    const identity = szlFacts(whole(before, part))
    return withIdentity(call.response, identity ?? [])
  }

  function readContent(bytes: Uint8Array, start: number, end: number, toServer: boolean): Reading {
    if (end - start >= 4 && bytes[start] === plus) return readPlus(bytes, start, end, toServer)
    if (bytes[start] === s7) return readS7(bytes, start, end)
    return fault('neither S7comm nor S7comm-plus')
  }

  return {
    read(bytes, start, end, toServer) {
      const length = tpktLength(bytes, start, end)
      if (length <= 0 || start + length > end) return fault('not a complete TPKT')
      const stop = start + length
      const cotp = start + tpkt
      const from = cotp + 1 + bytes[cotp]!
      const type = bytes[cotp + 1]! & 0xf0
      if (from > stop) return fault('COTP header longer than its message')
      if (type === connectRequest) {
        const called = calledTsap(bytes, cotp, stop)
        // Rack 0, slots 0 to 3 is where the processor of a station sits that is reached by its own address.
        const itself = called === undefined || called.type < 1 || called.type > 3 || (!called.rack && called.slot <= 3)
        unit = itself ? undefined : `${called.rack}/${called.slot}`
        return nothing
      }
      if (type !== data) return nothing
      const side = toServer ? 0 : 1
      const last = (bytes[cotp + 2]! & 0x80) !== 0
      const before = parts[side]
      if (last && before === undefined) return from === stop ? nothing : readContent(bytes, from, stop, toServer)
      // MMS in the same envelope is told at its first part: whoever reads it needs that one.
      if (before === undefined && from < stop && bytes[from] !== s7 && bytes[from] !== plus)
        return fault('neither S7comm nor S7comm-plus')
      const part = bytes.subarray(from, stop)
      parts[side] = last ? undefined : part.length === 0 ? before : adding(before, part, assembledLimit)
      if (!last) return nothing
      const message = whole(before, part)
      return message.length === 0 ? nothing : readContent(message, 0, message.length, toServer)
    },
  }
}

/** By content: a connection request to an S7 TSAP, or data that begin as S7comm or S7comm-plus. MMS shares the layers below. */
function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  const length = tpktLength(bytes, start, end)
  if (length <= 0 || end - start < 7) return false
  const cotp = start + tpkt
  const header = bytes[cotp]!
  const type = bytes[cotp + 1]!
  if (type === connectRequest || type === 0xd0) {
    if (header < 6 || header + 5 !== length || start + length > end) return false
    const called = calledTsap(bytes, cotp, start + length)
    return called !== undefined && (called.named.startsWith('SIMATIC') || (called.type >= 1 && called.type <= 3))
  }
  if (header !== 2 || type !== data || end - start < 11) return false
  const from = start + 7
  if (bytes[from] === plus) {
    const version = bytes[from + 1]!
    return (version >= 1 && version <= 3 && u16be(bytes, from + 2) + 11 <= length) || version === 0xff
  }
  if (bytes[from] !== s7 || end - start < 17) return false
  const kind = bytes[from + 1]!
  const answers = kind === ack || kind === ackData
  if (!answers && kind !== job && kind !== userdata) return false
  return 7 + (answers ? 12 : 10) + u16be(bytes, from + 6) + u16be(bytes, from + 8) === length
}

/** S7comm and, under its own name `s7comm-plus`, its successor: both on ISO-on-TCP. */
export const s7comm: Protocol = {
  name: 's7comm',
  transports: ['tcp'],
  ports: [102],
  recognises,
  lengthAt: tpktLength,
  session: open,
}
