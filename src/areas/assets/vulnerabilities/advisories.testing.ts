import type { Advisory } from '#core/vulnerability/advisory.ts'
import { encodeCsaf } from '#formats/csaf/encode.ts'

/** What a test says of an advisory; the rest is the same in all. */
interface Made {
  readonly id: string
  readonly version?: string
  readonly range?: string
  readonly order?: string
  readonly vendor?: string
  readonly productName?: string
  readonly cve?: string
  readonly score?: number
}

function advisoryOf(made: Made): Advisory {
  const {
    id,
    version = '1',
    range = '< V3.0',
    order,
    vendor = 'Siemens',
    productName = 'S7-1500 CPU 1516',
    score = 9.8,
  } = made
  return {
    trackingId: id,
    title: `Something of ${productName}`,
    version,
    status: 'final',
    category: 'csaf_security_advisory',
    publisher: 'Example',
    namespace: 'https://cert.example',
    initialRelease: '2026-05-01T00:00:00Z',
    currentRelease: '2026-05-01T00:00:00Z',
    revisions: [{ number: version, date: '2026-05-01T00:00:00Z', summary: 'x' }],
    severityText: null,
    tlp: null,
    summary: null,
    references: [],
    products: [
      {
        id: 'P',
        name: productName,
        vendor,
        family: null,
        productName,
        version: null,
        range,
        others: [],
        helper:
          order === undefined
            ? null
            : { modelNumbers: [order], serialNumbers: [], skus: [], cpe: null, purl: null, hashes: [] },
        relation: null,
        path: '',
      },
    ],
    vulnerabilities: [
      {
        cve: made.cve ?? 'CVE-2026-10001',
        title: null,
        cwe: null,
        summary: null,
        status: { known_affected: ['P'] },
        scores: [{ cvss: '3.1', base: score, vector: null, products: ['P'] }],
        remediations: [{ category: 'vendor_fix', date: null, details: 'Update to V3.0', url: null, products: ['P'] }],
        threats: [],
        flags: [],
      },
    ],
  }
}

export const csaf = (made: Made): string => encodeCsaf(advisoryOf(made))

/** CISA's catalogue of what is known to be exploited. */
export const kev = (...cves: readonly string[]) =>
  JSON.stringify({
    catalogVersion: '2026.06.01',
    dateReleased: '2026-06-01T00:00:00Z',
    count: cves.length,
    vulnerabilities: cves.map((cveID) => ({
      cveID,
      dateAdded: '2026-05-20',
      dueDate: '2026-06-10',
      requiredAction: 'Update',
    })),
  })
