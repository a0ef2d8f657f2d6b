import { type RawBuilder, sql } from 'kysely'
import { cryptoFields, cryptoProtocols } from '#core/cryptography/fact.ts'
import { deviceAt } from '../capture-store.ts'
import type { Db } from '../store.ts'

export interface StoredCryptoFact {
  readonly device: string
  readonly protocol: string
  readonly field: string
  readonly value: string
  readonly capture: string
  readonly packet: number
}

/** Captures in the order of their last packets, so that the newest word counts: those that were passed, and no others. */
const among = (captures: readonly string[]): RawBuilder<unknown> =>
  sql`unnest(${[...captures]}::text[]) with ordinality as c (id, place)`

/** What devices said in handshakes, each value with its newest packet. `captures`: the newest first. */
export async function loadCryptoFacts(db: Db, plant: string, captures: readonly string[]): Promise<StoredCryptoFact[]> {
  const found = await sql<StoredCryptoFact>`
    select distinct on (u.device, u.protocol, u.field, u.value)
      u.device, u.protocol, u.field, u.value, u.capture, u.packet
    from (select ${deviceAt('i', 'device')} as device, i.protocol, i.field, i.value, i.capture_id as capture, i.packet,
        c.place
      from network.identity i join ${among(captures)} on c.id = i.capture_id
      where i.plant = ${plant} and i.field = any(${[...cryptoFields]}::text[])) u
    order by u.device, u.protocol, u.field, u.value, u.place, u.packet
  `.execute(db)
  return found.rows
}

export interface StoredCryptoTalk {
  readonly server: string
  readonly client: string
  readonly protocol: string
  readonly port: number | null
  readonly capture: string
  readonly packet: number
}

/** Who serves whom in protocols that protect what they carry, or that ought to: the newest conversation of each kind. */
export async function loadCryptoTalks(db: Db, plant: string, captures: readonly string[]): Promise<StoredCryptoTalk[]> {
  const found = await sql<StoredCryptoTalk>`
    select distinct on (u.server, u.protocol, u.port) u.server, u.client, u.protocol, u.port, u.capture, u.packet
    from (select ${deviceAt('t', 'server')} as server, t.client, t.protocol, t.server_port as port,
        t.capture_id as capture, coalesce(t.packets_seen[1], 1) as packet, c.place
      from network.conversation t join ${among(captures)} on c.id = t.capture_id
      where t.plant = ${plant} and t.protocol = any(${[...cryptoProtocols]}::text[])
        and coalesce(t.answered, true)) u
    order by u.server, u.protocol, u.port, u.place, u.packet
  `.execute(db)
  return found.rows
}

/** Captures of a plant that hold handshakes. */
export async function loadHandshakeCaptures(db: Db, plant: string): Promise<ReadonlySet<string>> {
  const found = await sql<{ id: string }>`
    select distinct i.capture_id as id from network.identity i where i.plant = ${plant} and i.field in
      ('tlsVersion', 'keyExchange', 'hostKey', 'channelPolicy', 'securityPolicy', 'securityLevel', 'certificateExpires')
  `.execute(db)
  return new Set(found.rows.map(({ id }) => id))
}
