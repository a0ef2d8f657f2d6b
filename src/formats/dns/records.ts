import { ipv4At, ipv6At } from '../addresses.ts'
import { text, u16be } from '../octets.ts'

/** RFC 1035 §4.1: id, flags, four counts. */
export const header = 12
export const types = { a: 1, ptr: 12, txt: 16, aaaa: 28, srv: 33, opt: 41 } as const
const mostRecords = 128
const mostJumps = 16
const longestName = 255

/** A name and where the next field begins; undefined when it is damaged. */
export interface NamePlace {
  readonly name: string
  readonly next: number
}

/** Labels in dots, pointers followed (§4.1.4), the root as tshark prints it. */
export function nameAt(bytes: Uint8Array, start: number, at: number, end: number): NamePlace | undefined {
  let name = ''
  let next = -1
  for (let jumps = 0; at < end; ) {
    const length = bytes[at]!
    if (length === 0) return { name: name === '' ? '<Root>' : name, next: next < 0 ? at + 1 : next }
    if (length >= 0xc0) {
      const target = start + (((length & 0x3f) << 8) | (bytes[at + 1] ?? 0))
      if (next < 0) next = at + 2
      if (++jumps > mostJumps || target >= at) return undefined
      at = target
      continue
    }
    if (length > 63 || at + 1 + length > end || name.length > longestName) return undefined
    name += `${name === '' ? '' : '.'}${text(bytes, at + 1, at + 1 + length)}`
    at += 1 + length
  }
  return undefined
}

/** Whether [start, end) may be a message: known flags, few records, and a question or record that begins with a name. */
export function isMessage(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < header + 5) return false
  const opcode = (bytes[start + 2]! >> 3) & 15
  if (opcode > 5 || opcode === 3) return false
  let records = 0
  for (let at = start + 4; at < start + header; at += 2) records += u16be(bytes, at)
  if (records === 0 || records > mostRecords) return false
  const first = nameAt(bytes, start, start + header, end)
  return first !== undefined && first.next + 4 <= end && isClass(u16be(bytes, first.next + 2))
}

/** Internet, none, any; mDNS sets the upper bit (RFC 6762 §10.2). OPT has its size there, but is never first. */
const isClass = (code: number): boolean => [1, 254, 255].includes(code & 0x7fff)

/** One resource record. */
export interface DnsRecord {
  readonly name: string
  readonly type: number
  /** Where its data are. */
  readonly from: number
  readonly to: number
}

/** The names asked for, and the records of all sections in order; `isCut` when they run beyond the message. */
export function readMessage(
  bytes: Uint8Array,
  start: number,
  end: number,
): { questions: string[]; records: DnsRecord[]; isCut: boolean } {
  const questions: string[] = []
  const records: DnsRecord[] = []
  const asked = u16be(bytes, start + 4)
  const count = u16be(bytes, start + 6) + u16be(bytes, start + 8) + u16be(bytes, start + 10)
  let at = start + header
  for (let i = 0; i < asked && i < mostRecords; i++) {
    const place = nameAt(bytes, start, at, end)
    if (place === undefined || place.next + 4 > end) return { questions, records, isCut: true }
    questions.push(place.name)
    at = place.next + 4
  }
  for (let i = 0; i < count && i < mostRecords; i++) {
    const place = nameAt(bytes, start, at, end)
    if (place === undefined || place.next + 10 > end) return { questions, records, isCut: true }
    const from = place.next + 10
    const to = from + u16be(bytes, place.next + 8)
    if (to > end) return { questions, records, isCut: true }
    records.push({ name: place.name, type: u16be(bytes, place.next), from, to })
    at = to
  }
  return { questions, records, isCut: false }
}

/** The address of an A or AAAA record, '' for others. */
export function addressIn(bytes: Uint8Array, { type, from, to }: DnsRecord): string {
  if (type === types.a && to - from === 4) return ipv4At(bytes, from)
  return type === types.aaaa && to - from === 16 ? ipv6At(bytes, from) : ''
}

/** Addresses of plants: RFC 1918, RFC 4193, link-local. Of names on the Internet nothing is kept. */
export function isLocal(address: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|fe80:|f[cd][0-9a-f]{2}:)/.test(address)
}
