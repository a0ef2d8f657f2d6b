import { useCallback, useMemo } from 'react'
import type { Source } from '#contract/evidence.ts'
import { type FreshnessSource, freshnessStrip } from '#core/picture/freshness-strip.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { Figure } from '#web/ui/figure.tsx'
import { Empty, PageHead, Panel } from '#web/ui/kit.tsx'
import { Answer } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { usePlantName } from '#web/view/plants.ts'
import { useRead } from '#web/view/read.ts'
import { useDay } from '#web/view/today.ts'
import { useView } from '#web/view/use-view.ts'
import { kindLabel } from './import-words.ts'

const WEEKS = 78

/**
 * The rows of the strip: each file source for itself, and what was entered by hand as one row for each plant; the table
 * below tells the kinds of record apart.
 */
export function stripRows(
  items: readonly Source[],
  labelOf: (source: Source) => string,
  byHand: (plant: string | null) => string,
): FreshnessSource[] {
  const rows = items
    .filter((one) => one.kind !== 'form')
    .map((one) => ({ key: one.key, label: labelOf(one), weeks: one.weeks }))
  const plants = new Set(items.filter((one) => one.kind === 'form').map((one) => one.plant))
  const hands = [...plants].map((plant) => {
    const weeks = new Map<string, number>()
    for (const one of items) {
      if (one.kind !== 'form' || one.plant !== plant) continue
      for (const { week, count } of one.weeks) weeks.set(week, (weeks.get(week) ?? 0) + count)
    }
    const sorted = [...weeks].map(([week, count]) => ({ week, count })).sort((a, b) => (a.week < b.week ? -1 : 1))
    return { key: `form/${plant ?? '*'}`, label: byHand(plant), weeks: sorted }
  })
  return [...rows, ...hands].sort((a, b) => a.label.localeCompare(b.label))
}

/** What each source brought, week by week: an assessor sees at a glance where nobody looked. */
export function Sources() {
  const { plant } = useView()
  const sources = useRead(doors.sources, { query: { plant, weeks: WEEKS } })
  return <Answer query={sources}>{(known) => <Strip from={known.from} to={known.to} items={known.items} />}</Answer>
}

function Strip({ from, to, items }: { readonly from: string; readonly to: string; readonly items: readonly Source[] }) {
  const text = useText()
  const { t, pick } = text
  const format = useFormat()
  const name = usePlantName()
  const day = useDay()
  const labelOf = useMemo(
    () => (one: Source) => {
      const what = one.kind === 'form' ? pick(one.label) : kindLabel(one.kind, text)
      return one.plant ? `${name(one.plant)} · ${what}` : what
    },
    [pick, text, name],
  )
  const draw = useCallback(
    (width: number) =>
      freshnessStrip(
        {
          from,
          to,
          sources: stripRows(
            items,
            labelOf,
            (plant) => `${plant ? name(plant) : t('matrix.enterprise')} · ${t('sources.byHand')}`,
          ),
          words: {
            source: t('sources.source'),
            last: t('sources.last'),
            weeks: t('sources.weeks'),
            monthOf: format.month,
            told: (label, week, count) => t('sources.told', { label, week: format.day(week), count }),
          },
        },
        width,
      ),
    [from, to, items, t, format, labelOf, name],
  )
  const columns = useMemo<Column<Source>[]>(
    () => [
      { key: 'label', title: t('sources.source'), value: labelOf },
      {
        key: 'file',
        title: t('sources.newest'),
        value: (one) => (one.kind === 'form' ? t('sources.byHand') : pick(one.label)),
      },
      {
        key: 'first',
        title: t('sources.first'),
        value: (one) => one.first,
        cell: (one) => format.day(one.first),
        nowrap: true,
      },
      {
        key: 'last',
        title: t('sources.last'),
        value: (one) => one.last,
        cell: (one) => `${format.day(one.last)} (${format.away(one.last, day)})`,
        nowrap: true,
      },
      { key: 'weeks', title: t('sources.weeks'), value: (one) => one.weeks.length, numeric: true },
    ],
    [t, pick, format, labelOf, day],
  )
  if (items.length === 0) {
    return (
      <Empty
        title={t('sources.empty')}
        action={
          <AppLink to="/evidence" className="btn">
            {t('evidence.bring')}
          </AppLink>
        }
      >
        {t('sources.emptyHint')}
      </Empty>
    )
  }
  const oldest = items.reduce((worst, one) => (one.last < worst.last ? one : worst))
  const finding = t('sources.finding', {
    count: items.length,
    label: labelOf(oldest),
    away: format.away(oldest.last, day),
  })
  return (
    <>
      <PageHead title={t('sources.headline')}>{finding}</PageHead>
      <Figure title={t('sources.title')} finding={finding} draw={draw} name="sources" />
      <Panel title={t('sources.list')} flush>
        <DataTable
          name="sources"
          caption={t('sources.list')}
          columns={columns}
          rows={items}
          rowKey={(one) => one.key}
        />
      </Panel>
    </>
  )
}
