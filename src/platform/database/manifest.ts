import { z } from 'zod'

/** The last entry of a backup: what must be in it, and the hashes that prove it. */
export const manifestName = 'manifest.json'

export const manifestSchema = z.object({
  format: z.literal('backup-1'),
  createdAt: z.string(),
  product: z.string(),
  /** What had been applied: a restore applies the same before it loads. */
  migrations: z.array(z.object({ area: z.string(), name: z.string(), checksum: z.string() })),
  tables: z.array(
    z.object({
      schema: z.string(),
      name: z.string(),
      columns: z.array(z.object({ name: z.string(), type: z.string() })),
      rows: z.number().int(),
    }),
  ),
  sequences: z.array(z.object({ schema: z.string(), name: z.string(), last: z.number().nullable() })),
  /** Every entry before this one, in order. `table` is an index into `tables`; a stored file has none. */
  entries: z.array(
    z.object({
      name: z.string(),
      bytes: z.number().int(),
      sha256: z.string(),
      table: z.number().int().optional(),
      rows: z.number().int().optional(),
    }),
  ),
})

export type Manifest = z.infer<typeof manifestSchema>

/** The entry of a stored file. */
export const fileEntry = (sha256: string) => `files/${sha256}`

/** What a person wants to know of a backup. */
export interface BackupSummary {
  readonly path: string
  readonly createdAt: string
  readonly product: string
  readonly tables: number
  readonly rows: number
  readonly files: number
  /** Of the backup file. */
  readonly bytes: number
}

export function summarise(path: string, bytes: number, manifest: Manifest): BackupSummary {
  return {
    path,
    createdAt: manifest.createdAt,
    product: manifest.product,
    tables: manifest.tables.length,
    rows: manifest.tables.reduce((sum, table) => sum + table.rows, 0),
    files: manifest.entries.filter((entry) => entry.table === undefined).length,
    bytes,
  }
}
