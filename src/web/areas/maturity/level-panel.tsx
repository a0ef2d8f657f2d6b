import type { Standing } from '#contract/maturity.ts'
import { useText } from '#web/i18n/text.tsx'
import { Panel, Tag } from '#web/ui/kit.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import type { AxisText } from '#web/view/axis.ts'
import { OutcomeMark } from './verdict-mark.tsx'

/** The definition's own words for this level: what it looks like, what typically goes wrong, how one leaves it. */
export function LevelPanel({ standing, axis }: { readonly standing: Standing; readonly axis: AxisText }) {
  const { t } = useText()
  const { level } = standing
  const facts = axis.axis.levels.find((one) => one.level === level)
  const transition = axis.axis.transitions.find((one) => one.from === level)
  const verdicts = new Map(standing.verdicts.map((one) => [one.criterion, one]))
  /** An issue is a warning where one of the criteria that it points to speaks for it. */
  const speaksFor = (id: string) => {
    const verdict = verdicts.get(id)
    if (!verdict?.asked) return false
    return verdict.kind === 'symptom'
      ? verdict.verdict === 'met'
      : verdict.verdict === 'notMet' || verdict.verdict === 'partly'
  }
  return (
    <div className="columns">
      <Panel title={t('level.looks', { level, name: axis.say(`level.${level}.name`) })}>
        <ul>
          {Array.from({ length: facts?.states ?? 0 }, (_, place) => (
            <li key={axis.say(`level.${level}.state.${place + 1}`)}>{axis.say(`level.${level}.state.${place + 1}`)}</li>
          ))}
        </ul>
        <h3 style={{ marginTop: 12 }}>{t('level.issues')}</h3>
        <ul>
          {facts?.issues.map((issue) => {
            const because = issue.points.filter(speaksFor)
            return (
              <li key={issue.id}>
                {axis.say(`issue.${issue.id}`)}{' '}
                {because.length > 0 && (
                  <Tag tone="warn">
                    {t('level.issueSeen')}{' '}
                    {because.map((id) => (
                      <AppLink key={id} to={`/maturity/criteria/${id}`}>
                        {id}
                      </AppLink>
                    ))}
                  </Tag>
                )}
              </li>
            )
          })}
        </ul>
      </Panel>
      {transition && (
        <Panel title={t('level.actions', { level: transition.to })}>
          <ol>
            {transition.actions.map((action) => (
              <li key={action.id}>
                {axis.say(`action.${action.id}`)}
                <div className="row links" style={{ gap: '2px 12px' }}>
                  {action.criteria.map((id) => {
                    const verdict = verdicts.get(id)
                    return (
                      <span key={id} className="row" style={{ gap: 4 }}>
                        <OutcomeMark outcome={verdict?.verdict ?? 'unknown'} />
                        <AppLink to={`/maturity/criteria/${id}`}>{id}</AppLink>
                      </span>
                    )
                  })}
                </div>
              </li>
            ))}
          </ol>
        </Panel>
      )}
    </div>
  )
}

/** The four considerations of the definition, under every fleet. */
export function Considerations({ axis }: { readonly axis: AxisText }) {
  const { t } = useText()
  return (
    <Panel title={t('level.considerations')}>
      <dl className="stack" style={{ gap: 8 }}>
        {axis.axis.considerations.map((id) => (
          <div key={id}>
            <dt>
              <strong>{axis.say(`consideration.${id}.name`)}</strong>
            </dt>
            <dd className="muted">{axis.say(`consideration.${id}.text`)}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}
