import { addPeriod } from '#core/calendar/period.ts'
import { addressOf } from '#web/api/client.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { Empty, PageHead, Panel, Skeleton, Tag } from '#web/ui/kit.tsx'
import { Answer } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { useAxis } from '#web/view/axis.ts'
import { usePlantName, usePlants } from '#web/view/plants.ts'
import { useRead } from '#web/view/read.ts'
import { useDay } from '#web/view/today.ts'
import { useView } from '#web/view/use-view.ts'
import { VerdictTable } from './cell-detail.tsx'
import { FleetMatrix } from './fleet-matrix.tsx'
import { LevelHistory } from './level-history.tsx'
import { LevelPanel } from './level-panel.tsx'
import { NextSteps } from './next-steps.tsx'
import { StandingChip } from './verdict-mark.tsx'

/** One plant: where it stands, what stops it, how it got here, and every verdict. */
export function PlantPage({ plant }: { readonly plant: string }) {
  const { t, language } = useText()
  const view = useView()
  const format = useFormat()
  const day = useDay()
  const axis = useAxis()
  const name = usePlantName()(plant)
  const facts = usePlants().find((one) => one.key === plant)
  const now = useRead(doors.assessment, { query: { plant } })
  const before = useRead(doors.assessment, { query: { plant, reasons: 'none', asOf: addPeriod(day, 'P3M', -1) } })
  return (
    <Answer query={now} lines={8}>
      {(assessment) => {
        const standing = assessment.plants.find((one) => one.plant === plant)
        if (!standing) {
          return (
            <Empty
              title={t('plant.notThere', { plant: name })}
              action={
                <AppLink to="/maturity" view={{ plant: null }}>
                  {t('nav.maturity')}
                </AppLink>
              }
            >
              {t('plant.notThereHint')}
            </Empty>
          )
        }
        if (!axis) return <Skeleton label={t('ui.loading')} lines={8} />
        const { next } = standing
        return (
          <>
            <div className="headline">
              <StandingChip standing={standing} aspect={null} axis={axis} day={day} />
              <PageHead
                title={t('plant.headline', {
                  plant: name,
                  level: standing.level,
                  name: axis.say(`level.${standing.level}.name`),
                })}
                crumbs={[
                  <AppLink key="m" to="/maturity" view={{ plant: null }}>
                    {t('nav.maturity')}
                  </AppLink>,
                  name,
                ]}
              >
                {next.level === null
                  ? t('maturity.atTop')
                  : t('maturity.toNext', { level: next.level, met: next.met, of: next.of, unknown: next.unknown })}{' '}
                {standing.lapsesNext &&
                  t('plant.lapses', {
                    criterion: standing.lapsesNext.criterion,
                    day: format.day(standing.lapsesNext.on),
                  })}
              </PageHead>
            </div>
            <div className="row">
              {facts && <Tag>{t(`criticality.${facts.criticality}`)}</Tag>}
              {standing.onboarding && <Tag tone="warn">{t('plant.onboarding')}</Tag>}
              {facts?.constraints.map((one) => (
                <Tag key={one.kind} title={one.note ?? ''}>
                  {t(`constraint.${one.kind}`)}
                </Tag>
              ))}
              {facts?.shutdowns
                .filter((one) => one.to >= day)
                .slice(0, 1)
                .map((one) => (
                  <Tag key={one.id} title={one.note ?? ''}>
                    {t('plant.shutdown', { from: format.day(one.from), to: format.day(one.to) })}
                  </Tag>
                ))}
            </div>
            <div className="row no-print">
              <a
                className="btn"
                download
                href={addressOf(doors.plantPage.path, { params: { plant }, query: { asOf: view.asOf, language } })}
              >
                {t('plant.handOver')}
              </a>
              <Button onClick={() => window.print()}>{t('plant.print')}</Button>
              <span className="small muted">{t('plant.handOverHint')}</span>
            </div>
            <FleetMatrix assessment={assessment} before={before.data ?? null} axis={axis} day={day} only={plant} />
            <NextSteps plant={plant} axis={axis} />
            <LevelHistory plant={plant} day={day} axis={axis} />
            <LevelPanel standing={standing} axis={axis} />
            <Panel title={t('plant.verdicts', { count: standing.verdicts.length })} flush>
              <VerdictTable name={`${plant}-${day}`} verdicts={standing.verdicts} scope={plant} day={day} axis={axis} />
            </Panel>
          </>
        )
      }}
    </Answer>
  )
}
