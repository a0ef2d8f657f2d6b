import type { NextStep } from '#contract/maturity.ts'
import type { Assessment, CriterionVerdict } from '#core/maturity/assessment.ts'
import { leavesOf } from '#core/maturity/axis.ts'
import { levelOf } from '#core/maturity/gate.ts'
import { standingOf, nextSteps as stepsTo } from '#core/maturity/next-steps.ts'
import { NotFound } from '#platform/errors.ts'
import type { Asking } from './asking.ts'
import type { MaturityContext } from './context.ts'

/** What stops the next level, the most worthwhile first, with the level that is reached after each step. */
export async function nextSteps(context: MaturityContext, ask: Asking & { readonly plant?: string | undefined }) {
  const { ladder, asOf } = await context.ladders.on(ask)
  const assessment = ladder.at(asOf)
  const plant = ask.plant ?? '*'
  const standing = standingOf(assessment, plant)
  if (!standing) throw new NotFound(`there is no plant ${plant} on ${asOf}`)
  const { axis } = context.axis
  const top = Math.max(...axis.levels.map((level) => level.level))
  const done = new Set<string>()
  const items = stepsTo(axis, assessment, plant).map((step): NextStep => {
    done.add(step.criterion)
    const criterion = axis.criteria.find((one) => one.id === step.criterion)
    const leaves = criterion ? leavesOf(criterion.when) : []
    return {
      criterion: step.criterion,
      verdict: step.verdict,
      share: step.share,
      effortWeeks: step.effortWeeks,
      needsShutdown: step.needsStop,
      effect: step.effect,
      levelAfter: levelAfter(standing.verdicts, done, top),
      kinds: [...new Set(leaves.flatMap((leaf) => context.kindsOf(leaf.indicator)))],
      plants: plant === '*' ? missingAt(assessment, step.criterion) : [],
    }
  })
  return { plant, asOf, level: standing.level, nextLevel: standing.next.level, items }
}

function levelAfter(verdicts: readonly CriterionVerdict[], done: ReadonlySet<string>, top: number): number {
  const gating = verdicts.filter((one) => one.kind === 'criterion' && one.aspect === null)
  return levelOf(
    gating.map((one) => (done.has(one.criterion) ? { ...one, verdict: 'met' as const } : one)),
    top,
  )
}

function missingAt(assessment: Assessment, criterion: string): string[] {
  const enterprise = assessment.enterprise.verdicts.find((one) => one.criterion === criterion)
  return [...(enterprise?.blockedBy ?? [])]
}
