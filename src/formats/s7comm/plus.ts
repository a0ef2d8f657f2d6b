import { text, u16be, u32be } from '../octets.ts'
import type { IdentityFact, WireFunction } from '../protocol.ts'
import { type Call, callOf, fault, nothing, type Reading, withIdentity } from '../reading.ts'
import { Waiting } from '../waiting.ts'
import { closeSession, notification, openSession, plusOf } from './functions.ts'
import { isFailSafe } from './szl.ts'

const request = 0x31
const response = 0x32
const notified = 0x33
const createObject = 0x04ca
const deleteObject = 0x04d4
/** The object under which sessions are created. */
const serverSessions = 0x11d
const callLimit = 512
const pendingLimit = 64

const calls = new Map<WireFunction, Call>()
const byCode = new Map<number, WireFunction>()
const callFor = (fn: WireFunction): Call => {
  const known = calls.get(fn)
  if (known !== undefined) return known
  const made = callOf(fn, undefined, 's7comm-plus')
  if (calls.size < callLimit) calls.set(fn, made)
  return made
}
function functionOf(code: number): WireFunction {
  const known = byCode.get(code)
  if (known !== undefined) return known
  const made = plusOf(code)
  if (byCode.size < callLimit) byCode.set(code, made)
  return made
}

/**
 * Reads S7comm-plus as far as its functions: `72`, version, length; from version 3 a digest of 32 octets; opcode, 2 reserved,
 * function, 2 reserved, sequence, session, flags, object. A message without the trailer `72 version 0000` goes on in the next.
 */
export function plusSession(): (bytes: Uint8Array, start: number, end: number, toServer: boolean) => Reading {
  const goesOn: [boolean, boolean] = [false, false]
  /** Sequence of a session's creation or end → its function, so that the answer is told alike. */
  const pending = new Waiting<WireFunction>(pendingLimit)

  return (bytes, start, end, toServer) => {
    const version = bytes[start + 1]!
    const length = u16be(bytes, start + 2)
    // 0xff keeps the connection alive; length 0 is a trailer by itself.
    if (version === 0xff || length === 0) return nothing
    const stop = start + 4 + length
    if (stop > end) return fault('S7comm-plus message cut short')
    const side = toServer ? 0 : 1
    const continues = goesOn[side]
    goesOn[side] = !(end - stop >= 4 && bytes[stop] === 0x72)
    if (continues) return nothing
    let at = start + 4
    if (version === 3 && bytes[at] === 0x20) at += 33
    if (at + 5 > stop) return fault('S7comm-plus message cut short')
    const opcode = bytes[at]!
    if (opcode === notified) return callFor(notification).event
    const code = u16be(bytes, at + 3)
    const sequence = u16be(bytes, at + 7)
    if (opcode === request) {
      const fn = asked(bytes, at, stop, code)
      if (fn === openSession || fn === closeSession) pending.put(sequence, fn)
      return callFor(fn).request
    }
    if (opcode !== response && opcode !== 2) return fault('S7comm-plus message of an unknown kind')
    const known = pending.get(sequence)
    if (known !== undefined && known.code === functionOf(code).code) {
      pending.take(sequence)
      return known === openSession
        ? withIdentity(callFor(known).response, processor(bytes, at, stop))
        : callFor(known).response
    }
    const { response: answer } = callFor(functionOf(code))
    if (code === createObject) return withIdentity(answer, processor(bytes, at, stop))
    return code === readStream && stop - at < longestLabel ? withIdentity(answer, label(bytes, at, stop)) : answer
  }
}

function asked(bytes: Uint8Array, at: number, stop: number, code: number): WireFunction {
  if (at + 18 > stop) return functionOf(code)
  const object = u32be(bytes, at + 14)
  if (code === createObject && object === serverSessions) return openSession
  if (code === deleteObject && object === u32be(bytes, at + 9)) return closeSession
  return functionOf(code)
}

const readStream = 0x0586
/** A stream of a label is short; those of programs are not searched. */
const longestLabel = 256

/** The answer to the creation of a session names the processor: `1;6ES7 511-1AK00-0AB0;V1.0` (seen in every capture of one). */
function processor(bytes: Uint8Array, start: number, stop: number): IdentityFact[] {
  for (let at = start; at + 20 < stop; at++) {
    if (bytes[at] !== 0x31 || bytes[at + 1] !== 0x3b || bytes[at + 2] !== 0x36) continue
    const said = /^1;(6[A-Z]{2}\d[ \w-]{12,16});(V\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)/.exec(
      text(bytes, at, Math.min(stop, at + 40)),
    )
    if (said !== null) return orderFacts(said[1]!.trim(), said[2]!)
  }
  return []
}

const orderFacts = (order: string, firmware: string): IdentityFact[] => [
  { field: 'vendor', value: 'Siemens' },
  { field: 'orderNumber', value: order },
  { field: 'firmware', value: firmware },
  ...(isFailSafe(order) ? [{ field: 'safety', value: 'SIMATIC F-CPU' }] : []),
]

/** I&M0 in a stream (PROFIBUS profile guideline, Identification & Maintenance): maker 42, order number (20), serial number (16),
 * hardware (2), `V` and three numbers of the firmware. */
function label(bytes: Uint8Array, start: number, stop: number): IdentityFact[] {
  for (let at = start; at + 44 <= stop; at++) {
    if (bytes[at] !== 0 || bytes[at + 1] !== 42 || bytes[at + 2] !== 0x36 || bytes[at + 40] !== 0x56) continue
    const order = text(bytes, at + 2, at + 22)
    if (!/^6[A-Z]{2}\d[ \w-]{12,16}$/.test(order)) continue
    const serial = text(bytes, at + 22, at + 38)
    return [
      ...orderFacts(order, `V${bytes[at + 41]}.${bytes[at + 42]}.${bytes[at + 43]}`),
      ...(serial === '' ? [] : [{ field: 'serial', value: serial }]),
      { field: 'hardware', value: String(u16be(bytes, at + 38)) },
    ]
  }
  return []
}
