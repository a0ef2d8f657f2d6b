import { type Kysely, sql, type Transaction } from 'kysely'
import type { Bilingual } from '#core/record/record.ts'
import { insertMany } from '#platform/database/insert-many.ts'
import type { ColumnUse, RowCounts, RowProblem } from './importer.ts'
import type { EvidenceTables } from './tables.ts'

type Db = Kysely<EvidenceTables> | Transaction<EvidenceTables>

/**
 * `waiting` → `staging` → `staged` → `committed` → `undone`; `cancelled` by a person, `failed` by the file,
 * `interrupted` by a crash: of these three nothing stays.
 */
export const importStates = [
  'waiting',
  'staging',
  'staged',
  'committed',
  'undone',
  'cancelled',
  'failed',
  'interrupted',
] as const
export type ImportState = (typeof importStates)[number]

export interface Import {
  readonly id: string
  /** Null where no importer knew the file. */
  readonly kind: string | null
  readonly candidates: readonly Candidate[]
  readonly plant: string | null
  readonly fileName: string
  readonly sha256: string
  readonly bytes: number
  readonly state: ImportState
  readonly effectiveOn: string
  /** Column title → field key, as a person confirmed it. */
  readonly mapping: Readonly<Record<string, string | null>>
  readonly columns: readonly ColumnUse[]
  readonly counts: RowCounts | null
  /** How many rows had problems, all of them counted; only the first of each severity are kept. */
  readonly problems: Readonly<Record<RowProblem['severity'], number>>
  readonly done: number
  readonly total: number
  readonly failure: (Bilingual & { readonly asks?: 'plant' }) | null
  /** An earlier import of the very same file for the same plant that is committed. */
  readonly sameAs: string | null
  readonly recordedAt: string
  readonly recordedBy: string | null
  readonly committedAt: string | null
  readonly undoneAt: string | null
}

export interface Candidate {
  readonly kind: string
  readonly sure: number
}

const SELECT = `select id, kind, candidates, plant, file_name as "fileName", file_sha256 as sha256,
  file_bytes as bytes, state, effective_on as "effectiveOn", mapping, columns, counts, problems,
  done, total, failure, same_as as "sameAs",
  recorded_at as "recordedAt", recorded_by as "recordedBy",
  committed_at as "committedAt", undone_at as "undoneAt" from evidence.import`

export async function insertImport(db: Db, one: Import, worker: string): Promise<void> {
  await db
    .insertInto('evidence.import')
    .values({
      id: one.id,
      kind: one.kind,
      candidates: JSON.stringify(one.candidates),
      plant: one.plant,
      file_name: one.fileName,
      file_sha256: one.sha256,
      file_bytes: one.bytes,
      state: one.state,
      effective_on: one.effectiveOn,
      mapping: JSON.stringify(one.mapping),
      columns: '[]',
      counts: null,
      problems: JSON.stringify(one.problems),
      done: 0,
      total: 0,
      failure: one.failure ? JSON.stringify(one.failure) : null,
      same_as: one.sameAs,
      worker,
      heartbeat_at: one.recordedAt,
      recorded_at: one.recordedAt,
      recorded_by: one.recordedBy,
      staged_at: null,
      committed_at: null,
      committed_by: null,
      undone_at: null,
      undone_by: null,
    })
    .execute()
}

export async function loadImport(db: Db, id: string, lock = false): Promise<Import | null> {
  const found = await sql<Import>`${sql.raw(SELECT)} where id = ${id} ${sql.raw(lock ? 'for update' : '')}`.execute(db)
  return found.rows[0] ?? null
}

export interface ImportFilter {
  readonly plant?: string | undefined
  readonly state?: ImportState | undefined
  readonly knownAt?: string | undefined
  /** The import after which the page begins. */
  readonly after?: string | undefined
  readonly limit: number
}

/** Newest first. */
export async function listImports(db: Db, filter: ImportFilter): Promise<Import[]> {
  const wanted = [sql`true`]
  if (filter.plant) wanted.push(sql`plant = ${filter.plant}`)
  if (filter.state) wanted.push(sql`state = ${filter.state}`)
  if (filter.knownAt) wanted.push(sql`recorded_at <= ${filter.knownAt}::timestamptz`)
  if (filter.after) {
    wanted.push(sql`(recorded_at, id) < (select recorded_at, id from evidence.import where id = ${filter.after})`)
  }
  const found = await sql<Import>`
    ${sql.raw(SELECT)} where ${sql.join(wanted, sql` and `)} order by recorded_at desc, id desc limit ${filter.limit}
  `.execute(db)
  return found.rows
}

/** Committed imports that no one undid, for what each source brought; oldest first. */
export async function listCommitted(db: Db): Promise<Import[]> {
  const found = await sql<Import>`${sql.raw(SELECT)} where state = 'committed' order by committed_at, id`.execute(db)
  return found.rows
}

