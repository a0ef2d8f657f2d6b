import type { Field } from '../record/record.ts'
import type { SheetRow } from './sheet.ts'
import { fold, tidy, withoutBrackets } from './text.ts'

/** Column title → field key, or null for a column that is left out: as a person confirmed or the source remembers. */
export type Mapping = Readonly<Record<string, string | null>>

/** One titled column of a table. */
export interface Column {
  readonly column: number
  /** As the sheet shows it; of a two-row header both parts: `Installation Date`. */
  readonly title: string
  /** Null: kept, but not understood. */
  readonly field: Field | null
  /** Why a column that could be understood is not used. */
  readonly unused?: { readonly because: 'chosen' | 'sameField' | 'sameTitle'; readonly first: string }
}

export interface Header {
  /** The (last) row of the header: data starts behind it. */
  readonly row: number
  readonly columns: readonly Column[]
  /** How many fields were found. */
  readonly matched: number
}

/** How far down a sheet its header is looked for: titles, stamps and notes stand above it. */
export const headerDepth = 40

/**
 * Finds the header among the first rows of a sheet: the row, or the two rows under each other, whose titles name the
 * most fields. Null where no row names two of them, or the one that is required.
 */
export function findHeader(rows: readonly SheetRow[], fields: readonly Field[], mapping: Mapping = {}): Header | null {
  const names = namesOf(fields)
  const remembered = rememberedTitles(mapping)
  let best: { header: Header; score: number } | null = null
  const candidates = rows.slice(0, headerDepth)
  for (const [i, row] of candidates.entries()) {
    const next = candidates[i + 1]
    const shapes = [titlesOf(row), ...(next && next.row === row.row + 1 ? [titlesOfTwo(row, next)] : [])]
    for (const [depth, titles] of shapes.entries()) {
      const columns = assign(titles, fields, names, remembered)
      const matched = columns.filter(({ field }) => field).length
      const known = columns.filter(({ title }) => remembered.has(fold(title))).length
      if (matched === 0 || (matched === 1 && known === 0 && !standsAlone(columns, row, candidates.slice(i + 1))))
        continue
      // A second row is part of the header only where it adds a field: else it is the first row of data.
      const score = matched + known * 0.5 - depth * 0.6
      if (!best || score > best.score) {
        best = { header: { row: row.row + depth, columns, matched }, score }
      }
    }
  }
  return best?.header ?? null
}

/** One known title is enough where it is a required field's, over data, and in a row of titles only. */
function standsAlone(columns: readonly Column[], row: SheetRow, below: readonly SheetRow[]): boolean {
  const one = columns.find(({ field }) => field?.required)
  const titlesOnly = row.cells.every(({ value }) => typeof value === 'string' && !/^[\d０-９]/.test(value.trim()))
  const filled = below.some(({ cells }) => cells.some(({ column, value }) => column === one?.column && value !== null))
  return one !== undefined && titlesOnly && filled
}

interface Title {
  readonly column: number
  readonly title: string
  /** Other words that this column may be known by, the likelier first. */
  readonly also: readonly string[]
}

function titlesOf(row: SheetRow): Title[] {
  return row.cells.flatMap(({ column, value, merged }) => {
    if (typeof value !== 'string' || merged === 'across') return []
    const title = tidy(value).slice(0, 200)
    return title === '' ? [] : [{ column, title, also: [] }]
  })
}

/** Joins a group's title with the titles under it; a title that is merged down, or alone, stands for itself. */
function titlesOfTwo(upper: SheetRow, lower: SheetRow): Title[] {
  const text = (value: unknown) => (typeof value === 'string' ? tidy(value).slice(0, 200) : '')
  const above = new Map(upper.cells.map((cell) => [cell.column, text(cell.value)]))
  const below = new Map(lower.cells.map((cell) => [cell.column, text(cell.value)]))
  const columns = [...new Set([...above.keys(), ...below.keys()])].sort((a, b) => a - b)
  return columns.flatMap((column) => {
    const [over, under] = [above.get(column) ?? '', below.get(column) ?? '']
    if (over === '' && under === '') return []
    if (over === '' || under === '' || over === under) return [{ column, title: under || over, also: [] }]
    return [{ column, title: `${over} ${under}`, also: [under, over] }]
  })
}

