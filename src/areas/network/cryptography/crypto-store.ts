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

/** More packets than a capture has: place and packet in one number that is exact, whose least is the newest word. */
const PACKETS = 100_000_000_000

/**
 * What devices said in handshakes, each value with its newest packet. `captures`: the newest first. Counted together before
 * the devices are looked up: a million words come to a hundred thousand.
 */
export async function loadCryptoFacts(db: Db, plant: string, captures: readonly string[]): Promise<StoredCryptoFact[]> {
  const found = await sql<Omit<StoredCryptoFact, 'capture' | 'packet'> & { readonly newest: string | number }>`
    select i.device, i.protocol, i.field, i.value, min(c.place * ${PACKETS} + i.packet)::text as newest
    from network.identity i join ${among(captures)} on c.id = i.capture_id
    where i.plant = ${plant} and i.field = any(${[...cryptoFields]}::text[])
    group by 1, 2, 3, 4
  `.execute(db)
  const deviceOf = await devicesOf(db, plant, [...new Set(found.rows.map(({ device }) => device))])
  return found.rows.map(({ newest, ...row }) => {
    const place = Math.floor(Number(newest) / PACKETS)
    const capture = captures[place - 1] ?? ''
    return { ...row, device: deviceOf(row.device, capture), capture, packet: Number(newest) - place * PACKETS }
  })
}

/** Which device an address of a capture leads to: as `deviceAt` says it row by row, for many at once. */
async function devicesOf(
  db: Db,
  plant: string,
  addresses: readonly string[],
): Promise<(address: string, capture: string) => string> {
  const found = await sql<{ address: string; capture: string; id: string }>`
    select l.address, l.capture_id as capture, l.id from network.observed_address l
    where l.plant = ${plant} and l.address = any(${[...addresses]}::text[])
  `.execute(db)
  const known = new Map(found.rows.map(({ address, capture, id }) => [`${capture} ${address}`, id]))
  return (address, capture) => known.get(`${capture} ${address}`) ?? known.get(`* ${address}`) ?? address
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
    select distinct on (v.server, v.protocol, v.port) v.server, v.client, v.protocol, v.port, v.capture_id as capture, v.packet
    from (select ${deviceAt('u', 'address')} as server, u.* from (
        select distinct on (t.server, t.protocol, t.server_port) t.plant, t.server as address, t.client, t.protocol,
          t.server_port as port, t.capture_id, coalesce(t.packets_seen[1], 1) as packet, c.place
        from network.conversation t join ${among(captures)} on c.id = t.capture_id
        where t.plant = ${plant} and t.protocol = any(${[...cryptoProtocols]}::text[]) and coalesce(t.answered, true)
        order by t.server, t.protocol, t.server_port, c.place, 7, t.n) u) v
    order by v.server, v.protocol, v.port, v.place, v.packet
  `.execute(db)
  return found.rows.map((row) => ({ ...row, packet: Number(row.packet) }))
}

/** Which of the captures hold handshakes. */
export async function loadHandshakeCaptures(
  db: Db,
  plant: string,
  captures: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = await sql<{ id: string }>`
    select c.id from ${among(captures)} where exists (select 1 from network.identity i
      where i.plant = ${plant} and i.capture_id = c.id and i.field in
        ('tlsVersion', 'keyExchange', 'hostKey', 'channelPolicy', 'securityPolicy', 'securityLevel', 'certificateExpires'))
  `.execute(db)
  return new Set(found.rows.map(({ id }) => id))
}
