import { useMemo } from 'react'
import { dayNumber } from '#core/calendar/day.ts'
import { type Language, useText } from './text.tsx'

/** Numbers, days and sizes as the reader's language writes them. A day has no time zone: it is formatted as UTC. */
export interface Format {
  day(day: string): string
  /** Month and year. */
  month(day: string): string
  instant(instant: string): string
  number(value: number, digits?: number): string
  percent(share: number): string
  bytes(bytes: number): string
  /** `P3M` → "3 months". */
  period(period: string): string
  /** "in 12 days", "3 months ago", seen from `today`. */
  away(day: string, today: string): string
  list(items: readonly string[]): string
}

const UNITS = { Y: 'year', M: 'month', W: 'week', D: 'day' } as const

/** English without a region writes months before days; the reader's own English, or the British, leaves no doubt. */
function localeOf(language: Language): string {
  if (language !== 'en') return language
  const own = typeof navigator === 'undefined' ? undefined : navigator.languages.find((one) => one.startsWith('en-'))
  return own ?? 'en-GB'
}

export function formatOf(language: Language): Format {
  const locale = localeOf(language)
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
  const months = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', timeZone: 'UTC' })
  const instants = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' })
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' })
  const at = (day: string) => new Date(`${day.slice(0, 10)}T00:00:00Z`)
  return {
    day: (day) => days.format(at(day)),
    month: (day) => months.format(at(day)),
    instant: (instant) => instants.format(new Date(instant)),
    number: (value, digits = 2) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value),
    // Rounded towards "not there yet": 99.7 % must never read as 100 %.
    percent: (share) => percents.format(share >= 1 ? 1 : Math.floor(share * 100) / 100),
    bytes(bytes) {
      const step = bytes >= 1e9 ? 1e9 : bytes >= 1e6 ? 1e6 : bytes >= 1e3 ? 1e3 : 1
      const unit = ({ 1: 'byte', 1000: 'kilobyte', 1000000: 'megabyte', 1000000000: 'gigabyte' } as const)[step]
      return new Intl.NumberFormat(locale, {
        style: 'unit',
        unit,
        unitDisplay: step === 1 ? 'long' : 'short',
        maximumFractionDigits: 1,
      }).format(bytes / step)
    },
    period(period) {
      const parts = [...period.matchAll(/(\d+)([YMWD])/g)].map((part) =>
        new Intl.NumberFormat(locale, {
          style: 'unit',
          unit: UNITS[part[2] as keyof typeof UNITS],
          unitDisplay: 'long',
        }).format(Number(part[1])),
      )
      return parts.length > 0 ? parts.join(' ') : period
    },
    away(day, today) {
      const distance = dayNumber(day) - dayNumber(today)
      if (Math.abs(distance) < 60) return relative.format(distance, 'day')
      if (Math.abs(distance) < 730) return relative.format(Math.trunc(distance / 30.4), 'month')
      return relative.format(Math.trunc(distance / 365.25), 'year')
    },
    list: (items) => lists.format(items),
  }
}

export function useFormat(): Format {
  const { language } = useText()
  return useMemo(() => formatOf(language), [language])
}
