import { isHostIp, isHostMac } from '#core/capture/address-text.ts'
import { ipv4At, macAt } from '../addresses.ts'
import { hex, text, textOnOneLine, u16be, u32be } from '../octets.ts'
import { sayVendor } from '../profinet-dcp/vendors.ts'
import type { IdentityFact } from '../protocol.ts'
import { say } from '../telling.ts'
import { isPnioObject } from './rpc.ts'

/** Block types of IEC 61158-6-10, 5.2: type (2), length of what follows (2), version (2), content. */
const types = {
  arRequest: 0x0101,
  arResponse: 0x8101,
  arServer: 0x8106,
  im0: 0x0020,
  im1: 0x0021,
  im2: 0x0022,
  im3: 0x0023,
  im5: 0x0025,
  im5Data: 0x0034,
  multiple: 0x0400,
  interfaceReal: 0x0240,
} as const
const header = 6
const mostBlocks = 256

export function sayMac(facts: IdentityFact[], bytes: Uint8Array, at: number): void {
  const mac = macAt(bytes, at)
  if (isHostMac(mac)) say(facts, 'mac', mac)
}

const sizedText = (bytes: Uint8Array, at: number, to: number): string =>
  textOnOneLine(bytes, at + 2, Math.min(to, at + 2 + u16be(bytes, at)))

/** ARType: who opens the relation. */
function initiatorOf(type: number): string {
  if (type === 0x0006) return 'PROFINET IO supervisor'
  return type === 0x0001 || type === 0x0010 || type === 0x0020 ? 'PROFINET IO controller' : ''
}

/** Where the parts of a label begin; behind the serial (16) follow hardware (2), prefix letter and three numbers. */
interface LabelAt {
  readonly vendorAt: number
  readonly orderAt: number
  readonly orderEnd: number
  readonly serialAt: number
}

function sayLabel(facts: IdentityFact[], bytes: Uint8Array, label: LabelAt, named: (field: string) => string): void {
  const { vendorAt, orderAt, orderEnd, serialAt } = label
  const hardware = u16be(bytes, serialAt + 16)
  const [prefix, major, minor, patch] = [18, 19, 20, 21].map((i) => bytes[serialAt + i]!) as [
    number,
    number,
    number,
    number,
  ]
  if (named('vendor') === 'vendor') sayVendor(facts, u16be(bytes, vendorAt))
  else say(facts, named('vendorId'), hex(u16be(bytes, vendorAt), 4))
  say(facts, named('orderNumber'), textOnOneLine(bytes, orderAt, orderEnd))
  say(facts, named('serial'), textOnOneLine(bytes, serialAt, serialAt + 16))
  say(facts, named('hardware'), String(hardware))
  const letter = prefix > 0x20 && prefix < 0x7f ? String.fromCharCode(prefix) : ''
  say(facts, named('firmware'), `${letter}${major}.${minor}.${patch}`)
  // As tshark shows the same octets.
  say(facts, named('vendorIdHigh'), hex(bytes[vendorAt]!, 2))
  say(facts, named('vendorIdLow'), hex(bytes[vendorAt + 1]!, 2))
  say(facts, named('hardwareRevision'), hex(hardware, 4))
  say(facts, named('softwareEnhancement'), hex(major, 2))
  say(facts, named('softwareBugfix'), hex(minor, 2))
  say(facts, named('softwareInternal'), hex(patch, 2))
}

const im0At = (at: number): LabelAt => ({ vendorAt: at, orderAt: at + 2, orderEnd: at + 22, serialAt: at + 22 })
/** Behind the annotation (64): order number (64), vendor, serial. */
const im5At = (at: number): LabelAt => ({
  vendorAt: at + 128,
  orderAt: at + 64,
  orderEnd: at + 128,
  serialAt: at + 130,
})

const own = (field: string): string => field
const ofPart = (field: string): string => `part${field[0]!.toUpperCase()}${field.slice(1)}`

