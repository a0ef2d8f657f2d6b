import { sql } from 'kysely'
import type { SensorHealth, WantedPacket } from '#contract/sensors.ts'
import type { DescribedPacket } from './context.ts'
import type { Db } from './store.ts'

export interface StoredSensor {
  readonly id: string
  readonly plant: string
  readonly name: string
  readonly keyHash: string
  readonly addedAt: string
  readonly revokedAt: string | null
  readonly lastContact: string | null
  readonly lastPacket: string | null
  readonly slices: number
  readonly missing: number
  readonly health: SensorHealth | null
}

const COLUMNS = sql`s.id, s.plant, s.name, s.key_hash as "keyHash", s.added_at as "addedAt", s.revoked_at as "revokedAt",
  s.last_contact as "lastContact", s.last_packet as "lastPacket", s.slices, s.missing, s.health`

export async function loadSensors(
  db: Db,
  ask: { readonly plant?: string | undefined; readonly id?: string | undefined } = {},
): Promise<StoredSensor[]> {
  const { plant = null, id = null } = ask
  const found = await sql<StoredSensor>`
    select ${COLUMNS} from network.sensor s
    where (${plant}::text is null or s.plant = ${plant}) and (${id}::text is null or s.id = ${id})
    order by s.revoked_at is not null, s.plant, s.name, s.id`.execute(db)
  return found.rows
}

export async function insertSensor(
  db: Db,
  sensor: {
    readonly id: string
    readonly plant: string
    readonly name: string
    readonly keyHash: string
    readonly at: string
    readonly by: string | null
  },
): Promise<boolean> {
  const done = await sql`
    insert into network.sensor (id, plant, name, key_hash, added_at, added_by)
    values (${sensor.id}, ${sensor.plant}, ${sensor.name}, ${sensor.keyHash}, ${sensor.at}, ${sensor.by})
    on conflict do nothing`.execute(db)
  return (done.numAffectedRows ?? 0n) > 0n
}

export async function revoke(db: Db, id: string, at: string, by: string | null): Promise<void> {
  await sql`update network.sensor set revoked_at = ${at}, revoked_by = ${by}
    where id = ${id} and revoked_at is null`.execute(db)
}

/** The number of the last slice of a series, 0 where there is none yet. `lock` keeps every other slice of the sensor waiting. */
export async function lastSequence(db: Db, sensor: string, series: string, { lock = false } = {}): Promise<number> {
  if (lock) await sql`select 1 from network.sensor where id = ${sensor} for update`.execute(db)
  const found = await sql<{ seq: number }>`
    select last_seq as seq from network.sensor_series where sensor_id = ${sensor} and series = ${series}`.execute(db)
  return found.rows[0]?.seq ?? 0
}

export async function noteHealth(db: Db, id: string, health: SensorHealth, at: string): Promise<void> {
  await sql`update network.sensor set last_contact = ${at}, health = ${JSON.stringify(health)}::text::jsonb
    where id = ${id}`.execute(db)
}

export async function noteSlice(
  db: Db,
  sensor: string,
  slice: {
    readonly series: string
    readonly seq: number
    readonly missing: number
    readonly to: string
    readonly lastPacket: string | null
    readonly at: string
  },
): Promise<void> {
  await sql`insert into network.sensor_series (sensor_id, series, last_seq)
    values (${sensor}, ${slice.series}, ${slice.seq})
    on conflict (sensor_id, series) do update set last_seq = excluded.last_seq`.execute(db)
  await sql`update network.sensor set last_contact = ${slice.at}, slices = slices + 1, missing = missing + ${slice.missing},
    last_slice = greatest(last_slice, ${slice.to}::timestamptz),
    last_packet = greatest(last_packet, ${slice.lastPacket}::timestamptz) where id = ${sensor}`.execute(db)
}

/** The row of a day as far as slices change it. */
export interface SensorDay {
  readonly plant: string
  readonly id: string
  readonly packets: number
  readonly bytes: number
  readonly firstSeen: string | null
  readonly lastSeen: string | null
  readonly linkTypes: readonly string[]
  readonly days: readonly string[]
  readonly accounting: { readonly read: number; readonly ignored: number; readonly faulty: number }
  readonly faults: readonly { readonly reason: string; readonly packet?: number; readonly count?: number }[]
  readonly undone: boolean
}

export async function loadDays(db: Db, sensor: string, day: string): Promise<SensorDay[]> {
  const found = await sql<SensorDay>`
    select c.plant, c.id, c.packets, c.bytes, c.first_seen as "firstSeen", c.last_seen as "lastSeen",
      c.link_types as "linkTypes", c.days, c.accounting, c.faults, c.undone_at is not null as undone
    from network.capture c where c.sensor_id = ${sensor} and c.id like ${`sensor-${sensor}-${day}%`} order by c.id`.execute(
    db,
  )
  return found.rows
}

export async function insertDay(
  db: Db,
  day: {
    readonly plant: string
    readonly id: string
    readonly sensor: string
    readonly name: string
    readonly fileName: string
    readonly at: string
  },
): Promise<void> {
  // Nothing waits for anybody's commit: what a sensor saw is visible at once.
  await sql`insert into network.capture (plant, id, import_id, file_name, file_sha256, source, packets, bytes, link_types,
      days, accounting, faults, staged_at, committed_at, sensor_id)
    values (${day.plant}, ${day.id}, ${day.id}, ${day.fileName}, ${day.id}, ${`sensor:${day.name}`}, 0, 0, '{}', '{}',
      '{"read":0,"ignored":0,"faulty":0}', '[]', ${day.at}, ${day.at}, ${day.sensor})`.execute(db)
}

