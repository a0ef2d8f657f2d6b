import { join, u16be } from '../octets.ts'
import type { IdentityFact, Message, Protocol, ProtocolSession } from '../protocol.ts'
import { asLast, messageOf, nothing, nothingMore, type Reading, readingOf, withFault } from '../reading.ts'
import { telling, wireFunction } from '../telling.ts'
import { certificateFacts, nameFacts } from './certificate.ts'
import { clientHello, serverHello, serverKeyExchange } from './hello.ts'

/** Record: type (1), version (2), length (2): RFC 8446 §5.1. */
const header = 5
const longestRecord = 16_384 + 2048
const [changeCipherSpec, alert, handshake, applicationData, heartbeat] = [20, 21, 22, 23, 24]
const [isClientHello, isServerHello, isCertificate, isKeyExchange, isRequest] = [1, 2, 11, 12, 13]
const tls13 = 0x304
/** A handshake message that goes over several records is put together up to here: chains of certificates. */
const longestHandshake = 65_536
const mostCertificates = 8

const hello = wireFunction('0x01', 'Hello', 'identify')
const chain = wireFunction('0x0b', 'Certificate', 'identify')
const keys = wireFunction('0x0c', 'Server Key Exchange', 'other')
const wanted = wireFunction('0x0d', 'Certificate Request', 'identify')
const alarm = wireFunction('alert', 'Alert', 'other')
const data = wireFunction('data', 'Application Data', 'other')
const fatal = telling('response', alarm, undefined, undefined, true)
const encrypted = asLast(telling('event', data))
const farewell = asLast(telling('event', wireFunction('alert', 'Encrypted Alert', 'other')))

const isRecord = (bytes: Uint8Array, at: number): boolean =>
  bytes[at]! >= changeCipherSpec && bytes[at]! <= heartbeat && bytes[at + 1] === 3 && bytes[at + 2]! <= 4

function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < header + 1 || !isRecord(bytes, start)) return false
  const length = u16be(bytes, start + 3)
  if (length === 0 || length > longestRecord) return false
  if (bytes[start] === handshake) {
    const body = (bytes[start + 6]! << 16) | u16be(bytes, start + 7)
    if (end - start < 11 || length < 8) return false
    if (bytes[start + 5] === isClientHello || bytes[start + 5] === isServerHello) {
      return bytes[start + 9] === 3 && bytes[start + 10]! <= 4 && body >= 38 && body < longestHandshake
    }
    // Amid a handshake: the chain of certificates.
    return (
      bytes[start + 5] === isCertificate &&
      body === 3 + ((bytes[start + 9]! << 16) | (bytes[start + 10]! << 8) | (bytes[start + 11] ?? 0))
    )
  }
  // Amid a connection: another record, or its beginning, must follow.
  const next = start + header + length
  if (bytes[start + 2]! === 0 || bytes[start] === heartbeat) return false
  if (bytes[start] === changeCipherSpec)
    return length === 1 && bytes[start + 5] === 1 && next < end && isRecord(bytes, next)
  if (bytes[start] === alert)
    return length === 2 ? next === end && bytes[start + 5]! <= 2 && bytes[start + 5]! > 0 : length >= 18 && next === end
  return length >= 17 && (next >= end || isRecord(bytes, next))
}

export function tlsLengthAt(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < header) return 0
  if (!isRecord(bytes, start)) return -1
  const length = u16be(bytes, start + 3)
  return length > longestRecord ? -1 : header + length
}

/** Encrypted data is passed over. */
export const tlsWantedAt = (bytes: Uint8Array, start: number): number =>
  bytes[start] === handshake ? Number.POSITIVE_INFINITY : header

