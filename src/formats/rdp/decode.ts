import { utf16 } from '../ntlmssp/decode.ts'
import { text, u16be, u16le, u32le } from '../octets.ts'
import type { IdentityFact, Protocol, ProtocolSession } from '../protocol.ts'
import { fault, nothing, nothingMore, type Reading } from '../reading.ts'
import { say, telling, wireFunction } from '../telling.ts'
import { tlsLengthAt, tlsSession, tlsWantedAt } from '../tls/decode.ts'

/** TPKT (4), then X.224: length, kind, two references, class: MS-RDPBCGR §2.2.1.1. */
const header = 11
const [connectRequest, connectConfirm, data] = [0xe0, 0xd0, 0xf0]
const [negotiationRequest, negotiationResponse, negotiationFailure] = [1, 2, 3]
const cookie = [0x43, 0x6f, 0x6f, 0x6b, 0x69, 0x65, 0x3a, 0x20] // "Cookie: "
const cr = 0x0d
/** `Duca`, by which the client's data of T.124 begin; then blocks: type, length. */
const clientKey = [0x44, 0x75, 0x63, 0x61]
const coreData = 0xc001
const [handshake, tlsMajor] = [22, 3]

const request = wireFunction('0xe0', 'Connection Request', 'other')
const confirm = wireFunction('0xd0', 'Connection Confirm', 'other')
const initial = wireFunction('0x65', 'MCS Connect Initial', 'other')
const security = ['Standard RDP Security', 'TLS', 'CredSSP', 'RDSTLS', 'CredSSP early', 'RDSAAD']

function tpktLength(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[start] !== 3 || (end - start > 1 && bytes[start + 1] !== 0)) return -1
  if (end - start < 4) return 0
  const length = u16be(bytes, start + 2)
  return length < 7 ? -1 : length
}

/** Where a negotiation begins, -1: behind the cookie or token, the last eight octets. */
function negotiationAt(bytes: Uint8Array, start: number, end: number): number {
  const at = end - 8
  if (at < start + header || u16le(bytes, at + 2) !== 8) return -1
  return bytes[at]! >= negotiationRequest && bytes[at]! <= negotiationFailure ? at : -1
}

const hasCookie = (bytes: Uint8Array, at: number): boolean => cookie.every((octet, i) => bytes[at + i] === octet)

function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start < header ? 0 : tpktLength(bytes, start, end)
  if (length < header || length > end - start || bytes[start + 4] !== length - 5) return false
  const kind = bytes[start + 5]
  const stop = start + length
  // Other users of X.224 have parameters there: TSAPs, sizes.
  if (kind === connectRequest)
    return hasCookie(bytes, start + header) || (length === 19 && negotiationAt(bytes, start, stop) > 0)
  return (
    kind === connectConfirm &&
    length === 19 &&
    negotiationAt(bytes, start, stop) > 0 &&
    bytes[stop - 8] !== negotiationRequest
  )
}

/** After the negotiation the connection may go on as TLS. */
function lengthAt(bytes: Uint8Array, start: number, end: number): number {
  return bytes[start]! >= 20 && bytes[start]! <= 24 ? tlsLengthAt(bytes, start, end) : tpktLength(bytes, start, end)
}

function open(): ProtocolSession {
  const inner = tlsSession()
  return {
    read(bytes, start, end, toServer) {
      if (bytes[start]! >= 20 && bytes[start]! <= 24 && bytes[start + 1] === tlsMajor) {
        return inner.read(bytes, start, end, toServer)
      }
      if (end - start < 7) return fault('not a complete message')
      switch (bytes[start + 5]) {
        case connectRequest:
          return asked(bytes, start, end)
        case connectConfirm:
          return answered(bytes, start, end)
        case data:
          return transfer(bytes, start, end)
        default:
          return nothing
      }
    },
  }
}

/** `Cookie: mstshash=anna`: who logs on, as far as it fits into nine letters. */
function asked(bytes: Uint8Array, start: number, end: number): Reading {
  const facts: IdentityFact[] = []
  if (hasCookie(bytes, start + header)) {
    const line = bytes.subarray(start + header, end).indexOf(cr)
    const said = text(bytes, start + header + cookie.length, line < 0 ? end : start + header + line)
    say(facts, 'cookie', said)
    say(facts, 'user', /^mstshash=(.+)$/.exec(said)?.[1] ?? '')
  }
  const at = negotiationAt(bytes, start, end)
  if (at > 0) {
    const bits = u32le(bytes, at + 4)
    say(facts, 'securityOffered', security.filter((_, i) => i > 0 && (bits >> (i - 1)) & 1).join(', ') || security[0]!)
  }
  return telling('request', request, facts)
}

function answered(bytes: Uint8Array, start: number, end: number): Reading {
  const facts: IdentityFact[] = []
  const at = negotiationAt(bytes, start, end)
  const isRefused = at > 0 && bytes[at] === negotiationFailure
  if (at > 0 && bytes[at] === negotiationResponse) {
    const chosen = u32le(bytes, at + 4)
    say(facts, 'security', security[chosen === 0 ? 0 : Math.log2(chosen) + 1] ?? '')
  } else if (at < 0) say(facts, 'security', security[0]!)
  return telling('response', confirm, facts, undefined, isRefused)
}

/** The first data without TLS name the client's computer (§2.2.1.3.2); what follows is encrypted. */
function transfer(bytes: Uint8Array, start: number, end: number): Reading {
  if (u16be(bytes, start + 7) !== 0x7f65) return u16be(bytes, start + 7) === 0x7f66 ? nothing : nothingMore
  const facts: IdentityFact[] = []
  for (
    let at = bytes.indexOf(clientKey[0]!, start);
    at >= 0 && at < end - 140;
    at = bytes.indexOf(clientKey[0]!, at + 1)
  ) {
    if (!clientKey.every((octet, i) => bytes[at + i] === octet)) continue
    // Behind the key the length of the blocks, in one or two octets.
    const block = at + 4 + (bytes[at + 4]! & 0x80 ? 2 : 1)
    if (u16le(bytes, block) !== coreData || block + 4 + 52 > end) break
    say(facts, 'name', utf16(bytes, block + 24, block + 56))
    say(facts, 'clientBuild', String(u32le(bytes, block + 20)))
    break
  }
  return telling('request', initial, facts)
}

/** Remote Desktop: who opens a session on which computer. */
export const rdp: Protocol = {
  name: 'rdp',
  transports: ['tcp'],
  ports: [3389],
  recognises,
  lengthAt,
  wantedAt: (bytes, start) =>
    bytes[start]! >= 20 && bytes[start]! <= handshake + 2 ? tlsWantedAt(bytes, start) : Number.POSITIVE_INFINITY,
  session: open,
}
