import type { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, PostgresDialect } from 'kysely'
import { Pool } from 'pg'
import { Broken, Refused } from '#platform/errors.ts'
import { forKysely, openFolder, openInMemory } from './embedded.ts'
import { type FolderLock, lockFolder } from './lock.ts'
import { parameter, valueReaders } from './values.ts'

/** Where the data lives: a folder of this process, a PostgreSQL server, or nowhere beyond this process. */
export type DatabaseOptions =
  | {
      readonly dataDir: string
      /** Called after each fsync of the embedded database, for tests. */
      readonly onSync?: () => void
    }
  | { readonly url: string; readonly connections?: number }
  | { readonly memory: true }

/** Plain SQL inside one transaction, for work that is no query of an area: migrations, backups. */
export interface Session {
  /** Runs any number of statements, without parameters. */
  script(statements: string): Promise<void>
  /** One statement with parameters `$1`, `$2`, …; its rows, values read as in values.ts. */
  rows<Row>(statement: string, parameters?: readonly unknown[]): Promise<Row[]>
}

/** An open database. Hold one per process and close it. */
export interface Database {
  readonly kind: 'embedded' | 'postgres'
  /** The same connection typed with one area's tables. */
  as<Tables>(): Kysely<Tables>
  /** One transaction on one connection, in plain SQL. What throws inside is rolled back. */
  transaction<Result>(run: (session: Session) => Promise<Result>): Promise<Result>
  /** Tells other processes where the server that holds this data folder listens. Does nothing without a folder. */
  announce(url: string): void
  /** Waits for what runs, writes everything out, and lets the data folder go. */
  close(): Promise<void>
}

/**
 * Opens the database.
 *
 * The embedded one has a single connection: a query waits behind a running transaction, so transactions are short, and a
 * query on the database from inside its own transaction waits for itself. Values are read alike on both: see values.ts.
 *
 * @throws Refused when another process holds the data folder.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  if ('url' in options) return openServer(options.url, options.connections ?? 10)
  if ('memory' in options) return embedded(await openInMemory())
  const lock = lockFolder(options.dataDir)
  try {
    return embedded(await openFolder(options.dataDir, options.onSync), lock)
  } catch (error) {
    lock.release()
    throw error
  }
}

function embedded(pg: PGlite, lock?: FolderLock): Database {
  const kysely = new Kysely<unknown>({ dialect: new PGliteDialect({ pglite: forKysely(pg) }) })
  let closing: Promise<void> | undefined
  return {
    kind: 'embedded',
    as: <Tables>() => kysely as unknown as Kysely<Tables>,
    transaction: (run) =>
      pg.transaction((transaction) =>
        run({
          script: async (statements) => {
            await transaction.exec(statements)
          },
          rows: async <Row>(statement: string, parameters: readonly unknown[] = []) =>
            (await transaction.query<Row>(statement, parameters.map(parameter), { parsers: valueReaders })).rows,
        }),
      ),
    announce: (url) => lock?.announce(url),
    close() {
      closing ??= (async () => {
        await kysely.destroy()
        if (!pg.closed) await pg.close()
        lock?.release()
      })()
      return closing
    },
  }
}

async function openServer(url: string, connections: number): Promise<Database> {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    options: '-c timezone=UTC -c intervalstyle=iso_8601 -c client_min_messages=warning',
    types: { getTypeParser: (oid: number) => valueReaders[oid] ?? String },
  })
  // A connection that dies while idle is replaced on the next query, which reports what is wrong if it still is.
  pool.on('error', () => {})
  await checkServer(pool)
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  let closing: Promise<void> | undefined
  return {
    kind: 'postgres',
    as: <Tables>() => kysely as unknown as Kysely<Tables>,
    async transaction(run) {
      const client = await pool.connect()
      let broken = false
      try {
        await client.query('BEGIN')
        const result = await run({
          script: async (statements) => {
            await client.query(statements)
          },
          rows: async <Row>(statement: string, parameters: readonly unknown[] = []) =>
            (await client.query(statement, [...parameters])).rows as Row[],
        })
        await client.query('COMMIT')
        return result
      } catch (error) {
        await client.query('ROLLBACK').catch(() => {
          broken = true
        })
        throw error
      } finally {
        client.release(broken)
      }
    },
    announce: () => {},
    close() {
      closing ??= kysely.destroy().then(async () => {
        if (!pool.ended) await pool.end()
      })
      return closing
    },
  }
}

const oldestServer = 15

async function checkServer(pool: Pool): Promise<void> {
  let version: number
  try {
    const answer = await pool.query<{ version: string }>("SELECT current_setting('server_version_num') AS version")
    version = Math.floor(Number(answer.rows[0]!.version) / 10_000)
  } catch (error) {
    await pool.end()
    throw new Broken(`PostgreSQL does not answer: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
  if (version >= oldestServer) return
  await pool.end()
  throw new Refused(`PostgreSQL ${oldestServer} or newer is needed; this server is ${version}.`)
}
