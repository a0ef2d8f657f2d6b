import { ntlmAt, ntlmFacts } from '../ntlmssp/decode.ts'
import { hex, u16le, u32le } from '../octets.ts'
import type { IdentityFact, Protocol } from '../protocol.ts'
import { callOf, fault, withIdentity } from '../reading.ts'
import { say, telling, wireFunction } from '../telling.ts'

/** C706 §12.6.3: version 5, minor, kind, flags, data representation (4), length of the fragment (2), of the verifier (2), call (4). */
const header = 16
const [request, response, refusal, bind, bindAck, bindNak, alter, alterAck, auth3] = [0, 2, 3, 11, 12, 13, 14, 15, 16]
const kinds: Readonly<Record<number, string>> = {
  0: 'Request',
  2: 'Response',
  3: 'Fault',
  11: 'Bind',
  12: 'Bind_ack',
  13: 'Bind_nak',
  14: 'Alter_context',
  15: 'Alter_context_resp',
  16: 'AUTH3',
  17: 'Shutdown',
  18: 'Co_cancel',
  19: 'Orphaned',
}
const call = callOf(wireFunction('0', 'Request', 'other'))
const binding = callOf(wireFunction('11', 'Bind', 'other'))
const events = new Map(
  Object.entries(kinds).map(([kind, name]) => [Number(kind), callOf(wireFunction(kind, name, 'other')).event]),
)

/** Interfaces that tell what a computer is for: OPC classic, and the way to it (OPC Data Access 3.0, MS-DCOM §1.9). */
const interfaces: Readonly<Record<string, string>> = {
  '39c13a4d-011e-11d0-9675-0020afd8adb3': 'OPC DA server',
  '39c13a4e-011e-11d0-9675-0020afd8adb3': 'OPC DA server address space',
  '39c13a50-011e-11d0-9675-0020afd8adb3': 'OPC DA group state',
  '39c13a52-011e-11d0-9675-0020afd8adb3': 'OPC DA synchronous I/O',
  '39c13a54-011e-11d0-9675-0020afd8adb3': 'OPC DA item management',
  '39c13a70-011e-11d0-9675-0020afd8adb3': 'OPC DA data callback',
  '39c13a71-011e-11d0-9675-0020afd8adb3': 'OPC DA asynchronous I/O',
  '1f1217b0-dee0-11d2-a5e5-000086339399': 'OPC HDA server',
  '65168851-5783-11d1-84a0-00608cb8a7e9': 'OPC A&E server',
  '13486d50-4821-11d2-a494-3cb306c10000': 'OPC server list',
  '9dd0b56c-ad9e-43ee-8305-487f3188bf7a': 'OPC server list',
  '4d9f4ab8-7d1c-11cf-861e-0020af6e7c57': 'DCOM remote activation',
  '000001a0-0000-0000-c000-000000000046': 'DCOM system activator',
  '99fcfec4-5260-101b-bbcb-00aa0021347a': 'DCOM object exporter',
  'e1af8308-5d1f-11c9-91a4-08002b14a0fa': 'RPC endpoint mapper',
}

function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[start] !== 5 || bytes[start + 1]! > 1 || end - start < header) return false
  // Little endian, ASCII, IEEE: all that is met.
  if (u32le(bytes, start + 4) !== 0x10) return false
  const length = u16le(bytes, start + 8)
  return (
    kinds[bytes[start + 2]!] !== undefined && length >= header && length <= 16_384 && u16le(bytes, start + 10) < length
  )
}

function lengthAt(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 10) return bytes[start] === 5 ? 0 : -1
  return bytes[start] === 5 && u16le(bytes, start + 8) >= header ? u16le(bytes, start + 8) : -1
}

/** The interfaces that a bind asks for: count, then for each an id, a count and the UUID with its version. */
function interfaceFacts(bytes: Uint8Array, start: number, end: number, facts: IdentityFact[]): void {
  let at = start + header + 12
  for (let i = 0; i < Math.min(bytes[start + header + 8] ?? 0, 16) && at + 44 <= end; i++) {
    const uuid = uuidAt(bytes, at + 4)
    const name = interfaces[uuid]
    if (name !== undefined) say(facts, 'interface', name, 'peer')
    at += 24 + 20 * Math.max(1, bytes[at + 2]!)
  }
}

function uuidAt(bytes: Uint8Array, at: number): string {
  const rest = Array.from(bytes.subarray(at + 8, at + 16), (octet) => hex(octet, 2).slice(2)).join('')
  const head = [hex(u32le(bytes, at), 8), hex(u16le(bytes, at + 4), 4), hex(u16le(bytes, at + 6), 4)].map((part) =>
    part.slice(2),
  )
  return `${head.join('-')}-${rest.slice(0, 4)}-${rest.slice(4)}`
}

/** Remote procedure calls of Windows over TCP, which OPC classic is made of. */
export const dcerpc: Protocol = {
  name: 'dcerpc',
  transports: ['tcp'],
  ports: [135],
  recognises,
  lengthAt,
  wantedAt: (bytes, start) => ((bytes[start + 2] ?? 0) < bind ? header : 4096),
  session: () => ({
    read(bytes, start, end) {
      if (end - start < header) return fault('not a complete message')
      const kind = bytes[start + 2]!
      if (kind === request) return call.request
      if (kind === response) return call.response
      if (kind === refusal) return call.refusal
      const facts: IdentityFact[] = []
      if (kind === bind || kind === alter) interfaceFacts(bytes, start, end, facts)
      if (u16le(bytes, start + 10) > 0 && kind >= bind && kind <= auth3) {
        const ntlm = ntlmAt(bytes, start + header, end)
        if (ntlm >= 0) ntlmFacts(bytes, ntlm, end, facts)
      }
      if (kind === bindNak) return binding.refusal
      if (kind === bind || kind === alter) return telling('request', binding.function, facts)
      if (kind === bindAck || kind === alterAck) return telling('response', binding.function, facts)
      const event = events.get(kind)
      if (event === undefined) return fault('an unknown kind of message')
      return withIdentity(event, facts)
    },
  }),
}
