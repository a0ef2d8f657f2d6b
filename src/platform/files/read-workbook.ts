import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { BadInput } from '../errors.ts'
import { openZip, type Zip, type ZipLimits, zipLimits } from './zip.ts'

/** What a decoder is given: the parts of a package or the bytes of a text, each to be read as often as it likes. */
export type OpenedSheets =
  | {
      readonly kind: 'package'
      readonly parts: { readonly names: readonly string[]; read(name: string): AsyncIterable<Uint8Array> }
    }
  | { readonly kind: 'text'; read(): AsyncIterable<Uint8Array> }

/** Why the file as a whole cannot be read. */
export interface NoSheets {
  readonly reason: string
}

export interface ReadSheetsOptions<S> {
  /** `decodeSheets` of `formats/spreadsheet`: the platform opens files and knows no format. */
  readonly decode: (source: OpenedSheets) => Promise<S | NoSheets>
  readonly signal?: AbortSignal
  /** Unpacked bytes read so far, of those that a full reading takes. */
  readonly onProgress?: (done: number, total: number) => void
  readonly limits?: ZipLimits
}

const chunkBytes = 1 << 17
const ole = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]

/**
 * Opens an .xlsx or .csv file on disk for streaming: what `decode` makes of it, with `close()`. `name` is what the
 * messages call the file, `head` its first bytes (read from the file where they are not given). The bytes decide, the
 * name does not.
 * Throws `BadInput` for a file that cannot be read as a whole (encrypted, old format, broken, a bomb; the last two also
 * while rows are read), and the reason of `signal`.
 */
export async function readSheets<S extends object>(
  path: string,
  name: string,
  head: Uint8Array | null,
  options: ReadSheetsOptions<S>,
): Promise<S & { close(): void }> {
  const start = head && head.length >= 8 ? head : await readHead(path)
  await refuseForeign(path, name, start)
  const { signal } = options
  let zip: Zip | null = null
  let source: OpenedSheets
  if (isZip(start)) {
    const opened = await openZip(path, name, options.limits ?? zipLimits)
    zip = opened
    const meter = meterOf(packageBytes(opened), options.onProgress)
    const read = (part: string) => watched(opened.read(part), meter, signal)
    source = { kind: 'package', parts: { names: opened.names, read } }
  } else {
    const bytes = (await stat(path)).size
    // A text is read for its encoding, for its delimiter (the beginning only), and for its rows.
    const meter = meterOf(bytes * 2 + Math.min(bytes, chunkBytes), options.onProgress)
    source = {
      kind: 'text',
      read: () => watched(createReadStream(path, { highWaterMark: chunkBytes }), meter, signal),
    }
  }
  try {
    const sheets: S | NoSheets = await options.decode(source)
    if (isReason(sheets)) throw new BadInput(`${name}: ${sheets.reason}`, [{ path: name, reason: sheets.reason }])
    return Object.assign(sheets, { close: () => zip?.close() })
  } catch (error) {
    zip?.close()
    throw error
  }
}

function isReason(sheets: object): sheets is NoSheets {
  return 'reason' in sheets
}

type Meter = (bytes: number) => void

/** Adds up what was read; a reader that goes back reads more than was foreseen, and then the bar waits at its end. */
function meterOf(total: number, onProgress?: (done: number, total: number) => void): Meter {
  let done = 0
  return (bytes) => {
    done = Math.min(total, done + bytes)
    onProgress?.(done, total)
  }
}

/** Worksheets are read twice: for their merged cells, which stand at the end, and for their rows. */
function packageBytes(zip: Zip): number {
  const times = (name: string) => (/worksheets\//i.test(name) ? 2 : /sharedStrings|styles/i.test(name) ? 1 : 0)
  return zip.names.reduce((sum, name) => sum + times(name) * zip.bytesOf(name), 0)
}

async function* watched(
  chunks: AsyncIterable<Uint8Array>,
  meter: Meter,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    signal?.throwIfAborted()
    yield chunk
    meter(chunk.length)
  }
}

function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5) && (head[3] === 4 || head[3] === 6)
}

/** Names the formats that people take for a workbook, in words that say what to do. */
async function refuseForeign(path: string, name: string, head: Uint8Array): Promise<void> {
  const refuse = (reason: string): never => {
    throw new BadInput(`${name}: ${reason}`, [{ path: name, reason }])
  }
  if (head.length === 0) refuse('the file is empty')
  if (ole.every((byte, i) => head[i] === byte)) {
    if (await fileHolds(path, 'EncryptedPackage')) refuse('password-protected workbook: save it without a password')
    if (await fileHolds(path, 'WordDocument')) refuse('old Word document, not a workbook')
    refuse('old .xls format: save as .xlsx')
  }
  const start = Buffer.from(head.subarray(0, 200)).toString('latin1')
  if (start.startsWith('%PDF')) refuse('it is a PDF, not a spreadsheet')
  if (/^(?:\xef\xbb\xbf)?\s*<(!doctype html|html|\?xml)/i.test(start)) {
    refuse('web page or XML file under the name of a spreadsheet: open it in Excel and save as .xlsx')
  }
  if (/^(?:7z\xbc\xaf|Rar!|\x89PNG|\xff\xd8\xff|GIF8)/.test(start)) refuse('it is no spreadsheet')
}

/** Whether an OLE file has a stream of this name; names stand in its directory in UTF-16, which may be anywhere. */
async function fileHolds(path: string, streamName: string): Promise<boolean> {
  const wanted = Buffer.from(streamName, 'utf16le')
  let rest = Buffer.alloc(0)
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    const bytes = Buffer.concat([rest, chunk])
    if (bytes.includes(wanted)) return true
    rest = bytes.subarray(Math.max(0, bytes.length - wanted.length))
  }
  return false
}

async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path)
  try {
    const head = new Uint8Array(4096)
    const { bytesRead } = await file.read(head, 0, head.length, 0)
    return head.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
