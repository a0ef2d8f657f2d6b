import { text } from '../octets.ts'
import type { IdentityFact, Protocol } from '../protocol.ts'
import { fault, type Reading, withFault } from '../reading.ts'
import { say, telling, wireFunction } from '../telling.ts'
import { addressIn, type DnsRecord, header, isMessage, nameAt, readMessage, types } from './records.ts'

const query = wireFunction('0', 'Query', 'identify')
const answer = wireFunction('0x8000', 'Response', 'identify')
const mostTexts = 32

/** Keys of DNS-SD that printers, cameras and gateways use (RFC 6763 §6), in small letters. */
const keys: ReadonlyMap<string, string> = new Map([
  ['ty', 'model'],
  ['md', 'model'],
  ['model', 'model'],
  ['usb_mdl', 'model'],
  ['mfg', 'vendor'],
  ['vendor', 'vendor'],
  ['manufacturer', 'vendor'],
  ['usb_mfg', 'vendor'],
  ['fw', 'firmware'],
  ['fwversion', 'firmware'],
  ['firmware', 'firmware'],
  ['sn', 'serial'],
  ['serial', 'serial'],
  ['serialnumber', 'serial'],
])

/** Character strings, each with its length (RFC 1035 §3.3.14). */
function texts(
  bytes: Uint8Array,
  { from, to }: DnsRecord,
  isOwn: boolean,
  about: string | undefined,
  facts: IdentityFact[],
): void {
  for (let at = from, i = 0; at < to && i < mostTexts; at += 1 + bytes[at]!, i++) {
    const stop = at + 1 + bytes[at]!
    if (stop > to) return
    const said = text(bytes, at + 1, stop)
    say(facts, 'txt', said, about)
    const pair = isOwn ? /^([^=]{1,20})=(.+)$/.exec(said) : null
    const field = pair === null ? undefined : keys.get(pair[1]!.toLowerCase())
    if (field !== undefined) say(facts, field, pair![2]!, about)
  }
}

/**
 * Whom records are about: the first address among them, since a reflector repeats those of others; without one, the sender.
 * What was asked and known already is not told as the sender's own.
 */
function factsOf(
  bytes: Uint8Array,
  start: number,
  end: number,
  isResponse: boolean,
): { facts: IdentityFact[]; isCut: boolean } {
  const { questions, records, isCut } = readMessage(bytes, start, end)
  const facts: IdentityFact[] = []
  const owner = isResponse
    ? records.map((record) => addressIn(bytes, record)).find((address) => address !== '')
    : undefined
  if (!isResponse) for (const name of questions.slice(0, mostTexts)) say(facts, 'asksFor', name)
  for (const record of records) {
    say(facts, 'dnsRecord', record.name, owner)
    const address = addressIn(bytes, record)
    if (address !== '' && isResponse) say(facts, 'name', record.name.replace(/\.local$/, ''), address)
    else if (record.type === types.ptr) {
      const target = nameAt(bytes, start, record.from, end)
      if (target !== undefined) say(facts, 'service', target.name, owner)
    } else if (record.type === types.txt) texts(bytes, record, isResponse, owner, facts)
  }
  return { facts, isCut }
}

function read(bytes: Uint8Array, start: number, end: number): Reading {
  if (end - start < header) return fault('not a complete message')
  const isResponse = (bytes[start + 2]! & 0x80) !== 0
  const { facts, isCut } = factsOf(bytes, start, end, isResponse)
  const reading = telling(isResponse ? 'response' : 'request', isResponse ? answer : query, facts)
  return isCut ? withFault(reading, 'records cut short') : reading
}

/** Multicast DNS (RFC 6762) with service discovery: hosts and services announce themselves. */
export const mdns: Protocol = {
  name: 'mdns',
  transports: ['udp'],
  ports: [5353],
  onlyOnPorts: true,
  recognises: isMessage,
  lengthAt: (_, start, end) => end - start,
  session: () => ({ read }),
}

/** Link-local name resolution of Windows (RFC 4795): the answer comes from the host that has the name. */
export const llmnr: Protocol = { ...mdns, name: 'llmnr', ports: [5355] }
