import { useCallback, useMemo } from 'react'
import type { Device } from '#contract/network.ts'
import { deviceRoles } from '#core/capture/inspection.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { saveCsv } from '#web/ui/export.ts'
import { Empty, PageHead, Panel } from '#web/ui/kit.tsx'
import { type VirtualColumn, VirtualTable } from '#web/ui/virtual-table.tsx'
import { Answer } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { usePlantName } from '#web/view/plants.ts'
import { useReadPages } from '#web/view/read.ts'
import { SearchField } from '#web/view/search-field.tsx'
import { useQueryWord, useView } from '#web/view/use-view.ts'

/** Devices as the wire knows them: what they say they are, what they do, and on which level that puts them. */
export function Devices() {
  const { t, language } = useText()
  const format = useFormat()
  const name = usePlantName()
  const { plant } = useView()
  const [q, setQ] = useQueryWord('q')
  const pages = useReadPages(doors.devices, { query: { plant, q, limit: 200 } })
  const columns = useMemo<VirtualColumn<Device>[]>(() => {
    const roleNames = (one: Device) =>
      one.roles
        .map(({ role }) => {
          const known = deviceRoles.find((it) => it === role)
          return known ? t(`role.${known}`) : role
        })
        .join(', ')
    return [
      { key: 'id', title: t('reconciliation.device'), width: 150, value: (one) => one.id },
      { key: 'plant', title: t('matrix.plant'), width: 120, value: (one) => name(one.plant) },
      {
        key: 'asset',
        title: t('asset.tag'),
        width: 140,
        value: (one) => one.asset,
        cell: (one) =>
          one.asset ? (
            <AppLink to={`/assets/${encodeURIComponent(one.plant)}/${encodeURIComponent(one.asset)}`}>
              {one.asset}
            </AppLink>
          ) : (
            <span className="wrong">{t('reconciliation.notInRegistry')}</span>
          ),
      },
      { key: 'vendor', title: t('asset.vendor'), width: 160, value: (one) => one.vendor },
      { key: 'model', title: t('asset.model'), width: 160, value: (one) => one.model },
      { key: 'firmware', title: t('asset.firmware'), width: 100, value: (one) => one.firmware },
      {
        key: 'roles',
        title: t('device.roles'),
        width: 200,
        value: (one) => roleNames(one) || null,
        cell: (one) => (
          <span title={one.roles.map((role) => (language === 'ja' && role.becauseJa) || role.because).join('; ')}>
            {roleNames(one) || '–'}
          </span>
        ),
      },
      {
        key: 'level',
        title: t('device.level'),
        width: 120,
        value: (one) => (one.purdueLevel ? `L${one.purdueLevel.level}` : null),
        cell: (one) =>
          one.purdueLevel ? (
            <span
              title={((language === 'ja' && one.purdueLevel.becauseJa) || one.purdueLevel.because).join('; ')}
            >{`L${one.purdueLevel.level}`}</span>
          ) : (
            '–'
          ),
      },
      { key: 'macs', title: t('asset.macs'), width: 140, value: (one) => one.macs.join(', ') },
      {
        key: 'lastSeen',
        title: t('asset.seenOn'),
        width: 120,
        value: (one) => one.lastSeen,
        cell: (one) => (one.lastSeen ? format.day(one.lastSeen) : '–'),
      },
    ]
  }, [t, language, format, name])
  const onMore = useCallback(() => {
    if (!pages.isFetchingNextPage) pages.fetchNextPage()
  }, [pages])
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      <PageHead title={t('devices.headline')}>{t('devices.told')}</PageHead>
      <div style={{ maxWidth: 320 }}>
        <SearchField label={t('devices.search')} value={q} onSearch={setQ} />
      </div>
      <Panel
        title={t('assets.devices')}
        flush
        side={
          <Button
            kind="quiet"
            onClick={() =>
              saveCsv('devices', [
                columns.map((one) => one.title),
                ...rows.map((row) => columns.map((one) => one.value(row))),
              ])
            }
          >
            {t('ui.export')}
          </Button>
        }
      >
        <Answer query={pages}>
          {(known) =>
            rows.length === 0 ? (
              <Empty
                title={t('devices.empty')}
                action={
                  <AppLink to="/evidence" className="btn">
                    {t('evidence.bring')}
                  </AppLink>
                }
              >
                {t('captures.emptyHint')}
              </Empty>
            ) : (
              <VirtualTable
                name={t('assets.devices')}
                columns={columns}
                rows={rows}
                total={known.pages[0]?.total ?? null}
                rowKey={(one) => `${one.plant} ${one.id}`}
                hasMore={pages.hasNextPage}
                loading={pages.isFetchingNextPage}
                onMore={onMore}
              />
            )
          }
        </Answer>
      </Panel>
    </>
  )
}
