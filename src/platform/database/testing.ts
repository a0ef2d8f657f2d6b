import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { Client } from 'pg'
import { type Database, openDatabase } from './database.ts'

/** One kind of database that a test runs on: `describe.each(testDatabases())('… on $name', ({ open }) => …)`. */
export interface TestDatabase {
  readonly name: string
  /** A new, empty database. The test closes it. */
  open(): Promise<Database>
}

/** The embedded PostgreSQL, in memory, and a real server, which the test run starts once when the first test asks. */
export function testDatabases(): TestDatabase[] {
  return [
    { name: 'PGlite', open: () => openDatabase({ memory: true }) },
    { name: 'PostgreSQL', open: async () => openDatabase({ url: await newDatabase(), connections: 4 }) },
  ]
}

/** Makes an empty database on the test run's PostgreSQL server. @returns its URL */
export async function newDatabase(): Promise<string> {
  const url = new URL(await serverUrl())
  const name = `test_${randomBytes(8).toString('hex')}`
  const client = new Client({ connectionString: url.href })
  await client.connect()
  try {
    await client.query(`CREATE DATABASE ${name}`)
  } finally {
    await client.end()
  }
  url.pathname = `/${name}`
  return url.href
}

/** From the door that tests/postgres-server.ts opens, or a server given by hand. */
async function serverUrl(): Promise<string> {
  const given = process.env.RUNG_TEST_DATABASE_URL
  if (given) return given
  const port = process.env.RUNG_TEST_POSTGRES_PORT
  if (!port) throw new Error('No PostgreSQL server for tests: run them with vitest, or set RUNG_TEST_DATABASE_URL')
  const socket = connect(Number(port), '127.0.0.1')
  await once(socket, 'connect')
  const answer = await text(socket)
  if (!answer.startsWith('postgres')) throw new Error(`The PostgreSQL server for tests did not start: ${answer}`)
  return answer
}
