import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely'
import type { Day } from '#core/calendar/day.ts'
import type { Advisory } from '#core/vulnerability/advisory.ts'
import type { Severity } from '#core/vulnerability/severity.ts'
import type { KevEntry } from '#formats/kev/decode.ts'
import { insertMany } from '#platform/database/insert-many.ts'

export interface VulnerabilityTables {
  'assets.advisory_batch': {
    id: string
    kind: 'csaf' | 'kev'
    file_name: string | null
    file_sha256: string | null
    effective_on: string
    version: string | null
    staged_at: string
    recorded_by: string | null
    committed_at: string | null
    undone_at: string | null
  }
  'assets.advisory': Record<string, unknown>
  'assets.kev_entry': Record<string, unknown>
  'assets.vulnerability_decision': Record<string, unknown>
}

export type Db = Kysely<VulnerabilityTables> | Transaction<VulnerabilityTables>

/** An advisory as it was brought: one revision of it. */
export interface AdvisoryHead {
  readonly key: string
  readonly seq: number
  readonly batch: string
  readonly part: string | null
  readonly row: number
  readonly trackingId: string
  readonly title: string
  readonly publisher: string
  readonly version: string
  readonly releasedAt: string | null
  readonly severity: Severity
  readonly score: number | null
  readonly cves: readonly string[]
  readonly vendors: readonly string[]
  readonly products: number
  readonly sha256: string
  readonly hashState: 'verified' | 'none'
  readonly signatureState: 'present' | 'none'
  readonly faults: number
  /** The day from which it counts. */
  readonly effectiveOn: Day
  readonly committedAt: string
  readonly fileName: string | null
}

export type NewAdvisory = Omit<AdvisoryHead, 'seq' | 'batch' | 'effectiveOn' | 'committedAt' | 'fileName'> & {
  readonly document: Advisory
}

/** Batches that a reader sees, by the knowledge of an instant. */
function visibleBatches(kind: 'csaf' | 'kev', knownAt?: string): RawBuilder<unknown> {
  return knownAt === undefined
    ? sql`(select id from assets.advisory_batch where kind = ${kind} and committed_at is not null and undone_at is null)`
    : sql`(select id from assets.advisory_batch where kind = ${kind} and committed_at <= ${knownAt}::timestamptz
        and (undone_at is null or undone_at > ${knownAt}::timestamptz))`
}

const HEAD =
  sql.raw(`a.key, a.seq, a.batch, a.part, a.row, a.tracking_id as "trackingId", a.title, a.publisher, a.version,
  a.released_at as "releasedAt", a.severity, a.score, a.cves, a.vendors, a.products, a.sha256,
  a.hash_state as "hashState", a.signature_state as "signatureState", a.faults, b.effective_on as "effectiveOn",
  b.committed_at as "committedAt", b.file_name as "fileName"`)

/** Every revision that a reader sees, without its document, in the order in which they came. */
export async function loadHeads(db: Db, knownAt?: string): Promise<AdvisoryHead[]> {
  const found = await sql<AdvisoryHead>`
    select ${HEAD} from assets.advisory a join assets.advisory_batch b on b.id = a.batch
    where a.batch in ${visibleBatches('csaf', knownAt)} order by a.seq
  `.execute(db)
  return found.rows
}

/** The documents of some revisions. */
export async function loadDocuments(db: Db, seqs: readonly number[]): Promise<Map<number, Advisory>> {
  const found = await sql<{ seq: number; document: Advisory }>`
    select seq, document from assets.advisory where seq = any(${[...seqs]}::bigint[])
  `.execute(db)
  return new Map(found.rows.map(({ seq, document }) => [seq, document]))
}

/** What of this key is kept already, in force or not: to tell what is new. */
export async function loadKept(db: Db, key: string): Promise<AdvisoryHead[]> {
  const found = await sql<AdvisoryHead>`
    select ${HEAD} from assets.advisory a join assets.advisory_batch b on b.id = a.batch
    where a.key = ${key} and a.batch in ${visibleBatches('csaf')} order by a.seq
  `.execute(db)
  return found.rows
}

export async function insertBatch(
  db: Db,
  batch: Pick<
    VulnerabilityTables['assets.advisory_batch'],
    'id' | 'kind' | 'file_name' | 'file_sha256' | 'effective_on' | 'version' | 'staged_at' | 'recorded_by'
  >,
): Promise<void> {
  await db
    .insertInto('assets.advisory_batch')
    .values({ ...batch, committed_at: null, undone_at: null })
    .execute()
}

export async function insertAdvisory(db: Db, batch: string, one: NewAdvisory): Promise<void> {
  await insertMany(db, 'assets.advisory', [
    {
      key: one.key,
      batch,
      part: one.part,
      row: one.row,
      tracking_id: one.trackingId,
      title: one.title,
      publisher: one.publisher,
      version: one.version,
      released_at: one.releasedAt,
      severity: one.severity,
      score: one.score,
      cves: one.cves,
      vendors: one.vendors,
      products: one.products,
      sha256: one.sha256,
      hash_state: one.hashState,
      signature_state: one.signatureState,
      faults: one.faults,
      document: one.document,
    },
  ])
}

