import { sql } from 'kysely'
import { accessPorts, accessProtocols } from '#core/access/wire-service.ts'
import { deviceAt } from '../capture-store.ts'
import type { Db } from '../store.ts'

/** A conversation that may be somebody's access. */
export interface AccessTalk {
  readonly captureId: string
  readonly n: number
  readonly client: string
  readonly server: string
  readonly clientDevice: string
  readonly serverDevice: string
  readonly transport: string
  readonly port: number | null
  readonly protocol: string | null
  readonly programs: number
  readonly writes: number
  readonly firstSeen: string | null
  readonly lastSeen: string | null
  readonly days: readonly string[]
  readonly packet: number | null
  /** Functions that program, by name. */
  readonly deeds: readonly string[] | null
}

/** Answered conversations in protocols of remote access, at the ports of tunnels, or that programmed something. */
export async function loadAccessTalks(db: Db, plant: string, captures: readonly string[]): Promise<AccessTalk[]> {
  const found = await sql<AccessTalk>`
    select t.capture_id as "captureId", t.n, t.client, t.server, ${deviceAt('t', 'client')} as "clientDevice",
      ${deviceAt('t', 'server')} as "serverDevice", t.transport, t.server_port as port, t.protocol,
      coalesce(t.programs, 0) as programs, coalesce(t.writes, 0) as writes, t.first_seen as "firstSeen",
      t.last_seen as "lastSeen", t.days, t.packets_seen[1] as packet,
      case when t.programs > 0 then (select array_agg(distinct f->>'name') from jsonb_array_elements(t.functions) f
        where f->>'operation' = 'program') end as deeds
    from network.conversation t
    where t.plant = ${plant} and t.capture_id = any(${[...captures]}::text[]) and coalesce(t.answered, true)
      and (t.protocol = any(${[...accessProtocols]}::text[]) or t.programs > 0
        or (t.protocol is null and t.server_port = any(${[...accessPorts]}::int[])))
    order by t.capture_id, t.n
  `.execute(db)
  return found.rows
}

/** Addresses and names under which devices are known, by device. */
export async function loadHostNames(
  db: Db,
  plant: string,
): Promise<{ readonly id: string; readonly ips: readonly string[]; readonly names: readonly string[] }[]> {
  const found = await sql<{ id: string; ips: string[]; names: string[] }>`
    select o.id, o.ips, array_remove(o.names || array[o.name, o.tag], null) as names
    from network.observed o where o.plant = ${plant} and (cardinality(o.names) > 0 or o.name is not null or o.tag is not null
      or cardinality(o.ips) > 1 or not (o.id = any(o.ips)))
  `.execute(db)
  return found.rows
}
