import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'

/**
 * An empty, initialised PostgreSQL data folder as an uncompressed tar.
 *
 * Making one takes PGlite several seconds, so it is kept in the user's cache folder (`RUNG_CACHE`, else
 * `$XDG_CACHE_HOME/rung`, else `~/.cache/rung`) under PGlite's version. It is written beside and renamed into place, so
 * processes that start together may each make one, and none sees half of it. Without a writable cache it is made anew.
 */
export async function emptyImage(): Promise<Uint8Array<ArrayBuffer>> {
  const path = join(cacheFolder(), `pglite-${pgliteVersion()}.tar`)
  try {
    return new Uint8Array(await readFile(path))
  } catch {
    const image = await makeImage()
    await keep(path, image).catch(() => {})
    return image
  }
}

function cacheFolder(): string {
  return process.env.RUNG_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'rung')
}

function pgliteVersion(): string {
  const require = createRequire(import.meta.url)
  const main = require.resolve('@electric-sql/pglite')
  return (require(join(dirname(main), '..', 'package.json')) as { version: string }).version
}

async function makeImage(): Promise<Uint8Array<ArrayBuffer>> {
  const pg = await PGlite.create()
  try {
    const dump = await pg.dumpDataDir('none')
    return new Uint8Array(await dump.arrayBuffer())
  } finally {
    await pg.close()
  }
}

async function keep(path: string, image: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const beside = `${path}.${randomBytes(6).toString('hex')}`
  try {
    const file = await open(beside, 'wx', 0o600)
    try {
      await file.writeFile(image)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, path)
  } finally {
    await rm(beside, { force: true })
  }
}
