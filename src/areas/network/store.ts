import { type Generated, type Kysely, type RawBuilder, sql, type Transaction } from 'kysely'
import type { Day } from '#core/calendar/day.ts'
import type { CaptureFacts, Conversation, Device, Identity } from '#core/capture/inspection.ts'
import { insertMany } from '#platform/database/insert-many.ts'
import type { MatchReason } from './reconcile.ts'

interface CaptureRow {
  plant: string
  id: string
  import_id: string
  file_name: string
  file_sha256: string
  source: string
  packets: number
  bytes: number
  first_seen: string | null
  last_seen: string | null
  link_types: string[]
  days: string[]
  accounting: object
  faults: object
  clock_fault: ClockFault | null
  staged_at: string
  recorded_by: string | null
  committed_at: string | null
  undone_at: string | null
}

interface DeviceRow {
  plant: string
  capture_id: string
  id: string
  ips: string[]
  macs: string[]
  names: string[]
  vlans: number[]
  vendor: string | null
  model: string | null
  order_number: string | null
  firmware: string | null
  serial: string | null
  roles: object
  level: object | null
  first_seen: string
  last_seen: string
  packets_seen: number[]
  days: string[]
}

interface ConversationRow {
  plant: string
  capture_id: string
  n: number
  client: string
  server: string
  transport: string
  server_port: number | null
  protocol: string | null
  packets_to_server: number
  packets_to_client: number
  bytes_to_server: number
  bytes_to_client: number
  answered: boolean
  operations: object
  functions: object
  exceptions: number
  first_seen: string
  last_seen: string
  packets_seen: number[]
  days: string[]
}

export interface NetworkTables {
  'network.capture': CaptureRow
  'network.clock_correction': {
    plant: string
    capture_id: string
    seq: Generated<number>
    add_seconds: number
    reason: string
    recorded_at: string
    recorded_by: string | null
  }
  'network.device': DeviceRow
  'network.conversation': ConversationRow
  'network.identity': {
    plant: string
    capture_id: string
    n: number
    device: string
    protocol: string
    field: string
    value: string
    packet: number
  }
  'network.observed': {
    plant: string
    id: string
    ips: string[]
    macs: string[]
    names: string[]
    vendor: string | null
    model: string | null
    order_number: string | null
    firmware: string | null
    serial: string | null
    roles: object
    level: string | null
    level_source: string
    status: string
    tag: string | null
    reasons: object
    managed_from: string | null
    baseline: boolean
    counted: boolean
    days: string[]
    first_seen: string | null
    last_seen: string | null
    capture_id: string
    packet: number | null
  }
  'network.looked_day': {
    plant: string
    day: string
    capture_id: string
    boundary: boolean
    crossings: number
    late: boolean
  }
  'network.crossing': {
    plant: string
    capture_id: string
    n: number
    client_level: string
    server_level: string
    days: string[]
  }
  'network.picture_state': { plant: string; key: string; built_at: string }
}

export type Db = Kysely<NetworkTables> | Transaction<NetworkTables>
export type ClockFault = 'future' | 'before2000'

// ---- staging, committing, undoing ----------------------------------------------------------------------------------

export interface NewCapture {
  readonly plant: string
  readonly id: string
  readonly importId: string
  readonly sha256: string
  readonly source: string
  readonly facts: CaptureFacts
  readonly days: readonly Day[]
  readonly clockFault: ClockFault | null
  readonly stagedAt: string
  readonly recordedBy: string | null
}

export async function insertCapture(db: Db, capture: NewCapture): Promise<void> {
  const { facts } = capture
  await insertMany(db, 'network.capture', [
    {
      plant: capture.plant,
      id: capture.id,
      import_id: capture.importId,
      file_name: facts.file,
      file_sha256: capture.sha256,
      source: capture.source,
      packets: facts.packets,
      bytes: facts.bytes,
      first_seen: facts.firstSeen,
      last_seen: facts.lastSeen,
      link_types: [...facts.linkTypes],
      days: [...capture.days],
      accounting: facts.accounting,
      faults: [...facts.faults],
      clock_fault: capture.clockFault,
      staged_at: capture.stagedAt,
      recorded_by: capture.recordedBy,
      committed_at: null,
      undone_at: null,
    },
  ])
}

