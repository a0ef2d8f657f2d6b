import { type RawBuilder, sql } from 'kysely'
import type { Day } from '#core/calendar/day.ts'
import type { SourceKind, SourcePart } from '#core/capture/told.ts'
import type { ConduitTraffic } from '#core/segmentation/conduit-use.ts'
import type { Verdict } from '#core/segmentation/verdict.ts'
import { deviceAt, like } from '../capture-store.ts'
import type { Db } from '../store.ts'
import type { TalkToJudge } from './verdict-store.ts'

type AnyVerdict = Verdict | 'undated'

/** Rows of the generation that counts, with their conversation and capture. */
const COUNTING = sql.raw(`network.verdict v
  join network.verdict_state s on s.plant = v.plant and s.capture_id = v.capture_id and s.generation = v.generation`)
const TALKS = sql.raw(`join network.conversation t on t.plant = v.plant and t.capture_id = v.capture_id and t.n = v.n
  join network.capture c on c.plant = v.plant and c.id = v.capture_id`)

/** Conversations that had begun by a day; those of no known day are among them. */
const by = (asOf: Day | undefined): RawBuilder<boolean> =>
  asOf === undefined ? sql`true` : sql`(v.days = '{}' or v.days[1] <= ${asOf}::date)`

export interface PairCount {
  readonly clientZone: string | null
  readonly serverZone: string | null
  readonly verdict: AnyVerdict
  readonly conversations: number
  /** Nobody answered. */
  readonly attempts: number
  /** The first of them, by its place. */
  readonly captureId: string
  readonly n: number
}

export async function loadPairCounts(db: Db, plant: string, asOf?: Day): Promise<readonly PairCount[]> {
  const found = await sql<PairCount>`
    select client_zone as "clientZone", server_zone as "serverZone", verdict, count(*)::int as conversations,
      (count(*) filter (where answered is false))::int as attempts,
      (array_agg(v.capture_id order by (answered is false), days[1] nulls last, v.capture_id, n))[1] as "captureId",
      (array_agg(n order by (answered is false), days[1] nulls last, v.capture_id, n))[1] as n
    from ${COUNTING} where v.plant = ${plant} and ${by(asOf)} group by 1, 2, 3`.execute(db)
  return found.rows
}

/** Two zones between which somebody was answered, and the first day of it; null: on no known day. */
export interface AnsweredPair {
  readonly clientZone: string
  readonly serverZone: string
  readonly since: Day | null
}

export async function loadAnsweredPairs(db: Db, plant: string): Promise<readonly AnsweredPair[]> {
  const found = await sql<AnsweredPair>`
    select client_zone as "clientZone", server_zone as "serverZone",
      case when bool_or(v.days = '{}') then null else min(v.days[1]) end as since
    from ${COUNTING} where v.plant = ${plant} and answered is distinct from false
      and client_zone is not null and server_zone is not null group by 1, 2`.execute(db)
  return found.rows
}

/** What each conduit let pass: conversations, the last day, services and operations as they were seen. */
export interface ConduitUse {
  readonly conduit: string
  readonly conversations: number
  readonly lastUsed: Day | null
}

export async function loadConduitUse(db: Db, plant: string, asOf?: Day): Promise<ReadonlyMap<string, ConduitUse>> {
  const found = await sql<ConduitUse>`
    select conduit, count(*)::int as conversations, max(v.days[cardinality(v.days)]) as "lastUsed"
    from ${COUNTING} cross join unnest(v.conduits) as conduit
    where v.plant = ${plant} and v.verdict = 'allowed' and ${by(asOf)} group by 1`.execute(db)
  return new Map(found.rows.map((row) => [row.conduit, row]))
}

export interface JudgedFilter {
  readonly plant: string
  readonly asOf?: Day | undefined
  readonly verdict?: AnyVerdict | undefined
  /** Only those that are not allowed. */
  readonly open?: boolean | undefined
  /** Zones of a pair, in either order; null for outside of all zones. */
  readonly pair?: readonly [string | null, string | null] | undefined
  /** Of a zone, at either end; null: an end outside of all zones. */
  readonly zone?: string | null | undefined
  readonly conduit?: string | undefined
  readonly q?: string | undefined
  readonly place?: { readonly captureId: string; readonly n: number } | undefined
}

