import { type Day, type DayNumber, dayNumber } from '../calendar/day.ts'
import { WE_HAVE_NONE } from './none.ts'
import type { DatedRecord, RecordContext, RecordIndicator } from './record.ts'
import { type Dated, happened, noneBreaks, noneOn, type Reading, sortOut, stepsOver, windowEnd } from './steps.ts'

interface InWindow {
  readonly id: string
  readonly kinds: readonly string[]
  /** Which records count; all of the kinds by default. */
  readonly where?: (data: DatedRecord['data']) => boolean
  /** The day that counts, where it is not the record's effective day. */
  readonly on?: (data: DatedRecord['data']) => Day | null
  /** Last day on which something in the record holds ("accepted until"): what it tells may change on the next. */
  readonly until?: (data: DatedRecord['data']) => Day | null
}

/** What "we have none" means for the value; undefined: it says nothing of it. */
type None = number | boolean | undefined

interface Latest<T> extends InWindow {
  /** What one record tells; null where it does not. */
  readonly of: (data: DatedRecord['data'], day: DayNumber) => T | null
  readonly none?: None
}

/** The share told by the latest record of the window that tells one. */
export function latestShare(wanted: Latest<number>): RecordIndicator {
  return windowed(wanted, 'share', latestOf(wanted, clamp), 'none' in wanted ? wanted.none : 0)
}

/** The number told by the latest record of the window that tells one. */
export function latestNumber(wanted: Latest<number>): RecordIndicator {
  return windowed(wanted, 'number', latestOf(wanted), wanted.none)
}

/** The yes or no told by the latest record of the window that tells one. */
export function latestFlag(wanted: Latest<boolean>): RecordIndicator {
  return windowed(wanted, 'flag', latestOf(wanted), false)
}

/** True where any record of the window says so, false where records say the contrary. */
export function anyInWindow(wanted: Latest<boolean>): RecordIndicator {
  return windowed(
    wanted,
    'flag',
    (inside, day) => {
      const yes = inside.filter(({ record }) => wanted.of(record.data, day) === true)
      const no = inside.filter(({ record }) => wanted.of(record.data, day) === false)
      if (yes.length > 0) return { value: true, because: refs(yes) }
      return no.length > 0 ? { value: false, because: refs(no) } : null
    },
    undefined,
  )
}

/** The largest share told by a record of the window: parts that may overlap are never added up. */
export function bestShare(wanted: Latest<number>): RecordIndicator {
  return windowed(
    wanted,
    'share',
    (inside, day) => {
      const told = inside.flatMap((one) => {
        const value = wanted.of(one.record.data, day)
        return value === null ? [] : [{ one, value: clamp(value) }]
      })
      if (told.length === 0) return null
      const value = Math.max(...told.map((each) => each.value))
      return { value, because: refs(told.filter((each) => each.value === value).map(({ one }) => one)) }
    },
    'none' in wanted ? wanted.none : 0,
  )
}

interface ShareOf extends InWindow {
  /** Good ones and all of them in one record; null where the record has none to count. */
  readonly of: (data: DatedRecord['data']) => readonly [good: number, all: number] | null
  readonly none?: None
}

/** Good ones of all, over the records of the window. Records that pull the share down come first. */
export function shareOf(wanted: ShareOf): RecordIndicator {
  return windowed(
    wanted,
    'share',
    (inside) => {
      const counted = inside.flatMap((one) => {
        const parts = wanted.of(one.record.data)
        return parts && parts[1] > 0 ? [{ one, good: Math.max(0, Math.min(parts[0], parts[1])), all: parts[1] }] : []
      })
      const all = counted.reduce((sum, part) => sum + part.all, 0)
      if (all === 0) return null
      const good = counted.reduce((sum, part) => sum + part.good, 0)
      const full = counted.filter((part) => part.good >= part.all)
      const short = counted.filter((part) => part.good < part.all)
      return { value: good / all, because: [...refs(short.map(({ one }) => one)), ...refs(full.map(({ one }) => one))] }
    },
    'none' in wanted ? wanted.none : 0,
  )
}

function latestOf<T extends number | boolean>(
  { of }: Latest<T>,
  shaped: (value: T) => T = (value) => value,
): (inside: readonly Dated[], day: DayNumber) => Reading | null {
  return (inside, day) => {
    for (const { record } of inside.toReversed()) {
      const value = of(record.data, day)
      if (value !== null) return { value: shaped(value), because: [record] }
    }
    return null
  }
}

function windowed(
  { id, kinds, where, on, until }: InWindow,
  value: RecordIndicator['value'],
  read: (inside: readonly Dated[], day: DayNumber) => Reading | null,
  none: None,
): RecordIndicator {
  return {
    id,
    kinds: none === undefined ? [...kinds] : [...kinds, WE_HAVE_NONE],
    value,
    steps(records, context: RecordContext) {
      const sorted = sortOut(records, kinds)
      const counting = happened(dayed(sorted.mine, on), context)
        .filter(({ record }) => !where || where(record.data))
        .sort((a, b) => a.from - b.from)
      const ends = new Map(counting.map((one) => [one, windowEnd(one.from, context)]))
      const turns = counting.flatMap(({ record }) => [dayNumber(until?.(record.data) ?? '') + 1])
      const breaks = [...turns, ...counting.flatMap((one) => [one.from, ends.get(one)! + 1])]
      return stepsOver([...breaks, ...(none === undefined ? [] : noneBreaks(sorted))], (day) => {
        const declared = none === undefined ? undefined : noneOn(sorted, day)
        if (declared) return { value: none ?? null, because: [declared.record] }
        return read(
          counting.filter((one) => one.from <= day && day <= ends.get(one)!),
          day,
        )
      })
    },
  }
}

function dayed(all: readonly Dated[], on: InWindow['on']): readonly Dated[] {
  if (!on) return all
  return all.flatMap((one) => {
    const day = dayNumber(on(one.record.data) ?? '')
    return Number.isNaN(day) ? [one] : [{ ...one, from: Math.max(day, one.from) }]
  })
}

function clamp(share: number): number {
  return Math.max(0, Math.min(1, share))
}

/** Latest first. */
function refs(dated: readonly Dated[]): DatedRecord[] {
  return dated.map(({ record }) => record).reverse()
}
