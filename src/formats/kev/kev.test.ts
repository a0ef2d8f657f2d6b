import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeKev } from './decode.ts'

/** Fields as in the schema of the catalogue (cisa.gov, known_exploited_vulnerabilities_schema.json); contents made up. */
const entry = (cveID: string, more: object = {}) => ({
  cveID,
  vendorProject: 'Example',
  product: 'CPU',
  vulnerabilityName: 'It stops',
  dateAdded: '2026-01-05',
  shortDescription: 'x',
  requiredAction: 'Update',
  dueDate: '2026-01-26',
  knownRansomwareCampaignUse: 'Unknown',
  ...more,
})
const catalogue = (...vulnerabilities: unknown[]) =>
  JSON.stringify({
    catalogVersion: '2026.01.05',
    dateReleased: '2026-01-05T17:00:00Z',
    count: vulnerabilities.length,
    vulnerabilities,
  })

describe('the catalogue of known exploited vulnerabilities', () => {
  it('is read entry by entry', () => {
    const { catalogue: read, faults } = decodeKev(catalogue(entry('CVE-2026-10001')))
    expect(faults).toEqual([])
    expect(read).toMatchObject({
      version: '2026.01.05',
      entries: [{ cve: 'CVE-2026-10001', added: '2026-01-05', due: '2026-01-26', ransomware: 'Unknown', row: 1 }],
    })
  })

  it('names each entry that it cannot take by its path, and takes the others', () => {
    const text = catalogue(
      entry('CVE-2026-10001'),
      7,
      entry('CVE-2026-10002', { dateAdded: '2026-02-30' }),
      entry('CVE-2026-10001'),
      entry('CVE-2026-10003'),
    )
    const { catalogue: read, faults } = decodeKev(text)
    expect(read?.entries.map(({ cve }) => cve)).toEqual(['CVE-2026-10001', 'CVE-2026-10003'])
    expect(faults.map(({ path, row }) => [path, row])).toEqual([
      ['$.vulnerabilities[1]', 2],
      ['$.vulnerabilities[2].dateAdded', 3],
      ['$.vulnerabilities[3]', 4],
    ])
  })

  it('that is cut, or another JSON, is told', () => {
    expect(decodeKev(catalogue(entry('CVE-2026-10001')).slice(0, 120))).toMatchObject({
      catalogue: null,
      faults: [{ path: 'line 1' }],
    })
    expect(decodeKev('{"vulnerabilities":[]}')).toMatchObject({
      catalogue: null,
      faults: [{ path: '$.catalogVersion' }],
    })
  })

  it('of any shape never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(decodeKev(JSON.stringify({ catalogVersion: 'x', vulnerabilities: [value] })).catalogue?.version).toBe(
          'x',
        )
      }),
    )
  })
})
