import { type DayNumber, dayNumber } from '../calendar/day.ts'
import { addPeriodTo } from '../calendar/period.ts'
import type { Criterion } from './axis.ts'
import type { PlantKey } from './indicator.ts'
import type { AssessmentInput, PlantFacts } from './input.ts'
import type { Lazy } from './timeline.ts'
import { type Outcome, strongest, type Verdict, verdicts, weakest } from './verdict.ts'

/** The enterprise's verdict on a criterion that quantifies over plants. */
export interface Quantified {
  readonly verdict: Verdict
  /** Share of the plants asked that meet it. */
  readonly share: number
  readonly strength: Outcome['strength']
  readonly inGrace: boolean
  /** Plants whose verdict keeps the enterprise from `met`, worst first. */
  readonly blockedBy: readonly PlantKey[]
  /** Met by the critical plants; every other one has a plan date ahead. */
  readonly prioritised: boolean
  /** False where the criterion asks nothing of this enterprise (`several` in a company of one plant). */
  readonly asked: boolean
}

/** Whether a criterion is asked of a plant at all; where it is not, the gate skips it. */
export function askedOf(criterion: Criterion, plant: PlantFacts, plants: readonly PlantFacts[]): boolean {
  if (criterion.over === 'major') return plant.criticality === 'major'
  if (criterion.over === 'several') return plants.length > 1
  return true
}

/** A plant that is not yet there, or is still being taken on, is shown and does not gate the enterprise. */
export function onboarding(plant: PlantFacts, day: DayNumber, input: AssessmentInput): boolean {
  if (plant.onboardedOn === null) return false
  return day < addPeriodTo(dayNumber(plant.onboardedOn), input.axis.defaults.onboarding)
}

const worstFirst: readonly Verdict[] = ['notMet', 'partly', 'unknown', 'notApplicable', 'met']

/** What the quantifier reads: a count of the verdicts of the plants that it asks. */
export interface Tally {
  readonly met: number
  readonly partly: number
  readonly notMet: number
  readonly unknown: number
  readonly notApplicable: number
}

/** The one place where plants' verdicts become the enterprise's. `prioritised` is asked only where it can matter. */
export function verdictOver(criterion: Criterion, tally: Tally, prioritised: () => boolean): Verdict {
  const answers = tally.met + tally.partly + tally.notMet + tally.unknown
  // Every plant asked has an approved "not applicable": then so has the enterprise. Otherwise nobody was asked.
  if (answers === 0) return tally.notApplicable > 0 ? 'notApplicable' : 'unknown'
  const needed = criterion.over === 'some' ? 1 : criterion.over === 'several' ? 2 : answers
  if (tally.met >= needed) return 'met'
  if (tally.met > 0) return criterion.over === 'each' && prioritised() ? 'met' : 'partly'
  if (tally.unknown > 0) return 'unknown'
  return tally.partly > 0 ? 'partly' : 'notMet'
}

export function quantify(
  criterion: Criterion,
  cells: ReadonlyMap<PlantKey, Lazy<Outcome>>,
  day: DayNumber,
  input: AssessmentInput,
): Quantified {
  const asked = input.plants
    .filter((plant) => askedOf(criterion, plant, input.plants) && !onboarding(plant, day, input))
    .map((plant) => ({ plant, outcome: cells.get(plant.key)!.at(day) }))
  const answers = asked.filter(({ outcome }) => outcome.verdict !== 'notApplicable')
  const met = answers.filter(({ outcome }) => outcome.verdict === 'met')
  const short = answers.filter(({ outcome }) => outcome.verdict !== 'met')
  const count = (verdict: Verdict) => asked.filter(({ outcome }) => outcome.verdict === verdict).length
  const tally = {
    met: met.length,
    partly: count('partly'),
    notMet: count('notMet'),
    unknown: count('unknown'),
    notApplicable: count('notApplicable'),
  }
  const critical = () => prioritised(criterion, met, short, day, input)
  const verdict = verdictOver(criterion, tally, critical)
  const enough = criterion.over === 'some' ? 1 : criterion.over === 'several' ? 2 : answers.length
  const settled = met.filter(({ outcome }) => !outcome.inGrace).length
  return {
    verdict,
    share: shareOf(criterion, verdict, answers, met.length),
    strength: strengthOf(criterion, verdict, answers, met),
    inGrace: verdict === 'met' && settled < Math.min(enough, met.length),
    blockedBy:
      verdict === 'met' && enough < answers.length
        ? []
        : short
            .toSorted((a, b) => worstFirst.indexOf(a.outcome.verdict) - worstFirst.indexOf(b.outcome.verdict))
            .map(({ plant }) => plant.key),
    prioritised: verdict === 'met' && met.length < enough,
    asked: !(criterion.over === 'several' && input.plants.length < 2),
  }
}

