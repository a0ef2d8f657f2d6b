import { setImmediate as breathe } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import type { Day } from '#core/calendar/day.ts'
import type { ZoneLevel } from '#core/segmentation/policy.ts'
import { insertMany, upsertMany } from '#platform/database/insert-many.ts'
import type { Db, NetworkTables } from '../store.ts'
import type { JudgedTalk, TalkToJudge } from './judged-talk.ts'
import { createSums, zonesKey } from './verdict-sums.ts'
import { insertSums, replaceSums } from './verdict-sums-store.ts'
import { betweenZones, type ZonePair } from './zone-pairs.ts'

/** Read and judged at one go. */
const talksAtOnce = 1000

/** Conversations of a capture, some at a time. */
export async function* talkPages(db: Db, plant: string, captureId: string): AsyncGenerator<readonly TalkToJudge[]> {
  for (let after = 0; ; ) {
    const { rows }: { rows: TalkToJudge[] } = await sql<TalkToJudge>`
      select n, client, server, transport, server_port as port, protocol, operations, answered, days
      from network.conversation where plant = ${plant} and capture_id = ${captureId} and n > ${after}
      order by n limit ${talksAtOnce}`.execute(db)
    if (rows.length > 0) yield rows
    if (rows.length < talksAtOnce) return
    after = rows.at(-1)!.n
  }
}

/** What is known of the devices behind addresses, for membership of zones. */
export interface KnownDevice {
  readonly id: string
  readonly tag: string | null
  readonly ips: readonly string[]
  readonly macs: readonly string[]
  readonly vlans: readonly number[]
  readonly isRouter: boolean
  /** Of the plant, and in no registry. */
  readonly isStranger: boolean
  readonly level: ZoneLevel | null
  readonly roles: readonly string[]
  readonly safety: boolean
}

const devicesAtOnce = 2000

export async function loadKnownDevices(db: Db, plant: string): Promise<readonly KnownDevice[]> {
  const all: KnownDevice[] = []
  for (let after = ''; ; ) {
    const { rows }: { rows: KnownDevice[] } = await sql<KnownDevice>`
      select id, case when status = 'matched' then tag end as tag, ips, macs, vlans, coalesce(role = 'router', false) as "isRouter",
        counted and status = 'unmanaged' as "isStranger", level, safety <> '[]' as safety,
        array(select r->>'role' from jsonb_array_elements(roles) r) as roles
      from network.observed where plant = ${plant} and id > ${after} order by id limit ${devicesAtOnce}`.execute(db)
    for (const row of rows) all.push(row)
    if (rows.length < devicesAtOnce) return all
    after = rows.at(-1)!.id
    await breathe()
  }
}

/** Under which device an address is met; `*` holds for every capture that does not say otherwise. */
export interface KnownAddress {
  readonly address: string
  readonly captureId: string
  readonly id: string
}

export async function loadAddresses(db: Db, plant: string): Promise<readonly KnownAddress[]> {
  const all: KnownAddress[] = []
  for (let last = { address: '', captureId: '' }; ; ) {
    const { rows }: { rows: KnownAddress[] } = await sql<KnownAddress>`
      select address, capture_id as "captureId", id from network.observed_address
      where plant = ${plant} and (address, capture_id) > (${last.address}, ${last.captureId})
      order by address, capture_id limit ${devicesAtOnce}`.execute(db)
    for (const row of rows) all.push(row)
    if (rows.length < devicesAtOnce) return all
    last = rows.at(-1)!
    await breathe()
  }
}

/** So many pairs are enough to propose zones from. */
const mostPairs = 200_000

/** Addresses that answered each other, each pair once; captures of one address under two devices are rare enough to be asked apart. */
export async function loadAnsweredAddresses(
  db: Db,
  plant: string,
): Promise<readonly { readonly captureId: string; readonly client: string; readonly server: string }[]> {
  const pairs = new Map<string, { captureId: string; client: string; server: string }>()
  for (const captureId of [...(await loadCaptureRevisions(db, plant)).keys()].sort()) {
    for (let after = 0; ; ) {
      const { rows }: { rows: { n: number; client: string; server: string; answered: boolean | null }[] } = await sql<{
        n: number
        client: string
        server: string
        answered: boolean | null
      }>`
        select n, client, server, answered from network.conversation
        where plant = ${plant} and capture_id = ${captureId} and n > ${after} order by n limit ${pairsAtOnce}`.execute(
        db,
      )
      for (const { client, server, answered } of rows) {
        const key = `${client}\t${server}`
        if (answered && (pairs.size < mostPairs || pairs.has(key))) pairs.set(key, { captureId, client, server })
      }
      await breathe()
      if (rows.length < pairsAtOnce) break
      after = rows.at(-1)!.n
    }
  }
  return [...pairs.values()]
}

