/** One entry of an archive held in memory. */
export interface TarEntry {
  readonly name: string
  readonly folder: boolean
  readonly mode: number
  readonly bytes: Uint8Array
}

const BLOCK = 512
const text = new TextDecoder()

/**
 * Reads a POSIX ustar archive that is whole in memory.
 * @throws RangeError where the archive is cut short or a header's checksum is wrong
 */
export function* readTar(archive: Uint8Array): Generator<TarEntry> {
  let at = 0
  while (at + BLOCK <= archive.length) {
    const header = archive.subarray(at, at + BLOCK)
    if (header.every((byte) => byte === 0)) return
    if (checksum(header) !== octal(header, 148, 8)) throw new RangeError(`Not a tar header at byte ${at}`)
    const size = octal(header, 124, 12)
    const bytes = archive.subarray(at + BLOCK, at + BLOCK + size)
    if (bytes.length < size) throw new RangeError(`The archive is cut short at byte ${archive.length}`)
    const prefix = field(header, 345, 155)
    const name = field(header, 0, 100)
    yield {
      name: prefix ? `${prefix}/${name}` : name,
      folder: header[156] === 0x35,
      mode: octal(header, 100, 8),
      bytes,
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
  }
}

function field(header: Uint8Array, start: number, length: number): string {
  const raw = header.subarray(start, start + length)
  const end = raw.indexOf(0)
  return text.decode(end < 0 ? raw : raw.subarray(0, end))
}

function octal(header: Uint8Array, start: number, length: number): number {
  const digits = field(header, start, length).trim()
  return digits === '' ? 0 : Number.parseInt(digits, 8)
}

/** The sum of the header's bytes, with its own field read as spaces. */
function checksum(header: Uint8Array): number {
  let sum = 0
  for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 0x20 : header[i]!
  return sum
}
