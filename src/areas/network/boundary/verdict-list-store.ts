import { setImmediate as breathe } from 'node:timers/promises'
import { type RawBuilder, sql } from 'kysely'
import type { Day } from '#core/calendar/day.ts'
import type { SourceKind, SourcePart } from '#core/capture/told.ts'
import type { Verdict } from '#core/segmentation/verdict.ts'
import { deviceAt, like } from '../capture-store.ts'
import { inTurn } from '../in-turn.ts'
import type { Db } from '../store.ts'
import type { TalkToJudge } from './judged-talk.ts'
import { loadCaptureRevisions } from './verdict-store.ts'
import { betweenZones, isZone, type ZonePair } from './zone-pairs.ts'

type AnyVerdict = Verdict | 'undated'

/** Only rows of the generation that counts: asked for each, so that rows are read in the order of an index. */
const COUNTS = sql.raw(`v.generation = (select s.generation from network.verdict_state s
  where s.plant = v.plant and s.capture_id = v.capture_id)`)

/** The gravest first. */
export const gravity = [
  'violation',
  'wrongOperation',
  'wrongDirection',
  'expired',
  'unknownMember',
  'undated',
  'allowed',
]
/** As the index `verdict_by_gravity` has it. */
const RANK = sql.raw(`array_position(array[${gravity.map((one) => `'${one}'`).join(', ')}], v.verdict)`)
/** Those not allowed first, the gravest and the answered before the others. */
const ORDER = sql`${RANK}, (v.answered is false), v.capture_id, v.n`

/** Conversations that had begun by a day; those of no known day are among them. */
const by = (asOf: Day | undefined): RawBuilder<boolean> =>
  asOf === undefined ? sql`true` : sql`(v.days = '{}' or v.days[1] <= ${asOf}::date)`

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

/** Where a conversation stands in the order of gravity. */
export interface JudgedKey {
  readonly rank: number
  readonly tried: boolean
  readonly captureId: string
  readonly n: number
}

const beyond = (after: JudgedKey | null): RawBuilder<unknown> =>
  after === null ? sql`true` : sql`(${ORDER}) > (${placeOf(after)})`

const placeOf = ({ rank, tried, captureId, n }: JudgedKey): RawBuilder<unknown> =>
  sql`${rank}::integer, ${tried}::boolean, ${captureId}::text, ${n}::integer`

const KEY = sql`${RANK} as rank, (v.answered is false) as tried, v.capture_id as "captureId", v.n`

/** The greatest bite of a walk in the order of gravity; the first is small: mostly one page is wanted. */
const mostAtOnce = 2000

/** Conversations that a filter lets through, in the order of gravity, in bites: others work in between. */
export async function* walkJudged(
  db: Db,
  filter: JudgedFilter,
  after: JudgedKey | null,
  many: number = mostAtOnce,
): AsyncGenerator<JudgedKey> {
  const { plant } = filter
  const [first, final] = ranksOf(filter)
  let atOnce = Math.min(many, mostAtOnce)
  let last = after ?? { rank: first, tried: false, captureId: '', n: 0 }
  for (;;) {
    // Compared as a whole, and all else asked of what was found: a table that nobody analyzed yet is then read along the index.
    const found = await sql<JudgedKey & { plant: string; place: number; hit: boolean }>`
      with bite as materialized (
        select v.plant, ${KEY}, row_number() over (order by v.plant, ${ORDER}) as place,
          v.plant = ${plant} and ${COUNTS} and ${matches(filter)} as hit
        from network.verdict v where (v.plant, ${ORDER}) > (${plant}::text, ${placeOf(last)})
        order by v.plant, ${ORDER} limit ${atOnce})
      select * from bite where hit or place = ${atOnce} order by place`.execute(db)
    for (const { rank, tried, captureId, n, hit } of found.rows) {
      if (hit && rank <= final) yield { rank, tried, captureId, n }
    }
    const end = found.rows.at(-1)
    if (end === undefined || end.place < atOnce || end.plant !== plant || end.rank > final) return
    last = end
    atOnce = Math.min(atOnce * 4, mostAtOnce)
    await breathe()
  }
}

