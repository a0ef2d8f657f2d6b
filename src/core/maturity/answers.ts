import { type Day, type DayNumber, dayNumber } from '../calendar/day.ts'
import { addPeriodTo, type Period } from '../calendar/period.ts'
import type { Criterion } from './axis.ts'
import type { ScopeKey } from './indicator.ts'
import type { AssessmentInput, Attestation, Compensation, Exemption, Reach } from './input.ts'
import { attestationWindow } from './leaf.ts'

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
  const mine = <T extends { readonly criterion: string; readonly reach: Reach }>(all: readonly T[]) =>
    all.filter((one) => one.criterion === criterion.id && reaches(one.reach, scope, input.plants))
  const { axis } = input
  const window = attestationWindow(axis, criterion)
  const attestations = mine(input.attestations)
    .filter((one) => one.accepted || !favourable(criterion, one))
    .map((given) => ({ given, span: span(given.effectiveFrom, given.effectiveTo, window) }))
    .sort((a, b) => byTime(a.given, b.given))
  const exemptions = (criterion.mayNotApply ? mine(input.exemptions) : [])
    .filter((one) => one.accepted)
    .map((given) => ({ given, span: span(given.effectiveFrom, given.effectiveTo, axis.defaults.exemption) }))
    .sort((a, b) => byTime(a.given, b.given))
  const compensations = (criterion.compensable ? mine(input.compensations) : [])
    .filter(stands)
    .map((given) => ({ given, span: span(given.effectiveFrom, given.effectiveTo, axis.defaults.compensation) }))
    .sort((a, b) => byTime(a.given, b.given))
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

interface Dated {
  readonly id: string
  readonly effectiveFrom: Day
  readonly recordedAt?: string
}

/** The later answer replaces the earlier one, whatever order they are read in. */
function byTime(a: Dated, b: Dated): number {
  const key = (one: Dated) => `${one.effectiveFrom} ${one.recordedAt ?? ''} ${one.id}`
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0
}
