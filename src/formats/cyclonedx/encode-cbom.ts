import type { Certificate } from '#core/cryptography/certificates.ts'
import type { CryptoEndpoint } from '#core/cryptography/endpoint.ts'
import type { Witness } from '#core/cryptography/fact.ts'
import { algorithmParts, type CbomAlgorithm } from './algorithm-parts.ts'

/** A system, as the bill names it. */
export interface CbomSystem {
  readonly id: string
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly endpoints: readonly CryptoEndpoint[]
}

export interface CbomSubject {
  /** Whose bill it is: the plant. */
  readonly name: string
  /** ISO 8601. */
  readonly at: string
  /** `tls` → `TLS`. */
  titleOf(protocol: string): string
  /** Where a witness lies, in words: `boundary.pcap, packet 17`. */
  placeOf(witness: Witness): string
}

interface Occurrence {
  readonly location: string
  readonly additionalContext: string
}

interface Component {
  readonly type: 'device' | 'cryptographic-asset'
  readonly 'bom-ref': string
  readonly name: string
  readonly cryptoProperties?: object
  readonly properties?: readonly { readonly name: string; readonly value: string }[]
  readonly evidence?: { readonly occurrences: Occurrence[] }
}

/** One algorithm may be seen in every device: the first places prove it, the count stands beside them. */
const mostOccurrences = 50
const protocolTypes: Readonly<Record<string, string>> = { tls: 'tls', rdp: 'tls', ssh: 'ssh', ike: 'ike', esp: 'ipsec' }

/**
 * A cryptography bill of materials: CycloneDX 1.6, components of type `cryptographic-asset`. Systems are devices that depend
 * on their assets; each asset says in which packet it was seen.
 */
export function encodeCbom(systems: readonly CbomSystem[], subject: CbomSubject): string {
  const components = new Map<string, Component>()
  const dependencies = new Map<string, Set<string>>()

  const occur = (component: Component, system: CbomSystem, endpoint: CryptoEndpoint, witness: Witness): string => {
    const ref = component['bom-ref']
    const known = components.get(ref) ?? { ...component, evidence: { occurrences: [] } }
    components.set(ref, known)
    const places = known.evidence?.occurrences ?? []
    const location = subject.placeOf(witness)
    const additionalContext = `${system.name}, ${subject.titleOf(endpoint.protocol)}`
    if (places.length < mostOccurrences && !places.some((one) => one.location === location)) {
      places.push({ location, additionalContext })
    }
    return ref
  }
  const depend = (from: string, to: readonly string[]) => {
    const known = dependencies.get(from) ?? new Set()
    for (const one of to) known.add(one)
    dependencies.set(from, known)
  }

  for (const system of systems) {
    const device = `device/${system.id}`
    components.set(device, {
      type: 'device',
      'bom-ref': device,
      name: system.name,
      properties: Object.entries(system.properties).map(([name, value]) => ({ name: `rung:${name}`, value })),
    })
    depend(device, [])
    for (const endpoint of system.endpoints) {
      const algorithm = (one: CbomAlgorithm, witness: Witness) =>
        occur(algorithmComponent(one), system, endpoint, witness)
      const used: string[] = []
      const suites: { name: string; algorithms?: string[] }[] = []
      for (const { kind, name, witness } of endpoint.algorithms) {
        const refs = algorithmParts(kind, name).map((part) => algorithm(part, witness))
        if (kind === 'suite') suites.push(refs.length === 0 ? { name } : { name, algorithms: refs })
        if (kind === 'key') used.push(occur(keyComponent(name, refs[0]), system, endpoint, witness))
        used.push(...refs)
      }
      const certificates = endpoint.certificates.map((certificate) => {
        const { key, signature, witness } = certificate
        const signed = signature === null ? [] : algorithmParts('signature', signature)
        const keyed = key === null ? [] : algorithmParts('key', key)
        const [signatureRef] = signed.map((part) => algorithm(part, witness))
        const [algorithmRef] = keyed.map((part) => algorithm(part, witness))
        const keyRef = key === null ? undefined : occur(keyComponent(key, algorithmRef), system, endpoint, witness)
        const whole = certificateComponent(certificate, system.id, signatureRef, keyRef)
        const ref = occur(whole, system, endpoint, witness)
        depend(
          ref,
          [signatureRef, keyRef].filter((one) => one !== undefined),
        )
        return ref
      })
      if (endpoint.side === 'server') {
        const protocol = protocolComponent(endpoint, system.id, subject.titleOf(endpoint.protocol), suites, used)
        const ref = occur(protocol, system, endpoint, endpoint.lastSeen)
        depend(ref, [...used, ...certificates])
        depend(device, [ref])
      } else depend(device, certificates)
    }
  }
  const bill = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      timestamp: subject.at,
      lifecycles: [{ phase: 'operations' }],
      tools: { components: [{ type: 'application', name: 'Rung' }] },
      component: { type: 'platform', 'bom-ref': 'plant', name: subject.name },
    },
    components: [...components.values()],
    dependencies: [...dependencies].map(([ref, on]) => ({ ref, dependsOn: [...on] })),
  }
  return `${JSON.stringify(bill, null, 2)}\n`
}

