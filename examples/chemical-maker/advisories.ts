import { createHash } from 'node:crypto'
import type { Advisory } from '#core/vulnerability/advisory.ts'
import { encodeCsaf } from '#formats/csaf/encode.ts'
import type { StoryDays } from './days.ts'
import type { ExampleFile } from './example-file.ts'

/** One made-up advisory about a product that some registry of the example lists. No such vulnerability is known. */
interface Sketch {
  readonly id: string
  readonly title: string
  readonly titleOf: string
  readonly entries: readonly (readonly [product: string, range: string, order?: string])[]
  readonly vendor: string
  readonly score: number
  readonly cve: string
  readonly fix: string | null
  readonly version?: string
}

const first: readonly Sketch[] = [
  {
    id: 'RUNG-EX-2026-01',
    title: 'Denial of service by malformed requests',
    titleOf: 'CPU 410-5H',
    vendor: 'Siemens',
    entries: [['SIMATIC PCS 7 CPU 410-5H (6ES7410-5HX08-0AB0)', '< V8.2.3', '6ES7410-5HX08-0AB0']],
    score: 7.5,
    cve: 'CVE-2099-10001',
    fix: 'Update to V8.2.3 or later.',
  },
  {
    id: 'RUNG-EX-2026-02',
    title: 'Weak authentication between stations',
    titleOf: 'CENTUM VP',
    vendor: 'Yokogawa',
    entries: [['CENTUM VP', '>=R6.01.00|<=R6.09.00']],
    score: 8.1,
    cve: 'CVE-2099-10002',
    fix: 'Update to R6.10.00 or later.',
  },
  {
    id: 'RUNG-EX-2026-03',
    title: 'Program may be changed without a password',
    titleOf: 'ControlLogix 5570',
    vendor: 'Rockwell Automation',
    entries: [['ControlLogix 5570', '< 33.016']],
    score: 9.8,
    cve: 'CVE-2099-10003',
    fix: 'Update to 33.016 or later.',
  },
  {
    id: 'RUNG-EX-2026-04',
    title: 'Firmware is taken without a check of its origin',
    titleOf: 'MGate MB3170',
    vendor: 'Moxa',
    entries: [['MGate MB3170 (MB3170-T)', '<= 4.3', 'MB3170*']],
    score: 5.3,
    cve: 'CVE-2099-10004',
    fix: null,
  },
  {
    id: 'RUNG-EX-2026-05',
    title: 'Web server leaks its memory',
    titleOf: '750-352',
    vendor: 'WAGO',
    entries: [['750-352', 'Versions prior to 01.03.07']],
    score: 6.5,
    cve: 'CVE-2099-10005',
    fix: 'Update to 01.03.07 or later.',
  },
]

const second: readonly Sketch[] = [
  {
    ...first[2]!,
    version: '2',
    entries: [['ControlLogix 5570', '< 34.011']],
    fix: 'Update to 34.011 or later: the fix in 33.016 was not complete.',
  },
  {
    id: 'RUNG-EX-2026-06',
    title: 'Stop command without authentication',
    titleOf: 'Modicon M340',
    vendor: 'Schneider Electric',
    entries: [['Modicon M340 CPU (part numbers BMXP34*)', '< SV3.51']],
    score: 8.2,
    cve: 'CVE-2099-10006',
    fix: 'Update to SV3.51 or later.',
  },
  {
    id: 'RUNG-EX-2026-07',
    title: 'Remote shutdown by crafted frames',
    titleOf: 'MELSEC iQ-R R08CPU',
    vendor: 'Mitsubishi Electric',
    entries: [['MELSEC iQ-R Series R08(EN)CPU', '>=12|<=55']],
    score: 7.5,
    cve: 'CVE-2099-10007',
    fix: 'Firmware 56 or later.',
  },
  {
    id: 'RUNG-EX-2026-08',
    title: 'SNMP gives write access',
    titleOf: 'SCALANCE XC216',
    vendor: 'Siemens',
    entries: [
      ['SCALANCE XC216 (6GK5216-0BA00-2AC2)', 'All versions when SNMP version 1 is enabled', '6GK5216-0BA00-2AC2'],
    ],
    score: 6.4,
    cve: 'CVE-2099-10008',
    fix: null,
  },
  {
    id: 'RUNG-EX-2026-09',
    title: 'Remote code execution before the log-in',
    titleOf: 'FortiGate 100F',
    vendor: 'Fortinet',
    entries: [['FortiGate 100F', '>=7.2.0|<=7.2.8']],
    score: 9.6,
    cve: 'CVE-2099-10009',
    fix: 'Update to 7.2.9 or later.',
  },
  {
    id: 'RUNG-EX-2026-10',
    title: 'CPU stops on malformed packets',
    titleOf: 'S7-300',
    vendor: 'Siemens',
    entries: [['SIMATIC S7-300 CPU 315-2 PN/DP (6ES7315-2EH14-0AB0)', '< V3.2.6', '6ES7315-2EH14-0AB0']],
    score: 7.5,
    cve: 'CVE-2099-10010',
    fix: 'Update to V3.2.6 or later.',
  },
]

