import type { Assessment, Standing, Verdict } from '#contract/maturity.ts'
import { dayNumber } from '#core/calendar/day.ts'

/** How a level is drawn: what it rests on, and whether part of it lapses soon. */
export interface Basis {
  /** `none`: nothing was ever recorded; `attested`: hatched; `recorded`: solid (measured or recorded). */
  readonly proof: 'none' | 'attested' | 'recorded'
  readonly stale: boolean
}

export interface LevelCell {
  readonly level: number
  readonly basis: Basis
  /** Of the next level's criteria: how many are met and how many there are; null at the top. */
  readonly next: { readonly level: number; readonly met: number; readonly of: number; readonly unknown: number } | null
  /** Levels gained or lost since the day compared with. */
  readonly moved: number
}

export interface CriterionFacts {
  readonly id: string
  readonly level: number
  readonly aspect: string | null
  readonly kind: 'criterion' | 'symptom'
  readonly list: 'checklist' | 'characteristic'
}

/** What lapses within so many days has a dotted edge. */
export const STALE_DAYS = 30

export function isStaleSoon(verdict: Pick<Verdict, 'validUntil' | 'verdict'>, day: string): boolean {
  if (verdict.validUntil === null || verdict.verdict !== 'met') return false
  return dayNumber(verdict.validUntil) - dayNumber(day) <= STALE_DAYS
}

/** The criteria behind a column: the checklist for the level itself (`null`), an aspect's characteristics otherwise. */
export function criteriaOf(criteria: readonly CriterionFacts[], aspect: string | null): CriterionFacts[] {
  return criteria.filter((one) => (aspect === null ? one.list === 'checklist' : one.aspect === aspect))
}

function basisOf(verdicts: readonly Verdict[], day: string): Basis {
  const asked = verdicts.filter((one) => one.asked && one.verdict !== 'notApplicable')
  const known = asked.filter((one) => one.verdict !== 'unknown')
  return {
    proof: known.length === 0 ? 'none' : known.some((one) => one.strength === 'attested') ? 'attested' : 'recorded',
    stale: asked.some((one) => isStaleSoon(one, day)),
  }
}

/** One cell of the matrix: the level of a standing in one column, and what it rests on. */
export function levelCell(
  standing: Standing,
  criteria: readonly CriterionFacts[],
  aspect: string | null,
  before: Standing | null,
  day: string,
): LevelCell {
  const level = aspect === null ? standing.level : (standing.aspects[aspect] ?? 1)
  const verdicts = new Map(standing.verdicts.map((one) => [one.criterion, one]))
  const gating = criteriaOf(criteria, aspect).filter((one) => one.kind === 'criterion')
  const at = (wanted: (level: number) => boolean) =>
    gating.filter((one) => wanted(one.level)).flatMap((one) => verdicts.get(one.id) ?? [])
  // A level-1 standing carries nothing yet; what is known of the next level says whether anybody looked.
  const carrying = at((one) => one <= Math.max(level, 2))
  const following = gating.map((one) => one.level).filter((one) => one > level)
  const nextLevel = following.length > 0 ? Math.min(...following) : null
  const asked = nextLevel === null ? [] : at((one) => one === nextLevel).filter((one) => one.asked)
  const levelBefore = before === null ? level : aspect === null ? before.level : (before.aspects[aspect] ?? 1)
  return {
    level,
    basis: basisOf(carrying, day),
    next:
      nextLevel === null
        ? null
        : {
            level: nextLevel,
            met: asked.filter((one) => one.verdict === 'met' || one.verdict === 'notApplicable').length,
            of: asked.length,
            unknown: asked.filter((one) => one.verdict === 'unknown').length,
          },
    moved: level - levelBefore,
  }
}

/** A standing by its scope: `*` is the enterprise. */
export function standingOf(assessment: Assessment, scope: string): Standing | null {
  if (scope === '*') return assessment.enterprise
  return assessment.plants.find((one) => one.plant === scope) ?? null
}

/** What lapses next, soonest first: verdicts that are met today and say something else after a known day. */
export function lapses(
  assessment: Assessment,
  scopes: readonly string[],
): readonly { scope: string; verdict: Verdict }[] {
  return scopes
    .flatMap((scope) =>
      (standingOf(assessment, scope)?.verdicts ?? [])
        .filter((one) => one.kind === 'criterion' && one.asked && one.verdict === 'met' && one.validUntil !== null)
        .filter((one) => !(scope !== '*' && one.elsewhere))
        .map((verdict) => ({ scope, verdict })),
    )
    .sort((a, b) => (a.verdict.validUntil! < b.verdict.validUntil! ? -1 : 1))
}

/** How many levels or plants: what the headline of the fleet counts. */
export function fleetFacts(assessment: Assessment): {
  readonly below: number
  readonly lowest: number
  readonly unknownPlants: number
} {
  const levels = assessment.plants.map((one) => one.level)
  return {
    below: levels.filter((one) => one < assessment.enterprise.level).length,
    lowest: levels.length > 0 ? Math.min(...levels) : assessment.enterprise.level,
    unknownPlants: assessment.plants.filter((one) =>
      one.verdicts.every((verdict) => verdict.verdict === 'unknown' || !verdict.asked),
    ).length,
  }
}
