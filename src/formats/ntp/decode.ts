import { ipv4At } from '../addresses.ts'
import { text, u16be, u32be } from '../octets.ts'
import type { IdentityFact, Protocol, ProtocolSession } from '../protocol.ts'
import { type Call, callOf, fault, withIdentity } from '../reading.ts'
import { say, wireFunction } from '../telling.ts'

/** RFC 5905 §7.3: leap, version and mode in one octet, stratum, poll, precision; 48 octets without extensions. */
const header = 48
const calls: readonly Call[] = [
  ['Reserved', 'other'] as const,
  ['Symmetric active', 'other'] as const,
  ['Symmetric passive', 'other'] as const,
  ['Client', 'other'] as const,
  ['Server', 'other'] as const,
  ['Broadcast', 'other'] as const,
  ['Control message', 'identify'] as const,
  ['Private', 'identify'] as const,
].map(([name, operation], mode) => callOf(wireFunction(String(mode), name, operation)))
const [symmetricActive, symmetricPassive, client, server, broadcast, control, personal] = [1, 2, 3, 4, 5, 6, 7]

function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  const size = end - start
  const mode = bytes[start]! & 7
  const version = (bytes[start]! >> 3) & 7
  if (version < 1 || version > 4 || mode === 0) return false
  if (mode === personal) return size >= 8
  // RFC 1305 appendix B: operation, sequence, status, association, offset, count.
  if (mode === control) return size >= 12 && size >= 12 + u16be(bytes, start + 10)
  return size >= header && (size - header) % 4 === 0 && bytes[start + 1]! <= 16
}

function open(): ProtocolSession {
  let told = ''

  /** The clock behind a server: four letters for a primary one, else the address of the server that it follows. */
  function clock(bytes: Uint8Array, start: number, mode: number): IdentityFact[] {
    const stratum = bytes[start + 1]!
    const state = `${mode} ${bytes[start]!} ${stratum} ${u32be(bytes, start + 12)}`
    if (state === told) return []
    told = state
    const facts: IdentityFact[] = []
    say(facts, 'ntpVersion', String((bytes[start]! >> 3) & 7))
    if (mode === client) return facts
    say(facts, 'stratum', String(stratum))
    if (stratum <= 1) say(facts, 'referenceClock', text(bytes, start + 12, start + 16))
    else if (stratum < 16 && u32be(bytes, start + 12) !== 0) say(facts, 'timeSource', ipv4At(bytes, start + 12))
    return facts
  }

  return {
    read(bytes, start, end) {
      if (!recognises(bytes, start, end)) return fault('not a complete message')
      const mode = bytes[start]! & 7
      const call = calls[mode]!
      const isResponse =
        mode === control || mode === personal
          ? (bytes[start + 1 - (mode === personal ? 1 : 0)]! & 0x80) !== 0
          : mode === server || mode === symmetricPassive
      const plain = isResponse
        ? call.response
        : mode === broadcast || mode === symmetricActive
          ? call.event
          : call.request
      const facts =
        mode === control ? variables(bytes, start, isResponse) : mode === personal ? [] : clock(bytes, start, mode)
      return withIdentity(plain, facts)
    },
  }
}

const named: Readonly<Record<string, string>> = { version: 'software', processor: 'processor', system: 'os' }

/** Variables of the system: `version="ntpd 4.2.8", processor="x86_64", system="Linux/3.10"`. */
function variables(bytes: Uint8Array, start: number, isResponse: boolean): IdentityFact[] {
  const facts: IdentityFact[] = []
  if (!isResponse) return facts
  const said = text(bytes, start + 12, start + 12 + u16be(bytes, start + 10))
  for (const [, name = '', value = ''] of said.matchAll(/\b(version|processor|system)="([^"]{1,200})"/g)) {
    say(facts, named[name] ?? name, value)
  }
  return facts
}

/** Network time: who gives it to whom, and from which clock. */
export const ntp: Protocol = {
  name: 'ntp',
  transports: ['udp'],
  ports: [123],
  onlyOnPorts: true,
  recognises,
  lengthAt: (_, start, end) => end - start,
  session: open,
}
