import { cipherSuiteOf } from '#core/cryptography/cipher-suite.ts'
import type { AlgorithmKind } from '#core/cryptography/endpoint.ts'
import { keyExchangeClass } from '#core/cryptography/quantum.ts'

/** `algorithmProperties` of CycloneDX 1.6, with the name. */
export interface CbomAlgorithm {
  readonly name: string
  readonly primitive: string
  readonly parameterSetIdentifier?: string
  readonly curve?: string
  readonly mode?: string
  /** Category of NIST's call for post-quantum cryptography, §4.A.5: AES-128 is 1, AES-192 3, AES-256 5 by definition. */
  readonly nistQuantumSecurityLevel?: number
}

/** The algorithms behind one word of a handshake; none where it is a version, a policy or a mode. */
export function algorithmParts(kind: AlgorithmKind, name: string): CbomAlgorithm[] {
  switch (kind) {
    case 'suite':
      return suiteParts(name)
    case 'cipher':
      return [cipher(name)]
    case 'keyExchange':
      return [exchange(name)]
    case 'mac':
      return [{ name, primitive: 'mac' }]
    case 'hash':
      return [{ name, primitive: 'hash' }]
    case 'signature':
      return [signature(name)]
    case 'key':
      return [signature(name.replace(/ \d+$/, ''))]
    default:
      return []
  }
}

function suiteParts(name: string): CbomAlgorithm[] {
  const suite = cipherSuiteOf(name)
  if (suite === null) return []
  const parts: CbomAlgorithm[] = []
  if (suite.keyExchange !== null) {
    const primitive = suite.keyExchange === 'RSA' ? 'pke' : suite.keyExchange === 'PSK' ? 'other' : 'key-agree'
    parts.push({
      name: suite.keyExchange,
      primitive,
      ...(primitive === 'other' ? {} : { nistQuantumSecurityLevel: 0 }),
    })
  }
  if (suite.authentication !== null && suite.authentication !== suite.keyExchange && suite.authentication !== 'anon') {
    parts.push(signature(suite.authentication))
  }
  if (suite.cipher !== 'NULL') parts.push(cipher(suite.cipher.replaceAll('_', '-')))
  if (suite.hash !== null) parts.push({ name: suite.hash, primitive: 'hash' })
  return parts
}

function cipher(name: string): CbomAlgorithm {
  const [, bits] = /(?:aes|camellia)\D{0,2}(128|192|256)|(?:gcm|cbc|ctr|ccm)\D*\d*-(128|192|256)$/i.exec(name) ?? []
  const size = bits ?? /(128|192|256)/.exec(name)?.[1]
  const mode = /gcm|ccm|cbc|ctr|cfb|ofb|ecb/i.exec(name)?.[0].toLowerCase()
  const isAead = /gcm|ccm|poly1305/i.test(name)
  const level = /aes/i.test(name) && size !== undefined ? { '128': 1, '192': 3, '256': 5 }[size] : undefined
  return {
    name,
    primitive: isAead ? 'ae' : /rc4|arcfour|chacha|salsa/i.test(name) ? 'stream-cipher' : 'block-cipher',
    ...(size === undefined ? {} : { parameterSetIdentifier: size }),
    ...(mode === undefined ? {} : { mode }),
    ...(level === undefined ? {} : { nistQuantumSecurityLevel: level }),
  }
}

const kemLevels: Readonly<Record<string, number>> = { '512': 1, '768': 3, '1024': 5 }

function exchange(name: string): CbomAlgorithm {
  const judged = keyExchangeClass(name)
  const curve = /x25519|curve25519|x448|curve448|secp\d+r1|nistp\d+|brainpoolP\d+r1/i.exec(name)?.[0]
  const kem = /(?:ml-?kem-?|kyber)(512|768|1024)/i.exec(name)?.[1]
  const level = judged === 'notSafe' ? 0 : kem === undefined ? undefined : kemLevels[kem]
  return {
    name,
    primitive:
      judged === 'hybrid' ? 'combiner' : judged === 'safe' ? 'kem' : judged === 'notSafe' ? 'key-agree' : 'unknown',
    ...(kem === undefined ? {} : { parameterSetIdentifier: kem }),
    ...(curve === undefined ? {} : { curve }),
    ...(level === undefined ? {} : { nistQuantumSecurityLevel: level }),
  }
}

function signature(name: string): CbomAlgorithm {
  const [, dsa] = /ml-?dsa-?(44|65|87)/i.exec(name) ?? []
  const curve = /P-\d+|nistp\d+|brainpoolP\d+r1|ed25519|ed448/i.exec(name)?.[0]
  const level = dsa === undefined ? undefined : { '44': 2, '65': 3, '87': 5 }[dsa]
  const isOld = dsa === undefined && /rsa|dsa|^ec|ed25519|ed448/i.test(name)
  return {
    name,
    primitive: 'signature',
    ...(dsa === undefined ? {} : { parameterSetIdentifier: dsa }),
    ...(curve === undefined ? {} : { curve }),
    ...(level === undefined ? (isOld ? { nistQuantumSecurityLevel: 0 } : {}) : { nistQuantumSecurityLevel: level }),
  }
}