export async function insertDevices(
  db: Db,
  place: { readonly plant: string; readonly id: string },
  devices: readonly (Device & { readonly days: readonly Day[] })[],
): Promise<void> {
  await insertMany(
    db,
    'network.device',
    devices.map((device) => ({
      plant: place.plant,
      capture_id: place.id,
      id: device.id,
      ips: [...device.ips],
      macs: [...device.macs],
      names: [...device.names],
      vlans: [...device.vlans],
      vendor: device.vendor,
      model: device.model,
      order_number: device.orderNumber,
      firmware: device.firmware,
      serial: device.serial,
      roles: [...device.roles],
      level: device.purdueLevel,
      first_seen: device.firstSeen,
      last_seen: device.lastSeen,
      packets_seen: [...device.packetsSeen],
      days: [...device.days],
    })),
  )
}

export async function insertConversations(
  db: Db,
  place: { readonly plant: string; readonly id: string },
  conversations: readonly Conversation[],
): Promise<void> {
  await insertMany(
    db,
    'network.conversation',
    conversations.map((talk, i) => ({
      plant: place.plant,
      capture_id: place.id,
      n: i + 1,
      client: talk.client,
      server: talk.server,
      transport: talk.transport,
      server_port: talk.serverPort,
      protocol: talk.protocol,
      packets_to_server: talk.packets.toServer,
      packets_to_client: talk.packets.toClient,
      bytes_to_server: talk.bytes.toServer,
      bytes_to_client: talk.bytes.toClient,
      answered: talk.answered,
      operations: talk.operations,
      functions: [...talk.functions],
      exceptions: talk.exceptions,
      first_seen: talk.firstSeen,
      last_seen: talk.lastSeen,
      packets_seen: [...talk.packetsSeen],
      days: [...talk.days],
    })),
  )
}

export async function insertIdentities(
  db: Db,
  place: { readonly plant: string; readonly id: string },
  identities: readonly Identity[],
): Promise<void> {
  await insertMany(
    db,
    'network.identity',
    identities.map((identity, i) => ({ plant: place.plant, capture_id: place.id, n: i + 1, ...identity })),
  )
}

export async function commitCaptures(db: Db, importId: string, at: string): Promise<boolean> {
  const done = await db
    .updateTable('network.capture')
    .set({ committed_at: at, undone_at: null })
    .where('import_id', '=', importId)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}

export async function undoCaptures(db: Db, importId: string, at: string): Promise<void> {
  await db
    .updateTable('network.capture')
    .set({ undone_at: at })
    .where('import_id', '=', importId)
    .where('committed_at', 'is not', null)
    .execute()
}

/** Removes what was staged and never committed, in bites. */
export async function discardCaptures(db: Db, importId: string): Promise<void> {
  const staged = await db
    .selectFrom('network.capture')
    .select(['plant', 'id'])
    .where('import_id', '=', importId)
    .where('committed_at', 'is', null)
    .execute()
  for (const { plant, id } of staged) {
    for (const table of ['network.device', 'network.conversation', 'network.identity'] as const) {
      for (;;) {
        const done =
          await sql`delete from ${sql.table(table)} where ctid = any(array(select ctid from ${sql.table(table)}
          where plant = ${plant} and capture_id = ${id} limit 5000))`.execute(db)
        if ((done.numAffectedRows ?? 0n) === 0n) break
      }
    }
    await db.deleteFrom('network.capture').where('plant', '=', plant).where('id', '=', id).execute()
  }
}

/** A capture of the same file at the same plant that is already visible. */
export async function sameCapture(db: Db, plant: string, sha256: string): Promise<string | null> {
  const found = await sql<{ id: string }>`
    select id from network.capture where plant = ${plant} and file_sha256 = ${sha256}
      and committed_at is not null and undone_at is null limit 1`.execute(db)
  return found.rows[0]?.id ?? null
}

