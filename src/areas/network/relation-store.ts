import { type RawBuilder, sql } from 'kysely'
import type { Day } from '#core/calendar/day.ts'
import type { SourceKind, SourcePart } from '#core/capture/told.ts'
import { like, visible } from './capture-store.ts'
import type { Db } from './store.ts'

export const operationClasses = ['program', 'write', 'read', 'identify', 'other'] as const
export type OperationClass = (typeof operationClasses)[number]

export interface RelationFilter {
  readonly plants: readonly string[]
  readonly capture?: string | undefined
  readonly operation?: OperationClass | undefined
  readonly protocol?: string | undefined
  readonly crosses?: boolean | undefined
  readonly client?: string | undefined
  readonly server?: string | undefined
  readonly device?: string | undefined
  readonly level?: string | undefined
  readonly safety?: boolean | undefined
  readonly q?: string | undefined
  readonly knownAt?: string | undefined
  readonly asOf?: Day | undefined
}

/** One device and another, over all their conversations. */
export interface StoredRelation {
  readonly plant: string
  readonly client: string
  readonly server: string
  readonly conversations: number
  /** Null where no source tells what was asked for. */
  readonly read: number | null
  readonly write: number | null
  readonly program: number | null
  readonly identify: number | null
  readonly other: number | null
  readonly refused: number
  readonly packets: number | null
  readonly answered: boolean | null
  readonly crosses: boolean
  readonly firstSeen: string | null
  readonly lastSeen: string | null
}

/** What a device record says of one end; null where there is none. */
export interface StoredEnd {
  readonly name: string | null
  readonly tag: string | null
  readonly roles: readonly { readonly role: string }[]
  readonly level: string | null
  readonly status: 'matched' | 'unmanaged' | 'conflict'
  readonly safety: boolean
}

/** Columns that hold the operations of a conversation; null where the source does not tell. */
const columns = {
  program: sql.ref('t.programs'),
  write: sql.ref('t.writes'),
  read: sql.ref('t.reads'),
  identify: sql.ref('t.identifies'),
  other: sql.ref('t.others'),
} as const

/**
 * Conversations that are asked for, with the devices of both ends. Joined rather than looked up row by row: a hundred
 * thousand conversations are read in one go.
 */
function talks(filter: RelationFilter, withOperation: boolean): RawBuilder<unknown> {
  const { plants, capture, operation, protocol, crosses, knownAt, asOf } = filter
  const parts: RawBuilder<unknown>[] = [visible(knownAt), sql`t.plant = any(${[...plants]}::text[])`]
  if (capture !== undefined) parts.push(sql`t.capture_id = ${capture}`)
  if (protocol !== undefined) parts.push(sql`coalesce(t.protocol, t.transport) = ${protocol}`)
  if (withOperation && operation !== undefined) parts.push(sql`${columns[operation]} > 0`)
  if (crosses !== undefined) parts.push(crosses ? sql`x.n is not null` : sql`x.n is null`)
  if (asOf !== undefined) {
    parts.push(sql`(c.clock_fault is not null or t.first_seen is null or t.first_seen::date <= ${asOf}::date)`)
  }
  const device = (side: 'client' | 'server', own: string, any: string) =>
    sql`coalesce(${sql.ref(`${own}.id`)}, ${sql.ref(`${any}.id`)}, ${sql.ref(`t.${side}`)})`
  const address = (side: 'client' | 'server', alias: string, at: RawBuilder<unknown>) =>
    sql`left join network.observed_address ${sql.ref(alias)} on ${sql.ref(`${alias}.plant`)} = t.plant
      and ${sql.ref(`${alias}.address`)} = ${sql.ref(`t.${side}`)} and ${sql.ref(`${alias}.capture_id`)} = ${at}`
  return sql`select t.plant, ${device('client', 'ca', 'cp')} as client, ${device('server', 'sa', 'sp')} as server,
      coalesce(t.protocol, t.transport) as protocol, t.reads as read, t.writes as write, t.programs as program,
      t.identifies as identify, t.others as other, t.exceptions, t.packets_to_server + t.packets_to_client as packets,
      t.answered, x.n is not null as crosses, t.first_seen, t.last_seen, t.capture_id, t.n
    from network.conversation t
    join network.capture c on c.plant = t.plant and c.id = t.capture_id
    ${address('client', 'ca', sql`t.capture_id`)} ${address('client', 'cp', sql`'*'`)}
    ${address('server', 'sa', sql`t.capture_id`)} ${address('server', 'sp', sql`'*'`)}
    left join network.crossing x on x.plant = t.plant and x.capture_id = t.capture_id and x.n = t.n
    where ${sql.join(parts, sql` and `)}`
}

