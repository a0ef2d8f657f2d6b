import { type KeyboardEvent, memo, type ReactNode, useCallback, useRef, useState } from 'react'
import { Link } from 'react-router'

export interface GridColumn {
  readonly key: string
  readonly title: string
  readonly head?: ReactNode
}

export interface GridCell {
  /** Said to those who do not see it: column, row, what it holds. */
  readonly label: string
  readonly content: ReactNode
  readonly className?: string
  /** A cell either leads somewhere or opens something below its row. */
  readonly to?: string
  readonly expanded?: boolean
  onOpen?(): void
}

export interface GridRow {
  readonly key: string
  readonly head: ReactNode
  readonly cells: readonly GridCell[]
  /** Shown under the row while one of its cells is open. */
  readonly detail?: ReactNode
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
}

/** Where the keyboard goes from a cell; null where the key is none of the grid's. */
export function nextCell(
  key: string,
  control: boolean,
  [row, column]: readonly [number, number],
  rows: number,
  columns: number,
): readonly [number, number] | null {
  const step = STEPS[key]
  if (step) {
    return [Math.min(rows - 1, Math.max(0, row + step[0])), Math.min(columns - 1, Math.max(0, column + step[1]))]
  }
  if (key === 'Home') return [control ? 0 : row, 0]
  if (key === 'End') return [control ? rows - 1 : row, columns - 1]
  return null
}

interface RowProps {
  readonly row: GridRow
  readonly columns: readonly GridColumn[]
  readonly y: number
  /** The column of the tab stop where it is in this row; -1 otherwise. */
  readonly stop: number
  onFocus(at: readonly [number, number]): void
  onMove(event: KeyboardEvent, from: readonly [number, number]): void
}

/** Apart and remembered, so that an arrow key draws two rows anew and not the whole table. */
const Row = memo(function Row({ row, columns, y, stop, onFocus, onMove }: RowProps) {
  return (
    <tbody>
      <tr>
        <th scope="row">{row.head}</th>
        {row.cells.map((cell, x) => {
          const target = {
            className: `grid-target ${cell.className ?? ''}`,
            title: cell.label,
            'data-cell': `${y}-${x}`,
            tabIndex: x === stop ? 0 : -1,
            onFocus: () => onFocus([y, x]),
            onKeyDown: (event: KeyboardEvent) => onMove(event, [y, x]),
          }
          // What is seen comes first in what is said, so that it can be spoken to (WCAG 2.5.3).
          const inside = (
            <>
              {cell.content}
              <span className="visually-hidden"> {cell.label}</span>
            </>
          )
          return (
            <td key={columns[x]?.key ?? x}>
              {cell.to ? (
                <Link to={cell.to} {...target}>
                  {inside}
                </Link>
              ) : (
                <button type="button" {...target} aria-expanded={cell.expanded ?? false} onClick={cell.onOpen}>
                  {inside}
                </button>
              )}
            </td>
          )
        })}
      </tr>
      {row.detail && (
        <tr className="detail">
          <td colSpan={columns.length + 1}>{row.detail}</td>
        </tr>
      )}
    </tbody>
  )
})

/** A table of cells with one tab stop: arrow keys move, Enter opens. A real HTML table, so that it prints and is read. */
export function Grid(props: {
  readonly label: string
  readonly corner: ReactNode
  readonly columns: readonly GridColumn[]
  readonly rows: readonly GridRow[]
}) {
  const table = useRef<HTMLTableElement>(null)
  const [[atRow, atColumn], setAt] = useState<readonly [number, number]>([0, 0])
  const [height, width] = [props.rows.length, props.columns.length]
  const stopRow = Math.min(atRow, Math.max(0, height - 1))
  const stopColumn = Math.min(atColumn, Math.max(0, width - 1))

  const onMove = useCallback(
    (event: KeyboardEvent, from: readonly [number, number]) => {
      const to = nextCell(event.key, event.ctrlKey || event.metaKey, from, height, width)
      if (!to) return
      event.preventDefault()
      setAt(to)
      table.current?.querySelector<HTMLElement>(`[data-cell="${to[0]}-${to[1]}"]`)?.focus()
    },
    [height, width],
  )

  return (
    <div className="table-scroll">
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the grid pattern of ARIA on a real table */}
      <table ref={table} className="grid" role="grid" aria-label={props.label}>
        <thead>
          <tr>
            <th scope="col">{props.corner}</th>
            {props.columns.map((one) => (
              <th key={one.key} scope="col" title={one.title}>
                {one.head ?? one.title}
              </th>
            ))}
          </tr>
        </thead>
        {props.rows.map((one, y) => (
          <Row
            key={one.key}
            row={one}
            columns={props.columns}
            y={y}
            stop={y === stopRow ? stopColumn : -1}
            onFocus={setAt}
            onMove={onMove}
          />
        ))}
      </table>
    </div>
  )
}
