import { type RawBuilder, sql } from 'kysely'
import type { Day } from '#core/calendar/day.ts'
import type { FunctionCount } from '#core/capture/inspection.ts'
import type { Attendance } from '#core/change/gone.ts'
import type { Sighting, SightingKind } from '#core/change/sighting.ts'
import { loadPlantCaptures, visible } from '../capture-store.ts'
import { countedDays } from '../clock.ts'
import type { ClockFault, Db } from '../store.ts'
import { placeOf, type SeenDevice, type SeenFirmware, type SeenTalk, type SightingRow } from './sighting-rows.ts'

const bite = 1_000

/** What goes on is written again when it has gone on for so long: a sensor tells of it with every slice. */
const WRITTEN_EVERY = '1 hour'

/**
 * Rows of one capture; those that are there already reach further.
 * @returns the subjects that the capture had not seen
 */
export async function saveSightings(
  db: Db,
  rows: readonly SightingRow[],
  { isSlice = false } = {},
): Promise<readonly SubjectKey[]> {
  const fresh: SubjectKey[] = []
  const tells = isSlice
    ? sql`where excluded.first_at < s.first_at or excluded.last_at > s.last_at + ${WRITTEN_EVERY}::interval
        or not excluded.days <@ s.days or not excluded.macs <@ s.macs or excluded.count > s.count
        or (s.protocol is null and excluded.protocol is not null)`
    : sql``
  for (let at = 0; at < rows.length; at += bite) {
    const text = JSON.stringify(rows.slice(at, at + bite))
    const done = await sql<SubjectKey & { isFresh: boolean }>`
      insert into network.change_sighting as s (plant, kind, subject, capture_id, n, part, source, device, server,
        protocol, port, value, macs, first_at, last_at, is_exact, packet, days, count)
      select plant, kind, subject, capture_id, n, part, source, device, server, protocol, port, value, macs, first_at, last_at,
        is_exact, packet, days, count
      from json_populate_recordset(null::network.change_sighting, ${text}::text::json)
      on conflict (plant, kind, subject, capture_id, n, part) do update set
        packet = case when excluded.first_at < s.first_at then excluded.packet else s.packet end,
        first_at = least(s.first_at, excluded.first_at), last_at = greatest(s.last_at, excluded.last_at),
        protocol = coalesce(s.protocol, excluded.protocol),
        macs = (select coalesce(array_agg(distinct m order by m), '{}') from unnest(s.macs || excluded.macs) m),
        days = (select coalesce(array_agg(distinct d order by d), '{}') from unnest(s.days || excluded.days) d),
        count = greatest(s.count, excluded.count)
      ${tells} returning kind, subject, xmax = 0 as "isFresh"`.execute(db)
    for (const { kind, subject, isFresh } of done.rows) if (isFresh) fresh.push({ kind, subject })
  }
  return fresh
}

export async function dropSightings(
  db: Db,
  plant: string,
  captureId: string,
  kinds: readonly SightingKind[],
): Promise<void> {
  await sql`delete from network.change_sighting where plant = ${plant} and capture_id = ${captureId}
    and kind = any(${[...kinds]}::text[])`.execute(db)
}

export async function noteTaken(db: Db, plant: string, captureId: string, offices: string): Promise<void> {
  await sql`insert into network.change_source (plant, capture_id, offices) values (${plant}, ${captureId}, ${offices})
    on conflict (plant, capture_id) do update set offices = excluded.offices`.execute(db)
}

export async function forgetTaken(db: Db, plant: string, captureId: string): Promise<void> {
  await sql`delete from network.change_source where plant = ${plant} and capture_id = ${captureId}`.execute(db)
  await sql`delete from network.change_state where plant = ${plant}`.execute(db)
}

export interface CaptureToTake {
  readonly id: string
  readonly source: string
  /** Null where nothing was taken out of it yet. */
  readonly offices: string | null
}

