import { hex, text, u16be } from '../octets.ts'
import type { IdentityFact } from '../protocol.ts'
import { say } from '../telling.ts'
import { typeName } from './device-types.ts'
import { makerName } from './names.ts'

/** Who a HART device is: its unique address is the expanded device type (14 bits) and the device id. */
export interface Unique {
  readonly unit: string
  /** It speaks for devices behind it: its flags say that it bridges protocols (HCF_SPEC-183, table 11). */
  readonly isBridge: boolean
}

const named = new Map<number, string>()
const mostNamed = 4096

/** `264e0000d2`: type and device id at `at`, without the bits for master and burst. */
export function uniqueAt(bytes: Uint8Array, at: number): string {
  const type = u16be(bytes, at) & 0x3fff
  const id = ((bytes[at + 2] ?? 0) << 16) | u16be(bytes, at + 3)
  const key = type * 0x1000000 + id
  let name = named.get(key)
  if (name === undefined) {
    name = key.toString(16).padStart(10, '0')
    if (named.size < mostNamed) named.set(key, name)
  }
  return name
}

const expansion = 254
const bridges = 0x04

/** Data of command 0 (and 11, 21, 73, 75), behind response code and status (HCF_SPEC-127, §6.1). */
export function uniqueOf(bytes: Uint8Array, at: number, end: number): Unique | undefined {
  if (end - at < 12 || bytes[at] !== expansion) return undefined
  const type = Uint8Array.of(bytes[at + 1]!, bytes[at + 2]!, bytes[at + 9]!, bytes[at + 10]!, bytes[at + 11]!)
  return { unit: uniqueAt(type, 0), isBridge: (bytes[at + 8]! & bridges) !== 0 }
}

const octets = (bytes: Uint8Array, at: number, end: number): string =>
  Array.from(bytes.subarray(at, end), (octet) => hex(octet, 2).slice(2)).join('')

/** Numbers as tshark writes them. Maker and type were one octet each until HART 6, and are two since HART 7. */
export function factsOfIdentifier(bytes: Uint8Array, at: number, end: number, facts: IdentityFact[]): void {
  if (end - at < 12 || bytes[at] !== expansion) return
  const isExpanded = end - at >= 19
  const maker = isExpanded ? u16be(bytes, at + 17) : bytes[at + 1]!
  const type = u16be(bytes, at + 1)
  say(facts, 'vendor', makerName(maker) ?? '')
  say(facts, 'vendorId', String(maker))
  say(facts, 'model', typeName(type) ?? '')
  say(facts, 'deviceTypeId', hex(type, 4))
  say(facts, 'hartRevision', String(bytes[at + 4]))
  say(facts, 'deviceRevision', String(bytes[at + 5]))
  say(facts, 'firmware', String(bytes[at + 6]))
  say(facts, 'hardware', String(bytes[at + 7]! >> 3))
  say(facts, 'deviceId', octets(bytes, at + 9, at + 12))
}

/** Four characters of six bits in three octets (HCF_SPEC-127, §5.1.3): bit 6 is the complement of bit 5. */
export function packed(bytes: Uint8Array, at: number, length: number): string {
  let said = ''
  for (let from = at; from + 3 <= at + length; from += 3) {
    const three = (bytes[from]! << 16) | (bytes[from + 1]! << 8) | bytes[from + 2]!
    for (let shift = 18; shift >= 0; shift -= 6) {
      const six = (three >> shift) & 0x3f
      said += String.fromCharCode(six | (six & 0x20 ? 0 : 0x40))
    }
  }
  return said.trim()
}

/** A tag of nothing but one sign was never set: it names nothing. */
const isSet = (tag: string): boolean => tag !== '' && !/^(.)\1*$/.test(tag)

function sayTag(facts: IdentityFact[], tag: string): void {
  say(facts, 'tag', tag)
  if (isSet(tag)) say(facts, 'name', tag)
}

/** What the answer to a command says: [at, end) is behind response code and status. */
export function factsOfCommand(command: number, bytes: Uint8Array, at: number, end: number): IdentityFact[] {
  const facts: IdentityFact[] = []
  const held = end - at
  switch (command) {
    case 0:
    case 11:
    case 21:
    case 73:
      factsOfIdentifier(bytes, at, end, facts)
      break
    case 12:
    case 17:
      if (held >= 24) say(facts, 'message', packed(bytes, at, 24))
      break
    case 13:
    case 18:
      if (held < 18) break
      sayTag(facts, packed(bytes, at, 6))
      say(facts, 'descriptor', packed(bytes, at + 6, 12))
      if (isSet(packed(bytes, at + 6, 12))) say(facts, 'description', packed(bytes, at + 6, 12))
      break
    case 14:
      if (held >= 3) say(facts, 'transducerSerial', String((bytes[at]! << 16) | u16be(bytes, at + 1)))
      break
    case 16:
    case 19:
      if (held >= 3) say(facts, 'finalAssembly', String((bytes[at]! << 16) | u16be(bytes, at + 1)))
      break
    case 20:
    case 22:
      if (held >= 1) sayTag(facts, text(bytes, at, Math.min(end, at + 32)))
      break
    default:
  }
  return facts
}

/** A tag that somebody wants to give: it is the receiver's once that has answered. */
export function factsOfWrite(command: number, bytes: Uint8Array, at: number, end: number): readonly IdentityFact[] {
  if (command !== 18 && command !== 22) return nothing
  const facts: IdentityFact[] = []
  if (command === 22) say(facts, 'tagWritten', text(bytes, at, Math.min(end, at + 32)), 'peer')
  else if (end - at >= 18) say(facts, 'tagWritten', packed(bytes, at, 6), 'peer')
  return facts
}
const nothing: readonly IdentityFact[] = []

/** Answer to command 84 (HCF_SPEC-151, §7.52): one of the devices behind an I/O system or gateway. */
export function subDeviceOf(
  bytes: Uint8Array,
  at: number,
  end: number,
): { unit: string; facts: IdentityFact[] } | undefined {
  if (end - at < 44) return undefined
  const facts: IdentityFact[] = []
  const maker = u16be(bytes, at + 4)
  const type = u16be(bytes, at + 6)
  say(facts, 'vendor', makerName(maker) ?? '')
  say(facts, 'vendorId', String(maker))
  say(facts, 'model', typeName(type) ?? '')
  say(facts, 'deviceTypeId', hex(type, 4))
  say(facts, 'deviceId', octets(bytes, at + 8, at + 11))
  say(facts, 'hartRevision', String(bytes[at + 11]))
  sayTag(facts, text(bytes, at + 12, at + 44))
  if (end - at >= 45) say(facts, 'deviceRevision', String(bytes[at + 44]))
  return { unit: uniqueAt(bytes, at + 6), facts }
}
