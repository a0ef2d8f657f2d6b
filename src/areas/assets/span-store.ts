import { type Kysely, sql } from 'kysely'
import type { Day } from '#core/calendar/day.ts'
import { insertMany } from '#platform/database/insert-many.ts'
import { spanFlags } from './flags.ts'
import { type AssetsTables, type BatchPlant, type Db, iso, visible } from './store.ts'

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
