import { createCalls } from '../calls.ts'
import { u16le } from '../octets.ts'
import type { IdentityFact, Protocol, ProtocolSession, WireFunction } from '../protocol.ts'
import { fault, withIdentity } from '../reading.ts'
import { initialize, isListed, plcStates, serviceOf, unknownAnswer } from './functions.ts'

/**
 * SRTP: 56 octets, then a text buffer (Denton et al., tables 1 and 4; parsitects/icsnpp-ge-srtp). Type: 0 and 1 open the
 * connection, 2 asks, 3 answers, 8 keeps alive; at 4 the length of the buffer (2, little endian), at 30 a sequence number, at
 * 31 the kind of the mailbox message, at 42 or, with a buffer, at 50 the service.
 */
const header = 56
const initialization = 0
const initialized = 1
const question = 2
const answer = 3
const mailbox = {
  request: 0xc0,
  requestWithText: 0x80,
  done: 0xd4,
  doneWithText: 0x94,
  refused: 0xd1,
} as const
const kinds: readonly number[] = Object.values(mailbox)

const isZero = (bytes: Uint8Array, start: number, end: number): boolean => {
  for (let at = start; at < end; at++) if (bytes[at] !== 0) return false
  return true
}

function lengthAt(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 6) return 0
  const type = bytes[start]!
  if (bytes[start + 1] !== 0 || (type > 3 && type !== 8)) return -1
  return header + (type === question || type === answer ? u16le(bytes, start + 4) : 0)
}

/** A mailbox message of a known kind and service. */
function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < header || bytes[start + 1] !== 0) return false
  const type = bytes[start]
  if (type === initialization || type === initialized) {
    // The client opens with zeros: too little to be believed. The controller answers with 1 and, at 8, 0f.
    return end - start === header && isZero(bytes, start + 9, end) && type === initialized && bytes[start + 8] === 0x0f
  }
  if (type !== question && type !== answer) return false
  // Controllers send the text buffer in a segment of its own.
  const isWhole = start + header + u16le(bytes, start + 4) === end || end - start === header
  if (!isWhole || !isZero(bytes, start + 6, start + 9)) return false
  const kind = bytes[start + 31]!
  if (!kinds.includes(kind) || bytes[start + 40] === 0 || bytes[start + 40]! > bytes[start + 41]!) return false
  if (type === answer) return kind === mailbox.done || kind === mailbox.doneWithText || kind === mailbox.refused
  if (kind !== mailbox.request && kind !== mailbox.requestWithText) return false
  // The mailbox of the processor: its slot in the upper half of the first octet, then 0e.
  return (bytes[start + 36]! & 0x0f) === 0 && bytes[start + 37] === 0x0e && isListed(serviceAt(bytes, start))
}

const serviceAt = (bytes: Uint8Array, start: number): number =>
  bytes[start + (bytes[start + 31] === mailbox.requestWithText ? 50 : 42)]!

const callFor = createCalls()

function open(): ProtocolSession {
  /** What was asked under each sequence number: an answer does not repeat it. */
  const asked: (WireFunction | undefined)[] = new Array(256).fill(undefined)
  let state = -1
  let privilege = -1

  /** The end of a short answer: control program, privilege level, sweep time (2), status word (2). */
  function news(bytes: Uint8Array, start: number): IdentityFact[] {
    const status = u16le(bytes, start + 54)
    const facts: IdentityFact[] = []
    const name = plcStates[status >> 12]
    if (status >> 12 !== state && name !== undefined) {
      state = status >> 12
      facts.push({ field: 'runState', value: name }, { field: 'keyState', value: status & 0x100 ? 'Run' : 'Stop' })
    }
    const level = bytes[start + 51]!
    if (level !== privilege && level <= 4) {
      privilege = level
      facts.push({ field: 'privilegeLevel', value: String(level) })
    }
    return facts
  }

  return {
    read(bytes, start, end) {
      const length = lengthAt(bytes, start, end)
      if (length <= 0 || start + length > end) return fault('SRTP message cut short')
      const type = bytes[start]
      if (type === initialization || type === initialized) {
        return type === initialization ? callFor(initialize).request : callFor(initialize).response
      }
      const sequence = bytes[start + 30]!
      if (type === question) {
        const fn = serviceOf(serviceAt(bytes, start))
        asked[sequence] = fn
        return callFor(fn).request
      }
      if (type !== answer) return callFor(unknownAnswer).event
      const fn = asked[sequence] ?? unknownAnswer
      const call = callFor(fn)
      if (bytes[start + 31] === mailbox.refused) return call.refusal
      if (bytes[start + 31] !== mailbox.done) return call.response
      return withIdentity(call.response, news(bytes, start))
    },
  }
}

/** GE SRTP: Series 90, VersaMax, PACSystems; also FANUC robots. */
export const geSrtp: Protocol = {
  name: 'ge-srtp',
  transports: ['tcp'],
  ports: [18245, 18246],
  recognises,
  lengthAt,
  session: open,
}
