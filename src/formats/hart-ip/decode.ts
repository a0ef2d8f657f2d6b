import { createCalls } from '../calls.ts'
import { u16be } from '../octets.ts'
import type { IdentityFact, Message, Protocol, ProtocolSession } from '../protocol.ts'
import { type Call, fault, nothing, type Reading, readingOf, withFault, withIdentity } from '../reading.ts'
import { commandOf, isRefusal, sessionMessages } from './functions.ts'
import {
  factsOfCommand,
  factsOfIdentifier,
  factsOfWrite,
  subDeviceOf,
  type Unique,
  uniqueAt,
  uniqueOf,
} from './identity.ts'
import { frames, isChecked, readPdu, type TokenPdu } from './pdu.ts'

/** Version, message type, message id, status, sequence number (2), length of all (2): HCF_SPEC-085, §10.2. */
const header = 8
const types = { request: 0, response: 1, publish: 2, refused: 15 } as const
const ids = { initiate: 0, close: 1, keepAlive: 2, passThrough: 3, direct: 4, auditLog: 5 } as const
const initiateLength = 13
const longest = 8192
const mostInside = 64
const mostOwn = 16

const callOf = createCalls()

const isHeader = (bytes: Uint8Array, start: number): boolean => {
  const version = bytes[start]!
  const type = bytes[start + 1]!
  const length = u16be(bytes, start + 6)
  if (version < 1 || version > 2 || (type > types.publish && type !== types.refused)) return false
  return bytes[start + 2]! <= ids.auditLog && length >= header && length <= longest
}

const lengthAt = (bytes: Uint8Array, start: number, end: number): number =>
  end - start < header ? 0 : isHeader(bytes, start) ? u16be(bytes, start + 6) : -1

/** The header, and a content that the message id can have: what is passed through proves itself by its check. */
function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < header || !isHeader(bytes, start)) return false
  const type = bytes[start + 1]!
  const length = u16be(bytes, start + 6)
  const stop = start + length
  if (stop > end) return false
  switch (bytes[start + 2]) {
    case ids.initiate:
      // Master type, inactivity timer (4). Version 2 may append.
      return length >= initiateLength && length <= 64 && bytes[start + 8]! <= 1 && type !== types.publish
    case ids.close:
    case ids.keepAlive:
      return length === header && stop === end && type !== types.publish
    case ids.passThrough:
      return readPdu(bytes, start + header, stop, true) !== undefined && isChecked(bytes, start + header, stop)
    case ids.direct:
      return directCommands(bytes, start + header, stop) > 0
    default:
      return type === types.request && length === 10 && stop === end
  }
}

/** Direct PDU: status (2), then command (2), count, data each. How many commands, 0 where they do not fill the message. */
function directCommands(bytes: Uint8Array, start: number, end: number): number {
  let at = start + 2
  let count = 0
  while (at + 3 <= end) {
    at += 3 + bytes[at + 2]!
    count++
  }
  return at === end ? count : 0
}

