import { u16be } from '../octets.ts'
import type { IdentityFact, Protocol } from '../protocol.ts'
import { callOf, fault, type Reading, withFault, withIdentity } from '../reading.ts'
import { say, wireFunction } from '../telling.ts'
import { addressIn, type DnsRecord, header, isLocal, isMessage, nameAt, readMessage, types } from './records.ts'

const calls = [
  'Standard query',
  'Inverse query',
  'Server status',
  'Unknown',
  'Zone change notification',
  'Dynamic update',
].map((name, code) => callOf(wireFunction(String(code), name, code === 5 ? 'write' : 'other')))

/**
 * Names of hosts in the plant: an answer is the name server's word about somebody else, so that it names nobody. A dynamic
 * update carries the same records, from the host itself.
 */
function factsOf(bytes: Uint8Array, start: number, end: number): { facts: IdentityFact[]; isCut: boolean } {
  const { questions, records, isCut } = readMessage(bytes, start, end)
  const facts: IdentityFact[] = []
  for (const record of records) {
    const address = addressIn(bytes, record)
    // The name that was asked for, not the one that an alias led to.
    if (address !== '' && isLocal(address)) say(facts, 'dnsName', questions[0] ?? record.name, address)
    if (record.type === types.ptr) reverse(bytes, start, record, facts)
  }
  return { facts, isCut }
}

/** `9.0.0.10.in-addr.arpa` → 10.0.0.9: RFC 1035 §3.5. */
function reverse(bytes: Uint8Array, start: number, { name, from, to }: DnsRecord, facts: IdentityFact[]): void {
  const octets = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.in-addr\.arpa$/i.exec(name)
  const target = octets === null ? undefined : nameAt(bytes, start, from, to)
  if (octets === null || target === undefined || target.name === '<Root>') return
  const address = octets.slice(1).reverse().map(Number)
  if (address.every((octet) => octet < 256) && isLocal(address.join('.'))) {
    say(facts, 'dnsName', target.name, address.join('.'))
  }
}

function read(bytes: Uint8Array, start: number, end: number): Reading {
  if (end - start < header) return fault('not a complete message')
  const call = calls[(bytes[start + 2]! >> 3) & 15] ?? calls[3]!
  const isResponse = (bytes[start + 2]! & 0x80) !== 0
  if (!isResponse && call !== calls[5]) return call.request
  const plain = !isResponse ? call.request : (bytes[start + 3]! & 15) !== 0 ? call.refusal : call.response
  const { facts, isCut } = factsOf(bytes, start, end)
  // A datagram that says so was cut by its sender.
  const isFaulty = isCut && (bytes[start + 2]! & 2) === 0
  const reading = withIdentity(plain, facts)
  return isFaulty ? withFault(reading, 'records cut short') : reading
}

const base = { name: 'dns', ports: [53], onlyOnPorts: true } as const

/** The domain name system, for the names of hosts in the plant. */
export const dns: Protocol = {
  ...base,
  transports: ['udp'],
  recognises: isMessage,
  lengthAt: (_, start, end) => end - start,
  session: () => ({ read }),
}

/** Over TCP the length stands before each message: RFC 1035 §4.2.2. */
export const dnsOverTcp: Protocol = {
  ...base,
  transports: ['tcp'],
  recognises: (bytes, start, end) =>
    end - start > 2 + header && u16be(bytes, start) >= header + 5 && isMessage(bytes, start + 2, end),
  lengthAt: (bytes, start, end) => (end - start < 2 ? 0 : 2 + u16be(bytes, start)),
  session: () => ({ read: (bytes, start, end) => read(bytes, start + 2, end) }),
}