/** The same where few are let through: all of them are sorted. */
export async function sortJudged(
  db: Db,
  filter: JudgedFilter & { readonly among?: readonly ZonePair[] | undefined },
  after: JudgedKey | null,
  limit: number,
): Promise<readonly JudgedKey[]> {
  const found = await sql<JudgedKey>`
    with few as materialized (
      select v.* from network.verdict v where v.plant = ${filter.plant} and ${zonesOf(filter)} and ${COUNTS}
        and ${ranked(filter)} and ${matches(filter)})
    select ${KEY} from few v where ${beyond(after)} order by ${ORDER} limit ${limit}`.execute(db)
  return found.rows
}

/** What an index finds. */
function zonesOf({ pair, zone, among }: Parameters<typeof sortJudged>[1]): RawBuilder<unknown> {
  const parts = [sql`true` as RawBuilder<unknown>]
  if (pair !== undefined) parts.push(betweenZones([pair, [pair[1], pair[0]]]))
  if (zone !== undefined) parts.push(sql`(${isZone('client_zone', zone)} or ${isZone('server_zone', zone)})`)
  if (among !== undefined) parts.push(betweenZones(among))
  return sql.join(parts, sql` and `)
}

/** The first and the last place of gravity. */
function ranksOf({ verdict, open }: Pick<JudgedFilter, 'verdict' | 'open'>): readonly [number, number] {
  const only = verdict === undefined ? null : gravity.indexOf(verdict) + 1
  const [from, to] = only === null ? [1, gravity.length] : [only, only]
  return [from, open === true ? Math.min(to, gravity.indexOf('unknownMember') + 1) : to]
}

function ranked(filter: JudgedFilter): RawBuilder<unknown> {
  const [from, to] = ranksOf(filter)
  return sql`${RANK} between ${from}::integer and ${to}::integer`
}

function matches(filter: JudgedFilter): RawBuilder<boolean> {
  const { conduit, q } = filter
  const parts = [zonesOf(filter), by(filter.asOf)]
  if (conduit !== undefined) parts.push(sql`${conduit} = any(v.conduits)`)
  if (q !== undefined && q.trim() !== '') {
    parts.push(sql`(select concat_ws(' ', t.client, t.server, t.protocol, t.transport, t.server_port) ilike ${like(q)}
      from network.conversation t where t.plant = v.plant and t.capture_id = v.capture_id and t.n = v.n)`)
  }
  return sql<boolean>`(${sql.join(parts, sql` and `)})`
}

/** Verdicts `v` and conversations `t` of keys, each found by its primary key; `p.place` is their order. */
function amongKeys(plant: string, keys: readonly Pick<JudgedKey, 'captureId' | 'n'>[]): RawBuilder<unknown> {
  const wanted = JSON.stringify(keys.map(({ captureId, n }, place) => ({ capture: captureId, n, place })))
  return sql`jsonb_to_recordset(${wanted}::text::jsonb) as p(capture text, n integer, place integer)
    join network.verdict_state s on s.plant = ${plant} and s.capture_id = p.capture
    join network.verdict v on v.plant = s.plant and v.capture_id = s.capture_id and v.generation = s.generation and v.n = p.n
    join network.conversation t on t.plant = v.plant and t.capture_id = v.capture_id and t.n = v.n`
}

