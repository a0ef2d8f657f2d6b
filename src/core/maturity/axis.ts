import type { Period } from '../calendar/period.ts'

/**
 * One maturity definition, kept as data (`model/<id>/axis.yaml`). Texts are apart (`text.<language>.yaml`), keyed by the
 * ids below, so that a second axis or a third language loads without a line of code.
 */
export interface Axis {
  readonly id: string
  /** Counts up with every change of a rule or a default; a verdict names it. */
  readonly version: number
  readonly languages: readonly string[]
  readonly levels: readonly LevelText[]
  /** In the order of the definition. */
  readonly aspects: readonly string[]
  readonly defaults: AxisDefaults
  /** Every indicator that a rule names, whether an area measures it yet or not. */
  readonly indicators: Readonly<Record<string, IndicatorFacts>>
  readonly criteria: readonly Criterion[]
  readonly transitions: readonly Transition[]
  /** Ids of the evaluation considerations, `c1`…; texts by `consideration.<id>.name` and `.text`. */
  readonly considerations: readonly string[]
}

/** What belongs to a level beside its criteria: how many state lines, which typical issues. Texts: `level.<n>.state.<i>`. */
export interface LevelText {
  readonly level: number
  readonly states: number
  readonly issues: readonly TypicalIssue[]
}

/** A typical issue is shown as a warning where the criteria it points to are not met. Text: `issue.<id>`. */
export interface TypicalIssue {
  readonly id: string
  readonly points: readonly string[]
}

export interface Transition {
  readonly from: number
  readonly to: number
  /** Key actions in order; text: `action.<id>`; `criteria` are those that the action works towards. */
  readonly actions: readonly { readonly id: string; readonly criteria: readonly string[] }[]
}

/** Every number of the ladder that the definition does not give itself. Shown on the criterion page, changed in the file. */
export interface AxisDefaults {
  readonly coverage: number
  readonly grace: { readonly share: number; readonly min: Period; readonly max: Period }
  readonly attestation: Period
  readonly exemption: Period
  readonly compensation: Period
  readonly prioritisation: Period
  readonly onboarding: Period
  readonly lateEntry: Period
}

/**
 * What an indicator's steps hold.
 * `share` 0…1, `number` and `flag` are constant between steps; `date` is the day of the latest event (its age is computed
 * by the engine); `events` are single days (for "every month", "every quarter").
 */
export type IndicatorValue = 'share' | 'number' | 'flag' | 'date' | 'events'

export interface IndicatorFacts {
  readonly area: string
  readonly value: IndicatorValue
}

/** Which plants a criterion quantifies over; decides the enterprise verdict. */
export const quantifiers = ['each', 'some', 'several', 'major', 'enterprise'] as const
export type Over = (typeof quantifiers)[number]

export interface Criterion {
  /** `2.1` for a checklist item, `A2.1` for a characteristic. Text: `criterion.<id>`. */
  readonly id: string
  readonly level: number
  readonly list: 'checklist' | 'characteristic'
  /** A symptom states an absence (level 1): `met` means present; it never gates. */
  readonly kind: 'criterion' | 'symptom'
  /** Aspect key for a characteristic, null for a checklist item. */
  readonly aspect: string | null
  readonly over: Over
  /** What gates a plant: its own verdict, or the enterprise's ("elsewhere"). */
  readonly atPlant: 'own' | 'enterprise'
  readonly when: Rule
  /** Longest validity of an attestation that answers a leaf without data; default of the axis otherwise. */
  readonly window?: Period
  /** Whether an approved `notApplicable` lets the gate pass. */
  readonly mayNotApply: boolean
  /** Whether an approved compensating control may answer in its place. */
  readonly compensable: boolean
  /** Asked only of plants that have this; elsewhere it does not apply (a plant without process hazards has no HAZOP). */
  readonly onlyWith?: 'processHazards'
  /** Closing the gap usually needs production to stop: planned only into a shutdown window. */
  readonly needsStop?: boolean
  /** Effort to close the gap at one plant in person-weeks, for ordering what to do first; a default to be changed. */
  readonly effortWeeks: number
}

/** A rule is positive throughout (no negation): better evidence never makes a verdict worse. */
export type Rule = { readonly all: readonly Rule[] } | { readonly any: readonly Rule[] } | Leaf

/**
 * One predicate on one indicator. Exactly one of the predicates is given:
 * `atLeast`/`atMost` on share or number; `is` on a flag; `atMost` with a period on a date (its age);
 * `olderThan` on a date (for symptoms); `every` on events (calendar periods without a gap).
 */
export interface Leaf {
  readonly indicator: string
  /** Passed to the indicator: it looks back so far (`P3M`). With grace the engine asks a second time with the longer window. */
  readonly within?: Period
  readonly atLeast?: number
  readonly atMost?: number | Period
  readonly is?: boolean
  readonly olderThan?: Period
  readonly every?: Period
  /** With `every`: how many periods are looked at (12 for P1M, 4 for P3M by default). */
  readonly periods?: number
  /** With `every`: missed periods tolerated, never two running (1 for P1M, 0 for P3M by default). */
  readonly misses?: number
  /** Counts only against: while nothing is known it drops out of its `all`, and no attestation answers it. */
  readonly refutes?: true
  /** Grace after the window; the axis' default (a tenth of it, between P3D and P31D) otherwise. */
  readonly grace?: Period
}

export function isLeaf(rule: Rule): rule is Leaf {
  return 'indicator' in rule
}

/** All leaves of a rule, in reading order. */
export function leavesOf(rule: Rule): Leaf[] {
  if (isLeaf(rule)) return [rule]
  return ('all' in rule ? rule.all : rule.any).flatMap(leavesOf)
}
