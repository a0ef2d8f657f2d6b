import { randomBytes } from 'node:crypto'
import { open, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const beside = '.half-written'

/**
 * Writes a file so that its name stands for all of its bytes or does not exist: into a file beside it, to the disk, then
 * renamed. When this returns, it survives a power cut. A process that dies meanwhile leaves a file that
 * {@link removeHalfWritten} takes away.
 */
export async function writeDurably(path: string, bytes: string | Uint8Array, mode = 0o600): Promise<void> {
  const half = `${path}.${randomBytes(6).toString('hex')}${beside}`
  try {
    const file = await open(half, 'wx', mode)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(half, path)
  } catch (error) {
    await rm(half, { force: true })
    throw error
  }
  await syncFolder(dirname(path))
}

/** Takes away what a process that died has left half-written in a folder. */
export async function removeHalfWritten(folder: string): Promise<void> {
  for (const name of await readdir(folder)) if (name.endsWith(beside)) await rm(join(folder, name), { force: true })
}

/** Makes names in a folder durable. Windows cannot open a folder; there the file system's journal does it. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
