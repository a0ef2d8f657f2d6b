import type { Day } from '../calendar/day.ts'

/** Days on which a source must have looked before what it sees for the first time is a change. */
export const usualLearningDays = 14

/** The days on which a source looked, ascending. */
export interface SourceDays {
  readonly source: string
  readonly days: readonly Day[]
}

/** A person's word on learning; of those that speak of a source the last one holds. */
export interface LearningRuling {
  /** Null: every source of the plant. */
  readonly source: string | null
  /** What was seen up to the end of this day is usual. */
  readonly until: Day | null
  /** Else so many observed days. */
  readonly days: number | null
}

/** Where a source stands: `learnedUntil` is the last day of its learning, null while it goes on. */
export interface Learning {
  readonly source: string
  readonly observed: number
  /** Days wanted; null where a person named the day. */
  readonly wanted: number | null
  readonly until: Day | null
  readonly learnedUntil: Day | null
}

/**
 * Every source learns for itself: a tap that is added later sees a cell for the first time, and nothing there has changed.
 * @param rulings in the order in which they were given
 */
export function learningOf(
  sources: readonly SourceDays[],
  rulings: readonly LearningRuling[],
  today: Day,
): ReadonlyMap<string, Learning> {
  return new Map(
    sources.map(({ source, days }): readonly [string, Learning] => {
      const ruling = rulings.findLast((one) => one.source === null || one.source === source)
      const observed = days.length
      if (ruling?.until) {
        const { until } = ruling
        const isOver = until < today && observed > 0
        return [source, { source, observed, wanted: null, until, learnedUntil: isOver ? until : null }]
      }
      const wanted = ruling?.days ?? usualLearningDays
      const last = days[wanted - 1]
      // A day that lasts is not learned yet: what its evening shows is usual as well.
      const learnedUntil = wanted === 0 ? '0000-01-01' : last !== undefined && last < today ? last : null
      return [source, { source, observed, wanted, until: null, learnedUntil }]
    }),
  )
}

/** Whether what a source saw on a day was seen while it learned. */
export function isLearning(learning: ReadonlyMap<string, Learning>, source: string, day: Day): boolean {
  const until = learning.get(source)?.learnedUntil ?? null
  return until === null || day <= until
}
