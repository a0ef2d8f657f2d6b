import { type Generated, type Kysely, type RawBuilder, sql, type Transaction } from 'kysely'
import type { Day } from '#core/calendar/day.ts'
import { insertMany } from '#platform/database/insert-many.ts'
import type { Asset, AssetFacts } from './asset.ts'
import { flagsOf, spanFlags } from './flags.ts'

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
function visible(knownAt?: string): RawBuilder<unknown> {
  return knownAt === undefined
    ? sql`(select id from assets.batch where committed_at is not null and undone_at is null)`
    : sql`(select id from assets.batch where committed_at <= ${knownAt}::timestamptz
        and (undone_at is null or undone_at > ${knownAt}::timestamptz))`
}

const FACTS = sql.raw(`
  v.name, v.category as "type", v.vendor, v.model, v.order_number as "orderNumber", v.firmware, v.serial, v.hostname,
  v.ips, v.macs, v.zone, v.level, v.criticality, v.lifecycle, v.procured_on::text as "procuredOn",
  v.deployed_on::text as "deployedOn", v.operated_on::text as "operatedOn", v.renewal_on::text as "renewalOn",
  v.disposed_on::text as "disposedOn", v.owner, v.location, v.sis, v.constraints, v.protection, v.remarks, v.other`)

/** The version of its tag that is in force on the day. */
function isCurrent(asOf: Day, knownAt?: string): RawBuilder<boolean> {
  return sql<boolean>`v.effective_on <= ${asOf}::date and v.batch in ${visible(knownAt)} and not exists (
    select 1 from assets.version n where n.plant = v.plant and n.tag = v.tag and n.effective_on <= ${asOf}::date
      and (n.effective_on, n.seq) > (v.effective_on, v.seq) and n.batch in ${visible(knownAt)})`
}

export interface At {
  readonly asOf: Day
  readonly knownAt?: string | undefined
}

export interface AssetFilter {
  readonly plant?: string | undefined
  readonly q?: string | undefined
  readonly criticality?: string | undefined
  readonly lifecycle?: string | undefined
  readonly zone?: string | undefined
  readonly sis?: boolean | undefined
  readonly seen?: boolean | undefined
  readonly tags?: readonly string[] | undefined
}

const SORTS = {
  tag: 'v.tag',
  name: 'v.name',
  type: 'v.category',
  vendor: 'v.vendor',
  zone: 'v.zone',
  criticality: `array_position(array['low', 'medium', 'high'], v.criticality)`,
  lifecycle: `array_position(array['procurement', 'deployment', 'operation', 'renewal', 'disposed'], v.lifecycle)`,
  reviewedOn: '"reviewedOn"',
  seenOn: '"seenOn"',
} as const
export type AssetSort = keyof typeof SORTS

export interface AssetPage {
  readonly sort: AssetSort
  readonly descending: boolean
  readonly limit: number
  /** By tag: the last one of the page before. */
  readonly after?: { readonly plant: string; readonly tag: string } | undefined
  /** By anything else: how many come before. */
  readonly skip?: number | undefined
}

function where(filter: AssetFilter, at: At): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [isCurrent(at.asOf, at.knownAt)]
  if (filter.plant !== undefined) parts.unshift(sql`v.plant = ${filter.plant}`)
  if (filter.tags !== undefined) parts.unshift(sql`v.tag = any(${[...filter.tags]}::text[])`)
  if (filter.criticality !== undefined) parts.push(sql`v.criticality = ${filter.criticality}`)
  if (filter.lifecycle !== undefined) parts.push(sql`v.lifecycle = ${filter.lifecycle}`)
  if (filter.zone !== undefined) parts.push(sql`v.zone = ${filter.zone}`)
  if (filter.sis !== undefined) parts.push(filter.sis ? sql`v.sis` : sql`v.sis is not true`)
  if (filter.seen !== undefined) {
    const seen = sql`exists (select 1 from assets.sighting s where s.plant = v.plant and s.tag = v.tag
      and s.day <= ${at.asOf}::date)`
    parts.push(filter.seen ? seen : sql`not ${seen}`)
  }
  if (filter.q !== undefined && filter.q.trim() !== '') {
    const like = `%${filter.q.trim().replace(/[\\%_]/g, '\\$&')}%`
    parts.push(sql`concat_ws(' ', v.tag, v.name, v.category, v.vendor, v.model, v.order_number, v.serial, v.hostname,
      v.zone, v.owner, v.location, array_to_string(v.ips, ' '), array_to_string(v.macs, ' ')) ilike ${like}`)
  }
  return sql.join(parts, sql` and `)
}

