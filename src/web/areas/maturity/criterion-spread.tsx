import { useMemo } from 'react'
import type { Explanation } from '#contract/maturity.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { Panel } from '#web/ui/kit.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { usePlantName } from '#web/view/plants.ts'
import { VerdictMark } from './verdict-mark.tsx'

type SpreadRow = Explanation['spread']['plants'][number]

/** The criterion at every plant: who meets it, on what, and who is farthest from it. */
export function Spread({ known, day }: { readonly known: Explanation; readonly day: string }) {
  const { t } = useText()
  const format = useFormat()
  const name = usePlantName()
  const { spread, criterion } = known
  const columns = useMemo<Column<SpreadRow>[]>(
    () => [
      {
        key: 'plant',
        title: t('matrix.plant'),
        value: (one) => name(one.plant),
        cell: (one) => (
          <AppLink to={`/maturity/criteria/${criterion.id}`} view={{ plant: one.plant }}>
            {name(one.plant)}
          </AppLink>
        ),
      },
      {
        key: 'verdict',
        title: t('criterion.verdict'),
        value: (one) => (one.asked ? t(`verdict.${one.verdict}`) : t('verdict.notAsked')),
        cell: (one) => (
          <span className="row">
            <VerdictMark
              day={day}
              verdict={{
                ...one,
                criterion: criterion.id,
                kind: criterion.kind,
                inGrace: false,
                over: criterion.over,
                blockedBy: [],
                because: [],
              }}
            />
            {one.asked ? t(`verdict.${one.verdict}`) : t('verdict.notAsked')}
          </span>
        ),
      },
      {
        key: 'strength',
        title: t('criterion.strength'),
        value: (one) => (one.strength ? t(`strength.${one.strength}`) : null),
      },
      {
        key: 'share',
        title: t('criterion.share'),
        value: (one) => one.share,
        cell: (one) =>
          one.share === null || !one.asked || one.verdict === 'unknown' ? '–' : format.percent(one.share),
        numeric: true,
      },
      {
        key: 'until',
        title: t('criterion.until'),
        value: (one) => one.validUntil,
        cell: (one) => (one.validUntil ? format.day(one.validUntil) : '–'),
      },
    ],
    [t, format, name, criterion, day],
  )
  return (
    <Panel title={t('spread.title')} flush>
      <p style={{ padding: '8px 12px 0' }}>
        {spread.shareMet === null
          ? t('spread.unknown')
          : t('spread.finding', {
              share: format.percent(spread.shareMet),
              weighted: format.percent(spread.shareMetByCriticality ?? spread.shareMet),
            })}{' '}
        {spread.worst && t('spread.worst', { plant: name(spread.worst) })}
      </p>
      <DataTable
        name={`plants-${criterion.id}`}
        caption={t('spread.title')}
        columns={columns}
        rows={spread.plants}
        rowKey={(one) => one.plant}
        isMarked={(one) => one.plant === known.plant}
      />
    </Panel>
  )
}
