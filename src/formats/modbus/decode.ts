import { hex, text, u16be } from '../octets.ts'
import type { IdentityFact, Protocol, ProtocolSession, WireFunction } from '../protocol.ts'
import { fault, messageOf, type Reading, readingOf, withFault, withIdentity } from '../reading.ts'
import { Waiting } from '../waiting.ts'
import {
  diagnosticOf,
  functionOf,
  identityFields,
  interfaceOf,
  readDeviceIdentification,
  umasOf,
  umasReadId,
  umasReadProject,
} from './functions.ts'
import { isPlausible } from './shape.ts'

/** Transaction (2), protocol 0 (2), length of what follows (2), unit (1): MODBUS Messaging on TCP/IP 1.0b, §3.1.3. */
const header = 7
/** A PDU is at most 253 octets long; UMAS was seen with more. */
const longestLength = 254
const longestUmas = 2048
/** Requests whose answer cannot be read without them (UMAS): so many may wait for one. */
const pendingLimit = 64

function lengthAt(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < header + 1) return 0
  if (bytes[start + 2] !== 0 || bytes[start + 3] !== 0) return -1
  const length = u16be(bytes, start + 4)
  const most = (bytes[start + 7]! & 0x7f) === 90 ? longestUmas : longestLength
  return length < 2 || length > most ? -1 : 6 + length
}

/** Units 0 and 255 are the endpoint itself; the others are devices behind it (serial lines, gateways). */
const unitOf = (unit: number): string | undefined => (unit === 0 || unit === 255 ? undefined : String(unit))

/** One slot per unit × code × direction, filled as they are met, so that reading a poll allocates nothing. */
const readings: (Reading | undefined)[] = new Array(256 * 512)
/** The same for functions with subfunctions, which share one code. */
const subReadings = new Map<WireFunction, (Reading | undefined)[]>()

function plainReading(unit: number, code: number, toServer: boolean): Reading {
  const at = (unit << 9) | (code << 1) | (toServer ? 1 : 0)
  const known = readings[at]
  if (known !== undefined) return known
  const made = plain(unit, functionOf(code), toServer, (code & 0x80) !== 0)
  readings[at] = made
  return made
}

function subReading(unit: number, fn: WireFunction, toServer: boolean): Reading {
  let slots = subReadings.get(fn)
  if (slots === undefined) {
    slots = new Array(512)
    subReadings.set(fn, slots)
  }
  const at = (unit << 1) | (toServer ? 1 : 0)
  const known = slots[at]
  if (known !== undefined) return known
  const made = plain(unit, fn, toServer, false)
  slots[at] = made
  return made
}

const plain = (unit: number, fn: WireFunction, toServer: boolean, isRefused: boolean): Reading =>
  readingOf([messageOf(toServer && !isRefused ? 'request' : 'response', fn, undefined, unitOf(unit), isRefused)])

function open(): ProtocolSession {
  /** Transaction and unit → the UMAS service asked for. */
  const pending = new Waiting<WireFunction>(pendingLimit)

  function umas(bytes: Uint8Array, start: number, end: number, toServer: boolean): Reading {
    const unit = bytes[start + 6]!
    const key = (u16be(bytes, start) << 8) | unit
    if (toServer) {
      const fn = end - start > header + 2 ? umasOf(bytes[start + 9]!) : functionOf(90)
      pending.put(key, fn)
      return subReading(unit, fn, true)
    }
    const fn = pending.take(key) ?? functionOf(90)
    // 0xfe: done, 0xfd: refused.
    if (bytes[start + 9] === 0xfd) return plain(unit, fn, false, true)
    if (fn !== umasReadId && fn !== umasReadProject) return subReading(unit, fn, false)
    const facts = fn === umasReadId ? umasIdentity(bytes, start + 10, end) : umasProject(bytes, start + 10, end)
    return withIdentity(subReading(unit, fn, false), facts)
  }

  return {
    read(bytes, start, end, toServer) {
      const length = lengthAt(bytes, start, end)
      if (length <= 0 || start + length > end) return fault('not a complete Modbus/TCP message')
      const stop = start + length
      const unit = bytes[start + 6]!
      const code = bytes[start + 7]!
      if (code === 8) {
        const subFunction = stop - start < header + 3 ? -1 : u16be(bytes, start + 8)
        return subReading(unit, diagnosticOf(subFunction), toServer)
      }
      if (code === 43) {
        const fn = interfaceOf(bytes[start + 8] ?? 0)
        if (fn === readDeviceIdentification && !toServer) return deviceIdentification(bytes, start, stop)
        return subReading(unit, fn, toServer)
      }
      if (code === 17 && !toServer) return serverId(bytes, start, stop)
      if (code === 90) return umas(bytes, start, stop, toServer)
      return plainReading(unit, code, toServer)
    },
  }
}

