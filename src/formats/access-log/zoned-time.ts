import { isDay } from '#core/calendar/day.ts'
import { type DayOrder, readDay } from '#core/import/dates.ts'

/** A time as a clock shows it, and the zone where the text says so: minutes east of UTC. */
interface Shown {
  readonly day: string
  /** Milliseconds since midnight. */
  readonly ms: number
  readonly offset: number | null
}

/** Abbreviations that mean one thing alone (CST is three zones, and IST too). */
const zones: Readonly<Record<string, number>> = {
  z: 0,
  utc: 0,
  gmt: 0,
  jst: 540,
  kst: 540,
  sgt: 480,
  hkt: 480,
  cet: 60,
  cest: 120,
  edt: -240,
  pst: -480,
  pdt: -420,
  mst: -420,
  mdt: -360,
}
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const DAY_MS = 86_400_000
const formats = new Map<string, Intl.DateTimeFormat | null>()

/** Null where there is no such zone. */
function formatOf(timeZone: string): Intl.DateTimeFormat | null {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  let made: Intl.DateTimeFormat | null = null
  try {
    made = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    made = null
  }
  // Zones come out of a file as well: bounded.
  if (formats.size < 64) formats.set(timeZone, made)
  return made
}

export const isTimeZone = (name: string): boolean => formatOf(name) !== null

/** Minutes east of UTC at an instant. */
function offsetAt(format: Intl.DateTimeFormat, ms: number): number {
  const part = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]))
  const shown = Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!)
  return Math.round((shown - Math.floor(ms / 1000) * 1000) / 60_000)
}

/** What a clock in a zone shows, as an instant; of an hour that comes twice the first, of one that is skipped the one after. */
function instantOf({ day, ms, offset }: Shown, timeZone: string): string | null {
  const wall = Date.parse(`${day}T00:00:00Z`) + ms
  if (Number.isNaN(wall)) return null
  if (offset !== null) return new Date(wall - offset * 60_000).toISOString()
  const format = formatOf(timeZone)
  if (format === null) return null
  const guess = offsetAt(format, wall - offsetAt(format, wall) * 60_000)
  const before = offsetAt(format, wall - guess * 60_000 - 3_600_000)
  const tried = [before, guess].find((minutes) => offsetAt(format, wall - minutes * 60_000) === minutes) ?? guess
  return new Date(wall - tried * 60_000).toISOString()
}

export interface TimeOptions {
  /** Where the clock stands that says no zone of its own (IANA). */
  readonly timeZone: string
  /** Of 03/04 which is the month. */
  readonly dayOrder?: DayOrder
  /** The instant of reading: a time without a year is of the last year in which it is not in the future. */
  readonly now: string
}

/**
 * A time as logs and sheets write it, as an instant in UTC; null for what is none. ISO 8601, `2026/11/02 8:15`,
 * `2026年11月2日 午後8時15分`, `R8.11.2 8:15`, `11/2/2026 8:15:00 PM`, `02/Nov/2026:08:15:00 +0900`,
 * `Mon Nov  2 08:15:00 2026`, `Nov  2 08:15:00`, Unix time in seconds, milliseconds, micro- or nanoseconds.
 */
export function readTime(text: string, options: TimeOptions): string | null {
  const said = text.slice(0, 80).normalize('NFKC').trim()
  const epoch = ofEpoch(said)
  if (epoch !== undefined) return epoch
  const shown = ofMonthName(said, options) ?? ofDigits(said, options.dayOrder ?? null)
  if (shown === null) return null
  const at = instantOf(shown, zoneNamed(said) ?? options.timeZone)
  return at !== null && at >= '1970' && at < '2200' ? at : null
}

/** Undefined where the text is no number. */
function ofEpoch(said: string): string | null | undefined {
  if (!/^\d{9,19}(\.\d{1,9})?$/.test(said)) return undefined
  const whole = said.split('.')[0]!.length
  const scale = whole <= 11 ? 1000 : whole <= 14 ? 1 : whole <= 17 ? 1e-3 : 1e-6
  // `20261102081500` is a date.
  if (whole === 14 && isDay(`${said.slice(0, 4)}-${said.slice(4, 6)}-${said.slice(6, 8)}`)) return undefined
  const ms = Math.floor(Number(said) * scale)
  return ms >= 3e11 && ms < 7e12 ? new Date(ms).toISOString() : null
}

/** `Asia/Tokyo` behind the time. */
function zoneNamed(said: string): string | null {
  const [, name] = /\s\[?([A-Z][A-Za-z_]+\/[A-Za-z_/+-]+)\]?$/.exec(said) ?? []
  return name !== undefined && isTimeZone(name) ? name : null
}

/** `+09:00`, `+0900`, `+09`, `Z`, `JST` behind the time. */
function offsetOf(rest: string): number | null {
  const [, sign, hours, minutes = '0'] = /^\s*(?:GMT|UTC)?([+-])(\d{2}):?(\d{2})?/i.exec(rest) ?? []
  if (hours !== undefined) return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
  const [, name] = /^\s*\(?([A-Za-z]{1,4})\)?(?![A-Za-z/])/.exec(rest) ?? []
  return name === undefined ? null : (zones[name.toLowerCase()] ?? null)
}

