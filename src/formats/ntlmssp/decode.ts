import { u16le, u32le } from '../octets.ts'
import type { IdentityFact } from '../protocol.ts'
import { say } from '../telling.ts'

/** `NTLMSSP\0`: MS-NLMP §2.2. It travels inside SMB, HTTP, DCE/RPC, LDAP and others. */
const signature = [0x4e, 0x54, 0x4c, 0x4d, 0x53, 0x53, 0x50, 0]
const [negotiate, challenge, authenticate] = [1, 2, 3]
const [hasUnicode, hasVersion] = [1, 0x02000000]
const longestText = 256

/** Where an NTLM message begins in [from, to), -1 when there is none. */
export function ntlmAt(bytes: Uint8Array, from: number, to: number): number {
  const last = Math.min(to, bytes.length) - 16
  for (let at = bytes.indexOf(signature[0]!, from); at >= 0 && at <= last; at = bytes.indexOf(signature[0]!, at + 1)) {
    if (signature.every((octet, i) => bytes[at + i] === octet)) return at
  }
  return -1
}

/** What an NTLM message tells about its sender; nothing when it is damaged. Never the hashes in it. */
export function ntlmFacts(bytes: Uint8Array, at: number, end: number, facts: IdentityFact[]): void {
  const type = u32le(bytes, at + 8)
  if (type === negotiate) {
    const flags = u32le(bytes, at + 12)
    say(facts, 'domain', field(bytes, at, at + 16, end, false))
    const host = field(bytes, at, at + 24, end, false)
    say(facts, 'name', host)
    version(bytes, at + 32, end, flags, facts)
  } else if (type === challenge) {
    const flags = u32le(bytes, at + 20)
    const target = field(bytes, at, at + 12, end, (flags & hasUnicode) !== 0)
    // As tshark prints an empty one.
    say(facts, 'targetName', target === '' ? 'NULL' : target)
    targetInfo(bytes, at, at + 40, end, facts)
    version(bytes, at + 48, end, flags, facts)
  } else if (type === authenticate) {
    const flags = at + 64 <= end ? u32le(bytes, at + 60) : hasUnicode
    const isUnicode = (flags & hasUnicode) !== 0
    const host = field(bytes, at, at + 44, end, isUnicode)
    say(facts, 'domain', field(bytes, at, at + 28, end, isUnicode))
    say(facts, 'user', field(bytes, at, at + 36, end, isUnicode))
    say(facts, 'hostName', host === '' ? 'NULL' : host)
    say(facts, 'name', host)
    version(bytes, at + 64, end, flags, facts)
  }
}

/** Length (2), room (2), offset (4) from the signature. */
function field(bytes: Uint8Array, start: number, at: number, end: number, isUnicode: boolean): string {
  if (at + 8 > end) return ''
  const from = start + u32le(bytes, at + 4)
  const to = from + u16le(bytes, at)
  return to > end || to > bytes.length ? '' : isUnicode ? utf16(bytes, from, to) : utf8(bytes, from, to)
}

/** Printable letters of UTF-16LE, up to a NUL; Windows sends all its texts so. */
export function utf16(bytes: Uint8Array, from: number, to: number): string {
  let said = ''
  for (let at = from; at + 1 < to && said.length < longestText; at += 2) {
    const code = u16le(bytes, at)
    if (code === 0) break
    if (code >= 0x20 && code !== 0x7f) said += String.fromCharCode(code)
  }
  return said.trim()
}

function utf8(bytes: Uint8Array, from: number, to: number): string {
  let said = ''
  for (let at = from; at < to && said.length < longestText && bytes[at] !== 0; at++) {
    if (bytes[at]! >= 0x20) said += String.fromCharCode(bytes[at]!)
  }
  return said.trim()
}

/** Attribute pairs: id (2), length (2), value; 0 ends them. */
const attributes: Readonly<Record<number, string>> = { 1: 'name', 2: 'domain', 3: 'fqdn', 4: 'dnsDomain' }

function targetInfo(bytes: Uint8Array, start: number, at: number, end: number, facts: IdentityFact[]): void {
  if (at + 8 > end) return
  let from = start + u32le(bytes, at + 4)
  const to = Math.min(end, from + u16le(bytes, at))
  for (let i = 0; i < 16 && from + 4 <= to; i++) {
    const id = u16le(bytes, from)
    const next = from + 4 + u16le(bytes, from + 2)
    if (id === 0 || next > to) return
    say(facts, attributes[id] ?? '', attributes[id] === undefined ? '' : utf16(bytes, from + 4, next))
    from = next
  }
}

function version(bytes: Uint8Array, at: number, end: number, flags: number, facts: IdentityFact[]): void {
  if ((flags & hasVersion) === 0 || at + 8 > end || bytes[at] === 0 || bytes[at + 7] !== 15) return
  say(facts, 'os', `Windows NT ${bytes[at]}.${bytes[at + 1]} (build ${u16le(bytes, at + 2)})`)
}
