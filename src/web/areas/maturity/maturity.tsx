import { addPeriod } from '#core/calendar/period.ts'
import { doors } from '#web/api/doors.ts'
import { useText } from '#web/i18n/text.tsx'
import { Empty, PageHead, Skeleton } from '#web/ui/kit.tsx'
import { Answer } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { useAxis } from '#web/view/axis.ts'
import { useRead } from '#web/view/read.ts'
import { useDay } from '#web/view/today.ts'
import { useView } from '#web/view/use-view.ts'
import { fleetFacts } from './fleet.ts'
import { FleetMatrix } from './fleet-matrix.tsx'
import { LevelHistory } from './level-history.tsx'
import { Considerations, LevelPanel } from './level-panel.tsx'
import { NextSteps } from './next-steps.tsx'
import { PlantPage } from './plant-page.tsx'

/** The fleet, or the one plant that the URL names. */
export function Maturity() {
  const { plant } = useView()
  return plant ? <PlantPage plant={plant} /> : <Fleet />
}

function Fleet() {
  const { t } = useText()
  const day = useDay()
  const axis = useAxis()
  const query = { reasons: 'none' } as const
  const now = useRead(doors.assessment, { query })
  const before = useRead(doors.assessment, { query: { ...query, asOf: addPeriod(day, 'P3M', -1) } })
  return (
    <Answer query={now} lines={8}>
      {(assessment) => {
        if (assessment.plants.length === 0) {
          return (
            <Empty title={t('maturity.noPlants')} action={<AppLink to="/settings">{t('maturity.addPlant')}</AppLink>}>
              {t('maturity.noPlantsHint')}
            </Empty>
          )
        }
        const { enterprise } = assessment
        const facts = fleetFacts(assessment)
        const headline = t('maturity.headline', { level: enterprise.level })
        const next = enterprise.next.level
        return (
          <>
            <PageHead title={headline}>
              {[
                next === null
                  ? t('maturity.atTop')
                  : t('maturity.toNext', {
                      level: next,
                      met: enterprise.next.met,
                      of: enterprise.next.of,
                      unknown: enterprise.next.unknown,
                    }),
                ...(enterprise.noPlantAtLevel ? [t('maturity.noPlantAtLevel', { level: enterprise.level })] : []),
                ...(facts.below > 0 ? [t('maturity.below', { count: facts.below, lowest: facts.lowest })] : []),
                ...(facts.unknownPlants > 0 ? [t('maturity.unknownPlants', { count: facts.unknownPlants })] : []),
              ].join(' ')}
            </PageHead>
            {axis ? (
              <FleetMatrix assessment={assessment} before={before.data ?? null} axis={axis} day={day} />
            ) : (
              <Skeleton label={t('ui.loading')} lines={8} />
            )}
            {axis && <NextSteps plant={null} axis={axis} />}
            {axis && <LevelHistory plant={null} day={day} axis={axis} />}
            {axis && <LevelPanel standing={enterprise} axis={axis} />}
            {axis && <Considerations axis={axis} />}
          </>
        )
      }}
    </Answer>
  )
}
