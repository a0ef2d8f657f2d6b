/**
 * 50,000 assets against 2,400 advisories: the engine alone, then the way from the store, in the embedded database.
 * `node bench/advisories.ts [assets] [advisories]`
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openProduct } from '#app/open-product.ts'
import type { Advisory } from '#core/vulnerability/advisory.ts'
import { indexAdvisories } from '#core/vulnerability/advisory-index.ts'
import { compileAdvisory } from '#core/vulnerability/compiled.ts'
import { encodeCsaf } from '#formats/csaf/encode.ts'
import { below, seeded } from '#formats/traffic/random.ts'
import { createLog } from '#platform/log.ts'

const assetCount = Number(process.argv[2] ?? 50_000)
const advisoryCount = Number(process.argv[3] ?? 2400)
const plantCount = 5
const random = seeded(11)
const pick = <T>(list: readonly T[]): T => list[below(random, list.length)]!
const say = (text: string) => process.stdout.write(`${text}\n`)
const megabytes = () => Math.round(process.memoryUsage().rss / 1_048_576)

async function timed<T>(what: string, work: () => Promise<T> | T): Promise<T> {
  const began = performance.now()
  const used = process.cpuUsage()
  const result = await work()
  const { user, system } = process.cpuUsage(used)
  const seconds = ((performance.now() - began) / 1000).toFixed(2).padStart(7)
  // A busy machine stretches the one and not the other.
  say(`${what.padEnd(58)} ${seconds} s  (cpu ${((user + system) / 1e6).toFixed(2)} s)  rss ${megabytes()} MB`)
  return result
}

const makers = [
  'Siemens',
  'Rockwell Automation',
  'Schneider Electric',
  'Mitsubishi Electric',
  'Yokogawa',
  'Omron',
  'ABB',
  'Moxa',
]
const order = () =>
  `6ES7${510 + below(random, 9)}-${1 + below(random, 4)}A${pick(['K', 'L', 'M', 'N'])}0${below(random, 4)}-0AB0`
const versionText = () => `V${1 + below(random, 4)}.${below(random, 10)}.${below(random, 10)}`
const models = Array.from({ length: 1500 }, (_, i) => ({
  vendor: makers[i % makers.length]!,
  model: `Controller ${['Alpha', 'Beta', 'Gamma', 'Delta'][i % 4]}${i}`,
  orderNumber: i % makers.length === 0 ? order() : null,
}))

/** As many entries as CISA's 2,380 documents of 2024 have: 13 on the average, some with 150; a third with order numbers. */
function advisory(n: number): Advisory {
  const size = n % 40 === 0 ? 150 : 1 + below(random, 18)
  const vendor = makers[n % makers.length]!
  const own = models.filter((one) => one.vendor === vendor)
  const products = Array.from({ length: size }, (_, i) => {
    const { model, orderNumber } = pick(own)
    const name = orderNumber === null ? model : `${model} (${orderNumber})`
    return {
      id: `P${i}`,
      name,
      vendor,
      family: null,
      productName: name,
      version: null,
      range: pick(['vers:all/*', `< ${versionText()}`, `<= ${versionText()}`, 'All versions with option X']),
      others: [],
      helper:
        orderNumber === null
          ? null
          : { modelNumbers: [orderNumber], serialNumbers: [], skus: [], cpe: null, purl: null, hashes: [] },
      relation: null,
      path: `$.product_tree.branches[${i}]`,
    }
  })
  const ids = products.map(({ id }) => id)
  return {
    trackingId: `BENCH-${n}`,
    title: `Advisory ${n}`,
    version: '1',
    status: 'final',
    category: 'csaf_security_advisory',
    publisher: 'Bench',
    namespace: 'https://bench.example',
    initialRelease: '2026-01-01T00:00:00Z',
    currentRelease: '2026-01-01T00:00:00Z',
    revisions: [{ number: '1', date: '2026-01-01T00:00:00Z', summary: 'x' }],
    severityText: null,
    tlp: null,
    summary: null,
    references: [],
    products,
    vulnerabilities: Array.from({ length: 1 + below(random, 4) }, (_, i) => ({
      cve: `CVE-2026-${10_000 + n * 4 + i}`,
      title: null,
      cwe: null,
      summary: null,
      status: { known_affected: ids },
      scores: [{ cvss: '3.1', base: 4 + below(random, 60) / 10, vector: null, products: ids }],
      remediations: [{ category: 'vendor_fix', date: null, details: 'Update', url: null, products: ids }],
      threats: [],
      flags: [],
    })),
  }
}

const advisories = Array.from({ length: advisoryCount }, (_, n) => advisory(n))
const assets = Array.from({ length: assetCount }, () => ({ ...pick(models), firmware: versionText() }))
const entries = advisories.reduce((sum, one) => sum + one.products.length, 0)
const distinct = new Set(assets.map((one) => JSON.stringify(one))).size
say(
  `${assetCount} assets (${distinct} different products and firmwares), ${advisoryCount} advisories with ${entries} product entries`,
)