export async function insertCorrection(
  db: Db,
  correction: {
    readonly plant: string
    readonly captureId: string
    readonly addSeconds: number
    readonly reason: string
    readonly at: string
    readonly by: string | null
  },
): Promise<void> {
  await db
    .insertInto('network.clock_correction')
    .values({
      plant: correction.plant,
      capture_id: correction.captureId,
      add_seconds: correction.addSeconds,
      reason: correction.reason,
      recorded_at: correction.at,
      recorded_by: correction.by,
    })
    .execute()
}

// ---- captures ------------------------------------------------------------------------------------------------------

export interface StoredCapture {
  readonly plant: string
  readonly id: string
  readonly importId: string
  readonly fileName: string
  readonly sha256: string
  readonly source: string
  readonly packets: number
  readonly bytes: number
  readonly firstSeen: string | null
  readonly lastSeen: string | null
  readonly linkTypes: readonly string[]
  readonly days: readonly Day[]
  readonly faults: CaptureFacts['faults']
  readonly clockFault: ClockFault | null
  /** Seconds to add to its clock, as a person corrected it; null: not corrected. */
  readonly addSeconds: number | null
  readonly recordedAt: string
}

function visible(knownAt?: string): RawBuilder<boolean> {
  return knownAt === undefined
    ? sql<boolean>`c.committed_at is not null and c.undone_at is null`
    : sql<boolean>`c.committed_at <= ${knownAt}::timestamptz
        and (c.undone_at is null or c.undone_at > ${knownAt}::timestamptz)`
}

function captureColumns(knownAt?: string): RawBuilder<unknown> {
  const known = knownAt === undefined ? sql`` : sql`and k.recorded_at <= ${knownAt}::timestamptz`
  return sql`c.plant, c.id, c.import_id as "importId", c.file_name as "fileName", c.file_sha256 as sha256, c.source,
    c.packets, c.bytes, c.first_seen as "firstSeen", c.last_seen as "lastSeen", c.link_types as "linkTypes", c.days, c.faults,
    c.clock_fault as "clockFault", c.committed_at as "recordedAt",
    (select k.add_seconds from network.clock_correction k where k.plant = c.plant and k.capture_id = c.id ${known}
      order by k.seq desc limit 1) as "addSeconds"`
}

export interface CaptureCounts {
  readonly devices: number
  readonly conversations: number
}

/** Captures, the newest first, with what each holds. */
export async function loadCaptures(
  db: Db,
  ask: {
    readonly plant?: string | undefined
    readonly id?: string | undefined
    readonly knownAt?: string | undefined
    /** Only captures that had begun by this day, or whose clock does not tell. */
    readonly asOf?: Day | undefined
    readonly limit: number
    readonly skip: number
  },
): Promise<(StoredCapture & CaptureCounts)[]> {
  const parts = [visible(ask.knownAt)]
  if (ask.plant !== undefined) parts.push(sql<boolean>`c.plant = ${ask.plant}`)
  if (ask.id !== undefined) parts.push(sql<boolean>`c.id = ${ask.id}`)
  if (ask.asOf !== undefined) {
    parts.push(
      sql<boolean>`(c.clock_fault is not null or c.first_seen is null or c.first_seen::date <= ${ask.asOf}::date)`,
    )
  }
  const found = await sql<StoredCapture & CaptureCounts>`
    select ${captureColumns(ask.knownAt)},
      (select count(*) from network.device d where d.plant = c.plant and d.capture_id = c.id)::int as devices,
      (select count(*) from network.conversation t where t.plant = c.plant and t.capture_id = c.id)::int as conversations
    from network.capture c where ${sql.join(parts, sql` and `)}
    order by c.committed_at desc, c.id limit ${ask.limit} offset ${ask.skip}
  `.execute(db)
  return found.rows
}

export async function loadPlantCaptures(db: Db, plant: string, knownAt?: string): Promise<StoredCapture[]> {
  const found = await sql<StoredCapture>`
    select ${captureColumns(knownAt)} from network.capture c where c.plant = ${plant} and ${visible(knownAt)}
    order by c.id
  `.execute(db)
  return found.rows
}

