import { useState } from 'react'
import type { AssetVulnerability, VulnerabilityDecision } from '#contract/vulnerabilities.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { Facts, Panel, Tag } from '#web/ui/kit.tsx'
import { Answer } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { useRead } from '#web/view/read.ts'
import { DecideDialog, UndoDecisionDialog } from './decide-dialog.tsx'
import { ExploitedTag, VerdictTag } from './verdict-tag.tsx'
import { advisoryPath, decisionWords, remedyWords, severityWords, statusWords } from './words.ts'

/** What every advisory means for the asset, why, what remedies it, and what was decided. */
export function AssetVulnerabilities({ plant, tag }: { readonly plant: string; readonly tag: string }) {
  const { t } = useText()
  const found = useRead(doors.assetVulnerabilities, { params: { plant, tag } })
  const [deciding, setDeciding] = useState<AssetVulnerability | null>(null)
  const [undoing, setUndoing] = useState<VulnerabilityDecision | null>(null)
  return (
    <Panel title={t('vulnerabilities.tab')}>
      <Answer query={found}>
        {({ items, compared, comparable, advisories, windows }) => {
          const spoken = items.filter((one) => one.verdict !== 'notAffected')
          const clear = items.length - spoken.length
          const said = [compared.vendor, compared.model, compared.orderNumber, compared.firmware]
            .filter(Boolean)
            .join(' · ')
          return (
            <div className="stack">
              <p>
                {advisories === 0
                  ? t('vulnerability.noAdvisories')
                  : t(`vulnerability.comparable.${comparable}`, { count: advisories })}{' '}
                {comparable === 'yes' && items.length === 0 && t('vulnerability.noneConcerns')}
              </p>
              <p className="small muted">
                {t('vulnerability.compared', { product: said || '–' })}{' '}
                {compared.seen?.firmware && t('vulnerability.seen', { firmware: compared.seen.firmware })}
              </p>
              {spoken.map((one) => (
                <One key={one.advisory} row={one} onDecide={() => setDeciding(one)} onUndo={setUndoing} />
              ))}
              {clear > 0 && (
                <details>
                  <summary>{t('vulnerability.clear', { count: clear })}</summary>
                  <ul>
                    {items
                      .filter((one) => one.verdict === 'notAffected')
                      .map((one) => (
                        <Clear key={one.advisory} row={one} />
                      ))}
                  </ul>
                </details>
              )}
              {deciding && <DecideDialog row={deciding} windows={windows} onClose={() => setDeciding(null)} />}
              {undoing && <UndoDecisionDialog decision={undoing} onClose={() => setUndoing(null)} />}
            </div>
          )
        }}
      </Answer>
    </Panel>
  )
}

function Clear({ row }: { readonly row: AssetVulnerability }) {
  const { pick } = useText()
  return (
    <li>
      <AppLink to={advisoryPath(row.advisory)}>{row.trackingId}</AppLink> {pick(row.reason)}
    </li>
  )
}

function One(props: {
  readonly row: AssetVulnerability
  onDecide(): void
  onUndo(decision: VulnerabilityDecision): void
}) {
  const { t, pick } = useText()
  const format = useFormat()
  const { row, onDecide, onUndo } = props
  const facts: (readonly [string, string])[] = [
    [t('vulnerability.why'), pick(row.reason)],
    ...(row.missing ? [[t('vulnerability.missing'), pick(row.missing)] as const] : []),
    [t('advisory.product'), `${row.product.name} (${statusWords(row.product.status, t)})`],
    [t('advisory.range'), row.product.range],
    [t('vulnerability.firmware'), row.firmware ?? t('vulnerability.unknown')],
    ['CVE', row.cves.join(' ') || '–'],
    ...(row.since ? [[t('vulnerability.since'), format.day(row.since)] as const] : []),
    ...(row.due ? [[t('vulnerability.due'), format.day(row.due)] as const] : []),
  ]
  return (
    <section className="stack vulnerability" aria-label={row.trackingId}>
      <div className="row spread">
        <div className="row">
          <VerdictTag verdict={row.verdict} />
          <AppLink to={advisoryPath(row.advisory)}>{row.trackingId}</AppLink>
          <strong>{row.title}</strong>
          <Tag>{severityWords(row, t)}</Tag>
          {row.exploited && <ExploitedTag />}
          {row.state && row.state !== 'decided' && (
            <Tag {...(row.state === 'open' ? {} : { tone: 'wrong' as const })}>
              {t(`vulnerability.state.${row.state}`)}
            </Tag>
          )}
        </div>
        <Button
          kind={row.state === 'decided' ? 'quiet' : 'primary'}
          aria-label={t('vulnerability.decideOn', { id: row.trackingId })}
          onClick={onDecide}
        >
          {t(row.state === 'decided' ? 'vulnerability.decideAgain' : 'vulnerability.decide')}
        </Button>
      </div>
      <Facts items={facts} />
      {row.remediations.length > 0 && (
        <ul>
          {row.remediations.map((one) => (
            <li key={`${one.category} ${one.details} ${one.url}`}>
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
      {row.decisions.length > 0 && (
        <ul>
          {row.decisions.map((one) => (
            <li key={one.id} className={one.undone ? 'muted' : ''}>
              {format.day(one.decidedOn)} · {decisionWords(one, t, format)} · {one.reason} ·{' '}
              {one.by ?? t('people.erased')}{' '}
              {one.undone ? (
                <span>
                  {t('vulnerability.undone', { on: format.instant(one.undone.at), reason: one.undone.reason })}
                </span>
              ) : (
                <Button kind="quiet" onClick={() => onUndo(one)}>
                  {t('decide.undo')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
