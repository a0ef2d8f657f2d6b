import { sql } from 'kysely'
import type { Day } from '#core/calendar/day.ts'
import type { PolicyTransport, ZoneLevel } from '#core/segmentation/policy.ts'
import type { Verdict } from '#core/segmentation/verdict.ts'
import { insertMany } from '#platform/database/insert-many.ts'
import type { Db, NetworkTables } from '../store.ts'

/** A conversation as it is judged. */
export interface TalkToJudge {
  readonly n: number
  readonly client: string
  readonly server: string
  readonly transport: PolicyTransport
  readonly port: number | null
  readonly protocol: string | null
  readonly operations: Readonly<Record<string, number>> | null
  readonly answered: boolean | null
  readonly days: readonly Day[]
}

/** Conversations of a capture, some thousand at a time. */
export async function* talkPages(db: Db, plant: string, captureId: string): AsyncGenerator<readonly TalkToJudge[]> {
  let after = 0
  for (;;) {
    const found = await sql<TalkToJudge>`
      select n, client, server, transport, server_port as port, protocol, operations, answered, days
      from network.conversation where plant = ${plant} and capture_id = ${captureId} and n > ${after}
      order by n limit 3000`.execute(db)
    if (found.rows.length === 0) return
    yield found.rows
    after = found.rows[found.rows.length - 1]!.n
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

export async function loadKnownDevices(db: Db, plant: string): Promise<readonly KnownDevice[]> {
  const found = await sql<KnownDevice>`
    select id, case when status = 'matched' then tag end as tag, ips, macs, vlans, coalesce(role = 'router', false) as "isRouter",
      counted and status = 'unmanaged' as "isStranger", level, safety <> '[]' as safety,
      array(select r->>'role' from jsonb_array_elements(roles) r) as roles
    from network.observed where plant = ${plant}`.execute(db)
  return found.rows
}

export async function loadAddresses(
  db: Db,
  plant: string,
): Promise<readonly { readonly address: string; readonly captureId: string; readonly id: string }[]> {
  const found = await sql<{ address: string; captureId: string; id: string }>`
    select address, capture_id as "captureId", id from network.observed_address where plant = ${plant}`.execute(db)
  return found.rows
}

/** Addresses that answered each other, each pair once; captures of one address under two devices are rare enough to be asked apart. */
export async function loadAnsweredPairs(
  db: Db,
  plant: string,
): Promise<readonly { readonly captureId: string; readonly client: string; readonly server: string }[]> {
  const found = await sql<{ captureId: string; client: string; server: string }>`
    select max(t.capture_id) as "captureId", t.client, t.server from network.conversation t
    join network.capture c on c.plant = t.plant and c.id = t.capture_id
    where t.plant = ${plant} and t.answered and c.committed_at is not null and c.undone_at is null
    group by t.client, t.server limit 200000`.execute(db)
  return found.rows
}

export async function loadVerdictKeys(db: Db, plant: string): Promise<ReadonlyMap<string, string>> {
  const found = await sql<{ id: string; key: string }>`
    select capture_id as id, key from network.verdict_state where plant = ${plant}`.execute(db)
  return new Map(found.rows.map(({ id, key }) => [id, key]))
}

/** Captures that count, with how often each changed. */
export async function loadCaptureRevisions(db: Db, plant: string): Promise<ReadonlyMap<string, number>> {
  const found = await sql<{ id: string; revision: number }>`
    select id, revision from network.capture
    where plant = ${plant} and committed_at is not null and undone_at is null`.execute(db)
  return new Map(found.rows.map(({ id, revision }) => [id, revision]))
}

export interface JudgedTalk {
  readonly n: number
  /** Undated: no clock tells on which day it took place. */
  readonly verdict: Verdict | 'undated'
  readonly clientZone: string | null
  readonly serverZone: string | null
  readonly conduits: readonly string[]
  readonly operations: readonly string[]
  readonly answered: boolean | null
  readonly days: readonly Day[]
}

/** The verdicts of a capture take the place of its earlier ones: written in bites, and counting all at once. */
export async function replaceVerdicts(
  db: Db,
  place: { readonly plant: string; readonly captureId: string; readonly key: string },
  judged: AsyncIterable<readonly JudgedTalk[]>,
): Promise<void> {
  const { plant, captureId, key } = place
  const next = await sql<{ generation: number }>`
    select nextval('network.verdict_generation') as generation`.execute(db)
  const { generation } = next.rows[0]!
  for await (const some of judged) {
    const rows = some.map(({ clientZone, serverZone, conduits, operations, days, ...one }) => ({
      ...one,
      plant,
      capture_id: captureId,
      generation,
      client_zone: clientZone,
      server_zone: serverZone,
      conduits: [...conduits],
      operations: [...operations],
      days: [...days],
    }))
    await insertMany<NetworkTables, 'network.verdict'>(db, 'network.verdict', rows)
  }
  await sql`
    insert into network.verdict_state (plant, capture_id, generation, key)
    values (${plant}, ${captureId}, ${generation}, ${key})
    on conflict (plant, capture_id) do update set generation = excluded.generation, key = excluded.key
      where verdict_state.generation < excluded.generation`.execute(db)
  await dropRows(db, plant, captureId, generation)
}

/** Rows of older generations: those that counted until now, and those of a run that a crash ended. */
async function dropRows(db: Db, plant: string, captureId: string, before: number): Promise<void> {
  for (;;) {
    const done = await sql`
      delete from network.verdict where ctid = any(array(select ctid from network.verdict
        where plant = ${plant} and capture_id = ${captureId} and generation < ${before} limit 5000))`.execute(db)
    if ((done.numAffectedRows ?? 0n) === 0n) return
  }
}

/** Captures that were taken back, or are gone, have no verdicts. */
export async function dropVerdicts(db: Db, plant: string, captureId: string): Promise<void> {
  await sql`delete from network.verdict_state where plant = ${plant} and capture_id = ${captureId}`.execute(db)
  await dropRows(db, plant, captureId, Number.MAX_SAFE_INTEGER)
}
