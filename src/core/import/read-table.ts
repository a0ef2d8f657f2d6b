import type { Field } from '../record/record.ts'
import { type DayOrder, orderOfColumn } from './dates.ts'
import { type Column, findHeader, type Header, headerDepth, type Mapping } from './header.ts'
import { reasons } from './reasons.ts'
import { rowToIgnore } from './row-kind.ts'
import { type ColumnUse, columnLetters, type RowProblem, type SheetRow, type SheetRows } from './sheet.ts'
import { excerpt, tidy } from './text.ts'
import { readValue } from './values.ts'

export interface ReadTableOptions {
  readonly fields: readonly Field[]
  /** Rows of one sheet or of several: each sheet has its own header. */
  readonly rows: SheetRows
  readonly mapping?: Mapping
  /** Values for fields that a row leaves empty, by field key. */
  readonly defaults?: Readonly<Record<string, unknown>>
  /** Told once per sheet, before its first row. */
  readonly understood?: (columns: readonly ColumnUse[]) => void
  /** Told of what is no row's: unknown and doubled columns, a sheet without a header, rows that are left out. */
  readonly report?: (problem: RowProblem) => void
}

export interface TableRow {
  readonly sheet: string | null
  readonly row: number
  /** By field key; fields that are empty are absent. Types: see {@link readValue}. */
  readonly values: Readonly<Record<string, unknown>>
  /** What stands in columns that are not understood, by title. */
  readonly extra: Readonly<Record<string, string>>
  readonly problems: readonly RowProblem[]
  /** At least one of the problems refuses the row. */
  readonly refused: boolean
}

/** What is looked at before the first row is given: enough for the header and for the order of day and month. */
const lookAheadRows = 1_000
const lookAheadCells = 60_000

/**
 * Reads tables out of rows: finds each sheet's header, maps its columns to fields, and gives every row of data with its
 * typed values and its problems. Rows without content, continuations of merged cells, totals, notes and repeated headers
 * are no rows of data. Streams: at most 1,000 rows are held.
 */
export async function* readTable(options: ReadTableOptions): AsyncGenerator<TableRow> {
  let table: SheetTable | null = null
  let any = false
  for await (const row of options.rows) {
    if (table === null || table.sheet !== row.sheet) {
      if (table) yield* table.end()
      any ||= table?.found ?? false
      table = sheetTable(row.sheet, options)
    }
    yield* table.take(row)
  }
  if (table) yield* table.end()
  any ||= table?.found ?? false
  if (!any) {
    options.report?.({ severity: 'refused', sheet: null, row: null, column: null, reason: reasons.noTable })
  }
}

/** What the first rows of a sheet say: whether these fields are its columns. For recognising a file, and its sheets. */
export async function recogniseTable(
  rows: SheetRows,
  fields: readonly Field[],
  mapping: Mapping = {},
): Promise<Header | null> {
  const head: SheetRow[] = []
  for await (const row of rows) {
    if (head.length > 0 && row.sheet !== head[0]!.sheet) break
    head.push(row)
    if (head.length >= headerDepth) break
  }
  return findHeader(head, fields, mapping)
}

interface SheetTable {
  readonly sheet: string | null
  /** A header was found. */
  readonly found: boolean
  take(row: SheetRow): Iterable<TableRow>
  end(): Iterable<TableRow>
}

function sheetTable(sheet: string | null, options: ReadTableOptions): SheetTable {
  const { fields, mapping, report } = options
  let waiting: SheetRow[] | null = []
  let cells = 0
  let reader: RowReader | null = null
  const problem = (
    severity: RowProblem['severity'],
    row: number | null,
    column: string | null,
    reason: RowProblem['reason'],
  ) => report?.({ severity, sheet, row, column, reason })

  const start = (): SheetRow[] => {
    const rows = waiting ?? []
    waiting = null
    const header = findHeader(rows, fields, mapping)
    if (!header) {
      if (rows.length > 0) problem('ignored', null, null, reasons.noHeader)
      return []
    }
    const data = rows.filter(({ row }) => row > header.row)
    tellColumns(header, data, sheet, options, problem)
    reader = rowReader(sheet, header, data, options, problem)
    return data
  }
  function* give(rows: readonly SheetRow[]): Generator<TableRow> {
    for (const row of rows) {
      const read = reader?.read(row)
      if (read) yield read
    }
  }
  return {
    sheet,
    get found() {
      return reader !== null
    },
    *take(row) {
      if (waiting === null) {
        if (reader) yield* give([row])
        return
      }
      waiting.push(row)
      cells += row.cells.length
      if (waiting.length >= lookAheadRows || (cells > lookAheadCells && waiting.length > headerDepth))
        yield* give(start())
    },
    *end() {
      if (waiting !== null) yield* give(start())
      reader?.end()
    },
  }
}

type Tell = (
  severity: RowProblem['severity'],
  row: number | null,
  column: string | null,
  reason: RowProblem['reason'],
) => void

