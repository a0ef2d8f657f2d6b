import { isHostIp, isHostMac } from '#core/capture/address-text.ts'
import { ipv4At, ipv6At, macAt } from '../addresses.ts'
import { digits, hex, text, textOnOneLine, u16be } from '../octets.ts'
import type { IdentityFact, Protocol } from '../protocol.ts'
import { fault, type Reading, withFault } from '../reading.ts'
import { say, telling, wireFunction } from '../telling.ts'
import { sayOrganization } from './organizations.ts'
import { sayDescription, saySystemIdentification } from './system-description.ts'

const advertise = wireFunction('lldpdu', 'Advertise', 'identify')
/** IEEE 802.1AB, 8.4: TLV types. */
const tlv = {
  end: 0,
  chassis: 1,
  port: 2,
  ttl: 3,
  portText: 4,
  name: 5,
  text: 6,
  capabilities: 7,
  address: 8,
  organization: 127,
}
const mostTlvs = 128

const typeOf = (bytes: Uint8Array, at: number): number => bytes[at]! >> 1
const lengthOf = (bytes: Uint8Array, at: number): number => u16be(bytes, at) & 0x1ff

/** Address family numbers of IANA. */
function addressAt(bytes: Uint8Array, family: number, at: number, end: number): string {
  if (family === 1 && end - at >= 4) return ipv4At(bytes, at)
  if (family === 2 && end - at >= 16) return ipv6At(bytes, at)
  if (family === 6 && end - at >= 6) return macAt(bytes, at)
  return ''
}

const isPrintable = (bytes: Uint8Array, from: number, to: number): boolean => {
  for (let at = from; at < to; at++) if (bytes[at]! < 0x20 || bytes[at]! > 0x7e) return false
  return to > from
}

/** Who sends: a MAC or IP address, or a text that only PROFINET gives a meaning. */
function sayChassis(facts: IdentityFact[], bytes: Uint8Array, from: number, to: number): void {
  const subtype = bytes[from]!
  const address = subtype === 5 ? addressAt(bytes, bytes[from + 1] ?? 0, from + 2, to) : ''
  if (subtype === 4 && to - from === 7) {
    const mac = macAt(bytes, from + 1)
    say(facts, isHostMac(mac) ? 'mac' : 'chassisMac', mac)
  } else if (address !== '') say(facts, isHostIp(address) ? 'ip' : 'chassisAddress', address)
  else {
    // tshark shows it as octets, whatever it is.
    say(facts, 'chassisId', digits(bytes, from + 1, to))
    if (isPrintable(bytes, from + 1, to)) say(facts, 'chassis', text(bytes, from + 1, to))
  }
}

function sayPort(facts: IdentityFact[], bytes: Uint8Array, from: number, to: number): void {
  const subtype = bytes[from]!
  const address = subtype === 4 ? addressAt(bytes, bytes[from + 1] ?? 0, from + 2, to) : ''
  if (subtype === 3 && to - from === 7) say(facts, 'port', macAt(bytes, from + 1))
  else say(facts, 'port', address !== '' ? address : textOnOneLine(bytes, from + 1, to))
}

/** IEEE 802.1AB, table 8-4. */
const capabilities: readonly (readonly [bit: number, name: string])[] = [
  [0x01, 'other'],
  [0x02, 'repeater'],
  [0x04, 'bridge'],
  [0x08, 'WLAN access point'],
  [0x10, 'router'],
  [0x20, 'telephone'],
  [0x40, 'DOCSIS cable device'],
  [0x80, 'station'],
]

function sayTlv(facts: IdentityFact[], type: number, bytes: Uint8Array, from: number, to: number): void {
  const held = to - from
  if (type === tlv.chassis && held >= 2) sayChassis(facts, bytes, from, to)
  else if (type === tlv.port && held >= 2) sayPort(facts, bytes, from, to)
  else if (type === tlv.portText) say(facts, 'portDescription', textOnOneLine(bytes, from, to))
  else if (type === tlv.name) say(facts, 'name', textOnOneLine(bytes, from, to))
  else if (type === tlv.text) {
    say(facts, 'description', textOnOneLine(bytes, from, to))
    sayDescription(facts, textOnOneLine(bytes, from, to))
  } else if (type === tlv.capabilities && held >= 4) {
    const enabled = u16be(bytes, from + 2)
    const set = capabilities.filter(([bit]) => enabled & bit).map(([, name]) => name)
    say(facts, 'capabilities', set.join(', '))
    say(facts, 'capabilityBits', hex(enabled, 4))
  } else if (type === tlv.address && held >= 2) {
    const address = addressAt(bytes, bytes[from + 1]!, from + 2, Math.min(to, from + 1 + bytes[from]!))
    // The management address is the system's own (8.5.9), whichever port the frame left by.
    const field =
      address.includes(':') && address.length === 17 ? 'managementMac' : isHostIp(address) ? 'ip' : 'address'
    say(facts, field, address)
  } else if (type === tlv.organization && held >= 4) sayOrganization(facts, bytes, from, to)
}

/** PROFINET: the chassis text is the station's name, or all that its label says; a name may follow the port's number. */
function sayStation(facts: IdentityFact[]): void {
  const chassis = facts.find(({ field }) => field === 'chassis')?.value
  if (chassis !== undefined && !saySystemIdentification(facts, chassis)) say(facts, 'name', chassis)
  const port = facts.find(({ field }) => field === 'port')?.value ?? ''
  say(facts, 'name', /^port-\d{3}(?:-\d{5})?\.(.+)$/.exec(port)?.[1] ?? '')
}

function readLldp(bytes: Uint8Array, start: number, end: number): Reading {
  const facts: IdentityFact[] = []
  let isCut = true
  let isProfinet = false
  let at = start
  for (let i = 0; i < mostTlvs && at + 2 <= end; i++) {
    const type = typeOf(bytes, at)
    const next = at + 2 + lengthOf(bytes, at)
    if (next > end) break
    if (type === tlv.end) {
      isCut = false
      break
    }
    isProfinet ||= type === tlv.organization && bytes[at + 2] === 0 && u16be(bytes, at + 3) === 0x0ecf
    sayTlv(facts, type, bytes, at + 2, next)
    at = next
  }
  if (isProfinet) sayStation(facts)
  // Senders may leave out the end of the PDU; padding of zeros reads as one.
  if (at >= end) isCut = false
  if (facts.length === 0) return fault('advertisement cut short')
  const reading = telling('event', advertise, facts)
  return isCut ? withFault(reading, 'advertisement cut short') : reading
}

/** Link Layer Discovery Protocol, IEEE 802.1AB: each advertisement stands alone. */
export const lldp: Protocol = {
  name: 'lldp',
  transports: ['eth'],
  ports: [],
  etherTypes: [0x88cc],
  // The three mandatory TLVs come first, in this order.
  recognises: (bytes, start, end) =>
    start + 4 <= end && typeOf(bytes, start) === tlv.chassis && lengthOf(bytes, start) >= 2,
  lengthAt: (_, start, end) => end - start,
  session: () => ({ read: readLldp }),
}
