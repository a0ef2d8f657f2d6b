import { type RawBuilder, sql } from 'kysely'
import type { Day } from '#core/calendar/day.ts'
import type { Device } from '#core/capture/inspection.ts'
import type { JoinedSightings } from '#core/identity/join-sightings.ts'
import { foldVendor } from '#core/identity/vendors.ts'
import type { Bilingual } from '#core/record/record.ts'
import { deviceAt, like } from './capture-store.ts'
import type { KeptAddress, KeptField } from './kept-device.ts'
import type { Db } from './store.ts'

/** A device as a list shows it. */
export interface ListedDevice {
  readonly plant: string
  readonly id: string
  readonly ips: readonly string[]
  readonly macs: readonly string[]
  readonly names: readonly string[]
  readonly name: string | null
  readonly vlans: readonly number[]
  readonly vendor: string | null
  readonly model: string | null
  readonly orderNumber: string | null
  readonly firmware: string | null
  readonly serial: string | null
  readonly roles: Device['roles']
  readonly level: string | null
  readonly levelSource: 'registry' | 'zone' | 'inferred' | 'unknown'
  readonly levelConfidence: number | null
  readonly levelBecause: readonly Bilingual[]
  readonly levelAgainst: readonly Bilingual[]
  readonly status: 'matched' | 'unmanaged' | 'conflict'
  readonly tag: string | null
  readonly counted: boolean
  readonly safety: readonly Bilingual[]
  readonly protocols: readonly string[]
  readonly confidence: number | null
  readonly contradicted: readonly string[]
  readonly behind: string | null
  readonly units: number
  readonly decisions: readonly string[]
  readonly firstSeen: Day | null
  readonly lastSeen: Day | null
}

export interface KeptDevice extends ListedDevice {
  readonly fields: readonly KeptField[]
  readonly addresses: readonly KeptAddress[]
  readonly joined: JoinedSightings['ties']
  readonly maybeSame: readonly { readonly id: string; readonly because: Bilingual; readonly refused: Bilingual }[]
  readonly captureId: string
  readonly packet: number | null
}

export interface DeviceFilter {
  readonly plants: readonly string[]
  readonly capture?: string | undefined
  readonly q?: string | undefined
  readonly role?: string | undefined
  readonly level?: string | undefined
  readonly vendor?: string | undefined
  readonly protocol?: string | undefined
  readonly status?: ListedDevice['status'] | undefined
  readonly safety?: boolean | undefined
  readonly contradicted?: boolean | undefined
  readonly counted?: boolean | undefined
  readonly asOf?: Day | undefined
}

const LISTED = sql.raw(`o.plant, o.id, o.ips, o.macs, o.names, o.name, o.vlans, o.vendor, o.model,
  o.order_number as "orderNumber", o.firmware, o.serial, o.roles, o.level, o.level_source as "levelSource",
  o.level_confidence as "levelConfidence", o.level_because as "levelBecause", o.level_against as "levelAgainst", o.status,
  o.tag, o.counted, o.safety, o.protocols, o.confidence, o.contradicted, o.behind, o.units, o.decisions,
  o.first_seen as "firstSeen", o.last_seen as "lastSeen"`)

/** Texts to sort by, in the order of their bytes; null comes last either way. */
const SORTS = {
  id: 'o.id_order',
  plant: 'o.plant',
  name: 'lower(o.name)',
  asset: 'o.tag',
  vendor: 'lower(o.vendor)',
  model: 'lower(o.model)',
  orderNumber: 'lower(o.order_number)',
  firmware: 'o.firmware',
  serial: 'lower(o.serial)',
  role: 'o.role',
  level: 'o.level',
  confidence: "lpad(round(o.confidence * 100)::text, 3, '0')",
  status: 'o.status',
  contradicted: "lpad(nullif(cardinality(o.contradicted), 0)::text, 3, '0')",
  safety: "case when o.safety = '[]' then null else '1' end",
  protocols: "nullif(array_to_string(o.protocols, ','), '')",
  ips: `case when o.ips[1] like '%:%' then o.ips[1] else (select string_agg(lpad(part, 3, '0'), '.' order by place)
    from unnest(string_to_array(o.ips[1], '.')) with ordinality as split(part, place)) end`,
  macs: 'o.macs[1]',
  vlans: "lpad(o.vlans[1]::text, 5, '0')",
  behind: 'o.behind',
  units: "lpad(nullif(o.units, 0)::text, 6, '0')",
  firstSeen: 'o.first_seen::text',
  lastSeen: 'o.last_seen::text',
} as const

