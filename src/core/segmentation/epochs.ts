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

export function epochsOf(all: readonly InForce[]): Epochs {
  const cuts = cutsOf(all)
  if (cuts.length === 0) return { of: () => 0 }
  const known = new Map<Day, number>()
  return {
    of(day) {
      const found = known.get(day)
      if (found !== undefined) return found
      const number = epochOf(cuts, day)
      // A century of days at most: hostile input cannot make the memory grow.
      if (known.size < 36_525) known.set(day, number)
      return number
    },
  }
}

/** Days on which something begins, or is no longer in force; ascending. */
export function cutsOf(all: readonly InForce[]): readonly Day[] {
  const cuts = new Set<Day>()
  for (const { validFrom, validTo } of all) {
    cuts.add(validFrom)
    const end = validTo === null ? Number.NaN : dayNumber(validTo)
    if (!Number.isNaN(end)) cuts.add(dayOf(end + 1))
  }
  return [...cuts].sort()
}

export function epochOf(cuts: readonly Day[], day: Day): number {
  let low = 0
  let high = cuts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (cuts[middle]! <= day) low = middle + 1
    else high = middle
  }
  return low
}
