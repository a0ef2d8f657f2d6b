import { keyExchangeClass, type QuantumClass } from './quantum.ts'

/** What the IANA name of a TLS cipher suite says (RFC 5246 appendix A.5, RFC 8446 appendix B.4). */
export interface CipherSuite {
  /** `ECDHE`, `RSA`, `PSK`, …; null where the suite leaves it to the groups, as in TLS 1.3. */
  readonly keyExchange: string | null
  readonly authentication: string | null
  /** `AES_128_GCM`, `RC4_128`, `NULL`. */
  readonly cipher: string
  readonly hash: string | null
}

/** Null for a number that no name is known of. */
export function cipherSuiteOf(name: string): CipherSuite | null {
  const [, exchange, rest] = /^(?:TLS|SSL)_(?:(.+)_WITH_)?(.+)$/.exec(name) ?? []
  if (rest === undefined) return null
  const at = rest.lastIndexOf('_')
  const last = rest.slice(at + 1)
  const hasHash = /^(SHA\d*|MD5)$/.test(last)
  const [keyExchange, authentication] = exchange?.split('_') ?? []
  return {
    keyExchange: keyExchange ?? null,
    authentication: authentication ?? keyExchange ?? null,
    cipher: hasHash ? rest.slice(0, at) : rest,
    hash: hasHash ? last : null,
  }
}

/** Of a suite alone: before 1.3 all key exchanges are classical, but a pre-shared key may be strong enough, or not. */
export function suiteClass({ keyExchange, cipher }: CipherSuite): QuantumClass {
  if (cipher === 'NULL') return 'none'
  if (keyExchange === null || keyExchange === 'PSK') return 'unknown'
  return keyExchangeClass(keyExchange) === 'unknown' ? 'notSafe' : keyExchangeClass(keyExchange)
}

/** What must no longer be used (RFC 7465, RFC 8996, RFC 9325 §4.1); null: nothing against it. */
export function weakCipher(name: string): string | null {
  if (/(^|[_-])null($|[_-])/i.test(name)) return 'NULL'
  if (/anon/i.test(name)) return 'anonymous'
  if (/export/i.test(name)) return 'EXPORT'
  if (/rc4|arcfour/i.test(name)) return 'RC4'
  if (/3des|des_ede|des-ede/i.test(name)) return '3DES'
  if (/(^|[_-])des($|[_-])/i.test(name)) return 'DES'
  if (/rc2|idea|blowfish|cast128/i.test(name)) return name
  return /(^|[_-])md5($|[_-])/i.test(name) ? 'MD5' : null
}
