import { remembered } from '#core/identity/remembered.ts'
import { ipv4At, macAt } from '../addresses.ts'
import { hex, text, u16be, u16le, u32le } from '../octets.ts'
import type { IdentityFact } from '../protocol.ts'
import { deviceTypeName, vendorName } from './names.ts'
import { isSafetyDevice, safetyFacts } from './safety.ts'

/** The fields that Identity (class 1) and List Identity have in common, as numbers and text of the wire. */
export interface EnipIdentity {
  readonly vendorId: number
  readonly deviceType: number
  readonly productCode: number
  readonly major: number
  readonly minor: number
  readonly status: number
  readonly serial: number
  readonly product: string
  /** Only List Identity has it: 3 is operational. */
  readonly state?: number
}

/** Rockwell's product names begin with the order number: `1756-L61/B LOGIX5561`. */
const rockwellOrder = /^(\d{4}[A-Z]{0,2}-[A-Z0-9-]+)/

const vendorFacts = (id: number): IdentityFact[] => {
  const name = vendorName(id)
  return [...(name === undefined ? [] : [{ field: 'vendor', value: name }]), { field: 'vendorId', value: hex(id, 4) }]
}
const typeFacts = (id: number, written: string): IdentityFact[] => {
  const name = deviceTypeName(id)
  return [
    ...(name === undefined ? [] : [{ field: 'deviceType', value: name }]),
    { field: 'deviceTypeId', value: written },
  ]
}
const revisionFacts = (major: number, minor: number): IdentityFact[] => [
  { field: 'firmware', value: `${major}.${minor}` },
  { field: 'majorRevision', value: String(major) },
  { field: 'minorRevision', value: String(minor) },
]
const nameFacts = (name: string, vendorId: number): IdentityFact[] => {
  if (name === '') return []
  const order = vendorId === 1 ? rockwellOrder.exec(name)?.[1] : undefined
  return [
    { field: 'product', value: name },
    { field: 'model', value: name },
    ...(order === undefined ? [] : [{ field: 'orderNumber', value: order }]),
  ]
}

/** The facts in the spelling of tshark: numbers of List Identity and of the Identity object are written differently there. */
function facts(said: EnipIdentity, typeWritten: string): IdentityFact[] {
  return [
    ...vendorFacts(said.vendorId),
    ...typeFacts(said.deviceType, typeWritten),
    { field: 'productCode', value: String(said.productCode) },
    ...revisionFacts(said.major, said.minor),
    { field: 'status', value: hex(said.status, 4) },
    { field: 'serial', value: hex(said.serial, 8) },
    ...nameFacts(said.product, said.vendorId),
    ...(said.state === undefined ? [] : [{ field: 'state', value: hex(said.state, 2) }]),
    ...(isSafetyDevice(said.deviceType, said.product) ? safetyFacts : []),
  ]
}

/** From vendor to name: 14 octets, then a short string. Undefined when cut. */
function readIdentity(bytes: Uint8Array, start: number, end: number): EnipIdentity | undefined {
  if (start + 15 > end || start + 15 + bytes[start + 14]! > end) return undefined
  return {
    vendorId: u16le(bytes, start),
    deviceType: u16le(bytes, start + 2),
    productCode: u16le(bytes, start + 4),
    major: bytes[start + 6]!,
    minor: bytes[start + 7]!,
    status: u16le(bytes, start + 8),
    serial: u32le(bytes, start + 10),
    product: text(bytes, start + 15, start + 15 + bytes[start + 14]!),
  }
}

/** Answer to Get Attributes All of class 1. */
export function identityObject(bytes: Uint8Array, start: number, end: number): IdentityFact[] | undefined {
  const said = readIdentity(bytes, start, end)
  return said && facts(said, hex(said.deviceType, 4))
}

/** Data of a List Identity answer: item count, then items; 0x0c holds version, socket address (big endian), identity, state. */
export function listIdentity(bytes: Uint8Array, start: number, end: number): IdentityFact[] | undefined {
  const count = Math.min(u16le(bytes, start), 8)
  let at = start + 2
  for (let i = 0; i < count && at + 4 <= end; i++) {
    const type = u16le(bytes, at)
    const next = at + 4 + u16le(bytes, at + 2)
    if (next > end) return undefined
    if (type === 0x0c) {
      const said = readIdentity(bytes, at + 22, next)
      if (said === undefined) return undefined
      const state = at + 22 + 15 + bytes[at + 36]!
      const written = facts(state < next ? { ...said, state: bytes[state]! } : said, String(said.deviceType))
      // It may differ from the sender's: behind address translation, or set up wrongly.
      const address = [...bytes.subarray(at + 10, at + 14)].join('.')
      if (u16be(bytes, at + 6) === 2 && address !== '0.0.0.0') written.push({ field: 'address', value: address })
      return written
    }
    at = next
  }
  return count === 0 ? [] : undefined
}

