import { type Day, type DayNumber, dayNumber } from '#core/calendar/day.ts'
import { addPeriodTo, type Period } from '#core/calendar/period.ts'
import { spanFlags } from './flags.ts'
import type { Piece } from './share-steps.ts'
import type { SpanRow } from './span-store.ts'

/** Alike assets from one day to the next, in day numbers. */
export interface Span {
  readonly from: DayNumber
  readonly to: DayNumber
  readonly flags: number
  readonly reviewed: DayNumber | null
  readonly seen: DayNumber | null
  readonly assets: number
  readonly ref: string
}

export function spanOf(row: SpanRow): Span {
  return {
    from: dayNumber(row.from),
    to: row.to === null ? Number.POSITIVE_INFINITY : dayNumber(row.to),
    flags: row.flags,
    reviewed: numberOf(row.reviewedOn),
    seen: numberOf(row.seenOn),
    assets: row.assets,
    ref: `asset:${row.plant}/${row.sample}`,
  }
}

function numberOf(day: Day | null): DayNumber | null {
  return day === null ? null : dayNumber(day)
}

export function has(span: Span, flag: number): boolean {
  return (span.flags & flag) !== 0
}

/** In the plant: neither only ordered nor disposed of. */
export function present(span: Span): boolean {
  return !has(span, spanFlags.gone | spanFlags.awaited)
}

/** What makes an asset confirmed: its own review, a review of the whole registry, or that it was seen on the wire. */
export interface Confirmation {
  readonly bySight: boolean
  readonly byReview: boolean
  /** Days of reviews of the whole registry, each with what it covered. */
  readonly reviews: readonly { readonly day: DayNumber; covers(span: Span): boolean }[]
  readonly within: Period
}

/** Cuts a span where the confirmation of its assets begins or lapses. The last day of the window still counts. */
export function confirmedPieces(span: Span, how: Confirmation, lapse: (day: DayNumber) => DayNumber): Piece[] {
  const seen = how.bySight && span.seen !== null ? [{ from: span.from, to: lapse(span.seen) }] : []
  const said: { from: DayNumber; to: DayNumber }[] = []
  if (how.byReview && span.reviewed !== null) said.push({ from: span.from, to: lapse(span.reviewed) })
  for (const review of how.reviews) {
    if (review.day < span.to && lapse(review.day) > span.from && review.covers(span)) {
      said.push({ from: review.day, to: lapse(review.day) })
    }
  }
  const cuts = new Set<DayNumber>([span.from])
  for (const { from, to } of [...seen, ...said]) {
    if (from > span.from && from < span.to) cuts.add(from)
    if (to > span.from && to < span.to) cuts.add(to)
  }
  const days = [...cuts].sort((a, b) => a - b)
  const holds = (stretches: typeof said, day: DayNumber) => stretches.some(({ from, to }) => from <= day && day < to)
  const pieces: Piece[] = []
  for (const [i, from] of days.entries()) {
    const byMachine = holds(seen, from)
    const good = byMachine || holds(said, from)
    const to = days[i + 1] ?? span.to
    const last = pieces[pieces.length - 1]
    if (last && last.good === good && last.byMachine === byMachine) pieces[pieces.length - 1] = { ...last, to }
    else pieces.push({ from, to, count: span.assets, good, byMachine, ref: span.ref })
  }
  return pieces
}

/** The first day on which an event of `day` is out of the window; remembers, because many assets share their days. */
export function lapseOf(within: Period): (day: DayNumber) => DayNumber {
  const known = new Map<DayNumber, DayNumber>()
  return (day) => {
    const lapse = known.get(day) ?? addPeriodTo(day, within) + 1
    known.set(day, lapse)
    return lapse
  }
}

/**
 * The day of the registry's latest review by the assets' own dates: the latest day on or after which at least half of
 * them were reviewed. One asset looked at is no review of a registry; nine tenths would hide one that has begun.
 */
export function reviewDates(spans: readonly Span[]): { from: DayNumber; value: DayNumber | null; ref: string }[] {
  const changes = new Map<DayNumber, Span[][]>()
  const at = (day: DayNumber, side: 0 | 1, span: Span) => {
    const change = changes.get(day) ?? [[], []]
    changes.set(day, change)
    change[side]!.push(span)
  }
  for (const span of spans) {
    at(span.from, 0, span)
    if (span.to !== Number.POSITIVE_INFINITY) at(span.to, 1, span)
  }
  const counts = new Map<DayNumber, number>()
  let total = 0
  const steps: { from: DayNumber; value: DayNumber | null; ref: string }[] = []
  let ref = ''
  for (const day of [...changes.keys()].sort((a, b) => a - b)) {
    const [begins, ends] = changes.get(day)!
    for (const [list, sign] of [
      [ends!, -1],
      [begins!, 1],
    ] as const) {
      for (const span of list) {
        total += sign * span.assets
        if (span.reviewed !== null) counts.set(span.reviewed, (counts.get(span.reviewed) ?? 0) + sign * span.assets)
        if (sign > 0 && span.reviewed !== null) ref = span.ref
      }
    }
    let reached = 0
    let value: DayNumber | null = null
    for (const reviewed of [...counts.keys()].sort((a, b) => b - a)) {
      const count = counts.get(reviewed)!
      if (count === 0) counts.delete(reviewed)
      reached += count
      if (count > 0 && reached * 2 >= total) {
        value = reviewed
        break
      }
    }
    if (steps.length === 0 || steps[steps.length - 1]!.value !== value) steps.push({ from: day, value, ref })
  }
  return steps
}
