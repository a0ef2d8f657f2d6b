import type { Assessment, getChanges } from '#contract/maturity.ts'
import { addPeriod } from '#core/calendar/period.ts'
import type { AnswerOf } from '#web/api/client.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Panel } from '#web/ui/kit.tsx'
import { Answer } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import type { AxisText } from '#web/view/axis.ts'
import { usePlantName } from '#web/view/plants.ts'
import { useRead } from '#web/view/read.ts'
import { lapses } from './fleet.ts'
import { OutcomeMark, VerdictMark } from './verdict-mark.tsx'

export function MostChange({
  plant,
  axis,
  day,
}: {
  readonly plant: string | null
  readonly axis: AxisText
  readonly day: string
}) {
  const { t } = useText()
  const steps = useRead(doors.nextSteps, { query: { plant } })
  return (
    <Panel title={t('today.most')} flush>
      <Answer query={steps}>
        {(known) => (
          <ul className="short-list" data-day={day}>
            {known.items.slice(0, 3).map((one) => (
              <li key={one.criterion}>
                <OutcomeMark outcome={one.verdict} />
                <span>
                  <AppLink to={`/maturity/criteria/${one.criterion}`}>
                    {one.criterion} {axis.say(`criterion.${one.criterion}`)}
                  </AppLink>
                  <span className="small muted">
                    {' '}
                    {one.levelAfter > known.level
                      ? t('today.reaches', { level: one.levelAfter })
                      : one.plants.length > 0
                        ? t('today.missingAt', { count: one.plants.length })
                        : t('today.missing')}
                    {one.needsShutdown ? ` · ${t('gap.shutdown')}` : ''}
                  </span>
                </span>
                <span className="small muted nowrap">
                  {t('today.weeks', { weeks: Math.round(one.effortWeeks * 10) / 10 })}
                </span>
              </li>
            ))}
            {known.items.length === 0 && (
              <li>
                <span />
                <span>{t('maturity.atTop')}</span>
              </li>
            )}
          </ul>
        )}
      </Answer>
    </Panel>
  )
}

export function LapsesNext(props: {
  readonly assessment: Assessment
  readonly axis: AxisText
  readonly day: string
  readonly plant: string | null
}) {
  const { t } = useText()
  const format = useFormat()
  const name = usePlantName()
  const { assessment, axis, day, plant } = props
  const scopes = plant ? [plant] : ['*', ...assessment.plants.map((one) => one.plant)]
  // Checklist items carry the level; a characteristic that lapses moves an aspect only.
  const soon = lapses(assessment, scopes)
    .filter((one) => /^\d/.test(one.verdict.criterion))
    .slice(0, 5)
  return (
    <Panel title={t('today.lapses')} flush>
      <ul className="short-list">
        {soon.map(({ scope, verdict }) => (
          <li key={`${scope} ${verdict.criterion}`}>
            <VerdictMark verdict={verdict} day={day} />
            <span>
              <AppLink to={`/maturity/criteria/${verdict.criterion}`} view={{ plant: scope === '*' ? null : scope }}>
                {verdict.criterion} {axis.say(`criterion.${verdict.criterion}`)}
              </AppLink>{' '}
              <span className="small muted">{scope === '*' ? t('matrix.enterprise') : name(scope)}</span>
            </span>
            <span className="small muted nowrap" title={format.day(verdict.validUntil!)}>
              {format.away(verdict.validUntil!, day)}
            </span>
          </li>
        ))}
        {soon.length === 0 && (
          <li>
            <span />
            <span className="muted">{t('today.nothingLapses')}</span>
          </li>
        )}
      </ul>
    </Panel>
  )
}

export function Changed({
  day,
  axis,
  plant,
}: {
  readonly day: string
  readonly axis: AxisText
  readonly plant: string | null
}) {
  const { t } = useText()
  const format = useFormat()
  const from = addPeriod(day, 'P3M', -1)
  const changes = useRead(doors.changes, { query: { from, to: day, plant } })
  return (
    <Panel title={t('today.changed', { day: format.day(from) })} flush>
      <Answer query={changes}>{(known) => <ChangeList changes={known} axis={axis} plant={plant} />}</Answer>
    </Panel>
  )
}