const index = await timed('engine: advisories compiled and indexed', () =>
  indexAdvisories(advisories.map((one) => compileAdvisory(one.trackingId, one))),
)
await timed('engine: every asset held against every advisory', () => {
  const counts = { affected: 0, cannotDecide: 0, notAffected: 0 }
  for (const asset of assets) for (const { verdict } of index.findings(asset).values()) counts[verdict]++
  say(`  ${counts.affected} affected, ${counts.cannotDecide} cannot decide, ${counts.notAffected} not affected`)
})

const folder = await mkdtemp(join(tmpdir(), 'rung-bench-'))
const product = await openProduct({ folder, url: process.env.DATABASE_URL, log: createLog('error') })
try {
  const { plants, people, evidence, assets: area } = product
  await plants.nameCompany({ name: 'Bench', from: '2020-01-01' })
  const giver = await people.add({ name: 'Giver', departments: ['ot'] })
  const keys = Array.from({ length: plantCount }, (_, i) => `plant-${i}`)
  for (const key of keys) await plants.add({ key, name: key, criticality: 'standard', from: '2020-01-01' })
  const bring = async (as: string, name: string, bytes: Uint8Array | AsyncIterable<Uint8Array>, plant?: string) => {
    const file = await evidence.takeFile(name, bytes)
    const started = await evidence.startImport({ file, as, plant, by: giver.key })
    const staged = await evidence.settled(started.id)
    if (staged.state !== 'staged') throw new Error(`${name}: ${JSON.stringify(staged.failure)}`)
    await evidence.commitImport({ id: started.id, by: giver.key })
  }
  await timed('store: the registry is imported', async () => {
    for (const [i, key] of keys.entries()) {
      const rows = ['Tag,Name,Vendor,Model,Order number,Firmware']
      for (const [n, one] of assets.entries()) {
        if (n % plantCount === i)
          rows.push(`A${n},Asset ${n},${one.vendor},${one.model},${one.orderNumber ?? ''},${one.firmware}`)
      }
      await bring('registry', `${key}.csv`, Buffer.from(rows.join('\n')), key)
    }
  })
  await timed('store: the advisories are imported, one archive', () =>
    bring('csaf', 'advisories.tar', tarOf(advisories)),
  )
  const list = (more: object = {}) => area.vulnerabilities.list({ ...more })
  const first = await timed('store: the first list after the import', () => list())
  say(`  ${first.rows.length} rows; ${JSON.stringify(first.counts)}`)
  await timed('store: the list again', () => list())
  await timed('store: the list of one plant, a search', () => list({ plant: keys[0], q: 'BENCH-77' }))
  const ask = { plants: keys, from: '2021-11-23', to: '2027-11-23', today: await plants.today() }
  for (const [id, within] of [
    ['assets.vulnerabilityAssessedShare', 'P1Y'],
    ['assets.vulnerabilityDecidedShare', 'P3M'],
  ] as const) {
    const indicator = area.indicators.find((one) => one.id === id)!
    await timed(`store: ${id}`, () => indicator.measure({ ...ask, within }))
  }
  await timed('store: one more advisory, committed', () =>
    bring('csaf', 'one.json', Buffer.from(encodeCsaf(advisory(advisoryCount + 1)))),
  )
  await timed('store: the list after one more advisory', () => list())
  const [row] = first.rows
  await timed('store: a decision, and the list after it', async () => {
    await area.vulnerabilities.decide({
      plant: row!.plant,
      tag: row!.subject.tag,
      advisory: row!.version.key,
      kind: 'notApplicable',
      reason: 'bench',
      by: giver.key,
    })
    await list()
  })
  say(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`)
} finally {
  await product.close()
  await rm(folder, { recursive: true, force: true })
}

/** A tar of the documents, as `rung import` makes of a folder (POSIX ustar). */
async function* tarOf(all: readonly Advisory[]): AsyncGenerator<Uint8Array> {
  for (const one of all) {
    const data = Buffer.from(encodeCsaf(one))
    const head = Buffer.alloc(512)
    head.write(`${one.trackingId.toLowerCase()}.json`, 0)
    head.write('0000644\0', 100)
    head.write(`${data.length.toString(8).padStart(11, '0')}\0`, 124)
    head.write('00000000000\0', 136)
    head.write('        ', 148)
    head.write('0', 156)
    head.write('ustar\u000000', 257)
    const sum = head.reduce((total, byte) => total + byte, 0)
    head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
    yield head
    yield data
    yield Buffer.alloc((512 - (data.length % 512)) % 512)
  }
  yield Buffer.alloc(1024)
}
