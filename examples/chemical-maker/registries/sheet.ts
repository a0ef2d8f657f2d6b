import writeExcelFile from 'write-excel-file/node'
import type { Day } from '#core/calendar/day.ts'
import { datedZip } from '../dated-zip.ts'

/** A cell as a registry's author left it: a text, a number, a real date, or one that is merged over others. */
export type LooseCell =
  | string
  | number
  | null
  | { readonly day: Day }
  | { readonly text: string; readonly across?: number; readonly down?: number }

export interface LooseSheet {
  readonly name: string
  readonly rows: readonly (readonly LooseCell[])[]
}

/** Writes a workbook as people really keep them: titles above the header, merged cells, dates of both kinds. */
export async function looseWorkbook(sheets: readonly LooseSheet[], day: Day): Promise<Uint8Array> {
  const written = sheets.map(({ name, rows }) => ({
    sheet: name,
    data: rows.map((row) => row.map(cellOf)),
    columns: Array.from({ length: Math.max(...rows.map((row) => row.length)) }, () => ({ width: 16 })),
  }))
  return datedZip(await writeExcelFile(written).toBuffer(), day)
}

function cellOf(cell: LooseCell) {
  if (cell === null) return null
  if (typeof cell === 'string') return cell === '' ? null : { type: String, value: cell }
  if (typeof cell === 'number') return { type: Number, value: cell }
  if ('day' in cell) return { type: Date, value: new Date(`${cell.day}T00:00:00Z`), format: 'yyyy/mm/dd' }
  const { text, across = 1, down = 1 } = cell
  return {
    type: String,
    value: text,
    fontWeight: 'bold' as const,
    ...(across > 1 ? { columnSpan: across } : {}),
    ...(down > 1 ? { rowSpan: down } : {}),
  }
}

/** So many empty cells: what a merged one leaves behind it. */
export const empty = (count: number): null[] => Array.from({ length: count }, () => null)
