import { type RawBuilder, sql } from 'kysely'
import type { Day } from '#core/calendar/day.ts'
import type { Attendance } from '#core/change/gone.ts'
import type { Sighting } from '#core/change/sighting.ts'
import { visible } from '../capture-store.ts'
import type { Db } from '../store.ts'
import type { SubjectKey } from './change-sightings-store.ts'

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

/**
 * The rows are chosen before their captures are looked up: a table that the planner has no statistics of (the embedded database
 * gathers none by itself) would else be walked through by captures.
 */
async function load(
  db: Db,
  plant: string,
  which: RawBuilder<boolean>,
  then: RawBuilder<boolean> = sql<boolean>`true`,
): Promise<Sighting[]> {
  const found = await sql<Sighting>`with ${clocked(plant)},
    chosen as materialized (select * from network.change_sighting s where s.plant = ${plant} and ${which})
    select ${SIGHTING} from chosen s join clocked c on c.id = s.capture_id where ${then}`.execute(db)
  return found.rows
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
      const clients = [...new Set(talks.map(({ device }) => device))]
      const servers = [...new Set(talks.map(({ server }) => server!))]
      const pairs = new Set(talks.map(({ device, server }) => `${device}\t${server}`))
      const between = await load(
        db,
        plant,
        sql`s.kind = 'conversation' and s.device = any(${clients}::text[]) and s.server = any(${servers}::text[])`,
      )
      add(between.filter(({ device, server }) => pairs.has(`${device}\t${server}`)))
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
  if (only === undefined) return load(db, plant, sql`s.kind = 'deed'`)
  const { subjects, from, to } = only
  return load(
    db,
    plant,
    sql`s.kind = 'deed' and s.subject = any(${[...subjects]}::text[])`,
    sql`s.first_at + c.add between ${from}::timestamptz and ${to}::timestamptz`,
  )
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

/** So many subjects are looked up one by one along the key; more are held against all rows of the plant at once. */
const FEW = 300

/** Which of the subjects have been seen in no other capture. */
export async function unseenSubjects(
  db: Db,
  plant: string,
  captureId: string,
  subjects: readonly SubjectKey[],
): Promise<readonly SubjectKey[]> {
  if (subjects.length === 0) return []
  const captures = await sql<{ id: string }>`
    select c.id from network.capture c where c.plant = ${plant} and ${visible()} and c.id <> ${captureId}`.execute(db)
  const others = sql`${captures.rows.map(({ id }) => id)}::text[]`
  const wanted = sql`jsonb_to_recordset(${JSON.stringify(subjects)}::text::jsonb) as w(kind text, subject text)`
  const found =
    subjects.length <= FEW
      ? sql<SubjectKey>`select w.kind, w.subject from ${wanted}
          left join lateral (select s.capture_id from network.change_sighting s
            where s.plant = ${plant} and s.kind = w.kind and s.subject = w.subject
            order by s.kind, s.subject, s.capture_id) x on x.capture_id = any(${others})
          where x.capture_id is null`
      : sql<SubjectKey>`select w.kind, w.subject from ${wanted}
          except select s.kind, s.subject from network.change_sighting s
          where s.plant = ${plant} and s.kind in ('device', 'conversation', 'operation') and s.capture_id = any(${others})`
  return (await found.execute(db)).rows
}
