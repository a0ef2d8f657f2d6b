import type { FileStore } from '#platform/files/store.ts'
import type { ImportFile } from './importer.ts'

/** A capture of a week at a boundary switch; more is brought in parts. */
const MOST_BYTES = 64 * 2 ** 30
const HEAD_BYTES = 65_536

/** Puts bytes into the file store under their SHA-256. */
export async function takeFile(
  files: FileStore,
  name: string,
  content: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<ImportFile> {
  const { sha256, bytes } = await files.put(content, { limit: MOST_BYTES })
  return keptFile(files, sha256, name, bytes)
}

export async function keptFile(files: FileStore, sha256: string, name: string, bytes: number): Promise<ImportFile> {
  return { sha256, name, bytes, path: await files.path(sha256), head: await files.head(sha256, HEAD_BYTES) }
}
