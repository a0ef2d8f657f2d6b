import { useMemo } from 'react'
import type { AdvisoryRow } from '#contract/vulnerabilities.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Empty, PageHead } from '#web/ui/kit.tsx'
import type { VirtualColumn } from '#web/ui/virtual-table.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { ListPanel } from '#web/view/list-panel.tsx'
import { useReadPages } from '#web/view/read.ts'
import { SearchField } from '#web/view/search-field.tsx'
import { useQueryWord, useView } from '#web/view/use-view.ts'
import { ExploitedTag } from './verdict-tag.tsx'
import { advisoryPath, severityWords } from './words.ts'

/** The advisories in force, those that affect most first. */
export function Advisories() {
  const { t } = useText()
  const format = useFormat()
  const { plant } = useView()
  const [q, setQ] = useQueryWord('q')
  const pages = useReadPages(doors.advisories, { query: { plant, q, limit: 200 } })
  const columns = useMemo<VirtualColumn<AdvisoryRow>[]>(
    () => [
      {
        key: 'trackingId',
        title: t('vulnerability.advisory'),
        width: 160,
        value: (one) => one.trackingId,
        cell: (one) => <AppLink to={advisoryPath(one.key)}>{one.trackingId}</AppLink>,
      },
      { key: 'title', title: t('vulnerability.title'), width: 330, value: (one) => one.title },
      {
        key: 'severity',
        title: t('vulnerability.severity'),
        width: 110,
        value: (one) => severityWords(one, t),
      },
      {
        key: 'exploited',
        title: t('vulnerability.exploited'),
        width: 96,
        value: (one) => (one.exploited ? t('value.yes') : null),
        cell: (one) => (one.exploited ? <ExploitedTag /> : null),
      },
      {
        key: 'affected',
        title: t('vulnerability.verdict.affected'),
        width: 90,
        numeric: true,
        value: (one) => one.affected,
      },
      {
        key: 'cannotDecide',
        title: t('vulnerability.verdict.cannotDecide'),
        width: 110,
        numeric: true,
        value: (one) => one.cannotDecide,
      },
      {
        key: 'notAffected',
        title: t('vulnerability.verdict.notAffected'),
        width: 110,
        numeric: true,
        value: (one) => one.notAffected,
      },
      { key: 'products', title: t('advisory.products'), width: 90, numeric: true, value: (one) => one.products },
      { key: 'vendors', title: t('asset.vendor'), width: 150, value: (one) => one.vendors.join(', ') },
      { key: 'version', title: t('advisory.version'), width: 70, value: (one) => one.version },
      {
        key: 'releasedAt',
        title: t('advisory.released'),
        width: 110,
        value: (one) => one.releasedAt,
        cell: (one) => (one.releasedAt ? format.day(one.releasedAt.slice(0, 10)) : '–'),
      },
    ],
    [t, format],
  )
  const total = pages.data?.pages[0]?.total ?? null
  return (
    <>
      <PageHead
        title={total === null ? t('advisories.title') : t('advisories.headline', { count: total })}
        crumbs={[
          <AppLink key="v" to="/assets/vulnerabilities">
            {t('vulnerabilities.tab')}
          </AppLink>,
        ]}
      >
        {t('advisories.told')}
      </PageHead>
      <div style={{ maxWidth: 320 }}>
        <SearchField label={t('advisories.search')} value={q} onSearch={setQ} />
      </div>
      <ListPanel
        title={t('advisories.title')}
        fileName="advisories"
        pages={pages}
        columns={columns}
        rowKey={(one) => one.key}
        height={640}
        empty={
          q ? (
            <Empty title={t('advisories.noneFound')} />
          ) : (
            <Empty
              title={t('vulnerabilities.bring')}
              action={
                <AppLink to="/evidence" className="btn">
                  {t('evidence.bring')}
                </AppLink>
              }
            >
              {t('vulnerabilities.bringHint')}
            </Empty>
          )
        }
      />
    </>
  )
}