const pairsAtOnce = 4000

/** What the verdicts of a capture were judged by. */
export interface VerdictState {
  readonly key: string
  readonly generation: number
  /** Some conversation has its days between different zones. */
  readonly mixed: boolean
}

export async function loadVerdictStates(db: Db, plant: string): Promise<ReadonlyMap<string, VerdictState>> {
  const found = await sql<VerdictState & { id: string }>`
    select capture_id as id, key, generation, mixed from network.verdict_state where plant = ${plant}`.execute(db)
  return new Map(found.rows.map(({ id, ...state }) => [id, state]))
}

/** Captures that count, with how often each changed. */
export async function loadCaptureRevisions(db: Db, plant: string): Promise<ReadonlyMap<string, number>> {
  const found = await sql<{ id: string; revision: number }>`
    select id, revision from network.capture
    where plant = ${plant} and committed_at is not null and undone_at is null`.execute(db)
  return new Map(found.rows.map(({ id, revision }) => [id, revision]))
}

/** A conversation with what is said of it; `isMixed` where it was between other zones on other days. */
export interface Judged<Talk extends TalkToJudge = TalkToJudge> {
  readonly talk: Talk
  readonly judged: JudgedTalk
  readonly isMixed: boolean
}

interface Place {
  readonly plant: string
  readonly captureId: string
  /** What it is judged by. */
  readonly key: string
}

/** The verdicts of a capture take the place of its earlier ones: written in bites, and counting all at once. */
export async function replaceVerdicts(
  db: Db,
  { plant, captureId, key }: Place,
  pages: AsyncIterable<readonly Judged[]>,
): Promise<void> {
  const next = await sql<{ generation: number }>`
    select nextval('network.verdict_generation') as generation`.execute(db)
  const { generation } = next.rows[0]!
  const place = { plant, captureId, generation }
  const sums = createSums()
  let mixed = false
  for await (const page of pages) {
    for (const { talk, judged, isMixed } of page) {
      sums.add(talk, judged)
      mixed ||= isMixed
    }
    await insertMany<NetworkTables, 'network.verdict'>(
      db,
      'network.verdict',
      page.map(({ judged }) => verdictRow(place, judged)),
    )
  }
  await insertSums(db, place, sums)
  await sql`
    insert into network.verdict_state (plant, capture_id, generation, key, mixed)
    values (${plant}, ${captureId}, ${generation}, ${key}, ${mixed})
    on conflict (plant, capture_id) do update
      set generation = excluded.generation, key = excluded.key, mixed = excluded.mixed
      where verdict_state.generation < excluded.generation`.execute(db)
  await dropRows(db, plant, captureId, generation)
}

function verdictRow(
  { plant, captureId, generation }: Omit<Place, 'key'> & { readonly generation: number },
  { clientZone, serverZone, conduits, operations, days, ...one }: JudgedTalk,
): NetworkTables['network.verdict'] {
  return {
    ...one,
    ...{ plant, capture_id: captureId, generation, client_zone: clientZone, server_zone: serverZone },
    ...{ conduits: [...conduits], operations: [...operations], days: [...days] },
  }
}

/** What was said of a conversation until now. */
export interface Verdicted extends TalkToJudge {
  readonly was: Omit<JudgedTalk, 'n' | 'answered'>
}

