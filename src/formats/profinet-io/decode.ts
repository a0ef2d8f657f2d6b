import { saySystemIdentification } from '../lldp/system-description.ts'
import { hex, text, u16be } from '../octets.ts'
import { sayVendor } from '../profinet-dcp/vendors.ts'
import type { IdentityFact, Protocol, WireFunction } from '../protocol.ts'
import { fault, nothing, type Reading } from '../reading.ts'
import { say, telling } from '../telling.ts'
import { recordAt, recordHeader, sayBlocks } from './blocks.ts'
import { callTo, isIm, lookup, mapperOther, operationOf, opnum, recordFunction, upkeep } from './functions.ts'
import { fParameters } from './profisafe.ts'
import {
  bodyLength,
  createRpcFragments,
  interfaceOf,
  isLittleEndian,
  isPnioObject,
  mentionsPnio,
  packetTypes,
  rpc16,
  rpcHeader,
  u32,
} from './rpc.ts'

/** Arguments: maximum (in answers the PNIOStatus), length, then the array's maximum, offset and count (4 each). */
const argumentsHeader = 20
const multipleWrite = 0xe040
const mostRecords = 256
const mostEntries = 16

const slotUnit = (slot: number): string | undefined => (slot === 0 ? undefined : String(slot))

const saying = (
  kind: 'request' | 'response',
  refused: boolean,
  fn: WireFunction,
  facts: readonly IdentityFact[],
  unit?: string,
): Reading => (facts.length === 0 ? callTo(fn)[refused ? 'refusal' : kind] : telling(kind, fn, facts, unit, refused))

/** F-Parameters among the records that are written: they make the sender an F-Host and the receiver an F-Device. */
function saySafety(facts: IdentityFact[], bytes: Uint8Array, from: number, to: number): void {
  const found = fParameters(bytes, from, to)
  if (found === undefined) return
  say(facts, 'safety', 'PROFIsafe F-Host')
  say(facts, 'safety', `PROFIsafe F-Device${found.sil > 0 ? `, SIL ${found.sil}` : ''}`, 'peer')
  say(facts, 'profisafeAddress', String(found.source))
  say(facts, 'profisafeAddress', String(found.destination), 'peer')
}

/** Records in [from, to): header and data, padded to four octets where several are written at once. */
function sayWritten(facts: IdentityFact[], bytes: Uint8Array, from: number, to: number): void {
  let at = from
  for (let i = 0; i < mostRecords; i++) {
    const record = recordAt(bytes, at, to)
    if (record === undefined) return
    const end = at + recordHeader + record.length
    if (record.index === multipleWrite) {
      at += recordHeader
      continue
    }
    if (end > to) return
    saySafety(facts, bytes, at + recordHeader, end)
    at = end + ((4 - ((end - from) & 3)) & 3)
  }
}

function readRequest(operation: number, bytes: Uint8Array, from: number, to: number): Reading {
  const at = from + argumentsHeader
  const facts: IdentityFact[] = []
  if (operation === opnum.connect) sayBlocks(facts, bytes, at, to)
  else if (operation === opnum.write) sayWritten(facts, bytes, at, to)
  const record = recordAt(bytes, at, to)
  const fn = record === undefined ? operationOf(operation) : recordFunction(operation, record.index)
  return saying('request', false, fn, facts)
}

/** The answer names the record again, so that it can be read without its request. */
function readAnswer(operation: number, header: Uint8Array, start: number, bytes: Uint8Array, from: number, to: number) {
  const little = isLittleEndian(header, start)
  const refused = u32(bytes, from, little) !== 0
  const at = from + argumentsHeader
  const record = recordAt(bytes, at, to)
  const fn = record === undefined ? operationOf(operation) : recordFunction(operation, record.index)
  const facts: IdentityFact[] = []
  if (refused) return saying('response', true, fn, facts)
  if (operation === opnum.connect) {
    sayBlocks(facts, bytes, at, to)
    // The object that answered: its device and vendor number fit, or it would have refused.
    if (isPnioObject(header, start + 8, little)) {
      say(facts, 'deviceId', hex(u16be(header, start + 20), 4))
      sayVendor(facts, u16be(header, start + 22))
    }
    return saying('response', false, fn, facts)
  }
  if (record === undefined || operation === opnum.write) return saying('response', false, fn, facts)
  sayBlocks(facts, bytes, at + recordHeader, Math.min(to, at + recordHeader + record.length))
  return saying('response', false, fn, facts, isIm(record.index) ? slotUnit(record.slot) : undefined)
}

