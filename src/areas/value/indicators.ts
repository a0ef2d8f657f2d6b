import { dayIn, isSet, numberIn, textIn } from '#core/record/data.ts'
import { flagInForce } from '#core/record/in-force.ts'
import { latestDate } from '#core/record/latest-date.ts'
import type { DatedRecord, RecordIndicator } from '#core/record/record.ts'

type Data = DatedRecord['data']

const useCases = { kinds: ['use-case'] } as const
const regular = (data: Data) => textIn(data, 'stage') === 'operation'

/** Measured against a baseline, with an interval that excludes zero: the effect is not chance. */
function measured(data: Data): boolean {
  const [low, high] = [numberIn(data, 'effectLow'), numberIn(data, 'effectHigh')]
  if (numberIn(data, 'baseline') === null || numberIn(data, 'effect') === null || low === null || high === null)
    return false
  return Math.min(low, high) > 0 || Math.max(low, high) < 0
}

const quantified = (data: Data) => measured(data) && numberIn(data, 'roi') !== null

const clear = (data: Data) =>
  measured(data) && (numberIn(data, 'roi') ?? 0) > 0 && numberIn(data, 'paybackMonths') !== null

/** A use case in operation counts as quantified from the day its effect was measured. */
const measuredOn = (data: Data) => dayIn(data, 'measuredOn')

/** What use cases and contributions measure for the ladder. */
export const recordIndicators: readonly RecordIndicator[] = [
  flagInForce({ id: 'value.pilotInOperation', ...useCases }),
  flagInForce({ id: 'value.pilotQuantified', ...useCases, holds: quantified, since: measuredOn }),
  flagInForce({ id: 'value.roiClear', ...useCases, holds: clear, since: measuredOn }),
  flagInForce({ id: 'value.useCaseInOperation', ...useCases, holds: regular }),
  flagInForce({
    id: 'value.useCaseQuantified',
    ...useCases,
    holds: (data) => regular(data) && quantified(data),
    since: measuredOn,
  }),
  latestDate({
    id: 'value.benefitStatement',
    kinds: ['benefit-statement'],
    where: (data) => isSet(data, 'countedOnce') && (numberIn(data, 'totalBenefit') ?? 0) > 0,
  }),
  latestDate({ id: 'value.innovation', kinds: ['innovation'], where: (data) => textIn(data, 'result') !== null }),
  latestDate({ id: 'value.dissemination', kinds: ['dissemination'] }),
]