/** Reads records one by one; also for connections that turn to TLS later (RDP, mail). */
export function tlsSession(): ProtocolSession {
  let version = 0
  const isEncrypted: [boolean, boolean] = [false, false]
  const begun: [Uint8Array | undefined, Uint8Array | undefined] = [undefined, undefined]

  function handshakes(bytes: Uint8Array, start: number, end: number, side: 0 | 1): Reading {
    const before = begun[side]
    if (before !== undefined) {
      bytes = join(before, bytes.subarray(start, end))
      ;[start, end] = [0, bytes.length]
      begun[side] = undefined
    }
    const messages: Message[] = []
    let isCut = false
    while (start + 4 <= end) {
      const stop = start + 4 + ((bytes[start + 1]! << 16) | u16be(bytes, start + 2))
      if (stop > end) break
      const message = read(bytes, bytes[start]!, start + 4, stop)
      if (message === undefined) isCut = true
      else if (message !== null) messages.push(message)
      start = stop
    }
    if (start < end) {
      const whole = 4 + ((bytes[start + 1]! << 16) | u16be(bytes, start + 2))
      if (end - start < 4 || whole <= longestHandshake) begun[side] = bytes.slice(start, end)
      else isCut = true
    }
    const reading = readingOf(messages)
    return isCut ? withFault(reading, 'a handshake message cut short') : reading
  }

  /** Null for those that say nothing, undefined for those that are damaged. */
  function read(bytes: Uint8Array, type: number, from: number, to: number): Message | null | undefined {
    const facts: IdentityFact[] = []
    switch (type) {
      case isClientHello:
        return clientHello(bytes, from, to, facts) ? messageOf('request', hello, facts) : undefined
      case isServerHello:
        version = serverHello(bytes, from, to, facts)
        return version === 0 ? undefined : messageOf('response', hello, facts)
      case isCertificate:
        certificateChain(bytes, from, to, facts)
        return messageOf('event', chain, facts)
      case isKeyExchange:
        serverKeyExchange(bytes, from, to, facts)
        return messageOf('response', keys, facts)
      case isRequest:
        authorities(bytes, from, to, facts)
        return messageOf('event', wanted, facts)
      default:
        return null
    }
  }

  return {
    read(bytes, start, end, toServer) {
      const side = toServer ? 0 : 1
      const type = bytes[start]
      if (type === applicationData) return encrypted
      if (type === changeCipherSpec) {
        // In version 1.3 it is sent for old firewalls only, and hellos may still follow.
        if (version === tls13) return nothing
        isEncrypted[side] = true
        return isEncrypted[0] && isEncrypted[1] ? nothingMore : nothing
      }
      if (isEncrypted[side]) return nothing
      if (type === alert) {
        // A plain one has two octets.
        if (end - start !== header + 2) return farewell
        return bytes[start + 5] === 2 ? fatal : nothing
      }
      return type === handshake ? handshakes(bytes, start + header, end, side) : nothing
    },
  }
}

/** RFC 5246 §7.4.2: lengths of three octets; in version 1.3 it is encrypted. */
export function certificateChain(bytes: Uint8Array, from: number, to: number, facts: IdentityFact[]): void {
  let at = from + 3
  for (let i = 0; i < mostCertificates && at + 3 < to; i++) {
    const stop = at + 3 + ((bytes[at]! << 16) | u16be(bytes, at + 1))
    if (stop > to) return
    certificateFacts(bytes, at + 3, stop, i === 0, facts)
    at = stop
  }
}

/** RFC 5246 §7.4.4: kinds of certificates, signature algorithms (from 1.2 on), the names of authorities. */
function authorities(bytes: Uint8Array, from: number, to: number, facts: IdentityFact[]): void {
  const behindKinds = from + 1 + bytes[from]!
  for (const at of [behindKinds + 2 + u16be(bytes, behindKinds), behindKinds]) {
    if (at + 2 + u16be(bytes, at) !== to) continue
    for (let name = at + 2, i = 0; name + 2 < to && i < 32; name += 2 + u16be(bytes, name), i++) {
      // The length of the sequence stands before it: its contents follow one header further on.
      const long = bytes[name + 3]! < 0x80 ? 0 : bytes[name + 3]! & 0x7f
      nameFacts(bytes, name + 4 + long, Math.min(to, name + 2 + u16be(bytes, name)), 'acceptedIssuer', facts)
    }
    return
  }
}

/** TLS up to where it is encrypted: who is asked for, what was agreed, whose certificate it is. */
export const tls: Protocol = {
  name: 'tls',
  transports: ['tcp'],
  ports: [443, 8443, 636, 993, 995, 8883, 4843, 5986, 802],
  recognises,
  lengthAt: tlsLengthAt,
  wantedAt: tlsWantedAt,
  session: tlsSession,
}
