import { sql } from 'kysely'
import { deviceAt, visible } from './capture-store.ts'
import type { ListedDevice } from './device-store.ts'
import type { Db } from './store.ts'

/** All addresses that lead to a device, its id among them. */
export async function loadAddresses(db: Db, plant: string, id: string): Promise<string[]> {
  const found = await sql<{ address: string }>`
    select distinct l.address from network.observed_address l where l.plant = ${plant} and l.id = ${id}`.execute(db)
  return [...new Set([id, ...found.rows.map(({ address }) => address)])]
}

export async function loadUnits(
  db: Db,
  plant: string,
  id: string,
): Promise<Pick<ListedDevice, 'id' | 'vendor' | 'model' | 'orderNumber' | 'roles'>[]> {
  const found = await sql<Pick<ListedDevice, 'id' | 'vendor' | 'model' | 'orderNumber' | 'roles'>>`
    select o.id, o.vendor, o.model, o.order_number as "orderNumber", o.roles from network.observed o
    where o.plant = ${plant} and o.behind = ${id} order by o.id_order limit 1000`.execute(db)
  return found.rows
}

export interface StoredPeer {
  readonly peer: string
  readonly peerAsset: string | null
  readonly peerLevel: string | null
  readonly side: 'client' | 'server'
  readonly protocol: string
  readonly serverPort: number | null
  readonly answered: boolean
  readonly conversations: number
  readonly packetsToServer: number
  readonly packetsToClient: number
  readonly bytesToServer: number
  readonly bytesToClient: number
  readonly read: number
  readonly write: number
  readonly program: number
  readonly identify: number
  readonly other: number
  readonly firstSeen: string | null
  readonly lastSeen: string | null
  readonly conversation: string
}

/** With whom a device talks: one row for each other end, protocol and port. */
export async function loadPeers(
  db: Db,
  plant: string,
  id: string,
  addresses: readonly string[],
): Promise<StoredPeer[]> {
  const among = [...addresses]
  const half = (side: 'client' | 'server', other: 'client' | 'server') => sql`
    select ${sql.lit(side)} as side, ${deviceAt('t', other)} as peer, t.*
    from network.conversation t join network.capture c on c.plant = t.plant and c.id = t.capture_id
    where t.plant = ${plant} and ${sql.ref(`t.${side}`)} = any(${among}::text[]) and ${visible()}
      and ${deviceAt('t', side)} = ${id}`
  const sum = (operation: string) => sql`coalesce(sum((u.operations->>${sql.lit(operation)})::bigint), 0)::bigint`
  const found = await sql<StoredPeer>`
    select g.*, p.tag as "peerAsset", p.level as "peerLevel" from (
      select u.side, u.peer, coalesce(u.protocol, u.transport) as protocol, u.server_port as "serverPort",
        coalesce(bool_or(u.answered), false) as answered, count(*)::int as conversations,
        coalesce(sum(u.packets_to_server), 0)::bigint as "packetsToServer",
        coalesce(sum(u.packets_to_client), 0)::bigint as "packetsToClient",
        coalesce(sum(u.bytes_to_server), 0)::bigint as "bytesToServer",
        coalesce(sum(u.bytes_to_client), 0)::bigint as "bytesToClient",
        ${sum('read')} as read, ${sum('write')} as write, ${sum('program')} as program,
        ${sum('identify')} as identify, ${sum('other')} as other,
        min(u.first_seen) as "firstSeen", max(u.last_seen) as "lastSeen",
        (array_agg(u.capture_id || '/' || u.n order by u.last_seen desc nulls last, u.capture_id, u.n))[1] as conversation
      from (${half('client', 'server')} union all ${half('server', 'client')}) u group by 1, 2, 3, 4) g
    left join network.observed p on p.plant = ${plant} and p.id = g.peer
    order by g."packetsToServer" + g."packetsToClient" desc, g.peer, g.protocol
  `.execute(db)
  return found.rows
}

export async function loadCapturesOf(
  db: Db,
  plant: string,
  id: string,
  addresses: readonly string[],
): Promise<{ id: string; name: string; kind: string; firstSeen: string | null; lastSeen: string | null }[]> {
  const found = await sql<{
    id: string
    name: string
    kind: string
    firstSeen: string | null
    lastSeen: string | null
  }>`
    select c.id, c.file_name as name, c.kind, min(d.first_seen) as "firstSeen", max(d.last_seen) as "lastSeen"
    from network.device d join network.capture c on c.plant = d.plant and c.id = d.capture_id
    where d.plant = ${plant} and d.id = any(${[...addresses]}::text[]) and ${visible()} and ${deviceAt('d', 'id')} = ${id}
    group by 1, 2, 3 order by 5 desc nulls last, 1 limit 1000
  `.execute(db)
  return found.rows
}

/** Everything else that a device says of itself, each value with the latest packet that does. */
export async function loadOtherFacts(
  db: Db,
  plant: string,
  id: string,
  addresses: readonly string[],
): Promise<{ field: string; value: string; protocol: string; capture: string; packet: number; at: string | null }[]> {
  const found = await sql<{
    field: string
    value: string
    protocol: string
    capture: string
    packet: number
    at: string | null
  }>`
    select distinct on (i.field, i.value, i.protocol) i.field, i.value, i.protocol, i.capture_id as capture, i.packet,
      c.last_seen as at
    from network.identity i join network.capture c on c.plant = i.plant and c.id = i.capture_id
    where i.plant = ${plant} and i.device = any(${[...addresses]}::text[]) and ${visible()}
      and ${deviceAt('i', 'device')} = ${id}
      and i.field not in ('vendor', 'model', 'product', 'orderNumber', 'firmware', 'serial', 'name')
      -- SNMP's password (RFC 1157 §3.2.5): masked in packets, and shown nowhere.
      and i.field <> 'community'
    order by i.field, i.value, i.protocol, c.last_seen desc nulls last, i.n limit 500
  `.execute(db)
  return found.rows
}
