import { useCallback, useMemo } from 'react'
import type { ImportDetail, RowProblem } from '#contract/imports.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { CheckField } from '#web/ui/fields.tsx'
import { Panel, Tag } from '#web/ui/kit.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { useReadPages } from '#web/view/read.ts'
import { isTapped, type RowName, unitOf } from './import-words.ts'

export type LeftOut = ReadonlyMap<string, RowName>

export function rowKey(row: RowName): string {
  return `${row.sheet ?? ''}!${row.row}`
}

/** Every row that was not plainly accepted, with its reason; accepted ones among them can be left out. */
export function ProblemsPanel(props: {
  readonly known: ImportDetail
  readonly leftOut: LeftOut
  onLeaveOut: ((rows: LeftOut) => void) | undefined
}) {
  const { t, pick } = useText()
  const format = useFormat()
  const { known, leftOut, onLeaveOut } = props
  const more = useReadPages(
    doors.importProblems,
    { params: { id: known.id }, query: { limit: 500, asOf: null } },
    { enabled: known.problemCount > known.problems.length },
  )
  const rows = more.data ? more.data.pages.flatMap((page) => page.items) : known.problems
  const unit = unitOf(known.kind)
  const tapped = isTapped(known.kind)
  const said = useCallback(
    (severity: RowProblem['severity']) =>
      // A packet counts as read where its ends are known, even if what it carries is not understood.
      t(
        !tapped || severity !== 'refused'
          ? `problems.${severity}`
          : unit === 'packets'
            ? 'problems.notUnderstood'
            : 'problems.faulty',
      ),
    [t, tapped, unit],
  )
  const columns = useMemo<Column<RowProblem>[]>(
    () => [
      {
        key: 'severity',
        title: t('problems.severity'),
        value: (one) => said(one.severity),
        cell: (one) => (
          <Tag {...(one.severity === 'refused' ? { tone: 'wrong' as const } : {})}>{said(one.severity)}</Tag>
        ),
      },
      ...(unit === 'packets'
        ? []
        : [
            {
              key: 'sheet',
              title: t(tapped ? 'problems.file' : 'problems.sheet'),
              value: (one: RowProblem) => one.sheet,
            },
          ]),
      {
        key: 'row',
        title: t(`problems.at.${unit}`),
        value: (one) => one.row,
        numeric: true,
        ...(tapped && known.state === 'committed'
          ? {
              cell: (one: RowProblem) =>
                one.row === null || unit !== 'packets' ? (
                  (one.row ?? '–')
                ) : (
                  <AppLink to={`/evidence/captures/${known.id}/packets/${one.row}`}>{one.row}</AppLink>
                ),
            }
          : {}),
      },
      ...(tapped ? [] : [{ key: 'column', title: t('problems.column'), value: (one: RowProblem) => one.column }]),
      { key: 'reason', title: t('problems.reason'), value: (one) => pick(one.reason) },
      ...(onLeaveOut && !tapped
        ? [
            {
              key: 'leave',
              title: t('problems.leaveOut'),
              value: () => null,
              cell: (one: RowProblem) => {
                // A note on a column stands on its heading, which is no row to leave out.
                const onHeading = known.columns.some((use) => use.field === null && use.column === one.column)
                if (one.severity !== 'note' || one.row === null || onHeading) return ''
                const row = { sheet: one.sheet, row: one.row }
                const key = rowKey(row)
                return (
                  <CheckField
                    label={t('problems.leaveOutRow', { row: one.row })}
                    checked={leftOut.has(key)}
                    onChange={(on) => {
                      const next = new Map(leftOut)
                      if (on) next.set(key, row)
                      else next.delete(key)
                      onLeaveOut(next)
                    }}
                  />
                )
              },
            },
          ]
        : []),
    ],
    [t, pick, leftOut, onLeaveOut, known.columns, known.id, known.state, unit, tapped, said],
  )
  return (
    <Panel
      title={t(tapped ? `problems.title.${unit === 'packets' ? 'packets' : 'lines'}` : 'problems.title', {
        count: format.number(known.problemCount),
      })}
      flush
    >
      <DataTable
        name={`problems-${known.name}`}
        caption={t('problems.caption')}
        columns={columns}
        rows={rows}
        rowKey={(one) => `${one.severity} ${one.sheet} ${one.row} ${one.column} ${one.reason.en}`}
        maxHeight={360}
      />
      {more.hasNextPage && (
        <Button kind="quiet" busy={more.isFetchingNextPage} onClick={() => more.fetchNextPage()}>
          {t('ui.more')}
        </Button>
      )}
    </Panel>
  )
}
