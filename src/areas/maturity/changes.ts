import type { Change } from '#contract/maturity.ts'
import { type Day, dayNumber, dayOf } from '#core/calendar/day.ts'
import type { Assessment, CriterionVerdict, Standing } from '#core/maturity/assessment.ts'
import { changesBetween } from '#core/maturity/diff.ts'
import { passes } from '#core/maturity/gate.ts'
import { standingOf } from '#core/maturity/next-steps.ts'
import type { Verdict } from '#core/maturity/verdict.ts'
import type { Asking } from './asking.ts'
import type { MaturityContext } from './context.ts'
import type { Speaker } from './speak.ts'

const RANK: Readonly<Record<Verdict, number>> = { notMet: 0, unknown: 1, partly: 2, notApplicable: 3, met: 3 }

/** What moved between two days, and why. A symptom that appears is a move down. */
export async function changes(
  context: MaturityContext,
  speaker: Speaker,
  ask: { readonly from: Day; readonly to: Day; readonly plant?: string | undefined },
) {
  const before = await assessmentOn(context, { asOf: ask.from })
  const after = await assessmentOn(context, { asOf: ask.to })
  const found = changesBetween(before, after)
  const wanted = (scope: string) => ask.plant === undefined || scope === ask.plant
  return {
    from: ask.from,
    to: ask.to,
    levels: found.levels
      .filter((one) => wanted(one.scope))
      .map(({ scope, ...rest }) => ({ plant: scope as string, ...rest })),
    criteria: found.verdicts
      .filter((one) => wanted(one.scope))
      .map((one): Change => {
        const now = standingOf(after, one.scope)?.verdicts.find((each) => each.criterion === one.criterion)
        const better = RANK[one.after] - RANK[one.before] || (one.after === 'met' ? 1 : -1)
        const up = now?.kind === 'symptom' ? better < 0 : better > 0
        return {
          plant: one.scope,
          criterion: one.criterion,
          before: one.before,
          after: one.after,
          direction: up ? 'up' : 'down',
          on: now?.effectiveFrom && now.effectiveFrom > ask.from ? now.effectiveFrom : null,
          because: speaker.reasons(one.criterion, one.because),
        }
      }),
  }
}

/** Levels at every month end and on the last day asked for, with the criteria that moved them. */
export async function history(
  context: MaturityContext,
  ask: {
    readonly from: Day
    readonly to: Day
    readonly plant?: string | undefined
    readonly assume?: Asking['assume']
  },
) {
  const days = monthEnds(ask.from, ask.to)
  const assessments: Assessment[] = []
  for (const asOf of days) assessments.push(await assessmentOn(context, { asOf, assume: ask.assume }))
  const scopes = ask.plant
    ? [ask.plant]
    : ['*', ...new Set(assessments.flatMap((one) => one.plants.map((p) => p.plant)))]
  return {
    days,
    series: scopes.map((plant) => {
      const standings = assessments.map((one) => standingOf(one, plant))
      const aspects = context.axis.axis.aspects.map((aspect) => [aspect, standings.map((s) => s?.aspects[aspect] ?? 1)])
      return {
        plant,
        // Before a plant belongs to the enterprise it stands where everyone begins.
        levels: standings.map((standing) => standing?.level ?? 1),
        aspects: Object.fromEntries(aspects) as Record<string, number[]>,
        moves: days.flatMap((day, i) => moveOf(standings[i - 1], standings[i], day)),
      }
    }),
  }
}

function moveOf(before: Standing | undefined, after: Standing | undefined, day: Day) {
  if (!before || !after || before.level === after.level) return []
  const up = after.level > before.level
  const [low, high] = up ? [before.level, after.level] : [after.level, before.level]
  const known = new Map(before.verdicts.map((one) => [one.criterion, one]))
  const decided = after.verdicts.filter((now) => {
    const gates = now.kind === 'criterion' && now.aspect === null && now.level > low && now.level <= high
    const was = known.get(now.criterion)
    return gates && was !== undefined && open(now) === up && open(was) !== up
  })
  const days = decided.flatMap((one) => one.effectiveFrom ?? []).sort()
  return [
    {
      on: (up ? days.at(-1) : days[0]) ?? day,
      before: before.level,
      after: after.level,
      criteria: decided.map((one) => one.criterion),
    },
  ]
}

/** Whether it lets the gate pass: what is not asked does. */
function open(one: CriterionVerdict): boolean {
  return !one.asked || passes(one.verdict)
}

async function assessmentOn(context: MaturityContext, asking: Asking): Promise<Assessment> {
  const { ladder, asOf } = await context.ladders.on(asking)
  return ladder.at(asOf)
}

/** The last days of the months from one day to another, and that other day itself. */
export function monthEnds(from: Day, to: Day): Day[] {
  const days: Day[] = []
  const start = new Date(dayNumber(from) * 86_400_000)
  for (let month = start.getUTCFullYear() * 12 + start.getUTCMonth(); ; month++) {
    const end = dayOf(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0) / 86_400_000)
    if (end >= to) break
    days.push(end)
  }
  if (from <= to) days.push(to)
  return days
}
