import { type Day, dayNumber, isDay } from '../calendar/day.ts'
import { compareTexts } from '../record/text-order.ts'
import type { CryptoFact, Witness } from './fact.ts'
import { type QuantumClass, signatureClass, worstOf } from './quantum.ts'

export interface Certificate {
  /** Common name, else organisation, else the first DNS name. */
  readonly name: string | null
  readonly issuer: string | null
  readonly serial: string | null
  readonly selfSigned: boolean
  readonly validFrom: Day | null
  readonly expires: Day | null
  /** Days until it lapses, negative once it has; null where nobody saw when. */
  readonly lapsesInDays: number | null
  /** A later certificate of the same name was shown by the same system. */
  readonly isSuperseded: boolean
  /** `RSA 2048`, `EC P-256`. */
  readonly key: string | null
  readonly signature: string | null
  readonly quantum: QuantumClass
  readonly witness: Witness
}

type Fields = Partial<Record<string, CryptoFact>>

/**
 * Certificates of one system in one protocol. Facts of one packet are one certificate; captures tell a value once, so that
 * what a second certificate lacks is what it has in common with the first.
 */
export function certificatesOf(facts: readonly CryptoFact[], today: Day): Certificate[] {
  const own = facts.filter(({ field }) => isOfCertificate(field))
  const packets = [...Map.groupBy(own, ({ capture, packet }) => `${capture} ${packet}`).values()]
  const common: Fields = {}
  const seen = new Map<string, Set<string>>()
  for (const fact of own) {
    const values = seen.get(fact.field) ?? new Set()
    seen.set(fact.field, values.add(fact.value))
    common[fact.field] ??= fact
  }
  const found = packets
    .map((packet) => Object.fromEntries(packet.toReversed().map((fact) => [fact.field, fact])) as Fields)
    .filter((fields) => fields.certificateExpires !== undefined || fields.certificateSerial !== undefined)
  // Of a certificate of which neither is told (a log gives names alone) there is one.
  const wholes = found.length > 0 ? found : packets.length > 0 ? [common] : []
  const lone = (field: string): CryptoFact | undefined =>
    (seen.get(field)?.size ?? 0) === 1 ? common[field] : undefined
  const certificates = wholes.map((fields) => certificateOf((field) => fields[field] ?? lone(field), today))
  return certificates
    .map((one) => ({ ...one, isSuperseded: certificates.some((other) => supersedes(other, one)) }))
    .sort((a, b) => compareTexts(a.expires ?? '9999', b.expires ?? '9999') || compareTexts(a.name ?? '', b.name ?? ''))
}

const isOfCertificate = (field: string): boolean => /^(certificate|issuer)[A-Z]/.test(field) || field === 'publicKey'

function certificateOf(fieldOf: (name: string) => CryptoFact | undefined, today: Day): Certificate {
  const text = (name: string) => fieldOf(name)?.value ?? null
  const [key, signature] = [text('publicKey'), text('certificateSignature')]
  const expires = dayIn(text('certificateExpires'))
  const judged = [key, signature].flatMap((name) => (name === null ? [] : [signatureClass(name)]))
  const witness = fieldOf('certificateExpires') ?? fieldOf('certificateSerial') ?? fieldOf('certificateName')
  const { capture = '', packet = 0, on = null } = witness ?? fieldOf('issuerName') ?? fieldOf('publicKey') ?? {}
  return {
    name: text('certificateName') ?? text('certificateOrganization') ?? text('certificateDnsName'),
    issuer: text('issuerName') ?? text('issuerOrganization'),
    serial: text('certificateSerial'),
    selfSigned: text('certificateSelfSigned') === 'yes',
    validFrom: dayIn(text('certificateValidFrom')),
    expires,
    lapsesInDays: expires === null ? null : dayNumber(expires) - dayNumber(today),
    isSuperseded: false,
    key,
    signature,
    quantum: worstOf(judged),
    witness: { capture, packet, on },
  }
}

/** Dates out of certificates are hostile text: what is no day of the calendar is none. */
function dayIn(text: string | null): Day | null {
  const day = text?.slice(0, 10)
  return isDay(day) ? day : null
}

function supersedes(later: Certificate, one: Certificate): boolean {
  return later.name === one.name && later.expires !== null && one.expires !== null && later.expires > one.expires
}

/** Bits of an RSA or DSA key; null where the name has none. */
export function keyBits(name: string): number | null {
  const [, bits] = /^(?:RSA(?:-PSS)?|DSA|ssh-rsa|ssh-dss) (\d{3,5})$/.exec(name) ?? []
  return bits === undefined ? null : Number(bits)
}

/** NIST SP 800-131A: nothing below 2048 bits. */
export const isShortKey = (name: string): boolean => (keyBits(name) ?? 2048) < 2048

/** Signatures over broken hashes (NIST SP 800-131A; RFC 9155). */
export const isWeakSignature = (name: string): boolean => /md5|sha-?1(?!\d)/i.test(name)
