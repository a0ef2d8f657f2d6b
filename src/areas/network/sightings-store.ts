import { setImmediate as breathe } from 'node:timers/promises'
import { type RawBuilder, sql } from 'kysely'
import { type Day, dayNumber } from '#core/calendar/day.ts'
import type { Device, PurdueLevel } from '#core/capture/inspection.ts'
import { kindOf } from '#core/capture/protocol-kinds.ts'
import { isPlaceholderSerial } from '#core/identity/placeholders.ts'
import { addressesOf, type Decision, type Sighting } from '#core/identity/sighting.ts'
import type { Bilingual } from '#core/record/record.ts'
import type { CaptureClock } from './capture-store.ts'
import type { Db } from './store.ts'

/** One device under one id with the same cards, over all captures that show it so. */
export interface SeenAs extends Sighting {
  readonly vlans: readonly number[]
  readonly protocols: readonly string[]
  readonly safety: readonly Bilingual[]
  readonly joinedBy: readonly Bilingual[]
  readonly roles: readonly (Device['roles'][number] & { readonly at: string })[]
  /** Each level that a capture suggested, in the words of the latest. */
  readonly levels: readonly PurdueLevel[]
  readonly days: readonly Day[]
  /** Where it was seen last: capture and packet; null where it never sent one. */
  readonly captureId: string
  readonly packet: number | null
  readonly lastInstant: string
  /** Only these of its addresses, where a person parted it. */
  readonly part: ReadonlySet<string> | null
}

interface Row {
  readonly id: string
  readonly macs: string[]
  readonly ips: string[]
  readonly names: string[]
  readonly vlans: number[]
  readonly roles: Device['roles']
  readonly level: PurdueLevel | null
  readonly orderNumber: string | null
  readonly behind: string | null
  readonly claimed: string[] | null
  readonly protocols: string[] | null
  readonly safety: Bilingual[] | null
  readonly joined: Bilingual[] | null
  readonly captureId: string
  readonly captures: string[]
  readonly packet: number | null
  readonly lastSeen: string | null
}

const cardsOf = (macs: readonly string[]): string => [...macs].sort().join(' ')

/** All sightings of a plant, and what their days are. */
export async function loadSightings(
  db: Db,
  plant: string,
  captures: readonly CaptureClock[],
  decisions: readonly Decision[],
): Promise<SeenAs[]> {
  const clocks = JSON.stringify(captures)
  const serials = await loadSerials(db, plant, clocks)
  const sightings: SeenAs[] = []
  for await (const [after, upto] of bitesOf(db, 'device', plant)) {
    sightings.push(...(await loadBite(db, plant, clocks, after, upto, serials)))
    await breathe()
  }
  return decisions.length === 0 ? sightings : sightings.flatMap((one) => parted(one, decisions))
}

const biteRows = 1000

/** Bounds of the devices' ids, `(after, upto]`, between which lie so many rows that a question about them is a short one. */
export async function* bitesOf(
  db: Db,
  what: 'device' | 'identity' | 'serial',
  plant: string,
): AsyncGenerator<readonly [after: string, upto: string]> {
  const [rows, id] = what === 'device' ? [sql`network.device`, sql`id`] : [sql`network.identity`, sql`device`]
  // In the words of a partial index.
  const only = what === 'serial' ? sql`and field = 'serial'` : sql``
  for (let after = ''; ; ) {
    // Compared as pairs: a table that nobody analyzed yet is then read along its index, and not sorted for every bite.
    const found = await sql<{ upto: string | null }>`
      select coalesce(
        (select upto from (select plant, ${id} as upto from ${rows} where (plant, ${id}) > (${plant}, ${after}) ${only}
          order by plant, ${id} offset ${biteRows} limit 1) t where t.plant = ${plant}),
        (select max(${id}) from ${rows} where plant = ${plant} and ${id} > ${after} ${only})) as upto
    `.execute(db)
    const upto = found.rows[0]?.upto
    if (upto === null || upto === undefined) return
    yield [after, upto]
    after = upto
  }
}

