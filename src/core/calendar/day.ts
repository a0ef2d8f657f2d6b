/** A civil date as `YYYY-MM-DD`. Evidence is judged by the day; instants live only on the wire and in the store. */
export type Day = string

/** Days since 1970-01-01. The engines count in these and speak in {@link Day}. */
export type DayNumber = number

const DAY_MS = 86_400_000
const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/
const parsed = new Map<Day, DayNumber>()

/** The day's number; NaN for what is no date of the calendar (`2026-02-30`). */
export function dayNumber(day: Day): DayNumber {
  const known = parsed.get(day)
  if (known !== undefined) return known
  const parts = SHAPE.exec(day)
  if (!parts) return Number.NaN
  const [year, month, date] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  const ms = Date.UTC(year, month - 1, date)
  const back = new Date(ms)
  const number = back.getUTCMonth() === month - 1 && back.getUTCDate() === date ? ms / DAY_MS : Number.NaN
  // A century of days at most: hostile input cannot make the memory grow.
  if (parsed.size < 36_525) parsed.set(day, number)
  return number
}

/** The inverse of {@link dayNumber}. */
export function dayOf(number: DayNumber): Day {
  return new Date(number * DAY_MS).toISOString().slice(0, 10)
}

export function isDay(text: unknown): text is Day {
  return typeof text === 'string' && !Number.isNaN(dayNumber(text))
}

/** The civil date of an instant in an IANA time zone: a meeting at 08:00 in Osaka is on its Osaka day. */
export function dayIn(timeZone: string, instant: Date): Day {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    instant,
  )
}
