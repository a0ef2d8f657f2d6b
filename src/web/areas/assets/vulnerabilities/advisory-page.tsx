import { useMemo } from 'react'
import { useParams } from 'react-router'
import type { AdvisoryDetail } from '#contract/vulnerabilities.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { Facts, Notice, PageHead, Panel, Tag } from '#web/ui/kit.tsx'
import { Answer } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { useRead } from '#web/view/read.ts'
import { AdvisoryAssets } from './advisory-assets.tsx'
import { ExploitedTag } from './verdict-tag.tsx'
import { remedyWords, severityWords, statusWords } from './words.ts'

/** One advisory: what it affects here, what it says, and how it came. */
export function AdvisoryPage() {
  const { key = '' } = useParams()
  const advisory = useRead(doors.advisory, { params: { key } })
  return <Answer query={advisory}>{(known) => <Page advisory={known} />}</Answer>
}

type Entry = AdvisoryDetail['entries'][number]
type Spoken = AdvisoryDetail['vulnerabilities'][number]

function Page({ advisory }: { readonly advisory: AdvisoryDetail }) {
  const { t } = useText()
  const format = useFormat()
  const entries = useMemo<Column<Entry>[]>(
    () => [
      { key: 'name', title: t('advisory.product'), value: (one) => one.name },
      {
        key: 'status',
        title: t('advisory.status'),
        value: (one) => one.statuses.map((group) => statusWords(group, t)).join(', '),
      },
      { key: 'range', title: t('advisory.range'), value: (one) => one.range },
      {
        key: 'read',
        title: t('advisory.read'),
        value: (one) => one.read,
        cell: (one) =>
          one.read === null ? <span className="muted">{t('advisory.asText')}</span> : <code>{one.read}</code>,
      },
    ],
    [t],
  )
  const imported = advisory.part === null ? (advisory.fileName ?? '–') : `${advisory.fileName ?? ''} · ${advisory.part}`
  return (
    <>
      <PageHead
        title={t('advisory.headline', {
          id: advisory.trackingId,
          affected: advisory.affected,
          cannot: advisory.cannotDecide,
        })}
        crumbs={[
          <AppLink key="v" to="/assets/vulnerabilities">
            {t('vulnerabilities.tab')}
          </AppLink>,
          <AppLink key="a" to="/assets/advisories">
            {t('advisories.title')}
          </AppLink>,
        ]}
      >
        {advisory.title}
      </PageHead>
      <div className="row">
        <Tag>{severityWords(advisory, t)}</Tag>
        {advisory.exploited && <ExploitedTag />}
      </div>
      {advisory.summary && <Notice title={t('advisory.summary')}>{advisory.summary}</Notice>}
      <AdvisoryAssets advisory={advisory.key} />
      {advisory.vulnerabilities.map((one, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they stand in the document's order
        <VulnerabilityPanel key={place} vulnerability={one} />
      ))}
      <Panel title={t('advisory.entries', { count: advisory.products })} flush>
        <DataTable
          name={`entries-${advisory.trackingId}`}
          caption={t('advisory.entries', { count: advisory.products })}
          columns={entries}
          rows={advisory.entries}
          rowKey={(one) => one.id}
          maxHeight={420}
          tools={
            advisory.entriesMore > 0 ? (
              <span className="muted">{t('advisory.entriesMore', { count: advisory.entriesMore })}</span>
            ) : undefined
          }
        />
      </Panel>
      <Panel title={t('advisory.origin')}>
        <Facts
          items={[
            [t('advisory.publisher'), advisory.publisher],
            [
              t('advisory.version'),
              `${advisory.version}${advisory.releasedAt ? ` · ${format.day(advisory.releasedAt.slice(0, 10))}` : ''}`,
            ],
            [
              t('advisory.import'),
              <AppLink key="i" to={`/evidence/imports/${encodeURIComponent(advisory.import)}`}>
                {imported}
              </AppLink>,
            ],
            [t('advisory.broughtOn'), format.day(advisory.broughtOn)],
            [t('advisory.hash'), t(`advisory.hash.${advisory.hashState}`)],
            [t('advisory.signature'), t(`advisory.signature.${advisory.signatureState}`)],
            ['SHA-256', <code key="h">{advisory.sha256}</code>],
            [t('advisory.faults'), advisory.faults === 0 ? '–' : t('advisory.faultsTold', { count: advisory.faults })],
            [
              t('advisory.kept'),
              advisory.kept
                .map(
                  (one) =>
                    `${one.version} (${format.day(one.broughtOn)}${one.counts ? `, ${t('advisory.counts')}` : ''})`,
                )
                .join('; '),
            ],
          ]}
        />
        {advisory.references.length > 0 && (
          <>
            <h3 style={{ marginTop: 12 }}>{t('advisory.references')}</h3>
            <ul>
              {advisory.references.slice(0, 20).map((one) => (
                <li key={one.url}>
                  <a href={one.url} target="_blank" rel="noreferrer noopener">
                    {one.summary}
                  </a>
                </li>
              ))}
            </ul>
          </>
        )}
      </Panel>
    </>
  )
}

function VulnerabilityPanel({ vulnerability }: { readonly vulnerability: Spoken }) {
  const { t } = useText()
  const format = useFormat()
  const { cve, title, cwe, summary, score, vector, exploited, remediations, threats } = vulnerability
  return (
    <Panel
      title={[...new Set([cve, title])].filter(Boolean).join(' · ') || t('advisory.vulnerability')}
      side={score === null ? undefined : <Tag>CVSS {score.toFixed(1)}</Tag>}
    >
      {exploited && (
        <Notice tone="wrong" title={t('vulnerability.exploited')}>
          {t('advisory.exploitedTold', {
            on: format.day(exploited.on),
            due: exploited.due ? format.day(exploited.due) : '–',
          })}{' '}
          {exploited.action}
        </Notice>
      )}
      {summary && <p>{summary}</p>}
      <p className="small muted">{[cwe, vector].filter(Boolean).join(' · ')}</p>
      {remediations.length > 0 && (
        <ul>
          {remediations.map((one, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: they stand in the document's order
            <li key={place}>
              <strong>{remedyWords(one.category, t)}</strong>{' '}
              <span style={{ whiteSpace: 'pre-wrap' }}>{one.details}</span>{' '}
              {one.url && (
                <a href={one.url} target="_blank" rel="noreferrer noopener">
                  {t('vulnerability.remedy.open')}
                </a>
              )}
            </li>
          ))}
        </ul>
      )}
      {threats.length > 0 && <p className="small">{threats.map((one) => one.details).join(' ')}</p>}
    </Panel>
  )
}
