const microsPerDay = 86_400_000_000
const earliest = 0
/** The end of the year 9999. */
const latest = 253_402_300_799_000_000

export const dayOf = (micros: number): number => Math.floor(micros / microsPerDay)

/** `2026-11-02T08:15:00.000123Z`; times beyond the calendar (a broken clock) are held at its ends. */
export function instantText(micros: number): string {
  const whole = Number.isFinite(micros) ? Math.floor(Math.min(Math.max(micros, earliest), latest)) : 0
  const day = dayOf(whole)
  const rest = whole - day * microsPerDay
  const seconds = Math.floor(rest / 1e6)
  const [hour, minute, second] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return `${calendarDay(day)}T${two(hour)}:${two(minute)}:${two(second)}.${String(rest - seconds * 1e6).padStart(6, '0')}Z`
}

/** `2026-11-02` */
export function dayText(day: number): string {
  return calendarDay(Math.min(Math.max(day, dayOf(earliest)), dayOf(latest)))
}

const two = (value: number): string => (value < 10 ? `0${value}` : String(value))

/** Captures hold few days but many instants: the day last written is kept. */
let recentDay = Number.NaN
let recentText = ''
function calendarDay(day: number): string {
  if (day !== recentDay) {
    recentDay = day
    recentText = new Date(day * 86_400_000).toISOString().slice(0, 10)
  }
  return recentText
}
