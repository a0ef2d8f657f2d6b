import { useMemo } from 'react'
import { useParams } from 'react-router'
import type { AssetDetail } from '#contract/assets.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { type Text, useText } from '#web/i18n/text.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { Empty, Facts, PageHead, Panel, Tag } from '#web/ui/kit.tsx'
import { Answer } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { usePlantName } from '#web/view/plants.ts'
import { ProofLink } from '#web/view/proof-link.tsx'
import { useRead } from '#web/view/read.ts'
import { AssetVulnerabilities } from './vulnerabilities/asset-vulnerabilities.tsx'

/** One asset: the registry's word, the wire's word beside it, and how it came to be what it is. */
export function AssetPage() {
  const { plant = '', tag = '' } = useParams()
  const asset = useRead(doors.asset, { params: { plant, tag } })
  return <Answer query={asset}>{(known) => <Page asset={known} />}</Answer>
}

type Observed = AssetDetail['observed'][number]
type Change = AssetDetail['history'][number]

const FIELDS = [
  'name',
  'type',
  'vendor',
  'model',
  'orderNumber',
  'serial',
  'firmware',
  'hostname',
  'zone',
  'location',
  'criticality',
  'lifecycle',
  'owner',
] as const

/** A field of the registry in words; titles that are not ours stay as they are. */
function fieldName(key: string, t: Text['t']): string {
  const known = [...FIELDS, 'ips', 'macs', 'tag'].find((one) => one === key) as (typeof FIELDS)[number] | undefined
  if (key === 'level') return t('device.level')
  return known ? t(`asset.${known}`) : key
}

function Page({ asset }: { readonly asset: AssetDetail }) {
  const { t } = useText()
  const format = useFormat()
  const name = usePlantName()
  const observedColumns = useMemo<Column<Observed>[]>(
    () => [
      { key: 'field', title: t('asset.field'), value: (one) => fieldName(one.field, t) },
      { key: 'registry', title: t('asset.inRegistry'), value: (one) => one.registry },
      {
        key: 'seen',
        title: t('asset.onWire'),
        value: (one) => one.seen,
        cell: (one) => <span className={one.agrees === false ? 'wrong' : ''}>{one.seen}</span>,
      },
      {
        key: 'agrees',
        title: t('asset.agrees'),
        value: (one) => (one.agrees === null ? '–' : t(one.agrees ? 'value.yes' : 'value.no')),
      },
      { key: 'on', title: t('asset.seenOn'), value: (one) => one.on, cell: (one) => format.day(one.on) },
      {
        key: 'proof',
        title: t('proof.what'),
        value: (one) => one.proof?.text ?? null,
        cell: (one) => (one.proof ? <ProofLink proof={one.proof} /> : '–'),
      },
    ],
    [t, format],
  )
  const historyColumns = useMemo<Column<Change>[]>(
    () => [
      {
        key: 'on',
        title: t('asset.effective'),
        value: (one) => one.effectiveOn,
        cell: (one) => format.day(one.effectiveOn),
        nowrap: true,
      },
      { key: 'field', title: t('asset.field'), value: (one) => fieldName(one.field, t) },
      { key: 'before', title: t('asset.before'), value: (one) => one.before },
      { key: 'after', title: t('asset.after'), value: (one) => one.after },
      {
        key: 'recorded',
        title: t('asset.recorded'),
        value: (one) => one.recordedAt,
        cell: (one) => format.instant(one.recordedAt),
        nowrap: true,
      },
      {
        key: 'proof',
        title: t('proof.what'),
        value: (one) => one.proof?.text ?? null,
        cell: (one) => (one.proof ? <ProofLink proof={one.proof} /> : '–'),
      },
    ],
    [t, format],
  )
  return (
    <>
      <PageHead
        title={asset.name ? `${asset.tag} · ${asset.name}` : asset.tag}
        crumbs={[
          <AppLink key="a" to="/assets">
            {t('nav.assets')}
          </AppLink>,
          name(asset.plant),
        ]}
      >
        {t('asset.told', {
          reviewed: asset.reviewedOn ? format.day(asset.reviewedOn) : t('asset.never'),
          seen: asset.seenOn ? format.day(asset.seenOn) : t('asset.never'),
        })}
      </PageHead>
      <div className="row">
        {asset.sis && <Tag>SIS</Tag>}
        {asset.observed.some((one) => one.agrees === false) && <Tag tone="wrong">{t('reconciliation.conflict')}</Tag>}
      </div>
      <div className="columns">
        <Panel title={t('asset.registry')}>
          <Facts
            items={[
              ...FIELDS.map((field) => [t(`asset.${field}`), asset[field] ?? '–'] as const),
              [t('asset.ips'), asset.ips.join(', ') || '–'],
              [t('asset.macs'), asset.macs.join(', ') || '–'],
              ...Object.entries(asset.other ?? {}).map(([title, value]) => [title, value] as const),
            ]}
          />
        </Panel>
        <Panel title={t('proof.title')}>
          {asset.proof.length === 0 ? (
            <p className="muted">{t('proof.empty')}</p>
          ) : (
            <ul>
              {asset.proof.map((one) => (
                <li key={`${one.ref} ${one.text}`}>
                  <ProofLink proof={one} />
                </li>
              ))}
            </ul>
          )}
          {asset.reviews.length > 0 && (
            <>
              <h3 style={{ marginTop: 12 }}>{t('asset.reviews')}</h3>
              <ul>
                {asset.reviews.map((one) => (
                  <li key={`${one.on} ${one.by}`}>
                    {format.day(one.on)} {one.by ?? ''} {one.proof && <ProofLink proof={one.proof} />}
                  </li>
                ))}
              </ul>
            </>
          )}
        </Panel>
      </div>
      <AssetVulnerabilities plant={asset.plant} tag={asset.tag} />
      <Panel title={t('asset.observed')} flush>
        {asset.observed.length === 0 ? (
          <Empty title={t('asset.notObserved')}>{t('asset.notObservedHint')}</Empty>
        ) : (
          <DataTable
            name={`observed-${asset.tag}`}
            caption={t('asset.observed')}
            columns={observedColumns}
            rows={asset.observed}
            rowKey={(one) => `${one.field} ${one.seen} ${one.on}`}
          />
        )}
      </Panel>
      <Panel title={t('asset.history')} flush>
        {asset.history.length === 0 ? (
          <p className="muted" style={{ padding: 12 }}>
            {t('asset.noHistory')}
          </p>
        ) : (
          <DataTable
            name={`history-${asset.tag}`}
            caption={t('asset.history')}
            columns={historyColumns}
            rows={asset.history}
            rowKey={(one) => `${one.effectiveOn} ${one.field} ${one.recordedAt} ${one.after}`}
          />
        )}
      </Panel>
    </>
  )
}
