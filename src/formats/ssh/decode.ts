import { text, u32be } from '../octets.ts'
import type { IdentityFact, Message, Protocol, ProtocolSession } from '../protocol.ts'
import { asLast, fault, messageOf, nothing, nothingMore, type Reading, readingOf } from '../reading.ts'
import { say, telling, wireFunction } from '../telling.ts'
import { md5 } from '../tls/md5.ts'

/** `SSH-2.0-…` and a line end, at most 255 octets (RFC 4253 §4.2); then packets: length (4), padding (1), message number (1). */
const identification = [0x53, 0x53, 0x48, 0x2d]
const longestLine = 255
const longestPacket = 35_000
const [kexInit, newKeys, kexReply, groupReply] = [20, 21, 31, 33]
const lf = 0x0a

const banner = wireFunction('version', 'Protocol version exchange', 'identify')
const algorithms = wireFunction('20', 'Key Exchange Init', 'identify')
const hostKey = wireFunction('31', 'Key Exchange Reply', 'identify')
/** What both sides settle on, in the order of the lists. */
const agreedFields = ['keyExchange', 'hostKeyAlgorithm', 'cipher', 'mac'] as const
type Lists = readonly (readonly string[])[]
/** Key exchanges that withstand a quantum computer. */
const quantumSafe = /^(sntrup761|mlkem|ecdh-nistp256-kyber|x25519-kyber|kyber)/

const isLine = (bytes: Uint8Array, at: number, end: number): boolean =>
  at + 7 < end && identification.every((octet, i) => bytes[at + i] === octet) && bytes[at + 4]! >= 0x31

function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  if (isLine(bytes, start, end))
    return (bytes[start + 4] === 0x31 || bytes[start + 4] === 0x32) && bytes[start + 5] === 0x2e
  // Amid the first exchange: the lists of algorithms, of which the first begins with a letter.
  if (end - start < 32 || bytes[start + 5] !== kexInit || bytes[start + 4]! < 4) return false
  const length = u32be(bytes, start)
  const list = u32be(bytes, start + 22)
  return length > 64 && length < longestPacket && list > 4 && list < length && bytes[start + 26]! >= 0x61
}

function lengthAt(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[start] === identification[0]) {
    const line = bytes.subarray(start, Math.min(end, start + longestLine + 1)).indexOf(lf)
    return line >= 0 ? line + 1 : end - start > longestLine ? -1 : 0
  }
  if (end - start < 4) return 0
  const length = u32be(bytes, start)
  return length < 2 || length > longestPacket ? -1 : 4 + length
}

function open(): ProtocolSession {
  /** By side: the lists of key exchanges, host keys, ciphers, MACs. */
  const offers: [Lists, Lists] = [[], []]

  function lists(bytes: Uint8Array, start: number, end: number, side: 0 | 1): Message {
    const facts: IdentityFact[] = []
    const found: string[][] = []
    // The third and the fifth are the client's direction; the server's are nearly always the same.
    for (let at = start + 22, i = 0; i < 6 && at + 4 <= end; i++) {
      const to = at + 4 + u32be(bytes, at)
      if (to > end) break
      found.push(listOf(bytes, at + 4, to))
      at = to
    }
    const [exchanges = [], keys = [], ciphers = [], , macs = []] = found
    offers[side] = [exchanges, keys, ciphers, macs]
    say(facts, 'keyExchanges', exchanges.join(','))
    say(facts, 'hostKeys', keys.join(','))
    say(facts, 'ciphers', ciphers.join(','))
    say(facts, 'macs', macs.join(','))
    if (exchanges.length > 0) {
      say(facts, 'quantumSafe', exchanges.filter((name) => quantumSafe.test(name)).join(',') || 'none')
    }
    // The first of the client's that the server has, too (RFC 4253 §7.1).
    for (const [i, field] of agreedFields.entries()) {
      const agreed = offers[0][i]?.find((name) => offers[1][i]?.includes(name))
      if (agreed !== undefined) say(facts, field, agreed, side === 0 ? 'peer' : undefined)
    }
    return messageOf(side === 0 ? 'request' : 'response', algorithms, facts)
  }

  return {
    read(bytes, start, end, toServer) {
      if (isLine(bytes, start, end)) return line(bytes, start, end, toServer)
      if (end - start < 6) return fault('not a complete message')
      switch (bytes[start + 5]) {
        case kexInit:
          return readingOf([lists(bytes, start, end, toServer ? 0 : 1)])
        case kexReply:
        case groupReply:
          return toServer ? nothing : keyOf(bytes, start + 6, end)
        case newKeys:
          return nothingMore
        default:
          return nothing
      }
    },
  }
}

function line(bytes: Uint8Array, start: number, end: number, toServer: boolean): Reading {
  const said = text(bytes, start, end)
  const facts: IdentityFact[] = []
  say(facts, 'banner', said)
  const software = /^SSH-[\d.]+-(\S+)(?: (.+))?$/.exec(said)
  say(facts, 'software', software?.[1] ?? '')
  say(facts, 'comment', software?.[2] ?? '')
  const reading = telling(toServer ? 'request' : 'response', banner, facts)
  // The packets of version 1 are others.
  return /^SSH-1\.[0-8]/.test(said) && !toServer ? asLast(reading) : reading
}

function listOf(bytes: Uint8Array, from: number, to: number): string[] {
  // Longer than one text is allowed to be: by pieces.
  let said = ''
  for (let at = from; at < to && said.length < 2048; at += 512) said += text(bytes, at, Math.min(to, at + 512))
  return said === '' ? [] : said.split(',')
}

/** The host key, as far as it begins with its algorithm: RFC 4253 §8, RFC 5656 §4; its fingerprint as RFC 4716 §4 prints it. */
function keyOf(bytes: Uint8Array, at: number, end: number): Reading {
  const to = at + 4 + u32be(bytes, at)
  const nameEnd = at + 8 + u32be(bytes, at + 4)
  if (to > end || nameEnd > to) return nothing
  const name = text(bytes, at + 8, nameEnd)
  if (!/^(ssh-|ecdsa-|rsa-|sk-|x509v3-)/.test(name)) return nothing
  const facts: IdentityFact[] = []
  // RSA: exponent, then modulus, which begins with 0 where it would look negative.
  const modulus = nameEnd + 4 + u32be(bytes, nameEnd)
  const size =
    name === 'ssh-rsa' && modulus + 5 < to ? ` ${8 * (u32be(bytes, modulus) - (bytes[modulus + 4] === 0 ? 1 : 0))}` : ''
  say(facts, 'hostKey', `${name}${size}`)
  say(facts, 'hostKeyFingerprint', md5(bytes.subarray(at + 4, to)).replace(/(..)(?=.)/g, '$1:'))
  return telling('response', hostKey, facts)
}

/** SSH up to where it is encrypted: software, algorithms, host key. */
export const ssh: Protocol = {
  name: 'ssh',
  transports: ['tcp'],
  ports: [22, 2222],
  recognises,
  lengthAt,
  session: open,
}
