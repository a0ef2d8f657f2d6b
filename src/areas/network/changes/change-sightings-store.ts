import { sql } from 'kysely'
import type { Day } from '#core/calendar/day.ts'
import type { FunctionCount } from '#core/capture/inspection.ts'
import type { SightingKind } from '#core/change/sighting.ts'
import { loadPlantCaptures, visible } from '../capture-store.ts'
import { countedDays } from '../clock.ts'
import type { ClockFault, Db } from '../store.ts'
import { placeOf, type SeenDevice, type SeenFirmware, type SeenTalk, type SightingRow } from './sighting-rows.ts'

const bite = 1_000

export interface SubjectKey {
  readonly kind: SightingKind
  readonly subject: string
}

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

export async function clearChanges(db: Db): Promise<void> {
  await sql`truncate network.change_sighting, network.change_source, network.change, network.change_state,
    network.change_decision, network.learning_decision, network.change_undo`.execute(db)
}
