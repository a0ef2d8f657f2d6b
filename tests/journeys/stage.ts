import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import type { Product } from '#app/compose.ts'
import { openProduct } from '#app/open-product.ts'
import { serve } from '#app/serve.ts'
import { type Clock, fixedClock } from '#platform/clock.ts'

const root = join(import.meta.dirname, '../..')
const executablePath = [
  process.env.CHROMIUM ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== '' && existsSync(path))

/** False where no browser is installed; the journeys are then skipped, and say so. */
export const hasChromium = executablePath !== undefined
if (!hasChromium) process.stdout.write('skipped: no Chromium (install it, or set CHROMIUM to its path)\n')

/** The day on which the journeys take place. */
export const TODAY = '2026-11-20'

/** One product on an empty data folder, listening on a free port, and one browser before it. */
export interface Stage {
  readonly url: string
  readonly product: Product
  /** A page of a browser of its own: nothing is remembered from another. What goes wrong in it is kept in `errors`. */
  open(options?: BrowserContextOptions): Promise<Page>
  /** What pages have written to the console as errors, or thrown. */
  readonly errors: readonly string[]
  close(): Promise<void>
}

/** Launches Debian's Chromium without anything that calls out. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** The web app is built once for its sources, as `npm test` does. */
export function buildWeb(): void {
  const { VITEST: _vitest, NODE_ENV: _mode, ...env } = process.env
  const done = spawnSync(process.execPath, [join(root, 'tools/ensure.mjs'), 'web'], { encoding: 'utf8', env })
  if (done.status !== 0) throw new Error(`the web app was not built:\n${done.stderr}`)
}

export async function setStage(clock: Clock = fixedClock(`${TODAY}T03:00:00Z`)): Promise<Stage> {
  buildWeb()
  const folder = await mkdtemp(join(tmpdir(), 'rung-journey-'))
  const product = await openProduct({ folder, clock })
  const serving = await serve(product, { host: '127.0.0.1', port: 0 })
  const browser = await launch()
  const contexts: BrowserContext[] = []
  const errors: string[] = []
  return {
    url: serving.url,
    product,
    errors,
    async open(options = {}) {
      const context = await browser.newContext({
        locale: 'en-GB',
        timezoneId: 'Asia/Tokyo',
        viewport: { width: 1280, height: 800 },
        colorScheme: 'light',
        reducedMotion: 'reduce',
        ...options,
      })
      context.setDefaultTimeout(15_000)
      contexts.push(context)
      const page = await context.newPage()
      page.on('pageerror', (error) => errors.push(`${page.url()}: ${error.stack ?? error.message}`))
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(`${page.url()}: ${message.text()}`)
      })
      return page
    },
    async close() {
      await browser.close()
      await serving.close()
      await product.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Keeps a picture where `JOURNEY_PICTURES` names a folder: for looking at, not for comparing. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.JOURNEY_PICTURES
  if (!folder) return
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`) })
}
