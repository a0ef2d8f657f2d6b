import { type RawBuilder, sql } from 'kysely'
import type { Day } from '#core/calendar/day.ts'
import type { CaptureFacts } from '#core/capture/inspection.ts'
import type { SourceKind, SourcePart, ToldConversation } from '#core/capture/told.ts'
import type { ClockFault, Db } from './store.ts'

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
  readonly kind: SourceKind
  /** Files within it, where it is no capture. */
  readonly parts: readonly SourcePart[]
  readonly days: readonly Day[]
  readonly faults: CaptureFacts['faults']
  readonly clockFault: ClockFault | null
  /** Seconds to add to its clock, as a person corrected it; null: not corrected. */
  readonly addSeconds: number | null
  readonly recordedAt: string
}

export function visible(knownAt?: string): RawBuilder<boolean> {
  return knownAt === undefined
    ? sql<boolean>`c.committed_at is not null and c.undone_at is null`
    : sql<boolean>`c.committed_at <= ${knownAt}::timestamptz
        and (c.undone_at is null or c.undone_at > ${knownAt}::timestamptz)`
}

function captureColumns(knownAt?: string): RawBuilder<unknown> {
  const known = knownAt === undefined ? sql`` : sql`and k.recorded_at <= ${knownAt}::timestamptz`
  return sql`c.plant, c.id, c.import_id as "importId", c.file_name as "fileName", c.file_sha256 as sha256, c.source,
    c.packets, c.bytes, c.first_seen as "firstSeen", c.last_seen as "lastSeen", c.link_types as "linkTypes", c.kind, c.parts,
    c.days, c.faults,
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
): Promise<{ protocol: string; conversations: number; packets: number | null }[]> {
  const found = await sql<{ protocol: string; conversations: number; packets: number | null }>`
    select coalesce(protocol, transport) as protocol, count(*)::int as conversations,
      sum(packets_to_server + packets_to_client)::bigint as packets
    from network.conversation where plant = ${plant} and capture_id = ${captureId}
    group by 1 order by 3 desc nulls last, 1
  `.execute(db)
  return found.rows
}

/** How the days of a capture count: shifted by a correction, or not at all. */
export interface CaptureClock {
  readonly id: string
  readonly shift: number
  readonly counts: boolean
  /** No day after this one can have been seen. */
  readonly limit: Day
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
  readonly packetsToServer: number | null
  readonly packetsToClient: number | null
  readonly bytesToServer: number | null
  readonly bytesToClient: number | null
  /** Null, here and before: the source does not say. */
  readonly answered: boolean | null
  readonly operations: ToldConversation['operations']
  readonly functions: ToldConversation['functions']
  /** Responses that refused their request. */
  readonly refused: number
  readonly firstSeen: string | null
  readonly lastSeen: string | null
  readonly packetsSeen: readonly number[]
  readonly days: readonly Day[]
  readonly crosses: boolean
  readonly fileName: string
  readonly kind: SourceKind
  readonly parts: readonly SourcePart[]
}

/** What is sorted by, and whether the greatest comes first unless told otherwise. */
const CONVERSATION_SORTS = {
  n: ['t.capture_id', false],
  bytes: ['t.bytes_to_server + t.bytes_to_client', true],
  packets: ['t.packets_to_server + t.packets_to_client', true],
  firstSeen: ['t.first_seen', true],
  lastSeen: ['t.last_seen', true],
  protocol: ['coalesce(t.protocol, t.transport)', false],
  client: ['t.client', false],
  server: ['t.server', false],
} as const

export type ConversationSort = keyof typeof CONVERSATION_SORTS

export interface ConversationFilter {
  readonly plant?: string | undefined
  readonly capture?: string | undefined
  readonly n?: readonly number[] | undefined
  readonly protocol?: string | undefined
  readonly operation?: 'read' | 'write' | 'program' | 'identify' | 'other' | undefined
  readonly crosses?: boolean | undefined
  readonly client?: string | undefined
  readonly server?: string | undefined
  readonly device?: string | undefined
  readonly level?: string | undefined
  readonly q?: string | undefined
  readonly knownAt?: string | undefined
}

const counted = {
  read: 't.reads',
  write: 't.writes',
  program: 't.programs',
  identify: 't.identifies',
  other: 't.others',
}

export async function loadConversations(
  db: Db,
  filter: ConversationFilter,
  page: {
    readonly sort: ConversationSort
    readonly order?: 'asc' | 'desc' | undefined
    readonly limit: number
    readonly skip: number
  },
): Promise<StoredConversation[]> {
  const parts = [visible(filter.knownAt)]
  if (filter.plant !== undefined) parts.push(sql<boolean>`t.plant = ${filter.plant}`)
  if (filter.capture !== undefined) parts.push(sql<boolean>`t.capture_id = ${filter.capture}`)
  if (filter.n !== undefined) parts.push(sql<boolean>`t.n = any(${[...filter.n]}::int[])`)
  if (filter.protocol !== undefined) parts.push(sql<boolean>`coalesce(t.protocol, t.transport) = ${filter.protocol}`)
  if (filter.operation !== undefined) parts.push(sql<boolean>`${sql.ref(counted[filter.operation])} > 0`)
  if (filter.crosses !== undefined) {
    const crossing = sql`exists (select 1 from network.crossing y where y.plant = t.plant and y.capture_id = t.capture_id and y.n = t.n)`
    parts.push(filter.crosses ? sql<boolean>`${crossing}` : sql<boolean>`not ${crossing}`)
  }
  for (const side of ['client', 'server'] as const) {
    const id = filter[side]
    if (id !== undefined) parts.push(isDevice(side, id))
  }
  const { device, level, q } = filter
  if (device !== undefined) parts.push(sql<boolean>`(${isDevice('client', device)} or ${isDevice('server', device)})`)
  // Only a search through the records of both ends needs them for every row; else they are looked up for the page alone.
  const words = q === undefined || q.trim() === '' ? null : like(q)
  if (words !== null) {
    parts.push(sql<boolean>`concat_ws(' ', t.client, t.server, t.protocol, t.server_port, a.tag, b.tag) ilike ${words}`)
  }
  if (level === 'none') parts.push(sql<boolean>`(a.level is null or b.level is null)`)
  else if (level !== undefined) parts.push(sql<boolean>`${level} in (a.level, b.level)`)
  const records = sql`left join network.observed a on a.plant = t.plant and a.id = ${deviceAt('t', 'client')}
    left join network.observed b on b.plant = t.plant and b.id = ${deviceAt('t', 'server')}`
  const [by, greatestFirst] = CONVERSATION_SORTS[page.sort]
  const direction = (page.order ?? (greatestFirst ? 'desc' : 'asc')) === 'desc' ? 'desc nulls last' : 'asc nulls last'
  const order = sql.raw(`${by} ${direction}, t.plant, t.capture_id, t.n`)
  const found = await sql<StoredConversation>`
    with chosen as materialized (
      select t.plant, t.capture_id, t.n, row_number() over (order by ${order}) as place
      from network.conversation t join network.capture c on c.plant = t.plant and c.id = t.capture_id
      ${words === null && level === undefined ? sql`` : records}
      where ${sql.join(parts, sql` and `)} order by ${order} limit ${page.limit} offset ${page.skip})
    select t.plant, t.capture_id as "captureId", t.n, t.client, t.server, a.tag as "clientTag", b.tag as "serverTag",
      a.level as "clientLevel", b.level as "serverLevel", t.transport, t.server_port as "serverPort", t.protocol,
      t.packets_to_server as "packetsToServer", t.packets_to_client as "packetsToClient",
      t.bytes_to_server as "bytesToServer", t.bytes_to_client as "bytesToClient", t.answered, t.operations, t.functions,
      t.exceptions as refused, t.first_seen as "firstSeen", t.last_seen as "lastSeen", t.packets_seen as "packetsSeen",
      t.days, x.n is not null as crosses, c.file_name as "fileName", c.kind, c.parts
    from chosen join network.conversation t on t.plant = chosen.plant and t.capture_id = chosen.capture_id and t.n = chosen.n
    join network.capture c on c.plant = t.plant and c.id = t.capture_id
    ${records}
    left join network.crossing x on x.plant = t.plant and x.capture_id = t.capture_id and x.n = t.n
    order by chosen.place
  `.execute(db)
  return found.rows
}

/** Whether an end belongs to a device: by the addresses that lead there first, for which there is an index. */
function isDevice(side: 'client' | 'server', id: string): RawBuilder<boolean> {
  const end = sql.ref(`t.${side}`)
  return sql<boolean>`(${end} = ${id} or ${end} in (select l.address from network.observed_address l
    where l.plant = t.plant and l.id = ${id})) and ${deviceAt('t', side)} = ${id}`
}

/** The id of the device that an address of a capture leads to: a table's row with `plant` and `capture_id`, and its column. */
export function deviceAt(row: string, column: string): RawBuilder<string> {
  const at = (name: string) => sql.ref(`${row}.${name}`)
  return sql<string>`coalesce((select l.id from network.observed_address l where l.plant = ${at('plant')}
    and l.address = ${at(column)} and l.capture_id in ('*', ${at('capture_id')})
    order by (l.capture_id = '*') limit 1), ${at(column)})`
}

export function like(text: string): string {
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
    where i.plant = ${plant} and ${visible()} and ${deviceAt('i', 'device')} = any(${[...devices]}::text[])
      and (i.device = any(${[...devices]}::text[]) or i.device in (
        select l.address from network.observed_address l where l.plant = ${plant} and l.id = any(${[...devices]}::text[])))
    order by c.last_seen desc nulls last, i.n limit 500
  `.execute(db)
  return found.rows
}

/** The conversation that names a packet as its proof, as `<capture>/<n>`. */
export async function loadWitnesses(db: Db, plant: string, captureId: string, packet: number): Promise<string | null> {
  const found = await sql<{ n: number }>`
    select n from network.conversation
    where plant = ${plant} and capture_id = ${captureId} and ${packet}::bigint = any(packets_seen) order by n limit 1
  `.execute(db)
  return found.rows[0] ? `${captureId}/${found.rows[0].n}` : null
}
