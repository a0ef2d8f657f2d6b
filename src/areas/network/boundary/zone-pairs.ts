import { type RawBuilder, sql } from 'kysely'

/** Zones of client and server; null outside of all zones. */
export type ZonePair = readonly [string | null, string | null]

/** Whether an end of a verdict `v` is in a zone: by a comparison that an index answers. */
export const isZone = (end: 'client_zone' | 'server_zone', name: string | null): RawBuilder<unknown> =>
  name === null ? sql`${sql.ref(`v.${end}`)} is null` : sql`${sql.ref(`v.${end}`)} = ${name}`

/** Whether a verdict `v` is of one of these pairs. */
export function betweenZones(among: readonly ZonePair[]): RawBuilder<unknown> {
  if (among.length === 0) return sql`false`
  const parts = among.map(([a, b]) => sql`(${isZone('client_zone', a)} and ${isZone('server_zone', b)})`)
  return sql`(${sql.join(parts, sql` or `)})`
}
