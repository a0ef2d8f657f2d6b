import { useMemo } from 'react'
import type { Asset } from '#contract/assets.ts'
import { addressOf } from '#web/api/client.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { SelectField } from '#web/ui/fields.tsx'
import { Empty, PageHead, Tag } from '#web/ui/kit.tsx'
import type { VirtualColumn } from '#web/ui/virtual-table.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { ListPanel } from '#web/view/list-panel.tsx'
import { usePlantName } from '#web/view/plants.ts'
import { useReadPages } from '#web/view/read.ts'
import { SearchField } from '#web/view/search-field.tsx'
import { useQueryWord, useView } from '#web/view/use-view.ts'

/** The registry, however long: the server searches, filters and sorts; only the rows in sight are drawn. */
export function Inventory() {
  const { t, language } = useText()
  const format = useFormat()
  const name = usePlantName()
  const { plant, asOf } = useView()
  const [q, setQ] = useQueryWord('q')
  const [criticality, setCriticality] = useQueryWord('criticality')
  const [sis, setSis] = useQueryWord('sis')
  const [seen, setSeen] = useQueryWord('seen')
  const [sorted, setSorted] = useQueryWord('sort')
  const [sort, order] = (sorted || 'tag.asc').split('.') as [string, 'asc' | 'desc']
  const filters = { plant, q, criticality, sis, seen }
  const pages = useReadPages(doors.assets, { query: { ...filters, sort, order, limit: 200 } })
  const columns = useMemo<VirtualColumn<Asset>[]>(
    () => [
      {
        key: 'tag',
        title: t('asset.tag'),
        width: 120,
        sortable: true,
        value: (one) => one.tag,
        cell: (one) => (
          <AppLink to={`/assets/${encodeURIComponent(one.plant)}/${encodeURIComponent(one.tag)}`}>{one.tag}</AppLink>
        ),
      },
      ...(plant
        ? []
        : [{ key: 'plant', title: t('matrix.plant'), width: 100, value: (one: Asset) => name(one.plant) }]),
      { key: 'name', title: t('asset.name'), width: 190, sortable: true, value: (one) => one.name },
      { key: 'type', title: t('asset.type'), width: 90, sortable: true, value: (one) => one.type },
      { key: 'vendor', title: t('asset.vendor'), width: 130, sortable: true, value: (one) => one.vendor },
      { key: 'model', title: t('asset.model'), width: 130, value: (one) => one.model },
      { key: 'zone', title: t('asset.zone'), width: 110, sortable: true, value: (one) => one.zone },
      { key: 'criticality', title: t('asset.criticality'), width: 90, sortable: true, value: (one) => one.criticality },
      {
        key: 'sis',
        title: 'SIS',
        width: 56,
        value: (one) => (one.sis ? 'SIS' : null),
        cell: (one) => (one.sis ? <Tag>SIS</Tag> : one.sis === false ? '' : '–'),
      },
      {
        key: 'reviewedOn',
        title: t('asset.reviewedOn'),
        width: 110,
        sortable: true,
        value: (one) => one.reviewedOn,
        cell: (one) =>
          one.reviewedOn ? format.day(one.reviewedOn) : <span className="muted">{t('asset.never')}</span>,
      },
      {
        key: 'seenOn',
        title: t('asset.seenOn'),
        width: 110,
        sortable: true,
        value: (one) => one.seenOn,
        cell: (one) => (one.seenOn ? format.day(one.seenOn) : <span className="muted">{t('asset.never')}</span>),
      },
      { key: 'ips', title: t('asset.ips'), width: 120, value: (one) => one.ips.join(', ') },
    ],
    [t, format, name, plant],
  )
  const total = pages.data?.pages[0]?.total ?? null
  const isFiltered = Boolean(q || criticality || sis || seen)
  const exportOf = (kind: 'xlsx' | 'csv') =>
    addressOf(doors.exportAssets.path, { query: { ...filters, asOf, format: kind, language } })
  return (
    <>
      <PageHead title={total === null ? t('assets.headlineOpen') : t('assets.headline', { count: total })}>
        {t('assets.told')}
      </PageHead>
      <div className="row end">
        <SearchField label={t('assets.search')} value={q} onSearch={setQ} />
        <SelectField
          label={t('asset.criticality')}
          value={criticality}
          onChange={setCriticality}
          options={[
            { value: '', label: t('ui.all') },
            ...(['critical', 'high', 'medium', 'low'] as const).map((one) => ({
              value: one,
              label: t(`asset.criticality.${one}`),
            })),
          ]}
        />
        <SelectField
          label="SIS"
          value={sis}
          onChange={setSis}
          options={[
            { value: '', label: t('ui.all') },
            { value: 'true', label: t('value.yes') },
            { value: 'false', label: t('value.no') },
          ]}
        />
        <SelectField
          label={t('assets.seen')}
          value={seen}
          onChange={setSeen}
          options={[
            { value: '', label: t('ui.all') },
            { value: 'seen', label: t('assets.seenYes') },
            { value: 'unseen', label: t('assets.seenNo') },
          ]}
        />
      </div>
      <ListPanel
        title={t('assets.inventory')}
        fileName="registry"
        pages={pages}
        columns={columns}
        rowKey={(one) => `${one.plant}/${one.tag}`}
        sort={{ key: sort, order }}
        onSort={(key) => setSorted(key === sort && order === 'asc' ? `${key}.desc` : `${key}.asc`)}
        download={exportOf}
        height={640}
        empty={
          isFiltered ? (
            <Empty title={t('assets.noneFound')} />
          ) : (
            <Empty
              title={t('assets.empty')}
              action={
                <AppLink to="/evidence" className="btn">
                  {t('evidence.bring')}
                </AppLink>
              }
            >
              {t('assets.emptyHint')}
            </Empty>
          )
        }
      />
    </>
  )
}
