import { access, constants, mkdir, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { lockHolder } from '#platform/database/lock.ts'
import { databaseFolder, openProduct } from '../open-product.ts'
import { packageRoot, version } from './data-folder.ts'
import { print, printJson, styled } from './out.ts'
import { placeOf, type ServeOptions } from './serve-command.ts'

interface Finding {
  readonly check: string
  readonly ok: boolean
  readonly says: string
}

/** Checks installation and data folder. Exit 1 where something is wrong. */
export async function doctor(
  options: Pick<ServeOptions, 'data' | 'databaseUrl'> & { readonly json?: boolean },
): Promise<number> {
  const place = placeOf(options)
  const findings: Finding[] = []
  const check = async (name: string, look: () => Promise<string>) => {
    try {
      findings.push({ check: name, ok: true, says: await look() })
    } catch (error) {
      findings.push({ check: name, ok: false, says: error instanceof Error ? error.message : String(error) })
    }
  }
  await check('Node', async () => `${process.versions.node}, Rung ${version}`)
  await check('definition', async () => {
    await access(join(packageRoot, 'model/ot-it/axis.yaml'), constants.R_OK)
    return 'model/ot-it is there'
  })
  await check('data folder', async () => {
    await mkdir(place.folder, { recursive: true, mode: 0o700 })
    await access(place.folder, constants.W_OK)
    const { bavail, bsize } = await statfs(place.folder)
    const free = (bavail * bsize) / 2 ** 30
    if (free < 1) throw new Error(`${place.folder}: only ${free.toFixed(2)} GiB free`)
    return `${place.folder}, ${Math.floor(free)} GiB free`
  })
  const holder = place.url ? undefined : lockHolder(databaseFolder(place.folder))
  if (holder) {
    findings.push({
      check: 'database',
      ok: true,
      says: `held by process ${holder.pid} since ${holder.since}${holder.url ? `, serving at ${holder.url}` : ''}`,
    })
  } else {
    await check('database', async () => {
      const product = await openProduct(place)
      try {
        const company = (await product.plants.company()).name
        const plants = (await product.plants.list()).length
        let files = 0
        for await (const _ of product.files.list()) files++
        return `${product.database.kind}, ${company ?? 'no company named yet'}, ${plants} plants, ${files} kept files`
      } finally {
        await product.close()
      }
    })
  }
  if (options.json) printJson(findings)
  else
    for (const one of findings)
      print(`${one.ok ? styled('green', 'ok    ') : styled('red', 'FAILED')} ${one.check}: ${one.says}`)
  return findings.every((one) => one.ok) ? 0 : 1
}
