import type { DayNumber } from '../calendar/day.ts'

/**
 * A value for every day that ever was or will be: `values[i]` holds from `starts[i]` until the next start.
 * `starts[0]` is -Infinity. A verdict is kept so, and an assessment is a look-up.
 */
export interface Timeline<T> {
  readonly starts: readonly DayNumber[]
  readonly values: readonly T[]
}

export function always<T>(value: T): Timeline<T> {
  return { starts: [Number.NEGATIVE_INFINITY], values: [value] }
}

/** Index of the piece that holds on a day. */
export function pieceAt(timeline: Timeline<unknown>, day: DayNumber): number {
  const { starts } = timeline
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle]! <= day) low = middle
    else high = middle - 1
  }
  return low
}

export function valueAt<T>(timeline: Timeline<T>, day: DayNumber): T {
  return timeline.values[pieceAt(timeline, day)]!
}

/** Builds a timeline by evaluating at each of the days on which something may change. Equal neighbours become one piece. */
export function fromBreaks<T>(
  breaks: Iterable<DayNumber>,
  at: (day: DayNumber) => T,
  same: (a: T, b: T) => boolean = Object.is,
): Timeline<T> {
  const days = [...new Set(breaks)].filter((day) => Number.isFinite(day)).sort((a, b) => a - b)
  const starts = [Number.NEGATIVE_INFINITY]
  const values = [at(Number.NEGATIVE_INFINITY)]
  for (const day of days) {
    const value = at(day)
    if (same(value, values[values.length - 1]!)) continue
    starts.push(day)
    values.push(value)
  }
  return { starts, values }
}

/** The first day after `day` on which `differs` holds against the value of `day`; null when it never does. */
export function nextChange<T>(
  timeline: Timeline<T>,
  day: DayNumber,
  differs: (a: T, b: T) => boolean,
): DayNumber | null {
  const now = pieceAt(timeline, day)
  for (let i = now + 1; i < timeline.starts.length; i++) {
    if (differs(timeline.values[now]!, timeline.values[i]!)) return timeline.starts[i]!
  }
  return null
}
