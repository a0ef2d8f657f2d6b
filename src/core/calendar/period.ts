import { type Day, type DayNumber, dayNumber, dayOf } from './day.ts'

/** An ISO 8601 period of whole days, weeks, months or years: `P7D`, `P3M`, `P1Y`, `P1Y6M`. */
export type Period = string

interface Parts {
  readonly months: number
  readonly days: number
}

const SHAPE = /^P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/
const parsed = new Map<Period, Parts | null>()

function parts(period: Period): Parts | null {
  const known = parsed.get(period)
  if (known !== undefined) return known
  const found = SHAPE.exec(period)
  const value = found
    ? {
        months: 12 * Number(found[1] ?? 0) + Number(found[2] ?? 0),
        days: 7 * Number(found[3] ?? 0) + Number(found[4] ?? 0),
      }
    : null
  if (parsed.size < 1000) parsed.set(period, value)
  return value
}

export function isPeriod(text: unknown): text is Period {
  return typeof text === 'string' && parts(text) !== null
}

/** Adds a period to a day; `sign` -1 subtracts. A month's end stays in its month: 31 January + P1M is 28 or 29 February. */
export function addPeriodTo(day: DayNumber, period: Period, sign: 1 | -1 = 1): DayNumber {
  const p = parts(period)
  if (!p) throw new RangeError(`not an ISO 8601 period of days: ${period}`)
  let number = day
  if (p.months !== 0) {
    const start = new Date(number * 86_400_000)
    const month = start.getUTCFullYear() * 12 + start.getUTCMonth() + sign * p.months
    const year = Math.floor(month / 12)
    const inYear = month - year * 12
    const lastDate = new Date(Date.UTC(year, inYear + 1, 0)).getUTCDate()
    number = Date.UTC(year, inYear, Math.min(start.getUTCDate(), lastDate)) / 86_400_000
  }
  return number + sign * p.days
}

export function addPeriod(day: Day, period: Period, sign: 1 | -1 = 1): Day {
  return dayOf(addPeriodTo(dayNumber(day), period, sign))
}

/** A period's length in days, with a month of 365.25 / 12 days: for shares of a window, never for a due date. */
export function nominalDays(period: Period): number {
  const p = parts(period)
  if (!p) throw new RangeError(`not an ISO 8601 period of days: ${period}`)
  return p.months * (365.25 / 12) + p.days
}
