import { useMemo } from 'react'
import { useParams } from 'react-router'
import type { Explanation } from '#contract/maturity.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { Notice, PageHead, Panel, Skeleton, Tag } from '#web/ui/kit.tsx'
import { Answer } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { type AxisText, useAxis } from '#web/view/axis.ts'
import { usePlantName } from '#web/view/plants.ts'
import { ProofLink } from '#web/view/proof-link.tsx'
import { useRead } from '#web/view/read.ts'
import { useDay } from '#web/view/today.ts'
import { useView } from '#web/view/use-view.ts'
import { Attestations } from './criterion-answers.tsx'
import { Defaults } from './criterion-defaults.tsx'
import { Spread } from './criterion-spread.tsx'
import { RuleText, RuleTree } from './rule-tree.tsx'
import { VerdictMark } from './verdict-mark.tsx'
import { reasonWords, verdictWords } from './words.ts'

/** One criterion at one plant or over the enterprise: the verdict, the rule that gave it, and what proves it. */
export function CriterionPage() {
  const { id = '' } = useParams()
  const { t } = useText()
  const { plant } = useView()
  const day = useDay()
  const axis = useAxis()
  const explained = useRead(doors.criterion, { params: { id }, query: { plant } })
  return (
    <Answer query={explained} lines={8}>
      {(known) =>
        axis ? (
          <Page known={known} axis={axis} day={day} plant={plant} />
        ) : (
          <Skeleton label={t('ui.loading')} lines={8} />
        )
      }
    </Answer>
  )
}

interface PageProps {
  readonly known: Explanation
  readonly axis: AxisText
  readonly day: string
  readonly plant: string | null
}

function Page({ known, axis, day, plant }: PageProps) {
  const text = useText()
  const { t } = text
  const format = useFormat()
  const name = usePlantName()
  const { criterion, verdict } = known
  const proofs = useMemo(() => new Map(known.proof.map((one) => [one.ref, one])), [known])
  const where = plant ? name(plant) : t('matrix.enterprise')
  return (
    <>
      <PageHead
        title={`${criterion.id} ${axis.say(`criterion.${criterion.id}`)}`}
        crumbs={[
          <AppLink key="m" to="/maturity" view={{ plant: null }}>
            {t('nav.maturity')}
          </AppLink>,
          plant ? (
            <AppLink key="p" to="/maturity">
              {where}
            </AppLink>
          ) : (
            where
          ),
          t(criterion.kind === 'symptom' ? 'criterion.symptomOf' : 'criterion.ofLevel', {
            level: criterion.level,
            name: axis.say(`level.${criterion.level}.name`),
          }),
          ...(criterion.aspect ? [axis.say(`aspect.${criterion.aspect}`)] : []),
        ]}
      />
      <div className="row">
        <VerdictMark verdict={verdict} day={day} />
        <strong>{verdictWords(verdict, text, format)}</strong>
        {verdict.effectiveFrom && (
          <span className="muted">{t('criterion.since', { day: format.day(verdict.effectiveFrom) })}</span>
        )}
        <span className="muted">
          {verdict.validUntil
            ? t('criterion.untilDay', { day: format.day(verdict.validUntil) })
            : verdict.verdict === 'met'
              ? t('criterion.noEnd')
              : ''}
        </span>
        {verdict.late && <Tag tone="warn">{t('criterion.late')}</Tag>}
      </div>
      {criterion.kind === 'symptom' && <Notice>{t('criterion.symptomHint')}</Notice>}
      {!verdict.asked && <Notice>{t('criterion.notAskedHint')}</Notice>}
      {verdict.elsewhere && <Notice>{t('criterion.elsewhereHint')}</Notice>}
      {verdict.blockedBy.length > 0 && (
        <Notice tone="warn">{t('criterion.blockedBy', { plants: format.list(verdict.blockedBy.map(name)) })}</Notice>
      )}
      <div className="columns">
        <Panel title={t('criterion.rule')}>
          {axis.axis.texts[`why.${criterion.id}`] && <p className="muted">{axis.say(`why.${criterion.id}`)}</p>}
          {known.outcome ? (
            <RuleTree node={known.outcome} axis={axis} proofs={proofs} />
          ) : (
            <div className="stack">
              <p className="muted">{t('criterion.ruleOverPlants')}</p>
              <RuleText rule={criterion.when} axis={axis} />
              {verdict.because.slice(0, 6).map((one) => (
                <p key={`${one.plant} ${one.indicator}`} className="small">
                  {one.plant ? `${name(one.plant)} · ` : ''}
                  {reasonWords(one, axis, text, format)}
                </p>
              ))}
            </div>
          )}
        </Panel>
        <Attestations known={known} plant={plant} />
      </div>
      <ProofTable known={known} axis={axis} />
      {criterion.over !== 'enterprise' && <Spread known={known} day={day} />}
      <Defaults known={known} axis={axis} />
    </>
  )
}

type ProofRow = Explanation['proof'][number]

function ProofTable({ known, axis }: { readonly known: Explanation; readonly axis: AxisText }) {
  const { t, language } = useText()
  const columns = useMemo<Column<ProofRow>[]>(
    () => [
      {
        key: 'speaks',
        title: t('proof.speaks'),
        value: (one) => t(one.speaks === 'for' ? 'proof.for' : 'proof.against'),
        cell: (one) => (
          <span className={one.speaks === 'against' ? 'wrong nowrap' : 'nowrap'}>
            {t(one.speaks === 'for' ? 'proof.for' : 'proof.against')}
          </span>
        ),
      },
      {
        key: 'text',
        title: t('proof.what'),
        value: (one) => (language === 'ja' && one.textJa) || one.text,
        cell: (one) => <ProofLink proof={one} />,
      },
      {
        key: 'indicator',
        title: t('proof.indicator'),
        value: (one) => (one.indicator ? axis.say(`indicator.${one.indicator}.short`) : ''),
      },
    ],
    [t, language, axis],
  )
  return (
    <Panel title={t('proof.title')} flush>
      {known.proof.length === 0 ? (
        <p className="muted" style={{ padding: 12 }}>
          {t('proof.empty')}
        </p>
      ) : (
        <DataTable
          name={`proof-${known.criterion.id}`}
          caption={t('proof.title')}
          columns={columns}
          rows={known.proof}
          rowKey={(one) => `${one.indicator} ${one.ref} ${one.text}`}
          maxHeight={420}
          tools={
            known.proofCount > known.proof.length && (
              <span className="small muted">
                {t('proof.some', { shown: known.proof.length, count: known.proofCount })}
              </span>
            )
          }
        />
      )}
    </Panel>
  )
}
