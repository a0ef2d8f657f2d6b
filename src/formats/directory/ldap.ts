import { berElement, berNumber, readBer } from '../ber.ts'
import { ntlmAt, ntlmFacts } from '../ntlmssp/decode.ts'
import type { IdentityFact, Protocol } from '../protocol.ts'
import { fault } from '../reading.ts'
import { functionTable, telling } from '../telling.ts'
import { turningToTls } from '../tls/turning.ts'

const ldapFunction = functionTable(
  [
    [0x60, 'bindRequest', 'other'],
    [0x61, 'bindResponse', 'other'],
    [0x42, 'unbindRequest', 'other'],
    [0x63, 'searchRequest', 'read'],
    [0x64, 'searchResEntry', 'read'],
    [0x65, 'searchResDone', 'read'],
    [0x73, 'searchResRef', 'read'],
    [0x66, 'modifyRequest', 'write'],
    [0x67, 'modifyResponse', 'write'],
    [0x68, 'addRequest', 'write'],
    [0x69, 'addResponse', 'write'],
    [0x4a, 'delRequest', 'write'],
    [0x6b, 'delResponse', 'write'],
    [0x6c, 'modDNRequest', 'write'],
    [0x6d, 'modDNResponse', 'write'],
    [0x6e, 'compareRequest', 'read'],
    [0x6f, 'compareResponse', 'read'],
    [0x77, 'extendedReq', 'other'],
    [0x78, 'extendedResp', 'other'],
    [0x50, 'abandonRequest', 'other'],
  ],
  2,
  'Unknown operation',
)
const answers = new Set([0x61, 0x64, 0x65, 0x67, 0x69, 0x6b, 0x6d, 0x6f, 0x73, 0x78, 0x79])
const [sequence, integer] = [0x30, 2]
const [bindRequest, bindResponse] = [0x60, 0x61]

/** The tag of the operation, 0 when it is no LDAP message: SEQUENCE { id, operation, … }, RFC 4511 §4.1.1. */
function operationAt(bytes: Uint8Array, start: number, end: number): number {
  // The outer length may reach beyond what is there.
  const long = bytes[start + 1]! & 0x80 ? bytes[start + 1]! & 0x7f : 0
  const at = start + 2 + long
  if (bytes[start] !== sequence || long > 4 || at + 5 > end || bytes[at] !== integer || bytes[at + 1]! > 4) return 0
  const tag = bytes[at + 2 + bytes[at + 1]!]!
  return (tag >= 0x60 && tag <= 0x79) || tag === 0x42 || tag === 0x4a || tag === 0x50 ? tag : 0
}

function ldapLength(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 6) return 0
  if (bytes[start] !== sequence) return -1
  const long = bytes[start + 1]!
  if (long < 0x80) return 2 + long
  const octets = long & 0x7f
  return octets === 0 || octets > 4 ? -1 : 2 + octets + berNumber(bytes, start + 2, start + 2 + octets)
}

/** LDAP: who looks up and changes the directory; a log-on with NTLM names the computer. */
export const ldap: Protocol = turningToTls({
  name: 'ldap',
  transports: ['tcp', 'udp'],
  ports: [389, 3268],
  onlyOnPorts: true,
  recognises: (bytes, start, end) => operationAt(bytes, start, end) !== 0,
  lengthAt: ldapLength,
  wantedAt: () => 2048,
  session: () => ({
    read(bytes, start, end) {
      const tag = operationAt(bytes, start, end)
      // Signed and sealed sessions put a length before each message.
      if (tag === 0) return fault('an unknown kind of message')
      const facts: IdentityFact[] = []
      if (tag === bindRequest || tag === bindResponse) {
        const ntlm = ntlmAt(bytes, start, end)
        if (ntlm >= 0) ntlmFacts(bytes, ntlm, end, facts)
      }
      return telling(answers.has(tag) ? 'response' : 'request', ldapFunction(tag), facts)
    },
  }),
})

/** The password of a simple bind: version, name, then context tag 0 (RFC 4511 §4.2). */
export function ldapPassword(bytes: Uint8Array, start: number, end: number): { offset: number; length: number } | null {
  if (operationAt(bytes, start, end) !== bindRequest) return null
  const one = berElement()
  // The message may go on in the next packet: what is there of it is looked through.
  const long = bytes[start + 1]! & 0x80 ? bytes[start + 1]! & 0x7f : 0
  if (!readBer(bytes, start + 2 + long, end, one) || !readBer(bytes, one.to, end, one)) return null
  if (!readBer(bytes, one.from, end, one) || !readBer(bytes, one.to, end, one)) return null
  if (!readBer(bytes, one.to, end, one) || one.tag !== 0x80 || one.to === one.from) return null
  return { offset: one.from, length: one.to - one.from }
}
