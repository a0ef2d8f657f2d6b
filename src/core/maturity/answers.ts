import { type Day, type DayNumber, dayNumber } from '../calendar/day.ts'
import { addPeriodTo, type Period } from '../calendar/period.ts'
import type { Axis, Criterion } from './axis.ts'
import type { ScopeKey } from './indicator.ts'
import type { AssessmentInput, Attestation, Compensation, Exemption, Reach } from './input.ts'

/** Days on which a person's answer holds: from its effective day, for at most a period. There is no grace: "at most" is meant. */
interface Span {
  readonly from: DayNumber
  readonly until: DayNumber
}

function span(from: Day, to: Day | null, longest: Period): Span {
  const start = dayNumber(from)
  const end = addPeriodTo(start, longest)
  return { from: start, until: to === null ? end : Math.min(end, dayNumber(to)) }
}

/** How long an attestation may answer a criterion, at most. */
export function attestationWindow(axis: Axis, criterion: Criterion): Period {
  return criterion.window ?? axis.defaults.attestation
}

/** Whether a record speaks for a scope: a plant takes the enterprise's; the enterprise takes what names every plant. */
export function reaches(reach: Reach, scope: ScopeKey, plants: readonly { readonly key: string }[]): boolean {
  if (reach === 'enterprise') return true
  if (scope !== '*') return reach.includes(scope)
  return plants.length > 0 && plants.every((plant) => reach.includes(plant.key))
}

/** What people answered to one criterion at one scope, day by day. */
export interface Answers {
  /** Days on which any of it may change. */
  readonly breaks: readonly DayNumber[]
  attestation(day: DayNumber): Attestation | null
  exemption(day: DayNumber): Exemption | null
  compensation(day: DayNumber): Compensation | null
}

export function answersTo(criterion: Criterion, scope: ScopeKey, input: AssessmentInput): Answers {
  const { axis } = input
  /** Those given on this criterion for this scope, oldest first, each with the days on which it holds. */
  const given = <T extends Given>(all: readonly T[], counts: (one: T) => boolean, longest: Period) =>
    all
      .filter((one) => one.criterion === criterion.id && reaches(one.reach, scope, input.plants) && counts(one))
      .map((one) => ({ given: one, span: span(one.effectiveFrom, one.effectiveTo, longest) }))
      .sort((a, b) => byTime(a.given, b.given))
  const attestations = given(
    input.attestations,
    (one) => one.accepted || !favourable(criterion, one),
    attestationWindow(axis, criterion),
  )
  const exemptions = given(input.exemptions, (one) => criterion.mayNotApply && one.accepted, axis.defaults.exemption)
  const compensations = given(
    input.compensations,
    (one) => criterion.compensable && stands(one),
    axis.defaults.compensation,
  )
  const breaks = [...attestations, ...exemptions, ...compensations].flatMap(({ span: s }) => [s.from, s.until + 1])
  const latest = <T>(all: readonly { readonly given: T; readonly span: Span }[], day: DayNumber) =>
    all.findLast(({ span: s }) => s.from <= day && day <= s.until) ?? null
  return {
    breaks,
    attestation: (day) => latest(attestations, day)?.given ?? null,
    exemption: (day) => latest(exemptions, day)?.given ?? null,
    compensation: (day) => latest(compensations, day)?.given ?? null,
  }
}

/** For a symptom the good answer is "no, it is not so". Bad news needs nobody's acceptance. */
function favourable(criterion: Criterion, given: Attestation): boolean {
  return criterion.kind === 'symptom' ? given.answer === 'no' : given.answer === 'yes'
}

/** A control counts when OT, IT and process safety approved it and it does not weaken safety unreviewed. */
function stands(control: Compensation): boolean {
  const approved = (['ot', 'it', 'process-safety'] as const).every((side) => control.approvedBy.includes(side))
  return approved && (!control.touchesSafety || control.safetyReviewed)
}

/** What every answer has, whatever it answers. */
interface Given {
  readonly id: string
  readonly criterion: string
  readonly reach: Reach
  readonly effectiveFrom: Day
  readonly effectiveTo: Day | null
  readonly recordedAt?: string
}

/** The later answer replaces the earlier one, whatever order they are read in. */
function byTime(a: Given, b: Given): number {
  const key = (one: Given) => `${one.effectiveFrom} ${one.recordedAt ?? ''} ${one.id}`
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0
}
