import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEvidence } from '#areas/evidence/create-evidence.ts'
import type { Importer, ImportJob, RowCounts, RowProblem } from '#areas/evidence/importer.ts'
import type { Evidence } from '#areas/evidence/index.ts'
import { createPeople } from '#areas/people/create-people.ts'
import { createPlants } from '#areas/plants/create-plants.ts'
import type { Plants } from '#areas/plants/index.ts'
import { WE_HAVE_NONE } from '#core/record/none.ts'
import type { RecordKind } from '#core/record/record.ts'
import type { Database } from '#platform/database/database.ts'
import { migrate } from '#platform/database/migrate.ts'
import { openFileStore } from '#platform/files/store.ts'
import { type Assets, createAssets } from './create-assets.ts'
import { recordKinds } from './kinds.ts'

const areas = join(import.meta.dirname, '..')

export interface TestAssets {
  readonly database: Database
  readonly plants: Plants
  readonly assets: Assets
  readonly evidence: Evidence
  /** The key of the person who signs. */
  readonly person: string
  readonly clock: { now(): Date; set(day: string): void }
}

/** The area on an empty database, with two plants. */
export async function openAssets(database: Database, extra: readonly string[] = []): Promise<TestAssets> {
  await migrate(
    database,
    ['people', 'plants', 'evidence', 'assets', ...extra].map((area) => ({
      area,
      folder: join(areas, area, 'migrations'),
    })),
  )
  let now = new Date('2026-06-01T09:00:00Z')
  const clock = {
    now: () => now,
    set: (day: string) => {
      now = new Date(`${day}T09:00:00Z`)
    },
  }
  const plants = createPlants(database, { clock })
  await plants.add({ key: 'kashima', name: 'Kashima Works' })
  await plants.add({ key: 'ulsan', name: 'Ulsan' })
  const people = createPeople(database, { clock })
  const { key: person } = await people.add({ name: 'Sato', departments: ['ot'] })
  const files = await openFileStore(await mkdtemp(join(tmpdir(), 'rung-files-')))
  const evidence = createEvidence(database, { people, plants, clock, files })
  evidence.registerKinds([...recordKinds, none])
  const assets = createAssets(database, { plants, clock, evidence })
  return { database, plants, clock, evidence, person, assets }
}

/** "We have none", about anything: which absences may be declared is the evidence area's to say. */
const none: RecordKind = {
  key: WE_HAVE_NONE,
  area: 'evidence',
  label: { en: 'We have none', ja: '該当なし' },
  purpose: { en: 'What do we not have?', ja: '何がありませんか。' },
  dateLabel: { en: 'As of', ja: '申告日' },
  hasEnd: true,
  needsAcceptance: false,
  scope: 'either',
  fields: [{ key: 'about', type: 'text', label: { en: 'What', ja: '対象' }, required: true }],
}

export interface StagedFile {
  readonly importId: string
  readonly counts: RowCounts
  readonly problems: readonly RowProblem[]
}

let imports = 0

/** Stages a file as the evidence area does it: written to disk, content-addressed, with its first bytes. */
export async function stageFile(
  importer: Importer,
  file: { readonly name: string; readonly bytes: string | Uint8Array; readonly plant?: string; readonly on?: string },
): Promise<StagedFile> {
  const folder = await mkdtemp(join(tmpdir(), 'rung-assets-'))
  try {
    const bytes = Buffer.from(file.bytes)
    const path = join(folder, 'file')
    await writeFile(path, bytes)
    const problems: RowProblem[] = []
    const importId = `imp-${++imports}`
    const on = file.on ?? '2026-06-01'
    const job: ImportJob = {
      importId,
      file: {
        path,
        name: file.name,
        bytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        head: bytes.subarray(0, 65_536),
      },
      plant: file.plant ?? null,
      mapping: {},
      effectiveOn: on,
      today: on,
      actor: null,
      signal: new AbortController().signal,
      progress: () => {},
      report: (problem) => problems.push(problem),
      understood: () => {},
    }
    return { importId, counts: await importer.stage(job), problems }
  } finally {
    await rm(folder, { recursive: true })
  }
}

export async function commitFile(database: Database, importer: Importer, importId: string): Promise<void> {
  await database
    .as<unknown>()
    .transaction()
    .execute((trx) => importer.commit(trx, importId, []))
}

export async function undoFile(database: Database, importer: Importer, importId: string): Promise<void> {
  await database
    .as<unknown>()
    .transaction()
    .execute((trx) => importer.undo(trx, importId))
}
