import { type Day, dayNumber, dayOf } from '../calendar/day.ts'
import type { Instant } from './sighting.ts'

/** From one instant to another, both inside. */
export interface Window {
  readonly from: Instant
  readonly to: Instant
}

const mostWindows = 400
const minute = 60_000

/** `08:30`, `8:30:00`, `０８：３０`, `8時30分`, `8時`, 0.354 (as a sheet keeps it): minutes since midnight; null for anything else. */
export function minutesOf(text: string): number | null {
  const said = text.normalize('NFKC').trim()
  if (/^0?\.\d+$/.test(said)) return Math.round(Number(said) * 1440)
  const found = /^(\d{1,2})(?::(\d{2})(?::\d{2}(?:\.0+)?)?|時(?:(\d{1,2})分)?)$/.exec(said)
  if (!found) return null
  const [hours, minutes] = [Number(found[1]), Number(found[2] ?? found[3] ?? 0)]
  return hours <= 24 && minutes < 60 && hours * 60 + minutes <= 1440 ? hours * 60 + minutes : null
}

/**
 * The windows of an approval, by the clock of its plant. Without times the whole days count. A time that is not understood
 * gives null: nobody can tell what lies inside.
 */
export function windowsOf(said: {
  readonly from: Day
  readonly to: Day | null
  readonly fromTime: string | null
  readonly toTime: string | null
  /** The times hold on every day; else they are the beginning on the first and the end on the last. */
  readonly isDaily: boolean
  readonly timeZone: string
}): readonly Window[] | null {
  const begin = said.fromTime === null ? 0 : minutesOf(said.fromTime)
  const end = said.toTime === null ? 1440 : minutesOf(said.toTime)
  if (begin === null || end === null) return null
  const at = (day: number, minutes: number) => instantIn(said.timeZone, dayOf(day), minutes)
  const first = dayNumber(said.from)
  // A night's work ends on the next morning.
  const over = end <= begin ? 1 : 0
  if (!said.isDaily) {
    const last = said.to === null ? first + over : Math.max(first, dayNumber(said.to))
    return [{ from: at(first, begin), to: at(last, end) }]
  }
  const last = Math.min(dayNumber(said.to ?? said.from), first + mostWindows - 1)
  return Array.from({ length: Math.max(1, last - first + 1) }, (_, i) => ({
    from: at(first + i, begin),
    to: at(first + i + over, end),
  }))
}

const clocks = new Map<string, Intl.DateTimeFormat | null>()

function clockOf(timeZone: string): Intl.DateTimeFormat | null {
  const known = clocks.get(timeZone)
  if (known !== undefined) return known
  let clock: Intl.DateTimeFormat | null = null
  try {
    clock = new Intl.DateTimeFormat('en-US-u-ca-iso8601', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    })
  } catch {
    // No such zone: its days are taken as UTC's.
  }
  if (clocks.size < 1000) clocks.set(timeZone, clock)
  return clock
}

/** Minutes by which a zone's clock is ahead of UTC at an instant. */
function offsetAt(timeZone: string, instant: Instant): number {
  const clock = clockOf(timeZone)
  if (clock === null) return 0
  const parts = new Map(clock.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'))
  return Math.round((local - Math.floor(instant / minute) * minute) / minute)
}

/** When the clocks of a zone show a time of a day. Twice where they are put back, and then the first; never where skipped, and then after. */
export function instantIn(timeZone: string, day: Day, minutes: number): Instant {
  const local = dayNumber(day) * 86_400_000 + minutes * minute
  const before = local - offsetAt(timeZone, local - 86_400_000) * minute
  const after = local - offsetAt(timeZone, local + 86_400_000) * minute
  const shows = (instant: Instant) => instant + offsetAt(timeZone, instant) * minute === local
  if (shows(Math.min(before, after))) return Math.min(before, after)
  return shows(Math.max(before, after)) ? Math.max(before, after) : before
}