export type DeviceSort = keyof typeof SORTS

/** Where a page ended: the text that was sorted by, and which device. */
export interface DevicePlace {
  readonly value: string | null
  readonly plant: string
  readonly id: string
}

export interface DevicePage {
  readonly sort: DeviceSort
  readonly descending: boolean
  readonly limit: number
  readonly after?: DevicePlace | undefined
}

function where(filter: DeviceFilter): RawBuilder<unknown> {
  const parts = [sql`o.plant = any(${[...filter.plants]}::text[])`]
  const { capture, q, role, level, vendor, protocol, status, safety, contradicted, counted, asOf } = filter
  if (capture !== undefined) {
    parts.push(sql`(o.plant, o.id) in (select d.plant, ${deviceAt('d', 'id')} from network.device d
      where d.plant = any(${[...filter.plants]}::text[]) and d.capture_id = ${capture})`)
  }
  if (role !== undefined) parts.push(sql`o.roles @> ${JSON.stringify([{ role }])}::text::jsonb`)
  if (level !== undefined) parts.push(level === 'none' ? sql`o.level is null` : sql`o.level = ${level}`)
  if (vendor !== undefined) parts.push(sql`o.maker = ${foldVendor(vendor)}`)
  if (protocol !== undefined) parts.push(sql`${protocol} = any(o.protocols)`)
  if (status !== undefined) parts.push(sql`o.status = ${status}`)
  if (safety !== undefined) parts.push(safety ? sql`o.safety <> '[]'` : sql`o.safety = '[]'`)
  if (contradicted !== undefined) parts.push(contradicted ? sql`o.contradicted <> '{}'` : sql`o.contradicted = '{}'`)
  if (counted !== undefined) parts.push(counted ? sql`o.counted` : sql`not o.counted`)
  if (asOf !== undefined) parts.push(sql`(o.first_seen is null or o.first_seen <= ${asOf}::date)`)
  if (q !== undefined && q.trim() !== '') parts.push(sql`o.search like ${like(q.toLowerCase())}`)
  return sql.join(parts, sql` and `)
}

/** One page of devices, and the text that each was sorted by. */
export async function loadDevicePage(
  db: Db,
  filter: DeviceFilter,
  { sort, descending, limit, after }: DevicePage,
): Promise<(ListedDevice & { readonly sortedBy: string | null })[]> {
  const by = sql.raw(`(${SORTS[sort]}) collate "C"`)
  const behind = after === undefined ? sql`true` : behindPlace(by, after, descending)
  const direction = sql.raw(descending ? 'desc' : 'asc')
  const found = await sql<ListedDevice & { sortedBy: string | null }>`
    select ${LISTED}, ${by} as "sortedBy" from network.observed o where ${where(filter)} and ${behind}
    order by ${by} ${direction} nulls last, o.plant, o.id limit ${limit}
  `.execute(db)
  return found.rows
}

function behindPlace(
  by: RawBuilder<unknown>,
  { value, plant, id }: DevicePlace,
  descending: boolean,
): RawBuilder<unknown> {
  const next = sql`(o.plant, o.id) > (${plant}, ${id})`
  if (value === null) return sql`(${by} is null and ${next})`
  const beyond = descending ? sql`${by} < ${value}` : sql`${by} > ${value}`
  return sql`(${beyond} or (${by} = ${value} and ${next}) or ${by} is null)`
}

