import { createCalls } from '../calls.ts'
import { crc16 } from '../crc16.ts'
import { text, u16le } from '../octets.ts'
import type { IdentityFact, Protocol, ProtocolSession, WireFunction } from '../protocol.ts'
import { callOf, fault, type Reading, withIdentity } from '../reading.ts'
import { answeredBy, commandOf, isRefusal, keyStates, runStates, transportTypes, unknownAnswer } from './functions.ts'
import { moduleNumber } from './modules.ts'

/** Type, channel, length of what follows (2, little endian), … , CRC-16 of all before it (2). */
const around = 6
const command = 5
/** Direction, connection, command, sequence, 2 unknown, checksum (2), length of this part (2). */
const head = 10
const longest = 2048
const slotLimit = 16

const fullLength = (bytes: Uint8Array, start: number): number => around + u16le(bytes, start + 2)

function lengthAt(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < around) return 0
  const type = bytes[start]!
  if (type < 1 || type > 11) return -1
  const length = fullLength(bytes, start)
  return length > longest ? -1 : length
}

/** A TriStation datagram ends with the CRC of itself: nothing else does that with this type and this length. */
function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  const held = end - start
  if (held < around || lengthAt(bytes, start, end) !== held) return false
  if (bytes[start] === command && (held < around + head || bytes[start + 4]! > 1)) return false
  return crc16(bytes, start, end - 2) === u16le(bytes, end - 2)
}

const callFor = createCalls()
const transportCalls = transportTypes.map(([name], type) =>
  callOf({ code: `type ${type === 2 ? 1 : type === 3 ? 4 : type}`, name, operation: 'other' }),
)

/** Only safety controllers answer TriStation: whoever does is one. */
const safety: readonly IdentityFact[] = [
  { field: 'safety', value: 'TriStation' },
  { field: 'vendor', value: 'Schneider Electric' },
  { field: 'product', value: 'Triconex' },
]
const plainAnswers = new Map<WireFunction, Reading>()
function answer(fn: WireFunction, refused: boolean, facts: readonly IdentityFact[]): Reading {
  if (refused) return withIdentity(callFor(fn).refusal, safety)
  if (facts.length > 0) return withIdentity(callFor(fn).response, [...safety, ...facts])
  const known = plainAnswers.get(fn)
  if (known !== undefined) return known
  const made = withIdentity(callFor(fn).response, safety)
  plainAnswers.set(fn, made)
  return made
}

function open(): ProtocolSession {
  /** What was asked under each sequence number: a refusal does not repeat it. */
  const asked: (WireFunction | undefined)[] = new Array(256).fill(undefined)

  return {
    read(bytes, start, end) {
      const length = lengthAt(bytes, start, end)
      if (length <= 0 || start + length > end) return fault('TriStation message cut short')
      const type = bytes[start]!
      if (type !== command) {
        const [, kind, refuses] = transportTypes[type]!
        const call = transportCalls[type]!
        if (kind === 'request') return call.request
        if (type === 3) return call.response
        return withIdentity(refuses ? call.refusal : call.response, safety)
      }
      if (length < around + head) return fault('TriStation command cut short')
      const stop = start + length - 2
      const code = bytes[start + 6]!
      const sequence = bytes[start + 7]!
      if (bytes[start + 4] === 0) {
        asked[sequence] = commandOf(code)
        return callFor(commandOf(code)).request
      }
      const fn = (isRefusal(code) ? undefined : answeredBy(code)) ?? asked[sequence] ?? unknownAnswer
      return answer(fn, isRefusal(code), isRefusal(code) ? [] : factsOf(code, bytes, start, stop))
    },
  }
}

/** Offsets are from the first octet of the message, as tricotools counts them. */
function factsOf(code: number, bytes: Uint8Array, start: number, stop: number): IdentityFact[] {
  switch (code) {
    case 106:
      return attached(bytes, start, stop)
    case 108:
      return stop - start < 88
        ? []
        : [...states(bytes[start + 21]!, bytes[start + 22]!), ...project(bytes, start + 70, start + 78, stop)]
    case 119:
      return stop - start < 56
        ? []
        : [...states(bytes[start + 18]!, bytes[start + 17]!), ...project(bytes, start + 20, start + 46, stop)]
    case 151:
      return versions(bytes, start, stop)
    default:
      return []
  }
}

function states(key: number, run: number): IdentityFact[] {
  const facts: IdentityFact[] = []
  const keyState = keyStates[key]
  const runState = runStates[run]
  if (keyState !== undefined) facts.push({ field: 'keyState', value: keyState })
  if (runState !== undefined) facts.push({ field: 'runState', value: runState })
  return facts
}

/** Minor and major version (2 each, little endian), and the name of the project in ten octets. */
function project(bytes: Uint8Array, version: number, name: number, stop: number): IdentityFact[] {
  const said = text(bytes, name, Math.min(stop, name + 10))
  if (!/^[\x20-\x7e]{1,10}$/.test(said)) return []
  return [
    { field: 'project', value: said },
    { field: 'projectVersion', value: `${u16le(bytes, version + 2)}.${u16le(bytes, version)}` },
  ]
}

/** Main processor 3008 of a Tricon of version 9, or of 10.0 to 10.4. */
function attached(bytes: Uint8Array, start: number, stop: number): IdentityFact[] {
  if (stop - start < 19) return []
  const major = bytes[start + 17]!
  const minor = bytes[start + 18]!
  const version = major === 0 && minor === 0 ? 'v9' : major === 10 ? (minor <= 4 ? `v10.${minor}` : 'v10') : ''
  if (version === '') return []
  return [
    { field: 'model', value: 'Tricon 3008' },
    { field: 'orderNumber', value: '3008' },
    { field: 'firmware', value: version },
  ]
}

/** Chassis, ff, then per slot type and three versions (2 each, little endian). */
function versions(bytes: Uint8Array, start: number, stop: number): IdentityFact[] {
  if (stop - start < 24 || bytes[start + 15] !== 0xff) return []
  const facts: IdentityFact[] = []
  for (let slot = 0, at = start + 16; slot < slotLimit && at + 8 <= stop; slot++, at += 8) {
    const type = u16le(bytes, at)
    if (type === 0) continue
    const numbers = [u16le(bytes, at + 2), u16le(bytes, at + 4), u16le(bytes, at + 6)].filter((one) => one > 0)
    const field = `module ${bytes[start + 14]}/${slot}`
    facts.push({ field, value: [moduleNumber(type), ...numbers].join(' ') })
  }
  return facts
}

/** TriStation, the engineering protocol of Triconex safety controllers. */
export const tristation: Protocol = {
  name: 'tristation',
  transports: ['udp'],
  ports: [1502],
  recognises,
  lengthAt,
  session: open,
}
