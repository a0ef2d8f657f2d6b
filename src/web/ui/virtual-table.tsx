import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useText } from '#web/i18n/text.tsx'
import type { Column } from './data-table.tsx'
import { ScrollRegion } from './scroll-region.tsx'

export interface VirtualColumn<Row> extends Column<Row> {
  readonly width: number
  /** The server can sort by it. */
  readonly sortable?: boolean
}

/** Rows that a table may have and still be drawn whole. */
const PRINTED = 200
const ROW = 32
/** How far a key walks; infinity is the first or last row that is here. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 12,
  PageUp: -12,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
}

/**
 * A list that arrives page by page from the server, which also sorts it; only the rows in sight are drawn. Where rows have
 * a link, arrow keys walk from one to the next, so that Enter opens it.
 */
export function VirtualTable<Row>(props: {
  readonly name: string
  readonly columns: readonly VirtualColumn<Row>[]
  readonly rows: readonly Row[]
  readonly total: number | null
  rowKey(row: Row): string
  isMarked?(row: Row): boolean
  readonly hasMore: boolean
  readonly loading: boolean
  onMore(): void
  readonly sort?: { readonly key: string; readonly order: 'asc' | 'desc' } | undefined
  onSort?(key: string): void
  readonly height?: number
}) {
  const { t } = useText()
  const scroll = useRef<HTMLElement>(null)
  const { rows, hasMore, loading, onMore } = props
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    // A short table is drawn whole, so that it prints whole.
    overscan: rows.length <= PRINTED ? PRINTED : 12,
    // The last row stands clear of the edge, although the heading covers the first line.
    scrollPaddingEnd: ROW,
  })
  const wanted = useRef<number | null>(null)
  const linkOf = (index: number) => scroll.current?.querySelector<HTMLElement>(`tr[data-row="${index}"] a`)
  useEffect(() => {
    if (wanted.current === null) return
    const link = linkOf(wanted.current)
    if (!link) return
    wanted.current = null
    link.focus({ preventScroll: true })
  })
  const walk = (event: KeyboardEvent<HTMLElement>) => {
    const step = STEPS[event.key]
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const from = (event.target as HTMLElement).closest<HTMLElement>('tr[data-row]')?.dataset.row
    if (!scroll.current?.querySelector('tr[data-row] a')) return
    event.preventDefault()
    const seen = items.find((item) => item.end > (virtual.scrollOffset ?? 0))?.index ?? 0
    const next = from === undefined && Number.isFinite(step) ? seen : Number(from ?? 0) + step
    const index = Math.max(0, Math.min(rows.length - 1, next))
    virtual.scrollToIndex(index)
    const link = linkOf(index)
    if (link) link.focus({ preventScroll: true })
    else wanted.current = index
  }
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? -1
  useEffect(() => {
    if (hasMore && !loading && last >= rows.length - 40) onMore()
  }, [hasMore, loading, last, rows.length, onMore])
  const before = items[0]?.start ?? 0
  const after = items.length > 0 ? virtual.getTotalSize() - (items.at(-1)?.end ?? 0) : 0
  const width = props.columns.reduce((sum, column) => sum + column.width, 0)
  const spacer = (height: number) =>
    height > 0 && (
      <tr className="spacer">
        <td colSpan={props.columns.length} style={{ height }} />
      </tr>
    )
  return (
    <ScrollRegion ref={scroll} label={props.name} style={{ maxHeight: props.height ?? 560 }} onKeyDown={walk}>
      <table className="table fixed" style={{ minWidth: width }} aria-rowcount={props.total ?? -1}>
        <colgroup>
          {props.columns.map((column) => (
            <col key={column.key} style={{ width: column.width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {props.columns.map((column) => {
              const sorted = props.sort?.key === column.key ? props.sort.order : null
              return (
                <th
                  key={column.key}
                  scope="col"
                  className={column.numeric ? 'num' : ''}
                  aria-sort={sorted ? (sorted === 'asc' ? 'ascending' : 'descending') : undefined}
                >
                  {column.sortable && props.onSort ? (
                    <button type="button" onClick={() => props.onSort?.(column.key)}>
                      {column.title}
                      <span aria-hidden="true">{sorted === 'asc' ? '↑' : sorted === 'desc' ? '↓' : ''}</span>
                    </button>
                  ) : (
                    column.title
                  )}
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>
          {spacer(before)}
          {items.map((item) => {
            const row = rows[item.index]!
            return (
              <tr
                key={props.rowKey(row)}
                aria-rowindex={item.index + 2}
                data-row={item.index}
                className={props.isMarked?.(row) ? 'marked' : ''}
              >
                {props.columns.map((column) => {
                  const value = column.value(row)
                  return (
                    <td
                      key={column.key}
                      className={column.numeric ? 'num' : ''}
                      title={value === null ? undefined : String(value)}
                    >
                      {column.cell ? column.cell(row) : value === null || value === '' ? '–' : value}
                    </td>
                  )
                })}
              </tr>
            )
          })}
          {spacer(after)}
        </tbody>
      </table>
      {loading && (
        <div className="small muted" role="status" style={{ padding: 8 }}>
          {t('ui.loading')}
        </div>
      )}
    </ScrollRegion>
  )
}