export async function loadCapturesToTake(db: Db, plant: string, offices: string): Promise<CaptureToTake[]> {
  const found = await sql<CaptureToTake>`
    select c.id, c.source, t.offices from network.capture c
    left join network.change_source t on t.plant = c.plant and t.capture_id = c.id
    where c.plant = ${plant} and ${visible()} and t.offices is distinct from ${offices} order by c.id`.execute(db)
  return found.rows
}

export async function loadSeenDevices(db: Db, plant: string, captureId: string): Promise<SeenDevice[]> {
  const found = await sql<SeenDevice>`
    select d.id, d.macs, d.first_seen as "firstSeen", d.last_seen as "lastSeen", d.packets_seen as "packetsSeen", d.days
    from network.device d where d.plant = ${plant} and d.capture_id = ${captureId} and cardinality(d.days) > 0`.execute(
    db,
  )
  return found.rows
}

export async function* seenTalkPages(db: Db, plant: string, captureId: string): AsyncGenerator<readonly SeenTalk[]> {
  let after = 0
  for (;;) {
    const found = await sql<
      Omit<SeenTalk, 'operations'> & { n: number; reads: number; writes: number; programs: number }
    >`
      select t.n, t.client, t.server, t.transport, t.server_port as "serverPort", t.protocol, t.answered, t.reads, t.writes,
        t.programs, case when t.programs > 0 then t.functions else '[]' end as functions, t.first_seen as "firstSeen",
        t.last_seen as "lastSeen", t.packets_seen[1:1] as "packetsSeen", t.days
      from network.conversation t where t.plant = ${plant} and t.capture_id = ${captureId} and t.n > ${after}
      order by t.n limit 2000`.execute(db)
    const last = found.rows.at(-1)
    if (last === undefined) return
    yield found.rows.map(({ n, reads, writes, programs, ...talk }) => ({
      ...talk,
      operations: { read: reads, write: writes, program: programs },
      functions: talk.functions as readonly FunctionCount[],
    }))
    after = last.n
  }
}

export async function loadSeenFirmware(db: Db, plant: string, captureId: string): Promise<SeenFirmware[]> {
  const found = await sql<SeenFirmware>`
    select i.device, i.protocol, i.value, i.address, i.packet, d.first_seen as "firstSeen", d.last_seen as "lastSeen"
    from network.identity i
    left join network.device d on d.plant = i.plant and d.capture_id = i.capture_id and d.id = i.device
    where i.plant = ${plant} and i.capture_id = ${captureId} and i.field = 'firmware'`.execute(db)
  return found.rows
}

export interface LookedSource {
  readonly source: string
  readonly days: readonly Day[]
  /** A sensor that is not revoked. */
  readonly isLive: boolean
}

/** The days on which each source looked, by the corrected clocks of its captures. */
export async function loadLookedSources(db: Db, plant: string): Promise<LookedSource[]> {
  const found = await sql<{
    id: string
    source: string
    days: Day[]
    recordedAt: string
    clockFault: ClockFault | null
    addSeconds: number | null
    isLive: boolean
  }>`
    select c.id, c.source, c.days, c.committed_at as "recordedAt", c.clock_fault as "clockFault",
      (select k.add_seconds from network.clock_correction k where k.plant = c.plant and k.capture_id = c.id
        order by k.seq desc limit 1) as "addSeconds",
      exists (select 1 from network.sensor s where s.id = c.sensor_id and s.revoked_at is null) as "isLive"
    from network.capture c where c.plant = ${plant} and ${visible()}`.execute(db)
  return [...Map.groupBy(found.rows, ({ source }) => placeOf(source))].map(([source, captures]) => ({
    source,
    // A sensor's day begins with its first slice: its row is recorded then, and what it saw is of no later day.
    days: [...new Set(captures.flatMap((capture) => countedDays(capture, capture.days)))].sort(),
    isLive: captures.some(({ isLive }) => isLive),
  }))
}

