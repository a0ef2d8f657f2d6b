import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { BadInput, NotFound } from '#platform/errors.ts'
import { syncFolder } from './write-durably.ts'

/** What was stored: the content's SHA-256 in hexadecimal is its name. */
export interface StoredFile {
  readonly sha256: string
  readonly bytes: number
  readonly path: string
}

/** Files by their content: the same bytes are kept once, and nothing that has a name is ever half-written. */
export interface FileStore {
  /**
   * Stores bytes. When this returns, they are on the disk.
   * @throws BadInput when there are more than `limit` bytes; nothing of them remains
   */
  put(content: Uint8Array | AsyncIterable<Uint8Array>, options: { readonly limit: number }): Promise<StoredFile>
  /** Where the bytes are. @throws NotFound */
  path(sha256: string): Promise<string>
  /** The first `length` bytes, or all where there are fewer. @throws NotFound */
  head(sha256: string, length: number): Promise<Uint8Array>
  /** The bytes from `start` to before `end` as a stream. @throws NotFound */
  read(sha256: string, range?: { readonly start?: number; readonly end?: number }): Promise<Readable>
  size(sha256: string): Promise<number>
  /** Every name in the store, in no order. */
  list(): AsyncIterable<string>
  /** Forgets the bytes; nothing happens when they are not there. */
  remove(sha256: string): Promise<void>
}

/**
 * Opens the store in a folder, made where it is missing, and clears away what an interrupted `put` has left. Only one
 * process may hold it: it lies in the data folder, which has a lock.
 */
export async function openFileStore(folder: string): Promise<FileStore> {
  const incoming = join(folder, 'incoming')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await rm(incoming, { recursive: true, force: true })
  await mkdir(incoming, { mode: 0o700 })

  const existing = async (sha256: string): Promise<string> => {
    const path = placeOf(folder, sha256)
    try {
      await access(path)
    } catch {
      throw new NotFound(`There is no stored file ${sha256}`)
    }
    return path
  }

  return {
    async put(content, { limit }) {
      const beside = join(incoming, randomBytes(12).toString('hex'))
      try {
        const { sha256, bytes } = await writeAll(beside, content instanceof Uint8Array ? [content] : content, limit)
        const path = placeOf(folder, sha256)
        await makeFolders(folder, dirname(path))
        await rename(beside, path)
        await syncFolder(dirname(path))
        return { sha256, bytes, path }
      } finally {
        await rm(beside, { force: true })
      }
    },
    path: existing,
    async head(sha256, length) {
      const file = await open(await existing(sha256), 'r')
      try {
        const buffer = new Uint8Array(length)
        let filled = 0
        while (filled < length) {
          const { bytesRead } = await file.read(buffer, filled, length - filled, filled)
          if (bytesRead === 0) break
          filled += bytesRead
        }
        return buffer.subarray(0, filled)
      } finally {
        await file.close()
      }
    },
    async read(sha256, { start = 0, end = Number.POSITIVE_INFINITY } = {}) {
      return createReadStream(await existing(sha256), { start, end: end - 1 })
    },
    async size(sha256) {
      return (await stat(await existing(sha256))).size
    },
    async *list() {
      for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
        if (entry.isFile() && isSha256(entry.name)) yield entry.name
      }
    },
    async remove(sha256) {
      await rm(placeOf(folder, sha256), { force: true })
    },
  }
}

const isSha256 = (name: string) => /^[0-9a-f]{64}$/.test(name)

/** `ab/cd/abcd…`: no folder grows beyond what a file system likes. */
function placeOf(folder: string, sha256: string): string {
  if (!isSha256(sha256)) throw new NotFound('A stored file is named by 64 hexadecimal digits')
  return join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256)
}

async function writeAll(path: string, content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, limit: number) {
  const hash = createHash('sha256')
  let bytes = 0
  const file = await open(path, 'wx', 0o600)
  try {
    for await (const chunk of content) {
      bytes += chunk.length
      if (bytes > limit) throw new BadInput(`The file is larger than the ${limit} bytes allowed`)
      hash.update(chunk)
      await writeChunk(file, chunk)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { sha256: hash.digest('hex'), bytes }
}

async function writeChunk(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.length; ) at += (await file.write(chunk, at)).bytesWritten
}

async function makeFolders(root: string, folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 })
  if (!made) return
  await syncFolder(dirname(folder))
  await syncFolder(root)
}
