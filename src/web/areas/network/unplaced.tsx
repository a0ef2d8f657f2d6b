import { useMemo } from 'react'
import type { UnplacedNetwork } from '#contract/network.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Empty, PageHead } from '#web/ui/kit.tsx'
import type { VirtualColumn } from '#web/ui/virtual-table.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { ListPanel } from '#web/view/list-panel.tsx'
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
  const columns = useMemo<VirtualColumn<UnplacedNetwork>[]>(
    () => [
      {
        key: 'do',
        title: t('unplaced.do'),
        width: 130,
        value: (one) => (zoneFormPath(one, '') === null ? t('unplaced.noAddress') : t('unplaced.name')),
        cell: (one) => {
          const to = zoneFormPath(one, '/network/unplaced')
          return to === null ? (
            <span className="muted">{t('unplaced.noAddress')}</span>
          ) : (
            <AppLink to={to}>{t('unplaced.name')}</AppLink>
          )
        },
      },
      { key: 'network', title: t('unplaced.network'), width: 150, value: (one) => one.network },
      { key: 'plant', title: t('matrix.plant'), width: 110, value: (one) => plantName(one.plant) },
      { key: 'devices', title: t('unplaced.devices'), width: 80, numeric: true, value: (one) => one.devices },
      { key: 'counted', title: t('unplaced.counted'), width: 110, numeric: true, value: (one) => one.counted },
      { key: 'told', title: t('unplaced.told'), width: 300, value: (one) => pick(one.told) },
      {
        key: 'suggestion',
        title: t('unplaced.suggestion'),
        width: 220,
        value: (one) =>
          one.suggestion
            ? `L${one.suggestion.level} · ${format.percent(one.suggestion.confidence)}: ${pick(one.suggestion.because)}`
            : null,
      },
      {
        key: 'examples',
        title: t('unplaced.examples'),
        width: 260,
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
      <ListPanel
        title={t('unplaced.title')}
        fileName="networks-without-level"
        pages={pages}
        columns={columns}
        rowKey={(one) => `${one.plant} ${one.network}`}
        empty={<Empty title={t('unplaced.none')}>{t('unplaced.noneHint')}</Empty>}
      />
    </>
  )
}
