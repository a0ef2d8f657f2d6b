import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Advisory } from '#core/vulnerability/advisory.ts'
import { besideFile, digestIn } from './beside.ts'
import { decodeCsaf } from './decode.ts'
import { encodeCsaf } from './encode.ts'

const advisory: Advisory = {
  trackingId: 'RUNG-TEST-1',
  title: 'Denial of service in CPUs',
  version: '2',
  status: 'final',
  category: 'csaf_security_advisory',
  publisher: 'Example ProductCERT',
  namespace: 'https://cert.example',
  initialRelease: '2026-01-02T03:04:05Z',
  currentRelease: '2026-02-02T03:04:05Z',
  revisions: [
    { number: '1', date: '2026-01-02T03:04:05Z', summary: 'Initial' },
    { number: '2', date: '2026-02-02T03:04:05Z', summary: 'Fixed version' },
  ],
  severityText: 'High',
  tlp: 'WHITE',
  summary: 'A CPU stops.',
  references: [{ summary: 'Page', url: 'https://cert.example/1' }],
  products: [
    {
      id: 'P1',
      name: 'Example CPU 1 < V3.0',
      vendor: 'Example',
      family: 'CPUs',
      productName: 'CPU 1',
      version: null,
      range: 'vers:intdot/<3.0',
      others: [],
      helper: {
        modelNumbers: ['EX-1*'],
        serialNumbers: ['S1'],
        skus: ['SKU'],
        cpe: 'cpe:2.3:h:example:cpu:1:*:*:*:*:*:*:*',
        purl: 'pkg:generic/example/cpu@1',
        hashes: [{ fileName: 'fw.bin', algorithm: 'sha256', value: 'ab'.repeat(32) }],
      },
      relation: null,
      path: '$.product_tree.branches[0].branches[0].branches[0].branches[0].product',
    },
  ],
  vulnerabilities: [
    {
      cve: 'CVE-2026-10001',
      title: 'It stops',
      cwe: 'CWE-400',
      summary: 'Frames stop it.',
      status: { known_affected: ['P1'] },
      scores: [{ cvss: '3.1', base: 7.5, vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', products: ['P1'] }],
      remediations: [
        {
          category: 'vendor_fix',
          date: '2026-02-01T00:00:00Z',
          details: 'Update',
          url: 'https://cert.example/fix',
          products: ['P1'],
        },
      ],
      threats: [{ category: 'exploit_status', details: 'none', products: ['P1'] }],
      flags: [{ label: 'component_not_present', products: ['P1'] }],
    },
  ],
}

type Json = { readonly [key: string]: unknown }
/** Puts fields into the object at a path of the document. */
function put(document: Json, path: string, fields: object): void {
  let place: unknown = document
  for (const key of path.split('.')) place = (place as Json)[key]
  Object.assign(place as object, fields)
}
/** The document with something changed in it. */
function changed(change: (document: Json) => void): string {
  const document = JSON.parse(encodeCsaf(advisory)) as Json
  change(document)
  return JSON.stringify(document)
}
const faultsOf = (text: string) => decodeCsaf(text).faults.map(({ path, reason }) => `${path}: ${reason}`)

describe('a CSAF document', () => {
  it('is the same again when it is written and read, without a fault', () => {
    expect(decodeCsaf(encodeCsaf(advisory))).toEqual({ advisory, faults: [], faultCount: 0 })
  })

  it('spells out groups of products', () => {
    const text = changed((document) => {
      put(document, 'product_tree', { product_groups: [{ group_id: 'G', product_ids: ['P1'] }] })
      put(document, 'vulnerabilities.0.remediations.0', { product_ids: undefined, group_ids: ['G'] })
    })
    expect(decodeCsaf(text).advisory?.vulnerabilities[0]?.remediations[0]?.products).toEqual(['P1'])
  })

  it.each([
    ['cut in half', encodeCsaf(advisory).slice(0, 900), /^line \d+: the JSON is cut off at its end$/],
    ['no JSON', `${encodeCsaf(advisory).slice(0, 60)}]]}`, /^line \d: it is no JSON from here on$/],
    ['nested without end', `${'['.repeat(5000)}`, /nested deeper/],
    ['another JSON', '{"a":1}', /csaf_version: is missing/],
    ['of another version', changed((d) => put(d, 'document', { csaf_version: '3.0' })), /version 3.0/],
    ['without a tracking id', changed((d) => put(d, 'document.tracking', { id: ' ' })), /tracking\.id/],
  ])('that is %s is no advisory, and why is told with its place', (_, text, fault) => {
    const { advisory: read, faults } = decodeCsaf(text)
    expect(read).toBeNull()
    expect(`${faults[0]!.path}: ${faults[0]!.reason}`).toMatch(fault)
  })

  it.each([
    [
      'an invalid vers',
      (d: Json) =>
        put(d, 'product_tree.branches.0.branches.0.branches.0.branches.0', {
          name: 'vers:intdot/<2|>3|>4',
        }),
      '$.product_tree.branches[0].branches[0].branches[0].branches[0].product: the range "vers:intdot/<2|>3|>4" is not valid: two bounds of one direction follow each other',
    ],
    [
      'a product that is not defined',
      (d: Json) => put(d, 'vulnerabilities.0.product_status', { fixed: ['P9'] }),
      '$.vulnerabilities[0].product_status.fixed[0]: the product P9 is not defined',
    ],
    [
      'a product in groups that contradict each other',
      (d: Json) => put(d, 'vulnerabilities.0.product_status', { fixed: ['P1'] }),
      '$.vulnerabilities[0].product_status: the product P1 is in groups that contradict each other',
    ],
    [
      'a group of product_status that nobody knows',
      (d: Json) => put(d, 'vulnerabilities.0.product_status', { perhaps: ['P1'] }),
      '$.vulnerabilities[0].product_status.perhaps: "perhaps" is no group of product_status',
    ],
    [
      'a group that is not defined',
      (d: Json) => put(d, 'vulnerabilities.0.threats.0', { group_ids: ['G'] }),
      '$.vulnerabilities[0].threats[0].group_ids[0]: the group G is not defined',
    ],
    [
      'a product defined twice',
      (d: Json) => put(d, 'product_tree', { full_product_names: [{ name: 'again', product_id: 'P1' }] }),
      '$.product_tree.full_product_names[0]: the product_id P1 is defined twice: the first one counts',
    ],
    [
      'a product that no vulnerability names',
      (d: Json) => put(d, 'product_tree', { full_product_names: [{ name: 'idle', product_id: 'P2' }] }),
      '$.product_tree.full_product_names[0]: no vulnerability says anything of "idle"',
    ],
    [
      'a relationship that leads back to itself',
      (d: Json) =>
        put(d, 'product_tree', {
          relationships: [
            {
              category: 'installed_on',
              product_reference: 'R',
              relates_to_product_reference: 'P1',
              full_product_name: { name: 'r', product_id: 'R' },
            },
          ],
        }),
      '$.product_tree.relationships[0].full_product_name: the relationship leads back to R',
    ],
    [
      'a range where one version belongs',
      (d: Json) =>
        put(d, 'product_tree.branches.0.branches.0.branches.0.branches.0', {
          category: 'product_version',
        }),
      '$.product_tree.branches[0].branches[0].branches[0].branches[0].product: a range stands where one version belongs: "vers:intdot/<3.0"',
    ],
    [
      'a score beyond ten',
      (d: Json) => put(d, 'vulnerabilities.0.scores.0.cvss_v3', { baseScore: 11 }),
      '$.vulnerabilities[0].scores[0].cvss_v3: the base score is no number from 0 to 10',
    ],
  ] as const)('with %s is read, and that is named with its path', (_, change, fault) => {
    const text = changed(change)
    expect(decodeCsaf(text).advisory).not.toBeNull()
    expect(faultsOf(text)).toContain(fault)
  })

  it('gives the screen no link but to the web', () => {
    const text = changed((d) => put(d, 'document', { references: [{ url: 'javascript:alert(1)', summary: 'x' }] }))
    expect(decodeCsaf(text).advisory?.references).toEqual([])
  })

  it('damaged anywhere never throws', () => {
    const whole = encodeCsaf(advisory)
    fc.assert(
      fc.property(fc.nat({ max: whole.length }), fc.nat({ max: 40 }), fc.string({ maxLength: 8 }), (at, gone, put) => {
        const { advisory: read, faultCount } = decodeCsaf(whole.slice(0, at) + put + whole.slice(at + gone))
        if (read === null) expect(faultCount).toBeGreaterThan(0)
      }),
    )
  })

  it('whose parts are of any shape never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (tree, vulnerabilities, document) => {
        const text = JSON.stringify({
          document: { ...(document as object), csaf_version: '2.0', tracking: { id: 'x' } },
          product_tree: tree,
          vulnerabilities,
        })
        expect(decodeCsaf(text).advisory?.trackingId).toBe('x')
      }),
    )
  })
})

describe('a file beside an advisory', () => {
  it.each([
    ['a.json.sha256', { of: 'a.json', kind: 'sha256' }],
    ['2026/a.json.SHA512', { of: '2026/a.json', kind: 'sha512' }],
    ['a.json.asc', { of: 'a.json', kind: 'signature' }],
    ['a.json', null],
  ])('%s is known by its name', (name, beside) => expect(besideFile(name)).toEqual(beside))

  it('tells its digest as sha256sum writes it', () => {
    const digest = 'AB'.repeat(32)
    expect(digestIn(`${digest}  a.json\n`, 'sha256')).toBe('ab'.repeat(32))
    expect(digestIn(digest, 'sha512')).toBeNull()
    expect(digestIn('no digest', 'sha256')).toBeNull()
  })
})
