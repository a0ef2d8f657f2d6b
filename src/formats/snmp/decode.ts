import { ipv4At, macAt } from '../addresses.ts'
import { type BerElement, berElement, berNumber, oidText, readBer } from '../ber.ts'
import { text, u32be } from '../octets.ts'
import type { IdentityFact, Protocol, ProtocolSession } from '../protocol.ts'
import { type Call, callOf, fault, type Reading, withIdentity } from '../reading.ts'
import { describedIdentity } from '../system-description.ts'
import { say } from '../telling.ts'
import { Waiting } from '../waiting.ts'
import { encrypted, pduFunctions, versionNames } from './functions.ts'
import { fieldOf, vendorOfEnterprise, vendorOfObjectId } from './objects.ts'

const [integer, octets, objectId, sequence, ipAddress] = [0x02, 0x04, 0x06, 0x30, 0x40]
const [response, trapV1, inform, trapV2] = [2, 4, 6, 7]
/** Requests that wait for their answer, and bindings that are looked at, in one conversation. */
const pendingLimit = 64
const mostBindings = 128

const one = berElement()
const outer = berElement()

/** SEQUENCE { version, community, PDU } or, in version 3, { version, header, security parameters, data }: to the last octet. */
function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[start] !== sequence || !readBer(bytes, start, end, outer) || outer.to !== end) return false
  if (!readBer(bytes, outer.from, end, one) || one.tag !== integer || one.to - one.from !== 1) return false
  const version = bytes[one.from]!
  if (!readBer(bytes, one.to, end, one)) return false
  if (version === 3) return one.tag === sequence && readBer(bytes, one.to, end, one) && one.tag === octets
  if (version > 1 || one.tag !== octets || !readBer(bytes, one.to, end, one)) return false
  return one.tag >= 0xa0 && one.tag <= 0xa8 && one.to === end
}

const calls = pduFunctions.map((fn) => callOf(fn))
const encryptedCall = callOf(encrypted)

function open(): ProtocolSession {
  /** Request id → what was asked. */
  const pending = new Waiting<Call>(pendingLimit)
  /** What each side said in the header, so that polling repeats nothing. */
  const told = ['', '']

  const header = (facts: IdentityFact[], side: 0 | 1, version: number, password: string) => {
    if (`${version} ${password}` === told[side]) return
    told[side] = `${version} ${password}`
    say(facts, 'version', versionNames[version] ?? '')
    // An answer repeats what it was asked with.
    if (told[1 - side] !== told[side]) say(facts, 'community', password)
  }

  return {
    read(bytes, start, end, toServer) {
      if (!recognises(bytes, start, end)) return fault('not a complete message')
      readBer(bytes, start, end, outer)
      const stop = outer.to
      readBer(bytes, outer.from, stop, one)
      const version = bytes[one.from]!
      readBer(bytes, one.to, stop, one)
      const facts: IdentityFact[] = []
      if (version !== 3) {
        const [from, to] = [one.from, one.to]
        header(facts, toServer ? 0 : 1, version, text(bytes, from, to))
        readBer(bytes, to, stop, one)
        return pdu(bytes, one.tag & 0x1f, one.from, one.to, facts)
      }
      const flags = flagsOf(bytes, one.from, one.to)
      header(facts, toServer ? 0 : 1, version, '')
      // Whoever must report errors is the authoritative engine (RFC 3412 §6.4): the receiver of requests, the sender of the rest.
      const isReceivers = flags !== null && (flags & 4) !== 0
      readBer(bytes, outer.from, stop, one)
      readBer(bytes, one.to, stop, one)
      readBer(bytes, one.to, stop, one)
      const after = one.to
      security(bytes, one.from, one.to, facts, isReceivers, securityLevels[(flags ?? 0) & 3] ?? '')
      // A plain scoped PDU: context engine, context name, PDU. Under privacy it is octets.
      if (!readBer(bytes, after, stop, one)) return fault('not a complete message')
      if (one.tag !== sequence) return withIdentity(toServer ? encryptedCall.request : encryptedCall.response, facts)
      const last = one.to
      if (!readBer(bytes, one.from, last, one) || !readBer(bytes, one.to, last, one)) {
        return fault('not a complete message')
      }
      if (!readBer(bytes, one.to, last, one)) return fault('not a complete message')
      if (one.tag < 0xa0 || one.tag > 0xa8) return fault('an unknown kind of message')
      return pdu(bytes, one.tag & 0x1f, one.from, one.to, facts)
    },
  }

  function pdu(bytes: Uint8Array, type: number, from: number, to: number, facts: IdentityFact[]): Reading {
    const call = calls[type]!
    if (type === trapV1) {
      trap(bytes, from, to, facts)
      return withIdentity(call.event, facts)
    }
    if (!readBer(bytes, from, to, one) || one.tag !== integer) return fault('not a complete message')
    const id = berNumber(bytes, one.from, one.to)
    if (!readBer(bytes, one.to, to, one)) return fault('not a complete message')
    const error = berNumber(bytes, one.from, one.to)
    if (!readBer(bytes, one.to, to, one)) return fault('not a complete message')
    const bindings = one.to
    if (type === trapV2 || type === inform) {
      walk(bytes, bindings, to, facts, true)
      return withIdentity(type === inform ? call.request : call.event, facts)
    }
    if (type !== response) {
      if (type !== 8) pending.put(id, call)
      return withIdentity(type === 8 ? call.response : call.request, facts)
    }
    const asked = pending.take(id) ?? call
    if (error !== 0) return withIdentity(asked.refusal, facts)
    // What a SET was answered with is what the manager wrote.
    if (asked.function.operation !== 'write') walk(bytes, bindings, to, facts, false)
    return withIdentity(asked.response, facts)
  }
}

