import { text, u16le, u32le } from '../octets.ts'
import type { IdentityFact, WireFunction } from '../protocol.ts'
import { say } from '../telling.ts'
import { ads, ethernet, foe, sdo, soe, vendorMailbox } from './functions.ts'
import { type StationVendors, sayIdentity } from './vendors.ts'

/** Length (2), address (2), channel and priority, type and counter: ETG.1000.4, 5.6. */
const header = 6
const types = { ads: 1, ethernet: 2, coe: 3, foe: 4, soe: 5, vendor: 15 } as const

/** What one mailbox message does. */
export interface MailboxMessage {
  readonly function: WireFunction
  readonly kind: 'request' | 'response' | 'event'
  readonly exception: boolean
  readonly facts: IdentityFact[]
}

/** A long object that comes in segments: so many octets of it are kept. */
const longestObject = 512
interface OpenUpload {
  readonly index: number
  readonly bytes: Uint8Array
  filled: number
}
/** By station: what it is just reading out, and who made it. */
export interface MailboxState {
  readonly uploads: Map<string, OpenUpload>
  readonly vendors: StationVendors
}
const mostUploads = 256

const texts = new Map<number, string>([
  [0x1008, 'model'],
  [0x1009, 'hardware'],
  [0x100a, 'firmware'],
])
const isIdentity = (index: number): boolean => texts.has(index) || index === 0x1018 || index === 0x1000
const isProgram = (index: number): boolean => index === 0x1f50 || index === 0x1f51

function sayObject(
  facts: IdentityFact[],
  index: number,
  subindex: number,
  bytes: Uint8Array,
  from: number,
  to: number,
  station: string,
  { vendors }: MailboxState,
): void {
  const field = texts.get(index)
  if (field !== undefined && subindex === 0) say(facts, field, text(bytes, from, to))
  else if (index === 0x1018 && to - from >= 4) sayIdentity(facts, subindex, u32le(bytes, from), station, vendors)
}

const message = (
  fn: WireFunction,
  kind: MailboxMessage['kind'],
  facts: IdentityFact[] = [],
  exception = false,
): MailboxMessage => ({ function: fn, kind, facts, exception })

/** SDO (CiA 301, 7.2.4.3): command, index (2), subindex, data (4) or size and data. */
function readSdoRequest(bytes: Uint8Array, at: number): MailboxMessage | undefined {
  const index = u16le(bytes, at + 1)
  switch (bytes[at]! >> 5) {
    case 0:
      return message(sdo.downloadSegment, 'request')
    case 1:
      return message(isProgram(index) ? sdo.program : sdo.download, 'request')
    case 2:
      return message(isIdentity(index) ? sdo.identity : sdo.upload, 'request')
    case 3:
      return message(sdo.uploadSegment, 'request')
    case 4:
      return message(sdo.abort, 'request', [], true)
  }
  return undefined
}

function readSdoAnswer(bytes: Uint8Array, at: number, to: number, station: string, state: MailboxState) {
  const command = bytes[at]!
  const index = u16le(bytes, at + 1)
  const subindex = bytes[at + 3]!
  const facts: IdentityFact[] = []
  const open = state.uploads
  switch (command >> 5) {
    case 0: {
      const upload = open.get(station)
      if (upload !== undefined) {
        const part = bytes.subarray(at + 1, Math.min(to, at + 1 + upload.bytes.length - upload.filled))
        upload.bytes.set(part, upload.filled)
        upload.filled += part.length
        // The lowest bit marks the last segment.
        if ((command & 1) !== 0) {
          sayObject(facts, upload.index, 0, upload.bytes, 0, upload.filled, station, state)
          open.delete(station)
        }
      }
      return message(sdo.uploadSegment, 'response', facts)
    }
    case 1:
      return message(sdo.downloadSegment, 'response')
    case 2: {
      const fn = isIdentity(index) ? sdo.identity : sdo.upload
      // Bit 1: up to four octets at once, bits 2 and 3 count those left over.
      if ((command & 2) !== 0) {
        sayObject(facts, index, subindex, bytes, at + 4, Math.min(to, at + 8 - ((command >> 2) & 3)), station, state)
        return message(fn, 'response', facts)
      }
      const size = u32le(bytes, at + 4)
      if (at + 8 + size <= to) sayObject(facts, index, subindex, bytes, at + 8, at + 8 + size, station, state)
      else if (texts.has(index) && subindex === 0 && size <= longestObject && at + 8 <= to) {
        if (open.size >= mostUploads) open.clear()
        const upload = { index, bytes: new Uint8Array(size), filled: 0 }
        upload.bytes.set(bytes.subarray(at + 8, to))
        upload.filled = to - at - 8
        open.set(station, upload)
      }
      return message(fn, 'response', facts)
    }
    case 3:
      return message(isProgram(index) ? sdo.program : sdo.download, 'response')
    case 4:
      return message(sdo.abort, 'response', [], true)
  }
  return undefined
}

/** CoE: number and service in 16 bits, then the service's data. */
function readCoe(bytes: Uint8Array, at: number, to: number, station: string, state: MailboxState) {
  const service = bytes[at + 1]! >> 4
  if ((bytes[at + 1]! & 0x0e) !== 0) return undefined
  if (service === 1) return message(sdo.emergency, 'event')
  if (service === 8) {
    const opcode = bytes[at + 2]! & 0x7f
    return message(sdo.information, opcode % 2 === 1 ? 'request' : 'response', [], opcode === 7)
  }
  if (at + 10 > to) return undefined
  if (service === 2) return readSdoRequest(bytes, at + 2)
  return service === 3 ? readSdoAnswer(bytes, at + 2, to, station, state) : undefined
}

/** Process data lies in the same memory of a slave: every reserved bit must be zero, and the length one that fits. */
export function isMailbox(bytes: Uint8Array, from: number, to: number): boolean {
  const length = u16le(bytes, from)
  const isType = bytes[from + 5]! >> 7 === 0 && (bytes[from + 5]! & 0x0f) !== 0
  return to - from >= header + 4 && length >= 2 && length <= 1484 && (bytes[from + 4]! & 0x3f) === 0 && isType
}

/** The mailbox message at [from, to), where {@link isMailbox}; undefined where its type is none that exists. */
export function readMailbox(
  bytes: Uint8Array,
  from: number,
  to: number,
  station: string,
  state: MailboxState,
): MailboxMessage | undefined {
  const length = u16le(bytes, from)
  const counted = bytes[from + 5]!
  const at = from + header
  const end = Math.min(to, at + length)
  switch (counted & 0x0f) {
    case types.coe:
      return readCoe(bytes, at, end, station, state)
    case types.foe: {
      const opcode = bytes[at]!
      const fn = foe[opcode]
      if (fn === undefined || bytes[at + 1] !== 0 || length < 6) return undefined
      return message(fn, opcode <= 2 ? 'request' : opcode === 3 ? 'event' : 'response', [], opcode === 5)
    }
    case types.soe: {
      const opcode = bytes[at]! & 7
      const fn = soe[opcode]
      if (fn === undefined || length < 4) return undefined
      const kind = opcode > 4 ? 'event' : opcode % 2 === 1 ? 'request' : 'response'
      return message(fn, kind, [], (bytes[at]! & 0x10) !== 0)
    }
    case types.ads:
      return length >= 32 ? message(ads, 'event') : undefined
    case types.ethernet:
      return length >= 4 && bytes[at]! <= 8 ? message(ethernet, 'event') : undefined
    case types.vendor:
      return length >= 6 ? message(vendorMailbox, 'event') : undefined
  }
  return undefined
}
