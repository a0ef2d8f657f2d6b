import { ipv4Text, ipv6Text } from '#core/capture/address-text.ts'
import { createCalls } from '../calls.ts'
import { text, u16be, u32be } from '../octets.ts'
import type { IdentityFact, Protocol, WireFunction } from '../protocol.ts'
import { fault, type Reading, withFault, withIdentity } from '../reading.ts'
import { say } from '../telling.ts'
import { serviceOf } from './functions.ts'

/** Version, options, protocol and kind, service, FDA address (4), length of all (4): FF-588, message header. */
const header = 12
const version = 1
/** Of the options bit 4 is reserved, the lowest three are the length of the padding. */
const reservedOption = 0x10
const longest = 65_535
const kinds = { request: 0, response: 1, error: 2 } as const
const protocols = { systemManagement: 2, fms: 3 } as const
const identify = 3
const findTagReply = 2
const annunciation = 16
const fmsIdentify = 1

const callOf = createCalls()

const functionAt = (bytes: Uint8Array, start: number): WireFunction | undefined =>
  serviceOf(bytes[start + 2]! >> 2, bytes[start + 3]!)

function isHeader(bytes: Uint8Array, start: number): boolean {
  const length = u32be(bytes, start + 8)
  if (bytes[start] !== version || (bytes[start + 1]! & reservedOption) !== 0) return false
  const kind = bytes[start + 2]! & 3
  if (kind > kinds.error || length < header || length > longest) return false
  // Only what is confirmed has answers.
  return functionAt(bytes, start) !== undefined && (kind === kinds.request || (bytes[start + 3]! & 0x80) !== 0)
}

const lengthAt = (bytes: Uint8Array, start: number, end: number): number =>
  end - start < header ? 0 : isHeader(bytes, start) ? u32be(bytes, start + 8) : -1

/** `::10.0.0.1` is how IPv4 stands in the sixteen octets. */
function addressAt(bytes: Uint8Array, at: number): string {
  const word = (i: number) => u32be(bytes, at + i) | 0
  if (word(0) === 0 && word(4) === 0 && (word(8) === 0 || word(8) === 0xffff))
    return word(12) === 0 ? '' : ipv4Text(word(12))
  return ipv6Text(word(0), word(4), word(8), word(12))
}

const deviceTypes: readonly (readonly [bit: number, name: string])[] = [
  [0x80, 'FF linking device'],
  [0x40, 'FF I/O gateway'],
  [0x20, 'FF HSE field device'],
  [0x10, 'FF H1 device'],
]
const tagLength = 32

/** Answer to SM Identify and device annunciation, alike: states (4), indexes (4), address (16), device id, tag, … */
function factsOfDevice(bytes: Uint8Array, at: number, end: number): IdentityFact[] | undefined {
  if (end - at < 24 + 2 * tagLength) return undefined
  const facts: IdentityFact[] = []
  for (const [bit, name] of deviceTypes) if (bytes[at + 1]! & bit) say(facts, 'deviceType', name)
  say(facts, 'ip', addressAt(bytes, at + 8))
  sayIdAndTag(bytes, at + 24, facts)
  return facts
}

/**
 * The device id begins with the maker's number (6 hexadecimal digits) and the device's type (4), then the maker's own serial
 * number (FF-880).
 */
function sayIdAndTag(bytes: Uint8Array, at: number, facts: IdentityFact[], about?: string): void {
  const id = text(bytes, at, at + tagLength)
  const tag = text(bytes, at + tagLength, at + 2 * tagLength)
  say(facts, 'deviceId', id, about)
  const parts = /^([0-9A-F]{6})([0-9A-F]{4})/i.exec(id)
  if (parts !== null) {
    say(facts, 'vendorId', `0x${parts[1]}`, about)
    say(facts, 'deviceTypeId', `0x${parts[2]}`, about)
  }
  say(facts, 'name', tag, about)
}

/** Reply to a search: query type, node, link (2), VFD (4), index (4), address (16), version (4), device id, tag. */
function factsOfFound(bytes: Uint8Array, at: number, end: number): IdentityFact[] | undefined {
  if (end - at < 32 + 2 * tagLength) return undefined
  const facts: IdentityFact[] = []
  const about = addressAt(bytes, at + 12)
  // An H1 device behind the one that answers has no address of its own here.
  if (about !== '' && u16be(bytes, at + 2) === 0) sayIdAndTag(bytes, at + 32, facts, about)
  else say(facts, 'knownDevice', text(bytes, at + 32 + tagLength, at + 32 + 2 * tagLength))
  return facts
}

function factsOfFms(bytes: Uint8Array, at: number, end: number): IdentityFact[] | undefined {
  if (end - at < 3 * tagLength) return undefined
  const facts: IdentityFact[] = []
  say(facts, 'vendor', text(bytes, at, at + tagLength))
  say(facts, 'model', text(bytes, at + tagLength, at + 2 * tagLength))
  say(facts, 'firmware', text(bytes, at + 2 * tagLength, at + 3 * tagLength))
  return facts
}

function read(bytes: Uint8Array, start: number, end: number): Reading {
  const length = lengthAt(bytes, start, end)
  if (length <= 0 || start + length > end) return fault('not a complete FF HSE message')
  const call = callOf(functionAt(bytes, start)!)
  const protocol = bytes[start + 2]! >> 2
  const kind = bytes[start + 2]! & 3
  const service = bytes[start + 3]! & 0x7f
  const isConfirmed = (bytes[start + 3]! & 0x80) !== 0
  if (kind === kinds.error) return call.refusal
  const plain = kind === kinds.response ? call.response : isConfirmed ? call.request : call.event
  const says = (reader: typeof factsOfDevice): Reading => {
    const identity = reader(bytes, start + header, start + length)
    if (identity === undefined) return withFault(plain, 'FF HSE identity cut short')
    return withIdentity(plain, identity)
  }
  if (protocol === protocols.systemManagement) {
    if (isConfirmed ? service === identify && kind === kinds.response : service === annunciation)
      return says(factsOfDevice)
    if (!isConfirmed && service === findTagReply) return says(factsOfFound)
  }
  if (protocol === protocols.fms && isConfirmed && service === fmsIdentify && kind === kinds.response)
    return says(factsOfFms)
  return plain
}

/** FOUNDATION Fieldbus High Speed Ethernet. */
export const ffHse: Protocol = {
  name: 'ff-hse',
  transports: ['tcp', 'udp'],
  ports: [1089, 1090, 1091, 3622],
  recognises: (bytes, start, end) =>
    end - start >= header && isHeader(bytes, start) && start + u32be(bytes, start + 8) <= end,
  lengthAt,
  session: () => ({ read }),
}
