import type { Cell, SheetRow } from '#core/import/sheet.ts'
import type { Fault } from '../faults.ts'
import { columnNumber, type Merge } from './merges.ts'
import { dateOfSerial, timeOfSerial } from './serial.ts'
import { maxCellCharacters, unescapeText } from './strings.ts'
import type { NumberShape } from './styles.ts'
import { parseXml, stop, type XmlListener } from './xml.ts'

/** Excel's own limits. */
const maxColumn = 16_384
const maxRow = 1_048_576
const maxFaults = 1_000

export interface RowContext {
  readonly sheet: string
  readonly strings: readonly string[]
  readonly shapes: readonly NumberShape[]
  readonly date1904: boolean
  readonly merges: readonly Merge[]
  fault(fault: Fault): void
}

/** Reads `xl/worksheets/sheetN.xml` row by row. Rows without content are left out; what cannot be read is a fault. */
export async function* readRows(chunks: AsyncIterable<Uint8Array>, context: RowContext): AsyncGenerator<SheetRow> {
  const ready: SheetRow[] = []
  const steps = parseXml(
    chunks,
    rowListener(context, (row) => ready.push(row)),
  )
  try {
    for (;;) {
      const step = await steps.next()
      yield* ready
      ready.length = 0
      if (!step.done) continue
      if (step.value !== null) context.fault({ sheet: context.sheet, reason: step.value })
      return
    }
  } finally {
    // Whoever takes only the first rows leaves the stream behind closed.
    await steps.return(null)
  }
}

function rowListener(context: RowContext, emit: (row: SheetRow) => void): XmlListener {
  const { sheet } = context
  const cellValue = cellReader(context)
  const fill = mergeFiller(context.merges, () =>
    context.fault({ sheet, reason: 'too many merged cells: from some row on their values are no longer repeated' }),
  )
  let faults = 0
  const fault = (row: number, reason: string) => {
    faults += 1
    if (faults <= maxFaults) context.fault({ sheet, row, reason })
  }
  let row = 0
  let column = 0
  let cells: Cell[] = []
  let ascending = true
  let inData = false
  let type = ''
  let style = 0
  let formula = false
  let text = ''
  let taking = false
  let phonetic = false
  let usable = false

  return {
    open(name, attributes) {
      if (name === 'c' && inData) {
        const before = column
        column = attributes.r ? columnNumber(attributes.r) : column + 1
        usable = column >= 1 && column <= maxColumn
        if (!usable) fault(row, `a cell outside the columns A to XFD: ${String(attributes.r).slice(0, 20)}`)
        if (column <= before) ascending = false
        type = attributes.t ?? 'n'
        style = attributes.s ? Number(attributes.s) : 0
        formula = false
        text = ''
      } else if (name === 'v') taking = true
      else if (name === 'f') formula = true
      else if (name === 'rPh') phonetic = true
      else if (name === 't') taking = !phonetic
      else if (name === 'row' && inData) {
        row = attributes.r ? Number(attributes.r) : row + 1
        if (!Number.isInteger(row) || row < 1 || row > maxRow) stop(`a row number that no sheet has: ${attributes.r}`)
        column = 0
        cells = []
        ascending = true
      } else if (name === 'sheetData') inData = true
    },
    text(part) {
      if (taking && text.length <= maxCellCharacters) text += part
    },
    close(name) {
      if (name === 'v' || name === 't') taking = false
      else if (name === 'rPh') phonetic = false
      else if (name === 'c' && inData) {
        if (text.length > maxCellCharacters) fault(row, `a text of more than ${maxCellCharacters} characters is cut`)
        const cell = usable ? cellValue(column, type, style, formula, text) : null
        if (cell) cells.push(cell)
      } else if (name === 'row' && inData) {
        if (!ascending) cells = sorted(cells)
        const filled = fill(row, cells)
        if (filled.length > 0) emit({ sheet, row, cells: filled })
        cells = []
      } else if (name === 'sheetData') inData = false
    },
  }
}

function sorted(cells: readonly Cell[]): Cell[] {
  return [...new Map(cells.map((cell) => [cell.column, cell])).values()].sort((a, b) => a.column - b.column)
}

type CellReader = (column: number, type: string, style: number, formula: boolean, text: string) => Cell | null

