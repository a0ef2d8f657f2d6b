import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { BadInput } from '#platform/errors.ts'
import { tarEnd, tarHeader, tarPadding } from '#platform/files/tar.ts'

/** Files of one tool's output as one archive, for as long as it is needed. */
export interface Bundle {
  readonly path: string
  /** Called after the folder, or after the first file. */
  readonly name: string
  remove(): Promise<void>
}

const isLog = (name: string): boolean => /\.(log|jsonl?|ndjson)(\.gz)?$/i.test(name) && !name.startsWith('.')
const isCapture = (name: string): boolean =>
  /\.(pcap|pcapng|cap|dmp|ntar)\d*(\.gz)?$/i.test(name) && !name.startsWith('.')
const deepest = 4
const mostFiles = 10_000

/** The captures of a folder and of those below it, by name: each is an import of its own. */
export function capturesOf(folder: string): Promise<string[]> {
  return filesOf(folder, isCapture)
}

async function filesOf(folder: string, isWanted: (name: string) => boolean, depth = 0): Promise<string[]> {
  const found: string[] = []
  const entries = await readdir(folder, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && depth < deepest && !entry.name.startsWith('.'))
      found.push(...(await filesOf(path, isWanted, depth + 1)))
    else if (entry.isFile() && isWanted(entry.name)) found.push(path)
  }
  return found
}

/** Packs a folder of logs, which is one import: its files tell of each other. Throws `BadInput` where it holds none. */
export async function bundleFolder(folder: string): Promise<Bundle> {
  const logs = await filesOf(folder, isLog)
  if (logs.length === 0)
    throw new BadInput(
      `${folder}: the folder holds neither captures (.pcap, .pcapng) nor logs (.log, .json), also as .gz`,
    )
  if (logs.length > mostFiles) throw new BadInput(`${folder}: the folder holds more than ${mostFiles} logs`)
  return bundle(
    logs.map((path) => [relative(folder, path), path]),
    `${basename(folder) || 'logs'}.tar`,
  )
}

/** What is piped in, kept as a file until it is imported: its bytes are looked at more than once. */
export async function bundleInput(input: NodeJS.ReadableStream): Promise<Bundle> {
  const folder = await mkdtemp(join(tmpdir(), 'rung-input-'))
  const path = join(folder, 'input')
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    await pipeline(input, createWriteStream(path, { mode: 0o600 }))
    return { path, name: 'standard input', remove }
  } catch (error) {
    await remove()
    throw error
  }
}

export function bundleFiles(files: readonly string[]): Promise<Bundle> {
  return bundle(
    files.map((path, i) => [
      files.findIndex((one) => basename(one) === basename(path)) === i ? basename(path) : `${i + 1}/${basename(path)}`,
      path,
    ]),
    `${basename(files[0] ?? 'logs')}.tar`,
  )
}

async function bundle(files: readonly (readonly [name: string, path: string])[], name: string): Promise<Bundle> {
  const folder = await mkdtemp(join(tmpdir(), 'rung-logs-'))
  const path = join(folder, 'logs.tar')
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    await pipeline(Readable.from(archive(files)), createWriteStream(path, { mode: 0o600 }))
    return { path, name, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

async function* archive(files: readonly (readonly [name: string, path: string])[]): AsyncGenerator<Uint8Array> {
  for (const [name, path] of files) {
    const { size } = await stat(path)
    // Names beyond what an archive holds keep their end, where the log's name stands.
    yield tarHeader(Buffer.byteLength(name) > 100 ? basename(name).slice(-100) : name.replaceAll('\\', '/'), size)
    let left = size
    // A log that grows while it is read is taken as long as it was.
    for await (const chunk of createReadStream(path, { end: Math.max(size - 1, 0) }) as AsyncIterable<Uint8Array>) {
      left -= chunk.length
      if (size > 0) yield chunk
    }
    if (size > 0 && left > 0) throw new BadInput(`${path}: the file became shorter while it was read`)
    yield tarPadding(size)
  }
  yield tarEnd()
}
