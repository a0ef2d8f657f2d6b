import { sql } from 'kysely'
import type { Db } from './store.ts'

/** What is shown of a device beside something else. */
export interface NamedDevice {
  readonly id: string
  readonly name: string | null
  readonly tag: string | null
  readonly level: string | null
  readonly zone: string | null
  readonly vendor: string | null
  readonly model: string | null
  /** A device of the plant's own: neither an office's nor the internet's. */
  readonly counted: boolean
}

export async function loadNamedDevices(
  db: Db,
  plant: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, NamedDevice>> {
  const found = await sql<NamedDevice>`
    select o.id, o.name, case when o.status = 'matched' then o.tag end as tag, o.level, o.zone, o.vendor, o.model,
      o.counted
    from network.observed o where o.plant = ${plant} and o.id = any(${[...ids]}::text[])
  `.execute(db)
  return new Map(found.rows.map((row) => [row.id, row]))
}
