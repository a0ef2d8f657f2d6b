/**
 * A registry of 100,000 assets × 20 columns as a workbook: staged, committed, measured, listed, in the embedded database.
 * `node bench/registry-import.ts [rows]`
 */
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createAssets, registryFields } from '#areas/assets/index.ts'
import { createEvidence } from '#areas/evidence/index.ts'
import { createPeople } from '#areas/people/index.ts'
import { createPlants } from '#areas/plants/index.ts'
import { type Database, openDatabase } from '#platform/database/database.ts'
import { migrate } from '#platform/database/migrate.ts'
import { openFileStore } from '#platform/files/store.ts'
import { writeWorkbook } from '#platform/files/write-workbook.ts'

const rows = Number(process.argv[2] ?? 100_000)
const folder = await mkdtemp(join(tmpdir(), 'rung-bench-'))
const today = '2026-11-23'
const clock = { now: () => new Date(`${today}T09:00:00Z`) }

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now()
  const result = await work()
  const seconds = ((performance.now() - began) / 1000).toFixed(2)
  process.stdout.write(`${what.padEnd(44)} ${seconds.padStart(7)} s   rss ${megabytes(process.memoryUsage().rss)} MB\n`)
  return result
}

function megabytes(bytes: number): string {
  return (bytes / 1_048_576).toFixed(0).padStart(5)
}

/** The sheet is made by another process, so that its memory is not counted here. */
if (process.argv[3] === 'make') {
  const keys = [
    'tag',
    'name',
    'type',
    'vendor',
    'model',
    'orderNumber',
    'firmware',
    'serial',
    'ips',
    'macs',
    'zone',
    'level',
    'criticality',
    'lifecycle',
    'operatedOn',
    'owner',
    'location',
    'sis',
    'protection',
    'reviewedOn',
  ]
  const titles = keys.map((key) => registryFields.find((field) => field.key === key)!.label.en)
  const hex = (n: number) => n.toString(16).padStart(6, '0')
  const data = Array.from({ length: rows }, (_, i) => [
    `TAG-${String(i).padStart(6, '0')}`,
    `Device number ${i}`,
    ['PLC', 'HMI', 'transmitter', 'switch'][i % 4]!,
    ['Siemens', 'Yokogawa', 'Rockwell Automation'][i % 3]!,
    `Model ${i % 500}`,
    `6ES7 ${i % 900}-0AB0`,
    `V${i % 9}.${i % 7}`,
    `S${hex(i)}X`,
    `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`,
    `00:1b:1b:${hex(i).match(/../g)!.join(':')}`,
    `cell ${i % 40}`,
    String(i % 4),
    ['high', 'medium', 'low'][i % 3]!,
    'In operation',
    '2019-04-01',
    `dept ${i % 12}`,
    `building ${i % 30}`,
    i % 20 === 0 ? 'yes' : 'no',
    i % 4 === 1 ? 'antivirus' : 'not capable',
    '2026-10-15',
  ])
  const columns = titles.map((title) => ({ title, type: 'text' as const }))
  await writeFile(process.argv[4]!, await writeWorkbook([{ name: 'Registry', columns, rows: data }]))
  process.exit(0)
}

const { execFileSync } = await import('node:child_process')
const path = join(folder, 'registry.xlsx')
await timed(`a workbook of ${rows} × 20 is made elsewhere`, async () => {
  execFileSync(process.execPath, [import.meta.filename, String(rows), 'make', path], { stdio: 'inherit' })
})

let database: Database | undefined
try {
  const open = await timed('the embedded database opens', () => openDatabase({ dataDir: join(folder, 'data') }))
  database = open
  const areas = join(import.meta.dirname, '../src/areas')
  const wanted = ['people', 'plants', 'evidence', 'assets']
  await migrate(
    open,
    wanted.map((area) => ({ area, folder: join(areas, area, 'migrations') })),
  )
  const people = createPeople(open, { clock })
  const plants = createPlants(open, { clock })
  const files = await openFileStore(join(folder, 'files'))
  const evidence = createEvidence(open, { people, plants, clock, files })
  const assets = createAssets(open, { evidence, plants, clock })
  await plants.add({ key: 'kashima', name: 'Kashima' })
  const importer = assets.importers[0]!
  const bytes = await readFile(path)
  const file = {
    path,
    name: 'registry.xlsx',
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    head: bytes.subarray(0, 65_536),
  }
  const stage = (importId: string, on: string) =>
    importer.stage({
      importId,
      file,
      plant: 'kashima',
      mapping: {},
      effectiveOn: on,
      today: on,
      actor: null,
      signal: new AbortController().signal,
      progress: () => {},
      report: () => {},
      understood: () => {},
    })
  const commit = (importId: string) =>
    open
      .as<unknown>()
      .transaction()
      .execute((trx) => importer.commit(trx, importId, []))

  let peak = 0
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss)
  }, 50)
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  const counts = await timed('staged', () => stage('one', today))
  await timed('committed', () => commit('one'))
  delay.disable()
  clearInterval(watch)
  process.stdout.write(`${JSON.stringify(counts)}\n`)
  process.stdout.write(
    `peak rss ${megabytes(peak)} MB; the event loop waited ${(delay.max / 1e6).toFixed(0)} ms at most, ${(delay.percentile(99) / 1e6).toFixed(0)} ms at the 99th percentile\n`,
  )

  const ask = { plants: ['kashima'], from: '2021-11-23', to: today, today, within: 'P3M' }
  await timed('the first indicator (spans are built)', () => assets.indicators[4]!.measure(ask))
  await timed('all indicators', async () => {
    for (const indicator of assets.indicators) await indicator.measure(ask)
  })
  await timed('the first page of the list', () => assets.list({ plant: 'kashima', limit: 100 }))
  await timed('a page of a search', () => assets.list({ plant: 'kashima', q: '099', limit: 100 }))
  await timed('a page sorted by last review', () => assets.list({ plant: 'kashima', sort: 'reviewedOn', limit: 100 }))
  await timed('proof of the confirmed share', () =>
    assets.indicators[4]!.proof!({ scope: 'kashima', on: today, within: 'P3M', limit: 20 }),
  )
  const again = await timed('staged again (nothing changes)', () => stage('two', today))
  process.stdout.write(`${JSON.stringify(again)}\n`)
} finally {
  await database?.close()
  await rm(folder, { recursive: true, force: true })
}
