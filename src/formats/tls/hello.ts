import { fromText, text, u16be } from '../octets.ts'
import type { IdentityFact } from '../protocol.ts'
import { say } from '../telling.ts'
import { md5 } from './md5.ts'
import { cipherText, groupText, versionText } from './names.ts'

const mostExtensions = 128
const [serverName, supportedGroups, pointFormats, applicationProtocols, supportedVersions, keyShare] = [
  0, 10, 11, 16, 43, 51,
]

/** RFC 8701: values that mean nothing, so that nobody relies on their absence. */
const isGrease = (code: number): boolean => (code & 0x0f0f) === 0x0a0a && code >> 8 === (code & 0xff)

type TakeExtension = (type: number, from: number, to: number) => void

/** False when they are cut short. */
function eachExtension(bytes: Uint8Array, at: number, end: number, take: TakeExtension): boolean {
  if (at + 2 > end) return at === end
  const stop = at + 2 + u16be(bytes, at)
  at += 2
  for (let i = 0; i < mostExtensions && at + 4 <= stop && stop <= end; i++) {
    const to = at + 4 + u16be(bytes, at + 2)
    if (to > stop) return false
    take(u16be(bytes, at), at + 4, to)
    at = to
  }
  return stop <= end
}

function codes(bytes: Uint8Array, from: number, to: number): number[] {
  const found: number[] = []
  for (let at = from; at + 2 <= to && found.length < 512; at += 2) found.push(u16be(bytes, at))
  return found
}
const withoutGrease = (list: readonly number[]): number[] => list.filter((code) => !isGrease(code))

/**
 * ClientHello, [from, to) without the four octets before it (RFC 8446 §4.1.2). JA3 is the MD5 of version, ciphers,
 * extensions, groups and point formats in decimal: the same digits as tshark prints.
 */
export function clientHello(
  bytes: Uint8Array,
  from: number,
  to: number,
  facts: IdentityFact[],
  newestOf: (...versions: number[]) => number = Math.max,
): boolean {
  const session = from + 34
  const suites = session + 1 + (bytes[session] ?? 0)
  const methods = suites + 2 + u16be(bytes, suites)
  const extensions = methods + 1 + (bytes[methods] ?? 0)
  if (extensions > to) return false
  const legacy = u16be(bytes, from)
  const types: number[] = []
  let groups: readonly number[] = []
  let formats: readonly number[] = []
  let versions: readonly number[] = [legacy]
  const isWhole = eachExtension(bytes, extensions, to, (type, at, end) => {
    types.push(type)
    if (type === serverName && bytes[at + 2] === 0) {
      say(facts, 'sni', text(bytes, at + 5, Math.min(end, at + 5 + u16be(bytes, at + 3))), 'peer')
    } else if (type === supportedGroups) groups = codes(bytes, at + 2, end)
    else if (type === pointFormats) formats = [...bytes.subarray(at + 1, end)]
    else if (type === supportedVersions) versions = withoutGrease(codes(bytes, at + 1, end))
    else if (type === applicationProtocols) say(facts, 'applicationProtocols', protocolsOf(bytes, at + 2, end))
    else if (type === keyShare) say(facts, 'keyShares', sharesOf(bytes, at + 2, end))
  })
  const lists = [withoutGrease(codes(bytes, suites + 2, methods)), withoutGrease(types), withoutGrease(groups), formats]
  const printed = [String(legacy), ...lists.map((list) => list.join('-'))].join(',')
  say(facts, 'ja3', md5(fromText(printed)))
  if (versions.length > 0) say(facts, 'tlsOffered', versionText(newestOf(...versions)))
  return isWhole
}

function protocolsOf(bytes: Uint8Array, at: number, end: number): string {
  const found: string[] = []
  for (; at < end && found.length < 8 && at + 1 + bytes[at]! <= end; at += 1 + bytes[at]!) {
    found.push(text(bytes, at + 1, at + 1 + bytes[at]!))
  }
  return found.join(', ')
}

/** The groups that the client has made keys for (RFC 8446 §4.2.8). */
function sharesOf(bytes: Uint8Array, at: number, end: number): string {
  const found: string[] = []
  for (; at + 4 <= end && found.length < 8; at += 4 + u16be(bytes, at + 2)) {
    const group = u16be(bytes, at)
    if (!isGrease(group)) found.push(groupText(group))
  }
  return found.join(', ')
}

/** What the server chose (RFC 8446 §4.1.3). Says which version it is, 0 when it is cut short. */
export function serverHello(bytes: Uint8Array, from: number, to: number, facts: IdentityFact[]): number {
  const session = from + 34
  const suite = session + 1 + (bytes[session] ?? 0)
  if (suite + 3 > to) return 0
  let version = u16be(bytes, from)
  let group = ''
  eachExtension(bytes, suite + 3, to, (type, at, end) => {
    if (type === supportedVersions && end - at >= 2) version = u16be(bytes, at)
    else if (type === keyShare && end - at >= 2) group = groupText(u16be(bytes, at))
  })
  say(facts, 'tlsVersion', versionText(version))
  say(facts, 'cipher', cipherText(u16be(bytes, suite)))
  say(facts, 'keyExchange', group)
  return version
}

/** Key exchange of TLS 1.2: a named curve (RFC 8422 §5.4), or the prime of Diffie-Hellman (RFC 5246 §7.4.3). */
export function serverKeyExchange(bytes: Uint8Array, from: number, to: number, facts: IdentityFact[]): void {
  if (bytes[from] === 3 && to - from > 4) say(facts, 'keyExchange', groupText(u16be(bytes, from + 1)))
  else if (bytes[from] !== 1 && bytes[from] !== 2 && to - from > 4) {
    const octets = u16be(bytes, from)
    if (octets >= 48 && octets <= 2048 && from + 2 + octets < to) say(facts, 'keyExchange', `DHE ${8 * octets}`)
  }
}
