import { isSet, numberIn, ratio, textIn } from '#core/record/data.ts'
import { flagInForce } from '#core/record/in-force.ts'
import { latestFlag, latestNumber, latestShare } from '#core/record/in-window.ts'
import { latestDate } from '#core/record/latest-date.ts'
import type { DatedRecord, RecordIndicator } from '#core/record/record.ts'

type Data = DatedRecord['data']

const byZones = (data: Data) => textIn(data, 'method') === 'iec62443'

function linked(data: Data): boolean | null {
  const link = textIn(data, 'safetyLink')
  return link === null ? null : link !== 'not-linked'
}

/** Every assessment is a record of this kind, whatever its method. */
const assessed = { kinds: ['risk-assessment'] } as const

/** What assessments, registers and policies measure for the ladder. */
export const recordIndicators: readonly RecordIndicator[] = [
  flagInForce({ id: 'risk.assessed', ...assessed }),
  latestDate({ id: 'risk.assessmentDate', ...assessed }),
  latestDate({ id: 'risk.zoneAssessment', ...assessed, where: byZones }),
  latestShare({
    id: 'risk.zonesCoveredShare',
    ...assessed,
    where: byZones,
    of: (data) => ratio(data, 'zonesCovered', 'zones'),
  }),
  latestFlag({ id: 'risk.allRequirements', ...assessed, where: byZones, of: (data) => flag(data, 'allRequirements') }),
  latestFlag({ id: 'risk.linkedToStudy', ...assessed, of: linked }),
  latestShare({ id: 'risk.bothLegsShare', ...assessed, of: (data) => ratio(data, 'scenariosBothLegs', 'scenarios') }),
  latestNumber({
    id: 'risk.otRisksInRegister',
    kinds: ['risk-register-review'],
    of: (data) => numberIn(data, 'otRisks'),
    none: 0,
  }),
  latestShare({
    id: 'risk.otRisksOwnedShare',
    kinds: ['risk-register-review'],
    of: (data) => ratio(data, 'otRisksOwned', 'otRisks'),
  }),
  latestDate({ id: 'risk.registerReviewed', kinds: ['risk-register-review'] }),
  latestShare({
    id: 'risk.quantifiedShare',
    kinds: ['quantified-risk'],
    of: (data) => ratio(data, 'scenariosQuantified', 'scenarios'),
  }),
  latestDate({
    id: 'risk.investmentByRisk',
    kinds: ['quantified-risk'],
    where: (data) => textIn(data, 'decision') !== null,
  }),
  latestDate({ id: 'risk.portfolioSimulated', kinds: ['quantified-risk'], where: (data) => isSet(data, 'simulation') }),
  latestNumber({
    id: 'risk.scenariosCompared',
    kinds: ['quantified-risk'],
    of: (data) => numberIn(data, 'scenariosCompared'),
    none: 0,
  }),
  flagInForce({ id: 'risk.insuranceCoversOt', kinds: ['insurance'], holds: (data) => isSet(data, 'coversOt') }),
]

/** A flag left empty tells nothing. */
function flag(data: Data, key: string): boolean | null {
  const value = data[key]
  return typeof value === 'boolean' ? value : null
}
