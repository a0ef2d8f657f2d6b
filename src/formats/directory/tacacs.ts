import { u32be } from '../octets.ts'
import type { Protocol } from '../protocol.ts'
import { callOf, nothing } from '../reading.ts'
import { wireFunction } from '../telling.ts'

const tacacsCalls = ['Authentication', 'Authorization', 'Accounting'].map((name, i) =>
  callOf(wireFunction(String(i + 1), name, 'other')),
)

/** TACACS+ (RFC 8907 §4.1): version, kind, number, flags, session, length. */
export const tacacs: Protocol = {
  name: 'tacacs',
  transports: ['tcp'],
  ports: [49],
  onlyOnPorts: true,
  recognises: (bytes, start, end) =>
    end - start >= 12 && (bytes[start]! & 0xfe) === 0xc0 && bytes[start + 1]! >= 1 && bytes[start + 1]! <= 3,
  lengthAt: (bytes, start, end) => {
    if (end - start < 12) return 0
    return (bytes[start]! & 0xfe) === 0xc0 && u32be(bytes, start + 8) < 65_536 ? 12 + u32be(bytes, start + 8) : -1
  },
  session: () => ({
    read(bytes, start) {
      const call = tacacsCalls[bytes[start + 1]! - 1]
      if (call === undefined) return nothing
      // The client's packets have odd numbers.
      return bytes[start + 2]! & 1 ? call.request : call.response
    },
  }),
}
