import { text, u16be } from '../octets.ts'
import type { IdentityFact, WireFunction } from '../protocol.ts'
import { executes, restarts, serviceOf } from './functions.ts'

/** One service or result in EPSEM: where it starts and ends. */
export interface Service {
  readonly from: number
  readonly to: number
}

const mostServices = 32
/** Flags: an end-device class of four octets follows; 2 bits of security, not 0 where a message is authenticated or encrypted. */
const hasClass = 0x10
const security = 0x0c
const encrypted = 0x08
const procedures = 7
const fullWrite = 0x40
const fullRead = 0x30
const manufacturer = 1

export const isEncrypted = (flags: number): boolean => (flags & security) === encrypted

/** Splits EPSEM: flags, class, then services with their lengths (ANSI C12.22-2012, 5.3.2.1). An authentic one ends in 4 octets. */
export function servicesIn(bytes: Uint8Array, from: number, to: number): Service[] | undefined {
  const flags = bytes[from]!
  const stop = (flags & security) === 0 ? to : to - 4
  const found: Service[] = []
  let at = from + 1 + (flags & hasClass ? 4 : 0)
  while (at < stop && found.length < mostServices) {
    let length = bytes[at++]!
    if (length > 0x80) {
      const octets = length & 0x7f
      if (octets > 2) return undefined
      length = octets === 1 ? (bytes[at] ?? 0) : u16be(bytes, at)
      at += octets
    }
    if (length === 0) break
    if (at + length > stop) return undefined
    found.push({ from: at, to: at + length })
    at += length
  }
  return found
}

/** What a request does: a write to table 7 names a procedure in its first two octets, low one first. */
export function requestOf(bytes: Uint8Array, { from, to }: Service): WireFunction {
  const service = bytes[from]!
  if (service !== fullWrite || to - from < 7 || u16be(bytes, from + 1) !== procedures) return serviceOf(service)
  const procedure = bytes[from + 5]! + (bytes[from + 6]! & 0x0f) * 256
  return procedure <= 1 ? restarts : executes
}

export const readsIdentity = (bytes: Uint8Array, { from, to }: Service): boolean =>
  bytes[from] === fullRead && to - from === 3 && u16be(bytes, from + 1) === manufacturer

/**
 * Table 1, General Manufacturer Identification (ANSI C12.19-2012, 9.1.2), in the answer to a full read: result, count (2), then
 * manufacturer (4), model (8), versions and revisions of hardware and firmware (1 each), serial number (16, or 8 packed).
 */
export function identityOf(bytes: Uint8Array, { from, to }: Service): IdentityFact[] {
  const at = from + 3
  const size = u16be(bytes, from + 1)
  if (size < 24 || at + size > to) return []
  const serialEnd = Math.min(at + size, at + 32)
  const isText = size >= 32
  const facts: IdentityFact[] = []
  const say = (field: string, value: string) => {
    if (value !== '') facts.push({ field, value })
  }
  say('vendor', text(bytes, at, at + 4))
  say('model', text(bytes, at + 4, at + 12))
  say('hardware', `${bytes[at + 12]}.${bytes[at + 13]}`)
  say('firmware', `${bytes[at + 14]}.${bytes[at + 15]}`)
  say('serial', isText ? text(bytes, at + 16, serialEnd) : packed(bytes, at + 16, at + 24))
  return facts
}

function packed(bytes: Uint8Array, from: number, to: number): string {
  let said = ''
  for (let at = from; at < to; at++) said += bytes[at]!.toString(16).padStart(2, '0')
  return said
}
