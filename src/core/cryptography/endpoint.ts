import type { Certificate } from './certificates.ts'
import type { Witness } from './fact.ts'
import type { QuantumClass } from './quantum.ts'

/** What of a handshake is told: the words of the protocol. */
export const algorithmKinds = [
  'version',
  'suite',
  'cipher',
  'keyExchange',
  'mac',
  'hash',
  'signature',
  'key',
  'policy',
  'mode',
] as const
export type AlgorithmKind = (typeof algorithmKinds)[number]

/**
 * Why something is weak. `clear`: nothing is encrypted; `offersNone`: it may be asked to do without; `version`, `cipher`,
 * `keyExchange`, `hash`, `policy`: withdrawn by the standard that defined it; `keySize`: below 2048 bits; `lapsed`: the
 * certificate is no longer valid.
 */
export const weaknessCodes = [
  'clear',
  'offersNone',
  'version',
  'cipher',
  'keyExchange',
  'hash',
  'policy',
  'keySize',
  'lapsed',
] as const
export type WeaknessCode = (typeof weaknessCodes)[number]

export interface Weakness {
  readonly code: WeaknessCode
  /** In the words of the protocol: `TLS 1.0`, `RC4`, `RSA 1024`, a certificate's name. */
  readonly what: string
  readonly witness: Witness
}

export interface Algorithm {
  readonly kind: AlgorithmKind
  readonly name: string
  readonly quantum: QuantumClass
  readonly weak: WeaknessCode | null
  readonly witness: Witness
}

/** What one system does in one protocol. */
export interface CryptoEndpoint {
  readonly protocol: string
  /** A client is known by its certificate alone; how the connection is protected is judged where the server is. */
  readonly side: 'server' | 'client'
  readonly algorithms: readonly Algorithm[]
  readonly certificates: readonly Certificate[]
  /** By the key exchange, the worst of those seen. */
  readonly quantum: QuantumClass
  readonly weaknesses: readonly Weakness[]
  readonly lastSeen: Witness
}