export async function countDevices(db: Db, filter: DeviceFilter): Promise<ReadonlyMap<string, number>> {
  const { status: _, ...others } = filter
  const found = await sql<{ status: string; n: number }>`
    select o.status, count(*)::int as n from network.observed o where ${where(others)} group by 1`.execute(db)
  return new Map(found.rows.map(({ status, n }) => [status, n]))
}

export interface Choice {
  readonly value: string
  readonly devices: number
}

export async function loadChoices(
  db: Db,
  filter: DeviceFilter,
): Promise<{ roles: Choice[]; levels: Choice[]; vendors: Choice[]; protocols: Choice[] }> {
  const among = sql`network.observed o`
  const ask = async (value: RawBuilder<unknown>, from: RawBuilder<unknown> = among) => {
    const found = await sql<Choice>`select ${value} as value, count(*)::int as devices from ${from}
      where ${where(filter)} group by 1 having ${value} is not null order by 2 desc, 1 limit 200`.execute(db)
    return found.rows
  }
  return {
    roles: await ask(sql`r->>'role'`, sql`network.observed o cross join jsonb_array_elements(o.roles) r`),
    levels: await ask(sql`coalesce(o.level, 'none')`),
    vendors: await askVendors(db, filter),
    protocols: await ask(sql`p`, sql`network.observed o cross join unnest(o.protocols) p`),
  }
}

/** Makers as they are best known, else as most of their devices write them: what they are folded to is no name to show. */
async function askVendors(db: Db, filter: DeviceFilter): Promise<Choice[]> {
  const { rows } = await sql<Choice & { readonly written: string }>`select o.maker as value, count(*)::int as devices,
    mode() within group (order by o.vendor) as written from network.observed o
    where ${where(filter)} group by 1 having o.maker is not null order by 2 desc, 1 limit 200`.execute(db)
  return rows.map(({ value, devices, written }) => ({
    value: value === value.toLowerCase() ? written : value,
    devices,
  }))
}

export async function loadDevice(db: Db, plant: string, id: string): Promise<KeptDevice | null> {
  const found = await sql<KeptDevice>`
    select ${LISTED}, o.fields, o.addresses, o.joined, o.maybe_same as "maybeSame", o.capture_id as "captureId", o.packet
    from network.observed o where o.plant = ${plant}
      and o.id = coalesce((select x.id from network.observed x where x.plant = ${plant} and x.id = ${id}),
        (select l.id from network.observed_address l where l.plant = ${plant} and l.address = ${id}
          order by (l.capture_id = '*') desc, l.capture_id limit 1))
  `.execute(db)
  return found.rows[0] ?? null
}

export interface UnplacedDevice {
  readonly plant: string
  readonly id: string
  readonly ips: readonly string[]
  readonly vlans: readonly number[]
  readonly roles: readonly { readonly role: string }[]
  readonly protocols: readonly string[]
  readonly counted: boolean
  readonly suggestedLevel: string | null
  readonly suggestedConfidence: number | null
}

/** Devices without a level: nobody named a zone for their address, and what they do does not tell. */
export async function loadUnplaced(db: Db, plants: readonly string[], asOf?: Day): Promise<UnplacedDevice[]> {
  const found = await sql<UnplacedDevice>`
    select o.plant, o.id, o.ips, o.vlans, o.roles, o.protocols, o.counted, o.suggested_level as "suggestedLevel",
      o.suggested_confidence as "suggestedConfidence"
    from network.observed o where o.plant = any(${[...plants]}::text[]) and o.level is null and o.behind is null
      ${asOf === undefined ? sql`` : sql`and (o.first_seen is null or o.first_seen <= ${asOf}::date)`}
    order by o.plant, o.id_order
  `.execute(db)
  return found.rows
}
