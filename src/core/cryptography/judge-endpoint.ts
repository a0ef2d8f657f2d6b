import type { Day } from '../calendar/day.ts'
import { algorithmsOf, type Judged } from './algorithms.ts'
import { certificatesOf, isShortKey, isWeakSignature } from './certificates.ts'
import { cipherSuiteOf, suiteClass, weakCipher } from './cipher-suite.ts'
import type { Algorithm, AlgorithmKind, CryptoEndpoint, Weakness, WeaknessCode } from './endpoint.ts'
import type { CryptoFact, Witness } from './fact.ts'
import { judgeOpcUa } from './opcua-policy.ts'
import { keyExchangeClass, type QuantumClass, signatureClass, worstOf } from './quantum.ts'

/** What was seen of one device in one protocol. */
export interface SeenEndpoint {
  readonly protocol: string
  readonly facts: readonly CryptoFact[]
  /** The newest conversation in which it served; null where it was only seen to ask. */
  readonly served: Witness | null
}

/** Spoken without any protection: whoever listens reads along, passwords among the rest. */
const clear = new Set(['telnet', 'ftp', 'tftp', 'http', 'mqtt'])
/** Protected in ways that cannot be seen. */
const opaque = new Set(['vnc', 'teamviewer', 'openvpn', 'esp', 'anydesk'])

/** Null where nothing of cryptography, nor of its absence, was seen. */
export function judgeEndpoint({ protocol, facts, served }: SeenEndpoint, today: Day): CryptoEndpoint | null {
  const certificates = certificatesOf(facts, today)
  const judged = judge(protocol, facts, served)
  if (judged === null && certificates.length === 0) return null
  const lastSeen = [...facts, ...(served === null ? [] : [served])].reduce(later)
  const ofCertificates = certificates
    .filter(({ isSuperseded }) => !isSuperseded)
    .flatMap((certificate): Weakness[] => {
      const { key, signature, name, lapsesInDays, witness } = certificate
      const found: Weakness[] = []
      if (key !== null && isShortKey(key)) found.push({ code: 'keySize', what: key, witness })
      if (signature !== null && isWeakSignature(signature)) found.push({ code: 'hash', what: signature, witness })
      if (lapsesInDays !== null && lapsesInDays < 0) found.push({ code: 'lapsed', what: name ?? '', witness })
      return found
    })
  const weak = (judged?.algorithms ?? []).flatMap(({ weak: code, name, witness }) =>
    code === null ? [] : [{ code, what: name, witness }],
  )
  const { capture, packet, on } = lastSeen
  return {
    protocol,
    side: judged === null ? 'client' : 'server',
    algorithms: judged?.algorithms ?? [],
    certificates,
    quantum: judged?.quantum ?? 'unknown',
    weaknesses: [...weak, ...(judged?.more ?? []), ...ofCertificates],
    lastSeen: { capture, packet, on },
  }
}

const later = (a: Witness, b: Witness): Witness => ((b.on ?? '') > (a.on ?? '') ? b : a)

function judge(protocol: string, facts: readonly CryptoFact[], served: Witness | null): Judged | null {
  if (facts.some(({ field }) => field === 'tlsVersion' || (field === 'cipher' && protocol === 'tls'))) {
    return judgeTls(facts)
  }
  if (protocol === 'ssh') return judgeSsh(facts)
  if (protocol === 'ike') return judgeIke(facts)
  if (protocol === 'opcua') return judgeOpcUa(facts)
  if (served === null) return null
  if (protocol === 'snmp') return judgeSnmp(facts)
  if (protocol === 'rdp') return judgeRdp(facts, served)
  if (clear.has(protocol)) return alone('version', protocol, 'none', 'clear', served)
  if (protocol === 'wireguard') return alone('keyExchange', 'Curve25519', 'notSafe', null, served)
  return opaque.has(protocol) ? alone('version', protocol, 'unknown', null, served) : null
}

const alone = (
  kind: AlgorithmKind,
  name: string,
  quantum: QuantumClass,
  weak: WeaknessCode | null,
  { capture, packet, on }: Witness,
): Judged => ({ algorithms: [{ kind, name, quantum, weak, witness: { capture, packet, on } }], quantum })

const classOf = (algorithms: readonly Algorithm[]) => worstOf(algorithms.map(({ quantum }) => quantum))
/** Of what the exchange of keys does not rest on. */
const besides: QuantumClass = 'unknown'

const withdrawnTls = new Set(['SSL 2.0', 'SSL 3.0', 'TLS 1.0', 'TLS 1.1', 'DTLS 1.0'])

/** RFC 8996 withdraws TLS 1.0 and 1.1, RFC 7568 SSL 3.0. */
function judgeTls(facts: readonly CryptoFact[]): Judged {
  const versions = algorithmsOf(facts, 'tlsVersion', 'version', (name) => ({
    quantum: besides,
    weak: withdrawnTls.has(name) ? 'version' : null,
  }))
  const suites = algorithmsOf(facts, 'cipher', 'suite', (name) => {
    const suite = cipherSuiteOf(name)
    return {
      quantum: suite === null ? 'unknown' : suiteClass(suite),
      weak: weakCipher(name) === null ? null : 'cipher',
    }
  })
  const groups = algorithmsOf(facts, 'keyExchange', 'keyExchange', (name) => ({
    quantum: keyExchangeClass(name),
    weak: isWeakGroup(name) ? 'keyExchange' : null,
  }))
  // In 1.3 the group decides; the suites of older versions name the exchange themselves.
  const exchanges = suites.filter(({ quantum }) => quantum !== 'unknown')
  const judged = [...groups, ...exchanges]
  return { algorithms: [...versions, ...suites, ...groups], quantum: judged.length === 0 ? 'unknown' : classOf(judged) }
}

