import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import type { SheetRow } from '#core/import/sheet.ts'
import { decodeCsv } from '#formats/csv/decode.ts'
import type { Fault } from '#formats/faults.ts'
import { decodeWorkbook } from '#formats/xlsx/decode.ts'
import { BadInput } from '../errors.ts'
import { openZip, type Zip, type ZipLimits, zipLimits } from './zip.ts'

export interface ReadSheetsOptions {
  readonly signal?: AbortSignal
  /** Unpacked bytes read so far, of those that a full reading takes. */
  readonly onProgress?: (done: number, total: number) => void
  readonly limits?: ZipLimits
}

/** An opened spreadsheet file: one shape for .xlsx and .csv. */
export interface Sheets {
  readonly format: 'xlsx' | 'csv'
  /** A CSV file is one sheet without a name. */
  readonly sheets: readonly { readonly name: string | null; readonly hidden: boolean }[]
  /** The rows of one sheet, or of all visible ones in their order; streams, and may be asked for more than once. */
  rows(sheet?: string | null): AsyncIterable<SheetRow>
  /** What could not be read; grows while rows are read. */
  readonly faults: readonly Fault[]
  /** For CSV: how the text was read. */
  readonly text?: { readonly encoding: string; readonly delimiter: string }
  close(): void
}

const chunkBytes = 1 << 17
const ole = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]

/**
 * Opens an .xlsx or .csv file on disk for streaming. `name` is what the messages call the file, `head` its first bytes
 * (read from the file where they are not given). The bytes decide, the name does not.
 * Throws `BadInput` for a file that cannot be read as a whole (encrypted, old format, broken, a bomb; the last two also
 * while rows are read), and the reason of `signal`.
 */
export async function readSheets(
  path: string,
  name: string,
  head: Uint8Array | null = null,
  options: ReadSheetsOptions = {},
): Promise<Sheets> {
  const start = head && head.length >= 8 ? head : await readHead(path)
  await refuseForeign(path, name, start)
  return isZip(start) ? openWorkbook(path, name, options) : openText(path, options)
}

async function openWorkbook(path: string, name: string, options: ReadSheetsOptions): Promise<Sheets> {
  const zip = await openZip(path, name, options.limits ?? zipLimits)
  try {
    const meter = meterOf(packageBytes(zip), options.onProgress)
    const found = await decodeWorkbook({
      names: zip.names,
      read: (part) => watched(zip.read(part), meter, options.signal),
    })
    if ('reason' in found) throw new BadInput(`${name}: ${found.reason}`, [{ path: name, reason: found.reason }])
    const { sheets, rows, faults } = found.workbook
    return { format: 'xlsx', sheets, rows: (sheet) => rows(sheet ?? undefined), faults, close: () => zip.close() }
  } catch (error) {
    zip.close()
    throw error
  }
}

async function openText(path: string, { signal, onProgress }: ReadSheetsOptions): Promise<Sheets> {
  const bytes = (await stat(path)).size
  // A text is read for its encoding, for its delimiter (the beginning only), and for its rows.
  const meter = meterOf(bytes * 2 + Math.min(bytes, chunkBytes), onProgress)
  const read = () => watched(createReadStream(path, { highWaterMark: chunkBytes }), meter, signal)
  const { encoding, delimiter, rows, faults } = await decodeCsv(read)
  const sheets = [{ name: null, hidden: false }]
  return { format: 'csv', sheets, rows, faults, text: { encoding, delimiter }, close: () => {} }
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
  const refuse = (reason: string, ja: string): never => {
    throw new BadInput(`${name}: ${reason}`, [{ path: name, reason }], `${name}：${ja}`)
  }
  if (head.length === 0) refuse('the file is empty', 'ファイルが空です')
  if (ole.every((byte, i) => head[i] === byte)) {
    if (await fileHolds(path, 'EncryptedPackage'))
      refuse(
        'password-protected workbook: save it without a password',
        'パスワードで保護されたブックです。パスワードを解除して保存してください',
      )
    if (await fileHolds(path, 'WordDocument'))
      refuse('old Word document, not a workbook', 'ブックではなく旧形式のWord文書です')
    refuse('old .xls format: save as .xlsx', '旧形式の .xls です。.xlsx で保存してください')
  }
  const start = Buffer.from(head.subarray(0, 200)).toString('latin1')
  if (start.startsWith('%PDF')) refuse('it is a PDF, not a spreadsheet', '表計算ファイルではなくPDFです')
  if (/^(?:\xef\xbb\xbf)?\s*<(!doctype html|html|\?xml)/i.test(start)) {
    refuse(
      'web page or XML file under the name of a spreadsheet: open it in Excel and save as .xlsx',
      '表計算ファイルの名前が付いたWebページまたはXMLです。Excelで開き、.xlsx で保存してください',
    )
  }
  if (/^(?:7z\xbc\xaf|Rar!|\x89PNG|\xff\xd8\xff|GIF8)/.test(start))
    refuse('it is no spreadsheet', '表計算ファイルではありません')
  if (!isZip(head) && isBinary(head.subarray(0, 4096)))
    refuse('it is no spreadsheet: neither .xlsx nor a text of cells', '表計算ファイル（.xlsx またはCSV）ではありません')
}

/** Control characters that no table has; text in UTF-16 has zero bytes too, but on one side only, or a mark. */
function isBinary(head: Uint8Array): boolean {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return false
  const zeros = [0, 0]
  let controls = 0
  for (const [at, byte] of head.entries()) {
    if (byte === 0) zeros[at % 2]! += 1
    else if (byte < 0x20 && !(byte >= 9 && byte <= 13)) controls += 1
  }
  const [few = 0, many = 0] = zeros.sort((a, b) => a - b)
  if (many > head.length / 5 && few < many / 10) return false
  return controls + few + many > head.length / 50 && controls + few + many > 4
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
