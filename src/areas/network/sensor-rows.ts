import { setImmediate as breathe } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Inspection } from '#core/capture/inspection.ts'
import { withDays } from './import-capture.ts'
import { changesConversation, changesDevice, conversationKey, mergeConversation, mergeDevice } from './sensor-merge.ts'
import { type ConversationRow, conversationRows, type Db, type DeviceRow, deviceRows } from './store.ts'

interface Place {
  readonly plant: string
  readonly id: string
}

const bite = 250

/** Adds a slice's devices, conversations and identities to those of its day. @returns whether a picture may have changed */
export async function addToDay(trx: Db, place: Place, inspection: Inspection): Promise<boolean> {
  const said = new Set(inspection.identities.map(({ device }) => device))
  const devices = await addDevices(trx, place, deviceRows(place, withDays(inspection)), said)
  const talks = await addConversations(trx, place, conversationRows(place, inspection.conversations))
  const facts = await addIdentities(trx, place, inspection.identities)
  return devices || talks || facts
}

async function addDevices(trx: Db, place: Place, all: readonly DeviceRow[], said: ReadonlySet<string>) {
  let changed = false
  for (let at = 0; at < all.length; at += bite) {
    const rows = all.slice(at, at + bite)
    const known = await sql<{ row: DeviceRow }>`
      select row_to_json(d) as row from network.device d
      where d.plant = ${place.plant} and d.capture_id = ${place.id} and d.id = any(${rows.map(({ id }) => id)}::text[])
    `.execute(trx)
    const before = new Map(known.rows.map(({ row }) => [row.id, row]))
    const merged = rows.map((row) => {
      const old = before.get(row.id)
      const now = old === undefined ? row : mergeDevice(old, row, said.has(row.id))
      changed ||= changesDevice(old, now)
      return now
    })
    await upsert(trx, 'device', ['plant', 'capture_id', 'id'], merged)
    await breathe()
  }
  return changed
}

async function addConversations(trx: Db, place: Place, all: readonly ConversationRow[]) {
  if (all.length === 0) return false
  let changed = false
  let last = await lastNumber(trx, 'conversation', place)
  for (let at = 0; at < all.length; at += bite) {
    const rows = all.slice(at, at + bite)
    const ends = JSON.stringify(rows.map(({ client, server }) => ({ client, server })))
    // The condition on the id is the index's own: only the days of sensors are looked up by their ends.
    const known = await sql<{ row: ConversationRow }>`
      select row_to_json(t) as row from network.conversation t
      where t.plant = ${place.plant} and t.capture_id = ${place.id} and t.capture_id like 'sensor-%'
        and (t.client, t.server) in
          (select e.client, e.server from jsonb_to_recordset(${ends}::text::jsonb) as e(client text, server text))
    `.execute(trx)
    const before = new Map(known.rows.map(({ row }) => [conversationKey(row), row]))
    const merged = rows.map((row) => {
      const old = before.get(conversationKey(row))
      const now = old === undefined ? { ...row, n: ++last } : mergeConversation(old, row)
      changed ||= changesConversation(old, now)
      before.set(conversationKey(row), now)
      return now
    })
    await upsert(
      trx,
      'conversation',
      ['plant', 'capture_id', 'n'],
      [...new Map(merged.map((row) => [row.n, row])).values()],
    )
    await breathe()
  }
  return changed
}

/** What a device said of itself is kept once a day, with the first packet in which it did. */
async function addIdentities(trx: Db, place: Place, facts: Inspection['identities']) {
  if (facts.length === 0) return false
  const devices = [...new Set(facts.map(({ device }) => device))]
  const known = await sql<Omit<Inspection['identities'][number], 'packet' | 'address'> & { address: string | null }>`
    select device, protocol, field, value, address from network.identity
    where plant = ${place.plant} and capture_id = ${place.id} and device = any(${devices}::text[])
  `.execute(trx)
  const keyOf = ({
    device,
    protocol,
    field,
    value,
    address = null,
  }: Omit<(typeof known.rows)[number], 'address'> & { address?: string | null }) =>
    JSON.stringify([device, protocol, field, value, address])
  const before = new Set(known.rows.map(keyOf))
  const fresh = facts.filter((fact) => !before.has(keyOf(fact)) && before.add(keyOf(fact)))
  if (fresh.length === 0) return false
  let last = await lastNumber(trx, 'identity', place)
  const rows = fresh.map(({ device, protocol, field, value, packet, address = null }) => ({
    ...{ plant: place.plant, capture_id: place.id, n: ++last },
    ...{ device, protocol, field, value, packet, address },
  }))
  await upsert(trx, 'identity', ['plant', 'capture_id', 'n'], rows)
  return true
}

async function lastNumber(trx: Db, table: 'conversation' | 'identity', { plant, id }: Place): Promise<number> {
  const found = await sql<{ last: number | null }>`
    select max(n) as last from network.${sql.raw(table)} where plant = ${plant} and capture_id = ${id}`.execute(trx)
  return found.rows[0]?.last ?? 0
}

/** Rows are updated in place; times are compared where they are kept, to the microsecond. */
async function upsert(
  trx: Db,
  table: 'device' | 'conversation' | 'identity',
  key: readonly string[],
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const into = sql.table(`network.${table}`)
  const list = sql.join(columns.map((column) => sql.ref(column)))
  const sets = columns
    .filter((column) => !key.includes(column))
    .map((column) => {
      const ref = sql.ref(column)
      if (column === 'first_seen') return sql`${ref} = least(t.${ref}, excluded.${ref})`
      if (column === 'last_seen') return sql`${ref} = greatest(t.${ref}, excluded.${ref})`
      return sql`${ref} = excluded.${ref}`
    })
  await sql`insert into ${into} as t (${list})
    select ${list} from json_populate_recordset(null::${into}, ${JSON.stringify(rows)}::text::json)
    on conflict (${sql.join(key.map((column) => sql.ref(column)))}) do update set ${sql.join(sets)}`.execute(trx)
}