/**
 * Answer to ept_lookup (C706, appendix O): handle 20, count, array maximum, offset, count (4 each); each entry: object 16,
 * pointer to the tower 4, annotation's offset and length (4 each) and letters, padded to four.
 */
function readMapper(header: Uint8Array, start: number, bytes: Uint8Array, from: number, to: number): Reading {
  const fn = rpc16(header, start, 68) === 2 ? lookup : mapperOther
  if (header[start + 1] === packetTypes.request) return callTo(fn).request
  const little = isLittleEndian(header, start)
  const facts: IdentityFact[] = []
  const count = Math.min(u32(bytes, from + 20, little), mostEntries)
  let at = from + 36
  for (let i = 0; fn === lookup && i < count && at + 28 <= to; i++) {
    const length = u32(bytes, at + 24, little)
    const end = at + 28 + length
    if (end > to) break
    const annotation = text(bytes, at + 28, end)
    const isNew = !facts.some(({ field, value }) => field === 'annotation' && value === annotation)
    if (isNew) {
      say(facts, 'annotation', annotation)
      saySystemIdentification(facts, annotation)
    }
    at = end + ((4 - (length & 3)) & 3)
  }
  return saying('response', false, fn, facts)
}

/** PROFINET IO context management: relations between controllers and devices, and the records they read and write. */
export const profinetIo: Protocol = {
  name: 'profinet-io',
  transports: ['udp'],
  ports: [34964],
  recognises(bytes, start, end) {
    if (end - start < rpcHeader || bytes[start] !== 4 || bytes[start + 1]! > packetTypes.last) return false
    const representation = bytes[start + 4]!
    if ((representation !== 0x00 && representation !== 0x10) || bytes[start + 5] !== 0) return false
    const spoken = interfaceOf(bytes, start)
    if (spoken === 'pnio') return true
    // The endpoint mapper serves many programs: only when it speaks of PROFINET IO.
    return (
      spoken === 'mapper' &&
      (isPnioObject(bytes, start + 8, representation === 0x10) || mentionsPnio(bytes, start, end))
    )
  },
  lengthAt(bytes, start, end) {
    if (end - start < rpcHeader) return 0
    return bytes[start] === 4 ? rpcHeader + bodyLength(bytes, start) : -1
  },
  session() {
    const fragments = createRpcFragments()
    return {
      read(bytes, start, end) {
        if (end - start < rpcHeader) return fault('RPC header cut short')
        const type = bytes[start + 1]!
        const spoken = interfaceOf(bytes, start)
        if (spoken === undefined) return fault('a call of another RPC interface')
        const operation = rpc16(bytes, start, 68)
        if (type === packetTypes.fault || type === packetTypes.reject) return callTo(operationOf(operation)).refusal
        if (type !== packetTypes.request && type !== packetTypes.response)
          return callTo(upkeep(type))[type === packetTypes.ping ? 'request' : 'response']
        const whole = fragments.take(bytes, start, end)
        if (whole === undefined) return nothing
        if (spoken === 'mapper') return readMapper(bytes, start, whole.bytes, whole.from, whole.to)
        if (whole.to - whole.from < argumentsHeader) return fault('PROFINET IO arguments cut short')
        return type === packetTypes.request
          ? readRequest(operation, whole.bytes, whole.from, whole.to)
          : readAnswer(operation, bytes, start, whole.bytes, whole.from, whole.to)
      },
    }
  },
}
