import { adsPassword } from '../ads/password.ts'
import { bacnetPassword } from '../bacnet/password.ts'
import { c1222Password } from '../c1222/password.ts'
import { ldapPassword } from '../directory/ldap.ts'
import { dnp3Password } from '../dnp3/password.ts'
import { slmpPassword } from '../melsec/password.ts'
import { mmsPassword } from '../mms/password.ts'
import { mqttPassword } from '../mqtt/packet.ts'
import { opcuaPassword } from '../opcua/decode.ts'
import { rocPassword } from '../roc/password.ts'
import { s7Password } from '../s7comm/password.ts'
import type { PacketLayer } from './describe.ts'

/** Bytes of a packet that are a secret in clear: never shown, never exported. Offsets count from the packet's first byte. */
export interface SecretRange {
  readonly offset: number
  readonly length: number
}

const MOST = 16

/**
 * Finds community strings of SNMP v1/v2c and the passwords of FTP, mail, LDAP, HTTP (Basic, Bearer, cookies, forms), MMS, DNP3,
 * C12.22, BACnet, OPC UA, MQTT, S7comm, SLMP, ADS and ROC in [start, end).
 * Bounded: at most 16 ranges, one pass. Never throws.
 */
export function secretRanges(bytes: Uint8Array, start: number, end: number): SecretRange[] {
  const found: SecretRange[] = []
  const community = snmpCommunity(bytes, start, end)
  if (community) found.push(community)
  for (const passwordIn of [
    mmsPassword,
    dnp3Password,
    c1222Password,
    bacnetPassword,
    opcuaPassword,
    mqttPassword,
    ldapPassword,
    s7Password,
    slmpPassword,
    adsPassword,
    rocPassword,
  ]) {
    const password = passwordIn(bytes, start, end)
    if (password) found.push(password)
  }
  for (const [marker, atLineStart, stops] of markers) {
    for (let at = indexOf(bytes, marker, start, end); at >= 0 && found.length < MOST; ) {
      const from = at + marker.length
      const to = stopIn(bytes, from, end, stops)
      if (to > from && (!atLineStart || at === start || bytes[at - 1] === 0x0a))
        found.push({ offset: from, length: to - from })
      at = indexOf(bytes, marker, to, end)
    }
  }
  return found
}

const ascii = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0))
const lineEnds = ascii('\r\n')
const formEnds = ascii('&\r\n ;')
// Compared without regard to case; then whether it must begin a line, and what ends the secret.
const markers: readonly (readonly [Uint8Array, boolean, Uint8Array])[] = [
  [ascii('pass '), true, lineEnds],
  [ascii('auth plain '), true, lineEnds],
  [ascii('authorization: basic '), false, lineEnds],
  [ascii('authorization: bearer '), false, lineEnds],
  // Whoever has it, is logged on.
  [ascii('cookie: '), true, lineEnds],
  [ascii('set-cookie: '), true, lineEnds],
  [ascii('password='), false, formEnds],
  [ascii('passwd='), false, formEnds],
  [ascii('pwd='), false, formEnds],
  [ascii('"password":"'), false, ascii('"\r\n')],
]

const telnetPort = '23'

/**
 * What somebody types into a Telnet session, key by key: no packet tells whether it is a password, so that all of it is one.
 */
export function typedRange(layers: readonly PacketLayer[], length: number): SecretRange | null {
  const tcp = layers.find(({ name }) => name === 'TCP')
  const target = tcp?.fields.find(({ name }) => name === 'Destination port')
  if (tcp === undefined || target?.value !== telnetPort || tcp.to >= length) return null
  return { offset: tcp.to, length: length - tcp.to }
}

/** SEQUENCE, INTEGER version 0 or 1, OCTET STRING community: RFC 1157 and RFC 1901. */
function snmpCommunity(bytes: Uint8Array, start: number, end: number): SecretRange | null {
  if (end - start < 9 || bytes[start] !== 0x30) return null
  const long = bytes[start + 1]! & 0x80 ? bytes[start + 1]! & 0x7f : 0
  const at = start + 2 + long
  if (bytes[at] !== 2 || bytes[at + 1] !== 1 || bytes[at + 2]! > 1 || bytes[at + 3] !== 4) return null
  const length = bytes[at + 4] ?? 0
  return length > 0 && length < 0x80 && at + 5 + length <= end ? { offset: at + 5, length } : null
}

function indexOf(bytes: Uint8Array, marker: Uint8Array, start: number, end: number): number {
  outer: for (let at = start; at + marker.length <= end; at++) {
    for (let i = 0; i < marker.length; i++) {
      const byte = bytes[at + i]!
      if ((byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte) !== marker[i]) continue outer
    }
    return at
  }
  return -1
}

function stopIn(bytes: Uint8Array, start: number, end: number, stops: Uint8Array): number {
  let at = start
  while (at < end && !stops.includes(bytes[at]!)) at++
  return at
}
