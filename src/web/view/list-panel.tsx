import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { type ReactNode, useCallback, useMemo } from 'react'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { saveCsv } from '#web/ui/export.ts'
import { Panel } from '#web/ui/kit.tsx'
import { type VirtualColumn, VirtualTable } from '#web/ui/virtual-table.tsx'
import { Answer } from './answer.tsx'

interface ListPage<Row> {
  readonly items: readonly Row[]
  readonly total: number | null
}

/**
 * A list that arrives page by page, in its panel: how many there are, its export, its rows, and what to bring where there
 * are none. Exports come from the server where it has a door for them; else the rows that are here are saved.
 */
export function ListPanel<Row>(props: {
  readonly title: string
  /** Of the saved file, where no download is given. */
  readonly fileName: string
  readonly pages: UseInfiniteQueryResult<InfiniteData<ListPage<Row>, string | null>, Error>
  readonly columns: readonly VirtualColumn<Row>[]
  rowKey(row: Row): string
  isMarked?(row: Row): boolean
  readonly sort?: { readonly key: string; readonly order: 'asc' | 'desc' }
  onSort?(key: string): void
  /** The address of all that the filter lets through, as a file. */
  download?(kind: 'xlsx' | 'csv'): string
  /** Beside the title, before the exports. */
  readonly tools?: ReactNode
  /** Shown instead of the table where there is no row. */
  readonly empty: ReactNode
  readonly height?: number
}) {
  const { t } = useText()
  const { pages, columns } = props
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data])
  const total = pages.data?.pages[0]?.total ?? null
  const { isFetchingNextPage, fetchNextPage } = pages
  const onMore = useCallback(() => {
    if (!isFetchingNextPage) fetchNextPage()
  }, [isFetchingNextPage, fetchNextPage])
  const save = () =>
    saveCsv(props.fileName, [
      columns.map((one) => one.title),
      ...rows.map((row) => columns.map((one) => one.value(row))),
    ])
  const side = (
    <div className="row no-print">
      {total !== null && rows.length > 0 && (
        <span className="muted" role="status">
          {t('ui.rows', { count: total })}
        </span>
      )}
      {props.tools}
      {props.download ? (
        <>
          <a className="btn quiet" download href={props.download('xlsx')}>
            {t('ui.exportExcel')}
          </a>
          <a className="btn quiet" download href={props.download('csv')}>
            {t('ui.export')}
          </a>
        </>
      ) : (
        <Button kind="quiet" disabled={rows.length === 0} onClick={save}>
          {t('ui.export')}
        </Button>
      )}
    </div>
  )
  return (
    <Panel title={props.title} flush side={side}>
      <Answer query={pages}>
        {() =>
          rows.length === 0 ? (
            props.empty
          ) : (
            <VirtualTable
              name={props.title}
              columns={columns}
              rows={rows}
              total={total}
              rowKey={props.rowKey}
              {...(props.isMarked ? { isMarked: props.isMarked } : {})}
              hasMore={pages.hasNextPage}
              loading={isFetchingNextPage}
              onMore={onMore}
              sort={props.sort}
              {...(props.onSort ? { onSort: props.onSort } : {})}
              {...(props.height === undefined ? {} : { height: props.height })}
            />
          )
        }
      </Answer>
    </Panel>
  )
}
