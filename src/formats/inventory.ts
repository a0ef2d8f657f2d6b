/** One file of an inventory, read into what its form gives. */
export type InventoryDocument =
  | { readonly name: string; readonly form: 'json'; readonly value: unknown }
  | { readonly name: string; readonly form: 'xml'; readonly root: XmlElement }
  | { readonly name: string; readonly form: 'table'; readonly rows: readonly TableEntry[] }

/** A row of a table, by the titles of its columns in their order. */
export interface TableEntry {
  /** As the spreadsheet shows it. */
  readonly row: number
  readonly cells: ReadonlyMap<string, string>
}

export interface XmlElement {
  /** Without its namespace prefix. */
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
  readonly text: string
}

/** A thing that the inventory lists, cell by cell: under the name that the inventory gives it, and the registry's field. */
export interface InventoryItem {
  /** Which file, where the inventory has several. */
  readonly part: string | null
  /** 1-based: of a table the row that the spreadsheet shows, else the number of the entry in its file. */
  readonly row: number
  readonly cells: readonly InventoryCell[]
  /** What is to be told of it: `missing`, `template`, … */
  readonly findings: readonly string[]
}

export interface InventoryCell {
  readonly column: string
  /** Key of the registry's field; null: kept under its own name. */
  readonly field: string | null
  readonly value: string
}

export interface Inventory {
  readonly items: readonly InventoryItem[]
  /** Entries left out, and why. */
  readonly ignored: readonly InventoryFault[]
  readonly faults: readonly InventoryFault[]
  /** It adds to things that it does not list: what is missing in it is missing nowhere. */
  readonly isPartial?: boolean
}

export interface InventoryFault {
  readonly part: string | null
  readonly row: number | null
  readonly reason: string
}

export const mostItems = 200_000
const longestCell = 4000
const mostCells = 200

/** Collects the cells of one thing; what has no value is left out, and of two values for one field the first counts. */
export interface CellList {
  add(column: string, field: string | null, value: string | number | boolean | null | undefined): void
  list(): readonly InventoryCell[]
  /** What a field was given; null where it was not. */
  valueOf(field: string): string | null
}

export function createCells(): CellList {
  const cells: { column: string; field: string | null; value: string }[] = []
  const columns = new Set<string>()
  return {
    add(column, field, value) {
      if (value === null || value === undefined || cells.length >= mostCells || columns.has(column)) return
      const text = String(value).toWellFormed().trim().slice(0, longestCell)
      if (text === '') return
      columns.add(column)
      const isTaken = field !== null && cells.some((cell) => cell.field === field)
      cells.push({ column, field: isTaken ? null : field, value: text })
    },
    list: () => cells,
    valueOf: (field) => cells.find((cell) => cell.field === field)?.value ?? null,
  }
}
