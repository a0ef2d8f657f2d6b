import { type DayNumber, dayNumber } from '../calendar/day.ts'
import { addPeriodTo } from '../calendar/period.ts'
import type { Criterion } from './axis.ts'
import type { PlantKey } from './indicator.ts'
import type { AssessmentInput, PlantFacts } from './input.ts'
import { type Timeline, valueAt } from './timeline.ts'
import { type Outcome, strongest, type Verdict, weakest } from './verdict.ts'

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

export function quantify(
  criterion: Criterion,
  cells: ReadonlyMap<PlantKey, Timeline<Outcome>>,
  day: DayNumber,
  input: AssessmentInput,
): Quantified {
  const asked = input.plants.filter((plant) => askedOf(criterion, plant, input.plants))
  const answers = asked
    .filter((plant) => !onboarding(plant, day, input))
    .map((plant) => ({ plant, outcome: valueAt(cells.get(plant.key)!, day) }))
    .filter(({ outcome }) => outcome.verdict !== 'notApplicable')
  const met = answers.filter(({ outcome }) => outcome.verdict === 'met')
  const short = answers.filter(({ outcome }) => outcome.verdict !== 'met')
  const blockedBy = short
    .toSorted((a, b) => worstFirst.indexOf(a.outcome.verdict) - worstFirst.indexOf(b.outcome.verdict))
    .map(({ plant }) => plant.key)
  const share = answers.length === 0 ? 0 : met.length / answers.length
  const anyUnknown = answers.some(({ outcome }) => outcome.verdict === 'unknown')
  const none = { blockedBy, prioritised: false, asked: !(criterion.over === 'several' && input.plants.length < 2) }
  const strengthOfMet = (pick: typeof weakest) => pick(met.map(({ outcome }) => outcome.strength))
  const strengthOfShort = () => weakest(short.map(({ outcome }) => outcome.strength))
  const allInGrace = met.length > 0 && met.every(({ outcome }) => outcome.inGrace)

  if (answers.length === 0) {
    // Every plant asked has an approved "not applicable": then so has the enterprise. Otherwise nobody was asked.
    const exempt = asked.length > 0 && asked.some((plant) => !onboarding(plant, day, input))
    return { ...none, verdict: exempt ? 'notApplicable' : 'unknown', share: 0, strength: null, inGrace: false }
  }
  if (criterion.over === 'some' || criterion.over === 'several') {
    const needed = criterion.over === 'several' ? 2 : 1
    if (met.length >= needed) {
      const settled = met.filter(({ outcome }) => !outcome.inGrace).length >= needed
      return { ...none, blockedBy: [], verdict: 'met', share, strength: strengthOfMet(strongest), inGrace: !settled }
    }
    if (met.length > 0) {
      return {
        ...none,
        verdict: 'partly',
        share: met.length / needed,
        strength: strengthOfMet(weakest),
        inGrace: false,
      }
    }
    if (anyUnknown) return { ...none, verdict: 'unknown', share: 0, strength: null, inGrace: false }
    const best = Math.max(...answers.map(({ outcome }) => outcome.share))
    const partly = answers.some(({ outcome }) => outcome.verdict === 'partly')
    return {
      ...none,
      verdict: partly ? 'partly' : 'notMet',
      share: partly ? best / needed : 0,
      strength: strengthOfShort(),
      inGrace: false,
    }
  }
  if (short.length === 0) {
    const inGrace = allInGrace || met.some(({ outcome }) => outcome.inGrace)
    return { ...none, verdict: 'met', share: 1, strength: strengthOfMet(weakest), inGrace }
  }
  if (criterion.over === 'each' && prioritised(criterion, met, short, day, input)) {
    const inGrace = met.some(({ outcome }) => outcome.inGrace)
    return { ...none, verdict: 'met', share, strength: strengthOfMet(weakest), inGrace, prioritised: true }
  }
  const strength = weakest(answers.map(({ outcome }) => outcome.strength))
  if (met.length > 0) return { ...none, verdict: 'partly', share, strength, inGrace: false }
  if (anyUnknown) return { ...none, verdict: 'unknown', share: 0, strength: null, inGrace: false }
  const partly = answers.some(({ outcome }) => outcome.verdict === 'partly')
  return { ...none, verdict: partly ? 'partly' : 'notMet', share: 0, strength, inGrace: false }
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
