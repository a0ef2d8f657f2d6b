import type { Field } from '../record/record.ts'
import type { Header } from './header.ts'
import type { Cell, SheetRow } from './sheet.ts'
import { fold, tidy } from './text.ts'

export type IgnoredRow = 'empty' | 'totalRow' | 'noteRow' | 'sectionRow' | 'repeatedHeader'

const totals = /^(?:(?:総|合|小|累|中)?計|総数|合計値|件数計|total|totals|subtotal|grandtotal|sum)$/
const notes = /^\s*(?:[※＊*]|注|備考|凡例|出典|以上|以下余白|作成|notes?\b|remarks?\b|legend\b|source\b|end of)/i

/** Whether a row is no row of data, and why; null for a row of data, also where that is a bad one. */
export function rowToIgnore(row: SheetRow, header: Header, required: readonly Field[]): IgnoredRow | null {
  const filled = row.cells.filter(
    ({ value, error }) => error !== null || (value !== null && String(value).trim() !== ''),
  )
  // All of it repeats cells above: the row exists only because they are merged.
  if (filled.every(({ merged }) => merged === 'down')) return 'empty'

  const own = filled.filter(({ merged }) => merged !== 'across')
  const first = own[0]!
  if (filled.length >= 3 && own.length === 1 && filled.length > header.columns.length / 2) return 'sectionRow'
  if (repeatsHeader(own, header)) return 'repeatedHeader'

  const lacks = required.some((field) => {
    const column = header.columns.find((one) => one.field?.key === field.key)?.column
    return column !== undefined && !filled.some((cell) => cell.column === column && cell !== first)
  })
  if (typeof first.value === 'string') {
    const amounts = own
      .slice(1)
      .every(({ value }) => typeof value === 'number' || /^[\d,.%\s]+\D{0,3}$/.test(String(value)))
    if (totals.test(fold(first.value)) && amounts && (own.length > 1 || lacks)) return 'totalRow'
    if (own.length === 1 && lacks && notes.test(tidy(first.value))) return 'noteRow'
  }
  return null
}

function repeatsHeader(cells: readonly Cell[], header: Header): boolean {
  if (cells.length < 2) return false
  const titles = new Map(header.columns.map(({ column, title }) => [column, fold(title)]))
  return cells.every(({ column, value }) => typeof value === 'string' && titles.get(column) === fold(value))
}
