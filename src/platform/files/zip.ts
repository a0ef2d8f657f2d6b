import type { Readable } from 'node:stream'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { BadInput } from '../errors.ts'

export interface ZipLimits {
  /** Unpacked bytes of one entry. */
  readonly entryBytes: number
  /** Unpacked bytes over everything that is read, counted again when an entry is read again. */
  readonly totalBytes: number
  /** Unpacked to packed; looked at from `ratioFromBytes` on, as a small sheet of zeros is no bomb. */
  readonly ratio: number
  readonly ratioFromBytes: number
  readonly entries: number
}

const gib = 2 ** 30

/** A sheet of a million rows unpacks to some 1.5 GB at 10 to 40 times its size; deflate cannot exceed 1032 times. */
export const zipLimits: ZipLimits = {
  entryBytes: 4 * gib,
  totalBytes: 12 * gib,
  ratio: 200,
  ratioFromBytes: 32 * 2 ** 20,
  entries: 20_000,
}

export interface Zip {
  /** Names of the entries as stored; they are keys, never paths on a disk. */
  readonly names: readonly string[]
  /** Unpacked bytes of an entry as the zip claims them; 0 for none of this name. */
  bytesOf(name: string): number
  /** Unpacks one entry as a stream. Throws `BadInput` where the entry is broken or passes a limit. */
  read(name: string): AsyncIterable<Uint8Array>
  close(): void
}

/**
 * Opens a zip file for reading entry by entry; nothing is unpacked to disk. `fileName` is what the messages call it.
 * Throws `BadInput` for what is no zip, a broken one, or a bomb.
 */
export async function openZip(path: string, fileName: string, limits: ZipLimits = zipLimits): Promise<Zip> {
  const bad = (reason: string, ja: string) =>
    new BadInput(`${fileName}: ${reason}`, [{ path: fileName, reason }], `${fileName}：${ja}`)
  const tooMany = '内部のファイル数が多すぎます'
  let zip: ZipFile
  try {
    zip = await openPromise(path, { autoClose: false, validateEntrySizes: true })
  } catch (error) {
    if (isSystemError(error)) throw error
    throw bad(
      `the file is broken or cut short: not a readable zip package (${text(error)})`,
      'ファイルが壊れているか、途中で切れています',
    )
  }
  const entries = new Map<string, Entry>()
  try {
    if (zip.entryCount > limits.entries)
      throw bad(`it claims ${zip.entryCount} entries, more than ${limits.entries}`, tooMany)
    for await (const entry of zip.eachEntry()) {
      if (entries.size >= limits.entries) throw bad(`it has more than ${limits.entries} entries`, tooMany)
      if (!entry.fileName.endsWith('/') && !entries.has(entry.fileName)) entries.set(entry.fileName, entry)
    }
  } catch (error) {
    zip.close()
    if (error instanceof BadInput || isSystemError(error)) throw error
    throw bad(
      `the file is broken or cut short: its list of contents cannot be read (${text(error)})`,
      'ファイルが壊れているか、途中で切れています',
    )
  }

  let total = 0
  async function* read(name: string): AsyncGenerator<Uint8Array> {
    const entry = entries.get(name)
    if (!entry) throw bad(`it has no entry ${name}`, `「${name}」がありません`)
    const refuse = (limit: string) =>
      bad(
        `"${name}" unpacks to more than ${limit}: it looks like a zip bomb`,
        `「${name}」は展開すると大きくなりすぎるため読み込みません（圧縮爆弾の疑い）`,
      )
    if (entry.isEncrypted())
      throw bad(
        'it is protected by a password: save it without one',
        'パスワードで保護されています。解除して保存してください',
      )
    let stream: Readable | null = null
    let unpacked = 0
    try {
      stream = await zip.openReadStreamPromise(entry)
      for await (const chunk of stream as AsyncIterable<Uint8Array>) {
        unpacked += chunk.length
        total += chunk.length
        if (unpacked > limits.entryBytes) throw refuse(size(limits.entryBytes))
        if (total > limits.totalBytes) throw refuse(`${size(limits.totalBytes)} in all`)
        // Many small bombs in one file; entries may honestly be read some times over.
        if (total > 8 * limits.ratioFromBytes && total > zip.fileSize * limits.ratio * 5) {
          throw refuse(`${limits.ratio * 5} times the size of the file in all`)
        }
        if (unpacked > limits.ratioFromBytes && unpacked > entry.compressedSize * limits.ratio) {
          throw refuse(`${limits.ratio} times its packed size`)
        }
        yield chunk
      }
    } catch (error) {
      if (error instanceof BadInput || isSystemError(error)) throw error
      throw bad(
        `the file is broken: "${name}" cannot be unpacked (${text(error)})`,
        `ファイルが壊れています：「${name}」を展開できません`,
      )
    } finally {
      stream?.destroy()
    }
  }
  return {
    names: [...entries.keys()],
    bytesOf: (name) => entries.get(name)?.uncompressedSize ?? 0,
    read,
    close: () => zip.close(),
  }
}

function size(bytes: number): string {
  return bytes >= gib ? `${Math.round(bytes / gib)} GB` : `${Math.round(bytes / 2 ** 20)} MB`
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** The machine's fault, not the file's: no such file, no permission, a failing disk. zlib's codes start with `Z_`. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}
