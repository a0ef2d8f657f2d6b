import { dayNumber } from '#core/calendar/day.ts'
import type { DescribedConversation } from './described.ts'
import type { Random } from './random.ts'

const hour = 3_600_000_000
const day = 24 * hour
/** 1970-01-01 was a Thursday. */
const isWeekend = (number: number): boolean => (number + 4) % 7 === 0 || (number + 4) % 7 === 6

/** When the sessions of a conversation begin, in microseconds UTC, ascending. */
export function sessionTimes(described: DescribedConversation, utcOffsetMinutes: number, random: Random): number[] {
  const first = dayNumber(described.firstDay)
  const last = dayNumber(described.lastDay)
  if (Number.isNaN(first) || Number.isNaN(last)) throw new RangeError('a day that is in no calendar')
  const { sessionsPerDay, hours: [from, to] = [0, 24] } = described
  const except = new Set(described.except?.map(dayNumber))
  const every = sessionsPerDay < 1 ? Math.max(1, Math.round(1 / sessionsPerDay)) : 1
  const perDay = Math.max(1, Math.round(sessionsPerDay))
  const slot = ((to - from) * hour) / perDay
  const times: number[] = []
  for (let number = first; number <= last; number++) {
    if (except.has(number) || (described.weekdaysOnly && isWeekend(number)) || (number - first) % every !== 0) continue
    const midnight = number * day - utcOffsetMinutes * 60_000_000
    for (let i = 0; i < perDay; i++) times.push(Math.floor(midnight + from * hour + slot * (i + random() * 0.9)))
  }
  return times
}
