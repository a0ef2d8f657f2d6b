import writeExcelFile, { type Cell, type Feature, type Image, type Sheet } from 'write-excel-file/node'
import {
  getOrderOfSiblings,
  insertElementMarkupAccordingToOrderOfSiblings,
  sanitizeAttributeValue,
  sanitizeTextContent,
} from 'write-excel-file/utility'
import { columnLetters } from '#core/import/sheet.ts'
import type { ColumnPlan, PlannedValue, SheetPlan } from '#core/import/sheet-plan.ts'

type FileContent = NonNullable<Image['content']>

/** Excel's longest cell. */
const maxCharacters = 32_767
/** Rows below the data that offer the lists and hints as well. */
const roomForRows = 2_000
const header = { fontWeight: 'bold', backgroundColor: '#E6E9ED', wrap: true, alignVertical: 'top' } as const

/**
 * Writes sheets as one .xlsx file: a frozen header, typed columns, lists for choices, hints on the selected cell. Every
 * text is written as text: what begins with `=`, `+`, `-`, `@` or a tab is never a formula.
 */
export async function writeWorkbook(sheets: readonly SheetPlan[]): Promise<Buffer> {
  const lists = listsOf(sheets)
  const written: Sheet<FileContent>[] = sheets.map((sheet) => ({
    sheet: sheet.name,
    data: [
      sheet.columns.map((column): Cell => ({ ...header, type: String, value: text(column.title) })),
      ...sheet.rows.map((row) => sheet.columns.map((column, i) => cellOf(row[i] ?? null, column))),
    ],
    columns: sheet.columns.map((column) => ({ width: widthOf(column, sheet, sheet.columns.indexOf(column)) })),
    stickyRowsCount: 1,
  }))
  if (lists.columns.length > 0) {
    const height = Math.max(...lists.columns.map((options) => options.length))
    const data = Array.from({ length: height }, (_, row) =>
      lists.columns.map(
        (options): Cell => (options[row] === undefined ? null : { type: String, value: text(options[row]) }),
      ),
    )
    written.push({ sheet: lists.name, data })
  }
  return writeExcelFile(written, {
    features: [validations(sheets, lists), hidden(lists.name)],
  }).toBuffer()
}

function cellOf(value: PlannedValue, column: ColumnPlan): Cell {
  if (value === null || value === '') return null
  if (typeof value === 'boolean') return { type: Boolean, value }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return null
    return column.type === 'share' ? { type: Number, value, format: '0.0%' } : { type: Number, value }
  }
  if (column.type === 'date') {
    const date = new Date(`${value}T00:00:00Z`)
    // Excel counts days from 1900 on, and wrongly before March of that year.
    if (/^\d{4}-\d\d-\d\d$/.test(value) && date.getTime() >= Date.UTC(1900, 2, 1)) {
      return { type: Date, value: date, format: 'yyyy-mm-dd' }
    }
  }
  return { type: String, value: text(value), wrap: value.includes('\n') }
}

/** XML cannot hold a carriage return or control characters; Excel writes them as `_x000D_`, and that as `_x005F_x000D_`. */
function text(value: string): string {
  const cut = value.length > maxCharacters ? `${value.slice(0, maxCharacters - 1)}…` : value
  const escaped = cut.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_').replaceAll('\r', '_x000D_')
  // The library keeps its texts as keys of an object and would lose `constructor` or `__proto__`.
  if (!(escaped in {})) return escaped
  return `_x${escaped.charCodeAt(0).toString(16).padStart(4, '0')}_${escaped.slice(1)}`
}

function widthOf(column: ColumnPlan, sheet: SheetPlan, at: number): number {
  const longest = sheet.rows.slice(0, 200).map((row) => wide(String(row[at] ?? '')))
  return Math.max(10, Math.min(60, Math.max(wide(column.title), ...longest) + 2))
}

/** Characters as wide as they are shown: a Japanese one takes two. */
function wide(text: string): number {
  return [...text.slice(0, 100)].reduce((sum, char) => sum + (char > '\u2e7f' ? 2 : 1), 0)
}

interface Lists {
  readonly name: string
  readonly columns: readonly (readonly string[])[]
}

/** Options stand on a hidden sheet: inside a rule they may have 255 characters and no comma. */
function listsOf(sheets: readonly SheetPlan[]): Lists {
  const columns = new Map<string, readonly string[]>()
  for (const { options } of sheets.flatMap((sheet) => sheet.columns)) {
    if (options && options.length > 0) columns.set(JSON.stringify(options), options)
  }
  const taken = new Set(sheets.map(({ name }) => name.toLowerCase()))
  let name = 'Lists'
  while (taken.has(name.toLowerCase())) name += '_'
  return { name, columns: [...columns.values()] }
}

function validations(sheets: readonly SheetPlan[], lists: Lists): Feature<FileContent> {
  return {
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          transform(xml, _options, { sheetIndex }) {
            const sheet = sheets[sheetIndex]
            const rules = sheet?.columns
              .map((column, i) => ruleOf(column, i, sheet, lists))
              .filter((rule) => rule !== '')
            if (!rules || rules.length === 0) return xml
            const markup = `<dataValidations count="${rules.length}">${rules.join('')}</dataValidations>`
            const order = getOrderOfSiblings('xl/worksheets/sheet{id}.xml', 'worksheet') ?? []
            return insertElementMarkupAccordingToOrderOfSiblings(xml, markup, order, 'worksheet')
          },
        },
      },
    },
  }
}

function ruleOf({ title, hint, options }: ColumnPlan, column: number, sheet: SheetPlan, lists: Lists): string {
  if (!hint && !options?.length) return ''
  const letters = columnLetters(column + 1)
  const range = `${letters}2:${letters}${sheet.rows.length + roomForRows}`
  const attribute = (name: string, value: string, max: number) =>
    ` ${name}="${sanitizeAttributeValue([...value].slice(0, max).join('')).replaceAll('\n', ' ')}"`
  const prompt = hint
    ? ` showInputMessage="1"${attribute('promptTitle', title, 32)}${attribute('prompt', hint, 255)}`
    : ''
  if (!options?.length) return `<dataValidation allowBlank="1"${prompt} sqref="${range}"/>`
  const at = columnLetters(lists.columns.findIndex((list) => JSON.stringify(list) === JSON.stringify(options)) + 1)
  const source = `'${lists.name}'!$${at}$1:$${at}$${options.length}`
  // The list offers, it does not forbid: several options may be joined, and other words for them are understood.
  return `<dataValidation type="list" errorStyle="information" allowBlank="1"${prompt} sqref="${range}"><formula1>${sanitizeTextContent(source)}</formula1></dataValidation>`
}

function hidden(name: string): Feature<FileContent> {
  return {
    files: {
      transform: {
        'xl/workbook.xml': {
          transformElementAttributes(tagName, attributes) {
            return tagName === 'sheet' && attributes.name === name ? { ...attributes, state: 'hidden' } : attributes
          },
        },
      },
    },
  }
}
