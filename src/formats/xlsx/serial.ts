/** 9999-12-31, the last day Excel shows. */
const lastSerial = 2_958_465
const daySeconds = 86_400
const dayMs = 86_400_000

/** The epochs in days since 1970-01-01: serial 0 of the 1900 system (after its leap bug) and of the 1904 system. */
const epoch1900 = -25_569
const epoch1904 = -24_107

/**
 * The date that a serial shows: `2024-04-01`, with `T13:30` or `T13:30:05` when it has a time of day. In the 1900 system
 * Excel counts a 29 February 1900 that never was: the serials 0 to 60 give what Excel shows (`1900-01-00` …
 * `1900-02-29`), which no calendar takes, or a date of 1900, which an importer refuses. Null outside 0 … 9999-12-31.
 */
export function dateOfSerial(serial: number, date1904: boolean): string | null {
  if (!Number.isFinite(serial) || serial < 0) return null
  const { whole, seconds } = split(serial)
  if (whole > lastSerial - (date1904 ? 1462 : 0)) return null
  return dayText(whole, date1904) + (seconds > 0 ? `T${clock(seconds)}` : '')
}

/** The time of day or duration that a serial shows: `13:30`, `26:15:30`. */
export function timeOfSerial(serial: number): string | null {
  if (!Number.isFinite(serial) || serial < 0 || serial > lastSerial) return null
  return clock(Math.round(serial * daySeconds))
}

function split(serial: number): { whole: number; seconds: number } {
  const whole = Math.floor(serial)
  const seconds = Math.round((serial - whole) * daySeconds)
  return seconds === daySeconds ? { whole: whole + 1, seconds: 0 } : { whole, seconds }
}

function dayText(whole: number, date1904: boolean): string {
  if (date1904) return civil(whole + epoch1904)
  if (whole === 0) return '1900-01-00'
  if (whole === 60) return '1900-02-29'
  return civil(whole + epoch1900 + (whole < 60 ? 1 : 0))
}

function civil(days: number): string {
  return new Date(days * dayMs).toISOString().slice(0, 10)
}

function clock(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  const text = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`
  return seconds % 60 ? `${text}:${two(seconds % 60)}` : text
}