function cellReader({ strings, shapes, date1904 }: RowContext): CellReader {
  const plain = (column: number, formula: boolean, value: Cell['value'], error: string | null = null): Cell | null =>
    value === null && error === null ? null : { column, value, isDate: false, formula, error }

  return (column, type, style, formula, text) => {
    switch (type) {
      case 's': {
        const found = text === '' ? undefined : strings[Number(text)]
        return found === undefined
          ? plain(column, formula, null, text === '' ? null : 'a text that the workbook does not hold')
          : plain(column, formula, found === '' ? null : found)
      }
      case 'inlineStr':
      case 'str':
        if (text === '' && formula) return null
        return plain(column, formula, text === '' ? null : unescapeText(text))
      case 'b':
        return plain(column, formula, text === '' ? null : text === '1' || text === 'true')
      case 'e':
        return plain(column, formula, null, text.slice(0, 40) || '#N/A')
      case 'd':
        return text === '' ? null : { column, value: text.slice(0, 40), isDate: true, formula, error: null }
      default:
        return numberCell(column, formula, text, shapes[style] ?? { kind: 'number' }, date1904)
    }
  }
}

function numberCell(
  column: number,
  formula: boolean,
  text: string,
  shape: NumberShape,
  date1904: boolean,
): Cell | null {
  if (text === '') return formula ? { column, value: null, isDate: false, formula, error: 'no stored result' } : null
  const value = Number(text)
  if (!Number.isFinite(value)) {
    return { column, value: text.slice(0, 40), isDate: false, formula, error: 'not a number' }
  }
  if (shape.kind === 'date') {
    const day = dateOfSerial(value, date1904)
    if (day === null) return { column, value, isDate: true, formula, error: 'not a date that Excel can show' }
    return { column, value: day, isDate: true, formula, error: null }
  }
  if (shape.kind === 'time') {
    // A date with a time that is formatted to show the time only stays a date.
    const shown = value >= 367 ? dateOfSerial(value, date1904) : timeOfSerial(value)
    if (shown !== null) return { column, value: shown, isDate: value >= 367, formula, error: null }
  }
  if (date1904 && shape.kind === 'number') return { column, value, isDate: false, formula, error: null, date1904 }
  if (shape.kind === 'digits' && value >= 0 && value < 1e15) {
    const shown = value
      .toFixed(Math.min(shape.decimals, 20))
      .padStart(Math.min(shape.whole, 40) + (shape.decimals > 0 ? Math.min(shape.decimals, 20) + 1 : 0), '0')
    if (shown !== String(value)) return { column, value, isDate: false, formula, error: null, shown }
  }
  return { column, value, isDate: false, formula, error: null }
}

/** Looked-at cells of merged ranges in one sheet: far more than any real one has, so that overlapping ranges end. */
const maxMergeWork = 50_000_000

/** Repeats the first cell of each merged range over the range, in the rows that the sheet holds. */
function mergeFiller(merges: readonly Merge[], tired: () => void): (row: number, cells: Cell[]) => Cell[] {
  let work = 0
  const waiting = [...merges].sort((a, b) => b.fromRow - a.fromRow)
  let active: { merge: Merge; first: Cell; firstRow: number }[] = []
  return (row, cells) => {
    while (waiting.length > 0 && waiting.at(-1)!.fromRow <= row) {
      const merge = waiting.pop()!
      if (merge.toRow < row) continue
      const first = merge.fromRow === row ? (cells.find((cell) => cell.column === merge.fromColumn) ?? null) : null
      if (first) active.push({ merge, first, firstRow: row })
    }
    if (active.length === 0) return cells
    active = active.filter(({ merge }) => merge.toRow >= row)
    const byColumn = new Map(cells.map((cell) => [cell.column, cell]))
    for (const { merge, first, firstRow } of active) {
      work += merge.toColumn - merge.fromColumn + 1
      if (work > maxMergeWork) {
        active = []
        waiting.length = 0
        tired()
        break
      }
      for (let column = merge.fromColumn; column <= merge.toColumn; column++) {
        if (byColumn.has(column)) continue
        byColumn.set(column, { ...first, column, merged: firstRow === row ? 'across' : 'down' })
      }
    }
    return [...byColumn.values()].sort((a, b) => a.column - b.column)
  }
}
