import { u16be } from '../octets.ts'

/** One line of what is offered or chosen, by the names of IANA: `cipher`, `integrity`, `keyExchange`, … */
export interface Transform {
  readonly kind: 'cipher' | 'prf' | 'integrity' | 'keyExchange' | 'authentication'
  readonly name: string
}

const mostPayloads = 64
const mostTransforms = 128
/** The security association of IKEv1 and of IKEv2. */
const [firstAssociation, secondAssociation] = [1, 33]

/** IKEv2 transform ids (IANA): 1 encryption, 2 PRF, 3 integrity, 4 key exchange, 6…12 additional ones (RFC 9370). */
const ciphers: Readonly<Record<number, string>> = {
  2: 'DES',
  3: '3DES',
  11: 'NULL',
  12: 'AES-CBC',
  13: 'AES-CTR',
  14: 'AES-CCM-8',
  15: 'AES-CCM-12',
  16: 'AES-CCM-16',
  18: 'AES-GCM-8',
  19: 'AES-GCM-12',
  20: 'AES-GCM-16',
  23: 'CAMELLIA-CBC',
  28: 'CHACHA20-POLY1305',
}
const prfs: Readonly<Record<number, string>> = {
  1: 'HMAC-MD5',
  2: 'HMAC-SHA1',
  4: 'AES128-XCBC',
  5: 'HMAC-SHA2-256',
  6: 'HMAC-SHA2-384',
  7: 'HMAC-SHA2-512',
}
const integrities: Readonly<Record<number, string>> = {
  1: 'HMAC-MD5-96',
  2: 'HMAC-SHA1-96',
  5: 'AES-XCBC-96',
  12: 'HMAC-SHA2-256-128',
  13: 'HMAC-SHA2-384-192',
  14: 'HMAC-SHA2-512-256',
}
const groups: Readonly<Record<number, string>> = {
  1: 'modp768',
  2: 'modp1024',
  5: 'modp1536',
  14: 'modp2048',
  15: 'modp3072',
  16: 'modp4096',
  17: 'modp6144',
  18: 'modp8192',
  19: 'ecp256',
  20: 'ecp384',
  21: 'ecp521',
  28: 'brainpoolP256r1',
  29: 'brainpoolP384r1',
  30: 'brainpoolP512r1',
  31: 'curve25519',
  32: 'curve448',
  35: 'ML-KEM-512',
  36: 'ML-KEM-768',
  37: 'ML-KEM-1024',
}
/** RFC 2409, appendix A, and RFC 3602: the attributes of IKEv1. */
const oldCiphers: Readonly<Record<number, string>> = {
  1: 'DES',
  5: '3DES',
  7: 'AES-CBC',
}
const oldHashes: Readonly<Record<number, string>> = { 1: 'MD5', 2: 'SHA1', 4: 'SHA2-256', 5: 'SHA2-384', 6: 'SHA2-512' }
const oldMethods: Readonly<Record<number, string>> = {
  1: 'pre-shared key',
  2: 'DSS signatures',
  3: 'RSA signatures',
}

const named = (names: Readonly<Record<number, string>>, code: number): string => names[code] ?? `#${code}`

/**
 * The transforms of the first SA payload of a message, [at, end) from its header of 28 octets on (RFC 7296 §3.3, RFC 2408
 * §3.4…3.6), without repetition, in the order of the message.
 */
export function transformsOf(bytes: Uint8Array, at: number, end: number): Transform[] {
  const isSecond = bytes[at + 17]! >> 4 === 2
  let next = bytes[at + 16]!
  let from = at + 28
  for (let i = 0; i < mostPayloads && next !== 0 && from + 4 <= end; i++) {
    const length = u16be(bytes, from + 2)
    if (length < 4 || from + length > end) return []
    if (next === (isSecond ? secondAssociation : firstAssociation)) {
      // IKEv1 puts its domain of interpretation and situation first: eight octets.
      return proposals(bytes, from + (isSecond ? 4 : 12), from + length, isSecond)
    }
    next = bytes[from]!
    from += length
  }
  return []
}

/** Proposal: more (1), reserved (1), length (2), number (1), protocol (1), size of the SPI (1), how many transforms (1). */
function proposals(bytes: Uint8Array, at: number, end: number, isSecond: boolean): Transform[] {
  const found = new Map<string, Transform>()
  const add = (kind: Transform['kind'], name: string) => {
    if (found.size < mostTransforms) found.set(`${kind} ${name}`, { kind, name })
  }
  for (let i = 0; i < mostTransforms && at + 8 <= end; i++) {
    const stop = at + u16be(bytes, at + 2)
    if (stop < at + 8 || stop > end) break
    for (let one = at + 8 + bytes[at + 6]!, j = 0; j < mostTransforms && one + 8 <= stop; j++) {
      const length = u16be(bytes, one + 2)
      if (length < 8 || one + length > stop) break
      if (isSecond) second(bytes, one, one + length, add)
      else first(bytes, one + 8, one + length, add)
      one += length
    }
    at = stop
  }
  return [...found.values()]
}

type Add = (kind: Transform['kind'], name: string) => void

/** Transform: more (1), reserved (1), length (2), type (1), reserved (1), id (2), attributes: 14 is the length of the key. */
function second(bytes: Uint8Array, at: number, end: number, add: Add): void {
  const type = bytes[at + 4]!
  const id = u16be(bytes, at + 6)
  const bits = end - at >= 12 && u16be(bytes, at + 8) === 0x800e ? `-${u16be(bytes, at + 10)}` : ''
  if (type === 1) add('cipher', `${named(ciphers, id)}${bits}`)
  else if (type === 2) add('prf', named(prfs, id))
  else if (type === 3) {
    if (id !== 0) add('integrity', named(integrities, id))
  } else if ((type === 4 || (type >= 6 && type <= 12)) && id !== 0) add('keyExchange', named(groups, id))
}

/** Attributes in the short form: type with the upper bit (2), value (2). */
function first(bytes: Uint8Array, at: number, end: number, add: Add): void {
  let cipher = ''
  let bits = ''
  for (let i = 0; i < 32 && at + 4 <= end; i++) {
    const type = u16be(bytes, at)
    const value = u16be(bytes, at + 2)
    if (type < 0x8000) {
      at += 4 + value
      continue
    }
    if (type === 0x8001) cipher = named(oldCiphers, value)
    else if (type === 0x8002) add('integrity', named(oldHashes, value))
    else if (type === 0x8003) add('authentication', named(oldMethods, value))
    else if (type === 0x8004) add('keyExchange', named(groups, value))
    else if (type === 0x800e) bits = `-${value}`
    at += 4
  }
  if (cipher !== '') add('cipher', `${cipher}${bits}`)
}
