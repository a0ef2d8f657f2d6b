import { createHash } from 'node:crypto'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Acceptance, DatedRecord, Department } from '#core/record/record.ts'
import { insertMany } from '#platform/database/insert-many.ts'
import type { KeptRecord, Withdrawal } from './ledger.ts'
import type { EvidenceTables, RecordTable } from './tables.ts'

type Db = Kysely<EvidenceTables> | Transaction<EvidenceTables>

/** Everything that decides what a record says; equal content has an equal fingerprint. */
export interface Content {
  readonly kind: string
  readonly scope: DatedRecord['scope']
  readonly effectiveFrom: string
  readonly effectiveTo: string | null
  readonly data: Readonly<Record<string, unknown>>
}

export interface NewRecord extends Content {
  readonly id: string
  readonly source: string | null
  readonly replaces: string | null
  readonly importId: string | null
  readonly sheet: string | null
  readonly row: number | null
  readonly at: string
  readonly by: string | null
}

export function fingerprintOf(content: Content): string {
  const scope = content.scope === 'enterprise' ? '*' : [...content.scope].sort().join(' ')
  const data = Object.entries(content.data).sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([content.kind, scope, content.effectiveFrom, content.effectiveTo, data]))
    .digest('hex')
    .slice(0, 32)
}

function rowOf(record: NewRecord): RecordTable {
  const plants = record.scope === 'enterprise' ? [] : [...new Set(record.scope)].sort()
  return {
    plant: plants.length === 1 ? plants[0]! : '*',
    id: record.id,
    kind: record.kind,
    enterprise: record.scope === 'enterprise',
    plants,
    effective_from: record.effectiveFrom,
    effective_to: record.effectiveTo,
    data: record.data,
    source: record.source,
    import_id: record.importId,
    sheet: record.sheet,
    row: record.row,
    fingerprint: fingerprintOf(record),
    replaces: record.replaces,
    recorded_at: record.at,
    recorded_by: record.by,
  }
}

/** In statements small enough that other work goes on; give it a transaction where all or none must be there. */
export async function insertRecords(db: Db, records: readonly NewRecord[]): Promise<void> {
  await insertMany(db, 'evidence.record', records.map(rowOf))
}

export interface AcceptanceRow extends Acceptance {
  readonly recordId: string
  readonly at: string
  readonly importId: string | null
}

