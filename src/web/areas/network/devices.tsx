import { useMemo } from 'react'
import { addressOf } from '#web/api/client.ts'
import { doors } from '#web/api/doors.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { ColumnChooser } from '#web/ui/column-chooser.tsx'
import { Empty, Notice, PageHead } from '#web/ui/kit.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { ListPanel } from '#web/view/list-panel.tsx'
import { useRead, useReadPages } from '#web/view/read.ts'
import { useColumns } from '#web/view/use-columns.ts'
import { useQueryWord, useView } from '#web/view/use-view.ts'
import { deviceColumnKeys, firstDeviceColumns, useDeviceColumns } from './device-columns.tsx'
import { DeviceFilters, useDeviceFilters } from './device-filters.tsx'
import { HowToLook } from './how-to-look.tsx'

/** Devices as the wire knows them, however many: the server searches, filters, sorts and counts. */
export function Devices() {
  const { t, language } = useText()
  const { plant, asOf } = useView()
  const filters = useDeviceFilters()
  const [sorted, setSorted] = useQueryWord('sort')
  const [sort, order] = (sorted || 'id.asc').split('.') as [string, 'asc' | 'desc']
  const asked = { plant, ...filters.values, sort, order }
  const pages = useReadPages(doors.devices, { query: { ...asked, limit: 200 } })
  const all = useDeviceColumns()
  const { chosen, choose, reset } = useColumns(
    'devices',
    deviceColumnKeys,
    firstDeviceColumns[plant === null ? 'all' : 'plant'],
  )
  const columns = useMemo(() => all.filter((one) => one.key === 'id' || chosen.includes(one.key)), [all, chosen])
  const first = pages.data?.pages[0]
  const counts = first?.counts
  const seen = counts ? counts.matched + counts.unmanaged + counts.conflict : 0
  const isNarrow = filters.isFiltered || plant !== null
  return (
    <>
      <PageHead
        title={
          counts && seen > 0
            ? t('devices.finding', { total: seen, unmanaged: counts.unmanaged, conflict: counts.conflict })
            : t('devices.headline')
        }
      >
        {t('devices.told')}
      </PageHead>
      <UnplacedNotice />
      {(seen > 0 || isNarrow || !first) && <DeviceFilters filters={filters} />}
      <ListPanel
        title={t('assets.devices')}
        fileName="devices"
        pages={pages}
        columns={columns}
        rowKey={(one) => `${one.plant} ${one.id}`}
        sort={{ key: sort, order }}
        onSort={(key) => setSorted(key === sort && order === 'asc' ? `${key}.desc` : `${key}.asc`)}
        download={(kind) => addressOf(doors.exportDevices.path, { query: { ...asked, asOf, format: kind, language } })}
        tools={
          <ColumnChooser
            label={t('ui.columns')}
            resetLabel={t('ui.columnsReset')}
            columns={all.map(({ key, title }) => ({ key, title, fixed: key === 'id' }))}
            chosen={chosen}
            onChoose={choose}
            onReset={reset}
          />
        }
        height={640}
        empty={
          isNarrow ? (
            <Empty
              title={t(filters.isFiltered ? 'devices.noneFound' : 'devices.emptyHere')}
              action={
                filters.isFiltered ? (
                  <Button onClick={filters.clear}>{t('devices.clearFilters')}</Button>
                ) : (
                  <AppLink to="/evidence" className="btn">
                    {t('evidence.bring')}
                  </AppLink>
                )
              }
            >
              {t(filters.isFiltered ? 'devices.noneFoundHint' : 'captures.emptyHint')}
            </Empty>
          ) : (
            <HowToLook />
          )
        }
      />
    </>
  )
}

/** As long as nobody names their zones, the devices of these networks stand on no level. */
function UnplacedNotice() {
  const { t } = useText()
  const { plant } = useView()
  const count = useRead(doors.unplacedNetworks, { query: { plant, limit: 1 } }, { keep: true }).data?.total ?? 0
  if (count === 0) return null
  return (
    <Notice
      action={
        <AppLink to="/network/devices/unplaced" className="btn">
          {t('unplaced.name')}
        </AppLink>
      }
    >
      {t('unplaced.notice', { count })}
    </Notice>
  )
}
