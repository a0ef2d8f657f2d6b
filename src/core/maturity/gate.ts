import type { Verdict } from './verdict.ts'

/** What the gate needs to know of one verdict. */
export interface Gated {
  readonly level: number
  readonly asked: boolean
  readonly verdict: Verdict
}

/** `unknown` and `partly` do not pass; an approved "not applicable" does. */
export function passes(verdict: Verdict): boolean {
  return verdict === 'met' || verdict === 'notApplicable'
}

/**
 * The highest level up to which everything asked is met. Cumulative, nothing is averaged. A level that asks nothing
 * (Value Creation below 3) is reached only together with the next level that asks something.
 */
export function levelOf(verdicts: readonly Gated[], top: number): number {
  let level = 1
  for (let candidate = 2; candidate <= top; candidate++) {
    const asked = verdicts.filter((one) => one.level === candidate && one.asked)
    if (asked.length === 0) continue
    if (!asked.every((one) => passes(one.verdict))) return level
    level = candidate
  }
  return level
}