/** PDInterfaceDataReal: name (behind its length, padded to four), MAC, padding, IP address, mask, gateway. */
function sayInterface(facts: IdentityFact[], bytes: Uint8Array, start: number, from: number, to: number): void {
  const nameEnd = from + 1 + bytes[from]!
  const macFrom = nameEnd + ((4 - ((nameEnd - start) & 3)) & 3)
  if (macFrom + 20 > to) return
  say(facts, 'name', textOnOneLine(bytes, from + 1, nameEnd))
  sayMac(facts, bytes, macFrom)
  const ip = ipv4At(bytes, macFrom + 8)
  if (isHostIp(ip)) say(facts, 'ip', ip)
  say(facts, 'subnetMask', ipv4At(bytes, macFrom + 12))
  say(facts, 'gateway', ipv4At(bytes, macFrom + 16))
}

/** Facts of one block, which the sender says about itself. */
function sayBlock(facts: IdentityFact[], bytes: Uint8Array, start: number, to: number): void {
  const from = start + header
  const held = to - from
  switch (u16be(bytes, start)) {
    // ARType, ARUUID 16, SessionKey, MAC 6, object UUID 16, properties 4, timeout, port, length of the name, name.
    case types.arRequest:
      if (held < 52) return
      say(facts, 'deviceType', initiatorOf(u16be(bytes, from)))
      say(facts, 'name', sizedText(bytes, from + 50, to))
      sayMac(facts, bytes, from + 20)
      if (isPnioObject(bytes, from + 26, false)) {
        say(facts, 'deviceId', hex(u16be(bytes, from + 38), 4))
        sayVendor(facts, u16be(bytes, from + 40))
      }
      return
    case types.arResponse:
      if (held < 26) return
      say(facts, 'deviceType', 'PROFINET IO device')
      sayMac(facts, bytes, from + 20)
      return
    case types.arServer:
      if (held >= 2) say(facts, 'name', sizedText(bytes, from, to))
      return
    case types.im0:
      if (held >= 44) sayLabel(facts, bytes, im0At(from), own)
      return
    case types.im1:
      if (held < 54) return
      say(facts, 'tagFunction', textOnOneLine(bytes, from, from + 32))
      say(facts, 'location', textOnOneLine(bytes, from + 32, from + 54))
      return
    case types.im2:
      if (held >= 16) say(facts, 'installationDate', text(bytes, from, from + 16))
      return
    case types.im3:
      if (held >= 54) say(facts, 'description', textOnOneLine(bytes, from, from + 54))
      return
    // Software or a part of the device that has a label of its own.
    case types.im5Data:
      if (held < 152) return
      say(facts, 'partName', textOnOneLine(bytes, from, from + 64))
      sayLabel(facts, bytes, im5At(from), ofPart)
      return
    case types.interfaceReal:
      if (held >= 1) sayInterface(facts, bytes, start, from, to)
  }
}

/** All blocks in [from, to), also those that others wrap (padding 2, API 4, slot 2, subslot 2 before them). */
export function sayBlocks(facts: IdentityFact[], bytes: Uint8Array, from: number, to: number): void {
  let at = from
  for (let i = 0; i < mostBlocks && at + header <= to; i++) {
    const next = at + 4 + u16be(bytes, at + 2)
    if (next > to || next < at + header) return
    const type = u16be(bytes, at)
    if (type === types.multiple) at += header + 10
    // Number of entries (2), then a block each.
    else if (type === types.im5) at += header + 2
    else {
      sayBlock(facts, bytes, at, next)
      at = next
    }
    // Wrapped blocks begin at multiples of four.
    if (type !== types.im5) while ((at - from) % 4 !== 0 && bytes[at] === 0) at++
  }
}

/** A record request or its answer: type, length, version (2), sequence (2), ARUUID 16, API 4, slot, subslot, padding, index. */
export const recordHeader = 64
export interface RecordHeader {
  readonly slot: number
  readonly subslot: number
  readonly index: number
  readonly length: number
}
export function recordAt(bytes: Uint8Array, at: number, to: number): RecordHeader | undefined {
  const type = u16be(bytes, at) & 0x7fff
  if (at + 40 > to || (type !== 0x0008 && type !== 0x0009)) return undefined
  return {
    slot: u16be(bytes, at + 28),
    subslot: u16be(bytes, at + 30),
    index: u16be(bytes, at + 34),
    length: u32be(bytes, at + 36),
  }
}