/** A second acceptance by the same person changes nothing. */
export async function insertAcceptances(db: Db, rows: readonly AcceptanceRow[]): Promise<void> {
  for (let i = 0; i < rows.length; i += 500) {
    await db
      .insertInto('evidence.acceptance')
      .values(
        rows.slice(i, i + 500).map((row) => ({
          record_id: row.recordId,
          person: row.by,
          department: row.department,
          accepted_on: row.on,
          recorded_at: row.at,
          import_id: row.importId,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}

export async function insertWithdrawal(db: Db, recordId: string, withdrawal: Withdrawal): Promise<void> {
  await db
    .insertInto('evidence.withdrawal')
    .values({
      record_id: recordId,
      reason: withdrawal.reason,
      recorded_at: withdrawal.at,
      recorded_by: withdrawal.by,
    })
    .execute()
}

/** Moves the revision; the row lock makes writers of records wait for each other. */
export async function bumpRevision(db: Db): Promise<void> {
  await sql`update evidence.revision set n = n + 1`.execute(db)
}

export async function readRevision(db: Db): Promise<string> {
  const found = await sql<{ n: string }>`select n::text as n from evidence.revision`.execute(db)
  return found.rows[0]?.n ?? '0'
}

interface LoadedRecord {
  id: string
  kind: string
  enterprise: boolean
  plants: string[]
  effectiveFrom: string
  effectiveTo: string | null
  data: Record<string, unknown>
  source: string | null
  replaces: string | null
  recordedAt: string
  recordedBy: string | null
  undoneAt: string | null
  importId: string | null
  fileName: string | null
  sheet: string | null
  row: number | null
}

/** Every record that ever was visible, ascending by effective date and then by entry, with all that was said of it. */
export async function loadRecords(db: Db): Promise<KeptRecord[]> {
  const records = await sql<LoadedRecord>`
    select r.id, r.kind, r.enterprise, r.plants, r.effective_from as "effectiveFrom",
      r.effective_to as "effectiveTo", r.data, r.source, r.replaces,
      coalesce(i.committed_at, r.recorded_at) as "recordedAt", r.recorded_by as "recordedBy",
      i.undone_at as "undoneAt", i.id as "importId", i.file_name as "fileName", r.sheet, r.row
    from evidence.record r left join evidence.import i on i.id = r.import_id
    where r.import_id is null or i.committed_at is not null
    order by r.effective_from, coalesce(i.committed_at, r.recorded_at), r.id
  `.execute(db)
  const acceptances = await sql<{ id: string; by: string; department: Department; on: string; recordedAt: string }>`
    select a.record_id as id, a.person as by, a.department, a.accepted_on as "on",
      coalesce(i.committed_at, a.recorded_at) as "recordedAt"
    from evidence.acceptance a left join evidence.import i on i.id = a.import_id
    order by a.recorded_at, a.person
  `.execute(db)
  const withdrawals = await sql<Withdrawal & { id: string }>`
    select record_id as id, reason, recorded_at as at, recorded_by as by
    from evidence.withdrawal order by seq
  `.execute(db)
  const accepted = Map.groupBy(acceptances.rows, (row) => row.id)
  const withdrawn = Map.groupBy(withdrawals.rows, (row) => row.id)
  return records.rows.map(({ enterprise, plants, importId, fileName, sheet, row, ...rest }) => ({
    ...rest,
    scope: enterprise ? 'enterprise' : plants,
    origin: importId && fileName ? { importId, fileName, sheet, row: row ?? 0 } : null,
    acceptances: (accepted.get(rest.id) ?? []).map(({ id: _, ...one }) => one),
    withdrawals: (withdrawn.get(rest.id) ?? []).map(({ id: _, ...one }) => one),
  }))
}

/** Removes what an import staged; what was committed stays. */
export async function discardStaged(db: Db, importId: string): Promise<void> {
  await sql`
    delete from evidence.acceptance a using evidence.import i
    where a.import_id = ${importId} and i.id = a.import_id and i.committed_at is null
  `.execute(db)
  await sql`
    delete from evidence.record r using evidence.import i
    where r.import_id = ${importId} and i.id = r.import_id and i.committed_at is null
  `.execute(db)
}

/** Removes staged rows left out by choice. */
export async function dropStaged(
  db: Db,
  importId: string,
  rows: readonly { readonly sheet: string | null; readonly row: number }[],
): Promise<void> {
  if (rows.length === 0) return
  const chosen = JSON.stringify(rows)
  await sql`
    delete from evidence.record r
    using jsonb_to_recordset(${chosen}::text::jsonb) as x(sheet text, row integer)
    where r.import_id = ${importId} and r.row = x.row and r.sheet is not distinct from x.sheet
  `.execute(db)
}

/**
 * Removes staged rows that meanwhile became known by another way (the same file committed twice), and forgets the
 * correction of a record that meanwhile was corrected by someone else.
 */
export async function dropOvertaken(db: Db, importId: string): Promise<void> {
  await sql`
    delete from evidence.record r
    where r.import_id = ${importId} and exists (
      select 1 from evidence.record o left join evidence.import i on i.id = o.import_id
      where o.fingerprint = r.fingerprint and o.id <> r.id
        and o.import_id is distinct from ${importId}
        and (o.import_id is null or (i.committed_at is not null and i.undone_at is null))
        and not exists (select 1 from evidence.withdrawal w where w.record_id = o.id)
        and not exists (
          select 1 from evidence.record n left join evidence.import ni on ni.id = n.import_id
          where n.replaces = o.id and n.import_id is distinct from ${importId}
            and (n.import_id is null or (ni.committed_at is not null and ni.undone_at is null))
        )
    )
  `.execute(db)
  await sql`
    delete from evidence.acceptance a where a.import_id = ${importId}
      and not exists (select 1 from evidence.record r where r.id = a.record_id)
  `.execute(db)
}

/** Names, on staged rows, the records that they correct. */
export async function setReplaced(
  db: Db,
  importId: string,
  pairs: readonly { readonly id: string; readonly replaces: string }[],
): Promise<void> {
  if (pairs.length === 0) return
  await sql`
    update evidence.record r set replaces = x.replaces
    from jsonb_to_recordset(${JSON.stringify(pairs)}::text::jsonb) as x(id text, replaces text)
    where r.id = x.id and r.import_id = ${importId}
  `.execute(db)
}

/** Records that staged rows correct and that meanwhile were corrected or withdrawn by someone else. */
export async function findLostReplacements(db: Db, importId: string): Promise<string[]> {
  const found = await sql<{ id: string }>`
    select r.replaces as id from evidence.record r
    where r.import_id = ${importId} and r.replaces is not null and (
      exists (select 1 from evidence.withdrawal w where w.record_id = r.replaces)
      or exists (
        select 1 from evidence.record o left join evidence.import i on i.id = o.import_id
        where o.replaces = r.replaces and o.import_id is distinct from ${importId}
          and (o.import_id is null or (i.committed_at is not null and i.undone_at is null))
          and not exists (select 1 from evidence.withdrawal w where w.record_id = o.id)
      )
    )
    order by 1
  `.execute(db)
  return found.rows.map((row) => row.id)
}

export async function clearEvidence(trx: Db): Promise<void> {
  await sql`
    truncate evidence.record, evidence.withdrawal, evidence.acceptance, evidence.import_problem, evidence.mapping,
      evidence.document, evidence.import
  `.execute(trx)
  await bumpRevision(trx)
}