/**
 * Runs a query that needs every row of a plant. Joins by hashing alone: where the planner has not met a table yet, it
 * takes a hundred thousand rows for two hundred, and would walk through them once for each.
 */
async function overAll<T>(db: Kysely<AssetsTables>, query: RawBuilder<T>): Promise<T[]> {
  return db.transaction().execute(async (trx) => {
    await sql`set local enable_nestloop = off`.execute(trx)
    return (await query.execute(trx)).rows
  })
}

/** A page of the registry as it stood on a day. */
export async function loadAssets(
  db: Kysely<AssetsTables>,
  filter: AssetFilter,
  at: At,
  page: AssetPage,
): Promise<Asset[]> {
  const direction = sql.raw(page.descending ? 'desc nulls last' : 'asc nulls last')
  const order =
    page.sort === 'tag'
      ? sql`v.plant ${direction}, v.tag ${direction}`
      : sql`${sql.raw(SORTS[page.sort])} ${direction}, v.plant, v.tag`
  const compare = sql.raw(page.descending ? '<' : '>')
  const after = page.after ? sql`and (v.plant, v.tag) ${compare} (${page.after.plant}, ${page.after.tag})` : sql``
  const byDate = page.sort === 'reviewedOn' || page.sort === 'seenOn'
  const query = sql<Asset>`
    select v.plant, v.tag, v.effective_on::text as "effectiveOn", ${FACTS}, ${byDate ? DATES : datesOfOne(at)}, ${SOURCE}
    from assets.version v ${byDate ? datesOfAll(filter.plant, at) : sql``}
    where ${where(filter, at)} ${after}
    order by ${order} limit ${page.limit} offset ${page.skip ?? 0}
  `
  return byDate ? overAll(db, query) : (await query.execute(db)).rows
}

/** When an asset was last reviewed and last seen: looked up for each row of a page. */
function datesOfOne({ asOf, knownAt }: At): RawBuilder<unknown> {
  return sql`(select max(r.reviewed_on)::text from assets.review r where r.plant = v.plant and r.tag = v.tag
      and r.reviewed_on <= ${asOf}::date and r.batch in ${visible(knownAt)}) as "reviewedOn",
    (select max(s.day)::text from assets.sighting s where s.plant = v.plant and s.tag = v.tag
      and s.day <= ${asOf}::date) as "seenOn"`
}

/** The same for a whole plant at once, where every asset's dates are needed. */
function datesOfAll(plant: string | undefined, { asOf, knownAt }: At): RawBuilder<unknown> {
  const ofPlant = plant === undefined ? sql`true` : sql`plant = ${plant}`
  return sql`left join (select plant, tag, max(reviewed_on) as reviewed_on from assets.review
      where ${ofPlant} and reviewed_on <= ${asOf}::date and batch in ${visible(knownAt)} group by plant, tag
    ) r on r.plant = v.plant and r.tag = v.tag
    left join (select plant, tag, max(day) as day from assets.sighting
      where ${ofPlant} and day <= ${asOf}::date group by plant, tag
    ) s on s.plant = v.plant and s.tag = v.tag`
}

const DATES = sql.raw(`r.reviewed_on::text as "reviewedOn", s.day::text as "seenOn"`)

const SOURCE = sql`case when v.row is not null then concat('row:', v.batch, '/', v.sheet, '/', v.row) end as source,
  ${sourceText('v')} as "sourceText"`

function sourceText(alias: string): RawBuilder<string> {
  return sql.raw(`(select case when ${alias}.row is null then null
    else concat_ws(', ', b.file_name, 'sheet ' || ${alias}.sheet, 'row ' || ${alias}.row) end
    from assets.batch b where b.id = ${alias}.batch)`)
}

