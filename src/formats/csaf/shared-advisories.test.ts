import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compileAdvisory, rangeOf } from '#core/vulnerability/compiled.ts'
import { decodeKev } from '../kev/decode.ts'
import { decodeCsaf } from './decode.ts'

const folder = new URL('../../../../shared/advisories/', import.meta.url)
const feeds = new URL('../../../../shared/feeds/', import.meta.url)
const isThere = existsSync(folder)
if (!isThere) process.stdout.write('skipped: no ../shared\n')

interface Listed {
  readonly file: string
  readonly sha256: string
  readonly id: string
  readonly products: number
  readonly vulnerabilities: number
  readonly cves: readonly string[]
  readonly max_cvss_v3: number | null
  readonly kev: readonly string[]
}

const listed = isThere
  ? (JSON.parse(readFileSync(new URL('index.json', folder), 'utf8')) as { advisories: readonly Listed[] }).advisories
  : []
const read = listed.map((one) => {
  const bytes = readFileSync(new URL(one.file, folder))
  return { listed: one, bytes, ...decodeCsaf(bytes.toString()) }
})

describe.skipIf(!isThere)('every advisory of ../shared', () => {
  it.each(read.map((one) => [one.listed.file, one] as const))(
    '%s is read whole',
    (_, { listed: one, bytes, advisory, faults }) => {
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(one.sha256)
      expect(faults.filter(({ weight }) => weight === 'lost')).toEqual([])
      expect(advisory?.trackingId).toBe(one.id)
      expect(advisory?.products).toHaveLength(one.products)
      expect(advisory?.vulnerabilities).toHaveLength(one.vulnerabilities)
      const cves = advisory?.vulnerabilities.flatMap(({ cve }) => (cve === null ? [] : [cve])) ?? []
      expect(new Set(cves)).toEqual(new Set(one.cves))
      const compiled = compileAdvisory(one.id, advisory!)
      expect(compiled.products.length, 'every product is spoken of').toBe(one.products)
    },
  )

  it('none is lost, and each range is parsed or marked as text', () => {
    expect(read).toHaveLength(43)
    const products = read.flatMap(({ advisory }) => advisory?.products ?? [])
    const kinds = { all: 0, spans: 0, open: 0, text: 0 }
    for (const product of products) {
      const { kind, doubt, why } = rangeOf(product)
      if (kind === 'text') expect(why).not.toBeNull()
      kinds[kind === 'spans' && doubt !== null ? 'open' : kind]++
    }
    expect(kinds.all + kinds.spans + kinds.open + kinds.text).toBe(products.length)
    expect({ products: products.length, ...kinds }).toEqual({ products: 516, all: 194, spans: 243, open: 42, text: 37 })
  })

  it('the catalogue of known exploited vulnerabilities is read whole, and names the exploited ones among them', () => {
    const { catalogue, faults } = decodeKev(
      readFileSync(new URL('known_exploited_vulnerabilities.json', feeds), 'utf8'),
    )
    expect(faults).toEqual([])
    expect(catalogue?.entries).toHaveLength(1404)
    const exploited = new Set(catalogue?.entries.map(({ cve }) => cve))
    for (const { listed: one } of read)
      expect(one.cves.filter((cve) => exploited.has(cve)).sort()).toEqual([...one.kev].sort())
  })
})
