import { type Day, type DayNumber, dayNumber, dayOf } from '../calendar/day.ts'
import type { Assessment, CriterionVerdict, NextLevel, Reason, Standing } from './assessment.ts'
import type { Criterion, Leaf } from './axis.ts'
import { type Cell, judgeCell, type RuleOutcome } from './cell.ts'
import { levelOf, passes } from './gate.ts'
import type { PlantKey, ScopeKey } from './indicator.ts'
import type { AssessmentInput, PlantFacts } from './input.ts'
import { leafTimeline, shutdownsOf } from './leaf.ts'
import { askedOf, onboarding, type Quantified, quantifierBreaks, quantify } from './quantify.ts'
import { nextChange, pieceAt, type Timeline, valueAt } from './timeline.ts'
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
  /** Over the plants asked and not asked alike; empty for `enterprise`. */
  readonly plants: ReadonlyMap<PlantKey, Cell>
  readonly enterprise: Cell | null
  /** Days on which the enterprise's verdict may change. */
  readonly breaks: readonly DayNumber[]
}

export function climb(input: AssessmentInput): Ladder {
  const leaves = new Map<string, Timeline<LeafOutcome>>()
  const shutdowns = new Map<ScopeKey, ReturnType<typeof shutdownsOf>>()
  for (const scope of ['*', ...input.plants.map((plant) => plant.key)]) shutdowns.set(scope, shutdownsOf(input, scope))
  const leafOver = (scope: ScopeKey) => (leaf: Leaf) => {
    const key = `${scope}\n${JSON.stringify(leaf)}`
    let found = leaves.get(key)
    if (!found) {
      found = leafTimeline(leaf, { input, scope, shutdowns: shutdowns.get(scope) ?? [] })
      leaves.set(key, found)
    }
    return found
  }
  const extra = quantifierBreaks(input)
  const judged = input.axis.criteria.map((criterion): Judged => {
    const plants = new Map<PlantKey, Cell>()
    // What the enterprise alone answers needs no cell of each plant's.
    if (!(criterion.over === 'enterprise' && criterion.atPlant === 'enterprise')) {
      for (const { key } of input.plants) plants.set(key, judgeCell(criterion, key, input, leafOver(key)))
    }
    if (criterion.over === 'enterprise') {
      return { criterion, plants, enterprise: judgeCell(criterion, '*', input, leafOver('*')), breaks: [] }
    }
    const days = new Set(extra)
    for (const { timeline } of plants.values()) {
      for (let i = 1; i < timeline.starts.length; i++) {
        if (timeline.values[i]!.verdict !== timeline.values[i - 1]!.verdict) days.add(timeline.starts[i]!)
      }
    }
    return { criterion, plants, enterprise: null, breaks: [...days].sort((a, b) => a - b) }
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

function assessOn(asOf: Day, input: AssessmentInput, judged: readonly Judged[]): Assessment {
  const day = dayNumber(asOf)
  const enterpriseVerdicts = judged.map((one) => enterpriseVerdict(one, day, input))
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

function enterpriseVerdict(one: Judged, day: DayNumber, input: AssessmentInput): CriterionVerdict {
  const { criterion } = one
  if (one.enterprise) return cellVerdict(criterion, one.enterprise.timeline, day, true)
  const timelines = new Map([...one.plants].map(([key, cell]) => [key, cell.timeline]))
  const now = quantify(criterion, timelines, day, input)
  const differs = (other: Quantified) => other.verdict !== now.verdict
  const after = one.breaks.find((at) => at > day && differs(quantify(criterion, timelines, at, input)))
  const since = one.breaks.findLast((at) => at <= day && differs(quantify(criterion, timelines, at - 1, input)))
  const outcomes = [...timelines].map(([key, timeline]) => [key, valueAt(timeline, day)] as const)
  const contradicted = outcomes.find(([, outcome]) => outcome.contradicted)?.[1].contradicted ?? null
  return {
    ...common(criterion),
    asked: now.asked,
    verdict: now.verdict,
    inGrace: now.inGrace,
    share: now.share,
    strength: now.strength,
    blockedBy: now.blockedBy,
    validUntil: after === undefined ? null : dayOf(after),
    effectiveFrom: since === undefined ? null : dayOf(since),
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

/** The enterprise's reasons are the deciding plants' own: those that block, or those that hold. At most five plants. */
function plantReasons(now: Quantified, outcomes: readonly (readonly [PlantKey, Outcome])[], day: DayNumber): Reason[] {
  const wanted =
    now.blockedBy.length > 0 ? now.blockedBy : outcomes.flatMap(([key, o]) => (passes(o.verdict) ? [key] : []))
  return wanted
    .slice(0, 5)
    .flatMap((key) => outcomes.find(([plant]) => plant === key)?.[1].leaves.map((leaf) => reason(leaf, day, key)) ?? [])
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
  return cellVerdict(criterion, one.plants.get(plant.key)!.timeline, day, asked)
}

function cellVerdict(
  criterion: Criterion,
  timeline: Timeline<Outcome>,
  day: DayNumber,
  asked: boolean,
): CriterionVerdict {
  const now = valueAt(timeline, day)
  const until = nextChange(timeline, day, (a, b) => a.verdict !== b.verdict)
  return {
    ...common(criterion),
    asked,
    verdict: now.verdict,
    inGrace: now.inGrace,
    share: now.share,
    strength: now.verdict === 'unknown' ? null : now.strength,
    blockedBy: [],
    validUntil: until === null ? null : dayOf(until),
    effectiveFrom: since(timeline, day),
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

function since(timeline: Timeline<Outcome>, day: DayNumber): Day | null {
  let piece = pieceAt(timeline, day)
  const { verdict } = timeline.values[piece]!
  while (piece > 0 && timeline.values[piece - 1]!.verdict === verdict) piece--
  return piece === 0 ? null : dayOf(timeline.starts[piece]!)
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
