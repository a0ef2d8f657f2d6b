import { type DayNumber, dayNumber } from '../calendar/day.ts'
import { type Answers, answersTo } from './answers.ts'
import { type Criterion, isLeaf, type Leaf, leavesOf, type Rule } from './axis.ts'
import type { ScopeKey } from './indicator.ts'
import type { AssessmentInput } from './input.ts'
import { type Lazy, lazily } from './timeline.ts'
import { allOf, anyOf, type Combined, type LeafOutcome, type Outcome } from './verdict.ts'

/** A rule with what each part of it says, for the page that explains. */
export type RuleOutcome = Combined &
  (
    | { readonly leaf: Leaf; readonly outcome: LeafOutcome }
    | { readonly join: 'all' | 'any'; readonly parts: readonly RuleOutcome[] }
  )

/** One criterion at one scope, over all days. */
export interface Cell {
  readonly outcomes: Lazy<Outcome>
  /** The rule's parts on a day, attestations applied. */
  explain(day: DayNumber): RuleOutcome
}

export function judgeCell(
  criterion: Criterion,
  scope: ScopeKey,
  input: AssessmentInput,
  leafOver: (leaf: Leaf) => Lazy<LeafOutcome>,
): Cell {
  const answers = answersTo(criterion, scope, input)
  const leaves = leavesOf(criterion.when)
  const noHazards =
    criterion.onlyWith === 'processHazards' &&
    input.plants.find((plant) => plant.key === scope)?.processHazards === false
  const breaks = [...answers.breaks]
  for (const leaf of leaves) breaks.push(...leafOver(leaf).breaks)
  const judge = (day: DayNumber) => judgeOn(criterion, day, answers, leafOver, noHazards)
  return {
    outcomes: lazily(breaks, judge),
    explain: (day) => ruleOn(criterion.when, day, answers, leafOver),
  }
}

function judgeOn(
  criterion: Criterion,
  day: DayNumber,
  answers: Answers,
  leafOver: (leaf: Leaf) => Lazy<LeafOutcome>,
  noHazards: boolean,
): Outcome {
  const rule = ruleOn(criterion.when, day, answers, leafOver)
  const leaves = leafOutcomes(rule)
  const attested = answers.attestation(day)
  const base = { share: rule.share, strength: rule.strength, inGrace: rule.inGrace, leaves }
  const none = { contradicted: null, compensated: null, exemption: null }
  const exemption = answers.exemption(day)
  if (noHazards || exemption) {
    return { ...base, ...none, verdict: 'notApplicable', exemption: exemption?.id ?? 'plant:processHazards' }
  }
  const contradicted = attested && contradicts(attested.answer, rule.verdict, leaves) ? attested.id : null
  if (rule.verdict !== 'met' && criterion.kind === 'criterion') {
    const control = answers.compensation(day)
    if (control) {
      const strength = 'recorded' as const
      return {
        leaves,
        contradicted,
        exemption: null,
        verdict: 'met',
        share: 1,
        strength,
        inGrace: false,
        compensated: control.id,
      }
    }
  }
  return { ...base, ...none, verdict: rule.verdict, contradicted }
}

/** Data and attestation disagree: a yes where something that was seen fails, or a no where everything seen holds. */
function contradicts(answer: 'yes' | 'no', verdict: Combined['verdict'], leaves: readonly LeafOutcome[]): boolean {
  if (answer === 'no') return verdict === 'met'
  const refuting = leaves.some(
    (leaf) => leaf.attestation === null && (leaf.verdict === 'notMet' || leaf.verdict === 'partly'),
  )
  return verdict !== 'met' && verdict !== 'unknown' && refuting
}

function ruleOn(
  rule: Rule,
  day: DayNumber,
  answers: Answers,
  leafOver: (leaf: Leaf) => Lazy<LeafOutcome>,
): RuleOutcome {
  if (isLeaf(rule)) {
    const measured = leafOver(rule).at(day)
    const outcome = rule.refutes && measured.verdict === 'unknown' ? measured : answered(measured, day, answers)
    const { verdict, share, strength, inGrace } = outcome
    return { verdict, share, strength: verdict === 'unknown' ? null : strength, inGrace, leaf: rule, outcome }
  }
  const join = 'all' in rule ? 'all' : 'any'
  const parts = ('all' in rule ? rule.all : rule.any).map((part) => ruleOn(part, day, answers, leafOver))
  const judged = parts.filter((part) => !('leaf' in part && part.leaf.refutes && part.verdict === 'unknown'))
  return { ...(join === 'all' ? allOf(judged) : anyOf(judged)), join, parts }
}

/**
 * A leaf without data takes the attestation's answer. A measured failure gives way only to an accepted fix that is dated
 * after the last look of its source, until the source looks again.
 */
function answered(leaf: LeafOutcome, day: DayNumber, answers: Answers): LeafOutcome {
  const fixable = leaf.verdict === 'notMet' || leaf.verdict === 'partly'
  if (leaf.verdict !== 'unknown' && !fixable) return leaf
  const given = answers.attestation(day)
  if (!given) return leaf
  if (fixable) {
    const looked = leaf.observedOn === null ? Number.POSITIVE_INFINITY : dayNumber(leaf.observedOn)
    if (!given.fix || given.answer !== 'yes' || dayNumber(given.effectiveFrom) <= looked) return leaf
  }
  const yes = given.answer === 'yes'
  return {
    ...leaf,
    verdict: yes ? 'met' : 'notMet',
    share: yes ? 1 : 0,
    strength: 'attested',
    inGrace: false,
    attestation: given.id,
    notReobserved: fixable,
  }
}

export function leafOutcomes(rule: RuleOutcome): LeafOutcome[] {
  return 'outcome' in rule ? [rule.outcome] : rule.parts.flatMap(leafOutcomes)
}
