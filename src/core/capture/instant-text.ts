const microsPerDay = 86_400_000_000
const earliest = 0
/** The end of the year 9999. */
const latest = 253_402_300_799_000_000

export const dayOf = (micros: number): number => Math.floor(micros / microsPerDay)

/** A plain array: spreading a typed one is twenty times slower. */
const letters: number[] = new Array(27).fill(0)
const [zero, colon, dot] = [0x30, 0x3a, 0x2e]

/**
 * `2026-11-02T08:15:00.000123Z`; times beyond the calendar (a broken clock) are held at its ends. Written at one go: a text
 * put together of pieces takes ten times the memory, and captures hold hundreds of thousands of them.
 */
export function instantText(micros: number): string {
  const whole = Number.isFinite(micros) ? Math.floor(Math.min(Math.max(micros, earliest), latest)) : 0
  const day = dayOf(whole)
  const rest = whole - day * microsPerDay
  const seconds = Math.floor(rest / 1e6)
  const date = calendarDay(day)
  for (let i = 0; i < 10; i++) letters[i] = date.charCodeAt(i)
  letters[10] = 0x54
  digits(11, 2, Math.floor(seconds / 3600), colon)
  digits(14, 2, Math.floor(seconds / 60) % 60, colon)
  digits(17, 2, seconds % 60, dot)
  digits(20, 6, rest - seconds * 1e6, 0x5a)
  return String.fromCharCode(...letters)
}

function digits(at: number, count: number, value: number, then: number): void {
  for (let i = at + count - 1; i >= at; i--) {
    letters[i] = zero + (value % 10)
    value = Math.floor(value / 10)
  }
  letters[at + count] = then
}

/** `2026-11-02` */
export function dayText(day: number): string {
  return calendarDay(Math.min(Math.max(day, dayOf(earliest)), dayOf(latest)))
}

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
