import type { DayNumber } from '../calendar/day.ts'

/**
 * A value for every day that ever was or will be, evaluated only where it is asked: five years of steps cost nothing
 * until somebody looks at them. What was evaluated once is kept. A verdict is kept so, and an assessment is a look-up.
 */
export interface Lazy<T> {
  /** All days on which the value may change, ascending; between them it does not. */
  readonly breaks: readonly DayNumber[]
  at(day: DayNumber): T
  /** The first day after `day` whose value differs from that of `day`; null when there is none. */
  nextChange(day: DayNumber, differs: (a: T, b: T) => boolean): DayNumber | null
  /** The day since which the value has not differed from that of `day`; null when it never did. */
  lastChange(day: DayNumber, differs: (a: T, b: T) => boolean): DayNumber | null
}

export function lazily<T>(days: Iterable<DayNumber>, evaluate: (day: DayNumber) => T): Lazy<T> {
  const breaks = [...new Set(days)].filter((day) => Number.isFinite(day)).sort((a, b) => a - b)
  // Piece 0 is all time before the first break, piece i begins on breaks[i - 1].
  const values: (T | undefined)[] = []
  function value(piece: number): T {
    let found = values[piece]
    if (found === undefined) {
      found = evaluate(piece === 0 ? Number.NEGATIVE_INFINITY : breaks[piece - 1]!)
      values[piece] = found
    }
    return found
  }
  return {
    breaks,
    at: (day) => value(countUpTo(breaks, day)),
    nextChange(day, differs) {
      const now = countUpTo(breaks, day)
      for (let i = now + 1; i <= breaks.length; i++) if (differs(value(now), value(i))) return breaks[i - 1]!
      return null
    },
    lastChange(day, differs) {
      const now = countUpTo(breaks, day)
      for (let i = now; i > 0; i--) if (differs(value(now), value(i - 1))) return breaks[i - 1]!
      return null
    },
  }
}

/** How many of the ascending days are on or before a day. */
export function countUpTo(days: readonly DayNumber[], day: DayNumber): number {
  let low = 0
  let high = days.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (days[middle]! <= day) low = middle + 1
    else high = middle
  }
  return low
}
