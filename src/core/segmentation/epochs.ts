import { type Day, type DayNumber, dayNumber } from '../calendar/day.ts'

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

/**
 * Days on which something begins, or is no longer in force, ascending: between two of them nothing changes. Numbers, since
 * millions of conversations ask.
 */
export function cutsOf(all: readonly InForce[]): readonly DayNumber[] {
  const cuts = new Set<DayNumber>()
  for (const { validFrom, validTo } of all) {
    cuts.add(dayNumber(validFrom))
    if (validTo !== null) cuts.add(dayNumber(validTo) + 1)
  }
  return [...cuts].filter((cut) => !Number.isNaN(cut)).sort((a, b) => a - b)
}

/** The stretch between two cuts in which a day lies, from 0. */
export function epochOf(cuts: readonly DayNumber[], day: DayNumber): number {
  let low = 0
  let high = cuts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (cuts[middle]! <= day) low = middle + 1
    else high = middle
  }
  return low
}
