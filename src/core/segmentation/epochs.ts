import { type Day, dayNumber, dayOf } from '../calendar/day.ts'

interface InForce {
  readonly validFrom: Day
  readonly validTo: Day | null
}

export function isInForce({ validFrom, validTo }: InForce, on: Day): boolean {
  return validFrom <= on && (validTo === null || on <= validTo)
}

/** Whether two are ever in force on the same day. */
export function meetInTime(a: InForce, b: InForce): boolean {
  return (a.validTo === null || b.validFrom <= a.validTo) && (b.validTo === null || a.validFrom <= b.validTo)
}

/** Stretches of days over which nothing begins or ends: `of(day)` numbers them from 0, ascending. */
export interface Epochs {
  of(day: Day): number
}

export function epochsOf(all: Iterable<InForce>): Epochs {
  const cuts = new Set<Day>()
  for (const { validFrom, validTo } of all) {
    cuts.add(validFrom)
    const end = validTo === null ? Number.NaN : dayNumber(validTo)
    if (!Number.isNaN(end)) cuts.add(dayOf(end + 1))
  }
  const sorted = [...cuts].sort()
  return {
    of(day) {
      let low = 0
      let high = sorted.length
      while (low < high) {
        const middle = (low + high) >> 1
        if (sorted[middle]! <= day) low = middle + 1
        else high = middle
      }
      return low
    },
  }
}