/** Captures with their source and the days on which they looked. */
export async function loadTakenDays(
  db: Db,
  plant: string,
  knownAt?: string,
): Promise<{ readonly id: string; readonly source: string; readonly days: readonly Day[] }[]> {
  return (await loadPlantCaptures(db, plant, knownAt)).map((capture) => ({
    id: capture.id,
    source: placeOf(capture.source),
    days: countedDays(capture, capture.days),
  }))
}

/** Captures that count, with their clocks: `add` seconds; `told` where they can be believed. */
function clocked(plant: string): RawBuilder<unknown> {
  return sql`clocked as materialized (
    select c.id, c.sensor_id is not null as live, coalesce(k.add_seconds, 0) * interval '1 second' as add,
      round(coalesce(k.add_seconds, 0) / 86400.0)::int as shift, (c.clock_fault is null or k.add_seconds is not null) as told
    from network.capture c left join lateral (select y.add_seconds from network.clock_correction y
      where y.plant = c.plant and y.capture_id = c.id order by y.seq desc limit 1) k on true
    where c.plant = ${plant} and ${visible()})`
}

const SIGHTING = sql.raw(`s.kind, s.subject, s.source, s.capture_id as "captureId", s.packet,
  case when c.told then (extract(epoch from s.first_at + c.add) * 1000)::float8 end as "from",
  case when c.told then (extract(epoch from s.last_at + c.add) * 1000)::float8 end as "to",
  s.is_exact as "isExact", c.live as "isLive",
  case when c.told then array(select d + c.shift from unnest(s.days) d) else '{}' end as days,
  s.device, s.server, s.protocol, s.port, s.value, s.macs, s.count`)

async function load(db: Db, plant: string, which: RawBuilder<boolean>): Promise<Sighting[]> {
  const found = await sql<Sighting>`with ${clocked(plant)}
    select ${SIGHTING} from network.change_sighting s join clocked c on c.id = s.capture_id
    where s.plant = ${plant} and ${which}`.execute(db)
  return found.rows
}

export interface SubjectKey {
  readonly kind: SightingKind
  readonly subject: string
}

/**
 * Devices, conversations and operation classes that were first seen by a source that had learned, or at no known time. Told
 * from one row each: a plant has many that were always there.
 */
export async function loadNewSubjects(
  db: Db,
  plant: string,
  learned: readonly { readonly source: string; readonly until: Day }[],
): Promise<SubjectKey[]> {
  if (learned.length === 0) return []
  const found = await sql<SubjectKey>`with ${clocked(plant)},
    first as (
      select distinct on (s.kind, s.subject) s.kind, s.subject, s.source,
        case when c.told then ((s.first_at + c.add) at time zone 'UTC')::date end as day
      from network.change_sighting s join clocked c on c.id = s.capture_id
      where s.plant = ${plant} and s.kind in ('device', 'conversation', 'operation')
      order by s.kind, s.subject, case when c.told then s.first_at + c.add end nulls last, s.capture_id)
    select first.kind, first.subject from first
    left join jsonb_to_recordset(${JSON.stringify(learned)}::text::jsonb) as l(source text, until text)
      on l.source = first.source
    where first.day is null or first.day::text > l.until`.execute(db)
  return found.rows
}

/** All sightings of subjects, of their ends as devices, of their pairs as conversations, and of devices with their cards. */
export async function loadSubjects(db: Db, plant: string, subjects: readonly SubjectKey[]): Promise<Sighting[]> {
  if (subjects.length === 0) return []
  const found = new Map<string, Sighting>()
  const add = (all: readonly Sighting[]) => {
    for (const one of all) found.set(`${one.kind}\t${one.subject}\t${one.captureId}\t${one.packet}\t${one.value}`, one)
    return all
  }
  for (const [kind, of] of Map.groupBy(subjects, (one) => one.kind)) {
    for (let at = 0; at < of.length; at += 5_000) {
      const names = of.slice(at, at + 5_000).map(({ subject }) => subject)
      const own = add(await load(db, plant, sql`s.kind = ${kind} and s.subject = any(${names}::text[])`))
      const cards = [...new Set(own.flatMap(({ macs }) => macs))]
      if (cards.length > 0) add(await load(db, plant, sql`s.kind = 'device' and s.macs && ${cards}::text[]`))
      const talks = own.filter(({ server }) => server !== null)
      if (talks.length === 0) continue
      const ends = [
        ...new Set(talks.flatMap(({ device, server }) => [JSON.stringify([device]), JSON.stringify([server])])),
      ]
      add(await load(db, plant, sql`s.kind = 'device' and s.subject = any(${ends}::text[])`))
      if (kind !== 'operation') continue
      const pairs = JSON.stringify(talks.map(({ device, server }) => ({ device, server })))
      add(
        await load(
          db,
          plant,
          sql`s.kind = 'conversation' and (s.device, s.server) in (
            select p.device, p.server from jsonb_to_recordset(${pairs}::text::jsonb) as p(device text, server text))`,
        ),
      )
    }
  }
  return [...found.values()]
}