export async function loadProtocols(
  db: Db,
  plant: string,
  captureId: string,
): Promise<{ protocol: string; conversations: number; packets: number }[]> {
  const found = await sql<{ protocol: string; conversations: number; packets: number }>`
    select coalesce(protocol, transport) as protocol, count(*)::int as conversations,
      sum(packets_to_server + packets_to_client)::bigint as packets
    from network.conversation where plant = ${plant} and capture_id = ${captureId}
    group by 1 order by 3 desc, 1
  `.execute(db)
  return found.rows
}

/** A text per plant that differs whenever what was captured there may have changed. */
export async function loadRevisions(db: Db): Promise<Map<string, string>> {
  const found = await sql<{ plant: string; revision: string }>`
    select c.plant, concat(count(*), '.', count(c.undone_at), '.', max(extract(epoch from c.committed_at)), '.',
      (select coalesce(max(k.seq), 0) from network.clock_correction k where k.plant = c.plant)) as revision
    from network.capture c where c.committed_at is not null group by c.plant
  `.execute(db)
  return new Map(found.rows.map((row) => [row.plant, row.revision]))
}

// ---- what captures show --------------------------------------------------------------------------------------------

/** One device over the captures of its plant: the latest word on what it is; the addresses and days of all. */
export interface MergedDevice {
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
  readonly level: Device['purdueLevel']
  /** Days as they count, ascending. */
  readonly days: readonly Day[]
  readonly captureId: string
  /** A packet that it sent; null where it never sent one. */
  readonly packet: number | null
}

/** How the days of a capture count: shifted by a correction, or not at all. */
export interface CaptureClock {
  readonly id: string
  readonly shift: number
  readonly counts: boolean
  /** No day after this one can have been seen. */
  readonly limit: Day
}

/** The devices of a plant over its captures, by id, a few hundred at a time. */
export async function* mergedDevices(
  db: Db,
  plant: string,
  captures: readonly CaptureClock[],
): AsyncGenerator<readonly MergedDevice[]> {
  const clocks = JSON.stringify(captures)
  let after = ''
  for (;;) {
    const bite = await sql<{ upto: string | null }>`select max(id) as upto from (
      select distinct id from network.device where plant = ${plant} and id > ${after} order by id limit 500) t`.execute(
      db,
    )
    const upto = bite.rows[0]?.upto
    if (upto === null || upto === undefined) return
    yield await mergeBite(db, plant, clocks, after, upto)
    after = upto
  }
}

/** Four questions, each short: together they would be one that holds everybody up. */
async function mergeBite(
  db: Db,
  plant: string,
  clocks: string,
  after: string,
  upto: string,
): Promise<readonly MergedDevice[]> {
  const mine = sql`network.device d join jsonb_to_recordset(${clocks}::text::jsonb)
      as c(id text, shift integer, counts boolean, "limit" date) on c.id = d.capture_id
    where d.plant = ${plant} and d.id > ${after} and d.id <= ${upto}`
  const last = (column: string) =>
    sql`(array_agg(${sql.ref(column)} order by d.last_seen desc) filter (where ${sql.ref(column)} is not null))[1]`
  type Facts = Pick<MergedDevice, 'id' | 'vendor' | 'model' | 'orderNumber' | 'firmware' | 'serial'>
  const facts = await sql<Facts>`
    select d.id, ${last('d.vendor')} as vendor, ${last('d.model')} as model, ${last('d.order_number')} as "orderNumber",
      ${last('d.firmware')} as firmware, ${last('d.serial')} as serial
    from ${mine} group by d.id order by d.id`.execute(db)
  type Latest = Pick<MergedDevice, 'id' | 'roles' | 'level' | 'captureId' | 'packet'>
  const latest = await sql<Latest>`
    select distinct on (d.id) d.id, d.roles, d.level, d.capture_id as "captureId", d.packets_seen[1] as packet
    from ${mine} order by d.id, (d.packets_seen[1] is null), d.last_seen desc, d.capture_id`.execute(db)
  const days = await sql<Pick<MergedDevice, 'id' | 'days'>>`
    select id, array_agg(day order by day) as days from (
      select distinct t.id, day + t.shift as day
      from (select d.id, d.days, c.shift, c.counts, c."limit" from ${mine}) t cross join unnest(t.days) day
      where t.counts and day + t.shift <= t."limit" and day + t.shift >= date '2000-01-01'
    ) t group by id`.execute(db)
  // Most captures show a device under the same addresses: each set is told once.
  type Texts = Pick<MergedDevice, 'id' | 'ips' | 'macs' | 'names'>
  const texts = await sql<Texts>`select distinct d.id, d.ips, d.macs, d.names from ${mine}`.execute(db)
  const latestOf = new Map(latest.rows.map((row) => [row.id, row]))
  const daysOf = new Map(days.rows.map((row) => [row.id, row.days]))
  const textsOf = Map.groupBy(texts.rows, (row) => row.id)
  const union = (id: string, key: 'ips' | 'macs' | 'names') =>
    [...new Set((textsOf.get(id) ?? []).flatMap((row) => row[key]))].sort()
  return facts.rows.map((row) => ({
    ...row,
    ...latestOf.get(row.id)!,
    days: daysOf.get(row.id) ?? [],
    ips: union(row.id, 'ips'),
    macs: union(row.id, 'macs'),
    names: union(row.id, 'names'),
  }))
}

