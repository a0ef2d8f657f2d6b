import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Day } from '#core/calendar/day.ts'
import type { Asset, AssetFacts } from './asset.ts'
import { spanFlags } from './flags.ts'
import { type AssetsTables, type Db, iso, visible } from './store.ts'

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

export function where(filter: AssetFilter, at: At): RawBuilder<unknown> {
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
  /** Of high criticality, or part of a SIS. */
  readonly critical: boolean
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
        coalesce(v.criticality = 'high', false) or coalesce(v.sis, false) as critical,
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