function ChangeList(props: {
  readonly changes: AnswerOf<typeof getChanges>
  readonly axis: AxisText
  readonly plant: string | null
}) {
  const { t } = useText()
  const format = useFormat()
  const name = usePlantName()
  const { changes, axis } = props
  const scopeName = (key: string) => (key === '*' ? t('matrix.enterprise') : name(key))
  const levels = changes.levels.filter((one) => one.aspect === null && one.before !== one.after)
  const criteria = changes.criteria
    // Symptoms (level 1) are shown where they appear; that one is gone is no news of its own.
    .filter((one) => /^[2-9]/.test(one.criterion) || (/^1\./.test(one.criterion) && one.after === 'met'))
    .filter((one) => props.plant !== null || one.plant !== '*')
    .sort((a, b) => ((a.on ?? '') < (b.on ?? '') ? 1 : -1))
    .slice(0, Math.max(2, 6 - levels.length))
  return (
    <ul className="short-list">
      {levels.map((one) => (
        <li key={one.plant}>
          <span className={one.after < one.before ? 'wrong' : ''}>{one.after > one.before ? '▲' : '▼'}</span>
          <span>
            <AppLink to="/maturity" view={{ plant: one.plant === '*' ? null : one.plant }}>
              {scopeName(one.plant)}
            </AppLink>{' '}
            {t('today.levelMoved', { before: one.before, after: one.after })}
          </span>
        </li>
      ))}
      {criteria.map((one) => (
        <li key={`${one.plant} ${one.criterion}`}>
          <span className={one.direction === 'down' ? 'wrong' : ''}>{one.direction === 'up' ? '▲' : '▼'}</span>
          <span>
            <AppLink to={`/maturity/criteria/${one.criterion}`} view={{ plant: one.plant === '*' ? null : one.plant }}>
              {one.criterion} {axis.say(`criterion.${one.criterion}`)}
            </AppLink>{' '}
            <span className="small muted">
              {scopeName(one.plant)} · {t(`verdict.${one.before}`)} → {t(`verdict.${one.after}`)}
            </span>
          </span>
          <span className="small muted nowrap">{one.on ? format.day(one.on) : ''}</span>
        </li>
      ))}
      {levels.length + criteria.length === 0 && (
        <li>
          <span />
          <span className="muted">{t('today.nothingChanged')}</span>
        </li>
      )}
    </ul>
  )
}

export function Waiting({ plant }: { readonly plant: string | null }) {
  const { t, pick } = useText()
  const format = useFormat()
  const imports = useRead(doors.imports, { query: { state: 'staged', plant, asOf: null } })
  const records = useRead(doors.records, { query: { state: 'awaiting', plant, limit: 5 } })
  const kinds = useRead(doors.recordKinds, { query: { asOf: null } })
  const kindName = (key: string) => {
    const kind = kinds.data?.items.find((one) => one.key === key)
    return kind ? pick(kind.label) : key
  }
  return (
    <Panel title={t('today.waiting')} flush>
      <Answer query={imports}>
        {(known) => (
          <ul className="short-list">
            {known.items.slice(0, 5).map((one) => (
              <li key={one.id}>
                <span>↥</span>
                <span>
                  <AppLink to={`/evidence/imports/${one.id}`}>{one.name}</AppLink>{' '}
                  <span className="small muted">{t('today.importWaits')}</span>
                </span>
                <span className="small muted nowrap">{format.day(one.createdAt)}</span>
              </li>
            ))}
            {(records.data?.items ?? []).map((one) => (
              <li key={one.id}>
                <span>✎</span>
                <span>
                  <AppLink to={`/evidence/records/${one.id}`}>{kindName(one.kind)}</AppLink>{' '}
                  <span className="small muted">{t('today.recordWaits')}</span>
                </span>
                <span className="small muted nowrap">{format.day(one.effectiveFrom)}</span>
              </li>
            ))}
            {known.items.length + (records.data?.items.length ?? 0) === 0 && (
              <li>
                <span />
                <span className="muted">
                  {t('today.nothingWaits')} <AppLink to="/evidence">{t('today.bring')}</AppLink>
                </span>
              </li>
            )}
          </ul>
        )}
      </Answer>
    </Panel>
  )
}