export interface TalkDays {
  readonly n: number
  readonly client: string
  readonly server: string
  readonly days: readonly Day[]
}

/** Answered conversations of a capture that have one of the endpoints, a few thousand at a time. */
export async function* answeredPages(
  db: Db,
  plant: string,
  captureId: string,
  endpoints: readonly string[],
): AsyncGenerator<readonly TalkDays[]> {
  const among = [...endpoints]
  let after = 0
  for (;;) {
    const found = await sql<TalkDays>`
      select n, client, server, days from network.conversation
      where plant = ${plant} and capture_id = ${captureId} and n > ${after} and answered
        and (client = any(${among}::text[]) or server = any(${among}::text[]))
      order by n limit 3000
    `.execute(db)
    if (found.rows.length === 0) return
    yield found.rows
    after = found.rows[found.rows.length - 1]!.n
  }
}

export interface StoredConversation {
  readonly plant: string
  readonly captureId: string
  readonly n: number
  readonly client: string
  readonly server: string
  readonly clientTag: string | null
  readonly serverTag: string | null
  readonly clientLevel: string | null
  readonly serverLevel: string | null
  readonly transport: string
  readonly serverPort: number | null
  readonly protocol: string | null
  readonly packetsToServer: number
  readonly packetsToClient: number
  readonly bytesToServer: number
  readonly bytesToClient: number
  readonly answered: boolean
  readonly operations: Conversation['operations']
  readonly functions: Conversation['functions']
  readonly firstSeen: string
  readonly lastSeen: string
  readonly packetsSeen: readonly number[]
  readonly days: readonly Day[]
  readonly crosses: boolean
  readonly fileName: string
}

const CONVERSATION_SORTS = {
  n: 't.plant, t.capture_id, t.n',
  bytes: 't.bytes_to_server + t.bytes_to_client desc, t.plant, t.capture_id, t.n',
  packets: 't.packets_to_server + t.packets_to_client desc, t.plant, t.capture_id, t.n',
  lastSeen: 't.last_seen desc, t.plant, t.capture_id, t.n',
  protocol: 'coalesce(t.protocol, t.transport), t.plant, t.capture_id, t.n',
} as const
export type ConversationSort = keyof typeof CONVERSATION_SORTS

export interface ConversationFilter {
  readonly plant?: string | undefined
  readonly capture?: string | undefined
  readonly n?: readonly number[] | undefined
  readonly protocol?: string | undefined
  readonly crosses?: boolean | undefined
  readonly q?: string | undefined
  readonly knownAt?: string | undefined
}

