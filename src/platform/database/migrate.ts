import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Broken, Refused } from '#platform/errors.ts'
import type { Database, Session } from './database.ts'

/** One area's schema and the folder of its `.sql` files, which are applied in the order of their names. */
export interface AreaMigrations {
  readonly area: string
  readonly folder: string
}

/** One migration file that was applied by this run. */
export interface AppliedMigration {
  readonly area: string
  readonly name: string
}

/** As the ledger knows it. */
export interface LedgerRow extends AppliedMigration {
  /** SHA-256 of the file. */
  readonly checksum: string
}

interface MigrationFile extends LedgerRow {
  readonly statements: string
}

/** Any number; only that every start of the product asks for the same one. */
const migrationLock = 7_486_519

/**
 * Brings the schemas up to date: one PostgreSQL schema per area, each file in a transaction of its own together with its
 * row in `platform.migration`. Starts that overlap wait for each other. Areas come in the order given, so an area may
 * refer to tables of those before it.
 *
 * A file runs with `search_path` set to its area's schema.
 *
 * @returns what was applied, in order
 * @throws Refused when an applied file was changed or is gone: the database is newer than the program, or the file was edited
 * @throws Broken when a file fails; nothing of it remains
 */
export async function migrate(database: Database, areas: readonly AreaMigrations[]): Promise<AppliedMigration[]> {
  const files = await readAreas(areas)
  await database.transaction(async (session) => {
    await exclusively(session)
    await session.script(ledger)
    // Areas that this start does not bring are left alone.
    const known = new Set(files.map(({ area }) => area))
    refuseForeign(
      (await appliedMigrations(session)).filter(({ area }) => known.has(area)),
      files,
    )
  })
  const applied: AppliedMigration[] = []
  for (const file of files) {
    if (await apply(database, file)) applied.push({ area: file.area, name: file.name })
  }
  return applied
}

/** Whether anything has ever been applied to this database. */
export async function isMigrated(database: Database): Promise<boolean> {
  return database.transaction(async (session) => {
    const [found] = await session.rows<{ ledger: string | null }>(
      "SELECT to_regclass('platform.migration')::text AS ledger",
    )
    return Boolean(found?.ledger) && (await appliedMigrations(session)).length > 0
  })
}

/** What the ledger says was applied, in no particular order. */
export function appliedMigrations(session: Session): Promise<LedgerRow[]> {
  return session.rows<LedgerRow>('SELECT area, name, checksum FROM platform.migration ORDER BY area, name')
}

/**
 * Applies exactly these migrations to an empty database, inside a transaction of the caller's.
 * @throws Refused when this program does not have one of them, or has another of that name
 */
export async function applyMigrations(
  session: Session,
  areas: readonly AreaMigrations[],
  wanted: readonly LedgerRow[],
): Promise<void> {
  const files = await readAreas(areas)
  refuseForeign(wanted, files, 'The backup')
  await exclusively(session)
  await session.script(ledger)
  for (const file of files) if (wanted.some((row) => same(row, file))) await run(session, file)
  await session.script('SET LOCAL search_path TO DEFAULT')
}

const platformMigrations: AreaMigrations = { area: 'platform', folder: join(import.meta.dirname, 'migrations') }

const ledger = `
  CREATE SCHEMA IF NOT EXISTS platform;
  CREATE TABLE IF NOT EXISTS platform.migration (
    area text NOT NULL,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (area, name)
  );`

async function readAreas(areas: readonly AreaMigrations[]): Promise<MigrationFile[]> {
  return (await Promise.all([platformMigrations, ...areas].map(readArea))).flat()
}

async function readArea({ area, folder }: AreaMigrations): Promise<MigrationFile[]> {
  if (!/^[a-z][a-z0-9_]*$/.test(area)) throw new Broken(`${area} is no name for a schema`)
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => {
      // Line ends may differ between checkouts of the same file.
      const statements = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n')
      return { area, name, statements, checksum: createHash('sha256').update(statements).digest('hex') }
    }),
  )
}

async function exclusively(session: Session): Promise<void> {
  await session.rows('SELECT pg_advisory_xact_lock($1)', [migrationLock])
}

function refuseForeign(applied: readonly LedgerRow[], files: readonly MigrationFile[], what = 'This database'): void {
  for (const row of applied) {
    const file = files.find((candidate) => same(candidate, row))
    if (!file) {
      throw new Refused(
        `${what} has the migration ${row.area}/${row.name}, which this program does not know. Use the newer program.`,
      )
    }
    if (file.checksum !== row.checksum) {
      throw new Refused(
        `${what} has the migration ${row.area}/${row.name}, which was changed after it had been applied.`,
      )
    }
  }
}

/** @returns false where another start has applied it in the meantime */
async function apply(database: Database, file: MigrationFile): Promise<boolean> {
  try {
    return await database.transaction(async (session) => {
      await exclusively(session)
      if ((await appliedMigrations(session)).some((row) => same(row, file))) return false
      await run(session, file)
      return true
    })
  } catch (error) {
    throw new Broken(`The migration ${file.area}/${file.name} failed: ${reason(error)}`, { cause: error })
  }
}

async function run(session: Session, file: MigrationFile): Promise<void> {
  await session.script(`CREATE SCHEMA IF NOT EXISTS "${file.area}"; SET LOCAL search_path = "${file.area}";`)
  await session.script(file.statements)
  await session.rows('INSERT INTO platform.migration (area, name, checksum) VALUES ($1, $2, $3)', [
    file.area,
    file.name,
    file.checksum,
  ])
}

const same = (one: AppliedMigration, other: AppliedMigration) => one.area === other.area && one.name === other.name

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error))