const clock =
  /(午前|午後|AM|PM)?\s*(\d{1,2})(?::|時\s*)(\d{1,2})(?:(?::|分\s*)(\d{1,2})(?:[.,](\d{1,9}))?)?\s*(?:分|秒)?\s*(AM|PM)?/i

/** Milliseconds since midnight, and what stands behind. */
function clockOf(text: string): { ms: number; rest: string; before: string } | null {
  const found = clock.exec(text)
  if (found === null) return null
  const half = (found[1] ?? found[6] ?? '').toLowerCase()
  const [written, minutes, seconds] = [found[2], found[3], found[4] ?? '0'].map(Number) as [number, number, number]
  const isAfternoon = half === 'pm' || half === '午後'
  const hours =
    half !== '' && written === 12 ? (isAfternoon ? 12 : 0) : isAfternoon && written < 12 ? written + 12 : written
  if (hours > 23 || minutes > 59 || seconds > 60) return null
  const fraction = Number(`0.${found[5] ?? '0'}`) * 1000
  const ms = ((hours * 60 + minutes) * 60 + Math.min(seconds, 59)) * 1000 + Math.floor(fraction)
  return { ms, rest: text.slice(found.index + found[0].length), before: text.slice(0, found.index) }
}

/** `Nov  2 08:15:00`, with the year before the time, behind it, or nowhere; `02/Nov/2026:08:15:00`. */
function ofMonthName(said: string, { now }: TimeOptions): Shown | null {
  const time = clockOf(said.replace(/^(\d{1,2}\/[A-Za-z]{3}\/\d{4}):/, '$1 '))
  if (time === null) return null
  const [, a, word, b] =
    /(?:(\d{1,2})[ /-])?\s*(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ /.-]+(?:(\d{1,2})(?!\d))?/i.exec(
      time.before,
    ) ?? []
  if (word === undefined) return null
  const date = Number(b ?? a)
  const year = /\b((?:19|20|21)\d{2})\b/.exec(`${time.before} ${time.rest.replace(/^\s*[+-]\d{4}/, '')}`)?.[1]
  const month = months.indexOf(word.toLowerCase()) + 1
  const offset = offsetOf(time.rest)
  const of = (at: string | number) => `${at}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
  if (year !== undefined) return isDay(of(year)) ? { day: of(year), ms: time.ms, offset } : null
  // Syslog has no year (RFC 3164 §4.1.2): the last in which it was not yet to come, with a day for zones.
  for (let at = Number(now.slice(0, 4)) + 1, tries = 0; tries < 9; at--, tries++) {
    const day = of(at)
    if (isDay(day) && Date.parse(`${day}T00:00:00Z`) + time.ms <= Date.parse(now) + DAY_MS)
      return { day, ms: time.ms, offset }
  }
  return null
}

/** A date of digits, or of an era, before the time. A date alone is its midnight. */
function ofDigits(said: string, order: DayOrder): Shown | null {
  const packed = /^(\d{4})(\d\d)(\d\d)[T ]?(\d\d)(\d\d)(\d\d)/.exec(said)
  const text = packed
    ? `${packed[1]}-${packed[2]}-${packed[3]} ${packed[4]}:${packed[5]}:${packed[6]}${said.slice(packed[0].length)}`
    : said
  const time = clockOf(text)
  if (time === null) return null
  const date = time.before
    .replace(/[T,\s[(]+$/, '')
    .replace(/^[[(]/, '')
    .replace(/\s*[(（]?[月火水木金土日][)）]?$/, '')
  const read = readDay(date, order)
  return 'day' in read ? { day: read.day, ms: time.ms, offset: offsetOf(time.rest) } : null
}

/** Days of 03/04 kind in a column of times: which comes first, where they tell. */
export const dateOfTime = (text: string): string => clockOf(text.normalize('NFKC').trim())?.before.trim() ?? text

/** `1h 2m 3s`, `0h:12m:33s`, `01:02:03`, `12 min`, `1時間2分`, `3.5 h`, a number of seconds; null for what is none. */
export function readSeconds(text: string): number | null {
  const said = text.slice(0, 60).normalize('NFKC').trim().toLowerCase()
  const [, days, hours, minutes, seconds = '0'] =
    /^(?:(\d+)[.d ]+)?(\d{1,4}):(\d\d)(?::(\d\d)(?:\.\d+)?)?$/.exec(said) ?? []
  if (minutes !== undefined) {
    return Number(days ?? 0) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  }
  if (/^\d+(\.\d+)?$/.test(said)) return Math.round(Number(said))
  const units: readonly (readonly [RegExp, number])[] = [
    [/(\d+(?:\.\d+)?)\s*(?:d|days?|日)(?![a-z])/, 86_400],
    [/(\d+(?:\.\d+)?)\s*(?:h|hrs?|hours?|時間)(?![a-z])/, 3600],
    [/(\d+(?:\.\d+)?)\s*(?:m|mins?|minutes?|分)(?![a-z])/, 60],
    [/(\d+(?:\.\d+)?)\s*(?:s|secs?|seconds?|秒)(?![a-z])/, 1],
    [/(\d+(?:\.\d+)?)\s*(?:ms|milliseconds?|ミリ秒)(?![a-z])/, 0.001],
  ]
  const found = units.flatMap(([unit, size]) => {
    const number = unit.exec(said)?.[1]
    return number === undefined ? [] : [Number(number) * size]
  })
  return found.length === 0 ? null : Math.round(found.reduce((a, b) => a + b, 0))
}
