import { createReadStream, readSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { setImmediate as breathe } from 'node:timers/promises'
import { createGunzip } from 'node:zlib'
import { BadInput } from '#platform/errors.ts'

export interface ReadCaptureOptions {
  /** Called about ten times a second at most; `bytes` of the file as it lies on disk. */
  readonly onProgress?: (progress: { readonly bytes: number; readonly total: number }) => void
  readonly signal?: AbortSignal
  /**
   * The thread has nothing else to do: it waits for the disk itself. Where all processors are at work, each piece that another
   * thread fetches comes late.
   */
  readonly mayBlock?: boolean
}

const chunkBytes = 1 << 20

/**
 * Hands a capture file (`-`: what is piped in) to `take` piece by piece, unpacked where it is gzip; each piece is valid until
 * `take` returns, and `true` from it ends the reading. Returns what was damaged in the packing, '' when nothing was.
 * @throws BadInput when the file cannot be read at all.
 */
export async function readCapture(
  path: string,
  take: (chunk: Uint8Array) => boolean,
  options: ReadCaptureOptions = {},
): Promise<string> {
  if (path === '-') return readPiped(take, options)
  const { size, isPacked } = await lookAtCapture(path)
  const tell = paced(options.onProgress, size)
  if (isPacked) {
    const packed = createReadStream(path, { highWaterMark: chunkBytes })
    return readGzip(packed, take, () => tell(packed.bytesRead), options.signal)
  }
  const handle = await open(path).catch((cause: NodeJS.ErrnoException) => refuse(path, cause))
  try {
    return await readPlain(handle, take, tell, options)
  } finally {
    await handle.close()
  }
}

/** @throws BadInput when there is no such file. */
export async function lookAtCapture(path: string): Promise<{ readonly size: number; readonly isPacked: boolean }> {
  const handle = await open(path).catch((cause: NodeJS.ErrnoException) => refuse(path, cause))
  try {
    const facts = await handle.stat()
    if (!facts.isFile()) throw new BadInput(`${path}: is no file`)
    const magic = new Uint8Array(2)
    await handle.read(magic, 0, 2, 0)
    return { size: facts.size, isPacked: isGzip(magic) }
  } finally {
    await handle.close()
  }
}

const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b

/** Nobody knows how much will come: progress is told without an end. */
async function readPiped(
  take: (chunk: Uint8Array) => boolean,
  { onProgress, signal }: ReadCaptureOptions,
): Promise<string> {
  const tell = paced(onProgress, 0)
  const pieces = process.stdin[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  let bytes = 0
  let first: Buffer = Buffer.alloc(0)
  while (first.length < 2) {
    const { done, value } = await pieces.next()
    if (done === true) break
    first = Buffer.concat([first, value])
  }
  async function* whole(): AsyncGenerator<Buffer> {
    if (first.length > 0) yield first
    for (let piece = await pieces.next(); piece.done !== true; piece = await pieces.next()) yield piece.value
  }
  if (isGzip(first)) return readGzip(Readable.from(whole()), take, () => {}, signal)
  for await (const piece of whole()) {
    signal?.throwIfAborted()
    if (take(new Uint8Array(piece.buffer, piece.byteOffset, piece.length))) break
    bytes += piece.length
    tell(bytes)
  }
  return ''
}

function refuse(path: string, cause: NodeJS.ErrnoException): never {
  throw new BadInput(`${path}: ${cause.code === 'ENOENT' ? 'there is no such file' : `cannot be read (${cause.code})`}`)
}

async function readPlain(
  handle: FileHandle,
  take: (chunk: Uint8Array) => boolean,
  tell: (bytes: number) => void,
  { signal, mayBlock }: ReadCaptureOptions,
): Promise<string> {
  const buffer = new Uint8Array(chunkBytes)
  for (let bytes = 0; ; ) {
    signal?.throwIfAborted()
    const bytesRead =
      mayBlock === true
        ? readSync(handle.fd, buffer, 0, chunkBytes, bytes)
        : (await handle.read(buffer, 0, chunkBytes, bytes)).bytesRead
    // Progress, and whoever wants to stop it, are heard between pieces.
    if (mayBlock === true) await breathe()
    if (bytesRead === 0 || take(bytesRead === chunkBytes ? buffer : buffer.subarray(0, bytesRead))) return ''
    bytes += bytesRead
    tell(bytes)
  }
}

async function readGzip(
  packed: Readable,
  take: (chunk: Uint8Array) => boolean,
  tell: () => void,
  signal?: AbortSignal,
): Promise<string> {
  const unpacked = createGunzip({ chunkSize: chunkBytes })
  packed.on('error', (cause) => unpacked.destroy(cause))
  try {
    for await (const chunk of packed.pipe(unpacked) as AsyncIterable<Buffer>) {
      signal?.throwIfAborted()
      // A plain view: the readers were compiled for those, and run slower when they meet both.
      if (take(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length))) break
      tell()
    }
    return ''
  } catch (cause) {
    signal?.throwIfAborted()
    return `the gzip stream is damaged: ${cause instanceof Error ? cause.message : String(cause)}`
  } finally {
    packed.destroy()
    unpacked.destroy()
  }
}

/** At most ten calls a second. */
function paced(onProgress: ReadCaptureOptions['onProgress'], total: number): (bytes: number) => void {
  let told = 0
  return (bytes) => {
    const now = performance.now()
    if (onProgress === undefined || now - told < 100) return
    told = now
    onProgress({ bytes, total })
  }
}
