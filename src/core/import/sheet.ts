import type { Bilingual } from '../record/record.ts'

/** One cell as read: never evaluated, never guessed at. Cells without any content are left out of their row. */
export interface Cell {
  /** 1-based: 1 is column A. */
  readonly column: number
  /** A date is text here (`2024-04-01`, `2024-04-01T13:30`, and `1900-01-00` for the serial 0); see `isDate`. */
  readonly value: string | number | boolean | null
  /** The workbook shows this cell as a date. CSV has no such cells. */
  readonly isDate: boolean
  /** The value is the one that was stored with a formula; the formula itself is neither kept nor evaluated. */
  readonly formula: boolean
  /** `#N/A` and the like, or why the cell has no usable value. */
  readonly error: string | null
  /** How the number is shown where that differs (`00123`, `2.10`): what a person would copy as text. */
  readonly shown?: string
  /** A number of a workbook that counts days from 1904: four years and a day fewer than elsewhere, should it be a date. */
  readonly date1904?: boolean
  /** The value is repeated from the first cell of a merged range: in the same row, or from a row above. */
  readonly merged?: 'across' | 'down'
}

export interface SheetRow {
  /** The sheet's name; null for a CSV file, which has none. */
  readonly sheet: string | null
  /** 1-based, as the spreadsheet shows it; for a CSV file the line on which the record starts. */
  readonly row: number
  /** Ascending by column. */
  readonly cells: readonly Cell[]
}

export type SheetRows = AsyncIterable<SheetRow>

/** What a row or a file has to tell. The same shape as the importers report. */
export interface RowProblem {
  readonly severity: 'refused' | 'ignored' | 'note'
  readonly sheet: string | null
  readonly row: number | null
  readonly column: string | null
  readonly reason: Bilingual
}

/** What was understood of one column. */
export interface ColumnUse {
  readonly sheet: string | null
  readonly column: string
  /** Field key, or null for a column that is kept but not understood. */
  readonly field: string | null
  readonly sample: string
}

/** `A`, `Z`, `AA` … of a 1-based column. */
export function columnLetters(column: number): string {
  let letters = ''
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  }
  return letters
}