/** A judged conversation with what its page shows. */
export interface StoredJudged extends TalkToJudge {
  readonly captureId: string
  readonly verdict: AnyVerdict
  readonly clientZone: string | null
  readonly serverZone: string | null
  readonly conduits: readonly string[]
  readonly wrongOperations: readonly string[]
  readonly verdictDays: readonly Day[]
  readonly clientTag: string | null
  readonly serverTag: string | null
  readonly safety: boolean
  readonly crosses: boolean
  readonly packetsSeen: readonly number[]
  readonly fileName: string
  readonly kind: SourceKind
  readonly parts: readonly SourcePart[]
}

/** Those not allowed first, the gravest and the answered before the others. */
const ORDER = sql.raw(`array_position(array['violation', 'wrongOperation', 'wrongDirection', 'expired', 'unknownMember',
  'undated', 'allowed'], v.verdict), (v.answered is false), v.capture_id, v.n`)

export async function loadJudged(
  db: Db,
  filter: JudgedFilter,
  page: { readonly limit: number; readonly skip: number },
): Promise<readonly StoredJudged[]> {
  const found = await sql<StoredJudged>`
    with chosen as materialized (
      select v.*, row_number() over (order by ${ORDER}) as place
      from ${COUNTING} ${filter.q === undefined || filter.q.trim() === '' ? sql`` : TALKS}
      where ${conditions(filter)} order by ${ORDER} limit ${page.limit} offset ${page.skip})
    select v.n, v.capture_id as "captureId", v.verdict, v.client_zone as "clientZone", v.server_zone as "serverZone",
      v.conduits, v.operations as "wrongOperations", v.days as "verdictDays", t.client, t.server, t.transport,
      t.server_port as port, t.protocol, t.operations, t.answered, t.days, t.packets_seen as "packetsSeen",
      a.tag as "clientTag", b.tag as "serverTag", coalesce(b.safety <> '[]', false) as safety,
      x.n is not null as crosses, c.file_name as "fileName", c.kind, c.parts
    from chosen v ${TALKS}
    left join network.observed a on a.plant = t.plant and a.id = ${deviceAt('t', 'client')}
    left join network.observed b on b.plant = t.plant and b.id = ${deviceAt('t', 'server')}
    left join network.crossing x on x.plant = t.plant and x.capture_id = t.capture_id and x.n = t.n
    order by v.place`.execute(db)
  return found.rows
}

export async function countJudged(db: Db, filter: JudgedFilter): Promise<number> {
  const found = await sql<{ count: number }>`
    select count(*)::int as count from ${COUNTING} ${filter.q === undefined || filter.q.trim() === '' ? sql`` : TALKS}
    where ${conditions(filter)}`.execute(db)
  return found.rows[0]?.count ?? 0
}

function conditions(filter: JudgedFilter): RawBuilder<unknown> {
  const { plant, verdict, open, pair, zone, conduit, q, place } = filter
  const parts = [sql`v.plant = ${plant}`, by(filter.asOf)]
  if (verdict !== undefined) parts.push(sql`v.verdict = ${verdict}`)
  if (open === true) parts.push(sql`v.verdict not in ('allowed', 'undated')`)
  if (pair !== undefined) {
    const [a, b] = pair
    const is = (column: string, name: string | null) => sql`${sql.ref(column)} is not distinct from ${name}::text`
    parts.push(sql`((${is('v.client_zone', a)} and ${is('v.server_zone', b)})
      or (${is('v.client_zone', b)} and ${is('v.server_zone', a)}))`)
  }
  if (zone !== undefined) {
    parts.push(
      sql`(v.client_zone is not distinct from ${zone}::text or v.server_zone is not distinct from ${zone}::text)`,
    )
  }
  if (conduit !== undefined) parts.push(sql`${conduit} = any(v.conduits)`)
  if (place !== undefined) parts.push(sql`v.capture_id = ${place.captureId} and v.n = ${place.n}`)
  if (q !== undefined && q.trim() !== '') {
    parts.push(sql`concat_ws(' ', t.client, t.server, t.protocol, t.transport, t.server_port) ilike ${like(q)}`)
  }
  return sql.join(parts, sql` and `)
}

/** On which days a capture saw answered traffic between two zones, or within one; '' is outside of all zones. */
export interface SeenPair {
  readonly captureId: string
  readonly a: string
  readonly b: string
  readonly days: readonly Day[]
}