export async function loadConversations(
  db: Db,
  filter: ConversationFilter,
  page: { readonly sort: ConversationSort; readonly limit: number; readonly skip: number },
): Promise<StoredConversation[]> {
  const parts = [visible(filter.knownAt)]
  if (filter.plant !== undefined) parts.push(sql<boolean>`t.plant = ${filter.plant}`)
  if (filter.capture !== undefined) parts.push(sql<boolean>`t.capture_id = ${filter.capture}`)
  if (filter.n !== undefined) parts.push(sql<boolean>`t.n = any(${[...filter.n]}::int[])`)
  if (filter.protocol !== undefined) parts.push(sql<boolean>`coalesce(t.protocol, t.transport) = ${filter.protocol}`)
  if (filter.crosses !== undefined) {
    parts.push(filter.crosses ? sql<boolean>`x.n is not null` : sql<boolean>`x.n is null`)
  }
  if (filter.q !== undefined && filter.q.trim() !== '') {
    parts.push(
      sql<boolean>`concat_ws(' ', t.client, t.server, t.protocol, t.server_port, a.tag, b.tag) ilike ${like(filter.q)}`,
    )
  }
  const found = await sql<StoredConversation>`
    select t.plant, t.capture_id as "captureId", t.n, t.client, t.server, a.tag as "clientTag", b.tag as "serverTag",
      a.level as "clientLevel", b.level as "serverLevel", t.transport, t.server_port as "serverPort", t.protocol,
      t.packets_to_server as "packetsToServer", t.packets_to_client as "packetsToClient",
      t.bytes_to_server as "bytesToServer", t.bytes_to_client as "bytesToClient", t.answered, t.operations, t.functions,
      t.first_seen as "firstSeen", t.last_seen as "lastSeen", t.packets_seen as "packetsSeen", t.days,
      x.n is not null as crosses, c.file_name as "fileName"
    from network.conversation t
    join network.capture c on c.plant = t.plant and c.id = t.capture_id
    left join network.observed a on a.plant = t.plant and a.id = t.client
    left join network.observed b on b.plant = t.plant and b.id = t.server
    left join network.crossing x on x.plant = t.plant and x.capture_id = t.capture_id and x.n = t.n
    where ${sql.join(parts, sql` and `)}
    order by ${sql.raw(CONVERSATION_SORTS[page.sort])} limit ${page.limit} offset ${page.skip}
  `.execute(db)
  return found.rows
}

function like(text: string): string {
  return `%${text.trim().replace(/[\\%_]/g, '\\$&')}%`
}

export interface StoredIdentity {
  readonly captureId: string
  readonly device: string
  readonly field: string
  readonly value: string
  readonly packet: number
  readonly protocol: string
  readonly fileName: string
  readonly lastSeen: string | null
}

export async function loadIdentities(db: Db, plant: string, devices: readonly string[]): Promise<StoredIdentity[]> {
  const found = await sql<StoredIdentity>`
    select i.capture_id as "captureId", i.device, i.field, i.value, i.packet, i.protocol, c.file_name as "fileName",
      c.last_seen as "lastSeen"
    from network.identity i join network.capture c on c.plant = i.plant and c.id = i.capture_id
    where i.plant = ${plant} and i.device = any(${[...devices]}::text[]) and ${visible()}
    order by c.last_seen desc nulls last, i.n limit 500
  `.execute(db)
  return found.rows
}

// ---- the picture of a plant ----------------------------------------------------------------------------------------

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

export async function loadPictureKeys(db: Db): Promise<Map<string, string>> {
  const rows = await db.selectFrom('network.picture_state').select(['plant', 'key']).execute()
  return new Map(rows.map((row) => [row.plant, row.key]))
}