interface Answer {
  readonly plant: PlantFacts
  readonly outcome: Outcome
}

function shareOf(criterion: Criterion, verdict: Verdict, answers: readonly Answer[], met: number): number {
  if (answers.length === 0) return 0
  const few = criterion.over === 'some' || criterion.over === 'several'
  if (!few || verdict === 'met') return met / answers.length
  const needed = criterion.over === 'several' ? 2 : 1
  if (met > 0) return met / needed
  return verdict === 'partly' ? Math.max(...answers.map(({ outcome }) => outcome.share)) / needed : 0
}

/** Where some plants are enough the strongest of them speak; where all are needed the weakest leaf does. */
function strengthOf(criterion: Criterion, verdict: Verdict, answers: readonly Answer[], met: readonly Answer[]) {
  const of = (list: readonly Answer[]) => list.map(({ outcome }) => outcome.strength)
  if (verdict === 'unknown' || verdict === 'notApplicable') return null
  if (verdict !== 'met') return weakest(of(answers))
  const few = criterion.over === 'some' || criterion.over === 'several'
  return few ? strongest(of(met)) : weakest(of(met))
}

/** A tally over coded verdicts, for walking through time without making an object a plant and day. */
export function tallyOf(codes: Uint8Array, counts: (plant: number) => boolean): Tally {
  const sums = [0, 0, 0, 0, 0]
  for (let plant = 0; plant < codes.length; plant++) if (counts(plant)) sums[codes[plant]!]!++
  const [met = 0, partly = 0, notMet = 0, unknown = 0, notApplicable = 0] = sums
  return { met, partly, notMet, unknown, notApplicable }
}

/** A verdict's code in {@link tallyOf}. */
export function codeOf(verdict: Verdict): number {
  return verdicts.indexOf(verdict)
}

/** The critical plants all pass, and every other plant has a plan date ahead within the axis' period. */
function prioritised(
  criterion: Criterion,
  met: readonly { readonly plant: PlantFacts }[],
  short: readonly { readonly plant: PlantFacts }[],
  day: DayNumber,
  input: AssessmentInput,
): boolean {
  if (!met.some(({ plant }) => plant.criticality === 'major')) return false
  if (short.some(({ plant }) => plant.criticality === 'major')) return false
  const limit = addPeriodTo(day, input.axis.defaults.prioritisation)
  return short.every(({ plant }) =>
    input.plans.some(
      (plan) =>
        plan.plant === plant.key &&
        (plan.criterion === criterion.id || plan.criterion === '*') &&
        dayNumber(plan.effectiveFrom) <= day &&
        dayNumber(plan.plannedFor) >= day &&
        dayNumber(plan.plannedFor) <= limit,
    ),
  )
}

/** Days on which quantification may change beside the plants' own changes: onboarding and plan dates. */
export function quantifierBreaks(input: AssessmentInput): DayNumber[] {
  const days: DayNumber[] = []
  for (const plant of input.plants) {
    if (plant.onboardedOn) days.push(addPeriodTo(dayNumber(plant.onboardedOn), input.axis.defaults.onboarding))
  }
  for (const plan of input.plans) {
    const planned = dayNumber(plan.plannedFor)
    const enters = addPeriodTo(planned, input.axis.defaults.prioritisation, -1)
    // A month's end may come a little earlier or later than its mirror image: look at the days around it.
    days.push(dayNumber(plan.effectiveFrom), planned + 1)
    for (let shift = -3; shift <= 3; shift++) days.push(enters + shift)
  }
  return days
}