/** Pairs, with the records of both ends as `a` and `b`. */
function pairs(filter: RelationFilter, withOperation: boolean): RawBuilder<unknown> {
  return sql`(select u.plant, u.client, u.server, count(*) as conversations, sum(u.read) as read, sum(u.write) as write,
      sum(u.program) as program, sum(u.identify) as identify, sum(u.other) as other, sum(u.exceptions) as refused,
      sum(u.packets) as packets, bool_or(u.answered) as answered, bool_or(u.crosses) as crosses,
      min(u.first_seen) as first_seen, max(u.last_seen) as last_seen
    from (${talks(filter, withOperation)}) u group by 1, 2, 3) g
    left join network.observed a on a.plant = g.plant and a.id = g.client
    left join network.observed b on b.plant = g.plant and b.id = g.server
    where ${endsWhere(filter)}`
}

function endsWhere({ client, server, device, level, safety, q }: RelationFilter): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [sql`true`]
  if (client !== undefined) parts.push(sql`g.client = ${client}`)
  if (server !== undefined) parts.push(sql`g.server = ${server}`)
  if (device !== undefined) parts.push(sql`${device} in (g.client, g.server)`)
  if (level === 'none') parts.push(sql`(a.level is null or b.level is null)`)
  else if (level !== undefined) parts.push(sql`(a.level = ${level} or b.level = ${level})`)
  if (safety !== undefined) parts.push(safety ? sql`${isSafety}` : sql`not ${isSafety}`)
  if (q !== undefined && q.trim() !== '') {
    const words = like(q.toLowerCase())
    parts.push(sql`(coalesce(a.search, g.client) like ${words} or coalesce(b.search, g.server) like ${words})`)
  }
  return sql.join(parts, sql` and `)
}

const isSafety = sql`coalesce(b.safety <> '[]', false)`
/** A client of the office, of the internet, that nobody registered, or of which nobody knows where it stands. */
const isOutside = sql`(a.id is null or a.level is null or a.level in ('4', '5') or a.status = 'unmanaged')`
const acts = sql`(g.program > 0 or g.write > 0)`

const SORTS = {
  concern: sql`(${acts} and ${isSafety})::int * 4 + (${acts} and ${isOutside})::int * 2 + g.crosses::int`,
  lastSeen: sql`g.last_seen`,
  firstSeen: sql`g.first_seen`,
  client: sql`coalesce(a.id_order, g.client)`,
  server: sql`coalesce(b.id_order, g.server)`,
} as const
export type RelationSort = keyof typeof SORTS | 'operations'

/** Pairs of devices, a page of them. */
export async function loadRelations(
  db: Db,
  filter: RelationFilter,
  page: { readonly sort: RelationSort; readonly descending: boolean; readonly limit: number; readonly skip: number },
): Promise<(StoredRelation & { readonly a: StoredEnd | null; readonly b: StoredEnd | null })[]> {
  const weight = filter.operation === undefined ? sql`g.packets` : sql`g.${sql.ref(filter.operation)}`
  const by = page.sort === 'operations' ? weight : SORTS[page.sort]
  const direction = sql.raw(page.descending ? 'desc' : 'asc')
  const end = (alias: string) => {
    const at = (name: string) => sql.ref(`${alias}.${name}`)
    return sql`case when ${at('id')} is null then null else json_build_object('name', ${at('name')}, 'tag', ${at('tag')},
      'roles', ${at('roles')}, 'level', ${at('level')}, 'status', ${at('status')}, 'safety', ${at('safety')} <> '[]') end`
  }
  const found = await sql<StoredRelation & { a: StoredEnd | null; b: StoredEnd | null }>`
    select g.plant, g.client, g.server, g.conversations::int as conversations, g.read::bigint as read,
      g.write::bigint as write, g.program::bigint as program, g.identify::bigint as identify, g.other::bigint as other,
      g.refused::bigint as refused, g.packets::bigint as packets, g.answered, g.crosses, g.first_seen as "firstSeen",
      g.last_seen as "lastSeen", ${end('a')} as a, ${end('b')} as b
    from ${pairs(filter, true)}
    order by ${by} ${direction} nulls last, ${weight} desc nulls last, g.plant, g.client, g.server
    limit ${page.limit} offset ${page.skip}
  `.execute(db)
  return found.rows
}

/** Pairs of one level and role to another: how many do what, and of those that do what is asked for, how much. */
export interface StoredFlow {
  readonly clientLevel: string | null
  readonly clientRole: string | null
  readonly serverLevel: string | null
  readonly serverRole: string | null
  readonly all: number
  readonly read: number
  readonly write: number
  readonly program: number
  readonly identify: number
  readonly other: number
  readonly conversations: number
  readonly programsSafety: number
  readonly programsFromOutside: number
  readonly clients: number
  readonly servers: number
  readonly pairs: number
  readonly messages: number
  readonly concerned: number
}

