import { type RawBuilder, sql } from 'kysely'
import type { Day } from '#core/calendar/day.ts'
import type { Device, PurdueLevel } from '#core/capture/inspection.ts'
import { deviceAt, like } from './capture-store.ts'
import type { DeviceRecord } from './kept-device.ts'
import type { WeighedLevel } from './levels.ts'
import type { MatchReason } from './reconcile.ts'
import type { Db } from './store.ts'

/** One device over all captures of its plant, and what the registry says of it. */
export interface ObservedDevice {
  readonly id: string
  readonly ips: readonly string[]
  readonly macs: readonly string[]
  readonly names: readonly string[]
  readonly vendor: string | null
  readonly model: string | null
  readonly orderNumber: string | null
  readonly firmware: string | null
  readonly serial: string | null
  readonly roles: Device['roles']
  readonly level: string | null
  readonly levelSource: 'registry' | 'zone' | 'inferred' | 'unknown'
  readonly status: 'matched' | 'unmanaged' | 'conflict'
  readonly tag: string | null
  readonly reasons: readonly MatchReason[]
  /** From when the registry knew it; null while it does not. */
  readonly managedFrom: Day | null
  /** Known from the plant's first registry on. */
  readonly baseline: boolean
  /** A device of the plant's own network: neither an office's nor the internet's, and it sent something. */
  readonly counted: boolean
  /** Days on which it was seen; empty where no clock can be believed. */
  readonly days: readonly Day[]
  readonly firstSeen: Day | null
  readonly lastSeen: Day | null
  /** Where it was seen last: capture and packet. */
  readonly captureId: string
  readonly packet: number | null
  /** A safety controller, or a device that carries a safety protocol. */
  readonly safety: boolean
  /** From when the registry holds it for critical; null while it does not. */
  readonly criticalFrom: Day | null
  /** The zone of its address, as the zones are now. */
  readonly zone: string | null
}

/** What the page of one device shows beside {@link ObservedDevice}. */
export interface DeviceDetails extends DeviceRecord {
  readonly level: WeighedLevel
  /** What the traffic suggests, however weakly. */
  readonly suggested: PurdueLevel | null
}

export interface Crossing {
  readonly captureId: string
  readonly n: number
  readonly clientLevel: string
  readonly serverLevel: string
  readonly days: readonly Day[]
}

/** A day on which a source looked. */
export interface LookedDay {
  readonly day: Day
  readonly captureId: string
  /** Answered traffic across the boundary was seen: only a source that stands there sees it. */
  readonly boundary: boolean
  /** Conversations that passed the DMZ by. */
  readonly crossings: number
  readonly late: boolean
}

/** All that the captures of a plant show, beside its registry and its zones. */
export interface Picture {
  readonly devices: readonly ObservedDevice[]
  readonly crossings: readonly Crossing[]
  /** Ascending by day. */
  readonly looked: readonly LookedDay[]
}

const OBSERVED = sql.raw(`o.id, o.ips, o.macs, o.names, o.vendor, o.model, o.order_number as "orderNumber", o.firmware,
  o.serial, o.roles, o.level, o.level_source as "levelSource", o.status, o.tag, o.reasons,
  o.managed_from as "managedFrom", o.baseline, o.counted, o.days, o.first_seen as "firstSeen", o.last_seen as "lastSeen",
  o.capture_id as "captureId", o.packet, o.safety <> '[]' as safety, o.critical_from as "criticalFrom", o.zone`)

export async function loadPicture(db: Db, plant: string): Promise<Picture> {
  const devices = await sql<ObservedDevice>`
    select ${OBSERVED} from network.observed o where o.plant = ${plant} order by o.id`.execute(db)
  const crossings = await sql<Crossing>`
    select capture_id as "captureId", n, client_level as "clientLevel", server_level as "serverLevel", days
    from network.crossing where plant = ${plant} order by capture_id, n`.execute(db)
  const looked = await sql<LookedDay>`
    select day, capture_id as "captureId", boundary, crossings, late from network.looked_day
    where plant = ${plant} order by day`.execute(db)
  return { devices: devices.rows, crossings: crossings.rows, looked: looked.rows }
}

export interface ObservedFilter {
  readonly plants: readonly string[]
  readonly capture?: string | undefined
  readonly status?: ObservedDevice['status'] | undefined
  readonly q?: string | undefined
  readonly tag?: string | undefined
  /** Only devices that had been seen by this day, or of which no clock tells. */
  readonly asOf?: Day | undefined
  /** Only devices that count as the plant's own. */
  readonly counted?: boolean | undefined
}

/** Devices by plant and id, after a position. */
export async function loadObserved(
  db: Db,
  filter: ObservedFilter,
  page: { readonly limit: number; readonly after?: { readonly plant: string; readonly id: string } | undefined },
): Promise<(ObservedDevice & { readonly plant: string })[]> {
  const found = await sql<ObservedDevice & { plant: string }>`
    select o.plant, ${OBSERVED} from network.observed o where ${observedWhere(filter)}
      ${page.after ? sql`and (o.plant, o.id) > (${page.after.plant}, ${page.after.id})` : sql``}
    order by o.plant, o.id limit ${page.limit}
  `.execute(db)
  return found.rows
}

function observedWhere(filter: ObservedFilter): RawBuilder<unknown> {
  const parts = [sql`o.plant = any(${[...filter.plants]}::text[])`]
  if (filter.capture !== undefined) {
    parts.push(sql`o.id in (select ${deviceAt('d', 'id')} from network.device d where d.plant = o.plant
      and d.capture_id = ${filter.capture})`)
  }
  if (filter.status !== undefined) parts.push(sql`o.status = ${filter.status}`)
  if (filter.tag !== undefined) parts.push(sql`o.tag = ${filter.tag}`)
  if (filter.asOf !== undefined) parts.push(sql`(o.first_seen is null or o.first_seen <= ${filter.asOf}::date)`)
  if (filter.counted !== undefined) parts.push(filter.counted ? sql`o.counted` : sql`not o.counted`)
  if (filter.q !== undefined && filter.q.trim() !== '') {
    parts.push(sql`o.search like ${like(filter.q.toLowerCase())}`)
  }
  return sql.join(parts, sql` and `)
}

export async function countObserved(db: Db, filter: ObservedFilter): Promise<Map<string, number>> {
  const found = await sql<{ status: string; n: number }>`
    select o.status, count(*)::int as n from network.observed o where ${observedWhere(filter)} group by 1`.execute(db)
  return new Map(found.rows.map((row) => [row.status, row.n]))
}
