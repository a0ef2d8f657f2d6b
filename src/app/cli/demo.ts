import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildExample } from '#examples/chemical-maker/build.ts'
import { company } from '#examples/chemical-maker/company.ts'
import { exampleFiles } from '#examples/chemical-maker/files.ts'
import { systemClock } from '#platform/clock.ts'
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
  readonly files?: string
}

/** Builds the example enterprise where the stage is empty, prints its ladder, and serves the web app. */
export async function demo(options: DemoOptions): Promise<number> {
  if (options.files !== undefined) return writeFiles(options.files)
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

/** The files that the example is built from, by plant: for a person to drop, for a look at what Rung reads. */
async function writeFiles(folder: string): Promise<number> {
  const files = await exampleFiles(systemClock.today(company.timeZone))
  for (const file of files) {
    const place = join(folder, file.plant ?? 'enterprise')
    await mkdir(place, { recursive: true })
    await writeFile(join(place, file.name), file.bytes)
  }
  say(`${files.length} files are in ${folder}`)
  return 0
}
