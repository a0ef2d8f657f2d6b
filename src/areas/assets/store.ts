import { type Generated, type Kysely, type RawBuilder, sql, type Transaction } from 'kysely'
import type { Day } from '#core/calendar/day.ts'
import { insertMany } from '#platform/database/insert-many.ts'
import type { AssetFacts } from './asset.ts'
import { flagsOf } from './flags.ts'

interface VersionRow {
  plant: string
  tag: string
  effective_on: string
  seq: Generated<number>
  batch: string
  sheet: string | null
  row: number | null
  replaces: boolean
  name: string | null
  category: string | null
  vendor: string | null
  model: string | null
  order_number: string | null
  firmware: string | null
  serial: string | null
  hostname: string | null
  ips: string[]
  macs: string[]
  zone: string | null
  level: string | null
  criticality: string | null
  lifecycle: string | null
  procured_on: string | null
  deployed_on: string | null
  operated_on: string | null
  renewal_on: string | null
  disposed_on: string | null
  owner: string | null
  location: string | null
  sis: boolean | null
  constraints: string[]
  protection: string | null
  remarks: string | null
  other: Record<string, string>
  flags: number
}

export interface AssetsTables {
  'assets.batch': {
    id: string
    file_name: string | null
    file_sha256: string | null
    staged_at: string
    recorded_by: string | null
    committed_at: string | null
    undone_at: string | null
  }
  'assets.batch_plant': {
    plant: string
    batch: string
    effective_on: string
    added: number
    changed: number
    reviewed: number
    unchanged: number
  }
  'assets.version': VersionRow
  'assets.review': {
    plant: string
    tag: string
    reviewed_on: string
    seq: Generated<number>
    batch: string
    sheet: string | null
    row: number | null
  }
  'assets.sighting': { plant: string; tag: string; day: string; ref: string; known_at: string }
  'assets.span': {
    plant: string
    n: number
    from_day: string
    to_day: string | null
    flags: number
    reviewed_on: string | null
    seen_on: string | null
    assets: number
    sample: string
  }
  'assets.span_state': { plant: string; key: string; built_at: string }
}

export type Db = Kysely<AssetsTables> | Transaction<AssetsTables>

/** One staged version: what a row says, and where it stands. */
export interface NewVersion {
  readonly plant: string
  readonly tag: string
  readonly effectiveOn: Day
  readonly sheet: string | null
  readonly row: number | null
  readonly replaces: boolean
  readonly facts: AssetFacts
}

export interface NewReview {
  readonly plant: string
  readonly tag: string
  readonly reviewedOn: Day
  readonly sheet: string | null
  readonly row: number | null
}

export async function insertVersions(db: Db, batch: string, versions: readonly NewVersion[]): Promise<void> {
  await insertMany(
    db,
    'assets.version',
    versions.map((version) => versionRow(batch, version)),
  )
}

function versionRow(batch: string, version: NewVersion) {
  const { facts } = version
  return {
    plant: version.plant,
    tag: version.tag,
    effective_on: version.effectiveOn,
    batch,
    sheet: version.sheet,
    row: version.row,
    replaces: version.replaces,
    name: facts.name,
    category: facts.type,
    vendor: facts.vendor,
    model: facts.model,
    order_number: facts.orderNumber,
    firmware: facts.firmware,
    serial: facts.serial,
    hostname: facts.hostname,
    ips: [...facts.ips],
    macs: [...facts.macs],
    zone: facts.zone,
    level: facts.level,
    criticality: facts.criticality,
    lifecycle: facts.lifecycle,
    procured_on: facts.procuredOn,
    deployed_on: facts.deployedOn,
    operated_on: facts.operatedOn,
    renewal_on: facts.renewalOn,
    disposed_on: facts.disposedOn,
    owner: facts.owner,
    location: facts.location,
    sis: facts.sis,
    constraints: [...facts.constraints],
    protection: facts.protection,
    remarks: facts.remarks,
    other: { ...facts.other },
    flags: flagsOf(facts),
  }
}

export async function insertReviews(db: Db, batch: string, reviews: readonly NewReview[]): Promise<void> {
  await insertMany(
    db,
    'assets.review',
    reviews.map(({ plant, tag, reviewedOn, sheet, row }) => ({
      plant,
      tag,
      reviewed_on: reviewedOn,
      batch,
      sheet,
      row,
    })),
  )
}

/** Batches that a reader sees: committed and not undone, by the knowledge of an instant. */
export function visible(knownAt?: string): RawBuilder<unknown> {
  return knownAt === undefined
    ? sql`(select id from assets.batch where committed_at is not null and undone_at is null)`
    : sql`(select id from assets.batch where committed_at <= ${knownAt}::timestamptz
        and (undone_at is null or undone_at > ${knownAt}::timestamptz))`
}