export async function countAssets(db: Db, filter: AssetFilter, at: At): Promise<number> {
  const found = await sql<{
    n: number
  }>`select count(*)::int as n from assets.version v where ${where(filter, at)}`.execute(db)
  return found.rows[0]?.n ?? 0
}

export interface AssetVersion extends AssetFacts {
  readonly effectiveOn: Day
  readonly recordedAt: string
  readonly recordedBy: string | null
  readonly source: string | null
  readonly sourceText: string | null
}

/** Every version of one asset, in the order in which they came into force. */
export async function loadHistory(db: Db, plant: string, tag: string, at: At): Promise<AssetVersion[]> {
  const found = await sql<AssetVersion>`
    select v.effective_on::text as "effectiveOn", ${iso('b.committed_at')} as "recordedAt",
      b.recorded_by as "recordedBy", ${FACTS},
      case when v.row is not null then concat('row:', v.batch, '/', v.sheet, '/', v.row) end as source,
      ${sourceText('v')} as "sourceText"
    from assets.version v join assets.batch b on b.id = v.batch
    where v.plant = ${plant} and v.tag = ${tag} and v.effective_on <= ${at.asOf}::date
      and v.batch in ${visible(at.knownAt)}
    order by v.effective_on, v.seq
  `.execute(db)
  return found.rows
}

export interface ReviewEntry {
  readonly on: Day
  readonly by: string | null
  readonly source: string | null
  readonly sourceText: string | null
}

export async function loadReviews(db: Db, plant: string, tag: string, at: At): Promise<ReviewEntry[]> {
  const found = await sql<ReviewEntry>`
    select r.reviewed_on::text as on, b.recorded_by as by,
      case when r.row is not null then concat('row:', r.batch, '/', r.sheet, '/', r.row) end as source,
      ${sourceText('r')} as "sourceText"
    from assets.review r join assets.batch b on b.id = r.batch
    where r.plant = ${plant} and r.tag = ${tag} and r.reviewed_on <= ${at.asOf}::date
      and r.batch in ${visible(at.knownAt)}
    order by r.reviewed_on desc, r.seq desc limit 100
  `.execute(db)
  return found.rows
}

