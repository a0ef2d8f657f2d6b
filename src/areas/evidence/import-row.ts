import { columnLetters, type SheetRow } from '#core/import/sheet.ts'
import { BadInput, NotFound } from '#platform/errors.ts'
import { readSheets } from '#platform/files/read-workbook.ts'
import type { ImportFile } from './importer.ts'

/** A row as the file has it, each cell under its title. */
export interface ImportRow {
  readonly sheet: string | null
  readonly row: number
  readonly cells: readonly { readonly title: string | null; readonly column: string; readonly text: string }[]
}

/** Titles stand within the first rows; more of them are not looked at. */
const headRows = 60
const mostText = 4000

/**
 * Reads one row of a kept workbook or CSV file: what a proof points to. `titles` are those that the import understood or
 * kept; the row that has most of them is the header. Throws `NotFound`.
 */
export async function readImportRow(
  file: ImportFile,
  titles: ReadonlySet<string>,
  at: { readonly sheet: string | null; readonly row: number },
): Promise<ImportRow> {
  const missing = new NotFound(`there is no row ${at.row} in ${file.name}`)
  const sheets = await readSheets(file.path, file.name, file.head).catch((error: unknown) => {
    throw error instanceof BadInput ? missing : error
  })
  try {
    const sheet = at.sheet ?? sheets.sheets.find(({ hidden }) => !hidden)?.name ?? null
    if (!sheets.sheets.some(({ name }) => name === sheet)) throw missing
    let header: SheetRow | null = null
    let most = 0
    let seen = 0
    for await (const row of sheets.rows(sheet)) {
      if (seen++ < headRows && row.row < at.row) {
        const known = row.cells.filter(({ value }) => titles.has(textOf(value))).length
        if (known > most) [header, most] = [row, known]
      }
      if (row.row < at.row) continue
      if (row.row > at.row) throw missing
      const titleOf = new Map(header?.cells.map(({ column, value }) => [column, textOf(value)]))
      return {
        sheet,
        row: row.row,
        cells: row.cells.map(({ column, value, shown, error }) => ({
          title: titleOf.get(column) || null,
          column: columnLetters(column),
          text: (error ?? shown ?? textOf(value)).slice(0, mostText),
        })),
      }
    }
    throw missing
  } finally {
    sheets.close()
  }
}

const textOf = (value: string | number | boolean | null): string => (value === null ? '' : String(value).trim())
