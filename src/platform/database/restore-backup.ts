import { stat } from 'node:fs/promises'
import { BadInput, Refused } from '#platform/errors.ts'
import type { FileStore } from '../files/store.ts'
import type { Database, Session } from './database.ts'
import { type BackupSummary, fileEntry, type Manifest, manifestName, summarise } from './manifest.ts'
import { type AreaMigrations, appliedMigrations, applyMigrations, isMigrated } from './migrate.ts'
import { entryBytes, readBackup, verifiedManifest } from './read-backup.ts'
import { listTables, openForLoading, setSequence, type Table, writeRows } from './tables.ts'

export interface RestoreTarget {
  /** Opened, and never migrated. */
  readonly database: Database
  readonly files: FileStore
  /** All areas of the program, as for `migrate`. */
  readonly areas: readonly AreaMigrations[]
}

const largestEntry = 512 * 1024 * 1024
const rowsAtOnce = 1_000

/**
 * Restores a backup into an empty database. It is checked as a whole first; then the migrations are applied that it was made
 * under, and all rows are loaded in one transaction, at whose end every foreign key is checked again. A program that is
 * newer than the backup brings it up to date afterwards with `migrate`.
 *
 * @throws Refused when the database is not empty, or the backup is of a newer program
 * @throws BadInput when the backup is damaged; nothing was changed then
 */
export async function restoreBackup(target: RestoreTarget, path: string): Promise<BackupSummary> {
  const { database, files, areas } = target
  if (await isMigrated(database)) {
    throw new Refused('The database is not empty. A backup is restored only into a new one, so that nothing is lost.')
  }
  const manifest = await verifiedManifest(path)
  // Files first: without rows that speak of them they do no harm.
  await restoreFiles(path, manifest, files)
  await database.transaction(async (session) => {
    await applyMigrations(session, areas, manifest.migrations)
    await load(session, path, manifest)
  })
  return summarise(path, (await stat(path)).size, manifest)
}

async function restoreFiles(path: string, manifest: Manifest, files: FileStore): Promise<void> {
  const sizes = new Map(manifest.entries.map((entry) => [entry.name, entry]))
  for await (const entry of readBackup(path)) {
    const expected = sizes.get(entry.name)
    if (!expected || expected.table !== undefined) continue
    const stored = await files.put(entry.body, { limit: entry.size })
    if (fileEntry(stored.sha256) !== entry.name)
      throw new BadInput(`${entry.name} has another content than its name says`)
  }
}

async function load(session: Session, path: string, manifest: Manifest): Promise<void> {
  const schemas = [...new Set((await appliedMigrations(session)).map(({ area }) => area))]
  const present = await listTables(session, schemas)
  const tables = manifest.tables.map((wanted): Table => {
    const table = present.find(({ schema, name }) => schema === wanted.schema && name === wanted.name)
    if (!table)
      throw new BadInput(`The backup has a table ${wanted.schema}.${wanted.name} that its migrations do not make`)
    return {
      ...table,
      columns: table.columns.filter(({ name }) => wanted.columns.some((column) => column.name === name)),
    }
  })
  const close = await openForLoading(session, tables)
  const entries = new Map(manifest.entries.map((entry) => [entry.name, entry]))
  for await (const entry of readBackup(path)) {
    const index = entries.get(entry.name)?.table
    if (entry.name === manifestName || index === undefined) continue
    const lines = (await entryBytes(entry, largestEntry)).toString().trimEnd().split('\n')
    for (let start = 0; start < lines.length; start += rowsAtOnce) {
      await writeRows(session, tables[index]!, lines.slice(start, start + rowsAtOnce))
    }
  }
  for (const sequence of manifest.sequences) await setSequence(session, sequence)
  await close()
}