async function loadBite(
  db: Db,
  plant: string,
  clocks: string,
  after: string,
  upto: string,
  serials: ReadonlyMap<string, readonly Said[]>,
): Promise<SeenAs[]> {
  const mine = sql`network.device d join jsonb_to_recordset(${clocks}::text::jsonb)
      as c(id text, shift integer, counts boolean, "limit" date) on c.id = d.capture_id
    where d.plant = ${plant} and d.id > ${after} and d.id <= ${upto}`
  // One row for everything that captures tell differently: most tell the same every day.
  const rows = await sql<Row>`
    select id, macs, ips, names, vlans, "orderNumber", behind, claimed, protocols,
      (array_agg(roles order by last_seen desc nulls last, capture_id))[1] as roles,
      (array_agg(level order by last_seen desc nulls last, capture_id))[1] as level,
      (array_agg(safety order by last_seen desc nulls last, capture_id))[1] as safety,
      (array_agg(joined order by last_seen desc nulls last, capture_id))[1] as joined,
      (array_agg(capture_id order by (packet is null), last_seen desc nulls last, capture_id))[1] as "captureId",
      (array_agg(packet order by (packet is null), last_seen desc nulls last, capture_id))[1] as packet,
      array_agg(capture_id) as captures, max(last_seen) as "lastSeen"
    from (
      select d.id, d.macs, d.ips, d.names, d.vlans, d.order_number as "orderNumber", d.behind, d.claimed, d.protocols,
        d.roles, d.level, d.safety, d.joined, d.capture_id, d.packets_seen[1] as packet, d.last_seen,
        (select string_agg(r->>'role', ',') from jsonb_array_elements(d.roles) r) as role_names,
        d.level->>'level' as level_name
      from ${mine}) t
    group by id, macs, ips, names, vlans, "orderNumber", behind, claimed, protocols, role_names, level_name
  `.execute(db)
  const days = await sql<{ id: string; macs: string[]; days: Day[] }>`
    select id, macs, array_agg(day order by day) as days from (
      select distinct t.id, t.macs, day + t.shift as day
      from (select d.id, d.macs, d.days, c.shift, c.counts, c."limit" from ${mine}) t cross join unnest(t.days) day
      where t.counts and day + t.shift <= t."limit" and day + t.shift >= date '2000-01-01'
    ) t group by id, macs`.execute(db)
  const daysOf = new Map<string, Set<Day>>()
  for (const { id, macs, days: seen } of days.rows) {
    const key = `${id}\t${cardsOf(macs)}`
    daysOf.set(key, new Set([...(daysOf.get(key) ?? []), ...seen]))
  }
  const found: SeenAs[] = []
  for (const [key, alike] of Map.groupBy(rows.rows, ({ id, macs }) => `${id}\t${cardsOf(macs)}`)) {
    found.push(sightingOf(key, alike, [...(daysOf.get(key) ?? [])].sort(), serials))
  }
  return found
}

function sightingOf(
  key: string,
  alike: readonly Row[],
  days: Day[],
  serials: ReadonlyMap<string, readonly Said[]>,
): SeenAs {
  const rows = [...alike].sort((a, b) => ((b.lastSeen ?? '') < (a.lastSeen ?? '') ? -1 : 1))
  const union = <T>(of: (row: Row) => readonly T[] | null) => [...new Set(rows.flatMap((row) => of(row) ?? []))].sort()
  const eachOnce = (of: (row: Row) => readonly Bilingual[] | null) => [
    ...new Map(rows.flatMap((row) => of(row) ?? []).map((one) => [one.en, one])).values(),
  ]
  const roles = new Map<string, SeenAs['roles'][number]>()
  const levels = new Map<string, PurdueLevel>()
  for (const row of rows) {
    for (const role of row.roles) {
      if (!roles.has(role.role)) roles.set(role.role, { ...role, at: row.lastSeen ?? '' })
    }
    if (row.level !== null) {
      const known = levels.get(row.level.level)
      if (known === undefined || known.confidence < row.level.confidence) levels.set(row.level.level, row.level)
    }
  }
  const [latest] = rows
  const sent = rows.find(({ packet }) => packet !== null) ?? latest!
  const captures = new Set(rows.flatMap((row) => row.captures))
  const said = (serials.get(latest!.id) ?? []).filter(({ captureId }) => captures.has(captureId))
  return {
    key,
    id: latest!.id,
    ips: union(({ ips }) => ips),
    macs: union(({ macs }) => macs),
    names: union(({ names }) => names),
    vlans: [...new Set(rows.flatMap(({ vlans }) => vlans))].sort((a, b) => a - b),
    claimed: union(({ claimed }) => claimed),
    protocols: union(({ protocols }) => protocols),
    safety: eachOnce(({ safety }) => safety),
    joinedBy: eachOnce(({ joined }) => joined),
    isRouter: roles.has('router'),
    orderNumber: rows.find(({ orderNumber }) => orderNumber !== null)?.orderNumber ?? null,
    serial: said.length === 0 ? null : { value: said[0]!.serial, vendor: said[0]!.vendor },
    behind: latest!.behind,
    captures,
    first: days[0] === undefined ? 0 : dayNumber(days[0]),
    last: days.length === 0 ? 0 : dayNumber(days.at(-1)!),
    roles: [...roles.values()],
    levels: [...levels.values()],
    days,
    captureId: sent.captureId,
    packet: sent.packet,
    lastInstant: latest!.lastSeen ?? '',
    part: null,
  }
}