/** Header: id, size, flags, security model. RFC 3412 §6.4: authentication 1, privacy 2, reportable 4. */
function flagsOf(bytes: Uint8Array, from: number, to: number): number | null {
  for (let i = 0, at = from; i < 3; i++) {
    if (!readBer(bytes, at, to, one)) return null
    at = one.to
  }
  return one.tag === octets && one.to > one.from ? bytes[one.from]! : null
}
const securityLevels = ['noAuthNoPriv', 'authNoPriv', '', 'authPriv']

/** USM, RFC 3414 §2.4: engine id (enterprise number first, RFC 3411 §5), boots, time, user. */
function security(
  bytes: Uint8Array,
  from: number,
  to: number,
  facts: IdentityFact[],
  isReceivers: boolean,
  level: string,
): void {
  if (!readBer(bytes, from, to, one) || one.tag !== sequence) return
  const stop = one.to
  if (!readBer(bytes, one.from, stop, one) || one.tag !== octets) return
  const [engineAt, engineEnd] = [one.from, one.to]
  const about = isReceivers ? 'peer' : undefined
  if (engineEnd - engineAt >= 5) {
    const id = Array.from(bytes.subarray(engineAt, Math.min(engineEnd, engineAt + 32)), (octet) =>
      octet.toString(16).padStart(2, '0'),
    )
    say(facts, 'engineId', id.join(''), about)
    const enterprise = u32be(bytes, engineAt) % 0x80000000
    say(facts, 'enterprise', String(enterprise), about)
    say(facts, 'vendor', vendorOfEnterprise(enterprise) ?? '', about)
    // Format 3: the engine's own network card.
    if (bytes[engineAt]! >= 0x80 && bytes[engineAt + 4] === 3 && engineEnd - engineAt === 11) {
      say(facts, 'engineMac', macAt(bytes, engineAt + 5), about)
    }
  }
  readBer(bytes, one.to, stop, one)
  readBer(bytes, one.to, stop, one)
  if (!readBer(bytes, one.to, stop, one) || one.tag !== octets || one.to === one.from) return
  say(facts, 'user', text(bytes, one.from, one.to))
  // Without a user it only asks for the engine (§4), and reports of errors are plain (§3.2): neither says how the agent is protected.
  if (isReceivers || level !== securityLevels[0]) say(facts, 'securityLevel', level, about)
}