/** The conversations of keys, in their order. */
export async function loadJudged(
  db: Db,
  plant: string,
  keys: readonly Pick<JudgedKey, 'captureId' | 'n'>[],
): Promise<readonly StoredJudged[]> {
  const found = await sql<StoredJudged>`
    select v.n, v.capture_id as "captureId", v.verdict, v.client_zone as "clientZone", v.server_zone as "serverZone",
      v.conduits, v.operations as "wrongOperations", v.days as "verdictDays", t.client, t.server, t.transport,
      t.server_port as port, t.protocol, t.operations, t.answered, t.days, t.packets_seen as "packetsSeen",
      a.tag as "clientTag", b.tag as "serverTag", coalesce(b.safety <> '[]', false) as safety,
      x.n is not null as crosses, c.file_name as "fileName", c.kind, c.parts
    from ${amongKeys(plant, keys)}
    join network.capture c on c.plant = v.plant and c.id = v.capture_id
    left join network.observed a on a.plant = t.plant and a.id = ${deviceAt('t', 'client')}
    left join network.observed b on b.plant = t.plant and b.id = ${deviceAt('t', 'server')}
    left join network.crossing x on x.plant = t.plant and x.capture_id = t.capture_id and x.n = t.n
    order by p.place`.execute(db)
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
  const all: OpenTalk[] = []
  let keys: JudgedKey[] = []
  const take = async () => {
    for (const talk of await loadTalks(db, plant, keys)) all.push(talk)
    keys = []
    await breathe()
  }
  for await (const key of walkJudged(db, { plant, open: true }, null)) {
    if (key.tried) continue
    keys.push(key)
    if (keys.length >= talksAtOnce) await take()
    if (all.length + keys.length >= limit) break
  }
  await take()
  return all
}

const talksAtOnce = 1000

async function loadTalks(db: Db, plant: string, keys: readonly JudgedKey[]): Promise<readonly OpenTalk[]> {
  const found = await sql<OpenTalk>`
    select v.capture_id as "captureId", v.n, v.client_zone as "clientZone", v.server_zone as "serverZone", v.verdict,
      t.client, t.server, t.transport, t.server_port as port, t.protocol, t.operations, t.answered, v.days
    from ${amongKeys(plant, keys)} order by p.place`.execute(db)
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
  const all: Witness[] = []
  for (let start = 0; start < places.length; start += talksAtOnce) {
    const some = places.slice(start, start + talksAtOnce)
    const among = JSON.stringify(some.map(({ captureId, n }) => ({ capture: captureId, n })))
    const { rows } = await sql<Witness>`
      select t.capture_id as "captureId", t.n, t.packets_seen as "packetsSeen", c.file_name as "fileName", c.kind, c.parts
      from jsonb_to_recordset(${among}::text::jsonb) as p(capture text, n integer)
      join network.conversation t on t.plant = ${plant} and t.capture_id = p.capture and t.n = p.n
      join network.capture c on c.plant = t.plant and c.id = t.capture_id`.execute(db)
    for (const row of rows) all.push(row)
    await breathe()
  }
  return all
}

type FilteredTalk = Omit<TalkToJudge, 'operations' | 'days'> & { readonly captureId: string }

const filteredAtOnce = 2000

/** Conversations over IP as a packet filter sees them, each pair of ends and service once, the latest of them. */
export async function loadAllTalks(db: Db, plant: string, limit: number): Promise<readonly FilteredTalk[]> {
  const talks = new Map<string, FilteredTalk>()
  for (const captureId of [...(await loadCaptureRevisions(db, plant)).keys()].sort()) {
    for (let after = 0; ; ) {
      const { rows }: { rows: Omit<FilteredTalk, 'captureId'>[] } = await sql<Omit<FilteredTalk, 'captureId'>>`
        select n, client, server, transport, server_port as port, protocol, answered from network.conversation
        where plant = ${plant} and capture_id = ${captureId} and n > ${after} order by n limit ${filteredAtOnce}`.execute(
        db,
      )
      await inTurn(rows, (row) => {
        if (row.transport === 'eth') return
        const key = `${row.client}\t${row.server}\t${row.transport}\t${row.port}\t${row.protocol}`
        const known = talks.get(key)
        if (known === undefined && talks.size >= limit) return
        const answered = known?.answered || row.answered ? true : (row.answered ?? known?.answered ?? null)
        talks.set(key, { ...row, captureId, answered })
      })
      if (rows.length < filteredAtOnce) break
      after = rows.at(-1)!.n
      await breathe()
    }
  }
  return [...talks.values()]
}
