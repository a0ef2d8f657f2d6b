import type { Explanation, OutcomeShape, RuleShape } from '#contract/maturity.ts'
import { type Day, dayNumber } from '#core/calendar/day.ts'
import { addPeriod } from '#core/calendar/period.ts'
import { attestationWindow } from '#core/maturity/answers.ts'
import type { Assessment, CriterionVerdict, Reason } from '#core/maturity/assessment.ts'
import { type Axis, type Criterion, type Leaf, leavesOf, type Rule } from '#core/maturity/axis.ts'
import type { RuleOutcome } from '#core/maturity/cell.ts'
import { passes } from '#core/maturity/gate.ts'
import type { Proof, ScopeKey } from '#core/maturity/indicator.ts'
import type { PlantFacts } from '#core/maturity/input.ts'
import { standingOf } from '#core/maturity/next-steps.ts'
import type { LeafOutcome } from '#core/maturity/verdict.ts'
import { NotFound } from '#platform/errors.ts'
import type { Asking, Statement } from './asking.ts'
import type { MaturityContext } from './context.ts'
import type { Speaker } from './speak.ts'

export interface Explain extends Asking {
  readonly criterion: string
  /** `*`, or nothing, for the enterprise. */
  readonly plant?: string | undefined
  /** At most so many pieces of proof; 200 by default. */
  readonly limit?: number | undefined
}

const PROOFS = 200
const WEIGHT: Readonly<Record<PlantFacts['criticality'], number>> = { major: 3, standard: 2, minor: 1 }

/** One verdict with its rule, what each part of it came to, attestations, proof, and the spread over the plants. */
export async function explain(context: MaturityContext, speaker: Speaker, ask: Explain): Promise<Explanation> {
  const { axis } = context.axis
  const criterion = axis.criteria.find((one) => one.id === ask.criterion)
  if (!criterion) throw new NotFound(`there is no criterion ${ask.criterion}`)
  const { ladder, asOf, input } = await context.ladders.on(ask)
  const assessment = ladder.at(asOf)
  const plant = ask.plant ?? '*'
  const verdict = standingOf(assessment, plant)?.verdicts.find((one) => one.criterion === criterion.id)
  if (!verdict) throw new NotFound(`there is no plant ${plant} on ${asOf}`)
  const scope: ScopeKey = criterion.atPlant === 'enterprise' ? '*' : plant
  const outcome = scope === '*' && criterion.over !== 'enterprise' ? null : ladder.explain(criterion.id, scope, asOf)
  const statements = await context.statements(criterion.id, ask.knownAt)
  const { proof, found } = await proofs(context, criterion, verdict, scope, assessment, asOf, ask.limit ?? PROOFS)
  return {
    criterion: shownCriterion(criterion),
    plant,
    asOf,
    axisVersion: axis.version,
    verdict: speaker.verdict(verdict),
    outcome: outcome ? shownOutcome(outcome, speaker, asOf) : null,
    kinds: [...new Set(leavesOf(criterion.when).flatMap((leaf) => context.kindsOf(leaf.indicator)))],
    attestations: statements
      .filter((one) => plant === '*' || one.scope === 'enterprise' || one.scope.includes(plant))
      .map((one) => shownStatement(axis, criterion, one, verdict)),
    proof,
    proofCount: found,
    spread: spreadOf(criterion, assessment, input.plants),
  }
}

async function proofs(
  context: MaturityContext,
  criterion: Criterion,
  verdict: CriterionVerdict,
  scope: ScopeKey,
  assessment: Assessment,
  on: Day,
  limit: number,
) {
  const scopes = scope !== '*' || criterion.over === 'enterprise' ? [scope] : decidingPlants(verdict, assessment)
  const proof: (Proof & { readonly indicator: string; readonly textJa?: string })[] = []
  const seen = new Set<string>()
  for (const each of scopes) {
    for (const { indicator: id, within } of leavesOf(criterion.when)) {
      const indicator = context.indicators.get(id)
      if (!indicator?.proof || proof.length >= limit) continue
      const ask = { on, limit: limit - proof.length, ...(within ? { within } : {}) }
      // A plant without records of its own inherits the enterprise's.
      let found = await indicator.proof({ ...ask, scope: each })
      if (found.length === 0 && each !== '*') found = await indicator.proof({ ...ask, scope: '*' })
      for (const one of found) {
        if (seen.has(`${id} ${one.ref}`)) continue
        seen.add(`${id} ${one.ref}`)
        proof.push({ ...one, indicator: id })
      }
    }
  }
  const against = proof.filter((one) => one.speaks === 'against')
  const counted = verdict.because.reduce((sum, one) => sum + one.recordCount, 0)
  return {
    proof: [...against, ...proof.filter((one) => one.speaks === 'for')],
    found: Math.max(proof.length, counted),
  }
}