function tellColumns(
  header: Header,
  data: readonly SheetRow[],
  sheet: string | null,
  options: ReadTableOptions,
  tell: Tell,
) {
  const titled = new Set(header.columns.map(({ column }) => column))
  const untitled = new Set<number>()
  const samples = new Map<number, string>()
  const required = options.fields.filter((field) => field.required)
  for (const row of data.slice(0, 50)) {
    const isHeading = rowToIgnore(row, header, required) !== null
    for (const { column, value, shown } of row.cells) {
      if (value === null) continue
      if (!titled.has(column)) untitled.add(column)
      else if (!isHeading && !samples.has(column)) samples.set(column, excerpt(shown ?? value))
    }
  }
  options.understood?.(
    header.columns.map(({ column, title, field }) => ({
      sheet,
      column: title,
      field: field?.key ?? null,
      sample: samples.get(column) ?? '',
    })),
  )
  for (const { column, title, field, unused } of header.columns) {
    if (field) continue
    const reason =
      unused?.because === 'chosen'
        ? reasons.leftOut(title)
        : unused?.because === 'sameTitle'
          ? reasons.repeatedTitle(title, columnLetters(column))
          : unused?.because === 'sameField'
            ? reasons.duplicateColumn(title, unused.first)
            : reasons.unknownColumn(title)
    tell('note', header.row, title, reason)
  }
  if (untitled.size > 0) {
    const letters = [...untitled].sort((a, b) => a - b).map(columnLetters)
    tell(
      'note',
      header.row,
      null,
      reasons.untitledColumns(`${letters.slice(0, 20).join(', ')}${letters.length > 20 ? ', …' : ''}`),
    )
  }
  const found = new Set(header.columns.map(({ field }) => field?.key))
  for (const field of options.fields) {
    if (field.required && !found.has(field.key) && options.defaults?.[field.key] === undefined) {
      tell('refused', header.row, null, reasons.missingColumn(field.label))
    }
  }
}

interface RowReader {
  read(row: SheetRow): TableRow | null
  end(): void
}

function rowReader(
  sheet: string | null,
  header: Header,
  data: readonly SheetRow[],
  { fields, defaults = {} }: ReadTableOptions,
  tell: Tell,
): RowReader {
  const byColumn = new Map<number, Column>(header.columns.map((column) => [column.column, column]))
  const titleOf = new Map(header.columns.flatMap(({ field, title }) => (field ? [[field.key, title] as const] : [])))
  const orders = dayOrders(header, data)
  const required = fields.filter((field) => field.required)
  const formulas = new Map<string, number>()

  const read = (row: SheetRow): TableRow | null => {
    const why = rowToIgnore(row, header, required)
    if (why === 'empty') return null
    if (why) {
      tell('ignored', row.row, null, reasons[why])
      return null
    }
    const values: Record<string, unknown> = {}
    const extra: Record<string, string> = {}
    const problems: RowProblem[] = []
    const failed = new Set<string>()
    const add = (severity: RowProblem['severity'], column: string | null, reason: RowProblem['reason']) =>
      problems.push({ severity, sheet, row: row.row, column, reason })

    for (const cell of row.cells) {
      const column = byColumn.get(cell.column)
      if (!column) continue
      const { field, title } = column
      if (cell.formula && field && !formulas.has(title)) formulas.set(title, row.row)
      if (!field) {
        const text = tidy(cell.shown ?? String(cell.value ?? cell.error ?? ''))
        if (!column.unused && text !== '') extra[title] = text
        continue
      }
      const one = readValue(field, cell, { title, dayOrder: orders.get(cell.column) ?? null })
      if ('value' in one) values[field.key] = one.value
      else if ('refused' in one) {
        failed.add(field.key)
        add('refused', title, one.refused)
      } else if (one.note) add('note', title, one.note)
    }
    for (const [key, value] of Object.entries(defaults)) {
      if (values[key] === undefined && !failed.has(key) && value !== undefined && value !== null) values[key] = value
    }
    for (const field of required) {
      if (values[field.key] !== undefined || failed.has(field.key)) continue
      const title = titleOf.get(field.key) ?? null
      add('refused', title, title === null ? reasons.missingColumn(field.label) : reasons.missing(title))
    }
    const refused = problems.some(({ severity }) => severity === 'refused')
    return { sheet, row: row.row, values, extra, problems, refused }
  }
  return {
    read,
    end() {
      for (const [title, row] of formulas) tell('note', row, title, reasons.formula(title))
    },
  }
}

/** Per column of dates: which comes first, day or month, where its cells tell. */
function dayOrders(header: Header, data: readonly SheetRow[]): ReadonlyMap<number, DayOrder> {
  const orders = new Map<number, DayOrder>()
  for (const { column, field } of header.columns) {
    if (field?.type !== 'date') continue
    const texts = data.flatMap(({ cells }) => {
      const cell = cells.find((one) => one.column === column)
      return typeof cell?.value === 'string' && !cell.isDate ? [cell.value] : []
    })
    orders.set(column, orderOfColumn(texts))
  }
  return orders
}