/** 43/14 response (§6.21): MEI, ReadDevId code, conformity, more follows, next object, count, then id, length, text each. */
function deviceIdentification(bytes: Uint8Array, start: number, stop: number): Reading {
  const unit = bytes[start + 6]!
  const facts: IdentityFact[] = []
  let cut = stop < start + 14
  let at = start + 14
  const count = cut ? 0 : bytes[start + 13]!
  for (let i = 0; i < count; i++) {
    const next = at + 2 + (bytes[at + 1] ?? 0)
    if (at + 2 > stop || next > stop) {
      cut = true
      break
    }
    const id = bytes[at]!
    const value = text(bytes, at + 2, next)
    if (value !== '') facts.push({ field: identityFields[id] ?? `object ${id}`, value })
    at = next
  }
  const reading = withIdentity(subReading(unit, readDeviceIdentification, false), facts)
  return cut ? withFault(reading, 'Modbus device identification cut short') : reading
}

/** Report Server ID (§6.13) is device specific: its printable part names the product, 00 or ff beside it is the run indicator. */
function serverId(bytes: Uint8Array, start: number, stop: number): Reading {
  const from = start + 9
  const to = Math.min(stop, from + (bytes[start + 8] ?? 0))
  let best = from
  let bestEnd = from
  for (let at = from; at < to; ) {
    let last = at
    while (last < to && bytes[last]! >= 0x20 && bytes[last]! < 0x7f) last++
    if (last - at > bestEnd - best) {
      best = at
      bestEnd = last
    }
    at = last + 1
  }
  const facts: IdentityFact[] = []
  if (bestEnd - best >= 4) facts.push({ field: 'product', value: text(bytes, best, bestEnd) })
  const beside = best > from ? bytes[best - 1]! : bestEnd < to ? bytes[bestEnd]! : -1
  if (beside === 0xff || beside === 0) facts.push({ field: 'state', value: beside === 0xff ? 'running' : 'stopped' })
  return withIdentity(plainReading(bytes[start + 6]!, 17, false), facts)
}

/**
 * Answer to UMAS Read ID, from behind `fe`: range (2), ident (4), model (2), version of the communication module as binary
 * coded decimal (2, little endian), … , at 22 the length of the name and the name. Seen: 140 CPU 311 10, `70 02` = V2.70.
 */
function umasIdentity(bytes: Uint8Array, start: number, stop: number): IdentityFact[] {
  const facts: IdentityFact[] = [{ field: 'vendor', value: 'Schneider Electric' }]
  if (start + 23 > stop) return facts
  const name = text(bytes, start + 23, Math.min(stop, start + 23 + bytes[start + 22]!))
  if (name !== '') facts.push({ field: 'model', value: name }, { field: 'orderNumber', value: name })
  const version = bytes[start + 9]!
  facts.push({ field: 'firmware', value: `V${version.toString(16)}.${hex(bytes[start + 8]!, 2).slice(2)}` })
  return facts
}

/** Answer to UMAS Read Project Information: it ends with the length of the project's name, the name and a zero. */
function umasProject(bytes: Uint8Array, start: number, stop: number): IdentityFact[] {
  let at = stop - 1
  if (at < start || bytes[at] !== 0) return []
  while (at > start && bytes[at - 1]! >= 0x20 && bytes[at - 1]! < 0x7f) at--
  const name = at > start && bytes[at - 1] === stop - at ? text(bytes, at, stop) : ''
  return name === '' ? [] : [{ field: 'project', value: name }]
}

/** Modbus/TCP, and UMAS inside it. */
export const modbus: Protocol = {
  name: 'modbus',
  transports: ['tcp', 'udp'],
  ports: [502],
  recognises: isPlausible,
  lengthAt,
  session: open,
}