function algorithmComponent({ name, ...properties }: CbomAlgorithm): Component {
  return {
    type: 'cryptographic-asset',
    'bom-ref': `algorithm/${name}`,
    name,
    cryptoProperties: { assetType: 'algorithm', algorithmProperties: properties },
  }
}

/** Of a key the algorithm and the length are known, not its octets: one component a kind of key. */
function keyComponent(name: string, algorithmRef: string | undefined): Component {
  const [, bits] = /(\d{3,5})$/.exec(name) ?? []
  const related = {
    type: 'public-key',
    ...(algorithmRef === undefined ? {} : { algorithmRef }),
    ...(bits === undefined || /P-?\d+$/.test(name) ? {} : { size: Number(bits) }),
  }
  return {
    type: 'cryptographic-asset',
    'bom-ref': `key/${name}`,
    name,
    cryptoProperties: { assetType: 'related-crypto-material', relatedCryptoMaterialProperties: related },
  }
}

function certificateComponent(
  one: Certificate,
  device: string,
  signatureAlgorithmRef: string | undefined,
  subjectPublicKeyRef: string | undefined,
): Component {
  const at = (day: string | null) => (day === null ? undefined : `${day}T00:00:00Z`)
  const stated = {
    subjectName: one.name ?? undefined,
    issuerName: one.issuer ?? undefined,
    notValidBefore: at(one.validFrom),
    notValidAfter: at(one.expires),
    signatureAlgorithmRef,
    subjectPublicKeyRef,
    certificateFormat: 'X.509',
  }
  // The same certificate on several systems (a wildcard, a copied project) is one asset.
  const id =
    one.serial === null ? `${device}/${one.name ?? ''}/${one.expires ?? ''}` : `${one.serial}/${one.issuer ?? ''}`
  return {
    type: 'cryptographic-asset',
    'bom-ref': `certificate/${id}`,
    name: one.name ?? one.serial ?? 'certificate',
    cryptoProperties: { assetType: 'certificate', certificateProperties: stated },
  }
}

function protocolComponent(
  { protocol, algorithms, quantum, weaknesses }: CryptoEndpoint,
  device: string,
  title: string,
  cipherSuites: readonly object[],
  cryptoRefArray: readonly string[],
): Component {
  const versions = algorithms.filter(({ kind }) => kind === 'version').map(({ name }) => name)
  const isTls = versions.some((name) => name.startsWith('TLS') || name.startsWith('DTLS') || name.startsWith('SSL'))
  const refs = [...new Set(cryptoRefArray)]
  const properties = {
    type: isTls ? 'tls' : (protocolTypes[protocol] ?? 'other'),
    ...(versions.length === 0 ? {} : { version: versions.map((name) => name.replace(/^\D*/, '') || name).join(', ') }),
    ...(cipherSuites.length === 0 ? {} : { cipherSuites }),
    ...(refs.length === 0 ? {} : { cryptoRefArray: refs }),
  }
  const policies = algorithms.filter(({ kind }) => kind === 'policy' || kind === 'mode')
  return {
    type: 'cryptographic-asset',
    'bom-ref': `protocol/${device}/${protocol}`,
    name: title,
    cryptoProperties: { assetType: 'protocol', protocolProperties: properties },
    properties: [
      { name: 'rung:quantum', value: quantum },
      ...policies.map(({ kind, name }) => ({ name: `rung:${kind}`, value: name })),
      ...weaknesses.map(({ code, what }) => ({ name: `rung:weakness:${code}`, value: what })),
    ],
  }
}