/** The plants that keep the enterprise from it; where none does, those that hold it up. */
function decidingPlants(verdict: CriterionVerdict, assessment: Assessment): readonly string[] {
  if (verdict.blockedBy.length > 0) return verdict.blockedBy
  const holding = assessment.plants.filter((plant) =>
    plant.verdicts.some((one) => one.criterion === verdict.criterion && passes(one.verdict)),
  )
  return holding.map((plant) => plant.plant)
}

function shownOutcome(node: RuleOutcome, speaker: Speaker, asOf: Day): OutcomeShape {
  const common = { outcome: node.verdict, share: node.share, strength: node.strength, inGrace: node.inGrace }
  if ('parts' in node) {
    return { ...common, [node.join]: node.parts.map((part) => shownOutcome(part, speaker, asOf)) }
  }
  const { leaf, outcome } = node
  const said = speaker.reason(reasonOf(outcome, asOf), leaf)
  return {
    ...common,
    leaf: shownRule(leaf),
    value: said.value,
    by: outcome.attestation !== null ? 'attestation' : outcome.value === null ? 'nothing' : 'indicator',
    observedOn: outcome.observedOn,
    records: said.records,
    text: said.text,
    ...(said.textJa === undefined ? {} : { textJa: said.textJa }),
  }
}

function reasonOf(leaf: LeafOutcome, asOf: Day): Reason {
  const isDate = typeof leaf.value === 'string'
  const age = isDate ? Math.max(0, dayNumber(asOf) - dayNumber(String(leaf.value))) : 0
  return {
    ...leaf,
    value: isDate ? `P${age}D` : leaf.value,
    on: isDate ? String(leaf.value) : leaf.observedOn,
    plant: null,
    text: '',
  }
}

function shownStatement(axis: Axis, criterion: Criterion, one: Statement, verdict: CriterionVerdict) {
  const longest = {
    met: attestationWindow(axis, criterion),
    none: attestationWindow(axis, criterion),
    compensated: axis.defaults.compensation,
    notApplicable: axis.defaults.exemption,
    plan: axis.defaults.prioritisation,
  }[one.says]
  const end = addPeriod(one.effectiveFrom, longest)
  const answers = verdict.because.some((because) => because.attestation === one.record)
  const measured = verdict.because.some((because) => because.attestation === null && because.value !== null)
  const { effectiveTo, scope, ...rest } = one
  return {
    ...rest,
    scope: scope === 'enterprise' ? ('enterprise' as const) : [...scope],
    until: effectiveTo !== null && effectiveTo < end ? effectiveTo : end,
    overruled: (one.says === 'met' || one.says === 'none') && !answers && measured,
  }
}

function spreadOf(criterion: Criterion, assessment: Assessment, facts: readonly PlantFacts[]): Explanation['spread'] {
  const weights = new Map(facts.map((plant) => [plant.key, WEIGHT[plant.criticality]]))
  const plants = assessment.plants.flatMap(({ plant, verdicts }) => {
    const one = verdicts.find((each) => each.criterion === criterion.id)
    if (!one) return []
    const { asked, verdict, share, strength, validUntil } = one
    return [{ plant, asked, verdict, share, strength, validUntil }]
  })
  const counting = plants.filter((one) => one.asked && one.verdict !== 'notApplicable')
  const share = (weight: (plant: string) => number) => {
    const all = counting.reduce((sum, one) => sum + weight(one.plant), 0)
    const met = counting.reduce((sum, one) => sum + (one.verdict === 'met' ? weight(one.plant) : 0), 0)
    return all === 0 ? null : met / all
  }
  const worst = counting
    .filter((one) => one.verdict !== 'met')
    .sort((a, b) => Number(a.verdict === 'unknown') - Number(b.verdict === 'unknown') || a.share - b.share)[0]
  return {
    plants,
    shareMet: share(() => 1),
    shareMetByCriticality: share((plant) => weights.get(plant) ?? 1),
    worst: worst?.plant ?? null,
  }
}

/** A criterion as it travels. */
export function shownCriterion({ when, onlyWith: _, needsStop: __, ...rest }: Criterion): Explanation['criterion'] {
  return { ...rest, when: shownRule(when) }
}

function shownRule(rule: Rule | Leaf): RuleShape {
  if ('all' in rule) return { all: rule.all.map(shownRule) }
  if ('any' in rule) return { any: rule.any.map(shownRule) }
  return { ...rule }
}