/** What the files beside an advisory say of it, known only when the whole archive was read. */
export async function updateProofs(
  db: Db,
  batch: string,
  part: string,
  proofs: { readonly hashState?: 'verified'; readonly signatureState?: 'present' },
): Promise<void> {
  await sql`
    update assets.advisory set hash_state = coalesce(${proofs.hashState ?? null}, hash_state),
      signature_state = coalesce(${proofs.signatureState ?? null}, signature_state)
    where batch = ${batch} and part = ${part}`.execute(db)
}

export async function removeStaged(
  db: Db,
  batch: string,
  rows: readonly { readonly sheet: string | null; readonly row: number }[],
): Promise<void> {
  for (const { sheet, row } of rows) {
    await sql`delete from assets.advisory where batch = ${batch} and row = ${row} and part is not distinct from ${sheet}`.execute(
      db,
    )
    await sql`delete from assets.kev_entry where batch = ${batch} and row = ${row}`.execute(db)
  }
}

export async function insertKevEntries(db: Db, batch: string, entries: readonly KevEntry[]): Promise<void> {
  await insertMany(
    db,
    'assets.kev_entry',
    entries.map(({ cve, vendor, product, name, added, due, action, ransomware, row }) => ({
      batch,
      cve,
      vendor,
      product,
      name,
      added_on: added,
      due_on: due,
      action,
      ransomware,
      row,
    })),
  )
}

export interface KevBatch {
  readonly id: string
  readonly effectiveOn: Day
  readonly version: string | null
  readonly committedAt: string
}

/** Catalogues that a reader sees, in the order in which they count. */
export async function loadKevBatches(db: Db, knownAt?: string): Promise<KevBatch[]> {
  const found = await sql<KevBatch>`
    select id, effective_on as "effectiveOn", version, committed_at as "committedAt" from assets.advisory_batch
    where id in ${visibleBatches('kev', knownAt)} order by effective_on, committed_at, id
  `.execute(db)
  return found.rows
}

export async function loadKevEntries(
  db: Db,
  batch: string,
): Promise<
  { cve: string; addedOn: Day; dueOn: Day | null; ransomware: string | null; action: string; name: string }[]
> {
  const found = await sql<{
    cve: string
    addedOn: Day
    dueOn: Day | null
    ransomware: string | null
    action: string
    name: string
  }>`
    select cve, added_on as "addedOn", due_on as "dueOn", ransomware, action, name from assets.kev_entry where batch = ${batch}
  `.execute(db)
  return found.rows
}

/** Days on which advisories were brought, whatever was new in them: each is a run of the matching. */
export async function loadRuns(
  db: Db,
  knownAt?: string,
): Promise<{ id: string; effectiveOn: Day; committedAt: string; fileName: string | null }[]> {
  const found = await sql<{ id: string; effectiveOn: Day; committedAt: string; fileName: string | null }>`
    select id, effective_on as "effectiveOn", committed_at as "committedAt", file_name as "fileName" from assets.advisory_batch
    where id in ${visibleBatches('csaf', knownAt)} order by effective_on, committed_at, id
  `.execute(db)
  return found.rows
}

/** Differs whenever a reader would see other advisories or catalogues. */
export async function loadRevision(db: Db): Promise<string> {
  const found = await sql<{ revision: string }>`
    select concat(count(*), '.', count(undone_at), '.', max(extract(epoch from committed_at)), '.',
      max(extract(epoch from undone_at))) as revision
    from assets.advisory_batch where committed_at is not null
  `.execute(db)
  return found.rows[0]?.revision ?? ''
}

export async function commitBatch(db: Db, id: string, at: string): Promise<boolean> {
  const done =
    await sql`update assets.advisory_batch set committed_at = ${at}, undone_at = null where id = ${id}`.execute(db)
  return (done.numAffectedRows ?? 0n) > 0n
}

export async function undoBatch(db: Db, id: string, at: string): Promise<void> {
  await sql`update assets.advisory_batch set undone_at = ${at} where id = ${id} and committed_at is not null`.execute(
    db,
  )
}

/** Removes a batch that was never committed. */
export async function discardBatch(db: Db, id: string): Promise<void> {
  const staged = sql`(select id from assets.advisory_batch where id = ${id} and committed_at is null)`
  await sql`delete from assets.advisory where batch in ${staged}`.execute(db)
  await sql`delete from assets.kev_entry where batch in ${staged}`.execute(db)
  await sql`delete from assets.advisory_batch where id = ${id} and committed_at is null`.execute(db)
}

export async function clearVulnerabilities(trx: Db): Promise<void> {
  await sql`truncate assets.advisory, assets.kev_entry, assets.advisory_batch, assets.vulnerability_decision,
    assets.vulnerability_decision_undo`.execute(trx)
}
