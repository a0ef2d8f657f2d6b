import { type DayNumber, dayNumber } from '#core/calendar/day.ts'
import { addPeriodTo } from '#core/calendar/period.ts'
import { dayIn, numberIn, sameReference, textIn } from '#core/record/data.ts'
import type { DatedRecord, RecordIndicator } from '#core/record/record.ts'
import { type Dated, happened, sortOut, stepsOver } from '#core/record/steps.ts'

/** A finding counts against the drill after its due date, at most this long after the drill. */
const LONGEST_DUE = 'P90D'

interface Finding {
  readonly due: DayNumber
  /** Day from which it is closed or in the procedure; infinity while it is not. */
  readonly mended: DayNumber
  readonly record: DatedRecord
}

/**
 * Share of the drill findings past their due date that are closed or in a later revision of the procedure. A finding
 * that a drill counts and nobody wrote down falls due as well, and stays open: leaving it out is no way to close it.
 */
export const dueFindingsReflected: RecordIndicator = {
  id: 'response.dueFindingsReflected',
  kinds: ['drill', 'drill-finding'],
  value: 'share',
  steps(records, context) {
    const drills = happened(sortOut(records, ['drill']).mine, context).filter(({ record }) => isDrill(record))
    const written = happened(sortOut(records, ['drill-finding']).mine, context)
    const findings = drills.flatMap((drill) => findingsOf(drill, written))
    // The day on which a drill's review makes the statement "nothing is due" possible is the day of the drill itself.
    const breaks = [...drills.map(({ from }) => from), ...findings.flatMap(({ due, mended }) => [due + 1, mended])]
    return stepsOver(breaks, (day) => {
      const known = drills.filter(({ from }) => from <= day)
      if (known.length === 0) return null
      const due = findings.filter((finding) => finding.due < day)
      const open = due.filter(({ mended }) => mended > day)
      const mended = due.filter((finding) => finding.mended <= day)
      if (due.length === 0) return { value: 1, because: known.map(({ record }) => record).reverse() }
      return { value: mended.length / due.length, because: unique([...open, ...mended].map(({ record }) => record)) }
    })
  },
}

/** Trainings teach; drills find. */
function isDrill(record: DatedRecord): boolean {
  return textIn(record.data, 'type') !== 'training'
}

function findingsOf(drill: Dated, written: readonly Dated[]): Finding[] {
  const reference = sameReference(textIn(drill.record.data, 'reference'))
  const latest = addPeriodTo(drill.from, LONGEST_DUE)
  const own = written
    .filter(({ record }) => sameReference(textIn(record.data, 'drill')) === reference)
    .map(({ record }) => ({
      due: Math.min(dayOr(dayIn(record.data, 'due'), latest), latest),
      mended: Math.min(
        dayOr(dayIn(record.data, 'closedOn'), Number.POSITIVE_INFINITY),
        dayOr(dayIn(record.data, 'reflectedOn'), Number.POSITIVE_INFINITY),
      ),
      record,
    }))
  const unwritten = Math.max(0, Math.min(1000, numberIn(drill.record.data, 'findings') ?? 0) - own.length)
  const missing = { due: latest, mended: Number.POSITIVE_INFINITY, record: drill.record }
  return [...own, ...Array.from({ length: Math.floor(unwritten) }, () => missing)]
}

function dayOr(day: string | null, otherwise: DayNumber): DayNumber {
  return day === null ? otherwise : dayNumber(day)
}

function unique(records: readonly DatedRecord[]): DatedRecord[] {
  return [...new Set(records)]
}