/**
 * One attribute of class 1; of the TCP/IP interface 0xf5 the addresses (5) or the host name (6); of the Ethernet link 0xf6 the
 * MAC address (3). Empty when it says nothing.
 */
export function attribute(cls: number, id: number, bytes: Uint8Array, start: number, end: number): IdentityFact[] {
  const held = end - start
  if (cls === 0xf6) return id === 3 && held >= 6 ? [{ field: 'mac', value: macAt(bytes, start) }] : []
  if (cls === 0xf5) {
    if (id === 5) return held >= 12 ? interfaceFacts(bytes, start) : []
    const name = id === 6 && held > 2 ? text(bytes, start + 2, Math.min(end, start + 2 + u16le(bytes, start))) : ''
    return name === '' ? [] : [{ field: 'name', value: name }]
  }
  if (id === 1 && held >= 2) return vendorFacts(u16le(bytes, start))
  if (id === 2 && held >= 2) return typeFacts(u16le(bytes, start), hex(u16le(bytes, start), 4))
  if (id === 3 && held >= 2) return [{ field: 'productCode', value: String(u16le(bytes, start)) }]
  if (id === 4 && held >= 2) return revisionFacts(bytes[start]!, bytes[start + 1]!)
  if (id === 6 && held >= 4) return [{ field: 'serial', value: hex(u32le(bytes, start), 8) }]
  if (id === 7 && held >= 1 && start + 1 + bytes[start]! <= end)
    return nameFacts(text(bytes, start + 1, start + 1 + bytes[start]!), 1)
  return []
}

/** Address, mask and gateway, little endian. */
function interfaceFacts(bytes: Uint8Array, at: number): IdentityFact[] {
  const address = (from: number) => ipv4At(bytes.slice(from, from + 4).reverse(), 0)
  return (['ip', 'subnetMask', 'gateway'] as const).flatMap((field, i) => {
    const value = address(at + 4 * i)
    return value === '0.0.0.0' ? [] : [{ field, value }]
  })
}

/** Sizes of the attributes of class 1, to walk through an attribute list; 7 is a short string. */
const sizes = [0, 2, 2, 2, 2, 2, 4]

/** Answer to Get Attribute List: of class 1, or of the Logix program object 0x64, whose attribute 1 names the controller. */
export function attributeList(cls: number, bytes: Uint8Array, start: number, end: number): IdentityFact[] {
  const found: IdentityFact[] = []
  const count = Math.min(u16le(bytes, start), 16)
  let at = start + 2
  for (let i = 0; i < count && at + 4 <= end; i++) {
    const id = u16le(bytes, at)
    if (u16le(bytes, at + 2) !== 0) {
      at += 4
      continue
    }
    at += 4
    if (cls === 0x64) {
      const name = id === 1 ? text(bytes, at + 2, Math.min(end, at + 2 + u16le(bytes, at))) : ''
      return name === '' ? [] : [{ field: 'name', value: name }]
    }
    const size = id === 7 ? 1 + (bytes[at] ?? 0) : sizes[id]
    if (size === undefined || at + size > end) break
    found.push(...attribute(cls, id, bytes, at, at + size))
    at += size
  }
  return found
}

/** What a name tells, worked out once: this is what stations poll all day long. */
const mostNames = 256
const statusFacts = remembered(
  (name): readonly IdentityFact[] =>
    /^[\x20-\x7e]{4,}$/.test(name) ? [{ field: 'vendor', value: 'Rockwell Automation' }, ...nameFacts(name, 1)] : [],
  mostNames,
)

/**
 * Answer to PCCC Diagnostic Status (1770-6.5.16, §7): mode, `ee`, interface, processor, series and revision, then eleven
 * characters of the order number. Seen: `00 ee 4a 9f 23 "1766-LEC   "`.
 */
export function diagnosticStatus(bytes: Uint8Array, start: number, end: number): readonly IdentityFact[] {
  if (start + 16 > end || bytes[start + 1] !== 0xee) return []
  return statusFacts(text(bytes, start + 5, start + 16))
}