export async function updateDay(
  db: Db,
  day: Omit<SensorDay, 'undone'> & { readonly clockFault: string | null; readonly changed: boolean },
): Promise<void> {
  await sql`update network.capture set packets = ${day.packets}, bytes = ${day.bytes},
      first_seen = least(first_seen, ${day.firstSeen}::timestamptz),
      last_seen = greatest(last_seen, ${day.lastSeen}::timestamptz),
      link_types = ${[...day.linkTypes]}::text[], days = ${[...day.days]}::date[],
      accounting = ${JSON.stringify(day.accounting)}::text::jsonb, faults = ${JSON.stringify(day.faults)}::text::jsonb,
      clock_fault = ${day.clockFault}, revision = revision + ${day.changed ? 1 : 0}
    where plant = ${day.plant} and id = ${day.id}`.execute(db)
}

export async function setUndone(db: Db, id: string, at: string | null): Promise<boolean> {
  const done = await sql`update network.capture set undone_at = ${at}, revision = revision + 1
    where id = ${id} and sensor_id is not null`.execute(db)
  return (done.numAffectedRows ?? 0n) > 0n
}

/** How long it is known in which slice a packet was counted: longer than a sensor keeps witnesses. */
const KEPT = '60 days'

export async function insertSliceOfDay(
  db: Db,
  slice: {
    readonly sensor: string
    readonly capture: string
    readonly firstPacket: number
    readonly packets: number
    readonly series: string
    readonly seq: number
    readonly at: string
  },
): Promise<void> {
  await sql`insert into network.sensor_slice (sensor_id, capture_id, first_packet, packets, series, seq, taken_at)
    values (${slice.sensor}, ${slice.capture}, ${slice.firstPacket}, ${slice.packets}, ${slice.series}, ${slice.seq},
      ${slice.at})`.execute(db)
  await sql`delete from network.sensor_slice
    where sensor_id = ${slice.sensor} and taken_at < ${slice.at}::timestamptz - ${KEPT}::interval`.execute(db)
}

export interface WantedProof {
  readonly described: DescribedPacket | null
  readonly told: boolean
}

/** Asks the sensor for a packet of its day, unless it was asked. Null where nobody knows any more in which slice it was. */
export async function wantPacket(
  db: Db,
  sensor: string,
  captureId: string,
  packet: number,
  at: string,
): Promise<WantedProof | null> {
  await sql`insert into network.sensor_proof (sensor_id, capture_id, packet, series, seq, number, asked_at)
    select s.sensor_id, s.capture_id, ${packet}, s.series, s.seq, ${packet} - s.first_packet, ${at}
    from network.sensor_slice s where s.sensor_id = ${sensor} and s.capture_id = ${captureId}
      and s.first_packet < ${packet} and s.first_packet + s.packets >= ${packet}
    on conflict do nothing`.execute(db)
  const found = await sql<WantedProof>`
    select described, told_at is not null as told from network.sensor_proof
    where capture_id = ${captureId} and packet = ${packet}`.execute(db)
  return found.rows[0] ?? null
}

export async function loadWanted(db: Db, sensor: string): Promise<WantedPacket[]> {
  const found = await sql<WantedPacket>`
    select series, seq, number from network.sensor_proof where sensor_id = ${sensor} and told_at is null
    order by asked_at limit 20`.execute(db)
  return found.rows
}

export async function tellProof(
  db: Db,
  sensor: string,
  wanted: WantedPacket,
  described: DescribedPacket | null,
  at: string,
): Promise<void> {
  const told = described === null ? null : JSON.stringify(described)
  await sql`update network.sensor_proof set told_at = ${at}, described = ${told}::text::jsonb
    where sensor_id = ${sensor} and series = ${wanted.series} and seq = ${wanted.seq} and number = ${wanted.number}
      and told_at is null`.execute(db)
}

/** The day of the newest packet of sensors that spoke since an instant and whose key holds, by plant. */
export async function loadAlive(db: Db, since: string): Promise<Map<string, string>> {
  const found = await sql<{ plant: string; day: string }>`
    select plant, max(last_packet)::date as day from network.sensor
    where revoked_at is null and last_contact >= ${since} and last_packet is not null group by plant`.execute(db)
  return new Map(found.rows.map(({ plant, day }) => [plant, day]))
}

export async function loadSensorOfDay(db: Db, captureId: string): Promise<{ id: string; name: string } | null> {
  const found = await sql<{ id: string; name: string }>`
    select s.id, s.name from network.capture c join network.sensor s on s.id = c.sensor_id
    where c.id = ${captureId}`.execute(db)
  return found.rows[0] ?? null
}

/**
 * The embedded database (PostgreSQL compiled to WebAssembly) has neither autovacuum nor checkpointer: without this, each
 * update of a day would leave its old rows in the tables, and its log on the disk, for as long as the server runs.
 */
export async function tidy(db: Db): Promise<void> {
  const found = await sql<{ alone: boolean }>`select version() ~* 'emcc|emscripten|wasm' as alone`.execute(db)
  if (!found.rows[0]?.alone) return
  for (const table of ['network.device', 'network.conversation', 'network.capture', 'network.sensor'] as const) {
    await sql`vacuum ${sql.table(table)}`.execute(db)
  }
  await sql`vacuum (analyze) network.change_sighting`.execute(db)
  await sql`checkpoint`.execute(db)
}
