import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Change } from '#core/change/change.ts'
import type { Db } from '../store.ts'

/** A change as kept: what was derived, and when the server noticed it first. */
export interface StoredChange extends Change {
  readonly plant: string
  readonly id: string
  /** ISO 8601. */
  readonly noticedAt: string
}

/** The same for the same change, whoever derives it and whenever. */
export function changeId(plant: string, key: string): string {
  return createHash('sha256').update(`${plant}\t${key}`).digest('hex').slice(0, 20)
}

const instantOf = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())

/** Keeps changes; those that were noticed before keep that instant. */
export async function saveChanges(db: Db, plant: string, changes: readonly Change[], at: string): Promise<void> {
  for (let from = 0; from < changes.length; from += 500) {
    const rows = changes.slice(from, from + 500).map((change) => ({
      ...{ plant, id: changeId(plant, change.key), key: change.key, kind: change.kind, subject: change.subject },
      ...{ since: instantOf(change.since), at: instantOf(change.at), until: instantOf(change.until) },
      ...{ is_exact: change.isExact, device: change.device, peer: change.peer, protocol: change.protocol },
      ...{ port: change.port, before: change.before, after: change.after, deeds: change.deeds },
      ...{ functions: change.functions, folded: change.folded, source: change.source, capture_id: change.captureId },
      ...{ packet: change.packet, is_live: change.isLive, is_learned: change.isLearned, noticed_at: at },
    }))
    await sql`insert into network.change as t (plant, id, key, kind, subject, since, at, until, is_exact, device, peer,
        protocol, port, before, after, deeds, functions, folded, source, capture_id, packet, is_live, is_learned, noticed_at)
      select plant, id, key, kind, subject, since, at, until, is_exact, device, peer, protocol, port, before, after, deeds,
        functions, folded, source, capture_id, packet, is_live, is_learned, noticed_at
      from json_populate_recordset(null::network.change, ${JSON.stringify(rows)}::text::json)
      on conflict (plant, id) do update set kind = excluded.kind, since = excluded.since, at = excluded.at,
        until = greatest(t.until, excluded.until), is_exact = excluded.is_exact, peer = excluded.peer, protocol = excluded.protocol,
        port = excluded.port, before = excluded.before, after = excluded.after, deeds = excluded.deeds,
        functions = excluded.functions, folded = greatest(t.folded, excluded.folded), source = excluded.source,
        capture_id = excluded.capture_id, packet = excluded.packet, is_live = excluded.is_live,
        is_learned = excluded.is_learned, withdrawn_at = null`.execute(db)
  }
}

/** The changes that are shown now: a slice may bring more while a plant is derived anew. */
export async function loadChangeIds(db: Db, plant: string): Promise<readonly string[]> {
  const found = await sql<{ id: string }>`
    select id from network.change where plant = ${plant} and withdrawn_at is null`.execute(db)
  return found.rows.map(({ id }) => id)
}

/** What is no longer derived is no longer shown; should it come back, it was noticed when it first was. */
export async function withdraw(db: Db, plant: string, ids: readonly string[], at: string): Promise<void> {
  if (ids.length === 0) return
  await sql`update network.change set withdrawn_at = ${at}
    where plant = ${plant} and withdrawn_at is null and id = any(${[...ids]}::text[])`.execute(db)
}

/** What goes on was seen again: until when, by its subject. */
export async function reachFurther(
  db: Db,
  plant: string,
  seen: readonly { readonly subject: string; readonly until: string | null }[],
): Promise<void> {
  for (let at = 0; at < seen.length; at += 5_000) {
    const text = JSON.stringify(seen.slice(at, at + 5_000))
    await sql`update network.change t set until = w.until
      from jsonb_to_recordset(${text}::text::jsonb) as w(subject text, until timestamptz)
      where t.plant = ${plant} and t.subject = w.subject and t.until < w.until
        and t.kind in ('new-device', 'new-conversation', 'new-operation-class', 'address-change')`.execute(db)
  }
}

export interface ChangeFilter {
  readonly plants: readonly string[]
  readonly id?: string | undefined
  readonly knownAt?: string | undefined
}