function advisoryOf(sketch: Sketch, released: string): Advisory {
  const { id, title, titleOf, vendor, entries, score, cve, fix, version = '1' } = sketch
  const at = `${released}T09:00:00Z`
  const ids = entries.map((_, i) => `RUNG-${i + 1}`)
  return {
    trackingId: id,
    title: `${titleOf}: ${title}`,
    version,
    status: 'final',
    category: 'csaf_security_advisory',
    publisher: 'Rung example',
    namespace: 'https://advisories.example',
    initialRelease: at,
    currentRelease: at,
    revisions: [
      { number: version, date: at, summary: version === '1' ? 'First publication' : 'Another version is fixed' },
    ],
    severityText: null,
    tlp: 'WHITE',
    summary: 'Made up for the example of Rung: no such vulnerability is known of this product.',
    references: [],
    products: entries.map(([productName, range, order], i) => ({
      id: ids[i]!,
      name: `${vendor} ${productName} ${range}`,
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
    })),
    vulnerabilities: [
      {
        cve,
        title,
        cwe: null,
        summary: 'Made up for the example.',
        status: { known_affected: ids },
        scores: [{ cvss: '3.1', base: score, vector: null, products: ids }],
        remediations: [
          fix === null
            ? {
                category: 'mitigation',
                date: null,
                details: 'Keep the device away from other networks; let only the engineering station reach it.',
                url: null,
                products: ids,
              }
            : { category: 'vendor_fix', date: null, details: fix, url: null, products: ids },
        ],
        threats: [],
        flags: [],
      },
    ],
  }
}

const exploited = ['CVE-2099-10003', 'CVE-2099-10009']

/** What the company's security people brought: advisories twice, with their hashes, and the exploited ones among them. */
export function advisoryFiles(days: StoryDays): ExampleFile[] {
  const by = 'k-kondo'
  const archive = (name: string, sketches: readonly Sketch[], ago: number): ExampleFile => {
    const day = days.ago(ago)
    return {
      name: `${name}-${day}.tar`,
      plant: null,
      as: 'csaf',
      effectiveOn: day,
      importedOn: day,
      by,
      bytes: tarOf(
        sketches.flatMap((sketch) => {
          const text = encodeCsaf(advisoryOf(sketch, days.ago(ago + 3)))
          const file = `${sketch.id.toLowerCase()}.json`
          const hash = createHash('sha512').update(text).digest('hex')
          return [
            { name: file, text },
            { name: `${file}.sha512`, text: `${hash}  ${file}\n` },
          ]
        }),
      ),
    }
  }
  const day = days.ago(26)
  const catalogue = {
    title: 'Made up for the example of Rung',
    catalogVersion: day.replaceAll('-', '.'),
    dateReleased: `${day}T09:00:00Z`,
    count: exploited.length,
    vulnerabilities: exploited.map((cveID) => ({
      cveID,
      vendorProject: 'Example',
      product: 'Example',
      vulnerabilityName: 'Made up for the example',
      dateAdded: day,
      requiredAction: 'Apply what the maker says, or take the device off the network.',
      dueDate: days.ago(5),
      knownRansomwareCampaignUse: 'Unknown',
    })),
  }
  return [
    archive('advisories', first, 120),
    archive('advisories', second, 28),
    {
      name: `exploited-${day}.json`,
      plant: null,
      as: 'kev',
      effectiveOn: day,
      importedOn: day,
      by,
      bytes: new TextEncoder().encode(JSON.stringify(catalogue, null, 1)),
    },
  ]
}

/** A tar of a few texts (POSIX ustar), the same octets for the same texts. */
function tarOf(files: readonly { readonly name: string; readonly text: string }[]): Uint8Array {
  const blocks = files.flatMap(({ name, text }) => {
    const data = Buffer.from(text)
    const head = Buffer.alloc(512)
    head.write(name, 0)
    head.write('0000644\0', 100)
    head.write(`${data.length.toString(8).padStart(11, '0')}\0`, 124)
    head.write('00000000000\0', 136)
    head.write('        ', 148)
    head.write('0', 156)
    head.write('ustar\u000000', 257)
    const sum = head.reduce((total, byte) => total + byte, 0)
    head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
    return [head, data, Buffer.alloc((512 - (data.length % 512)) % 512)]
  })
  return Buffer.concat([...blocks, Buffer.alloc(1024)])
}
