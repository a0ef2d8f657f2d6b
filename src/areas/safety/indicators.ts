import { isSet } from '#core/record/data.ts'
import { anyInWindow, shareOf } from '#core/record/in-window.ts'
import type { DatedRecord, RecordIndicator } from '#core/record/record.ts'
import { sisAssessedShare } from './sis.ts'
import { cyberConsidered, cyberConsideredShare, independentLayerShare } from './studies.ts'

function anyCyber(data: DatedRecord['data']): boolean | null {
  const considered = cyberConsidered(data)
  return considered === null ? null : considered !== 'none'
}

/** What studies and SIS records measure for the ladder. */
export const recordIndicators: readonly RecordIndicator[] = [
  anyInWindow({ id: 'safety.cyberInAnyStudy', kinds: ['process-safety-study'], of: anyCyber }),
  cyberConsideredShare,
  sisAssessedShare,
  shareOf({
    id: 'safety.silWithCyberShare',
    kinds: ['sis-assessment'],
    of: (data) => [isSet(data, 'cyberInSil') ? 1 : 0, 1],
  }),
  independentLayerShare,
]
