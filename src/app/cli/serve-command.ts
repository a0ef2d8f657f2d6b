import { closeOnSignal } from '#platform/shutdown.ts'
import type { Product } from '../compose.ts'
import { type OpenProduct, openProduct } from '../open-product.ts'
import { serve } from '../serve.ts'
import { dataFolder } from './data-folder.ts'
import { say } from './out.ts'

export interface ServeOptions {
  readonly data?: string | undefined
  readonly databaseUrl?: string | undefined
  readonly port: number
  readonly host?: string | undefined
  readonly allowRemote?: boolean | undefined
  readonly sensorsOn?: string | undefined
}

/** Serves until it is stopped. */
export async function serveCommand(options: ServeOptions): Promise<number> {
  const product = await openProduct(placeOf(options))
  await serveProduct(product, options)
  return 0
}

export function placeOf(options: Pick<ServeOptions, 'data' | 'databaseUrl'>): OpenProduct {
  return { folder: dataFolder(options.data), url: options.databaseUrl ?? process.env.DATABASE_URL }
}

/** Listens, says where, and closes server and database when the process is asked to end. */
export async function serveProduct(product: Product, options: ServeOptions): Promise<void> {
  const { port, host = '127.0.0.1', allowRemote = false } = options
  let serving: Awaited<ReturnType<typeof serve>>
  try {
    serving = await serve(product, { host, port, allowRemote, sensorsOn: options.sensorsOn })
  } catch (error) {
    await product.close()
    throw error
  }
  say(`Rung is at ${serving.url}`)
  say(
    serving.loopback
      ? 'It listens on this machine only: there is no sign-in yet. Ctrl-C stops it.'
      : 'WARNING: whoever reaches this address can read and change everything: there is no sign-in yet. Ctrl-C stops it.',
  )
  if (serving.sensors) say(`Sensors reach it at ${serving.sensors}, with their keys and for nothing else.`)
  await new Promise<void>((resolve) => {
    closeOnSignal(async () => {
      await serving.close()
      await product.close()
      resolve()
    })
  })
}
