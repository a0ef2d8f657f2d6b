import { useCallback, useMemo } from 'react'
import type { NextStep } from '#contract/maturity.ts'
import { gapWaterfall } from '#core/picture/gap-waterfall.ts'
import { doors } from '#web/api/doors.ts'
import { useText } from '#web/i18n/text.tsx'
import { Figure } from '#web/ui/figure.tsx'
import { Answer } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import type { AxisText } from '#web/view/axis.ts'
import { useRead } from '#web/view/read.ts'

const STATES = {
  notMet: 'missing',
  partly: 'partly',
  unknown: 'unknown',
  met: 'partly',
  notApplicable: 'partly',
} as const

/** What stops the next level, in the order in which it is best done. */
export function NextSteps({ plant, axis }: { readonly plant: string | null; readonly axis: AxisText }) {
  const steps = useRead(doors.nextSteps, { query: { plant } })
  return (
    <Answer query={steps}>
      {(known) =>
        known.nextLevel === null ? null : (
          <Waterfall items={known.items} level={known.level} nextLevel={known.nextLevel} axis={axis} plant={plant} />
        )
      }
    </Answer>
  )
}

function Waterfall(props: {
  readonly items: readonly NextStep[]
  readonly level: number
  readonly nextLevel: number
  readonly plant: string | null
  readonly axis: AxisText
}) {
  const { t } = useText()
  const { items, level, axis } = props
  // The way to the next level; what is further up comes after it and is left to the table of criteria.
  const reached = items.findIndex((one) => one.levelAfter > level)
  const way = useMemo(() => (reached < 0 ? items.slice(0, 12) : items.slice(0, reached + 1)), [items, reached])
  const draw = useCallback(
    (width: number) =>
      gapWaterfall(
        {
          level,
          gaps: way.map((one) => ({
            key: one.criterion,
            label: `${one.criterion} ${axis.say(`criterion.${one.criterion}`)}`,
            state: STATES[one.verdict],
            stateText: t(`verdict.${one.verdict}`),
            effortWeeks: Math.round(one.effortWeeks * 10) / 10,
            needsShutdown: one.needsShutdown,
            levelAfter: one.levelAfter,
          })),
          words: {
            criterion: t('criterion.criterion'),
            state: t('criterion.verdict'),
            weeks: t('gap.weeks'),
            shutdown: t('gap.shutdown'),
            levelAfter: t('gap.levelAfter'),
            reached: (to) => t('gap.reached', { level: to }),
            yes: t('value.yes'),
            no: t('value.no'),
          },
        },
        width,
      ),
    [way, level, axis, t],
  )
  const weeks = Math.round(way.reduce((sum, one) => sum + one.effortWeeks, 0) * 10) / 10
  return (
    <div className="stack">
      <Figure
        title={t('gap.title', { level: props.nextLevel })}
        finding={t('gap.finding', {
          count: way.length,
          weeks,
          level: props.nextLevel,
          shutdowns: way.filter((one) => one.needsShutdown).length,
        })}
        draw={draw}
        name="next-steps"
      />
      <p className="small muted links">
        {t('gap.open')}{' '}
        {way.map((one) => (
          <span key={one.criterion}>
            <AppLink to={`/maturity/criteria/${one.criterion}`} view={{ plant: props.plant }}>
              {one.criterion}
            </AppLink>{' '}
          </span>
        ))}
      </p>
    </div>
  )
}
