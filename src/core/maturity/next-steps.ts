import type { Assessment, CriterionVerdict, Standing } from './assessment.ts'
import type { Axis } from './axis.ts'
import { levelOf, passes } from './gate.ts'
import type { ScopeKey } from './indicator.ts'

/** One thing to do: a criterion that keeps a scope from its next level. */
export interface NextStep {
  readonly criterion: string
  readonly verdict: CriterionVerdict['verdict']
  readonly share: number
  /** Levels won at this scope, shared among all that the next level still lacks. */
  readonly effect: number
  /** Further levels of other scopes that this alone would open. */
  readonly opens: readonly ScopeKey[]
  readonly effortWeeks: number
  /** Effect per week of the first step (finding out, where nothing is known): what the list is ordered by. */
  readonly worth: number
  readonly needsStop: boolean
  /** Nothing was ever recorded: finding out comes before doing. */
  readonly findOut: boolean
}

/** What stands between a scope and its next level, the most worthwhile first. */
export function nextSteps(axis: Axis, assessment: Assessment, scope: ScopeKey): NextStep[] {
  const standing = standingOf(assessment, scope)
  if (!standing || standing.next.level === null) return []
  const missing = standing.verdicts.filter(
    (one) => gates(one) && one.level === standing.next.level && one.asked && !passes(one.verdict),
  )
  return missing
    .map((one): NextStep => {
      const criterion = axis.criteria.find((candidate) => candidate.id === one.criterion)
      const opens = scope === '*' ? [] : opened(axis, assessment, scope, one.criterion)
      const effortWeeks = (criterion?.effortWeeks ?? 4) * (1 - one.share * 0.5)
      // An unknown is asked about before it is closed, and asking costs a day: that decides the order, not the effort shown.
      const firstStep = one.verdict === 'unknown' ? 0.2 : effortWeeks
      const effect = 1 / missing.length + opens.length
      return {
        criterion: one.criterion,
        verdict: one.verdict,
        share: one.share,
        effect,
        opens,
        effortWeeks,
        worth: effect / Math.max(firstStep, 0.1),
        needsStop: criterion?.needsStop ?? false,
        findOut: one.verdict === 'unknown',
      }
    })
    .toSorted((a, b) => b.worth - a.worth || (a.criterion < b.criterion ? -1 : 1))
}

/** The enterprise, when this plant alone blocks the one criterion that keeps it from its next level. */
function opened(axis: Axis, assessment: Assessment, plant: ScopeKey, criterion: string): ScopeKey[] {
  const { verdicts, level } = assessment.enterprise
  const one = verdicts.find((candidate) => candidate.criterion === criterion)
  if (one?.blockedBy.length !== 1 || one.blockedBy[0] !== plant) return []
  const top = Math.max(...axis.levels.map((l) => l.level))
  const mended = verdicts.filter(gates).map((v) => (v.criterion === criterion ? { ...v, verdict: 'met' as const } : v))
  return levelOf(mended, top) > level ? ['*'] : []
}

function gates(one: CriterionVerdict): boolean {
  return one.kind === 'criterion' && one.aspect === null
}

export function standingOf(assessment: Assessment, scope: ScopeKey): Standing | undefined {
  return scope === '*' ? assessment.enterprise : assessment.plants.find((plant) => plant.plant === scope)
}