function open(): ProtocolSession {
  /** Whoever answers at the polling address, or bridges protocols, is the endpoint itself. */
  const own = new Set<string>()

  const unitOf = (unit: string): string | undefined => (unit === '' || own.has(unit) ? undefined : unit)

  /** One command: `[at, end)` are its data, with the response code and status of an answer behind `codes`. */
  const command = (
    number: number,
    kind: Message['kind'],
    unit: string | undefined,
    bytes: Uint8Array,
    at: number,
    end: number,
    codes: number,
  ): Reading => {
    // Command 31 carries the number of an extended command.
    if (number === 31 && end - at >= codes + 2) {
      number = u16be(bytes, at + codes)
      bytes = withoutExtended(bytes, at, end, codes)
      at = 0
      end = bytes.length
    }
    const call = callOf(commandOf(number), unit)
    if (kind === 'request')
      return withInner(
        withIdentity(call.request, factsOfWrite(number, bytes, at, end)),
        number,
        bytes,
        at,
        end,
        kind,
        unit,
      )
    if (codes > 0 && at < end && isRefusal(bytes[at]!)) return call.refusal
    const from = Math.min(end, at + codes)
    if (number === 84) return subDevice(call, bytes, from, end)
    if (number === 75) return polled(call, bytes, from, end)
    const identity = factsOfCommand(number, bytes, from, end)
    const said = withIdentity(kind === 'event' ? call.event : call.response, identity)
    return withInner(said, number, bytes, from, end, kind, unit)
  }

  /** Commands to and from devices behind an I/O system (77), or several at once (78). */
  const withInner = (
    outer: Reading,
    number: number,
    bytes: Uint8Array,
    at: number,
    end: number,
    kind: Message['kind'],
    unit: string | undefined,
  ): Reading => {
    if (number === 77) {
      // Card, channel and, in a request, the number of preambles come first.
      const inner = readPdu(bytes, at + 3, end, false) ?? readPdu(bytes, at + 2, end, false)
      return inner === undefined ? outer : both(outer, passed(bytes, inner, false))
    }
    if (number !== 78) return outer
    let whole = outer
    let from = at + (kind === 'request' ? 1 : 2)
    for (let i = 0; i < mostInside && from + 3 <= end; i++) {
      const behind = from + 3 + bytes[from + 2]!
      const named = u16be(bytes, from)
      if (behind > end || named === 77 || named === 78) break
      whole = both(whole, command(named, kind, unit, bytes, from + 3, behind, kind === 'request' ? 0 : 1))
      from = behind
    }
    return whole
  }

  const subDevice = (call: Call, bytes: Uint8Array, at: number, end: number): Reading => {
    const found = subDeviceOf(bytes, at, end)
    if (found === undefined) return call.response
    const { event } = callOf(call.function, found.unit)
    return both(call.response, withIdentity(event, found.facts))
  }

  /** Command 75: the identifier of a device that was polled behind an I/O system. */
  const polled = (call: Call, bytes: Uint8Array, at: number, end: number): Reading => {
    const found = uniqueOf(bytes, at, end)
    if (found === undefined) return call.response
    const facts: IdentityFact[] = []
    factsOfIdentifier(bytes, at, end, facts)
    return both(call.response, withIdentity(callOf(call.function, found.unit).event, facts))
  }

  /** Remembers who the endpoint is: it answered for itself, or it says that it bridges protocols. */
  const isItself = (found: Unique | undefined, answersForItself: boolean): void => {
    if (found !== undefined && own.size < mostOwn && (answersForItself || found.isBridge)) own.add(found.unit)
  }

  /** A token-passing PDU: its address is the device, unless that is the endpoint itself. */
  const passed = (bytes: Uint8Array, pdu: TokenPdu, isOutermost: boolean): Reading => {
    const isAnswer = pdu.type !== frames.request
    // Response code and device status.
    const codes = isAnswer ? 2 : 0
    const unit = pdu.uniqueAt < 0 ? '' : uniqueAt(bytes, pdu.uniqueAt)
    if (isOutermost && isAnswer && pdu.command === 0) {
      isItself(uniqueOf(bytes, pdu.at + codes, pdu.end), pdu.uniqueAt < 0)
    }
    const kind = pdu.type === frames.burst ? 'event' : isAnswer ? 'response' : 'request'
    return command(pdu.command, kind, unitOf(unit), bytes, pdu.at, pdu.end, codes)
  }

  const direct = (bytes: Uint8Array, start: number, end: number, type: number): Reading => {
    const kind = type === types.request ? 'request' : type === types.publish ? 'event' : 'response'
    let whole: Reading | undefined
    let at = start + 2
    for (let i = 0; i < mostInside && at + 3 <= end; i++) {
      const behind = at + 3 + bytes[at + 2]!
      if (behind > end) return withFault(whole ?? nothing, 'HART command cut short')
      const codes = kind === 'request' ? 0 : 1
      if (kind !== 'request' && u16be(bytes, at) === 0) isItself(uniqueOf(bytes, at + 3 + codes, behind), true)
      const one = command(u16be(bytes, at), kind, undefined, bytes, at + 3, behind, codes)
      whole = whole === undefined ? one : both(whole, one)
      at = behind
    }
    return whole ?? fault('HART-IP direct message without a command')
  }

  return {
    read(bytes, start, end) {
      const length = lengthAt(bytes, start, end)
      if (length <= 0 || start + length > end) return fault('not a complete HART-IP message')
      const stop = start + length
      const type = bytes[start + 1]!
      const id = bytes[start + 2]!
      const call = callOf(sessionMessages[id]!)
      if (type === types.refused) return call.refusal
      if (id === ids.passThrough && stop > start + header) {
        const pdu = readPdu(bytes, start + header, stop, true)
        return pdu === undefined ? fault('HART message of an unknown shape') : passed(bytes, pdu, true)
      }
      if (id === ids.direct && stop > start + header) return direct(bytes, start + header, stop, type)
      if (type === types.request) return call.request
      // Whoever keeps a session is the endpoint or the one device behind it: an event, so that it makes no device of its own.
      return isRefusal(bytes[start + 3]!) ? call.refusal : call.event
    },
  }
}

/** The data of an extended command without its number, behind the codes. */
function withoutExtended(bytes: Uint8Array, at: number, end: number, codes: number): Uint8Array {
  const data = new Uint8Array(end - at - 2)
  data.set(bytes.subarray(at, at + codes))
  data.set(bytes.subarray(at + codes + 2, end), codes)
  return data
}

const both = (one: Reading, other: Reading): Reading => readingOf([...one.messages, ...other.messages], other.faults)

/** HART-IP over TCP and UDP. */
export const hartIp: Protocol = {
  name: 'hart-ip',
  transports: ['tcp', 'udp'],
  ports: [5094],
  recognises,
  lengthAt,
  session: open,
}
