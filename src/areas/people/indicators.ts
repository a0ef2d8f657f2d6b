import { hasAll, isSet, numberIn, ratio } from '#core/record/data.ts'
import { flagInForce } from '#core/record/in-force.ts'
import { latestNumber, latestShare, shareOf } from '#core/record/in-window.ts'
import { eventsOf, latestDate } from '#core/record/latest-date.ts'
import type { DatedRecord, RecordIndicator } from '#core/record/record.ts'

type Data = DatedRecord['data']

/** A group's mean says something from three answers on. */
const FEWEST_ANSWERS = 3

const joint = (data: Data) => hasAll(data, 'departments', ['process-safety', 'it'])

function perceptionGap(data: Data): number | null {
  const [ot, it] = [numberIn(data, 'meanOt'), numberIn(data, 'meanIt')]
  const enough = Math.min(numberIn(data, 'answersOt') ?? 0, numberIn(data, 'answersIt') ?? 0) >= FEWEST_ANSWERS
  return ot === null || it === null || !enough ? null : Math.abs(ot - it)
}

/** What the records of people, meetings and teams measure for the ladder. */
export const recordIndicators: readonly RecordIndicator[] = [
  eventsOf({ id: 'people.jointMeeting', kinds: ['meeting'], where: joint }),
  latestDate({ id: 'people.lastJointMeeting', kinds: ['meeting'], where: joint }),
  shareOf({
    id: 'people.meetingMinutedShare',
    kinds: ['meeting'],
    where: joint,
    of: (data) => [isSet(data, 'minuted') ? 1 : 0, 1],
  }),
  flagInForce({
    id: 'people.crossFunctionalTeam',
    kinds: ['team'],
    holds: (data) => hasAll(data, 'departments', ['ot', 'it', 'process-safety']) && isSet(data, 'charter'),
  }),
  flagInForce({
    id: 'people.permanentTeam',
    kinds: ['team'],
    holds: (data) => hasAll(data, 'departments', ['ot', 'it', 'process-safety', 'quality']),
    standing: 'P6M',
  }),
  latestDate({ id: 'people.accessReviewed', kinds: ['access-review'] }),
  // No review says nothing of how many accounts are shared.
  latestShare({
    id: 'people.namedAccountShare',
    kinds: ['access-review'],
    of: (data) => ratio(data, 'namedAccounts', 'accounts'),
    none: undefined,
  }),
  latestShare({
    id: 'people.leastPrivilegeShare',
    kinds: ['access-review'],
    of: (data) => ratio(data, 'leastPrivilegeAccounts', 'accounts'),
  }),
  flagInForce({
    id: 'people.oneOrganisation',
    kinds: ['ownership'],
    holds: (data) => isSet(data, 'oneOwner') && isSet(data, 'oneBacklog') && isSet(data, 'oneBudget'),
  }),
  latestNumber({ id: 'people.perceptionGap', kinds: ['perception-survey'], of: perceptionGap }),
]