function iso(column: string): RawBuilder<string> {
  return sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`)
}

// ---- batches -------------------------------------------------------------------------------------------------------

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

/** Tags in use at a plant, in pages by tag. */
export async function* tagsOf(db: Db, plant: string): AsyncGenerator<readonly string[]> {
  let after = ''
  for (;;) {
    const found = await sql<{ tag: string }>`
      select distinct v.tag from assets.version v
      where v.plant = ${plant} and v.tag > ${after} and v.batch in ${visible()} order by v.tag limit 5000
    `.execute(db)
    if (found.rows.length === 0) return
    const tags = found.rows.map((row) => row.tag)
    yield tags
    after = tags[tags.length - 1]!
  }
}

/** The version of each tag that is in force on the day: what a newer registry is compared with. */
export async function loadLatest(
  db: Db,
  plant: string,
  tags: readonly string[],
  asOf: Day,
): Promise<Map<string, Asset>> {
  const found = await sql<Asset>`
    select distinct on (v.tag) v.plant, v.tag, v.effective_on::text as "effectiveOn", ${FACTS},
      (select max(r.reviewed_on)::text from assets.review r where r.plant = v.plant and r.tag = v.tag
        and r.reviewed_on <= ${asOf}::date and r.batch in ${visible()}) as "reviewedOn", null as "seenOn", null as source, null as "sourceText"
    from assets.version v
    where v.plant = ${plant} and v.tag = any(${[...tags]}::text[]) and v.effective_on <= ${asOf}::date
      and v.batch in ${visible()}
    order by v.tag, v.effective_on desc, v.seq desc
  `.execute(db)
  return new Map(found.rows.map((row) => [row.tag, row]))
}

// ---- what the indicators read --------------------------------------------------------------------------------------

export interface BatchEntry extends BatchPlant {
  readonly batch: string
  readonly committedAt: string
  readonly undoneAt: string | null
  readonly fileName: string | null
}

/** What every batch brought to each plant, oldest first. */
export async function loadBatches(db: Db, knownAt?: string): Promise<BatchEntry[]> {
  const found = await sql<BatchEntry>`
    select p.plant, p.batch, p.effective_on::text as "effectiveOn", p.added, p.changed, p.reviewed, p.unchanged,
      ${iso('b.committed_at')} as "committedAt", ${iso('b.undone_at')} as "undoneAt", b.file_name as "fileName"
    from assets.batch_plant p join assets.batch b on b.id = p.batch
    where b.id in ${visible(knownAt)}
    order by p.effective_on, b.committed_at, p.batch
  `.execute(db)
  return found.rows
}

/** A text per plant that differs whenever a batch was committed or undone there. */
export async function loadRevisions(db: Db): Promise<Map<string, string>> {
  const found = await sql<{ plant: string; revision: string }>`
    select p.plant, concat(count(*), '.', count(b.undone_at), '.', max(extract(epoch from b.committed_at))) as revision
    from assets.batch_plant p join assets.batch b on b.id = p.batch
    where b.committed_at is not null group by p.plant
  `.execute(db)
  return new Map(found.rows.map((row) => [row.plant, row.revision]))
}

/** Alike assets from one day to the next; `to` is exclusive, null where nothing follows. */
export interface SpanRow {
  readonly plant: string
  readonly from: Day
  readonly to: Day | null
  readonly flags: number
  readonly reviewedOn: Day | null
  readonly seenOn: Day | null
  readonly assets: number
  readonly sample: string
}

/** Computes the spans of one plant, a few thousand assets at a time. */
export async function computeSpans(db: Db, plant: string, knownAt?: string): Promise<SpanRow[]> {
  const sums = new Map<string, { -readonly [K in keyof SpanRow]: SpanRow[K] }>()
  let after = ''
  for (;;) {
    const bite = await sql<{ upto: string | null }>`
      select max(tag) as upto from (
        select distinct tag from assets.version where plant = ${plant} and tag > ${after} order by tag limit 2000) t
    `.execute(db)
    const upto = bite.rows[0]?.upto
    if (upto === null || upto === undefined) break
    for (const span of await biteOfSpans(db, plant, after, upto, knownAt)) {
      const key = `${span.from}|${span.to}|${span.flags}|${span.reviewedOn}|${span.seenOn}`
      const sum = sums.get(key)
      if (sum) sum.assets += span.assets
      else sums.set(key, { ...span })
    }
    after = upto
  }
  return [...sums.values()]
}

async function biteOfSpans(db: Db, plant: string, after: string, upto: string, knownAt?: string): Promise<SpanRow[]> {
  const bite = (alias: string) =>
    sql`${sql.ref(`${alias}.plant`)} = ${plant} and ${sql.ref(`${alias}.tag`)} > ${after} and ${sql.ref(`${alias}.tag`)} <= ${upto}`
  const known = knownAt === undefined ? sql`` : sql`and s.known_at <= ${knownAt}::timestamptz`
  const found = await sql<SpanRow>`
    with version as (
      select distinct on (v.tag, v.effective_on) v.tag, v.effective_on, v.flags, v.disposed_on
      from assets.version v where ${bite('v')} and v.batch in ${visible(knownAt)}
      order by v.tag, v.effective_on, v.seq desc
    ), event as (
      select tag, effective_on as day, flags, disposed_on as gone_on, 1 as said, null::date as reviewed, null::date as seen
      from version
      union all select tag, disposed_on, null, null, 0, null, null from version where disposed_on > effective_on
      union all
      select r.tag, r.reviewed_on, null, null, 0, r.reviewed_on, null
      from assets.review r where ${bite('r')} and r.batch in ${visible(knownAt)}
      union all select s.tag, s.day, null, null, 0, null, s.day from assets.sighting s where ${bite('s')} ${known}
    ), daily as (
      select tag, day, max(flags) as flags, max(gone_on) as gone_on, max(said) as said, max(reviewed) as reviewed,
        max(seen) as seen
      from event group by tag, day
    ), carried as (
      select tag, day, lead(day) over w as until, flags, gone_on, sum(said) over w as era,
        max(reviewed) over w as reviewed, max(seen) over w as seen
      from daily window w as (partition by tag order by day)
    ), state as (
      select tag, day, until, max(flags) over e as flags, max(gone_on) over e as gone_on, reviewed, seen
      from carried where era > 0 window e as (partition by tag, era)
    ), counted as (
      select day, until, flags | case when gone_on <= day then ${spanFlags.gone}::int else 0 end as bits, reviewed, seen,
        count(*) as assets, min(tag) as sample
      from state group by 1, 2, 3, 4, 5
    )
    select ${plant}::text as plant, day as from, until as to, bits as flags, reviewed as "reviewedOn", seen as "seenOn",
      assets, sample
    from counted
  `.execute(db)
  return found.rows
}

export async function loadSpanKeys(db: Db): Promise<Map<string, string>> {
  const rows = await db.selectFrom('assets.span_state').select(['plant', 'key']).execute()
  return new Map(rows.map((row) => [row.plant, row.key]))
}

export async function loadSpans(db: Db, plants: readonly string[]): Promise<SpanRow[]> {
  const found = await sql<SpanRow>`
    select plant, from_day::text as from, to_day::text as to, flags, reviewed_on::text as "reviewedOn",
      seen_on::text as "seenOn", assets, sample
    from assets.span where plant = any(${[...plants]}::text[]) order by plant, from_day, n
  `.execute(db)
  return found.rows
}

export interface SightingRow {
  readonly tag: string
  readonly day: Day
  readonly ref: string
  /** When the observation became known: the commit of its capture. */
  readonly knownAt: string
}

/** Replaces what is known of a plant's sightings. */
export async function replaceSightings(trx: Db, plant: string, sightings: readonly SightingRow[]): Promise<void> {
  await trx.deleteFrom('assets.sighting').where('plant', '=', plant).execute()
  const days = new Map(sightings.map((sighting) => [`${sighting.tag}\n${sighting.day}`, sighting]))
  await insertMany(
    trx,
    'assets.sighting',
    [...days.values()].map(({ tag, day, ref, knownAt }) => ({ plant, tag, day, ref, known_at: knownAt })),
  )
}

export async function replaceSpans(
  trx: Db,
  plant: string,
  spans: readonly SpanRow[],
  state: { readonly key: string; readonly at: string },
): Promise<void> {
  await trx.deleteFrom('assets.span').where('plant', '=', plant).execute()
  await insertMany(
    trx,
    'assets.span',
    spans.map((span, n) => ({
      plant,
      n,
      from_day: span.from,
      to_day: span.to,
      flags: span.flags,
      reviewed_on: span.reviewedOn,
      seen_on: span.seenOn,
      assets: span.assets,
      sample: span.sample,
    })),
  )
  await trx
    .insertInto('assets.span_state')
    .values({ plant, key: state.key, built_at: state.at })
    .onConflict((conflict) => conflict.column('plant').doUpdateSet({ key: state.key, built_at: state.at }))
    .execute()
}

/** Tells the planner what came in: nobody else does in the embedded database. A small sample is enough, and quick. */
export async function refreshStatistics(db: Kysely<AssetsTables>): Promise<void> {
  for (const table of ['version', 'review', 'batch', 'batch_plant', 'sighting']) {
    await db.transaction().execute(async (trx) => {
      await sql`set local default_statistics_target = 10`.execute(trx)
      await sql`analyze ${sql.table(`assets.${table}`)}`.execute(trx)
    })
  }
}

/** Two processes that build the same plant's spans wait for each other. */
export async function lockPlant(trx: Db, plant: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('assets.span'), hashtext(${plant}))`.execute(trx)
}

