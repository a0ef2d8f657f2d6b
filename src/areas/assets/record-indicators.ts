import { hasAll, isSet, numberIn, parts, ratio } from '#core/record/data.ts'
import { flagInForce } from '#core/record/in-force.ts'
import { bestShare, latestShare, shareOf } from '#core/record/in-window.ts'
import { eventsOf, latestDate } from '#core/record/latest-date.ts'
import type { DatedRecord, RecordIndicator } from '#core/record/record.ts'

function inCmdb(data: DatedRecord['data']): number | null {
  const [assets, synchronised] = [numberIn(data, 'assets'), numberIn(data, 'synchronised')]
  if (assets === null || synchronised === null || assets === 0) return null
  return (synchronised - (numberIn(data, 'conflicts') ?? 0)) / assets
}

/** What records about the registry measure for the ladder; what single assets prove is measured beside them. */
export const recordIndicators: readonly RecordIndicator[] = [
  flagInForce({
    id: 'assets.lifecycleStandard',
    kinds: ['lifecycle-standard'],
    holds: (data) => hasAll(data, 'phases', ['procurement', 'deployment', 'renewal', 'disposal']),
  }),
  latestDate({ id: 'assets.cmdbSynced', kinds: ['cmdb-sync'] }),
  latestShare({ id: 'assets.cmdbShare', kinds: ['cmdb-sync'], of: inCmdb }),
  bestShare({
    id: 'assets.vulnerabilityAssessedShare',
    kinds: ['vulnerability-assessment'],
    of: (data) => ratio(data, 'assetsCovered', 'assets'),
  }),
  eventsOf({ id: 'assets.vulnerabilityRun', kinds: ['vulnerability-assessment'] }),
  shareOf({
    id: 'assets.vulnerabilityDecidedShare',
    kinds: ['vulnerability-assessment'],
    of: (data) => parts(data, 'decidedInTime', 'found'),
  }),
  latestDate({
    id: 'assets.predictionsUsed',
    kinds: ['predictive-maintenance'],
    where: (data) => isSet(data, 'usedInPlan') && numberIn(data, 'error') !== null,
  }),
]
