import { type Day, type DayNumber, dayNumber, dayOf } from '../calendar/day.ts'
import type { Assessment, CriterionVerdict, NextLevel, Reason, Standing } from './assessment.ts'
import type { Criterion, Leaf } from './axis.ts'
import { type Cell, judgeCell, type RuleOutcome } from './cell.ts'
import { type EnterpriseSpans, spansOf } from './enterprise.ts'
import { levelOf, passes } from './gate.ts'
import type { PlantKey, ScopeKey } from './indicator.ts'
import type { AssessmentInput, PlantFacts } from './input.ts'
import { leafTimeline, shutdownsOf } from './leaf.ts'
import { askedOf, onboarding, type Quantified } from './quantify.ts'
import type { Lazy } from './timeline.ts'
import type { LeafOutcome, Outcome } from './verdict.ts'

/**
 * The ladder over all days, made once from an input; every question is then a look-up.
 * Pure: the same input gives the same answers, whatever the order of its records.
 */
export interface Ladder {
  at(day: Day): Assessment
  /** The rule of one criterion at one scope with what each part says on a day. For a quantified criterion ask a plant. */
  explain(criterion: string, scope: ScopeKey, day: Day): RuleOutcome | null
}

interface Judged {
  readonly criterion: Criterion
  /** Over the plants asked and not asked alike; empty for what the enterprise alone answers. */
  readonly plants: ReadonlyMap<PlantKey, Cell>
  /** The enterprise's own cell (`enterprise`), or its verdict over the plants'. */
  readonly enterprise: Cell | null
  readonly spans: EnterpriseSpans | null
}

export function climb(input: AssessmentInput): Ladder {
  const leafOver = leafTimelines(input)
  const judged = input.axis.criteria.map((criterion): Judged => {
    const plants = new Map<PlantKey, Cell>()
    // What the enterprise alone answers needs no cell of each plant's.
    if (!(criterion.over === 'enterprise' && criterion.atPlant === 'enterprise')) {
      for (const { key } of input.plants) plants.set(key, judgeCell(criterion, key, input, leafOver(key)))
    }
    if (criterion.over === 'enterprise') {
      return { criterion, plants, enterprise: judgeCell(criterion, '*', input, leafOver('*')), spans: null }
    }
    const outcomes = new Map([...plants].map(([key, cell]) => [key, cell.outcomes]))
    return { criterion, plants, enterprise: null, spans: spansOf(criterion, outcomes, input) }
  })
  const byId = new Map(judged.map((one) => [one.criterion.id, one]))
  return {
    at: (day) => assessOn(day, input, judged),
    explain(criterion, scope, day) {
      const one = byId.get(criterion)
      if (!one) return null
      const cell = scope === '*' || !one.plants.has(scope) ? one.enterprise : one.plants.get(scope)
      return cell?.explain(dayNumber(day)) ?? null
    },
  }
}

/** Each leaf at each scope once, however many criteria ask it. */
function leafTimelines(input: AssessmentInput) {
  const made = new Map<Leaf, Map<ScopeKey, Lazy<LeafOutcome>>>()
  const shutdowns = new Map(
    ['*', ...input.plants.map(({ key }) => key)].map((s) => [s, shutdownsOf(input, s)] as const),
  )
  // Equal leaves of different criteria are one: they are told apart by what they say, not by where they stand.
  const canonical = new Map<string, Leaf>()
  const same = new Map<Leaf, Leaf>()
  const canon = (leaf: Leaf) => {
    let found = same.get(leaf)
    if (!found) {
      const key = JSON.stringify(leaf)
      found = canonical.get(key) ?? leaf
      canonical.set(key, found)
      same.set(leaf, found)
    }
    return found
  }
  return (scope: ScopeKey) => (asked: Leaf) => {
    const leaf = canon(asked)
    let scopes = made.get(leaf)
    if (!scopes) {
      scopes = new Map()
      made.set(leaf, scopes)
    }
    let timeline = scopes.get(scope)
    if (!timeline) {
      timeline = leafTimeline(leaf, { input, scope, shutdowns: shutdowns.get(scope) ?? [] })
      scopes.set(scope, timeline)
    }
    return timeline
  }
}

function assessOn(asOf: Day, input: AssessmentInput, judged: readonly Judged[]): Assessment {
  const day = dayNumber(asOf)
  const enterpriseVerdicts = judged.map((one) => enterpriseVerdict(one, day))
  const plants = input.plants.map((plant) => {
    const verdicts = judged.map((one, i) => plantVerdict(one, plant, day, input, enterpriseVerdicts[i]!))
    return { plant: plant.key, onboarding: onboarding(plant, day, input), ...standing(verdicts, input) }
  })
  const enterprise = standing(enterpriseVerdicts, input)
  const highest = Math.max(0, ...plants.map((plant) => plant.level))
  return {
    axis: input.axis.id,
    axisVersion: input.axis.version,
    asOf,
    assume: input.assume,
    enterprise: { ...enterprise, noPlantAtLevel: plants.length > 0 && highest < enterprise.level },
    plants,
  }
}

