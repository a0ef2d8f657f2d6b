import { ipv4At } from '../addresses.ts'
import { text, u16be } from '../octets.ts'
import type { IdentityFact, Protocol } from '../protocol.ts'
import { fault } from '../reading.ts'
import { functionTable, say, telling } from '../telling.ts'

const radiusFunction = functionTable(
  [
    [1, 'Access-Request', 'other'],
    [2, 'Access-Accept', 'other'],
    [3, 'Access-Reject', 'other'],
    [4, 'Accounting-Request', 'other'],
    [5, 'Accounting-Response', 'other'],
    [11, 'Access-Challenge', 'other'],
    [12, 'Status-Server', 'identify'],
    [40, 'Disconnect-Request', 'other'],
    [43, 'CoA-Request', 'other'],
  ],
  2,
  'Unknown code',
)
const radiusRequests = new Set([1, 4, 12, 40, 43])
/** RFC 2865 §5: of the network equipment that asks. */
const radiusFields: Readonly<Record<number, string>> = { 32: 'name', 30: 'calledStation', 31: 'callingStation' }

/** RADIUS: which equipment asks on behalf of whom. Passwords in it are not read. */
export const radius: Protocol = {
  name: 'radius',
  transports: ['udp'],
  ports: [1812, 1813, 1645, 1646, 3799],
  onlyOnPorts: true,
  recognises: (bytes, start, end) =>
    end - start >= 20 && u16be(bytes, start + 2) === end - start && bytes[start]! >= 1 && bytes[start]! <= 45,
  lengthAt: (_, start, end) => end - start,
  session: () => ({
    read(bytes, start, end) {
      if (end - start < 20) return fault('not a complete message')
      const code = bytes[start]!
      const isRequest = radiusRequests.has(code)
      const facts: IdentityFact[] = []
      for (let at = start + 20; isRequest && at + 2 <= end && bytes[at + 1]! >= 2; at += bytes[at + 1]!) {
        const stop = at + bytes[at + 1]!
        if (stop > end) break
        const field = radiusFields[bytes[at]!]
        if (field !== undefined) say(facts, field, text(bytes, at + 2, stop))
        else if (bytes[at] === 4 && stop === at + 6) say(facts, 'nasAddress', ipv4At(bytes, at + 2))
      }
      return telling(isRequest ? 'request' : 'response', radiusFunction(code), facts)
    },
  }),
}
