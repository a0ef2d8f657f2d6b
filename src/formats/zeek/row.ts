/** One entry of a log, whatever its form. Values that the log leaves unset or empty are null. */
export interface LogRow {
  /** As `#path` or `_path` names it: `conn`, `modbus_detailed`; null where neither does. */
  readonly log: string | null
  get(field: string): string | null
  /** The members of a set or vector; empty where there is none. */
  list(field: string): readonly string[]
  /** The fields that this log has, in its own order. */
  readonly fields: readonly string[]
}

/** A whole number; null where the field holds none. */
export function countOf(row: LogRow, field: string): number | null {
  const text = row.get(field)
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null
}

/** µs since 1970; null where the time is unset or masked (`XXXXXXXXXX.XXXXXX`). Seconds with a fraction, or ISO 8601. */
export function timeOf(row: LogRow, field: string): number | null {
  return microsOf(row.get(field))
}

export function microsOf(text: string | null): number | null {
  if (text === null) return null
  const seconds = /^(\d{1,11})(?:\.(\d{1,9}))?$/.exec(text)
  if (seconds !== null) return Number(seconds[1]) * 1e6 + fraction(seconds[2])
  const iso = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)?$/i.exec(text)
  if (iso === null) return null
  const zone = iso[4] === undefined ? 'Z' : iso[4].replace(/^([+-]\d\d)(\d\d)$/, '$1:$2')
  const whole = Date.parse(`${iso[1]}T${iso[2]}${zone.toUpperCase()}`)
  return Number.isNaN(whole) ? null : whole * 1000 + fraction(iso[3])
}

const fraction = (digits = '0'): number => Number(digits.padEnd(6, '0').slice(0, 6))
