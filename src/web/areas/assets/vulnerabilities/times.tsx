import { useMemo } from 'react'
import type { z } from 'zod'
import type { getVulnerabilityTimes } from '#contract/vulnerabilities.ts'
import { doors } from '#web/api/doors.ts'
import { useText } from '#web/i18n/text.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { Panel } from '#web/ui/kit.tsx'
import { useRead } from '#web/view/read.ts'

type Row = z.infer<typeof getVulnerabilityTimes.response>['items'][number]
type Spread = Row['decide']

/** How long it took to decide, to patch and to compensate; with how many there were, for two are no statistics. */
export function Times({ plant }: { readonly plant: string | null }) {
  const { t } = useText()
  const times = useRead(doors.vulnerabilityTimes, { query: { plant } }, { keep: true }).data?.items ?? []
  const columns = useMemo<Column<Row>[]>(() => {
    const spread = (key: 'decide' | 'patch' | 'compensate'): Column<Row> => ({
      key,
      title: t(`vulnerability.time.${key}`),
      value: (one) => one[key].median,
      cell: (one) => spreadWords(one[key]),
      numeric: true,
    })
    const spreadWords = ({ n, median, p90 }: Spread) =>
      n === 0 ? '–' : t('vulnerability.time.days', { median: median ?? 0, p90: p90 ?? 0, n })
    return [
      {
        key: 'severity',
        title: t('vulnerability.severity'),
        value: (one) => t(`vulnerability.severity.${one.severity}`),
      },
      { key: 'limit', title: t('vulnerability.time.limit'), value: (one) => one.limit, numeric: true },
      spread('decide'),
      spread('patch'),
      spread('compensate'),
      { key: 'open', title: t('vulnerability.state.open'), value: (one) => one.open, numeric: true },
      { key: 'overdue', title: t('vulnerability.state.overdue'), value: (one) => one.overdue, numeric: true },
    ]
  }, [t])
  if (times.length === 0) return null
  return (
    <Panel title={t('vulnerability.times')} flush>
      <DataTable
        name="vulnerability-times"
        caption={t('vulnerability.times')}
        columns={columns}
        rows={times}
        rowKey={(one) => one.severity}
      />
    </Panel>
  )
}
