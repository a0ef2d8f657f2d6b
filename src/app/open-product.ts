import { join } from 'node:path'
import { type Clock, systemClock } from '#platform/clock.ts'
import { openDatabase } from '#platform/database/database.ts'
import { migrate } from '#platform/database/migrate.ts'
import { openFileStore } from '#platform/files/store.ts'
import { createLog, type Log } from '#platform/log.ts'
import { compose, type Product, schemas } from './compose.ts'

export interface OpenProduct {
  /** The data folder: the embedded database and, in any case, the kept files. */
  readonly folder: string
  /** A PostgreSQL server instead of the embedded database. */
  readonly url?: string | undefined
  readonly clock?: Clock
  readonly log?: Log
}

/** Where the embedded database lies in a data folder; whoever holds it has locked this folder. */
export function databaseFolder(folder: string): string {
  return join(folder, 'database')
}

/** Opens database and files, brings the schemas up to date, composes the areas, and clears up after a crash. */
export async function openProduct({
  folder,
  url,
  clock = systemClock,
  log = createLog('warn'),
}: OpenProduct): Promise<Product> {
  const database = await openDatabase(url ? { url } : { dataDir: databaseFolder(folder) })
  try {
    await migrate(database, schemas)
    const files = await openFileStore(join(folder, 'files'))
    const product = await compose({ database, files, clock, log })
    await product.evidence.recover()
    return product
  } catch (error) {
    await database.close()
    throw error
  }
}