/** RFC 1157 §4.1.6: enterprise, agent address, generic, specific, time, bindings. */
function trap(bytes: Uint8Array, from: number, to: number, facts: IdentityFact[]): void {
  if (!readBer(bytes, from, to, one) || one.tag !== objectId) return
  const enterprise = oidText(bytes, one.from, one.to)
  say(facts, 'objectId', enterprise)
  say(facts, 'vendor', vendorOfObjectId(enterprise) ?? '')
  if (!readBer(bytes, one.to, to, one)) return
  // Behind address translation it is another one than the packet's: told, not joined.
  if (one.tag === ipAddress && one.to - one.from === 4) say(facts, 'agentAddress', ipv4At(bytes, one.from))
  for (let i = 0; i < 3; i++) if (!readBer(bytes, one.to, to, one)) return
  walk(bytes, one.to, to, facts, true)
}

const binding: BerElement = berElement()
const name: BerElement = berElement()
const value: BerElement = berElement()

/** The variable bindings. `isTrap`: the first text in it is what happened. */
function walk(bytes: Uint8Array, at: number, end: number, facts: IdentityFact[], isTrap: boolean): void {
  if (!readBer(bytes, at, end, binding) || binding.tag !== sequence) return
  const stop = binding.to
  at = binding.from
  let hasEvent = !isTrap
  for (let i = 0; i < mostBindings && readBer(bytes, at, stop, binding); i++) {
    at = binding.to
    if (!readBer(bytes, binding.from, binding.to, name) || name.tag !== objectId) continue
    if (!readBer(bytes, name.to, binding.to, value) || value.to === value.from) continue
    const field = fieldOf(oidText(bytes, name.from, name.to))
    if (field === undefined) {
      if (hasEvent || value.tag !== octets) continue
      const event = said(bytes, value.from, value.to)
      hasEvent = event !== ''
      say(facts, 'event', event)
    } else object(bytes, field, facts)
  }
}

function object(bytes: Uint8Array, field: string, facts: IdentityFact[]): void {
  const { tag, from, to } = value
  if (tag === objectId) {
    const oid = oidText(bytes, from, to)
    say(facts, field, oid)
    say(facts, 'vendor', vendorOfObjectId(oid) ?? '')
    return
  }
  if (tag === ipAddress && to - from === 4) say(facts, field, ipv4At(bytes, from))
  if (tag !== octets) return
  if (field === 'interfaceMac') {
    if (to - from === 6) say(facts, field, macAt(bytes, from))
    return
  }
  const words = said(bytes, from, to)
  say(facts, field, words)
  if (field === 'description') facts.push(...describedIdentity(words))
}

/** Descriptions have several lines; what is no text says nothing. */
function said(bytes: Uint8Array, from: number, to: number): string {
  const parts: string[] = []
  let line = from
  for (let at = from; at < to; at++) {
    const octet = bytes[at]!
    if (octet === 0x0a || octet === 0x0d || octet === 0x09) {
      parts.push(text(bytes, line, at), String.fromCharCode(octet))
      line = at + 1
    } else if (octet < 0x20 && octet !== 0) return ''
  }
  return (parts.length === 0 ? text(bytes, from, to) : [...parts, text(bytes, line, to)].join('')).trim()
}

/** SNMP of all versions: who asks and sets, and what agents say they are. */
export const snmp: Protocol = {
  name: 'snmp',
  transports: ['udp', 'tcp'],
  ports: [161, 162],
  recognises,
  lengthAt(bytes, start, end) {
    if (bytes[start] !== sequence) return -1
    if (end - start < 6) return 0
    const long = bytes[start + 1]!
    if (long < 0x80) return 2 + long
    const count = long & 0x7f
    return count === 0 || count > 3 ? -1 : 2 + count + berNumber(bytes, start + 2, start + 2 + count)
  },
  session: open,
}
