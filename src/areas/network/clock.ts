import { type Day, dayNumber, dayOf } from '#core/calendar/day.ts'
import type { ClockFault, StoredCapture } from './store.ts'

/** Clocks run ahead by minutes, not by a day. */
const AHEAD_MS = 86_400_000

/** Whether a capture's clock can be believed: a time before 2000 or in the future is no evidence of a date. */
export function clockFaultOf(
  facts: { readonly firstSeen: string | null; readonly lastSeen: string | null },
  now: Date,
): ClockFault | null {
  if (facts.firstSeen !== null && facts.firstSeen < '2000') return 'before2000'
  if (facts.lastSeen !== null && Date.parse(facts.lastSeen) > now.getTime() + AHEAD_MS) return 'future'
  return null
}

/** The days of a capture as they count: as its clock says, as a person corrected it, or none. */
export function countedDays(
  capture: Pick<StoredCapture, 'clockFault' | 'addSeconds' | 'recordedAt'>,
  days: readonly Day[],
): readonly Day[] {
  const { addSeconds } = capture
  if (addSeconds === null) return capture.clockFault === null ? days : []
  // Days are kept, not instants: a correction of part of a day rounds to the day that holds most of it.
  const shift = Math.round(addSeconds / 86_400)
  const limit = dayNumber(capture.recordedAt.slice(0, 10)) + 1
  return days
    .map((day) => dayNumber(day) + shift)
    .filter((day) => day <= limit && day >= 10_957)
    .map(dayOf)
}
