import { isHostIp } from '#core/capture/address-text.ts'
import { ipv4At } from '../addresses.ts'
import { hex, textOnOneLine, u16le, u32le } from '../octets.ts'
import type { IdentityFact } from '../protocol.ts'
import { say } from '../telling.ts'

/** Vendor numbers are those of CANopen. */
const vendors = new Map<number, string>([[0x0100006c, 'B&R Industrial Automation']])

function sayVendor(facts: IdentityFact[], id: number): void {
  say(facts, 'vendor', vendors.get(id) ?? '')
  say(facts, 'vendorId', hex(id, 8))
}

/** A field of the IdentResponse, or of the identity object, whose number 0 means that there is none. */
function sayNumber(facts: IdentityFact[], field: string, value: number): void {
  if (value !== 0) say(facts, field, field === 'serial' ? String(value) : hex(value, 8))
}

/** From the flags of an IdentResponse to its host name: EPSG DS 301, 7.3.3.2.1. */
export const identLength = 110
export function sayIdent(facts: IdentityFact[], bytes: Uint8Array, at: number): void {
  const version = bytes[at + 4]!
  say(facts, 'powerlinkVersion', `${version >> 4}.${version & 0x0f}`)
  // Device profile of CiA, and what it adds.
  say(facts, 'deviceProfile', String(u16le(bytes, at + 22)))
  sayVendor(facts, u32le(bytes, at + 26))
  sayNumber(facts, 'productCode', u32le(bytes, at + 30))
  sayNumber(facts, 'revision', u32le(bytes, at + 34))
  sayNumber(facts, 'serial', u32le(bytes, at + 38))
  const ip = ipv4At(bytes, at + 66)
  if (isHostIp(ip)) {
    say(facts, 'ip', ip)
    say(facts, 'subnetMask', ipv4At(bytes, at + 70))
    say(facts, 'gateway', ipv4At(bytes, at + 74))
  }
  say(facts, 'name', textOnOneLine(bytes, at + 78, at + identLength))
}

const texts = new Map<number, string>([
  [0x1008, 'model'],
  [0x1009, 'hardware'],
  [0x100a, 'firmware'],
])
const numbers = ['', 'vendor', 'productCode', 'revision', 'serial']

/** What the object says that was read by SDO. */
export function sayObject(
  facts: IdentityFact[],
  index: number,
  subindex: number,
  bytes: Uint8Array,
  from: number,
  to: number,
): void {
  const field = texts.get(index)
  if (field !== undefined) say(facts, field, textOnOneLine(bytes, from, to))
  else if (index === 0x1018 && to - from >= 4 && subindex >= 1 && subindex <= 4) {
    if (subindex === 1) sayVendor(facts, u32le(bytes, from))
    else sayNumber(facts, numbers[subindex]!, u32le(bytes, from))
  }
}