/** What devices of one level and role do to those of another, whatever the operation; those of concern first. */
export async function loadFlows(db: Db, filter: RelationFilter): Promise<StoredFlow[]> {
  const { operation } = filter
  const asked = operation === undefined ? sql`true` : sql`g.${sql.ref(operation)} > 0`
  const messages = operation === undefined ? sql`g.packets` : sql`g.${sql.ref(operation)}`
  const concerned = sql`((${acts} and (${isSafety} or ${isOutside})) or g.crosses)`
  const among = (condition: RawBuilder<unknown>) => sql`count(*) filter (where ${condition})::int`
  const found = await sql<StoredFlow>`
    select a.level as "clientLevel", a.role as "clientRole", b.level as "serverLevel", b.role as "serverRole",
      count(*)::int as all, sum(g.conversations)::int as conversations,
      ${among(sql`g.read > 0`)} as read, ${among(sql`g.write > 0`)} as write, ${among(sql`g.program > 0`)} as program,
      ${among(sql`g.identify > 0`)} as identify, ${among(sql`g.other > 0`)} as other,
      ${among(sql`g.program > 0 and ${isSafety}`)} as "programsSafety",
      ${among(sql`g.program > 0 and ${isOutside}`)} as "programsFromOutside",
      (count(distinct g.client) filter (where ${asked}))::int as clients,
      (count(distinct g.server) filter (where ${asked}))::int as servers,
      ${among(asked)} as pairs, coalesce(sum(${messages}) filter (where ${asked}), 0)::bigint as messages,
      ${among(sql`${asked} and ${concerned}`)} as concerned
    from ${pairs(filter, false)} group by 1, 2, 3, 4 order by concerned desc, pairs desc, 1, 2, 3, 4`.execute(db)
  return found.rows
}

export async function loadTalkProtocols(
  db: Db,
  filter: RelationFilter,
): Promise<{ value: string; conversations: number }[]> {
  const { protocol: _, ...others } = filter
  const parts = [visible(others.knownAt), sql`t.plant = any(${[...others.plants]}::text[])`]
  if (others.capture !== undefined) parts.push(sql`t.capture_id = ${others.capture}`)
  const found = await sql<{ value: string; conversations: number }>`
    select coalesce(t.protocol, t.transport) as value, count(*)::int as conversations
    from network.conversation t join network.capture c on c.plant = t.plant and c.id = t.capture_id
    where ${sql.join(parts, sql` and `)} group by 1 order by 2 desc, 1 limit 200`.execute(db)
  return found.rows
}

/** What is told of the pairs of one page beside their sums. */
export interface PairDetails {
  readonly client: string
  readonly server: string
  readonly protocols: readonly string[]
  /** Of the earliest conversation. */
  readonly captureId: string
  readonly n: number
  readonly packetsSeen: readonly number[]
  /** The first packet in which the operation asked for was called; null where that was not kept. */
  readonly calledIn: number | null
  readonly fileName: string
  readonly kind: SourceKind
  readonly parts: readonly SourcePart[]
}

export interface PairFunction {
  readonly client: string
  readonly server: string
  readonly protocol: string | null
  readonly code: string
  readonly name: string
  readonly operation: OperationClass
  readonly requests: number
  readonly responses: number
}

/** Protocols, functions by name and the first conversation of some pairs of a plant. */
export async function loadPairs(
  db: Db,
  filter: RelationFilter,
  plant: string,
  among: readonly { readonly client: string; readonly server: string }[],
): Promise<{ readonly details: readonly PairDetails[]; readonly functions: readonly PairFunction[] }> {
  const devices = [...new Set(among.flatMap(({ client, server }) => [client, server]))]
  const known = await sql<{ address: string }>`
    select distinct address from network.observed_address where plant = ${plant} and id = any(${devices}::text[])
  `.execute(db)
  const addresses = [...new Set([...devices, ...known.rows.map(({ address }) => address)])]
  const wanted = sql`(${talks({ ...filter, plants: [plant] }, true)} and t.client = any(${addresses}::text[])
      and t.server = any(${addresses}::text[])) u
    join unnest(${among.map(({ client }) => client)}::text[], ${among.map(({ server }) => server)}::text[]) w (client, server)
      on w.client = u.client and w.server = u.server
    join network.conversation v on v.plant = u.plant and v.capture_id = u.capture_id and v.n = u.n`
  const functions = await sql<PairFunction>`
    select u.client, u.server, u.protocol, f->>'code' as code, f->>'name' as name, f->>'operation' as operation,
      sum((f->>'requests')::bigint)::bigint as requests, sum((f->>'responses')::bigint)::bigint as responses
    from ${wanted} cross join jsonb_array_elements(v.functions) f
    group by 1, 2, 3, 4, 5, 6 order by 7 desc, 8 desc, 5
  `.execute(db)
  const details = await sql<PairDetails>`
    select distinct on (u.client, u.server) u.client, u.server, u.capture_id as "captureId", u.n,
      array_agg(u.protocol) over (partition by u.client, u.server) as protocols, v.packets_seen as "packetsSeen",
      (select min((f->>'firstPacket')::bigint) from jsonb_array_elements(v.functions) f
        where f->>'operation' = ${filter.operation ?? null}::text) as "calledIn",
      k.file_name as "fileName", k.kind, k.parts
    from ${wanted} join network.capture k on k.plant = u.plant and k.id = u.capture_id
    order by u.client, u.server, u.first_seen nulls last, u.capture_id, u.n
  `.execute(db)
  return { details: details.rows, functions: functions.rows }
}