interface Said {
  readonly captureId: string
  readonly serial: string
  readonly vendor: string | null
}

/** Serial numbers that more than one device gives, in protocols whose word counts: only these join anything. */
async function loadSerials(db: Db, plant: string, clocks: string): Promise<ReadonlyMap<string, readonly Said[]>> {
  const givers = new Map<string, string>()
  const shared = new Set<string>()
  for await (const page of serialPages(db, plant, clocks, sql`i.device, ${FOLDED} as folded`)) {
    for (const { device, folded } of page) {
      const known = givers.get(folded)
      if (known === undefined) givers.set(folded, device)
      else if (known !== device) shared.add(folded)
    }
  }
  givers.clear()
  const found: SaidSerial[] = []
  if (shared.size > 0) {
    const columns = sql`i.device, i.capture_id as "captureId", i.protocol, i.value as serial, i.n, ${FOLDED} as folded,
      (select v.value from network.identity v where v.plant = i.plant and v.device = i.device
        and v.capture_id = i.capture_id and v.field = 'vendor' order by v.n limit 1) as vendor`
    const among = sql`and ${FOLDED} = any(${[...shared]}::text[])`
    for await (const page of serialPages(db, plant, clocks, columns, among)) {
      for (const one of page as SaidSerial[]) if (shared.has(one.folded)) found.push(one)
    }
  }
  const firm = found.filter(({ protocol, serial }) => kindOf(protocol).word >= 0.8 && !isPlaceholderSerial(serial))
  firm.sort((a, b) => (a.captureId === b.captureId ? a.n - b.n : a.captureId < b.captureId ? 1 : -1))
  return Map.groupBy(firm, ({ device }) => device)
}

interface SaidSerial extends Said {
  readonly device: string
  readonly folded: string
  readonly protocol: string
  readonly n: number
}

const FOLDED = sql.raw(`ltrim(replace(lower(i.value), '0x', ''), '0')`)

/** What the devices of a plant give as serial numbers, in the order of their ids. */
async function* serialPages(
  db: Db,
  plant: string,
  clocks: string,
  columns: RawBuilder<unknown>,
  among: RawBuilder<unknown> = sql``,
): AsyncGenerator<readonly { readonly device: string; readonly folded: string }[]> {
  for await (const [after, upto] of bitesOf(db, 'serial', plant)) {
    const { rows } = await sql<{ device: string; folded: string }>`
      select ${columns} from network.identity i
        join jsonb_to_recordset(${clocks}::text::jsonb) as c(id text) on c.id = i.capture_id
      where i.plant = ${plant} and i.device > ${after} and i.device <= ${upto} and i.field = 'serial' ${among}`.execute(
      db,
    )
    yield rows
    await breathe()
  }
}

/** A sighting that a decision parts becomes one for each side of it. */
function parted(sighting: SeenAs, decisions: readonly Decision[]): SeenAs[] {
  let parts: SeenAs[] = [sighting]
  for (const { kind, groups } of decisions) {
    if (kind !== 'split') continue
    const away = new Set(groups[0])
    parts = parts.flatMap((one) => {
      const addresses = addressesOf(one)
      const [inside, outside] = [addresses.filter((at) => away.has(at)), addresses.filter((at) => !away.has(at))]
      if (inside.length === 0 || outside.length === 0) return [one]
      return [inside, outside].map((held) => partOf(one, new Set(held)))
    })
  }
  return parts
}

function partOf(whole: SeenAs, part: ReadonlySet<string>): SeenAs {
  const ips = whole.ips.filter((ip) => part.has(ip))
  const macs = whole.macs.filter((mac) => part.has(mac))
  const keepsId = part.has(whole.id)
  // What it does was told of the whole: it stays with the side that keeps the id.
  const of = <T>(values: readonly T[]) => (keepsId ? values : [])
  return {
    ...whole,
    key: `${whole.key}\t${[...part].sort().join(' ')}`,
    id: keepsId ? whole.id : (ips[0] ?? macs[0] ?? whole.id),
    ips,
    macs,
    claimed: whole.claimed.filter((ip) => part.has(ip)),
    names: of(whole.names),
    serial: keepsId ? whole.serial : null,
    orderNumber: keepsId ? whole.orderNumber : null,
    roles: of(whole.roles),
    levels: of(whole.levels),
    protocols: of(whole.protocols),
    safety: of(whole.safety),
    joinedBy: of(whole.joinedBy),
    isRouter: keepsId && whole.isRouter,
    part,
  }
}
