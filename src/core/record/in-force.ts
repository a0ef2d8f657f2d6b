import { type Day, type DayNumber, dayNumber } from '../calendar/day.ts'
import { addPeriodTo, type Period } from '../calendar/period.ts'
import type { IndicatorValue } from '../maturity/axis.ts'
import { WE_HAVE_NONE } from './none.ts'
import type { DatedRecord, RecordContext, RecordIndicator } from './record.ts'
import { type Dated, noneBreaks, noneOn, type Reading, sortOut, stepsOver } from './steps.ts'

interface InForce {
  readonly id: string
  readonly kinds: readonly string[]
}

interface FlagInForce extends InForce {
  /** Whether a record in force makes it true; each does by default. */
  readonly holds?: (data: DatedRecord['data']) => boolean
  /** From when it holds, where that is later than the record's effective day ("policy reviewed on"). */
  readonly since?: (data: DatedRecord['data']) => Day | null
  /** How long it must have been in force before it counts. */
  readonly standing?: Period
}

/** True while a record in force holds; false where records exist and none does; null before the first. */
export function flagInForce({ id, kinds, holds = () => true, since, standing }: FlagInForce): RecordIndicator {
  const begins = ({ record, from }: Dated): DayNumber => {
    const day = since ? dayNumber(since(record.data) ?? '') : from
    return standing ? addPeriodTo(Math.max(from, day), standing) : Math.max(from, day)
  }
  return inForce(
    { id, kinds },
    'flag',
    (started, day) => {
      const holding = started.filter((one) => one.to >= day && holds(one.record.data) && begins(one) <= day)
      return holding.length > 0 ? { value: true, because: refs(holding) } : { value: false, because: refs(started) }
    },
    begins,
    false,
  )
}

interface NumberInForce extends InForce {
  /** What one record in force is worth. Of several the best one speaks: adding them could count the same thing twice. */
  readonly of: (data: DatedRecord['data']) => number
}

/** The best value among the records in force; 0 where records exist and none is in force. */
export function numberInForce({ id, kinds, of }: NumberInForce): RecordIndicator {
  return inForce(
    { id, kinds },
    'number',
    (started, day) => {
      const now = started.filter((one) => one.to >= day)
      const value = Math.max(0, ...now.map(({ record }) => of(record.data)))
      const best = now.filter(({ record }) => of(record.data) === value)
      return { value, because: refs(best.length > 0 ? best : started) }
    },
    (one) => one.from,
    0,
  )
}

function inForce(
  { id, kinds }: InForce,
  value: IndicatorValue,
  read: (started: readonly Dated[], day: DayNumber) => Reading,
  begins: (one: Dated) => DayNumber,
  none: false | 0,
): RecordIndicator {
  return {
    id,
    kinds: [...kinds, WE_HAVE_NONE],
    value,
    steps(records: readonly DatedRecord[], _context: RecordContext) {
      const sorted = sortOut(records, kinds)
      const breaks = sorted.mine.flatMap((one) => [one.from, begins(one), one.to + 1])
      return stepsOver([...breaks, ...noneBreaks(sorted)], (day) => {
        const declared = noneOn(sorted, day)
        if (declared) return { value: none, because: [declared.record] }
        const started = sorted.mine.filter(({ from }) => from <= day)
        return started.length > 0 ? read(started, day) : null
      })
    },
  }
}

/** Latest first. */
function refs(dated: readonly Dated[]): DatedRecord[] {
  return dated.map(({ record }) => record).reverse()
}
