import type { Day } from '../calendar/day.ts'
import type { Period } from '../calendar/period.ts'
import type { Department } from '../record/record.ts'
import type { Axis, Leaf } from './axis.ts'
import { leavesOf } from './axis.ts'
import { graceOf, plusGrace } from './grace.ts'
import type { PlantKey, ScopeKey, Series } from './indicator.ts'

export interface PlantFacts {
  readonly key: PlantKey
  readonly criticality: 'major' | 'standard' | 'minor'
  /** A new plant does not gate the enterprise for at most the axis' `onboarding` period after this day. */
  readonly onboardedOn: Day | null
  /** False: the plant has none, and criteria that ask about them do not apply. Null: nobody said. */
  readonly processHazards: boolean | null
  readonly shutdowns: readonly { readonly from: Day; readonly to: Day }[]
}

/** Which scopes a record speaks for. */
export type Reach = 'enterprise' | readonly PlantKey[]

/** One person's signed answer to a criterion. Favourable answers count once another person has accepted them. */
export interface Attestation {
  readonly id: string
  readonly criterion: string
  readonly reach: Reach
  readonly answer: 'yes' | 'no'
  /** States that what a machine saw has been mended since: answers until the machine looks again. */
  readonly fix: boolean
  readonly effectiveFrom: Day
  readonly effectiveTo: Day | null
  readonly recordedAt: string
  readonly accepted: boolean
}

/** An approved "does not apply here". */
export interface Exemption {
  readonly id: string
  readonly criterion: string
  readonly reach: Reach
  readonly effectiveFrom: Day
  readonly effectiveTo: Day | null
  readonly accepted: boolean
}

/** A compensating control that answers in a criterion's place once OT, IT and process safety have approved it. */
export interface Compensation {
  readonly id: string
  readonly criterion: string
  readonly reach: Reach
  readonly effectiveFrom: Day
  readonly effectiveTo: Day | null
  readonly approvedBy: readonly Department[]
  /** It touches a SIS zone or an independent protection layer. */
  readonly touchesSafety: boolean
  readonly safetyReviewed: boolean
}

/** A day by which a plant means to meet a criterion (`*`: all of them). */
export interface PlanDate {
  readonly criterion: string
  readonly plant: PlantKey
  readonly plannedFor: Day
  readonly effectiveFrom: Day
}

export interface AssessmentInput {
  readonly axis: Axis
  readonly fiscalYearStartMonth: number
  readonly plants: readonly PlantFacts[]
  /** By {@link measurementKey}; an indicator without an entry has no source yet. */
  readonly series: ReadonlyMap<string, ReadonlyMap<ScopeKey, Series>>
  readonly attestations: readonly Attestation[]
  readonly exemptions: readonly Exemption[]
  readonly compensations: readonly Compensation[]
  readonly plans: readonly PlanDate[]
  /** The day on which the question is asked: feeds are known to be alive until then. */
  readonly today: Day
  /** `feeds`: what is alive today goes on; `none`: nothing more ever arrives. */
  readonly assume: 'feeds' | 'none'
}

export interface MeasurementKey {
  readonly indicator: string
  readonly within: Period | undefined
}

export function measurementKey(indicator: string, within?: Period): string {
  return within ? `${indicator}|${within}` : indicator
}

/** Everything an axis wants measured: each indicator with each window, and again with the window's grace. */
export function measurementsOf(axis: Axis): MeasurementKey[] {
  const wanted = new Map<string, MeasurementKey>()
  const want = (leaf: Leaf, within: Period | undefined) =>
    wanted.set(measurementKey(leaf.indicator, within), { indicator: leaf.indicator, within })
  for (const criterion of axis.criteria) {
    for (const leaf of leavesOf(criterion.when)) {
      want(leaf, leaf.within)
      if (leaf.within && leaf.atLeast !== undefined) {
        want(leaf, plusGrace(leaf.within, graceOf(axis, leaf.within, leaf.grace)))
      }
    }
  }
  return [...wanted.values()]
}
