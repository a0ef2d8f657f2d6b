import type { SheetRow } from '#core/import/sheet.ts'
import { decodeCsv } from '../csv/decode.ts'
import type { Fault } from '../faults.ts'
import { decodeWorkbook } from '../xlsx/decode.ts'
import type { Parts } from '../xlsx/workbook.ts'

/** A file opened by whoever may read files: the parts of a zip package, or the bytes of a text. */
export type SheetSource =
  | { readonly kind: 'package'; readonly parts: Parts }
  | { readonly kind: 'text'; read(): AsyncIterable<Uint8Array> }

export interface Sheets {
  readonly format: 'xlsx' | 'csv'
  /** A CSV file is one sheet without a name. */
  readonly sheets: readonly { readonly name: string | null; readonly hidden: boolean }[]
  /** The rows of one sheet, or of all visible ones; may be asked for more than once. */
  rows(sheet?: string | null): AsyncIterable<SheetRow>
  /** What could not be read; grows while rows are read. */
  readonly faults: readonly Fault[]
  /** For CSV: how the text was read. */
  readonly text?: { readonly encoding: string; readonly delimiter: string }
}

/** One shape for .xlsx and .csv. `reason` says why the file as a whole cannot be read. */
export async function decodeSheets(source: SheetSource): Promise<Sheets | { readonly reason: string }> {
  if (source.kind === 'text') {
    const { rows, faults, encoding, delimiter } = await decodeCsv(source.read)
    return { format: 'csv', sheets: [{ name: null, hidden: false }], rows, faults, text: { encoding, delimiter } }
  }
  const found = await decodeWorkbook(source.parts)
  if ('reason' in found) return found
  const { sheets, rows, faults } = found.workbook
  return { format: 'xlsx', sheets, rows: (sheet) => rows(sheet ?? undefined), faults }
}
