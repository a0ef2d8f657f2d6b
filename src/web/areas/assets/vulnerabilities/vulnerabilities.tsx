import { useMemo } from 'react'
import { type Vulnerability, vulnerabilitySeverities, vulnerabilityStates } from '#contract/vulnerabilities.ts'
import { addressOf } from '#web/api/client.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { SelectField } from '#web/ui/fields.tsx'
import { Empty, Notice, PageHead, Tag } from '#web/ui/kit.tsx'
import type { VirtualColumn } from '#web/ui/virtual-table.tsx'
import { Answer } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { ListPanel } from '#web/view/list-panel.tsx'
import { usePlantName } from '#web/view/plants.ts'
import { useReadPages } from '#web/view/read.ts'
import { SearchField } from '#web/view/search-field.tsx'
import { useQueryWord, useView } from '#web/view/use-view.ts'
import { VulnerabilityPicture } from './picture.tsx'
import { Times } from './times.tsx'
import { ExploitedTag } from './verdict-tag.tsx'
import { advisoryPath, assetPath, decisionWords, severityWords } from './words.ts'

const VERDICTS = ['affected', 'cannotDecide', 'notAffected'] as const

/** What advisories mean for the assets: a verdict with its reason for each, the most urgent first; never a guess. */
export function Vulnerabilities() {
  const { t, language, pick } = useText()
  const format = useFormat()
  const name = usePlantName()
  const { plant, asOf } = useView()
  const [word, setVerdict] = useQueryWord('verdict')
  const [q, setQ] = useQueryWord('q')
  const [severity, setSeverity] = useQueryWord('severity')
  const [state, setState] = useQueryWord('state')
  const [exploited, setExploited] = useQueryWord('exploited')
  const [sorted, setSorted] = useQueryWord('sort')
  const verdict = VERDICTS.find((one) => one === word) ?? 'affected'
  const sort = sorted || 'priority'
  const filters = { plant, verdict, q, severity, state, exploited }
  const pages = useReadPages(doors.vulnerabilities, { query: { ...filters, sort, limit: 200 } })
  const columns = useMemo<VirtualColumn<Vulnerability>[]>(
    () => [
      {
        key: 'tag',
        title: t('asset.tag'),
        width: 92,
        sortable: true,
        value: (one) => one.tag,
        cell: (one) => <AppLink to={assetPath(one)}>{one.tag}</AppLink>,
      },
      ...(plant
        ? []
        : [{ key: 'plant', title: t('matrix.plant'), width: 92, value: (one: Vulnerability) => name(one.plant) }]),
      {
        key: 'advisory',
        title: t('vulnerability.advisory'),
        width: 142,
        sortable: true,
        value: (one) => one.trackingId,
        cell: (one) => (
          <AppLink to={advisoryPath(one.advisory)} title={one.title}>
            {one.trackingId}
          </AppLink>
        ),
      },
      {
        key: 'severity',
        title: t('vulnerability.severity'),
        width: 98,
        sortable: true,
        value: (one) => severityWords(one, t),
      },
      {
        key: 'exploited',
        title: t('vulnerability.exploited'),
        width: 90,
        value: (one) => (one.exploited ? t('value.yes') : null),
        cell: (one) => (one.exploited ? <ExploitedTag /> : null),
      },
      {
        key: 'state',
        title: t('vulnerability.state'),
        width: 126,
        value: (one) => (one.state === null ? null : t(`vulnerability.state.${one.state}`)),
        cell: (one) => <State row={one} />,
      },
      {
        key: 'due',
        title: t('vulnerability.due'),
        width: 100,
        sortable: true,
        value: (one) => one.due,
        cell: (one) => (one.due ? format.day(one.due) : '–'),
      },
      {
        key: 'missing',
        title: t('vulnerability.missing'),
        width: 190,
        value: (one) => (one.missing ? pick(one.missing) : null),
      },
      {
        key: 'range',
        title: t('vulnerability.compared.short'),
        width: 180,
        value: (one) => `${one.firmware ?? t('vulnerability.unknown')} · ${one.product.range}`,
      },
      { key: 'reason', title: t('vulnerability.why'), width: 520, value: (one) => pick(one.reason) },
      { key: 'title', title: t('vulnerability.title'), width: 260, value: (one) => one.title },
      { key: 'cves', title: 'CVE', width: 180, value: (one) => one.cves.join(' ') },
    ],
    [t, format, name, plant, pick],
  )
  const shown = useMemo(
    () =>
      columns.filter(
        ({ key }) =>
          (verdict === 'cannotDecide' ? key !== 'due' : key !== 'missing') &&
          (verdict !== 'notAffected' || (key !== 'state' && key !== 'due')),
      ),
    [columns, verdict],
  )
  return (
    <Answer query={pages}>
      {(known) => {
        const counts = known.pages[0]!.counts
        if (counts.advisories === 0) {
          return (
            <>
              <PageHead title={t('vulnerabilities.none')}>{t('vulnerabilities.noneTold')}</PageHead>
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
            </>
          )
        }
        const unassessed = counts.assets - counts.assessed
        return (
          <>
            <PageHead
              title={
                counts.affectedAssets === 0 && counts.assessed === 0
                  ? t('vulnerabilities.headlineUnknown', { count: counts.assets })
                  : t('vulnerabilities.headline', {
                      assets: counts.affectedAssets,
                      undecided: counts.undecided,
                      overdue: counts.overdue,
                    })
              }
            >
              {t('vulnerabilities.told', {
                cannot: counts.severities.reduce((sum, one) => sum + one.cannotDecide, 0),
                exploited: counts.exploited,
                on: counts.broughtOn ? format.day(counts.broughtOn) : '–',
              })}{' '}
              <AppLink to="/assets/advisories">{t('advisories.all', { count: counts.advisories })}</AppLink>
            </PageHead>
            {counts.kev === null && <Notice>{t('vulnerabilities.noKev')}</Notice>}
            {unassessed > 0 && (
              <Notice>
                {t('vulnerabilities.unassessed', { count: unassessed, number: format.number(unassessed) })}
              </Notice>
            )}
            <VulnerabilityPicture counts={counts} />
            <fieldset
              className="tabs"
              aria-label={t('vulnerability.verdict')}
              style={{ borderWidth: '0 0 1px', margin: 0, padding: 0 }}
            >
              {VERDICTS.map((one) => (
                <button
                  key={one}
                  type="button"
                  aria-pressed={one === verdict}
                  onClick={() => setVerdict(one === 'affected' ? '' : one)}
                >
                  {t(`vulnerability.verdict.${one}`)} {format.number(counts[one])}
                </button>
              ))}
            </fieldset>
            <Notice>{t(`vulnerabilities.hint.${verdict}`)}</Notice>
            <div className="row end">
              <SearchField label={t('vulnerabilities.search')} value={q} onSearch={setQ} />
              <SelectField
                label={t('vulnerability.severity')}
                value={severity}
                onChange={setSeverity}
                options={[
                  { value: '', label: t('ui.all') },
                  ...vulnerabilitySeverities.map((one) => ({ value: one, label: t(`vulnerability.severity.${one}`) })),
                ]}
              />
              {verdict !== 'notAffected' && (
                <SelectField
                  label={t('vulnerability.state')}
                  value={state}
                  onChange={setState}
                  options={[
                    { value: '', label: t('ui.all') },
                    ...vulnerabilityStates.map((one) => ({ value: one, label: t(`vulnerability.state.${one}`) })),
                  ]}
                />
              )}
              <SelectField
                label={t('vulnerability.exploited')}
                value={exploited}
                onChange={setExploited}
                options={[
                  { value: '', label: t('ui.all') },
                  { value: 'true', label: t('value.yes') },
                  { value: 'false', label: t('value.no') },
                ]}
              />
            </div>
            <ListPanel
              title={t(`vulnerability.verdict.${verdict}`)}
              fileName="vulnerabilities"
              pages={pages}
              columns={shown}
              rowKey={(one) => `${one.plant}/${one.tag}/${one.advisory}`}
              sort={{ key: sort, order: 'asc' }}
              onSort={(key) => setSorted(key === sort ? '' : key)}
              download={(format) =>
                addressOf(doors.exportVulnerabilities.path, { query: { ...filters, asOf, format, language } })
              }
              empty={
                <Empty
                  title={t(
                    q || severity || state || exploited
                      ? 'vulnerabilities.noneFound'
                      : `vulnerabilities.empty.${verdict}`,
                  )}
                />
              }
            />
            <Times plant={plant} />
          </>
        )
      }}
    </Answer>
  )
}

/** Where the decision stands, and what it is. */
function State({ row }: { readonly row: Vulnerability }) {
  const { t } = useText()
  const format = useFormat()
  if (row.state === null) return <span className="muted">–</span>
  if (row.state === 'decided' && row.decision)
    return <span title={row.decision.reason}>{decisionWords(row.decision, t, format)}</span>
  return (
    <Tag {...(row.state === 'open' ? {} : { tone: 'wrong' as const })}>{t(`vulnerability.state.${row.state}`)}</Tag>
  )
}
