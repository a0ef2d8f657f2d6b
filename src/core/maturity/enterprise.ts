import type { DayNumber } from '../calendar/day.ts'
import { dayNumber } from '../calendar/day.ts'
import { addPeriodTo } from '../calendar/period.ts'
import type { Criterion } from './axis.ts'
import type { PlantKey } from './indicator.ts'
import type { AssessmentInput } from './input.ts'
import { askedOf, codeOf, type Quantified, quantifierBreaks, quantify, tallyOf, verdictOver } from './quantify.ts'
import type { Lazy } from './timeline.ts'
import type { Outcome, Verdict } from './verdict.ts'

/** From when until when the enterprise's verdict on a quantified criterion has been and will be what it is. */
export interface Span {
  /** -Infinity where it always was. */
  readonly since: DayNumber
  /** Infinity where it never changes. */
  readonly until: DayNumber
  readonly verdict: Verdict
}

export interface EnterpriseSpans {
  on(day: DayNumber): Quantified
  around(day: DayNumber): Span
}

const differs = (a: Outcome, b: Outcome) => a.verdict !== b.verdict

/** Walks from change to change of the plants' verdicts, and keeps the spans it has walked. */
export function spansOf(
  criterion: Criterion,
  cells: ReadonlyMap<PlantKey, Lazy<Outcome>>,
  input: AssessmentInput,
): EnterpriseSpans {
  const plants = input.plants.map((plant) => ({
    cell: cells.get(plant.key)!,
    asked: askedOf(criterion, plant, input.plants),
    countsFrom: plant.onboardedOn
      ? addPeriodTo(dayNumber(plant.onboardedOn), input.axis.defaults.onboarding)
      : Number.NEGATIVE_INFINITY,
  }))
  const extra = [...new Set(quantifierBreaks(input))].sort((a, b) => a - b)
  const spans: Span[] = []
  const on = (day: DayNumber) => quantify(criterion, cells, day, input)

  /** The nearest day in one direction on which the enterprise's verdict differs from `verdict`, walking over changes only. */
  function walk(day: DayNumber, verdict: Verdict, direction: 1 | -1): DayNumber {
    const end = direction * Number.POSITIVE_INFINITY
    const codes = Uint8Array.from(plants, ({ cell }) => codeOf(cell.at(day).verdict))
    // For each plant the day on which it changes next: ahead its first new day, behind the first day of its present span.
    const turns = plants.map(({ cell }) => turnOf(cell, day))
    let at = day
    while (true) {
      let turn = direction > 0 ? (extra.find((one) => one > at) ?? end) : (extra.findLast((one) => one <= at) ?? end)
      for (const one of turns) turn = direction > 0 ? Math.min(turn, one) : Math.max(turn, one)
      if (turn === end) return end
      at = direction > 0 ? turn : turn - 1
      for (let i = 0; i < turns.length; i++) {
        if (turns[i] !== turn) continue
        const { cell } = plants[i]!
        codes[i] = codeOf(cell.at(at).verdict)
        turns[i] = turnOf(cell, at)
      }
      const tally = tallyOf(codes, (i) => plants[i]!.asked && at >= plants[i]!.countsFrom)
      if (verdictOver(criterion, tally, () => on(at).prioritised) !== verdict) return turn
    }

    function turnOf(cell: Lazy<Outcome>, from: DayNumber): DayNumber {
      return (direction > 0 ? cell.nextChange(from, differs) : cell.lastChange(from, differs)) ?? end
    }
  }

  function around(day: DayNumber): Span {
    const known = spans.find((span) => span.since <= day && day < span.until)
    if (known) return known
    const { verdict } = on(day)
    const span = { verdict, since: walk(day, verdict, -1), until: walk(day, verdict, 1) }
    spans.push(span)
    return span
  }
  return { on, around }
}
