import { type DayNumber, dayNumber } from '../calendar/day.ts'
import { addPeriodTo, isPeriod } from '../calendar/period.ts'
import type { Leaf } from './axis.ts'
import { judgeCadence, monthsOf } from './cadence.ts'
import { graceOf, plusGrace } from './grace.ts'
import type { ScopeKey, Series, Step } from './indicator.ts'
import type { AssessmentInput } from './input.ts'
import { measurementKey } from './input.ts'
import { countUpTo, type Lazy, lazily } from './timeline.ts'
import type { LeafOutcome } from './verdict.ts'

/** What a leaf needs to know beside its own series. */
export interface LeafContext {
  readonly input: AssessmentInput
  readonly scope: ScopeKey
  readonly shutdowns: readonly { readonly from: DayNumber; readonly to: DayNumber }[]
}

/** A leaf over all days, by data alone; attestations answer later, per criterion. */
export function leafTimeline(leaf: Leaf, context: LeafContext): Lazy<LeafOutcome> {
  const { input } = context
  const { series, noSource } = seriesOf(leaf.indicator, leaf.within, context)
  if (leaf.every) return cadenceTimeline(leaf, series, noSource, context)
  const kind = input.axis.indicators[leaf.indicator]?.value
  if (kind === 'date') return dateTimeline(leaf, series, noSource, context)
  const days = series.map((step) => dayNumber(step.from))
  const judge = (step: Step | undefined) => judgeValue(leaf, step, noSource)
  if (!leaf.within || leaf.atLeast === undefined) {
    return lazily(days, (day) => judge(stepOn(series, days, day, input)))
  }
  // With grace the window reaches further back: what held until lately still holds, and says so.
  const longer = seriesOf(
    leaf.indicator,
    plusGrace(leaf.within, graceOf(input.axis, leaf.within, leaf.grace)),
    context,
  ).series
  const longerDays = longer.map((step) => dayNumber(step.from))
  return lazily([...days, ...longerDays], (day) => {
    const now = judge(stepOn(series, days, day, input))
    if (now.verdict === 'met') return now
    const late = judge(stepOn(longer, longerDays, day, input))
    return late.verdict === 'met' ? { ...late, inGrace: true } : now
  })
}

/** A plant inherits the enterprise's series where it has none of its own. */
function seriesOf(indicator: string, within: string | undefined, { input, scope }: LeafContext) {
  const byScope = input.series.get(measurementKey(indicator, within))
  return { series: byScope?.get(scope) ?? byScope?.get('*') ?? [], noSource: byScope === undefined }
}

/** The latest step that began on or before the day. Of a source that is alive today's goes on, whatever would lapse. */
function stepOn(
  series: Series,
  days: readonly DayNumber[],
  day: DayNumber,
  { today, assume }: AssessmentInput,
): Step | undefined {
  const current =
    assume === 'feeds' && day > dayNumber(today) ? series[countUpTo(days, dayNumber(today)) - 1] : undefined
  if (current?.feed === true) return current
  return series[countUpTo(days, day) - 1]
}

function outcome(leaf: Leaf, step: Step | undefined, noSource: boolean, judged: Partial<LeafOutcome>): LeafOutcome {
  return {
    indicator: leaf.indicator,
    verdict: 'unknown',
    share: 0,
    strength: step?.strength ?? null,
    inGrace: false,
    value: step?.value ?? null,
    records: step?.records ?? [],
    recordCount: step?.recordCount ?? step?.records.length ?? 0,
    observedOn: step ? (step.observedOn ?? step.from) : null,
    late: step?.late ?? false,
    noSource,
    attestation: null,
    notReobserved: false,
    ...judged,
  }
}

function judgeValue(leaf: Leaf, step: Step | undefined, noSource: boolean): LeafOutcome {
  const value = step?.value ?? null
  if (value === null) return outcome(leaf, step, noSource, { strength: null })
  if (leaf.is !== undefined) {
    const met = value === leaf.is
    return outcome(leaf, step, noSource, { verdict: met ? 'met' : 'notMet', share: met ? 1 : 0 })
  }
  const number = typeof value === 'number' ? value : Number.NaN
  if (typeof leaf.atMost === 'number') {
    const met = number <= leaf.atMost
    return outcome(leaf, step, noSource, { verdict: met ? 'met' : 'notMet', share: met ? 1 : 0 })
  }
  const wanted = leaf.atLeast ?? Number.NaN
  if (number >= wanted) return outcome(leaf, step, noSource, { verdict: 'met', share: 1 })
  if (!Number.isFinite(number) || !Number.isFinite(wanted)) return outcome(leaf, step, noSource, { strength: null })
  const share = wanted > 0 ? Math.max(0, Math.min(number / wanted, 1)) : 0
  return outcome(leaf, step, noSource, { verdict: share > 0 ? 'partly' : 'notMet', share })
}

