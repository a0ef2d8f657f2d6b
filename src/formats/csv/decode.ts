import type { Cell, SheetRow } from '#core/import/sheet.ts'
import type { Fault } from '../faults.ts'
import { type CsvEncoding, detectEncoding } from './encoding.ts'
import { csvSplitter } from './records.ts'

export interface CsvTable {
  readonly encoding: CsvEncoding
  readonly delimiter: string
  rows(): AsyncIterable<SheetRow>
  /** Grows while rows are read. */
  readonly faults: readonly Fault[]
}

const delimiters = [',', ';', '\t', '|'] as const
const sampleCharacters = 65_536

/**
 * Opens a CSV file of unknown make: UTF-8, UTF-16, CP932 or Western European; comma, semicolon, tab or bar. All cells
 * are text. `read` gives the file's bytes and is asked three times: for the encoding, the delimiter, and the rows.
 */
export async function decodeCsv(read: () => AsyncIterable<Uint8Array>): Promise<CsvTable> {
  const encoding = await detectEncoding(read())
  const { delimiter, skip } = detectDelimiter(await sample(read(), encoding))
  const faults: Fault[] = []
  async function* rows(): AsyncGenerator<SheetRow> {
    const decoder = new TextDecoder(encoding)
    const splitter = csvSplitter(delimiter, (fault) => faults.push(fault))
    let skipping = skip
    for await (const chunk of read()) {
      for (const record of splitter.write(decoder.decode(chunk, { stream: true }))) {
        if (!skipping) yield* rowOf(record.line, record.fields)
        skipping = false
      }
    }
    for (const record of [...splitter.write(decoder.decode()), ...splitter.end()]) {
      if (!skipping) yield* rowOf(record.line, record.fields)
      skipping = false
    }
  }
  return { encoding, delimiter, rows, faults }
}

function* rowOf(line: number, fields: readonly string[]): Generator<SheetRow> {
  const cells: Cell[] = []
  for (let i = 0; i < fields.length; i++) {
    const value = withoutGuard(fields[i]!)
    if (value !== '') cells.push({ column: i + 1, value, isDate: false, formula: false, error: null })
  }
  if (cells.length > 0) yield { sheet: null, row: line, cells }
}

/** Exports put an apostrophe before a text that a spreadsheet would take for a formula; here it comes off again. */
function withoutGuard(text: string): string {
  return text.charCodeAt(0) === 0x27 && /^'+[=+\-@\t\r\n]/.test(text) ? text.slice(1) : text
}

async function sample(chunks: AsyncIterable<Uint8Array>, encoding: CsvEncoding): Promise<string> {
  const decoder = new TextDecoder(encoding)
  let text = ''
  for await (const chunk of chunks) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length >= sampleCharacters) break
  }
  return text.slice(0, sampleCharacters)
}

/** The delimiter that cuts most of the first lines into the same number of cells; Excel's `sep=;` line decides alone. */
export function detectDelimiter(text: string): { delimiter: string; skip: boolean } {
  const told = /^sep=(.)\r?\n/.exec(text)
  if (told && told[1] !== '"') return { delimiter: told[1]!, skip: true }
  let best = { delimiter: ',', score: 0 }
  for (const delimiter of delimiters) {
    const records = csvSplitter(delimiter, () => {})
      .write(text)
      .slice(0, 50)
    const complete = records.length > 0 ? records : csvSplitter(delimiter, () => {}).write(`${text}\n`)
    const counts = new Map<number, number>()
    for (const { fields } of complete) {
      if (fields.length > 1) counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1)
    }
    const score = Math.max(0, ...[...counts].map(([fields, times]) => times * (1 + Math.min(fields, 50) / 100)))
    if (score > best.score) best = { delimiter, score }
  }
  return { delimiter: best.delimiter, skip: false }
}