export async function savePicture(
  trx: Db,
  plant: string,
  picture: Picture,
  state: { readonly key: string; readonly at: string },
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('network.picture'), hashtext(${plant}))`.execute(trx)
  for (const table of ['network.observed', 'network.crossing', 'network.looked_day'] as const) {
    await sql`delete from ${sql.table(table)} where plant = ${plant}`.execute(trx)
  }
  await insertMany(
    trx,
    'network.observed',
    picture.devices.map((device) => ({
      plant,
      id: device.id,
      ips: [...device.ips],
      macs: [...device.macs],
      names: [...device.names],
      vendor: device.vendor,
      model: device.model,
      order_number: device.orderNumber,
      firmware: device.firmware,
      serial: device.serial,
      roles: [...device.roles],
      level: device.level,
      level_source: device.levelSource,
      status: device.status,
      tag: device.tag,
      reasons: [...device.reasons],
      managed_from: device.managedFrom,
      baseline: device.baseline,
      counted: device.counted,
      days: [...device.days],
      first_seen: device.firstSeen,
      last_seen: device.lastSeen,
      capture_id: device.captureId,
      packet: device.packet,
    })),
  )
  await insertMany(
    trx,
    'network.crossing',
    picture.crossings.map((crossing) => ({
      plant,
      capture_id: crossing.captureId,
      n: crossing.n,
      client_level: crossing.clientLevel,
      server_level: crossing.serverLevel,
      days: [...crossing.days],
    })),
  )
  await insertMany(
    trx,
    'network.looked_day',
    picture.looked.map(({ captureId, ...looked }) => ({ plant, capture_id: captureId, ...looked })),
  )
  await trx
    .insertInto('network.picture_state')
    .values({ plant, key: state.key, built_at: state.at })
    .onConflict((conflict) => conflict.column('plant').doUpdateSet({ key: state.key, built_at: state.at }))
    .execute()
}

const OBSERVED = sql.raw(`o.id, o.ips, o.macs, o.names, o.vendor, o.model, o.order_number as "orderNumber", o.firmware,
  o.serial, o.roles, o.level, o.level_source as "levelSource", o.status, o.tag, o.reasons,
  o.managed_from as "managedFrom", o.baseline, o.counted, o.days, o.first_seen as "firstSeen", o.last_seen as "lastSeen",
  o.capture_id as "captureId", o.packet`)

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
    parts.push(sql`exists (select 1 from network.device d where d.plant = o.plant and d.id = o.id
      and d.capture_id = ${filter.capture})`)
  }
  if (filter.status !== undefined) parts.push(sql`o.status = ${filter.status}`)
  if (filter.tag !== undefined) parts.push(sql`o.tag = ${filter.tag}`)
  if (filter.asOf !== undefined) parts.push(sql`(o.first_seen is null or o.first_seen <= ${filter.asOf}::date)`)
  if (filter.counted !== undefined) parts.push(filter.counted ? sql`o.counted` : sql`not o.counted`)
  if (filter.q !== undefined && filter.q.trim() !== '') {
    parts.push(sql`concat_ws(' ', o.id, o.tag, o.vendor, o.model, o.order_number, o.serial, array_to_string(o.ips, ' '),
      array_to_string(o.macs, ' '), array_to_string(o.names, ' ')) ilike ${like(filter.q)}`)
  }
  return sql.join(parts, sql` and `)
}

export async function countObserved(db: Db, filter: ObservedFilter): Promise<Map<string, number>> {
  const found = await sql<{ status: string; n: number }>`
    select o.status, count(*)::int as n from network.observed o where ${observedWhere(filter)} group by 1`.execute(db)
  return new Map(found.rows.map((row) => [row.status, row.n]))
}

/** The conversation that names a packet as its proof, as `<capture>/<n>`. */
export async function loadWitnesses(db: Db, plant: string, captureId: string, packet: number): Promise<string | null> {
  const found = await sql<{ n: number }>`
    select n from network.conversation
    where plant = ${plant} and capture_id = ${captureId} and ${packet}::bigint = any(packets_seen) order by n limit 1
  `.execute(db)
  return found.rows[0] ? `${captureId}/${found.rows[0].n}` : null
}

export async function clearNetwork(trx: Db): Promise<void> {
  await sql`truncate network.capture, network.clock_correction, network.device, network.conversation, network.identity,
    network.observed, network.looked_day, network.crossing, network.picture_state`.execute(trx)
}
