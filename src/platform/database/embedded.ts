import { existsSync } from 'node:fs'
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import type { PGlite as KyselyPGlite } from 'kysely'
import { readTar } from '../files/tar.ts'
import { DurableNodeFS, durableStartParams } from './durable-fs.ts'
import { emptyImage } from './image.ts'
import { parameter, valueReaders } from './values.ts'

/** Every session's settings that decide how values are written as text. */
const sessionSettings = "SET timezone = 'UTC'; SET intervalstyle = 'iso_8601'; SET client_min_messages = 'warning'"

const byteaOid = 17

/** Opens PostgreSQL in this process with its data in memory. */
export async function openInMemory(): Promise<PGlite> {
  return start({ loadDataDir: new Blob([await emptyImage()]) })
}

/**
 * Opens PostgreSQL in this process on `<dataDir>/database`, made on first use. The caller holds the folder's lock.
 * @param onSync called after each fsync, for tests
 */
export async function openFolder(dataDir: string, onSync?: () => void): Promise<PGlite> {
  const folder = join(dataDir, 'database')
  if (!existsSync(folder)) await makeFolder(folder)
  return start({ fs: new DurableNodeFS(folder, onSync), startParams: durableStartParams })
}

async function start(options: PGliteOptions): Promise<PGlite> {
  // Parameters arrive as text: see values.ts.
  const pg = await PGlite.create({ ...options, serializers: { [byteaOid]: String } })
  await pg.exec(sessionSettings)
  return pg
}

/** Made beside and renamed: a first start that is killed leaves no half database. */
async function makeFolder(folder: string): Promise<void> {
  const beside = `${folder}.new`
  await rm(beside, { recursive: true, force: true })
  const written = [beside]
  await mkdir(beside, { mode: 0o700 })
  for (const entry of readTar(await emptyImage())) {
    const path = join(beside, entry.name)
    if (entry.folder) await mkdir(path, { recursive: true, mode: 0o700 })
    else await writeFile(path, entry.bytes, { flag: 'wx', mode: 0o600 })
    written.push(path)
  }
  await Promise.all(written.map(syncPath))
  await rename(beside, folder)
  await syncPath(dirname(folder))
}

async function syncPath(path: string): Promise<void> {
  // Windows cannot open a folder, nor sync a file that was opened for reading.
  if (process.platform === 'win32') return
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** PGlite as Kysely's dialect wants it, reading and writing values exactly as the `pg` driver is set up to. */
export function forKysely(pg: PGlite): KyselyPGlite {
  type Query = Pick<PGlite, 'query'>['query']
  const alike = (query: Query): Query => {
    return (sql, parameters = [], options) =>
      query(sql, parameters.map(parameter), { ...options, parsers: valueReaders })
  }
  return {
    get closed() {
      return pg.closed
    },
    get ready() {
      return pg.ready
    },
    waitReady: pg.waitReady,
    close: () => pg.close(),
    query: alike(pg.query.bind(pg)),
    transaction: (run) =>
      pg.transaction((transaction) =>
        run({ query: alike(transaction.query.bind(transaction)), rollback: () => transaction.rollback() }),
      ),
  }
}