/** Which assets speak for an indicator: the condition, and among which of them. */
export interface ProofWish {
  readonly good: 'confirmed' | 'reviewed' | 'lifecycle' | 'protected'
  readonly only?: 'critical' | 'protectable'
}

/** Assets as they stood on a day, that fulfil the wish or do not; the longest forgotten first. */
export async function loadProofAssets(
  db: Kysely<AssetsTables>,
  plant: string,
  wish: ProofWish,
  ask: { readonly on: Day; readonly since: Day; readonly speaks: 'for' | 'against'; readonly limit: number },
): Promise<Asset[]> {
  const at = { asOf: ask.on }
  const has = (flag: number) => sql`v.flags & ${flag} <> 0`
  const good = {
    confirmed: sql`coalesce(greatest(r.reviewed_on, s.day) >= ${ask.since}::date, false)`,
    reviewed: sql`coalesce(r.reviewed_on >= ${ask.since}::date, false)`,
    lifecycle: has(spanFlags.lifecycle),
    protected: has(spanFlags.protected),
  }[wish.good]
  const among = { all: sql`true`, critical: has(spanFlags.critical), protectable: has(spanFlags.protectable) }
  const absent = spanFlags.gone | spanFlags.awaited
  const there =
    wish.good === 'lifecycle'
      ? sql`true`
      : sql`v.flags & ${absent} = 0 and coalesce(v.disposed_on > ${ask.on}::date, true)`
  return overAll(
    db,
    sql<Asset>`
    select v.plant, v.tag, v.effective_on::text as "effectiveOn", ${FACTS}, ${DATES}, ${SOURCE}
    from assets.version v ${datesOfAll(plant, at)}
    where v.plant = ${plant} and ${there} and ${among[wish.only ?? 'all']}
      and ${ask.speaks === 'for' ? good : sql`not (${good})`} and ${isCurrent(ask.on)}
    order by greatest(r.reviewed_on, s.day) nulls first, v.tag limit ${ask.limit}
  `,
  )
}

