import { useMemo } from 'react'
import type { UnplacedNetwork } from '#contract/network.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { Empty, PageHead, Panel } from '#web/ui/kit.tsx'
import { Answer } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { usePlantName } from '#web/view/plants.ts'
import { useReadPages } from '#web/view/read.ts'
import { useView } from '#web/view/use-view.ts'
import { devicePath } from './device-words.ts'
import { zoneFormPath } from './zone-form-path.ts'

/** Networks whose devices stand on no level until somebody says which zone they are. */
export function Unplaced() {
  const { t, pick } = useText()
  const format = useFormat()
  const plantName = usePlantName()
  const { plant } = useView()
  const pages = useReadPages(doors.unplacedNetworks, { query: { plant, limit: 200 } })
  const total = pages.data?.pages[0]?.total ?? null
  const columns = useMemo<Column<UnplacedNetwork>[]>(
    () => [
      {
        key: 'do',
        nowrap: true,
        title: t('unplaced.do'),
        value: (one) => (zoneFormPath(one, '') === null ? t('unplaced.noAddress') : t('unplaced.name')),
        cell: (one) => {
          const to = zoneFormPath(one, '/network/devices/unplaced')
          return to === null ? (
            <span className="muted">{t('unplaced.noAddress')}</span>
          ) : (
            <AppLink to={to}>{t('unplaced.name')}</AppLink>
          )
        },
      },
      { key: 'network', title: t('unplaced.network'), value: (one) => one.network, nowrap: true },
      { key: 'plant', title: t('matrix.plant'), value: (one) => plantName(one.plant) },
      { key: 'devices', title: t('unplaced.devices'), numeric: true, value: (one) => one.devices },
      { key: 'counted', title: t('unplaced.counted'), numeric: true, value: (one) => one.counted },
      { key: 'told', title: t('unplaced.told'), value: (one) => pick(one.told) },
      {
        key: 'suggestion',
        title: t('unplaced.suggestion'),
        value: (one) =>
          one.suggestion
            ? `L${one.suggestion.level} · ${format.percent(one.suggestion.confidence)}: ${pick(one.suggestion.because)}`
            : null,
      },
      {
        key: 'examples',
        title: t('unplaced.examples'),
        value: (one) => one.examples.join(', '),
        cell: (one) =>
          one.examples.map((id, place) => (
            <span key={id}>
              {place > 0 && ', '}
              <AppLink to={devicePath(one.plant, id)}>{id}</AppLink>
            </span>
          )),
      },
    ],
    [t, pick, format, plantName],
  )
  return (
    <>
      <PageHead
        title={total === null ? t('unplaced.title') : t('unplaced.headline', { count: total })}
        crumbs={[
          <AppLink key="d" to="/network/devices">
            {t('assets.devices')}
          </AppLink>,
          t('unplaced.title'),
        ]}
      >
        {t('unplaced.hint')}
      </PageHead>
      <Panel title={t('unplaced.title')} flush>
        <Answer query={pages}>
          {(known) => {
            const rows = known.pages.flatMap((page) => page.items)
            if (rows.length === 0) return <Empty title={t('unplaced.none')}>{t('unplaced.noneHint')}</Empty>
            return (
              <>
                <DataTable
                  name="networks-without-level"
                  caption={t('unplaced.title')}
                  columns={columns}
                  rows={rows}
                  rowKey={(one) => `${one.plant} ${one.network}`}
                />
                {pages.hasNextPage && (
                  <Button kind="quiet" busy={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
                    {t('ui.more')}
                  </Button>
                )}
              </>
            )
          }}
        </Answer>
      </Panel>
    </>
  )
}
