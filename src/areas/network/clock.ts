import { type Day, dayNumber, dayOf } from '#core/calendar/day.ts'
import type { CaptureClock, StoredCapture } from './capture-store.ts'
import type { ClockFault } from './store.ts'

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

/** How the days of a capture count: as its clock says, as a person corrected it, or not at all. */
export function clockOf(capture: Pick<StoredCapture, 'id' | 'clockFault' | 'addSeconds' | 'recordedAt'>): CaptureClock {
  const { id, addSeconds, clockFault, recordedAt } = capture
  // Days are kept, not instants: a correction of part of a day rounds to the day that holds most of it.
  const shift = Math.round((addSeconds ?? 0) / 86_400)
  const limit = dayOf(dayNumber(recordedAt.slice(0, 10)) + 1)
  return { id, shift, counts: addSeconds !== null || clockFault === null, limit }
}

/** The days of a capture as they count. */
export function countedDays(
  capture: Pick<StoredCapture, 'id' | 'clockFault' | 'addSeconds' | 'recordedAt'>,
  days: readonly Day[],
): readonly Day[] {
  const { shift, counts, limit } = clockOf(capture)
  if (!counts) return []
  const shifted = shift === 0 ? days : days.map((day) => dayOf(dayNumber(day) + shift))
  return shifted.filter((day) => day >= '2000' && day <= limit)
}