/** RFC 9142 withdraws SHA-1 and the group of 1024 bits from SSH; primes below 2048 bits are short anywhere. */
const isWeakGroup = (name: string): boolean =>
  /sha-?1$|group1-|modp(768|1024|1536)$|^DHE (?:[5-9]\d\d|1\d\d\d)$|secp(160|192)/i.test(name)

/** RFC 9142, RFC 8758 (RC4), and what OpenSSH has dropped. */
function judgeSsh(facts: readonly CryptoFact[]): Judged | null {
  const exchanges = algorithmsOf(facts, 'keyExchange', 'keyExchange', (name) => ({
    quantum: keyExchangeClass(name),
    weak: isWeakGroup(name) ? 'keyExchange' : null,
  }))
  const ciphers = algorithmsOf(facts, 'cipher', 'cipher', (name) => ({
    quantum: besides,
    weak: weakCipher(name) === null ? null : 'cipher',
  }))
  const macs = algorithmsOf(facts, 'mac', 'mac', (name) => ({
    quantum: besides,
    weak: /md5|sha1-96/i.test(name) ? 'hash' : null,
  }))
  const signatures = algorithmsOf(facts, 'hostKeyAlgorithm', 'signature', (name) => ({
    quantum: signatureClass(name),
    weak: name === 'ssh-rsa' || name === 'ssh-dss' ? 'hash' : null,
  }))
  const keys = algorithmsOf(facts, 'hostKey', 'key', (name) => ({
    quantum: signatureClass(name),
    weak: isShortKey(name) || name.startsWith('ssh-dss') ? 'keySize' : null,
  }))
  const versions = algorithmsOf(
    facts.flatMap((fact) => (fact.field === 'banner' ? [{ ...fact, value: sshVersion(fact.value) }] : [])),
    'banner',
    'version',
    (name) => ({ quantum: besides, weak: name === 'SSH-2.0' ? null : 'version' }),
  )
  // A banner alone may be a client's.
  if (exchanges.length + keys.length + signatures.length === 0) return null
  return {
    algorithms: [...versions, ...exchanges, ...ciphers, ...macs, ...signatures, ...keys],
    quantum: exchanges.length === 0 ? 'unknown' : classOf(exchanges),
  }
}

/** 1.99 speaks both versions (RFC 4253 §5.1). */
const sshVersion = (banner: string): string => /^SSH-[\d.]+/.exec(banner)?.[0] ?? banner.slice(0, 16)

/** RFC 8247 for IKEv2; IKEv1 is historic (RFC 9395). */
function judgeIke(facts: readonly CryptoFact[]): Judged | null {
  const exchanges = algorithmsOf(facts, 'keyExchange', 'keyExchange', (name) => ({
    quantum: keyExchangeClass(name),
    weak: isWeakGroup(name) ? 'keyExchange' : null,
  }))
  const ciphers = algorithmsOf(facts, 'cipher', 'cipher', (name) => ({
    quantum: besides,
    weak: weakCipher(name) === null ? null : 'cipher',
  }))
  if (exchanges.length + ciphers.length === 0) return null
  const hashes = ['integrity', 'prf'].flatMap((field) =>
    algorithmsOf(facts, field, field === 'prf' ? 'hash' : 'mac', (name) => ({
      quantum: besides,
      weak: /md5|sha-?1(?!\d)/i.test(name) ? 'hash' : null,
    })),
  )
  const versions = algorithmsOf(facts, 'version', 'version', (name) => ({
    quantum: besides,
    weak: name === 'IKEv1' ? 'version' : null,
  }))
  return {
    algorithms: [...versions, ...exchanges, ...ciphers, ...hashes],
    quantum: exchanges.length === 0 ? 'unknown' : classOf(exchanges),
  }
}

/** RFC 3414: which algorithms version 3 uses is agreed elsewhere, and not to be seen. */
function judgeSnmp(facts: readonly CryptoFact[]): Judged | null {
  const old = algorithmsOf(facts, 'version', 'version', (name) =>
    name === 'snmpv3' ? { quantum: 'unknown', weak: null } : { quantum: 'none', weak: 'clear' },
  )
  const levels = algorithmsOf(facts, 'securityLevel', 'mode', (name) =>
    name === 'authPriv' ? { quantum: 'unknown', weak: null } : { quantum: 'none', weak: 'clear' },
  )
  const algorithms = [...old, ...levels]
  return algorithms.length === 0 ? null : { algorithms, quantum: classOf(algorithms) }
}

/** MS-RDPBCGR §5.3: the standard security is RSA and RC4, with a key that everybody knows. */
function judgeRdp(facts: readonly CryptoFact[], served: Witness): Judged {
  const modes = algorithmsOf(facts, 'security', 'mode', (name) =>
    name === 'Standard RDP Security' ? { quantum: 'notSafe', weak: 'cipher' } : { quantum: 'unknown', weak: null },
  )
  return modes.length === 0
    ? alone('version', 'rdp', 'unknown', null, served)
    : { algorithms: modes, quantum: classOf(modes) }
}
