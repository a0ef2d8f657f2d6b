import { chmod, mkdir, readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { type FolderLock, lockFolder } from '#platform/database/lock.ts'
import { BadInput, Refused } from '#platform/errors.ts'
import { writeDurably } from '#platform/files/write-durably.ts'
import type { tools } from './capture-tool.ts'

/** What a sensor is told once; it remembers it in its folder, key and all, so that it starts again without a word. */
export interface SensorSettings {
  readonly server: string
  readonly key: string
  readonly interface?: string | undefined
  readonly watch?: string | undefined
  readonly filter?: string | undefined
  readonly tool?: (typeof tools)[number] | undefined
  readonly slice: number
  readonly settle: number
  readonly spoolMegabytes: number
  readonly ringMegabytes: number
  readonly witnessMegabytes: number
}

export type GivenSettings = { readonly [K in keyof SensorSettings]?: SensorSettings[K] | undefined }

const usual = { slice: 60, settle: 300, spoolMegabytes: 256, ringMegabytes: 1024, witnessMegabytes: 256 }

/** Takes the sensor's folder for this process. @throws Refused when another sensor holds it */
export async function holdFolder(given: string | undefined): Promise<{ folder: string; lock: FolderLock }> {
  const folder = resolve(given ?? process.env.RUNG_SENSOR ?? join(homedir(), '.rung', 'sensor'))
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await chmod(folder, 0o700)
  try {
    return { folder, lock: lockFolder(folder) }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    throw new Refused(`Another sensor works in ${folder}. Stop it, or give this one a folder of its own with --state`)
  }
}

/** What is told now, else what was told before. @throws BadInput when something is missing */
export async function settle(folder: string, given: GivenSettings): Promise<SensorSettings> {
  const path = join(folder, 'sensor.json')
  const before = JSON.parse(await readFile(path, 'utf8').catch(() => '{}')) as GivenSettings
  const told = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  // What is watched is one thing or the other.
  const elsewhere = given.interface
    ? { watch: undefined }
    : given.watch
      ? { interface: undefined, filter: undefined }
      : {}
  const all = { ...usual, ...before, ...elsewhere, ...told } as SensorSettings
  const missing = (['server', 'key'] as const).filter((name) => !all[name])
  if (missing.length > 0) {
    throw new BadInput(`the sensor does not know its ${missing.join(' and its ')}`, [
      { path: missing.map((name) => `--${name}`).join(' '), reason: 'the app shows both where a sensor is added' },
    ])
  }
  if (!/^https?:\/\/[^/]/.test(all.server)) {
    throw new BadInput(`${all.server} is no address of a server`, [
      { path: '--server', reason: 'as https://10.1.1.1:4681' },
    ])
  }
  if (!all.interface === !all.watch) {
    throw new BadInput('a sensor watches an interface, or a folder', [
      { path: '--interface, --watch', reason: 'name one of them' },
    ])
  }
  const kept = { ...all, ...(all.watch ? { watch: resolve(all.watch) } : {}) }
  await writeDurably(path, `${JSON.stringify(kept, null, 2)}\n`)
  return kept
}
