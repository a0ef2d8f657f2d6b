import { lapseOf } from '#areas/assets/index.ts'
import { type Day, type DayNumber, dayNumber, dayOf } from '#core/calendar/day.ts'
import type { Step } from '#core/maturity/indicator.ts'

/** A change, as far as it is measured. */
export interface MeasuredChange {
  readonly ref: string
  readonly day: Day
  /** From this day on it is authorised, explained or accepted; null: it is not. */
  readonly settledOn: Day | null
  /** From the wire to the notice; null where no clock tells, or where no sensor listened. */
  readonly lagMinutes: number | null
  readonly noticedOn: Day
}

const NAMED = 5
/** Nineteen of twenty. */
const mostOf = 0.95

/**
 * The share of the changes of a window that are settled. Where nothing changed it is whole while a source that has learned looked
 * within the window, and unknown where none did.
 */
export function reconciledSteps(
  changes: readonly MeasuredChange[],
  looked: readonly { readonly day: Day; readonly ref: string }[],
  within: string,
): Step[] {
  const lapse = lapseOf(within)
  const all = changes.map((change) => {
    const from = dayNumber(change.day)
    const settled = change.settledOn === null ? Number.POSITIVE_INFINITY : Math.max(from, dayNumber(change.settledOn))
    return { ...change, from, to: lapse(from), settled }
  })
  const watched = looked.map(({ day, ref }) => ({ ref, from: dayNumber(day), to: lapse(dayNumber(day)) }))
  const cuts = new Set<DayNumber>()
  for (const { from, to, settled } of all) for (const cut of [from, to, settled]) cuts.add(cut)
  for (const { from, to } of watched) for (const cut of [from, to]) cuts.add(cut)
  const opened = queue(all)
  const watching = queue(watched)
  return united(
    ascending(cuts).map((cut) => {
      const inside = opened(cut)
      const good = inside.filter(({ settled }) => settled <= cut)
      const lookers = watching(cut)
      const value = inside.length > 0 ? good.length / inside.length : lookers.length > 0 ? 1 : null
      const named = inside.length > 0 ? [...inside.filter(({ settled }) => settled > cut), ...good] : lookers.slice(-1)
      return {
        from: dayOf(cut),
        value,
        records: named.slice(0, NAMED).map(({ ref }) => ref),
        recordCount: named.length,
        strength: 'measured' as const,
      }
    }),
  )
}

/** Within how many minutes nineteen of twenty changes of a window were noticed; unknown where none was noticed by a sensor. */
export function lagSteps(changes: readonly MeasuredChange[], within: string): Step[] {
  const lapse = lapseOf(within)
  const all = changes.flatMap(({ ref, noticedOn, lagMinutes }) => {
    const from = dayNumber(noticedOn)
    return lagMinutes === null ? [] : [{ ref, lag: lagMinutes, from, to: lapse(from) }]
  })
  const cuts = new Set(all.flatMap(({ from, to }) => [from, to]))
  const noticed = queue(all)
  return united(
    ascending(cuts).map((cut) => {
      const slowest = noticed(cut).toSorted((a, b) => b.lag - a.lag || (a.ref < b.ref ? -1 : 1))
      const place = slowest.length - Math.ceil(mostOf * slowest.length)
      return {
        from: dayOf(cut),
        value: slowest[place]?.lag ?? null,
        records: slowest.slice(0, NAMED).map(({ ref }) => ref),
        recordCount: slowest.length,
        strength: 'measured' as const,
      }
    }),
  )
}

const ascending = (cuts: ReadonlySet<number>) => [...cuts].filter(Number.isFinite).sort((a, b) => a - b)

/** What is inside on each of ascending days. */
function queue<One extends { readonly from: DayNumber; readonly to: DayNumber }>(all: readonly One[]) {
  const waiting = all.toSorted((a, b) => a.from - b.from)
  let at = 0
  let inside: One[] = []
  return (day: DayNumber): readonly One[] => {
    while (at < waiting.length && waiting[at]!.from <= day) inside.push(waiting[at++]!)
    inside = inside.filter(({ to }) => day < to)
    return inside
  }
}

/** Steps that say the same as the one before are none. */
function united(steps: readonly Step[]): Step[] {
  return steps.filter((step, i) => {
    const before = steps[i - 1]
    return before === undefined || before.value !== step.value || before.records.join() !== step.records.join()
  })
}
