import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { BadInput } from '../errors.ts'
import { streamTar } from './tar.ts'
import { openZip } from './zip.ts'

export interface FilePart {
  /** As the archive names it: a key, never a path on a disk. For a plain file its own name. */
  readonly name: string
  /** Unpacked, once; what is not read is skipped. */
  readonly chunks: AsyncIterable<Uint8Array>
}

export interface ReadPartsOptions {
  readonly signal?: AbortSignal | undefined
  /** Bytes of the file read so far. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined
  /** Only parts of these names. */
  readonly only?: (name: string) => boolean
}

const chunkBytes = 1 << 17
const mostParts = 20_000
/** Logs pack to a tenth or a twentieth; deflate cannot exceed 1032 times. */
const mostRatio = 200
const ratioFromBytes = 32 * 2 ** 20

/**
 * The files within a file: of a zip or a tar (packed by gzip or not), or the file itself (unpacked where it is gzip), in their
 * order, as streams. Parts that are gzip themselves are unpacked too, and lose their `.gz`. Nothing is written to disk.
 * Throws `BadInput` for what is broken or a bomb, and the reason of `signal`.
 */
export async function* readParts(
  path: string,
  fileName: string,
  options: ReadPartsOptions = {},
): AsyncGenerator<FilePart> {
  const total = (await stat(path)).size
  const head = await headOf(path)
  const wants = options.only ?? (() => true)
  if (isZip(head)) yield* zipParts(path, fileName, wants, options)
  else {
    const plain = watched(path, total, options)
    const bytes = isGzip(head) ? unpacked(plain, fileName) : plain
    const [start, whole] = await peek(bytes, 512)
    const name = fileName.replace(/\.gz$/i, '')
    if (isTar(start)) yield* tarParts(whole, fileName, wants)
    else if (wants(name)) yield { name, chunks: whole }
  }
}

async function* zipParts(
  path: string,
  fileName: string,
  wants: (name: string) => boolean,
  { signal, onProgress }: ReadPartsOptions,
): AsyncGenerator<FilePart> {
  const zip = await openZip(path, fileName)
  try {
    const names = zip.names.filter((name) => wants(name.replace(/\.gz$/i, '')))
    const total = names.reduce((sum, name) => sum + zip.bytesOf(name), 0)
    let done = 0
    for (const name of names) {
      const read = async function* () {
        for await (const chunk of zip.read(name)) {
          signal?.throwIfAborted()
          yield chunk
          done += chunk.length
          onProgress?.(done, total)
        }
      }
      yield await partOf(name, read(), fileName)
    }
  } finally {
    zip.close()
  }
}

async function* tarParts(
  bytes: AsyncIterable<Uint8Array>,
  fileName: string,
  wants: (name: string) => boolean,
): AsyncGenerator<FilePart> {
  let count = 0
  try {
    for await (const entry of streamTar(bytes)) {
      if (++count > mostParts) throw tooMany(fileName)
      if (entry.size > 0 && !entry.name.endsWith('/') && wants(entry.name.replace(/\.gz$/i, '')))
        yield await partOf(entry.name, whole(entry.body, fileName), fileName)
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw broken(fileName)
  }
}

/** An archive that ends within a file is found out while that file is read. */
async function* whole(body: AsyncIterable<Uint8Array>, fileName: string): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (error) {
    throw error instanceof RangeError ? broken(fileName) : error
  }
}

async function partOf(name: string, chunks: AsyncIterable<Uint8Array>, fileName: string): Promise<FilePart> {
  const [start, whole] = await peek(chunks, 2)
  return isGzip(start)
    ? { name: name.replace(/\.gz$/i, ''), chunks: unpacked(whole, fileName) }
    : { name, chunks: whole }
}

async function* watched(path: string, total: number, options: ReadPartsOptions): AsyncGenerator<Uint8Array> {
  let done = 0
  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes }) as AsyncIterable<Uint8Array>) {
    options.signal?.throwIfAborted()
    yield chunk
    done += chunk.length
    options.onProgress?.(done, total)
  }
}

async function* unpacked(packed: AsyncIterable<Uint8Array>, fileName: string): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: chunkBytes })
  let taken = 0
  let given = 0
  const feed = async () => {
    try {
      for await (const chunk of packed) {
        taken += chunk.length
        if (!gunzip.write(chunk)) await new Promise((resolve) => gunzip.once('drain', resolve))
        if (gunzip.destroyed) return
      }
      gunzip.end()
    } catch (error) {
      gunzip.destroy(error as Error)
    }
  }
  void feed()
  try {
    for await (const chunk of gunzip as AsyncIterable<Uint8Array>) {
      given += chunk.length
      if (given > ratioFromBytes && given > taken * mostRatio) throw bomb(fileName)
      yield chunk
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) throw broken(fileName)
    throw error
  } finally {
    gunzip.destroy()
  }
}

/** The first bytes, and the whole again. */
async function peek(
  chunks: AsyncIterable<Uint8Array>,
  length: number,
): Promise<[Uint8Array, AsyncGenerator<Uint8Array>]> {
  const input = chunks[Symbol.asyncIterator]()
  const held: Uint8Array[] = []
  let size = 0
  while (size < length) {
    const next = await input.next()
    if (next.done) break
    held.push(next.value)
    size += next.value.length
  }
  const start = Buffer.concat(held).subarray(0, length)
  async function* whole() {
    try {
      yield* held
      for (;;) {
        const next = await input.next()
        if (next.done) return
        yield next.value
      }
    } finally {
      await input.return?.()
    }
  }
  return [start, whole()]
}

async function headOf(path: string): Promise<Uint8Array> {
  const handle = await open(path)
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(512), 0, 512, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b
const isZip = (head: Uint8Array): boolean =>
  head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5) && (head[3] === 4 || head[3] === 6)
/** POSIX tar has its mark at 257. */
const isTar = (head: Uint8Array): boolean => Buffer.from(head.subarray(257, 262)).toString('latin1') === 'ustar'

const refused = (fileName: string, reason: string, ja: string): BadInput =>
  new BadInput(`${fileName}: ${reason}`, [{ path: fileName, reason }], `${fileName}：${ja}`)
const broken = (fileName: string) =>
  refused(
    fileName,
    'the file is broken or cut short: it cannot be unpacked',
    'ファイルが壊れているか、途中で切れているため展開できません',
  )
const bomb = (fileName: string) =>
  refused(
    fileName,
    `it unpacks to more than ${mostRatio} times its packed size: it looks like a bomb`,
    '展開すると大きくなりすぎるため読み込みません（圧縮爆弾の疑い）',
  )
const tooMany = (fileName: string) =>
  refused(fileName, `it holds more than ${mostParts} files`, '内部のファイル数が多すぎます')
