import { type DayNumber, dayNumber } from '../calendar/day.ts'
import type { Period } from '../calendar/period.ts'
import type { Series } from './indicator.ts'

/** "Every month", "every quarter": calendar periods of the enterprise's fiscal year. */
export interface Cadence {
  readonly every: Period
  /** How many complete periods are looked at. */
  readonly periods: number
  /** How many of them may be missed, never two running. */
  readonly misses: number
  /** How many periods must have been kept before the practice counts as one. */
  readonly atLeast: number
  /** Days after a period's end in which an event still counts for it. */
  readonly graceDays: number
  readonly fiscalYearStartMonth: number
}

export interface CadenceState {
  readonly verdict: 'met' | 'partly' | 'notMet'
  readonly share: number
  readonly inGrace: boolean
  /** Periods kept among those looked at. */
  readonly kept: number
  /** Latest events first: indexes into the series. */
  readonly events: readonly number[]
}

/** How many months one period of a cadence has: 1, 3, 6 or 12. Only months of a year can be calendar periods. */
export function monthsOf(every: Period): number | null {
  const found = /^P(?:(\d+)Y)?(?:(\d+)M)?$/.exec(every)
  if (!found) return null
  const months = 12 * Number(found[1] ?? 0) + Number(found[2] ?? 0)
  return months > 0 && 12 % months === 0 ? months : null
}

/** Number of the calendar period that holds a day, and the first day of any period. */
function calendar(months: number, fiscalYearStartMonth: number) {
  const shift = (fiscalYearStartMonth - 1) % months
  return {
    indexOf(day: DayNumber): number {
      const date = new Date(day * 86_400_000)
      return Math.floor((date.getUTCFullYear() * 12 + date.getUTCMonth() - shift) / months)
    },
    startOf(index: number): DayNumber {
      const month = index * months + shift
      const year = Math.floor(month / 12)
      return new Date(0).setUTCFullYear(year, month - year * 12, 1) / 86_400_000
    },
  }
}

/**
 * Judges a practice by its events. The assignment is greedy and by date: an event serves the earliest unserved period it
 * may serve (the one before its own, when within grace; else its own), so what was known on a day is never re-read by
 * what came later. A missed period that a declared shutdown covers for at least half is excused.
 */
export function judgeCadence(
  series: Series,
  cadence: Cadence,
  shutdowns: readonly { readonly from: DayNumber; readonly to: DayNumber }[],
) {
  const months = monthsOf(cadence.every) ?? 1
  const periods = calendar(months, cadence.fiscalYearStartMonth)
  const events = series
    .filter((step) => step.value !== null && step.value !== false)
    .map((step) => dayNumber(step.from))
  const first = events.length > 0 ? periods.indexOf(events[0]!) : 0
  /** For each event the period it serves; null when its periods were served already. */
  const serves: (number | null)[] = []
  const servedOn = new Map<number, DayNumber>()
  for (const day of events) {
    const own = periods.indexOf(day)
    const choices = day < periods.startOf(own) + cadence.graceDays && own - 1 >= first ? [own - 1, own] : [own]
    const choice = choices.find((period) => !servedOn.has(period)) ?? null
    serves.push(choice)
    if (choice !== null) servedOn.set(choice, day)
  }

  function excused(period: number): boolean {
    const from = periods.startOf(period)
    const to = periods.startOf(period + 1) - 1
    const covered = shutdowns.reduce((sum, s) => sum + Math.max(0, Math.min(to, s.to) - Math.max(from, s.from) + 1), 0)
    return covered * 2 >= to - from + 1
  }

  /** Null before the first event: nothing was ever recorded. */
  function at(day: DayNumber): CadenceState | null {
    if (events.length === 0 || day < events[0]!) return null
    const current = periods.indexOf(day)
    const isServed = (period: number) => {
      const on = servedOn.get(period)
      return on !== undefined && on <= day
    }
    let kept = isServed(current) ? 1 : 0
    let looked = 0
    let missed = 0
    let running = false
    let inGrace = false
    let before = false
    for (let period = Math.max(first, current - cadence.periods); period < current; period++) {
      if (isServed(period)) {
        kept++
        looked++
        before = false
      } else if (period === current - 1 && day < periods.startOf(current) + cadence.graceDays) {
        inGrace = true
      } else if (!excused(period)) {
        looked++
        missed++
        if (before) running = true
        before = true
      }
    }
    const recent = events.flatMap((on, i) => (on <= day && periods.indexOf(on) >= current - cadence.periods ? [i] : []))
    const share = looked + (isServed(current) ? 1 : 0) === 0 ? 0 : kept / (looked + (isServed(current) ? 1 : 0))
    const enough = kept >= cadence.atLeast
    const verdict = kept === 0 ? 'notMet' : missed <= cadence.misses && !running && enough ? 'met' : 'partly'
    const counted = verdict === 'met' ? 1 : Math.min(share, enough ? 1 : kept / cadence.atLeast)
    return { verdict, share: counted, inGrace: verdict === 'met' && inGrace, kept, events: recent.reverse() }
  }

  /** Every day on which the state may change: finite, for after the last event it can only run out. */
  function breaks(): DayNumber[] {
    if (events.length === 0) return []
    const days = [...events]
    const last = periods.indexOf(events[events.length - 1]!) + cadence.periods + 2
    for (let period = first; period <= last; period++) {
      days.push(periods.startOf(period), periods.startOf(period) + cadence.graceDays)
    }
    return days
  }
  return { at, breaks }
}