const ms = (column: string) => `(extract(epoch from t.${column}) * 1000)::float8 as "${column}"`

export async function loadChanges(db: Db, filter: ChangeFilter): Promise<StoredChange[]> {
  const { plants, id, knownAt } = filter
  const only = id === undefined ? sql`true` : sql`t.id = ${id}`
  const known =
    knownAt === undefined
      ? sql`t.withdrawn_at is null`
      : sql`t.noticed_at <= ${knownAt}::timestamptz and (t.withdrawn_at is null or t.withdrawn_at > ${knownAt}::timestamptz)`
  const found = await sql<StoredChange>`
    select t.plant, t.id, t.key, t.kind, t.subject, ${sql.raw([ms('since'), ms('at'), ms('until')].join(', '))},
      t.is_exact as "isExact", t.device, t.peer, t.protocol, t.port, t.before, t.after, t.deeds, t.functions, t.folded,
      t.source, t.capture_id as "captureId", t.packet, t.is_live as "isLive", t.is_learned as "isLearned",
      t.noticed_at as "noticedAt"
    from network.change t where t.plant = any(${[...plants]}::text[]) and ${only} and ${known}
    order by t.at desc nulls first, t.id`.execute(db)
  return found.rows
}

export async function loadStateKey(db: Db, plant: string): Promise<string | null> {
  const found = await sql<{ key: string }>`select key from network.change_state where plant = ${plant}`.execute(db)
  return found.rows[0]?.key ?? null
}

export async function saveStateKey(db: Db, plant: string, key: string): Promise<void> {
  await sql`insert into network.change_state (plant, key) values (${plant}, ${key})
    on conflict (plant) do update set key = excluded.key`.execute(db)
}

/** A text per plant that differs whenever its captures do: not with each slice, but with each capture, day and correction. */
export async function loadCaptureKeys(db: Db): Promise<Map<string, string>> {
  const found = await sql<{ plant: string; key: string }>`
    select c.plant, concat(count(*), '.', count(c.undone_at), '.', max(extract(epoch from c.committed_at)), '.',
      max(extract(epoch from c.undone_at)), '.', sum(cardinality(c.days)), '.', count(c.clock_fault), '.',
      (select coalesce(max(k.seq), 0) from network.clock_correction k where k.plant = c.plant)) as key
    from network.capture c where c.committed_at is not null group by c.plant`.execute(db)
  return new Map(found.rows.map((row) => [row.plant, row.key]))
}

/** What device records and captures tell of the ends of changes. */
export interface ChangeEnd {
  readonly plant: string
  readonly address: string
  readonly device: string
  readonly name: string | null
  readonly tag: string | null
  readonly ips: readonly string[]
  readonly zone: string | null
  readonly level: string | null
  readonly safety: boolean
  readonly roles: readonly { readonly role: string }[]
}

/** Device records of addresses of one plant. */
export async function loadEnds(db: Db, plant: string, addresses: readonly string[]): Promise<ChangeEnd[]> {
  const found = await sql<ChangeEnd>`
    select o.plant, w.address, o.id as device, o.name, case when o.status = 'matched' then o.tag end as tag, o.ips, o.zone,
      o.level, o.safety <> '[]' as safety, o.roles
    from (select unnest(${[...addresses]}::text[]) as address) w
    join network.observed o on o.plant = ${plant} and o.id = coalesce((select l.id from network.observed_address l
      where l.plant = ${plant} and l.address = w.address order by (l.capture_id <> '*') limit 1), w.address)`.execute(
    db,
  )
  return found.rows
}

/** By how much the clocks of sensors were wrong, by capture. */
export async function loadClockErrors(db: Db, plant: string): Promise<Map<string, number>> {
  const found = await sql<{ id: string; error: number | null }>`
    select c.id, (s.health->>'clockOffsetMs')::float8 as error from network.capture c
    join network.sensor s on s.id = c.sensor_id where c.plant = ${plant}
      and not exists (select 1 from network.clock_correction k where k.plant = c.plant and k.capture_id = c.id)`.execute(
    db,
  )
  return new Map(found.rows.map(({ id, error }) => [id, Math.abs(error ?? 0)]))
}
