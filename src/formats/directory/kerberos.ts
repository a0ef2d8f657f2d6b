import { berElement, readBer } from '../ber.ts'
import { u32be } from '../octets.ts'
import type { Protocol } from '../protocol.ts'
import { callOf, fault } from '../reading.ts'
import { wireFunction } from '../telling.ts'

const sequence = 0x30
const one = berElement()
const kerberosNames: Readonly<Record<number, string>> = {
  106: 'AS-REQ',
  107: 'AS-REP',
  108: 'TGS-REQ',
  109: 'TGS-REP',
  110: 'AP-REQ',
  111: 'AP-REP',
  126: 'KRB-ERROR',
}
const kerberosCalls = new Map(
  Object.entries(kerberosNames).map(([tag, name]) => [Number(tag), callOf(wireFunction(name, name, 'other'))]),
)

/** RFC 4120 §5: one application tag around everything; over TCP behind its length (§7.2.2). */
const isKerberos = (bytes: Uint8Array, at: number, end: number): boolean =>
  kerberosCalls.has(bytes[at] ?? 0) && (!readBer(bytes, at, end, one) ? at + 4 < end : bytes[one.from] === sequence)

function kerberosOf(transport: 'tcp' | 'udp', before: number): Protocol {
  return {
    name: 'kerberos',
    transports: [transport],
    ports: [88],
    onlyOnPorts: true,
    recognises: (bytes, start, end) => isKerberos(bytes, start + before, end),
    lengthAt: (bytes, start, end) => {
      if (before === 0) return end - start
      if (end - start < before) return 0
      return u32be(bytes, start) > 0xffffff ? -1 : before + u32be(bytes, start)
    },
    wantedAt: () => before + 8,
    session: () => ({
      read(bytes, start) {
        const call = kerberosCalls.get(bytes[start + before] ?? 0)
        if (call === undefined) return fault('an unknown kind of message')
        return (bytes[start + before]! & 1) === 1 || bytes[start + before] === 0x7e ? call.response : call.request
      },
    }),
  }
}

/** Kerberos is recognised: what is in its tickets is encrypted. */
export const kerberosProtocols = [kerberosOf('tcp', 4), kerberosOf('udp', 0)] as const