/** The age of the latest event: `atMost` a period (with grace), or for symptoms `olderThan` one. */
function dateTimeline(leaf: Leaf, series: Series, noSource: boolean, { input }: LeafContext): Lazy<LeafOutcome> {
  const window = isPeriod(leaf.atMost) ? leaf.atMost : leaf.olderThan
  if (!window) return lazily([], () => outcome(leaf, undefined, noSource, {}))
  const graceDays = leaf.olderThan ? 0 : graceOf(input.axis, window, leaf.grace)
  const days = series.map((step) => dayNumber(step.from))
  const today = dayNumber(input.today)
  const until = (step: Step) => addPeriodTo(dayNumber(String(step.value)), window)
  const alive = (i: number) => {
    const step = series[i]
    return (
      input.assume === 'feeds' && i === series.length - 1 && step?.feed === true && today <= until(step) + graceDays
    )
  }
  const breaks = series.flatMap((step, i) =>
    step.value === null ? [days[i]!] : [days[i]!, until(step) + 1, until(step) + graceDays + 1, today],
  )
  return lazily(breaks, (day) => {
    const index = countUpTo(days, day) - 1
    const step = series[index]
    if (!step || step.value === null) return outcome(leaf, step, noSource, { strength: null })
    const runsUntil = alive(index) && day >= today ? Number.POSITIVE_INFINITY : until(step)
    if (leaf.olderThan) {
      const present = day > runsUntil
      return outcome(leaf, step, noSource, { verdict: present ? 'met' : 'notMet', share: present ? 1 : 0 })
    }
    if (day <= runsUntil) return outcome(leaf, step, noSource, { verdict: 'met', share: 1 })
    if (day <= runsUntil + graceDays) return outcome(leaf, step, noSource, { verdict: 'met', share: 1, inGrace: true })
    return outcome(leaf, step, noSource, { verdict: 'notMet' })
  })
}

const CADENCE_DEFAULTS: Readonly<Record<number, { periods: number; misses: number; atLeast: number }>> = {
  1: { periods: 12, misses: 1, atLeast: 3 },
  3: { periods: 4, misses: 0, atLeast: 4 },
  6: { periods: 2, misses: 0, atLeast: 2 },
  12: { periods: 1, misses: 0, atLeast: 1 },
}

function cadenceTimeline(leaf: Leaf, series: Series, noSource: boolean, context: LeafContext): Lazy<LeafOutcome> {
  const every = leaf.every ?? 'P1M'
  const defaults = CADENCE_DEFAULTS[monthsOf(every) ?? 1] ?? { periods: 12, misses: 0, atLeast: 1 }
  const periods = leaf.periods ?? defaults.periods
  const { at, breaks } = judgeCadence(
    series,
    {
      every,
      periods,
      misses: leaf.misses ?? defaults.misses,
      atLeast: Math.min(defaults.atLeast, periods),
      graceDays: graceOf(context.input.axis, every, leaf.grace),
      fiscalYearStartMonth: context.input.fiscalYearStartMonth,
    },
    context.shutdowns,
  )
  const events = series.filter((step) => step.value !== null && step.value !== false)
  return lazily(breaks(), (day) => {
    const state = at(day)
    if (!state) return outcome(leaf, undefined, noSource, {})
    const seen = state.events.map((i) => events[i]!)
    const last = seen[0]
    return outcome(leaf, last, noSource, {
      verdict: state.verdict,
      share: state.share,
      inGrace: state.inGrace,
      value: state.kept,
      strength: last?.strength ?? events[0]?.strength ?? null,
      records: seen.flatMap((step) => step.records).slice(0, 20),
      recordCount: seen.reduce((sum, step) => sum + (step.recordCount ?? step.records.length), 0),
      late: seen.some((step) => step.late === true),
    })
  })
}

/** The calendar's view of a plant's shutdowns; the enterprise is excused only where every plant stood still. */
export function shutdownsOf(input: AssessmentInput, scope: ScopeKey) {
  const of = (key: string) =>
    (input.plants.find((plant) => plant.key === key)?.shutdowns ?? []).map((s) => ({
      from: dayNumber(s.from),
      to: dayNumber(s.to),
    }))
  if (scope !== '*') return of(scope)
  const [first, ...others] = input.plants.map((plant) => of(plant.key))
  let common = first ?? []
  for (const other of others) {
    common = common.flatMap((a) =>
      other.flatMap((b) => {
        const from = Math.max(a.from, b.from)
        const to = Math.min(a.to, b.to)
        return from <= to ? [{ from, to }] : []
      }),
    )
  }
  return common
}