export function iso(column: string): RawBuilder<string> {
  return sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`)
}

export async function insertBatch(
  db: Db,
  batch: {
    readonly id: string
    readonly fileName: string | null
    readonly fileSha256: string | null
    readonly stagedAt: string
    readonly recordedBy: string | null
  },
): Promise<void> {
  await db
    .insertInto('assets.batch')
    .values({
      id: batch.id,
      file_name: batch.fileName,
      file_sha256: batch.fileSha256,
      staged_at: batch.stagedAt,
      recorded_by: batch.recordedBy,
      committed_at: null,
      undone_at: null,
    })
    .execute()
}

/** What a batch brings to a plant. */
export interface BatchPlant {
  readonly plant: string
  readonly effectiveOn: Day
  readonly added: number
  readonly changed: number
  readonly reviewed: number
  readonly unchanged: number
}

export async function insertBatchPlants(db: Db, batch: string, plants: readonly BatchPlant[]): Promise<void> {
  if (plants.length === 0) return
  await db
    .insertInto('assets.batch_plant')
    .values(
      plants.map(({ plant, effectiveOn, added, changed, reviewed, unchanged }) => {
        return { plant, batch, effective_on: effectiveOn, added, changed, reviewed, unchanged }
      }),
    )
    .execute()
}

export interface BatchState {
  readonly id: string
  readonly stagedAt: string
  readonly committedAt: string | null
  readonly undoneAt: string | null
}

export async function loadBatch(db: Db, id: string): Promise<BatchState | undefined> {
  const found = await sql<BatchState>`
    select id, ${iso('staged_at')} as "stagedAt", ${iso('committed_at')} as "committedAt", ${iso('undone_at')} as "undoneAt"
    from assets.batch where id = ${id}
  `.execute(db)
  return found.rows[0]
}

/** An asset of the batch that another batch, committed since the staging, has changed as well; null where there is none. */
export async function overtakenAsset(db: Db, batch: string): Promise<{ plant: string; tag: string } | null> {
  const others = await sql<{ id: string; plants: string[] }>`
    select b.id, array_agg(p.plant) as plants from assets.batch b join assets.batch_plant p on p.batch = b.id
    where b.committed_at > (select staged_at from assets.batch where id = ${batch}) and b.undone_at is null
      and p.plant in (select plant from assets.batch_plant where batch = ${batch})
    group by b.id
  `.execute(db)
  for (const other of others.rows) {
    const found = await sql<{ plant: string; tag: string }>`
      select plant, tag from assets.version where batch = ${other.id}
      intersect select plant, tag from assets.version where batch = ${batch} limit 1
    `.execute(db)
    if (found.rows[0]) return found.rows[0]
  }
  return null
}

/** Takes rows out that a person left out by choice. */
export async function removeRows(
  db: Db,
  batch: string,
  rows: readonly { readonly sheet: string | null; readonly row: number }[],
): Promise<void> {
  if (rows.length === 0) return
  const left = JSON.stringify(rows)
  const listed = sql`exists (select 1 from jsonb_to_recordset(${left}::jsonb) as x(sheet text, row integer)
    where x.row = t.row and x.sheet is not distinct from t.sheet)`
  await sql`delete from assets.version t where t.batch = ${batch} and ${listed}`.execute(db)
  await sql`delete from assets.review t where t.batch = ${batch} and ${listed}`.execute(db)
  await sql`
    update assets.batch_plant p set
      added = (select count(*) from assets.version v where v.batch = p.batch and v.plant = p.plant and not v.replaces),
      changed = (select count(*) from assets.version v where v.batch = p.batch and v.plant = p.plant and v.replaces),
      reviewed = (select count(*) from assets.review r where r.batch = p.batch and r.plant = p.plant)
    where p.batch = ${batch}
  `.execute(db)
}

export async function commitBatch(db: Db, id: string, at: string): Promise<boolean> {
  const done = await db
    .updateTable('assets.batch')
    .set({ committed_at: at, undone_at: null })
    .where('id', '=', id)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}

export async function undoBatch(db: Db, id: string, at: string): Promise<void> {
  await db
    .updateTable('assets.batch')
    .set({ undone_at: at })
    .where('id', '=', id)
    .where('committed_at', 'is not', null)
    .execute()
}

/** Removes a batch that was never committed, in bites, so that nobody waits long. */
export async function discardBatch(db: Db, id: string): Promise<void> {
  const state = await loadBatch(db, id)
  if (!state || state.committedAt !== null) return
  for (const table of ['assets.version', 'assets.review'] as const) {
    for (;;) {
      const done = await sql`delete from ${sql.table(table)} where ctid = any(array(
        select ctid from ${sql.table(table)} where batch = ${id} limit 5000))`.execute(db)
      if ((done.numAffectedRows ?? 0n) === 0n) break
    }
  }
  await db.deleteFrom('assets.batch_plant').where('batch', '=', id).execute()
  await db.deleteFrom('assets.batch').where('id', '=', id).where('committed_at', 'is', null).execute()
}

export async function clearAssets(trx: Db): Promise<void> {
  await sql`truncate assets.batch_plant, assets.batch, assets.version, assets.review, assets.sighting, assets.span,
    assets.span_state`.execute(trx)
}
