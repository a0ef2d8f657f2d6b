import { isHostIp } from '#core/capture/address-text.ts'
import { ipv4At, ipv6At } from '../addresses.ts'
import { sayDescription } from '../lldp/system-description.ts'
import { hex, text, textOnOneLine, u16be, u32be } from '../octets.ts'
import type { IdentityFact, Protocol } from '../protocol.ts'
import { fault, type Reading, withFault } from '../reading.ts'
import { say, telling, wireFunction } from '../telling.ts'

const advertise = wireFunction('cdp', 'Advertise', 'identify')
/** Version, time to live, checksum (2); then TLVs of type (2), length with these four octets (2), value. */
const header = 4
const mostTlvs = 128
const mostAddresses = 32
const mostLines = 16

const tlv = {
  device: 1,
  addresses: 2,
  port: 3,
  capabilities: 4,
  software: 5,
  platform: 6,
  domain: 9,
  nativeVlan: 10,
  systemName: 0x14,
  management: 0x16,
  location: 0x17,
  energyWise: 0x1d,
} as const

const capabilities: readonly (readonly [bit: number, name: string])[] = [
  [0x01, 'router'],
  [0x02, 'transparent bridge'],
  [0x04, 'source route bridge'],
  [0x08, 'switch'],
  [0x10, 'host'],
  [0x20, 'IGMP'],
  [0x40, 'repeater'],
  [0x80, 'telephone'],
]

/** Count (4); each: protocol type, its length, protocol, length (2), address. All are the sender's own. */
function sayAddresses(facts: IdentityFact[], bytes: Uint8Array, from: number, to: number): void {
  const count = Math.min(u32be(bytes, from), mostAddresses)
  let at = from + 4
  for (let i = 0; i < count && at + 4 <= to; i++) {
    const addressAt = at + 4 + bytes[at + 1]!
    const length = u16be(bytes, addressAt - 2)
    if (addressAt + length > to) return
    const isIpv4 = length === 4 && bytes[at] === 1 && bytes[at + 2] === 0xcc
    const isIpv6 = length === 16 && u16be(bytes, addressAt - 4) === 0x86dd
    const address = isIpv4 ? ipv4At(bytes, addressAt) : isIpv6 ? ipv6At(bytes, addressAt) : ''
    if (address !== '') say(facts, isHostIp(address) ? 'ip' : 'address', address)
    at = addressAt + length
  }
}

/** Line by line, as tshark lists it; what Cisco writes into it tells the version. */
function saySoftware(facts: IdentityFact[], bytes: Uint8Array, from: number, to: number): void {
  let line = 0
  let begin = from
  for (let at = from; at <= to && line < mostLines; at++) {
    if (at < to && bytes[at] !== 0x0a && bytes[at] !== 0x0d) continue
    const said = text(bytes, begin, at)
    if (said !== '') {
      line++
      say(facts, line === 1 ? 'software' : `software${line}`, said)
      if (!facts.some(({ field }) => field === 'firmware')) sayDescription(facts, said)
    }
    begin = at + 1
  }
}

function sayPlatform(facts: IdentityFact[], platform: string): void {
  say(facts, 'product', platform)
  // Cisco's platform is its product number.
  const cisco = /^cisco (\S.*)$/i.exec(platform)
  if (cisco === null) return
  if (!facts.some(({ field }) => field === 'vendor')) say(facts, 'vendor', 'Cisco')
  say(facts, 'model', cisco[1]!)
}

function sayTlv(facts: IdentityFact[], type: number, bytes: Uint8Array, from: number, to: number): void {
  const held = to - from
  if (type === tlv.device || type === tlv.systemName) say(facts, 'name', textOnOneLine(bytes, from, to))
  else if ((type === tlv.addresses || type === tlv.management) && held >= 4) sayAddresses(facts, bytes, from, to)
  else if (type === tlv.port) say(facts, 'port', textOnOneLine(bytes, from, to))
  else if (type === tlv.capabilities && held >= 4) {
    const set = u32be(bytes, from)
    const names = capabilities.filter(([bit]) => set & bit).map(([, name]) => name)
    say(facts, 'capabilities', names.join(', '))
    say(facts, 'capabilityBits', hex(set, 8))
  } else if (type === tlv.software) saySoftware(facts, bytes, from, to)
  else if (type === tlv.platform) sayPlatform(facts, textOnOneLine(bytes, from, to))
  else if (type === tlv.domain) say(facts, 'vtpDomain', textOnOneLine(bytes, from, to))
  else if (type === tlv.nativeVlan && held >= 2) say(facts, 'nativeVlan', String(u16be(bytes, from)))
  else if (type === tlv.location && held > 1) say(facts, 'location', textOnOneLine(bytes, from + 1, to))
  else if (type === tlv.energyWise && held >= 60) {
    // Offsets as in Wireshark's packet-cdp.c: model 16, pad 2, hardware 3, serial 11.
    say(facts, 'orderNumber', text(bytes, from + 28, from + 44))
    say(facts, 'hardware', text(bytes, from + 46, from + 49))
    say(facts, 'serial', text(bytes, from + 49, from + 60))
  }
}

function readCdp(bytes: Uint8Array, start: number, end: number): Reading {
  const facts: IdentityFact[] = []
  let at = start + header
  for (let i = 0; i < mostTlvs && at + 4 <= end; i++) {
    const next = at + u16be(bytes, at + 2)
    // Zeros behind the last one are padding.
    if (next < at + 4 || next > end) break
    sayTlv(facts, u16be(bytes, at), bytes, at + 4, next)
    at = next
  }
  if (facts.length === 0) return fault('advertisement cut short')
  const isCut = at + 4 <= end && u32be(bytes, at) !== 0
  const reading = telling('event', advertise, facts)
  return isCut ? withFault(reading, 'advertisement cut short') : reading
}

/** Cisco Discovery Protocol, versions 1 and 2, in the SNAP frames of Cisco's OUI: each advertisement stands alone. */
export const cdp: Protocol = {
  name: 'cdp',
  transports: ['eth'],
  ports: [],
  etherTypes: [0x2000],
  recognises(bytes, start, end) {
    if (start + header + 4 > end || (bytes[start] !== 1 && bytes[start] !== 2)) return false
    const length = u16be(bytes, start + header + 2)
    return bytes[start + header] === 0 && length >= 4 && start + header + length <= end
  },
  lengthAt: (_, start, end) => end - start,
  session: () => ({ read: readCdp }),
}
