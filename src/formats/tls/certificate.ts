import { type BerElement, berElement, oidText, readBer } from '../ber.ts'
import { text } from '../octets.ts'
import type { IdentityFact } from '../protocol.ts'
import { say } from '../telling.ts'
import { keyNames, signatureNames } from './names.ts'

const [sequence, set, oid, bits, version, extensions] = [0x30, 0x31, 0x06, 0x03, 0xa0, 0xa3]
const mostNames = 64
const mostDnsNames = 8

/** Attributes of names that say something about a device or its owner: RFC 5280 §4.1.2.4. */
const attributes: Readonly<Record<string, string>> = {
  '2.5.4.3': 'Name',
  '2.5.4.5': 'SerialNumber',
  '2.5.4.6': 'Country',
  '2.5.4.7': 'Locality',
  '2.5.4.8': 'State',
  '2.5.4.9': 'Street',
  '2.5.4.10': 'Organization',
  '2.5.4.11': 'Unit',
}

/** Walks through the elements of a constructed one. */
class Walk {
  readonly #bytes: Uint8Array
  #at: number
  readonly #end: number

  constructor(bytes: Uint8Array, at: number, end: number) {
    this.#bytes = bytes
    this.#at = at
    this.#end = end
  }

  next(): BerElement | undefined {
    const one = berElement()
    if (this.#at >= this.#end || !readBer(this.#bytes, this.#at, this.#end, one)) return undefined
    this.#at = one.to
    return one
  }
}

/** The attributes of a distinguished name; `prefix` says whose: `certificate`, `issuer`, … */
export function nameFacts(bytes: Uint8Array, from: number, to: number, prefix: string, facts: IdentityFact[]): void {
  const parts = new Walk(bytes, from, to)
  for (let i = 0; i < mostNames; i++) {
    const part = parts.next()
    if (part === undefined || part.tag !== set) return
    const pairs = new Walk(bytes, part.from, part.to)
    for (let pair = pairs.next(); pair !== undefined && pair.tag === sequence; pair = pairs.next()) {
      const pieces = new Walk(bytes, pair.from, pair.to)
      const kind = pieces.next()
      const value = pieces.next()
      if (kind === undefined || value === undefined || kind.tag !== oid) continue
      say(facts, `${prefix}${attributes[oidText(bytes, kind.from, kind.to)] ?? 'Attribute'}`, stringOf(bytes, value))
    }
  }
}

/** BMPString has two octets per letter; the others are near enough to ASCII. */
function stringOf(bytes: Uint8Array, { tag, from, to }: BerElement): string {
  if (tag !== 0x1e) return text(bytes, from, to)
  let said = ''
  for (let at = from; at + 1 < to && said.length < 256; at += 2) {
    said += String.fromCharCode((bytes[at]! << 8) | bytes[at + 1]!)
  }
  return said
}

/**
 * What a certificate (RFC 5280 §4.1) says: of the first in a chain, which is the sender's own, everything; of those above
 * it, whose they are.
 */
export function certificateFacts(
  bytes: Uint8Array,
  from: number,
  to: number,
  isOwn: boolean,
  facts: IdentityFact[],
): void {
  const whole = new Walk(bytes, from, to).next()
  if (whole === undefined || whole.tag !== sequence) return
  const signed = new Walk(bytes, whole.from, whole.to)
  const inner = signed.next()
  const signature = signed.next()
  if (inner === undefined || inner.tag !== sequence) return
  const parts = new Walk(bytes, inner.from, inner.to)
  let first = parts.next()
  if (first?.tag === version) first = parts.next()
  const serial = first
  parts.next()
  const issuer = parts.next()
  const validity = parts.next()
  const subject = parts.next()
  const key = parts.next()
  if (issuer === undefined || subject === undefined) return
  nameFacts(bytes, subject.from, subject.to, isOwn ? 'certificate' : 'chain', facts)
  nameFacts(bytes, issuer.from, issuer.to, isOwn ? 'issuer' : 'chainIssuer', facts)
  if (!isOwn) return
  if (isSame(bytes, issuer, subject)) say(facts, 'certificateSelfSigned', 'yes')
  if (serial !== undefined) serialNumber(bytes, serial, facts)
  if (validity !== undefined) validOver(bytes, validity, facts)
  if (key !== undefined) publicKey(bytes, key, facts)
  const algorithm = signature === undefined ? undefined : new Walk(bytes, signature.from, signature.to).next()
  if (algorithm !== undefined && algorithm.tag === oid) {
    const name = oidText(bytes, algorithm.from, algorithm.to)
    say(facts, 'certificateSignature', signatureNames.get(name) ?? name)
  }
  for (let part = parts.next(); part !== undefined; part = parts.next()) {
    if (part.tag === extensions) dnsNames(bytes, part, facts)
  }
}

function isSame(bytes: Uint8Array, a: BerElement, b: BerElement): boolean {
  if (a.to - a.from !== b.to - b.from || a.to === a.from) return false
  for (let i = 0; i < a.to - a.from; i++) if (bytes[a.from + i] !== bytes[b.from + i]) return false
  return true
}

/** §4.1.2.2: at most twenty octets, by which its authority knows it. */
function serialNumber(bytes: Uint8Array, { from, to }: BerElement, facts: IdentityFact[]): void {
  if (to - from < 1 || to - from > 21) return
  const digits = Array.from(bytes.subarray(from, to), (octet) => octet.toString(16).padStart(2, '0')).join('')
  say(facts, 'certificateSerial', digits.replace(/^00(?=.)/, ''))
}

function validOver(bytes: Uint8Array, validity: BerElement, facts: IdentityFact[]): void {
  const times = new Walk(bytes, validity.from, validity.to)
  for (const field of ['certificateValidFrom', 'certificateExpires']) {
    const time = times.next()
    if (time !== undefined) say(facts, field, dayOf(bytes, time))
  }
}

/** UTCTime `YYMMDDHHMMSSZ` (until 2049) or GeneralizedTime (§4.1.2.5): the day is enough. */
function dayOf(bytes: Uint8Array, { tag, from, to }: BerElement): string {
  const said = text(bytes, from, to)
  const full = tag === 0x17 ? `${Number(said.slice(0, 2)) < 50 ? '20' : '19'}${said}` : said
  const day = /^(\d{4})(\d\d)(\d\d)/.exec(full)
  return day === null ? '' : `${day[1]}-${day[2]}-${day[3]}`
}

/** Algorithm and size: `RSA 2048`, `EC P-256`, `ML-DSA-65`. */
function publicKey(bytes: Uint8Array, key: BerElement, facts: IdentityFact[]): void {
  const parts = new Walk(bytes, key.from, key.to)
  const algorithm = parts.next()
  const value = parts.next()
  if (algorithm === undefined || value === undefined || value.tag !== bits) return
  const pieces = new Walk(bytes, algorithm.from, algorithm.to)
  const kind = pieces.next()
  const parameter = pieces.next()
  if (kind === undefined || kind.tag !== oid) return
  const name = oidText(bytes, kind.from, kind.to)
  let size = ''
  if (name.startsWith('1.2.840.113549.1.1.')) {
    const outer = new Walk(bytes, value.from + 1, value.to).next()
    const modulus = outer === undefined ? undefined : new Walk(bytes, outer.from, outer.to).next()
    if (modulus !== undefined) {
      // Its first octet is 0 where the number would look negative.
      const octets = modulus.to - modulus.from - (bytes[modulus.from] === 0 ? 1 : 0)
      size = ` ${8 * octets}`
    }
  } else if (parameter?.tag === oid) {
    const curve = oidText(bytes, parameter.from, parameter.to)
    size = ` ${keyNames.get(curve) ?? curve}`
  }
  say(facts, 'publicKey', `${keyNames.get(name) ?? name}${size}`)
}

/** Subject alternative names of kind dNSName (§4.2.1.6). */
function dnsNames(bytes: Uint8Array, part: BerElement, facts: IdentityFact[]): void {
  const list = new Walk(bytes, part.from, part.to).next()
  if (list === undefined) return
  const all = new Walk(bytes, list.from, list.to)
  for (let i = 0; i < mostNames; i++) {
    const extension = all.next()
    if (extension === undefined) return
    const pieces = new Walk(bytes, extension.from, extension.to)
    const kind = pieces.next()
    if (kind === undefined || oidText(bytes, kind.from, kind.to) !== '2.5.29.17') continue
    let value = pieces.next()
    if (value?.tag === 1) value = pieces.next()
    const names = value === undefined ? undefined : new Walk(bytes, value.from, value.to).next()
    if (names === undefined) return
    const walk = new Walk(bytes, names.from, names.to)
    for (let count = 0, name = walk.next(); name !== undefined && count < mostDnsNames; name = walk.next()) {
      if (name.tag !== 0x82) continue
      count++
      say(facts, 'certificateDnsName', text(bytes, name.from, name.to))
    }
  }
}
