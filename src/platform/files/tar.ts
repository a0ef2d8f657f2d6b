/** One entry of an archive held in memory. */
export interface TarEntry {
  readonly name: string
  readonly folder: boolean
  readonly bytes: Uint8Array
}

/** One entry of an archive that streams by. Its body is read, or left to be skipped, before the next entry. */
export interface StreamedEntry {
  readonly name: string
  readonly size: number
  readonly body: AsyncIterable<Uint8Array>
}

/** POSIX ustar: 512-byte headers and bodies padded to 512 bytes, two empty blocks at the end. */
const BLOCK = 512
const largest = 0o77777777777

const decoder = new TextDecoder()
const encoder = new TextEncoder()

/**
 * Reads an archive that is whole in memory.
 * @throws RangeError where it is cut short or a header's checksum is wrong
 */
export function* readTar(archive: Uint8Array): Generator<TarEntry> {
  let at = 0
  while (at + BLOCK <= archive.length) {
    const header = readHeader(archive.subarray(at, at + BLOCK))
    if (!header) return
    const bytes = archive.subarray(at + BLOCK, at + BLOCK + header.size)
    if (bytes.length < header.size) throw new RangeError('The archive is cut short')
    yield { name: header.name, folder: header.folder, bytes }
    at += BLOCK + padded(header.size)
  }
}

/**
 * Reads an archive as it streams by, in bounded memory.
 * @throws RangeError where it is cut short or a header's checksum is wrong
 */
export async function* streamTar(archive: AsyncIterable<Uint8Array>): AsyncGenerator<StreamedEntry> {
  const input = archive[Symbol.asyncIterator]()
  let rest: Uint8Array = new Uint8Array()
  /** Up to `length` bytes, at least one; fails at the end of the archive. */
  const take = async (length: number): Promise<Uint8Array> => {
    while (rest.length === 0) {
      const next = await input.next()
      if (next.done) throw new RangeError('The archive is cut short')
      rest = next.value
    }
    const taken = rest.subarray(0, length)
    rest = rest.subarray(taken.length)
    return taken
  }
  async function* body(length: number): AsyncGenerator<Uint8Array> {
    for (let left = length; left > 0; ) {
      const chunk = await take(left)
      left -= chunk.length
      yield chunk
    }
  }
  try {
    for (;;) {
      const block = new Uint8Array(BLOCK)
      let filled = 0
      for await (const chunk of body(BLOCK)) {
        block.set(chunk, filled)
        filled += chunk.length
      }
      const header = readHeader(block)
      if (!header) return
      let unread = header.size
      yield {
        name: header.name,
        size: header.size,
        body: {
          async *[Symbol.asyncIterator]() {
            while (unread > 0) {
              const chunk = await take(unread)
              unread -= chunk.length
              yield chunk
            }
          },
        },
      }
      for await (const _ of body(unread + padded(header.size) - header.size));
    }
  } finally {
    await input.return?.()
  }
}

/**
 * The header of a file, to be followed by its bytes and {@link tarPadding}.
 * @throws RangeError for a name beyond 100 bytes or a size beyond 8 GiB
 */
export function tarHeader(name: string, size: number, modifiedSeconds = 0): Uint8Array {
  const encoded = encoder.encode(name)
  if (encoded.length > 100 || size > largest) throw new RangeError(`${name} does not fit into the archive`)
  const header = new Uint8Array(BLOCK)
  header.set(encoded)
  const write = (at: number, text: string) => header.set(encoder.encode(text), at)
  write(100, '0000600\0')
  write(108, '0000000\0')
  write(116, '0000000\0')
  write(124, `${size.toString(8).padStart(11, '0')}\0`)
  write(136, `${Math.floor(modifiedSeconds).toString(8).padStart(11, '0')}\0`)
  write(156, '0')
  write(257, 'ustar\x0000')
  write(148, `${checksum(header).toString(8).padStart(6, '0')}\0 `)
  return header
}

/** What fills the last block of a body. */
export const tarPadding = (size: number): Uint8Array => new Uint8Array(padded(size) - size)

/** What ends an archive. */
export const tarEnd = (): Uint8Array => new Uint8Array(2 * BLOCK)

const padded = (size: number) => Math.ceil(size / BLOCK) * BLOCK

function readHeader(header: Uint8Array): { name: string; size: number; folder: boolean } | undefined {
  if (header.every((byte) => byte === 0)) return undefined
  if (checksum(header) !== octal(header, 148, 8)) throw new RangeError('The archive is damaged: a header is wrong')
  const prefix = field(header, 345, 155)
  const name = field(header, 0, 100)
  const full = prefix ? `${prefix}/${name}` : name
  return { name: full, size: octal(header, 124, 12), folder: header[156] === 0x35 }
}

function field(header: Uint8Array, start: number, length: number): string {
  const raw = header.subarray(start, start + length)
  const end = raw.indexOf(0)
  return decoder.decode(end < 0 ? raw : raw.subarray(0, end))
}

function octal(header: Uint8Array, start: number, length: number): number {
  const digits = field(header, start, length).trim()
  if (!/^[0-7]*$/.test(digits)) throw new RangeError('The archive is damaged: a header is wrong')
  return digits === '' ? 0 : Number.parseInt(digits, 8)
}

/** The sum of the header's bytes, with its own field read as spaces. */
function checksum(header: Uint8Array): number {
  let sum = 0
  for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 0x20 : header[i]!
  return sum
}