export async function loadSeenPairs(db: Db, plant: string, asOf?: Day): Promise<readonly SeenPair[]> {
  const found = await sql<SeenPair>`
    select v.capture_id as "captureId", least(coalesce(v.client_zone, ''), coalesce(v.server_zone, '')) as a,
      greatest(coalesce(v.client_zone, ''), coalesce(v.server_zone, '')) as b,
      array_agg(distinct day order by day) as days
    from ${COUNTING} cross join unnest(v.days) as day
    where v.plant = ${plant} and v.answered is not false and ${by(asOf)} group by 1, 2, 3`.execute(db)
  return found.rows
}

/** What is not allowed and was answered, put together by its ends and service: what is open, and on which days it was seen. */
export interface OpenTalk extends Omit<TalkToJudge, 'n'> {
  readonly captureId: string
  readonly n: number
  readonly clientZone: string | null
  readonly serverZone: string | null
  readonly verdict: AnyVerdict
}

/** At most `limit` conversations, the gravest first. */
export async function loadOpenTalks(db: Db, plant: string, limit: number): Promise<readonly OpenTalk[]> {
  const found = await sql<OpenTalk>`
    select v.capture_id as "captureId", v.n, v.client_zone as "clientZone", v.server_zone as "serverZone", v.verdict,
      t.client, t.server, t.transport, t.server_port as port, t.protocol, t.operations, t.answered, v.days
    from ${COUNTING} ${TALKS}
    where v.plant = ${plant} and v.verdict not in ('allowed', 'undated') and v.answered is not false
    order by ${ORDER} limit ${limit}`.execute(db)
  return found.rows
}

/** What conduits let pass, by service and the operations seen in it, with its days. */
export interface StoredConduitTraffic extends ConduitTraffic {
  readonly conduit: string
}

export async function loadConduitTraffic(db: Db, plant: string): Promise<readonly StoredConduitTraffic[]> {
  const found = await sql<StoredConduitTraffic>`
    select conduit, t.protocol, t.transport, t.server_port as port,
      array_remove(array[
        case when bool_or(t.reads > 0) then 'read' end, case when bool_or(t.writes > 0) then 'write' end,
        case when bool_or(t.programs > 0) then 'program' end, case when bool_or(t.identifies > 0) then 'identify' end,
        case when bool_or(t.others > 0) then 'other' end], null) as operations,
      array_agg(distinct day order by day) as days
    from ${COUNTING} ${TALKS} cross join unnest(v.conduits) as conduit cross join unnest(v.days) as day
    where v.plant = ${plant} and v.verdict = 'allowed' and v.answered is not false
    group by conduit, t.protocol, t.transport, t.server_port`.execute(db)
  return found.rows
}

/** Conversations by their place, with the packet or line that proves each. */
export interface Witness {
  readonly captureId: string
  readonly n: number
  readonly packetsSeen: readonly number[]
  readonly fileName: string
  readonly kind: SourceKind
  readonly parts: readonly SourcePart[]
}

export async function loadWitnesses(
  db: Db,
  plant: string,
  places: readonly { readonly captureId: string; readonly n: number }[],
): Promise<readonly Witness[]> {
  const among = JSON.stringify(places.map(({ captureId, n }) => ({ capture: captureId, n })))
  const found = await sql<Witness>`
    select t.capture_id as "captureId", t.n, t.packets_seen as "packetsSeen", c.file_name as "fileName", c.kind, c.parts
    from jsonb_to_recordset(${among}::text::jsonb) as p(capture text, n integer)
    join network.conversation t on t.plant = ${plant} and t.capture_id = p.capture and t.n = p.n
    join network.capture c on c.plant = t.plant and c.id = t.capture_id`.execute(db)
  return found.rows
}

/** Conversations over IP as a packet filter sees them, each pair of ends and service once, the latest of them. */
export async function loadAllTalks(
  db: Db,
  plant: string,
  limit: number,
): Promise<readonly (Omit<TalkToJudge, 'operations' | 'days'> & { readonly captureId: string })[]> {
  const found = await sql<Omit<TalkToJudge, 'operations' | 'days'> & { captureId: string }>`
    select max(t.capture_id) as "captureId", (array_agg(t.n order by t.capture_id desc))[1] as n, t.client, t.server,
      t.transport, t.server_port as port, t.protocol, bool_or(t.answered) as answered
    from network.conversation t join network.capture c on c.plant = t.plant and c.id = t.capture_id
    where t.plant = ${plant} and t.transport <> 'eth' and c.committed_at is not null and c.undone_at is null
    group by t.client, t.server, t.transport, t.server_port, t.protocol limit ${limit}`.execute(db)
  return found.rows
}