export async function findSame(db: Db, kind: string, plant: string | null, sha256: string): Promise<string | null> {
  const found = await sql<{ id: string }>`
    select id from evidence.import where file_sha256 = ${sha256} and kind = ${kind}
      and plant is not distinct from ${plant} and state = 'committed' order by committed_at desc limit 1
  `.execute(db)
  return found.rows[0]?.id ?? null
}

/** Moves an import from one of the states it may be in; false when it is in none of them. */
export async function moveImport(
  db: Db,
  id: string,
  from: readonly ImportState[],
  set: Readonly<Record<string, unknown>> & { readonly state: ImportState },
): Promise<boolean> {
  const values = Object.fromEntries(
    Object.entries(set).map(([key, value]) => [
      key,
      value !== null && typeof value === 'object' ? JSON.stringify(value) : value,
    ]),
  )
  const result = await db
    .updateTable('evidence.import')
    .set(values)
    .where('id', '=', id)
    .where('state', 'in', [...from])
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Says that the worker lives and how far it is; false when the import is no longer its own to work on. */
export async function beat(db: Db, id: string, worker: string, at: string, done: number, total: number) {
  await db
    .updateTable('evidence.import')
    .set({ heartbeat_at: at })
    .where('worker', '=', worker)
    .where('state', '=', 'waiting')
    .execute()
  const result = await db
    .updateTable('evidence.import')
    .set({ heartbeat_at: at, done: Math.round(done), total: Math.round(total) })
    .where('id', '=', id)
    .where('worker', '=', worker)
    .where('state', 'in', ['waiting', 'staging'])
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Imports that no living worker works on: all of the unfinished ones where only one process can hold the database. */
export async function listAbandoned(db: Db, worker: string, silentSince: string | null): Promise<Import[]> {
  const found = await sql<Import>`
    ${sql.raw(SELECT)} where state in ('waiting', 'staging') and worker is distinct from ${worker}
      and (${silentSince}::timestamptz is null or heartbeat_at is null or heartbeat_at < ${silentSince}::timestamptz)
    order by recorded_at, id
  `.execute(db)
  return found.rows
}

export async function insertProblems(
  db: Db,
  importId: string,
  first: number,
  problems: readonly RowProblem[],
): Promise<void> {
  await insertMany(
    db,
    'evidence.import_problem',
    problems.map((problem, i) => ({
      import_id: importId,
      n: first + i,
      severity: problem.severity,
      sheet: problem.sheet,
      row: problem.row,
      col: problem.column,
      reason: problem.reason,
    })),
  )
}

export async function loadProblems(
  db: Db,
  importId: string,
  ask: { readonly severity?: RowProblem['severity'] | undefined; readonly after: number; readonly limit: number },
): Promise<(RowProblem & { readonly n: number })[]> {
  // What was refused comes first, then what was left out, then notes: `n` says where in this order.
  const found = await sql<RowProblem & { n: number }>`
    select p.place as n, p.severity, p.sheet, p.row, p.col as "column", p.reason from (
      select *, n + 1000000000 * (array_position(array['refused', 'ignored', 'note'], severity::text) - 1)::bigint as place
      from evidence.import_problem where import_id = ${importId}
        and (${ask.severity ?? null}::text is null or severity = ${ask.severity ?? null})) p
    where p.place > ${ask.after} order by p.place limit ${ask.limit}
  `.execute(db)
  return found.rows
}

export async function deleteProblems(db: Db, importId: string): Promise<void> {
  await db.deleteFrom('evidence.import_problem').where('import_id', '=', importId).execute()
}

export interface RememberedMapping {
  readonly fingerprint: string
  readonly mapping: Readonly<Record<string, string | null>>
}

/** What persons confirmed for this kind of source at this plant, the newest for each header. */
export async function loadMappings(db: Db, kind: string, plant: string | null): Promise<RememberedMapping[]> {
  const found = await sql<RememberedMapping>`
    select distinct on (fingerprint) fingerprint, mapping from evidence.mapping
    where kind = ${kind} and plant = ${plant ?? '*'} order by fingerprint, seq desc
  `.execute(db)
  return found.rows
}

export async function insertMapping(
  db: Db,
  one: RememberedMapping & {
    readonly kind: string
    readonly plant: string | null
    readonly at: string
    readonly by: string | null
  },
): Promise<void> {
  await db
    .insertInto('evidence.mapping')
    .values({
      kind: one.kind,
      plant: one.plant ?? '*',
      fingerprint: one.fingerprint,
      mapping: JSON.stringify(one.mapping),
      recorded_at: one.at,
      recorded_by: one.by,
    })
    .execute()
}
