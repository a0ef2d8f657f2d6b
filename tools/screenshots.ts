// The README's pictures, from the example and by the same browser as the journeys: `node tools/screenshots.ts [folder]`.
// The day is fixed, so that a picture changes only when the product does.
import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { buildExample } from '#examples/chemical-maker/build.ts'
import { exampleFiles } from '#examples/chemical-maker/files.ts'
import { fixedClock } from '#platform/clock.ts'
import { hasChromium, type Stage, setStage } from '../tests/journeys/stage.ts'

const TODAY = '2026-11-23'
const LARGEST = 250 * 1024
const folder = process.argv[2] ?? join(import.meta.dirname, '../docs/screenshots')

interface Shot {
  readonly name: string
  readonly path: string
  readonly options?: BrowserContextOptions
  readonly dark?: boolean
  readonly japanese?: boolean
  /** What is done on the page before it is taken. */
  prepare?(page: Page): Promise<void>
}

const shots: readonly Shot[] = [
  { name: 'fleet', path: '/maturity' },
  { name: 'criterion', path: '/maturity/criteria/2.2?plant=rayong' },
  { name: 'reconciliation', path: '/assets/reconciliation?plant=chonburi' },
  { name: 'plant-ja-dark', path: '/maturity?plant=kashima', dark: true, japanese: true },
  { name: 'programs', path: '/assets/conversations?plant=kashima' },
  { name: 'boundary', path: '/network/boundary?plant=rayong' },
  { name: 'devices', path: '/network/devices?plant=kashima' },
  { name: 'today-dark', path: '/', dark: true },
  { name: 'plant-tablet', path: '/maturity?plant=leuna', options: { viewport: { width: 768, height: 1024 } } },
]

async function take(stage: Stage, { name, path, options, dark, japanese, prepare }: Shot): Promise<void> {
  const page = await stage.open({ ...options, locale: japanese ? 'ja-JP' : 'en-GB' })
  if (dark) await page.addInitScript("localStorage.setItem('mantine-color-scheme-value', 'dark')")
  await page.goto(stage.url + path)
  await prepare?.(page)
  await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor()
  await page.waitForLoadState('networkidle')
  const file = join(folder, `${name}.png`)
  await page.screenshot({ path: file })
  const { size } = statSync(file)
  process.stdout.write(`${name}.png ${Math.round(size / 1024)} KB\n`)
  if (size > LARGEST) throw new Error(`${name}.png is larger than ${LARGEST} bytes`)
  await page.context().close()
}

/** The first registry of a plant, dropped on an empty stage: what was understood, what not, and why. */
async function takeDryRun(stage: Stage): Promise<void> {
  const { plants } = stage.product
  await plants.add({ key: 'kashima', name: 'Kashima Works', criticality: 'major', by: null })
  await plants.nameCompany({ name: 'Kitanami Chemical', timeZone: 'Asia/Tokyo', fiscalYearStart: 4, by: null })
  const registry = (await exampleFiles(TODAY)).find((file) => file.plant === 'kashima' && file.as === 'registry')
  if (!registry) throw new Error('the example has no registry of Kashima')
  await take(stage, {
    name: 'dry-run',
    path: '/evidence?plant=kashima',
    async prepare(page) {
      const choosing = page.waitForEvent('filechooser')
      await page.getByRole('main').getByRole('button', { name: 'Choose files' }).click()
      const { name, bytes } = registry
      await (await choosing).setFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) })
      await page.getByRole('main').getByText('waits for your commit').waitFor()
      await page.getByRole('region', { name: 'Rows that were not plainly accepted' }).scrollIntoViewIfNeeded()
    },
  })
}

async function onStage(perform: (stage: Stage) => Promise<void>): Promise<void> {
  const stage = await setStage(fixedClock(`${TODAY}T03:00:00Z`))
  try {
    await perform(stage)
  } finally {
    await stage.close()
  }
}

if (!hasChromium) process.exit(1)
mkdirSync(folder, { recursive: true })
await onStage(takeDryRun)
await onStage(async (stage) => {
  await buildExample(stage.product, { say: (text) => process.stderr.write(`${text}\n`) })
  for (const shot of shots) await take(stage, shot)
})
