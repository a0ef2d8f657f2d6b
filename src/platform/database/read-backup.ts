import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { BadInput, NotFound } from '#platform/errors.ts'
import { type StreamedEntry, streamTar } from '../files/tar.ts'
import { type BackupSummary, type Manifest, manifestName, manifestSchema, summarise } from './manifest.ts'

const largestManifest = 256 * 1024 * 1024

/** The entries of a backup as they stream by. @throws NotFound for a path where there is nothing */
export async function* readBackup(path: string): AsyncGenerator<StreamedEntry> {
  const input = createReadStream(path)
  const unpacked = createGunzip()
  input.on('error', (error) => unpacked.destroy(error))
  try {
    yield* streamTar(input.pipe(unpacked))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new NotFound(`There is no backup at ${path}`)
    throw error
  } finally {
    input.destroy()
    unpacked.destroy()
  }
}

/**
 * Reads a whole backup and compares it with its manifest: every entry there, none beside, every byte as hashed, every row
 * counted.
 * @throws BadInput where it is damaged, each problem with the entry's name as its path
 */
export async function verifyBackup(path: string): Promise<BackupSummary> {
  const manifest = await verifiedManifest(path)
  return summarise(path, (await stat(path)).size, manifest)
}

interface Seen {
  readonly bytes: number
  readonly sha256: string
  readonly lines: number
}

/** The manifest of a backup that was found to be whole. */
export async function verifiedManifest(path: string): Promise<Manifest> {
  const seen = new Map<string, Seen>()
  let manifest: Manifest | undefined
  try {
    for await (const entry of readBackup(path)) {
      if (entry.name === manifestName) manifest = await readManifest(entry)
      else if (seen.has(entry.name)) throw new RangeError(`It holds ${entry.name} twice`)
      else seen.set(entry.name, await look(entry))
    }
  } catch (error) {
    if (error instanceof NotFound) throw error
    throw new BadInput(`${path} is no whole backup: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (!manifest) throw new BadInput(`${path} is no backup: it has no manifest`)
  const problems = compare(manifest, seen)
  if (problems.length > 0) throw new BadInput(`${path} is damaged`, problems)
  return manifest
}

function compare(manifest: Manifest, seen: ReadonlyMap<string, Seen>): { path: string; reason: string }[] {
  const problems: { path: string; reason: string }[] = []
  for (const entry of manifest.entries) {
    const found = seen.get(entry.name)
    if (!found) problems.push({ path: entry.name, reason: 'is missing' })
    else if (found.bytes !== entry.bytes || found.sha256 !== entry.sha256) {
      problems.push({ path: entry.name, reason: 'has other bytes than when it was written' })
    } else if (entry.rows !== undefined && found.lines !== entry.rows) {
      problems.push({ path: entry.name, reason: `has ${found.lines} rows instead of ${entry.rows}` })
    }
  }
  const known = new Set(manifest.entries.map(({ name }) => name))
  for (const name of seen.keys()) if (!known.has(name)) problems.push({ path: name, reason: 'does not belong here' })
  manifest.tables.forEach((table, index) => {
    const rows = manifest.entries.reduce((sum, entry) => sum + (entry.table === index ? (entry.rows ?? 0) : 0), 0)
    if (rows !== table.rows) {
      problems.push({ path: `${table.schema}.${table.name}`, reason: `has ${rows} rows instead of ${table.rows}` })
    }
  })
  return problems
}

async function look({ body }: StreamedEntry): Promise<Seen> {
  const hash = createHash('sha256')
  let bytes = 0
  let lines = 0
  for await (const chunk of body) {
    hash.update(chunk)
    bytes += chunk.length
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++
  }
  return { bytes, sha256: hash.digest('hex'), lines }
}

async function readManifest(entry: StreamedEntry): Promise<Manifest> {
  const text = (await entryBytes(entry, largestManifest)).toString()
  return manifestSchema.parse(JSON.parse(text))
}

/** The bytes of an entry that is to be held in memory. */
export async function entryBytes({ name, size, body }: StreamedEntry, limit: number): Promise<Buffer> {
  if (size > limit) throw new RangeError(`${name} is larger than it can be`)
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks)
}