/** Firmware of devices that have told more than one version; of those named, or of all. */
export async function loadFirmware(db: Db, plant: string, subjects?: readonly string[]): Promise<Sighting[]> {
  const among = subjects === undefined ? sql`true` : sql`v.subject = any(${[...subjects]}::text[])`
  return load(
    db,
    plant,
    sql`s.kind = 'firmware' and s.subject in (select v.subject from network.change_sighting v
      where v.plant = ${plant} and v.kind = 'firmware' and ${among} group by v.subject having count(distinct v.value) > 1)`,
  )
}

/** Calls that program; all, or those of some pairs around some days. */
export async function loadDeeds(
  db: Db,
  plant: string,
  only?: { readonly subjects: readonly string[]; readonly from: string; readonly to: string },
): Promise<Sighting[]> {
  const which =
    only === undefined
      ? sql<boolean>`s.kind = 'deed'`
      : sql<boolean>`s.kind = 'deed' and s.subject = any(${[...only.subjects]}::text[])
          and s.first_at + c.add between ${only.from}::timestamptz and ${only.to}::timestamptz`
  return load(db, plant, which)
}

/** Devices that were seen on several days, by source. */
export async function loadAttendance(db: Db, plant: string): Promise<Attendance[]> {
  const found = await sql<Attendance>`with ${clocked(plant)},
    seen as (
      select s.device, s.source, array_agg(distinct d.day + c.shift order by d.day + c.shift) as days,
        (array_agg(s.capture_id order by s.last_at desc nulls last, s.capture_id))[1] as "captureId",
        (array_agg(s.packet order by s.last_at desc nulls last, s.capture_id))[1] as packet
      from network.change_sighting s join clocked c on c.id = s.capture_id cross join lateral unnest(s.days) as d(day)
      where s.plant = ${plant} and s.kind = 'device' and c.told group by s.device, s.source)
    select * from seen where cardinality(days) >= 2`.execute(db)
  return found.rows
}

/** Which of the subjects have been seen in no other capture. */
export async function unseenSubjects(
  db: Db,
  plant: string,
  captureId: string,
  subjects: readonly SubjectKey[],
): Promise<SubjectKey[]> {
  const unseen: SubjectKey[] = []
  for (let at = 0; at < subjects.length; at += 5_000) {
    const text = JSON.stringify(subjects.slice(at, at + 5_000))
    const found = await sql<SubjectKey>`
      select w.kind, w.subject from jsonb_to_recordset(${text}::text::jsonb) as w(kind text, subject text)
      where not exists (select 1 from network.change_sighting s join network.capture c on c.plant = s.plant
        and c.id = s.capture_id and ${visible()}
        where s.plant = ${plant} and s.kind = w.kind and s.subject = w.subject
          and s.capture_id <> ${captureId})`.execute(db)
    unseen.push(...found.rows)
  }
  return unseen
}

export async function clearChanges(db: Db): Promise<void> {
  await sql`truncate network.change_sighting, network.change_source, network.change, network.change_state,
    network.change_decision, network.learning_decision, network.change_undo`.execute(db)
}
