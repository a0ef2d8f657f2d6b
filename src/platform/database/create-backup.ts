import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { access, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { NotFound, Refused } from '#platform/errors.ts'
import type { FileStore } from '../files/store.ts'
import { tarEnd, tarHeader, tarPadding } from '../files/tar.ts'
import type { Database, Session } from './database.ts'
import { type BackupSummary, fileEntry, type Manifest, manifestName, summarise } from './manifest.ts'
import { appliedMigrations } from './migrate.ts'
import { listSequences, listTables, readRows } from './tables.ts'

export interface BackupSource {
  readonly database: Database
  readonly files: FileStore
  /** Name and version of the program, for people. */
  readonly product: string
  readonly now: Date
}

/** Tables whose rows are of no use elsewhere. */
const leftOut = new Set(['platform.migration', 'platform.idempotency'])

/** Rows are gathered into entries of about this size. */
const entryBytes = 4 * 1024 * 1024

/**
 * Writes a backup: one gzipped tar with every table as lines of JSON, every stored file, and a manifest with the SHA-256 of
 * each. All tables are read in one snapshot. It restores on the embedded database and on a server alike.
 *
 * Writes of the embedded database wait meanwhile. Until the backup is complete and on the disk, it has no name.
 *
 * @throws Refused when there is a file at `path` already
 */
export async function createBackup(source: BackupSource, path: string): Promise<BackupSummary> {
  if (await exists(path)) throw new Refused(`${path} is there already. A backup never overwrites a file.`)
  const beside = `${path}.part`
  try {
    const manifest = emptyManifest(source)
    await pipeline(
      Readable.from(archive(source, manifest)),
      createGzip(),
      createWriteStream(beside, { mode: 0o600, flush: true }),
    )
    const { size } = await stat(beside)
    await rename(beside, path)
    await syncFolder(dirname(path))
    return summarise(path, size, manifest)
  } finally {
    await rm(beside, { force: true })
  }
}

const emptyManifest = ({ product, now }: BackupSource): Manifest => ({
  format: 'backup-1',
  createdAt: now.toISOString(),
  product,
  migrations: [],
  tables: [],
  sequences: [],
  entries: [],
})

/** The bytes of the tar, and the manifest filled on the way. */
async function* archive({ database, files, now }: BackupSource, manifest: Manifest): AsyncGenerator<Uint8Array> {
  const seconds = now.getTime() / 1000
  for await (const { name, bytes, ...rest } of fromTransaction(database, (session) =>
    tableEntries(session, manifest),
  )) {
    manifest.entries.push({ name, bytes: bytes.length, sha256: sha256Of(bytes), ...rest })
    yield* [tarHeader(name, bytes.length, seconds), bytes, tarPadding(bytes.length)]
  }
  // After the tables: every file that their snapshot speaks of is there by now.
  for await (const sha256 of files.list()) {
    const size = await files.size(sha256).catch(ignoreRemoved)
    if (size === undefined) continue
    const name = fileEntry(sha256)
    yield tarHeader(name, size, seconds)
    for await (const chunk of await files.read(sha256)) yield chunk as Uint8Array
    yield tarPadding(size)
    manifest.entries.push({ name, bytes: size, sha256 })
  }
  const last = Buffer.from(JSON.stringify(manifest, null, 1))
  yield* [tarHeader(manifestName, last.length, seconds), last, tarPadding(last.length), tarEnd()]
}

interface TableEntry {
  readonly name: string
  readonly bytes: Buffer
  readonly table: number
  readonly rows: number
}

async function* tableEntries(session: Session, manifest: Manifest): AsyncGenerator<TableEntry> {
  await session.script('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY')
  manifest.migrations.push(...(await appliedMigrations(session)))
  const schemas = [...new Set(manifest.migrations.map(({ area }) => area))]
  manifest.sequences.push(...(await listSequences(session, schemas)))
  const tables = (await listTables(session, schemas)).filter(({ schema, name }) => !leftOut.has(`${schema}.${name}`))
  for (const [index, table] of tables.entries()) {
    let part = 0
    let lines: string[] = []
    let size = 0
    let total = 0
    const entry = (): TableEntry => {
      const name = `tables/${String(index).padStart(4, '0')}/${String(part++).padStart(6, '0')}.ndjson`
      const made = { name, bytes: Buffer.from(`${lines.join('\n')}\n`), table: index, rows: lines.length }
      total += lines.length
      lines = []
      size = 0
      return made
    }
    for await (const rows of readRows(session, table)) {
      for (const row of rows) {
        lines.push(row)
        size += row.length
      }
      if (size >= entryBytes) yield entry()
    }
    if (lines.length > 0) yield entry()
    manifest.tables.push({ ...table, columns: [...table.columns], rows: total })
  }
}

/** Yields what a generator yields inside a transaction, which ends with it. */
async function* fromTransaction<Item>(
  database: Database,
  run: (session: Session) => AsyncGenerator<Item>,
): AsyncGenerator<Item> {
  const started = Promise.withResolvers<AsyncGenerator<Item>>()
  const ended = Promise.withResolvers<void>()
  const transaction = database.transaction(async (session) => {
    started.resolve(run(session))
    await ended.promise
  })
  transaction.catch(started.reject)
  try {
    yield* await started.promise
    ended.resolve()
  } catch (error) {
    ended.reject(error)
    throw error
  } finally {
    ended.resolve()
    await transaction
  }
}

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

function ignoreRemoved(error: unknown): undefined {
  if (!(error instanceof NotFound)) throw error
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  await folder.sync()
  await folder.close()
}
