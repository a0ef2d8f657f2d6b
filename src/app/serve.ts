import { createReadStream, existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { clearExample, getBackup, getStatus, type Status } from '#contract/app.ts'
import { actingHeader } from '#contract/common.ts'
import { createBackup } from '#platform/database/backup.ts'
import { BadInput } from '#platform/errors.ts'
import { databaseIdempotency } from '#platform/http/idempotency.ts'
import { type Implemented, implement } from '#platform/http/implement.ts'
import { type Listening, type ListenOptions, listen } from '#platform/http/listen.ts'
import { buildServer } from '#platform/http/server.ts'
import { packageRoot, version } from './cli/data-folder.ts'
import type { Product } from './compose.ts'

export interface Serving {
  /** Where it will listen, as `/status` tells it. */
  readonly listening: Status['listening']
  readonly remote?: boolean
}

/** The built web app: beside the sources in a checkout, inside the package once installed. */
function webFolder(): string | undefined {
  return [join(packageRoot, 'dist-web'), join(packageRoot, 'dist', 'web-app')].find((folder) =>
    existsSync(join(folder, 'index.html')),
  )
}

/** The product's HTTP server, not listening yet. */
export function serverOf(product: Product, serving: Serving): FastifyInstance {
  const webDir = webFolder()
  return buildServer({
    title: 'Rung',
    version,
    log: product.log,
    routes: [...product.routes, ...appRoutes(product, () => serving.listening)],
    personHeader: actingHeader,
    idempotency: databaseIdempotency(product.database),
    remote: serving.remote ?? false,
    ready: async () => {
      await product.plants.today()
    },
    ...(webDir ? { webDir } : {}),
  })
}

export interface Served extends Listening {
  /** Where sensors reach it; null: nowhere of their own. */
  readonly sensors: string | null
  close(): Promise<void>
}

/**
 * Offers a network what sensors need, and nothing else: each of these doors asks for a sensor's key, so that the app itself
 * may stay on this machine.
 * @param at an address or name of this machine, and a port: `10.1.1.1:4681`
 */
async function sensorsOf(
  product: Product,
  at: string | undefined,
): Promise<(Listening & { close(): Promise<void> }) | null> {
  if (at === undefined) return null
  const parts = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]+)):(\d{1,5})$/i.exec(at)
  const host = parts?.[1] ?? parts?.[2]
  if (!parts || !host)
    throw new BadInput(`${at} is no address and port`, [{ path: '--sensors-on', reason: 'as 10.1.1.1:4681' }])
  const server = buildServer({
    title: 'Rung, for sensors',
    version,
    log: product.log,
    routes: product.routesForSensors,
    idempotency: databaseIdempotency(product.database),
    names: [host],
    remote: true,
  })
  const listening = await listen(server, { host, port: Number(parts[3]), allowRemote: true })
  return { ...listening, close: () => server.close() }
}

export interface ServeOptions extends ListenOptions {
  /** Where sensors are let in, beside: `10.1.1.1:4681`. */
  readonly sensorsOn?: string | undefined
}

/** Builds the server and listens: on this machine only, unless `allowRemote` says otherwise. */
export async function serve(product: Product, options: ServeOptions): Promise<Served> {
  const listening: Status['listening'] = { host: options.host, port: options.port, loopback: true, sensors: null }
  const server = serverOf(product, { listening, remote: options.allowRemote ?? false })
  const at = await listen(server, options)
  Object.assign(listening, { host: at.host, port: at.port, loopback: at.loopback })
  const sensors = await sensorsOf(product, options.sensorsOn).catch(async (error: unknown) => {
    await server.close()
    throw error
  })
  Object.assign(listening, { sensors: sensors?.url ?? null })
  product.database.announce(at.url)
  return {
    ...at,
    sensors: sensors?.url ?? null,
    async close() {
      await sensors?.close()
      await server.close()
    },
  }
}

function appRoutes(product: Product, listening: () => Status['listening']): Implemented[] {
  const { plants, people, maturity } = product
  const status = async (): Promise<Status> => ({
    product: 'Rung',
    version,
    company: (await plants.company()).name,
    plants: (await plants.list()).length,
    people: (await people.list()).length,
    example: await plants.isExample(),
    today: await plants.today(),
    listening: listening(),
    axis: { id: maturity.axis.axis.id, version: maturity.axis.axis.version },
  })
  return [
    implement(getStatus, status),
    implement(getBackup, async () => {
      const beside = await mkdtemp(join(tmpdir(), 'rung-backup-'))
      const path = join(beside, 'backup')
      const { bytes } = await createBackup({ ...product, product: `Rung ${version}`, now: product.clock.now() }, path)
      const content = createReadStream(path)
      content.once('close', () => void rm(beside, { recursive: true, force: true }))
      return {
        content,
        type: 'application/gzip',
        fileName: `rung-${await product.plants.today()}.backup`,
        length: bytes,
      }
    }),
    implement(clearExample, async () => {
      await plants.clearExample()
      return status()
    }),
  ]
}
