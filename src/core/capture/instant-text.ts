const microsPerDay = 86_400_000_000
const earliest = 0
/** The end of the year 9999. */
const latest = 253_402_300_799_000_000

export const dayOf = (micros: number): number => Math.floor(micros / microsPerDay)

/** A plain array: spreading a typed one is twenty times slower. */
const letters: number[] = Array.from('0000-00-00T00:00:00.000000Z', (letter) => letter.charCodeAt(0))
const zero = 0x30

/**
 * `2026-11-02T08:15:00.000123Z`; times beyond the calendar (a broken clock) are held at its ends. Written at one go: a text
 * put together of pieces takes ten times the memory, and captures hold hundreds of thousands of them.
 */
export function instantText(micros: number): string {
  const whole = Number.isFinite(micros) ? Math.floor(Math.min(Math.max(micros, earliest), latest)) : 0
  const day = dayOf(whole)
  const rest = whole - day * microsPerDay
  // From here on in 32 bits.
  const seconds = Math.floor(rest / 1e6) | 0
  const below = (rest - seconds * 1e6) | 0
  const minutes = (seconds / 60) | 0
  const hours = (minutes / 60) | 0
  const date = calendarDay(day)
  for (let i = 0; i < 10; i++) letters[i] = date.charCodeAt(i)
  digits(11, 2, hours)
  digits(14, 2, minutes - hours * 60)
  digits(17, 2, seconds - minutes * 60)
  digits(20, 6, below)
  return String.fromCharCode(...letters)
}

function digits(at: number, count: number, value: number): void {
  for (let i = at + count - 1; i >= at; i--) {
    const tenth = (value / 10) | 0
    letters[i] = zero + value - tenth * 10
    value = tenth
  }
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
