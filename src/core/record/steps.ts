import { type Day, type DayNumber, dayNumber, dayOf } from '../calendar/day.ts'
import { addPeriodTo } from '../calendar/period.ts'
import type { Step } from '../maturity/indicator.ts'
import { declaresNone, WE_HAVE_NONE } from './none.ts'
import type { DatedRecord, RecordContext } from './record.ts'

const MOST_REFS = 20
/** As the axis' default for late entries: what was written down later than this is marked. */
const LATE_AFTER_DAYS = 30

/** What an indicator reads on a day, and the records that say so, the decisive ones first. */
export interface Reading {
  readonly value: number | boolean | Day | null
  readonly because: readonly DatedRecord[]
}

/** One record with its days as numbers. */
export interface Dated {
  readonly record: DatedRecord
  readonly from: DayNumber
  /** Last day of its effective period; infinity where it has no end. */
  readonly to: DayNumber
}

/** The records of some kinds, and the declarations that there are none, each ascending by effective day. */
export interface Sorted {
  readonly mine: readonly Dated[]
  readonly nones: readonly Dated[]
}

export function sortOut(records: readonly DatedRecord[], kinds: readonly string[]): Sorted {
  const dated = (wanted: (record: DatedRecord) => boolean) =>
    records
      .filter(wanted)
      .map((record) => ({
        record,
        from: dayNumber(record.effectiveFrom),
        to: record.effectiveTo === null ? Number.POSITIVE_INFINITY : dayNumber(record.effectiveTo),
      }))
      .filter(({ from, to }) => !Number.isNaN(from) && !Number.isNaN(to))
      .sort((a, b) => a.from - b.from || (entryOf(a.record) < entryOf(b.record) ? -1 : 1))
  return {
    mine: dated((record) => record.kind !== WE_HAVE_NONE && kinds.includes(record.kind)),
    nones: dated((record) => declaresNone(record, kinds)),
  }
}

/** Of two records of one day the one entered later speaks. */
function entryOf({ recordedAt, id }: DatedRecord): string {
  return `${recordedAt} ${id}`
}

/** The declaration of "none" that holds on a day: in its period, and later than every record of the kind. */
export function noneOn({ mine, nones }: Sorted, day: DayNumber): Dated | undefined {
  const none = nones.findLast(({ from, to }) => from <= day && day <= to)
  if (!none || mine.some(({ from }) => from <= day && from >= none.from)) return undefined
  return none
}

/** The days on which declarations begin and end to hold. */
export function noneBreaks({ nones }: Sorted): DayNumber[] {
  return nones.flatMap(({ from, to }) => [from, to + 1])
}

/** The last day on which something of this day lies in the window that the question asks for. */
export function windowEnd(from: DayNumber, context: RecordContext): DayNumber {
  return context.within ? addPeriodTo(from, context.within) : Number.POSITIVE_INFINITY
}

/** What happened by the day of the question: a meeting in the diary is no evidence yet. */
export function happened(dated: readonly Dated[], context: RecordContext): Dated[] {
  const today = dayNumber(context.today)
  return dated.filter(({ from }) => from <= today)
}

/**
 * Steps from reading an indicator on each day on which it may change; equal neighbours become one. `at` gives null where
 * nothing was ever recorded: then there is no step, or an empty one where something was known before.
 */
export function stepsOver(breaks: readonly DayNumber[], at: (day: DayNumber) => Reading | null): Step[] {
  const days = [...new Set(breaks)].filter(Number.isFinite).sort((a, b) => a - b)
  const steps: Step[] = []
  for (const day of days) {
    const reading = at(day) ?? { value: null, because: [] }
    const last = steps.at(-1)
    if (!last && reading.value === null) continue
    const step = stepOf(day, reading)
    if (!last || !sameStep(last, step)) steps.push(step)
  }
  return steps
}

export function stepOf(day: DayNumber, { value, because }: Reading): Step {
  const late = because.some(isLate)
  return {
    from: dayOf(day),
    value,
    records: because.slice(0, MOST_REFS).map((record) => `record:${record.id}`),
    ...(because.length > MOST_REFS ? { recordCount: because.length } : {}),
    strength: 'recorded',
    ...(late ? { late } : {}),
  }
}

function isLate(record: DatedRecord): boolean {
  const written = dayNumber(record.recordedAt.slice(0, 10))
  return written - dayNumber(record.effectiveFrom) > LATE_AFTER_DAYS
}

function sameStep(a: Step, b: Step): boolean {
  return (
    a.value === b.value &&
    a.late === b.late &&
    a.recordCount === b.recordCount &&
    a.records.length === b.records.length &&
    a.records.every((ref, i) => ref === b.records[i])
  )
}
