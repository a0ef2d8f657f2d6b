import type { Day } from '../calendar/day.ts'
import type { DatedRecord } from './record.ts'

/**
 * "We have none" is a record too: dated and signed, about one kind of record. It turns unknown into not met at once for
 * every criterion that the kind would prove, and gives way to the first record of that kind dated on its day or later.
 */
export const WE_HAVE_NONE = 'we-have-none'

/** The day of what was declared never to have happened: older than any limit. Shown as "never". */
export const NEVER: Day = '1900-01-01'

/** Whether a record declares that there is none of the kinds. */
export function declaresNone(record: DatedRecord, kinds: readonly string[]): boolean {
  return record.kind === WE_HAVE_NONE && typeof record.data.about === 'string' && kinds.includes(record.data.about)
}