/** What identifies an asset, from a day on: one entry per version. */
export interface RegistryEntry {
  readonly tag: string
  readonly from: Day
  /** Null for the newest version. */
  readonly until: Day | null
  /** The day from which the asset is registered at all. */
  readonly registeredOn: Day
  readonly name: string | null
  readonly vendor: string | null
  readonly model: string | null
  readonly orderNumber: string | null
  readonly serial: string | null
  readonly hostname: string | null
  readonly ips: readonly string[]
  readonly macs: readonly string[]
  readonly zone: string | null
  readonly level: string | null
  /** Disposed of in this version. */
  readonly gone: boolean
  /** Brought by the first batch of the plant: what was there before anybody recorded changes. */
  readonly baseline: boolean
}

/** Every version of every asset of a plant, by tag, a few thousand at a time. */
export async function* registryPages(
  db: Db,
  plant: string,
  knownAt?: string,
): AsyncGenerator<readonly RegistryEntry[]> {
  let after = ''
  for (;;) {
    const found = await sql<RegistryEntry>`
      with bite as (
        select distinct tag from assets.version where plant = ${plant} and tag > ${after} order by tag limit 2000
      ), first as (
        select p.batch from assets.batch_plant p join assets.batch b on b.id = p.batch
        where p.plant = ${plant} and b.id in ${visible(knownAt)}
        order by p.effective_on, b.committed_at, p.batch limit 1
      )
      select v.tag, v.effective_on::text as from,
        lead(v.effective_on) over (partition by v.tag order by v.effective_on, v.seq)::text as until,
        min(v.effective_on) over (partition by v.tag)::text as "registeredOn",
        v.name, v.vendor, v.model, v.order_number as "orderNumber", v.serial, v.hostname, v.ips, v.macs, v.zone,
        v.level, coalesce(v.lifecycle = 'disposed', false) as gone,
        bool_or(v.batch in (select batch from first)) over (partition by v.tag) as baseline
      from assets.version v
      where v.plant = ${plant} and v.tag > ${after} and v.tag <= (select max(tag) from bite)
        and v.batch in ${visible(knownAt)}
      order by v.tag, v.effective_on, v.seq
    `.execute(db)
    if (found.rows.length > 0) yield found.rows
    const reached = await sql<{ upto: string | null }>`select max(tag) as upto from (
      select distinct tag from assets.version where plant = ${plant} and tag > ${after} order by tag limit 2000) t
    `.execute(db)
    const upto = reached.rows[0]?.upto
    if (upto === null || upto === undefined) return
    after = upto
  }
}

export async function clearAssets(trx: Db): Promise<void> {
  await sql`truncate assets.batch_plant, assets.batch, assets.version, assets.review, assets.sighting, assets.span,
    assets.span_state`.execute(trx)
}
