import type { Day } from '../calendar/day.ts'
import type { Assessment, Reason, Standing } from './assessment.ts'
import type { ScopeKey } from './indicator.ts'
import type { Verdict } from './verdict.ts'

/** What is different between two assessments, and on what ground. */
export interface Changes {
  readonly from: Day
  readonly to: Day
  readonly levels: readonly {
    readonly scope: ScopeKey
    /** Null for the level itself, an aspect's key for an aspect's. */
    readonly aspect: string | null
    readonly before: number
    readonly after: number
  }[]
  readonly verdicts: readonly {
    readonly scope: ScopeKey
    readonly criterion: string
    readonly before: Verdict
    readonly after: Verdict
    /** The reasons that hold now and did not before. */
    readonly because: readonly Reason[]
  }[]
}

export function changesBetween(before: Assessment, after: Assessment): Changes {
  const levels: Changes['levels'][number][] = []
  const verdicts: Changes['verdicts'][number][] = []
  const compare = (scope: ScopeKey, a: Standing, b: Standing) => {
    if (a.level !== b.level) levels.push({ scope, aspect: null, before: a.level, after: b.level })
    for (const [aspect, level] of Object.entries(b.aspects)) {
      const was = a.aspects[aspect] ?? 1
      if (was !== level) levels.push({ scope, aspect, before: was, after: level })
    }
    const known = new Map(a.verdicts.map((one) => [one.criterion, one]))
    for (const now of b.verdicts) {
      const was = known.get(now.criterion)
      if (!was || was.verdict === now.verdict) continue
      const same = new Set(was.because.map(reasonKey))
      const because = now.because.filter((reason) => !same.has(reasonKey(reason)))
      verdicts.push({ scope, criterion: now.criterion, before: was.verdict, after: now.verdict, because })
    }
  }
  compare('*', before.enterprise, after.enterprise)
  const plants = new Map(before.plants.map((plant) => [plant.plant, plant]))
  for (const plant of after.plants) {
    const was = plants.get(plant.plant)
    if (was) compare(plant.plant, was, plant)
  }
  return { from: before.asOf, to: after.asOf, levels, verdicts }
}

function reasonKey(reason: Reason): string {
  return [reason.plant, reason.indicator, reason.verdict, reason.attestation, ...reason.records].join(' ')
}
