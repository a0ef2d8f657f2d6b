import { z } from 'zod'
import { day, page, paging, plantKey, reading } from './common.ts'
import { route } from './route.ts'

/** By how the key is agreed: `hybrid` counts as quantum-safe, `unknown` never does; `none`: nothing is encrypted. */
export const quantumClasses = ['safe', 'hybrid', 'unknown', 'notSafe', 'none'] as const
const quantum = z.enum(quantumClasses)

/** Where it was seen. */
const witness = z.object({
  capture: z.string(),
  captureName: z.string().nullable(),
  packet: z.number().int(),
  /** `conn.log:12`, where the source is no capture. */
  place: z.string().nullable(),
  on: day.nullable(),
})

/**
 * `clear`: nothing is encrypted; `offersNone`: it may be asked to do without; `version`, `cipher`, `keyExchange`, `hash`,
 * `policy`: withdrawn by the standard that defined it; `keySize`: below 2048 bits; `lapsed`: the certificate is over.
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

const certificate = z.object({
  name: z.string().nullable(),
  issuer: z.string().nullable(),
  serial: z.string().nullable(),
  selfSigned: z.boolean(),
  validFrom: day.nullable(),
  expires: day.nullable(),
  /** Negative once it has lapsed. */
  lapsesInDays: z.number().int().nullable(),
  /** A later one of the same name was shown since. */
  isSuperseded: z.boolean(),
  key: z.string().nullable(),
  signature: z.string().nullable(),
  quantum,
  witness,
})

const endpoint = z.object({
  protocol: z.string(),
  /** `client`: known by its certificate alone. */
  side: z.enum(['server', 'client']),
  quantum,
  algorithms: z.array(
    z.object({
      kind: z.enum(['version', 'suite', 'cipher', 'keyExchange', 'mac', 'hash', 'signature', 'key', 'policy', 'mode']),
      name: z.string(),
      quantum,
      weak: z.enum(weaknessCodes).nullable(),
      witness,
    }),
  ),
  certificates: z.array(certificate),
  weaknesses: z.array(z.object({ code: z.enum(weaknessCodes), what: z.string(), witness })),
  lastSeen: witness,
})

/** One system and everything it protects, or does not. */
export const cryptoSystem = z.object({
  plant: plantKey,
  device: z.string(),
  name: z.string().nullable(),
  asset: z.string().nullable(),
  level: z.string().nullable(),
  zone: z.string().nullable(),
  /** The worst of what it serves. */
  quantum,
  /** Whether the share of quantum-safe systems counts it. */
  usesCryptography: z.boolean(),
  weaknesses: z.number().int(),
  /** Until the first of its certificates in use lapses; negative: since. */
  lapsesInDays: z.number().int().nullable(),
  endpoints: z.array(endpoint),
})
export type CryptoSystem = z.infer<typeof cryptoSystem>

export const cryptographyFilters = z.object({
  plant: plantKey.optional(),
  protocol: z.string().optional(),
  quantum: quantum.optional(),
  weak: z.enum(['true', 'false']).optional(),
  /** Only systems with a certificate that has lapsed or will within so many days. */
  lapsesWithin: z.coerce.number().int().min(0).max(36_500).optional(),
  device: z.string().optional(),
  /** Part of an address, name, asset, algorithm, certificate. */
  q: z.string().optional(),
})

export const listCryptoSystems = route({
  method: 'GET',
  path: '/cryptography/systems',
  area: 'network',
  summary: 'Systems by the cryptography that their handshakes showed, weak ones first',
  query: reading.extend(paging.shape).extend(cryptographyFilters.shape),
  response: page(cryptoSystem),
})

const classCounts = z.object({
  safe: z.number().int(),
  hybrid: z.number().int(),
  unknown: z.number().int(),
  notSafe: z.number().int(),
  none: z.number().int(),
})

export const getCryptography = route({
  method: 'GET',
  path: '/cryptography',
  area: 'network',
  summary: 'How much of the observed cryptography is quantum-safe, weak, or about to lapse',
  query: reading.extend({ plant: plantKey.optional() }),
  response: z.object({
    systems: z.number().int(),
    usingCryptography: z.number().int(),
    quantumSafe: z.number().int(),
    weak: z.number().int(),
    inClear: z.number().int(),
    certificates: z.number().int(),
    lapsed: z.number().int(),
    /** Within 90 days. */
    lapsing: z.number().int(),
    /** The day of the newest handshake. */
    measuredOn: day.nullable(),
    /** Endpoints of each protocol, by class; `weak` of them with a weakness. */
    protocols: z.array(classCounts.extend({ protocol: z.string(), weak: z.number().int() })),
    /** When certificates in use lapse. */
    lapses: z.object({
      lapsed: z.number().int(),
      within30: z.number().int(),
      within90: z.number().int(),
      within365: z.number().int(),
      later: z.number().int(),
      unknown: z.number().int(),
    }),
  }),
})
export type CryptographySummary = z.output<typeof getCryptography.response>

export const exportCbom = route({
  method: 'GET',
  path: '/cryptography/cbom',
  area: 'network',
  summary: 'The cryptography of a plant as a bill of materials, CycloneDX 1.6 (CBOM)',
  query: reading.extend({ plant: plantKey }),
  response: z.unknown(),
  bytes: 'download',
})

export const cryptographyRoutes = [getCryptography, listCryptoSystems, exportCbom]
