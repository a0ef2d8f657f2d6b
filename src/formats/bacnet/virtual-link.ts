import { ipv6Text } from '#core/capture/address-text.ts'
import { u16be, u32be } from '../octets.ts'
import type { IdentityFact } from '../protocol.ts'
import { type Reading, withIdentity } from '../reading.ts'
import type { ApplicationSession } from './application.ts'
import { virtualLink6Functions, virtualLinkFunctions } from './functions.ts'

/** First octet of the BACnet virtual link layer: over IPv4 (annex J.2), over IPv6 (annex U.2). */
export const overIpv4 = 0x81
export const overIpv6 = 0x82
const header = 4
export const result = 0x00
const writeTable = 0x01
const readTableAck = 0x03
const forwarded = 0x04
const forwarded6 = 0x08
const readForeignAck = 0x07
const tableEntry = 10
const mostEntries = 64

/** Where the NPDU begins, counted from the virtual link header, for the functions that carry one. */
const npduAt: ReadonlyMap<number, number> = new Map([
  [forwarded, 10],
  [0x09, 4],
  [0x0a, 4],
  [0x0b, 4],
])
/** Over IPv6 the virtual addresses of source (and destination) come first, three octets each. */
const npduAt6: ReadonlyMap<number, number> = new Map([
  [0x01, 10],
  [0x02, 7],
  [forwarded6, 25],
  [0x0c, 7],
])
/** Lengths of the functions that carry none; -1: a table of entries. */
const lengths: ReadonlyMap<number, number> = new Map([
  [result, 6],
  [writeTable, -1],
  [0x02, 4],
  [readTableAck, -1],
  [0x05, 6],
  [0x06, 4],
  [readForeignAck, -1],
  [0x08, 10],
])
const lengths6: ReadonlyMap<number, number> = new Map([
  [result, 9],
  [0x03, 10],
  [0x04, 28],
  [0x05, 10],
  [0x06, 7],
  [0x07, 10],
  [0x09, 9],
  [0x0a, 25],
])

/** Offset of the NPDU from the header, 0 where there is none, -1 where the header is none of a function. */
export function npduOffset(bytes: Uint8Array, start: number): number {
  const isIpv6 = bytes[start] === overIpv6
  const fn = bytes[start + 1]!
  const length = u16be(bytes, start + 2)
  const offset = (isIpv6 ? npduAt6 : npduAt).get(fn)
  if (offset !== undefined) return length > offset + 2 ? offset : -1
  const wanted = (isIpv6 ? lengths6 : lengths).get(fn)
  if (wanted === undefined) return -1
  return wanted === length || (wanted < 0 && length >= header && (length - header) % tableEntry === 0) ? 0 : -1
}

/** Who sent what a broadcast management device forwards; undefined when it forwards nothing. */
export function originalSource(bytes: Uint8Array, start: number): string | undefined {
  const fn = bytes[start + 1]!
  if (bytes[start] === overIpv4 && fn === forwarded) return ipv4At(bytes, start + header)
  if (bytes[start] === overIpv6 && fn === forwarded6) return ipv6At(bytes, start + 7)
  return undefined
}

const ipv4At = (bytes: Uint8Array, at: number): string =>
  `${bytes[at]}.${bytes[at + 1]}.${bytes[at + 2]}.${bytes[at + 3]}`

const ipv6At = (bytes: Uint8Array, at: number): string => {
  const word = (i: number) => u32be(bytes, at + i) | 0
  return ipv6Text(word(0), word(4), word(8), word(12))
}

/** Management devices (or foreign devices) that this one knows, with their ports. */
function tableFacts(field: string, bytes: Uint8Array, start: number, end: number): IdentityFact[] {
  const facts: IdentityFact[] = []
  for (let at = start + header; at + tableEntry <= end && facts.length < mostEntries; at += tableEntry)
    facts.push({ field, value: `${ipv4At(bytes, at)}:${u16be(bytes, at + 4)}` })
  return facts
}

/** A function that carries no NPDU. */
export function readVirtualLink(
  bytes: Uint8Array,
  start: number,
  end: number,
  toServer: boolean,
  application: ApplicationSession,
): Reading {
  const fn = bytes[start + 1]!
  const call = application.callOf((bytes[start] === overIpv6 ? virtualLink6Functions : virtualLinkFunctions)[fn]!, '')
  if (bytes[start] === overIpv6) return fn === result ? call.response : toServer ? call.request : call.event
  switch (fn) {
    case result:
      return u16be(bytes, start + header) === 0 ? call.response : call.refusal
    case readTableAck:
      return withIdentity(call.response, tableFacts('broadcastPeer', bytes, start, end))
    case readForeignAck:
      return withIdentity(call.response, tableFacts('foreignDevice', bytes, start, end))
    default:
      return call.request
  }
}
