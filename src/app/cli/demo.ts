import { buildExample } from '#examples/chemical-maker/build.ts'
import { Refused } from '#platform/errors.ts'
import { openProduct } from '../open-product.ts'
import { serverOf } from '../serve.ts'
import { assess } from './assess.ts'
import { doorTo } from './door.ts'
import { say } from './out.ts'
import { placeOf, type ServeOptions, serveProduct } from './serve-command.ts'

export interface DemoOptions extends Omit<ServeOptions, 'host' | 'allowRemote'> {
  readonly serve: boolean
  readonly json?: boolean
  readonly lang: 'en' | 'ja'
}

/** Builds the example enterprise where the stage is empty, prints its ladder, and serves the web app. */
export async function demo(options: DemoOptions): Promise<number> {
  const place = placeOf(options)
  const product = await openProduct(place)
  let handedOver = false
  try {
    const named = (await product.plants.company()).name
    if (named !== null && !(await product.plants.isExample())) {
      throw new Refused(
        `${place.url ?? place.folder} holds data of your own (${named}). The example needs an empty place: choose one with --data.`,
      )
    }
    if (named === null) await buildExample(product, { say })
    const server = serverOf(product, { listening: { host: 'in-process', port: 0, loopback: true } })
    await server.ready()
    const door = doorTo(server)
    await assess(door, { language: options.lang, json: options.json })
    await door.close()
    if (!options.serve) return 0
    handedOver = true
    await serveProduct(product, options)
    return 0
  } finally {
    if (!handedOver) await product.close()
  }
}
