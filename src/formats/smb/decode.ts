import { createCalls } from '../calls.ts'
import { isComputer, isEncodedName, nameAt } from '../netbios/names.ts'
import { ntlmAt, ntlmFacts } from '../ntlmssp/decode.ts'
import { hex, u16le, u32be, u32le } from '../octets.ts'
import type { IdentityFact, Protocol, WireFunction } from '../protocol.ts'
import { fault, nothing, type Reading, readingOf, withIdentity } from '../reading.ts'
import { say, telling } from '../telling.ts'
import { encrypted, sessionRequest, smb1Function, smb2Function } from './functions.ts'
import { smb1Facts } from './smb1.ts'

/** RFC 1002 §4.3.1 and MS-SMB2 §2.1: kind (1), length (3); then `ff`, `fe` or `fd` and `SMB`. */
const envelope = 4
const smbLetters = 0x534d42
const [plain, newer, sealed] = [0xff, 0xfe, 0xfd]
const [header1, header2] = [32, 64]
/** Log-ons and negotiations are waited for so far: Kerberos tickets are long, but not what is looked for. */
const mostWanted = 8192
const longest = 0x1_ffff_ff
const mostChained = 16

const kindAt = (bytes: Uint8Array, at: number, end: number): number =>
  at + 4 <= end && u32be(bytes, at) % 0x1000000 === smbLetters ? bytes[at]! : 0

const isSession = (bytes: Uint8Array, start: number, end: number): boolean =>
  bytes[start] === 0x81 && isEncodedName(bytes, start + envelope, end)

function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  if (isSession(bytes, start, end)) return true
  const kind = bytes[start] === 0 ? kindAt(bytes, start + envelope, end) : 0
  return kind === plain || kind === newer || kind === sealed
}

function lengthAt(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < envelope) return 0
  const kind = bytes[start]!
  if (kind !== 0 && (kind < 0x81 || kind > 0x85)) return -1
  const length = u32be(bytes, start) % 0x1000000
  return length > longest ? -1 : envelope + length
}

/** The contents of files are passed over. */
function wantedAt(bytes: Uint8Array, start: number, end: number): number {
  const at = start + envelope
  const kind = kindAt(bytes, at, end)
  if (kind === plain && at + 5 <= end)
    return bytes[at + 4] === 0x72 || bytes[at + 4] === 0x73 ? mostWanted : envelope + header1
  if (kind === newer && at + 14 <= end) return u16le(bytes, at + 12) <= 1 ? mostWanted : envelope + header2
  return envelope + (kind === sealed ? 4 : header2)
}

const callFor = createCalls()

/** Polling a file allocates nothing. */
function plainReading(fn: WireFunction, isResponse: boolean, isRefused: boolean): Reading {
  const call = callFor(fn)
  return isRefused ? call.refusal : isResponse ? call.response : call.request
}

function read(bytes: Uint8Array, start: number, end: number): Reading {
  const at = start + envelope
  const kind = kindAt(bytes, at, end)
  if (kind === plain) return at + header1 <= end ? older(bytes, at, end) : fault('not a complete message')
  if (kind === newer) return at + header2 <= end ? modern(bytes, at, end) : fault('not a complete message')
  // Nothing of an encrypted session can be read, but others may share the connection.
  if (kind === sealed) return plainReading(encrypted, false, false)
  if (isSession(bytes, start, end)) return session(bytes, start, end)
  return bytes[start]! >= 0x82 && bytes[start]! <= 0x85 ? nothing : fault('an unknown kind of message')
}

/** The names of both computers: RFC 1002 §4.3.2. */
function session(bytes: Uint8Array, start: number, end: number): Reading {
  const facts: IdentityFact[] = []
  const called = nameAt(bytes, start, start + envelope, end)
  const calling = called === undefined ? undefined : nameAt(bytes, start, called.next, end)
  if (called !== undefined && isComputer(called) && called.text !== '*SMBSERVER') {
    say(facts, 'calledName', called.printed, 'peer')
  }
  if (calling !== undefined && isComputer(calling)) say(facts, 'name', calling.text)
  return telling('request', sessionRequest, facts)
}

const isRefusal = (status: number): boolean =>
  // Errors and warnings, but for "more processing required" of a log-on and "buffer overflow" of a long answer.
  status >= 0x8000_0000 && status !== 0xc000_0016 && status !== 0x8000_0005

function older(bytes: Uint8Array, at: number, end: number): Reading {
  const isResponse = (bytes[at + 9]! & 0x80) !== 0
  const isRefused = isResponse && isRefusal(u32le(bytes, at + 5))
  const command = bytes[at + 4]!
  const fn = smb1Function(command)
  if (command !== 0x72 && command !== 0x73) return plainReading(fn, isResponse, isRefused)
  const facts: IdentityFact[] = []
  smb1Facts(bytes, at, end, isResponse, facts)
  return withIdentity(plainReading(fn, isResponse, isRefused), facts)
}

const dialects: Readonly<Record<number, string>> = { 767: '2.???' }
const dialectText = (code: number): string =>
  dialects[code] ?? `${code >> 8}.${(code >> 4) & 15}${code & 15 ? `.${code & 15}` : ''}`

function modern(bytes: Uint8Array, at: number, end: number): Reading {
  const readings: Reading[] = []
  for (let i = 0; i < mostChained && at + header2 <= end && kindAt(bytes, at, end) === newer; i++) {
    const next = u32le(bytes, at + 20)
    readings.push(one(bytes, at, next === 0 ? end : Math.min(end, at + next)))
    if (next === 0) break
    at += next
  }
  return readings.length === 1 ? readings[0]! : readingOf(readings.flatMap(({ messages }) => messages))
}

function one(bytes: Uint8Array, at: number, end: number): Reading {
  const command = u16le(bytes, at + 12)
  const isResponse = (bytes[at + 16]! & 1) !== 0
  const reading = plainReading(smb2Function(command), isResponse, isResponse && isRefusal(u32le(bytes, at + 8)))
  if (command > 1) return reading
  const facts: IdentityFact[] = []
  const body = at + header2
  if (command === 0 && isResponse && body + 24 <= end) {
    const dialect = u16le(bytes, body + 4)
    say(facts, 'dialect', dialectText(dialect))
    say(facts, 'signing', (bytes[body + 2]! & 2) !== 0 ? 'required' : 'not required')
    const octets = Array.from(bytes.subarray(body + 8, body + 24), (octet) => hex(octet, 2).slice(2)).join('')
    if (!/^0+$/.test(octets)) say(facts, 'serverGuid', octets)
  } else if (command === 1) {
    const ntlm = ntlmAt(bytes, body, end)
    if (ntlm >= 0) ntlmFacts(bytes, ntlm, end, facts)
  }
  return withIdentity(reading, facts)
}

/** SMB of all versions: which computer it is, and whether files are read or written. */
export const smb: Protocol = {
  name: 'smb',
  transports: ['tcp'],
  ports: [445, 139],
  recognises,
  lengthAt,
  wantedAt,
  session: () => ({ read }),
}
