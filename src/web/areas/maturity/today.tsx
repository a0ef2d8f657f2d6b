import type { Assessment } from '#contract/maturity.ts'
import { doors } from '#web/api/doors.ts'
import { useText } from '#web/i18n/text.tsx'
import { Empty, PageHead, Skeleton, Tag } from '#web/ui/kit.tsx'
import { Answer } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { type AxisText, useAxis } from '#web/view/axis.ts'
import { usePlantName } from '#web/view/plants.ts'
import { useRead } from '#web/view/read.ts'
import { useDay } from '#web/view/today.ts'
import { useView } from '#web/view/use-view.ts'
import { standingOf } from './fleet.ts'
import { Changed, LapsesNext, MostChange, Waiting } from './today-panels.tsx'
import { StandingChip } from './verdict-mark.tsx'

/** The first page: where we stand, what lapses next, what changed, what would change most, what waits. */
export function Today() {
  const { t } = useText()
  const { plant } = useView()
  const day = useDay()
  const axis = useAxis()
  const status = useRead(doors.status, { query: { asOf: null } })
  const assessment = useRead(doors.assessment, { query: { reasons: 'none' } })
  return (
    <Answer query={assessment} lines={8}>
      {(known) => {
        if (!axis) return <Skeleton label={t('ui.loading')} lines={8} />
        if (known.plants.length === 0) {
          return (
            <Empty title={t('maturity.noPlants')} action={<AppLink to="/settings">{t('maturity.addPlant')}</AppLink>}>
              {t('maturity.noPlantsHint')}
            </Empty>
          )
        }
        const scope = plant ?? '*'
        return (
          <>
            <Headline assessment={known} scope={scope} company={status.data?.company ?? ''} axis={axis} />
            <div className="columns two">
              <MostChange plant={plant} axis={axis} day={day} />
              <LapsesNext assessment={known} axis={axis} day={day} plant={plant} />
              <Changed day={day} axis={axis} plant={plant} />
              <Waiting plant={plant} />
            </div>
          </>
        )
      }}
    </Answer>
  )
}

function Headline(props: {
  readonly assessment: Assessment
  readonly scope: string
  readonly company: string
  readonly axis: AxisText
}) {
  const { t } = useText()
  const name = usePlantName()
  const { assessment, scope, axis } = props
  const standing = standingOf(assessment, scope) ?? assessment.enterprise
  const { next } = standing
  const who = scope === '*' ? props.company : name(scope)
  const contradicted = assessment.plants.filter((one) => one.verdicts.some((verdict) => verdict.contradicted))
  const told = [
    next.level === null
      ? t('maturity.atTop')
      : t('maturity.toNext', { level: next.level, met: next.met, of: next.of, unknown: next.unknown }),
    ...(scope === '*' && assessment.enterprise.noPlantAtLevel
      ? [t('maturity.noPlantAtLevel', { level: standing.level })]
      : []),
  ]
  return (
    <>
      <div className="headline">
        <StandingChip standing={standing} aspect={null} axis={axis} day={assessment.asOf} />
        <PageHead
          title={t('plant.headline', {
            plant: who,
            level: standing.level,
            name: axis.say(`level.${standing.level}.name`),
          })}
        >
          {told.join(' ')}
        </PageHead>
      </div>
      <div className="row">
        {axis.axis.aspects.map((aspect) => (
          <span key={aspect} className="row" style={{ gap: 6 }}>
            <StandingChip standing={standing} aspect={aspect} axis={axis} day={assessment.asOf} />{' '}
            <span>{axis.say(`aspect.${aspect}`)}</span>
          </span>
        ))}
        <AppLink to="/maturity">{t('today.toMatrix')}</AppLink>
      </div>
      {contradicted.length > 0 && (
        <div className="row">
          {contradicted.flatMap((one) =>
            one.verdicts
              .filter((verdict) => verdict.contradicted)
              .map((verdict) => (
                <Tag key={`${one.plant} ${verdict.criterion}`} tone="wrong">
                  {t('today.contradiction')}{' '}
                  <AppLink to={`/maturity/criteria/${verdict.criterion}`} view={{ plant: one.plant }}>
                    {name(one.plant)} · {verdict.criterion}
                  </AppLink>
                </Tag>
              )),
          )}
        </div>
      )}
    </>
  )
}