/** Every name of a field in folded form → the field; a name that two fields share is nobody's. */
function namesOf(fields: readonly Field[]): ReadonlyMap<string, Field | null> {
  const names = new Map<string, Field | null>()
  const add = (name: string, field: Field) => {
    const folded = fold(name)
    if (folded === '') return
    const known = names.get(folded)
    names.set(folded, known !== undefined && known !== field ? null : field)
  }
  for (const field of fields) for (const alias of field.aliases ?? []) add(alias, field)
  // A field's own names win over another's alias.
  for (const field of fields) {
    for (const own of [field.key, field.label.en, field.label.ja]) names.delete(fold(own))
  }
  for (const field of fields) for (const own of [field.key, field.label.en, field.label.ja]) add(own, field)
  return names
}

function rememberedTitles(mapping: Mapping): ReadonlyMap<string, string | null> {
  return new Map(Object.entries(mapping).map(([title, key]) => [fold(title), key]))
}

function assign(
  titles: readonly Title[],
  fields: readonly Field[],
  names: ReadonlyMap<string, Field | null>,
  remembered: ReadonlyMap<string, string | null>,
): Column[] {
  const byKey = new Map(fields.map((field) => [field.key, field]))
  const found = titles.map((title) => ({ ...title, ...match(title, byKey, names, remembered) }))
  // The surer match takes the field, then the column further left.
  const order = [...found.keys()].sort((a, b) => found[b]!.sure - found[a]!.sure || a - b)
  const takenBy = new Map<string, string>()
  const titled = new Map<string, string>()
  const columns: Column[] = new Array(found.length)
  for (const i of order) {
    const { column, title, field, chosen } = found[i]!
    const sameTitle = titled.has(fold(title))
    titled.set(fold(title), title)
    if (chosen) columns[i] = { column, title, field: null, unused: { because: 'chosen', first: title } }
    else if (sameTitle) columns[i] = { column, title, field: null, unused: { because: 'sameTitle', first: title } }
    else if (field && takenBy.has(field.key)) {
      columns[i] = { column, title, field: null, unused: { because: 'sameField', first: takenBy.get(field.key)! } }
    } else {
      if (field) takenBy.set(field.key, title)
      columns[i] = { column, title, field }
    }
  }
  return columns
}

/** How a title is matched; only by names that were given, never by likeness: a wrong column is worse than a named one. */
function match(
  { title, also }: Title,
  byKey: ReadonlyMap<string, Field>,
  names: ReadonlyMap<string, Field | null>,
  remembered: ReadonlyMap<string, string | null>,
): { field: Field | null; sure: number; chosen: boolean } {
  const kept = remembered.get(fold(title))
  if (kept === null) return { field: null, sure: 0, chosen: true }
  if (kept !== undefined && byKey.has(kept)) return { field: byKey.get(kept)!, sure: 9, chosen: false }
  for (const [i, words] of [title, ...also].entries()) {
    const field = names.get(fold(words)) ?? names.get(fold(bare(words)))
    if (field) return { field, sure: 6 - i * 2 - (names.get(fold(words)) ? 0 : 1), chosen: false }
  }
  return { field: null, sure: 0, chosen: false }
}

/** A title without brackets, numbering and the mark of a required field: `3. Tag No. (required)` → `Tag No.` */
function bare(title: string): string {
  return withoutBrackets(title)
    .replace(/^\s*(?:\(?\d{1,3}[.)、．]|[①-⑳])\s*/, '')
    .replace(/[*＊※]|必須|任意|required|optional/gi, '')
}
