import {
  createSortedRowModel,
  type RowData,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { type ReactNode, useMemo, useState } from 'react'
import { useText } from '#web/i18n/text.tsx'
import { Button } from './button.tsx'
import { saveCsv } from './export.ts'
import { ScrollRegion } from './scroll-region.tsx'

export interface Column<Row> {
  readonly key: string
  readonly title: string
  /** What is sorted and exported. */
  value(row: Row): string | number | null
  /** What is shown, where it is more than the value. */
  cell?(row: Row): ReactNode
  readonly numeric?: boolean
  readonly nowrap?: boolean
}

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() })

/** Sorts text as people do ("PLC-2" before "PLC-10"), empty cells last in either direction. */
export function compareCells(a: string | number | null, b: string | number | null): number {
  if (a === b) return 0
  if (a === null || a === '') return 1
  if (b === null || b === '') return -1
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a).localeCompare(String(b), undefined, { numeric: true })
}

/** A list that is here as a whole: sorts by its headings and leaves as CSV. */
export function DataTable<Row extends RowData>(props: {
  readonly name: string
  readonly caption?: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  rowKey(row: Row): string
  isMarked?(row: Row): boolean
  readonly maxHeight?: number
  readonly tools?: ReactNode
  readonly bare?: boolean
}) {
  const { t } = useText()
  const [sorting, setSorting] = useState<SortingState>([])
  const columns = useMemo(
    () =>
      props.columns.map((column) => ({
        id: column.key,
        accessorFn: (row: Row) => column.value(row),
        sortFn: (a: { original: Row }, b: { original: Row }) =>
          compareCells(column.value(a.original), column.value(b.original)),
      })),
    [props.columns],
  )
  const table = useTable({
    features,
    columns,
    data: props.rows as Row[],
    state: { sorting },
    onSortingChange: setSorting,
  })
  const rows = table.getRowModel().rows
  const save = () =>
    saveCsv(props.name, [
      props.columns.map((column) => column.title),
      ...rows.map((row) => props.columns.map((column) => column.value(row.original))),
    ])
  return (
    <div className="data-table">
      {!props.bare && (
        <div className="row spread no-print table-tools">
          <div className="row">{props.tools}</div>
          <Button kind="quiet" onClick={save}>
            {t('ui.export')}
          </Button>
        </div>
      )}
      <ScrollRegion label={props.caption ?? props.name} style={{ maxHeight: props.maxHeight }}>
        <table className="table">
          <thead>
            <tr>
              {props.columns.map((column) => {
                const handle = table.getColumn(column.key)
                const sorted = handle?.getIsSorted() ?? false
                return (
                  <th
                    key={column.key}
                    scope="col"
                    className={column.numeric ? 'num' : ''}
                    aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : undefined}
                  >
                    <button type="button" onClick={() => handle?.toggleSorting()}>
                      {column.title}
                      <span aria-hidden="true">{sorted === 'asc' ? '↑' : sorted === 'desc' ? '↓' : ''}</span>
                    </button>
                  </th>
                )
              })}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={props.rowKey(row.original)} className={props.isMarked?.(row.original) ? 'marked' : ''}>
                {props.columns.map((column) => (
                  <td key={column.key} className={`${column.numeric ? 'num' : ''} ${column.nowrap ? 'nowrap' : ''}`}>
                    {column.cell ? column.cell(row.original) : (column.value(row.original) ?? '–')}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </div>
  )
}
