import { isSet } from '#core/record/data.ts'
import { eventsOf } from '#core/record/latest-date.ts'
import type { RecordIndicator } from '#core/record/record.ts'

/** A report counts when it was delivered and minuted, not when it was written. */
export const recordIndicators: readonly RecordIndicator[] = [
  eventsOf({
    id: 'reports.boardReport',
    kinds: ['board-report'],
    where: (data) => isSet(data, 'delivered') && isSet(data, 'minuted'),
  }),
]
