/**
 * The part of the JSON schema of CycloneDX 1.6 (ECMA-424) that a bill of cryptography uses, typed from `bom-1.6.schema.json`:
 * what may stand where, which words are allowed. Says what is wrong, by path; nothing where the bill is right.
 */
type Rule =
  | { readonly is: 'text'; readonly among?: readonly string[]; readonly like?: RegExp }
  | { readonly is: 'number'; readonly from: number; readonly to: number }
  | { readonly is: 'list'; readonly of: Rule }
  | { readonly is: 'thing'; readonly fields: Readonly<Record<string, Rule>>; readonly required: readonly string[] }

const text: Rule = { is: 'text' }
const instant: Rule = { is: 'text', like: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/ }
const among = (...words: string[]): Rule => ({ is: 'text', among: words })
const list = (of: Rule): Rule => ({ is: 'list', of })
const thing = (fields: Readonly<Record<string, Rule>>, ...required: string[]): Rule => ({
  is: 'thing',
  fields,
  required,
})

const types = among('application', 'platform', 'device', 'cryptographic-asset')
const occurrence = thing({ 'bom-ref': text, location: text, additionalContext: text }, 'location')
const primitive = among(
  ...[
    'drbg',
    'mac',
    'block-cipher',
    'stream-cipher',
    'signature',
    'hash',
    'pke',
    'xof',
    'kdf',
    'key-agree',
    'kem',
    'ae',
  ],
  ...['combiner', 'other', 'unknown'],
)
const cryptoProperties = thing(
  {
    assetType: among('algorithm', 'certificate', 'protocol', 'related-crypto-material'),
    algorithmProperties: thing({
      primitive,
      parameterSetIdentifier: text,
      curve: text,
      mode: among('cbc', 'ecb', 'ccm', 'gcm', 'cfb', 'ofb', 'ctr', 'other', 'unknown'),
      nistQuantumSecurityLevel: { is: 'number', from: 0, to: 6 },
    }),
    certificateProperties: thing({
      subjectName: text,
      issuerName: text,
      notValidBefore: instant,
      notValidAfter: instant,
      signatureAlgorithmRef: text,
      subjectPublicKeyRef: text,
      certificateFormat: text,
    }),
    relatedCryptoMaterialProperties: thing({
      type: among('private-key', 'public-key', 'secret-key', 'key', 'other', 'unknown'),
      algorithmRef: text,
      size: { is: 'number', from: 0, to: 1_000_000 },
    }),
    protocolProperties: thing({
      type: among('tls', 'ssh', 'ipsec', 'ike', 'sstp', 'wpa', 'other', 'unknown'),
      version: text,
      cipherSuites: list(thing({ name: text, algorithms: list(text) })),
      cryptoRefArray: list(text),
    }),
  },
  'assetType',
)
const component = thing(
  {
    type: types,
    'bom-ref': text,
    name: text,
    version: text,
    cryptoProperties,
    properties: list(thing({ name: text, value: text }, 'name')),
    evidence: thing({ occurrences: list(occurrence) }),
  },
  'type',
  'name',
)
const bill = thing(
  {
    $schema: among('http://cyclonedx.org/schema/bom-1.6.schema.json'),
    bomFormat: among('CycloneDX'),
    specVersion: among('1.6'),
    version: { is: 'number', from: 1, to: 1_000_000 },
    metadata: thing({
      timestamp: instant,
      lifecycles: list(thing({ phase: among('design', 'build', 'operations', 'discovery') }, 'phase')),
      tools: thing({ components: list(component) }),
      component,
    }),
    components: list(component),
    dependencies: list(thing({ ref: text, dependsOn: list(text) }, 'ref')),
  },
  'bomFormat',
  'specVersion',
)

export function faultsOfBill(value: unknown): string[] {
  const faults = faultsAt(value, bill, '')
  return faults.length > 0 ? faults : faultsOfRefs(value as Bill)
}

function faultsAt(value: unknown, rule: Rule, path: string): string[] {
  const wrong = [`${path || '/'}: ${JSON.stringify(value)?.slice(0, 40)}`]
  switch (rule.is) {
    case 'text':
      return typeof value === 'string' && (rule.among?.includes(value) ?? true) && (rule.like?.test(value) ?? true)
        ? []
        : wrong
    case 'number':
      return Number.isInteger(value) && (value as number) >= rule.from && (value as number) <= rule.to ? [] : wrong
    case 'list':
      return Array.isArray(value) ? value.flatMap((one, i) => faultsAt(one, rule.of, `${path}/${i}`)) : wrong
    case 'thing': {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong
      const missing = rule.required.filter((name) => !(name in value)).map((name) => `${path}/${name}: missing`)
      const inside = Object.entries(value).flatMap(([name, one]) =>
        rule.fields[name] === undefined
          ? [`${path}/${name}: not allowed`]
          : faultsAt(one, rule.fields[name], `${path}/${name}`),
      )
      return [...missing, ...inside]
    }
  }
}

interface Bill {
  readonly metadata: { readonly component: { readonly 'bom-ref': string } }
  readonly components: readonly { readonly 'bom-ref': string }[]
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[]
}

/** Every bom-ref is there once, and whatever is referred to is there. */
function faultsOfRefs(one: Bill): string[] {
  const refs = [one.metadata.component['bom-ref'], ...one.components.map((each) => each['bom-ref'])]
  const known = new Set(refs)
  const twice = refs.length === known.size ? [] : ['a bom-ref twice']
  const named: string[] = []
  JSON.stringify(one, (key, value) => {
    if (/Ref$|^ref$/.test(key) && typeof value === 'string') named.push(value)
    if (/^(cryptoRefArray|algorithms|dependsOn)$/.test(key)) named.push(...value)
    return value
  })
  return [...twice, ...named.filter((ref) => !known.has(ref)).map((ref) => `${ref}: nowhere`)]
}