function enterpriseVerdict(one: Judged, day: DayNumber): CriterionVerdict {
  const { criterion } = one
  if (one.enterprise) return cellVerdict(criterion, one.enterprise.outcomes, day, true)
  const now = one.spans!.on(day)
  const { since, until } = one.spans!.around(day)
  const outcomes = [...one.plants].map(([key, cell]) => [key, cell.outcomes.at(day)] as const)
  const contradicted = outcomes.find(([, outcome]) => outcome.contradicted)?.[1].contradicted ?? null
  return {
    ...common(criterion),
    asked: now.asked,
    verdict: now.verdict,
    inGrace: now.inGrace,
    share: now.share,
    strength: now.strength,
    blockedBy: now.blockedBy,
    validUntil: Number.isFinite(until) ? dayOf(until) : null,
    effectiveFrom: Number.isFinite(since) ? dayOf(since) : null,
    because: plantReasons(now, outcomes, day),
    elsewhere: false,
    prioritised: now.prioritised,
    contradicted,
    compensated: outcomes.find(([, outcome]) => outcome.compensated)?.[1].compensated ?? null,
    exemption: null,
    notReobserved: outcomes.some(([, outcome]) => outcome.leaves.some((leaf) => leaf.notReobserved)),
    late: outcomes.some(([, outcome]) => outcome.leaves.some((leaf) => leaf.late)),
  }
}

/** The enterprise's reasons are the deciding plants' own: those that block, five at most, then those that hold it up. */
function plantReasons(now: Quantified, outcomes: readonly (readonly [PlantKey, Outcome])[], day: DayNumber): Reason[] {
  const known = new Map(outcomes)
  const holding = outcomes.flatMap(([key, outcome]) => (passes(outcome.verdict) ? [key] : []))
  const blocking = now.blockedBy.slice(0, 5)
  const deciding =
    now.verdict === 'unknown' ? blocking : [...blocking, ...holding.slice(0, blocking.length > 0 ? 3 : 5)]
  return deciding.flatMap((key) => known.get(key)?.leaves.map((leaf) => reason(leaf, day, key)) ?? [])
}

function plantVerdict(
  one: Judged,
  plant: PlantFacts,
  day: DayNumber,
  input: AssessmentInput,
  enterprise: CriterionVerdict,
): CriterionVerdict {
  const { criterion } = one
  if (criterion.atPlant === 'enterprise') return { ...enterprise, elsewhere: true, blockedBy: [] }
  const asked = askedOf(criterion, plant, input.plants)
  return cellVerdict(criterion, one.plants.get(plant.key)!.outcomes, day, asked)
}

const differs = (a: Outcome, b: Outcome) => a.verdict !== b.verdict

function cellVerdict(criterion: Criterion, outcomes: Lazy<Outcome>, day: DayNumber, asked: boolean): CriterionVerdict {
  const now = outcomes.at(day)
  const until = outcomes.nextChange(day, differs)
  const since = outcomes.lastChange(day, differs)
  return {
    ...common(criterion),
    asked,
    verdict: now.verdict,
    inGrace: now.inGrace,
    share: now.share,
    strength: now.verdict === 'unknown' ? null : now.strength,
    blockedBy: [],
    validUntil: until === null ? null : dayOf(until),
    effectiveFrom: since === null ? null : dayOf(since),
    because: now.leaves.map((leaf) => reason(leaf, day)),
    elsewhere: false,
    prioritised: false,
    contradicted: now.contradicted,
    compensated: now.compensated,
    exemption: now.exemption,
    notReobserved: now.leaves.some((leaf) => leaf.notReobserved),
    late: now.leaves.some((leaf) => leaf.late),
  }
}

function common(criterion: Criterion) {
  return {
    criterion: criterion.id,
    kind: criterion.kind,
    level: criterion.level,
    aspect: criterion.aspect,
    over: criterion.over,
  }
}

function reason(leaf: LeafOutcome, day: DayNumber, plant?: PlantKey): Reason {
  const isDate = typeof leaf.value === 'string'
  return {
    indicator: leaf.indicator,
    value: isDate ? `P${Math.max(0, day - dayNumber(String(leaf.value)))}D` : leaf.value,
    on: isDate ? String(leaf.value) : leaf.observedOn,
    verdict: leaf.verdict,
    strength: leaf.strength,
    records: leaf.records,
    recordCount: leaf.recordCount,
    attestation: leaf.attestation,
    notReobserved: leaf.notReobserved,
    noSource: leaf.noSource,
    late: leaf.late,
    plant: plant ?? null,
    text: '',
  }
}

function standing(verdicts: readonly CriterionVerdict[], input: AssessmentInput): Standing {
  const { axis } = input
  const top = Math.max(...axis.levels.map((level) => level.level))
  const gating = verdicts.filter((one) => one.kind === 'criterion')
  const checklist = gating.filter((one) => one.aspect === null)
  const level = levelOf(checklist, top)
  const aspects = Object.fromEntries(
    axis.aspects.map((aspect) => [
      aspect,
      levelOf(
        gating.filter((one) => one.aspect === aspect),
        top,
      ),
    ]),
  )
  const lapsing = checklist
    .filter((one) => one.asked && one.level <= level && passes(one.verdict) && one.validUntil !== null)
    .sort((a, b) => (a.validUntil! < b.validUntil! ? -1 : a.validUntil! > b.validUntil! ? 1 : 0))[0]
  return {
    level,
    aspects,
    symptoms: verdicts.filter((one) => one.kind === 'symptom' && one.verdict === 'met').map((one) => one.criterion),
    next: nextLevel(checklist, level, top),
    lapsesNext: lapsing ? { criterion: lapsing.criterion, on: lapsing.validUntil! } : null,
    verdicts,
  }
}

function nextLevel(checklist: readonly CriterionVerdict[], level: number, top: number): NextLevel {
  const next = checklist.filter((one) => one.level === level + 1)
  const asked = next.filter((one) => one.asked)
  const count = (verdict: CriterionVerdict['verdict']) => asked.filter((one) => one.verdict === verdict).length
  return {
    level: level >= top ? null : level + 1,
    met: count('met'),
    of: asked.length,
    partly: count('partly'),
    notMet: count('notMet'),
    unknown: count('unknown'),
    notAsked: next.length - asked.length,
    notApplicable: count('notApplicable'),
    compensated: asked.filter((one) => one.compensated !== null).length,
  }
}
