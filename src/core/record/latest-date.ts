import { type Day, dayNumber, dayOf } from '../calendar/day.ts'
import { NEVER, WE_HAVE_NONE } from './none.ts'
import type { DatedRecord, RecordIndicator } from './record.ts'
import { type Dated, happened, noneBreaks, noneOn, sortOut, stepsOver } from './steps.ts'

interface LatestDate {
  readonly id: string
  readonly kinds: readonly string[]
  /** Which records count; all of the kinds by default. */
  readonly where?: (data: DatedRecord['data'], record: DatedRecord) => boolean
  /** The day that counts, where it is not the record's effective day ("evidenced on"). Null: the record tells no day. */
  readonly on?: (data: DatedRecord['data']) => Day | null
  /** The records list everything there is of their kind, so that the absence of a counting one is known: never. */
  readonly complete?: boolean
}

/** Day of the latest event: a step on each day that is later than all before it. */
export function latestDate({ id, kinds, where, on, complete }: LatestDate): RecordIndicator {
  return {
    id,
    kinds: [...kinds, WE_HAVE_NONE],
    value: 'date',
    steps(records, context) {
      const sorted = sortOut(records, kinds)
      const counting = happened(
        sorted.mine.flatMap((dated) => {
          if (where && !where(dated.record.data, dated.record)) return []
          if (!on) return [dated]
          const day = dayNumber(on(dated.record.data) ?? '')
          // Evidence dated before the thing existed says nothing of it.
          return Number.isNaN(day) ? [] : [{ ...dated, from: Math.max(day, dated.from) }]
        }),
        context,
      ).sort((a, b) => a.from - b.from)
      const known = complete ? happened(sorted.mine, context) : []
      const breaks = [...counting, ...known].map(({ from }) => from)
      return stepsOver([...breaks, ...noneBreaks(sorted)], (day) => {
        const none = noneOn(sorted, day)
        if (none) return { value: NEVER, because: [none.record] }
        const last = counting.findLast(({ from }) => from <= day)
        if (last) return { value: dayOf(last.from), because: sameDay(counting, last) }
        const first = known.find(({ from }) => from <= day)
        return first ? { value: NEVER, because: known.filter(({ from }) => from <= day).map((d) => d.record) } : null
      })
    },
  }
}

function sameDay(all: readonly Dated[], one: Dated): DatedRecord[] {
  return all.filter(({ from }) => from === one.from).map(({ record }) => record)
}

/** Single days on which something happened, for "every month" and "every quarter". Two on one day are one step. */
export function eventsOf({ id, kinds, where }: Omit<LatestDate, 'on' | 'complete'>): RecordIndicator {
  return {
    id,
    kinds: [...kinds],
    value: 'events',
    steps(records, context) {
      const counting = happened(sortOut(records, kinds).mine, context).filter(
        ({ record }) => !where || where(record.data, record),
      )
      return [...new Set(counting.map(({ from }) => from))].flatMap((day) =>
        stepsOver([day], () => ({
          value: true,
          because: counting.filter(({ from }) => from === day).map(({ record }) => record),
        })),
      )
    },
  }
}
