import { useMemo } from 'react'
import type { ChangeDecision, ChangeDetail } from '#contract/changes.ts'
import { titleOf } from '#core/capture/protocol-kinds.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { Panel, Tag } from '#web/ui/kit.tsx'
import { AppLink } from '#web/view/app-link.tsx'

type Called = ChangeDetail['functions'][number]
type Near = ChangeDetail['approvals'][number]

/** Each function that was called, with its first packet. */
export function ChangeFunctions({ change }: { readonly change: ChangeDetail }) {
  const { t } = useText()
  const format = useFormat()
  const columns = useMemo<Column<Called>[]>(
    () => [
      { key: 'name', title: t('relations.functions'), value: (one) => one.name },
      { key: 'deed', title: t('changes.kind'), value: (one) => t(`changes.deed.${one.deed}`) },
      {
        key: 'protocol',
        title: t('conversation.protocol'),
        value: (one) => (one.protocol === null ? null : titleOf(one.protocol)),
      },
      { key: 'count', title: t('changes.count'), value: (one) => one.count, numeric: true },
      {
        key: 'packet',
        title: t('changes.witness'),
        value: (one) => one.packet,
        cell: (one) =>
          one.packet === null ? (
            '–'
          ) : (
            <AppLink to={`/evidence/captures/${encodeURIComponent(one.capture)}/packets/${one.packet}`}>
              {t('changes.packet', { number: format.number(one.packet) })}
            </AppLink>
          ),
      },
    ],
    [t, format],
  )
  if (change.functions.length === 0) return null
  return (
    <Panel title={t('changes.functions')} flush>
      <DataTable
        name={`change-functions-${change.id}`}
        caption={t('changes.functions')}
        columns={columns}
        rows={change.functions}
        rowKey={(one) => `${one.protocol} ${one.name}`}
      />
    </Panel>
  )
}

/** Approvals that a person would look through, and the way to record one. */
export function ChangeApprovals({ change }: { readonly change: ChangeDetail }) {
  const { t } = useText()
  const format = useFormat()
  const columns = useMemo<Column<Near>[]>(
    () => [
      {
        key: 'order',
        title: t('changes.workOrder'),
        value: (one) => one.workOrder,
        cell: (one) => (
          <AppLink to={`/evidence/records/${encodeURIComponent(one.record)}`}>{one.workOrder ?? one.record}</AppLink>
        ),
      },
      { key: 'work', title: t('changes.approval'), value: (one) => one.work || null },
      { key: 'by', title: t('changes.approvedBy'), value: (one) => one.approvedBy },
      {
        key: 'window',
        title: t('changes.window'),
        value: (one) =>
          one.windows === null
            ? t('changes.windowUnreadable')
            : one.windows.map(({ from, to }) => `${format.instant(from)} – ${format.instant(to)}`).join('; '),
      },
      { key: 'covers', title: t('changes.covers'), value: (one) => one.covers.join(', ') || null },
      {
        key: 'names',
        title: t('changes.names'),
        value: (one) => (one.coversTarget && one.coversKind ? t('value.yes') : t('value.no')),
        cell: (one) =>
          one.coversTarget && one.coversKind ? (
            <Tag>{t('value.yes')}</Tag>
          ) : (
            <span className="muted">{t('value.no')}</span>
          ),
      },
    ],
    [t, format],
  )
  const asked = new URLSearchParams({
    for: change.plant,
    'with.assets': change.target.asset ?? change.target.device ?? change.target.address,
    back: `/network/changes/${change.id}`,
  })
  const add = (
    <AppLink to={`/evidence/records/new/change-approval?${asked}`} className="btn quiet">
      {t('changes.newApproval')}
    </AppLink>
  )
  const isEmpty = change.approvals.length === 0
  return (
    <Panel title={t('changes.approvals')} flush={!isEmpty} side={isEmpty && add}>
      {isEmpty ? (
        <p className="muted">{t('changes.approvalsNone')}</p>
      ) : (
        <DataTable
          name={`change-approvals-${change.id}`}
          caption={t('changes.approvalsHint')}
          columns={columns}
          tools={add}
          rows={change.approvals}
          rowKey={(one) => one.record}
        />
      )}
    </Panel>
  )
}

/** What people decided, those taken back as well. */
export function ChangeDecisions(props: { readonly change: ChangeDetail; onUndo(decision: ChangeDecision): void }) {
  const { t } = useText()
  const format = useFormat()
  const { change, onUndo } = props
  const columns = useMemo<Column<ChangeDecision>[]>(
    () => [
      {
        key: 'at',
        title: t('records.date'),
        value: (one) => one.at,
        cell: (one) => format.instant(one.at),
        nowrap: true,
      },
      {
        key: 'kind',
        title: t('decide.what'),
        value: (one) => t(`changes.decide.${one.kind}`),
        cell: (one) => (
          <>
            {t(`changes.decide.${one.kind}`)}
            {one.through && (
              <span className="muted">
                {' '}
                · {t('changes.decide.through')} {format.day(one.through)}
              </span>
            )}
            {one.record && (
              <>
                {' '}
                <AppLink to={`/evidence/records/${encodeURIComponent(one.record)}`}>{t('ref.record')}</AppLink>
              </>
            )}
          </>
        ),
      },
      { key: 'reason', title: t('record.reason'), value: (one) => one.reason },
      { key: 'by', title: t('records.by'), value: (one) => one.by },
      {
        key: 'undone',
        title: t('decide.undone'),
        value: (one) => one.undone?.at ?? null,
        cell: (one) =>
          one.undone ? (
            <span className="muted">
              {format.instant(one.undone.at)} · {one.undone.by ?? '–'} · {one.undone.reason}
            </span>
          ) : (
            <Button onClick={() => onUndo(one)}>{t('decide.undo')}</Button>
          ),
      },
    ],
    [t, format, onUndo],
  )
  if (change.decisions.length === 0) return null
  return (
    <Panel title={t('changes.decisions')} flush>
      <DataTable
        name={`change-decisions-${change.id}`}
        caption={t('changes.decisions')}
        columns={columns}
        rows={change.decisions}
        rowKey={(one) => one.id}
      />
    </Panel>
  )
}