/** Conversations of a capture with their verdicts that count: all, or those between some zones. */
export async function* verdictPages(
  db: Db,
  { plant, captureId, generation }: { readonly plant: string; readonly captureId: string; readonly generation: number },
  among: readonly ZonePair[] | null,
): AsyncGenerator<readonly Verdicted[]> {
  type Row = TalkToJudge &
    Omit<Verdicted['was'], 'operations' | 'days'> & { wasOperations: string[]; wasDays: Day[] | null }
  const where = among === null ? sql`true` : betweenZones(among)
  for (let after = 0; ; ) {
    const { rows }: { rows: Row[] } = await sql<Row>`
      with bite as materialized (
        select * from network.verdict v where v.plant = ${plant} and v.capture_id = ${captureId}
          and v.generation = ${generation} and v.n > ${after} and ${where} order by v.n limit ${talksAtOnce})
      select v.n, t.client, t.server, t.transport, t.server_port as port, t.protocol, t.operations, t.answered, t.days,
        v.verdict, v.client_zone as "clientZone", v.server_zone as "serverZone", v.conduits,
        v.operations as "wasOperations", case when v.days <> t.days then v.days end as "wasDays"
      from bite v join network.conversation t on t.plant = v.plant and t.capture_id = v.capture_id and t.n = v.n
      order by v.n`.execute(db)
    yield rows.map(({ verdict, clientZone, serverZone, conduits, wasOperations, wasDays, ...talk }) => ({
      ...talk,
      was: { verdict, clientZone, serverZone, conduits, operations: wasOperations, days: wasDays ?? talk.days },
    }))
    if (rows.length < talksAtOnce) return
    after = rows.at(-1)!.n
  }
}

/** More are written as a new generation, which holds nobody. */
const mostRevised = 4000

/**
 * The verdicts of a capture judged by another policy: only what changed is written, at once with its sums. `pages` holds
 * all conversations, or all between some zones. False, and nothing written, where too much changed, or another process
 * wrote meanwhile.
 */
export async function reviseVerdicts(
  db: Kysely<NetworkTables>,
  { plant, captureId, key }: Place,
  from: VerdictState,
  pages: AsyncIterable<readonly Judged<Verdicted>[]>,
): Promise<boolean> {
  const changed: JudgedTalk[] = []
  const touched = new Set<string>()
  const sums = createSums()
  let { mixed } = from
  for await (const page of pages) {
    for (const { talk, judged, isMixed } of page) {
      sums.add(talk, judged)
      mixed ||= isMixed
      if (isSame(talk.was, judged)) continue
      changed.push(judged)
      touched.add(zonesKey(talk.was)).add(zonesKey(judged))
    }
    if (changed.length > mostRevised) return false
  }
  const place = { plant, captureId, generation: from.generation }
  return db.transaction().execute(async (trx) => {
    const kept = await sql<VerdictState>`select generation, key from network.verdict_state
      where plant = ${plant} and capture_id = ${captureId} for update`.execute(trx)
    const now = kept.rows[0]
    if (now?.generation !== from.generation || now.key !== from.key) return false
    if (changed.length > 0) {
      const rows = changed.map((judged) => verdictRow(place, judged))
      await upsertMany<NetworkTables, 'network.verdict'>(
        trx,
        'network.verdict',
        ['plant', 'capture_id', 'generation', 'n'],
        rows,
      )
      await replaceSums(trx, place, touched, sums)
    }
    await sql`update network.verdict_state set key = ${key}, mixed = ${mixed}
      where plant = ${plant} and capture_id = ${captureId}`.execute(trx)
    return true
  })
}

function isSame(was: Verdicted['was'], now: JudgedTalk): boolean {
  const isEqual = (a: readonly string[], b: readonly string[]) =>
    a.length === b.length && a.every((one, i) => one === b[i])
  return (
    was.verdict === now.verdict &&
    was.clientZone === now.clientZone &&
    was.serverZone === now.serverZone &&
    isEqual(was.conduits, now.conduits) &&
    isEqual(was.operations, now.operations) &&
    isEqual(was.days, now.days)
  )
}

/** Rows of older generations: those that counted until now, and those of a run that a crash ended. */
async function dropRows(db: Db, plant: string, captureId: string, before: number): Promise<void> {
  for (const name of ['network.verdict', 'network.verdict_pair', 'network.verdict_conduit']) {
    const table = sql.table(name)
    for (;;) {
      const done = await sql`
        delete from ${table} where ctid = any(array(select ctid from ${table}
          where plant = ${plant} and capture_id = ${captureId} and generation < ${before} limit 3000))`.execute(db)
      if ((done.numAffectedRows ?? 0n) === 0n) break
      await breathe()
    }
  }
}

/** Captures that were taken back, or are gone, have no verdicts. */
export async function dropVerdicts(db: Db, plant: string, captureId: string): Promise<void> {
  await sql`delete from network.verdict_state where plant = ${plant} and capture_id = ${captureId}`.execute(db)
  await dropRows(db, plant, captureId, Number.MAX_SAFE_INTEGER)
}
