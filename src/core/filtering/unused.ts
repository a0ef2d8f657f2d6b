import type { UnusedRule } from './comparison.ts'
import type { Crossing } from './crossing.ts'
import type { Evaluation } from './evaluate.ts'
import type { JudgedTraffic } from './judge-traffic.ts'
import { opens } from './match-sets.ts'

/** Rules to which nothing came, as far as the filter's own counters and the sources can tell. */
export function findUnused(
  evaluation: Evaluation,
  crossings: readonly Crossing[],
  judged: JudgedTraffic,
  sees: ((from: number, to: number) => boolean) | null,
): UnusedRule[] {
  const { causes } = evaluation
  const isSeen = sees ?? ((from: number, to: number) => judged.seenPairs.has(`${from} ${to}`))
  const pairs = new Map<number, Map<string, boolean>>()
  for (const { policy, outcome } of crossings) {
    for (const number of outcome.accept ?? []) {
      const own = pairs.get(number) ?? new Map<string, boolean>()
      own.set(`${policy.from} ${policy.to}`, isSeen(policy.from, policy.to))
      pairs.set(number, own)
    }
  }
  const unused: UnusedRule[] = []
  for (const [name, chain] of causes.chains) {
    const first = causes.firstOf.get(chain)!
    for (const [index, step] of chain.steps.entries()) {
      const own = pairs.get(first + index)
      // That nobody tried what is refused is no reproach to the rule.
      if (step.isDisabled || step.action.do !== 'accept' || !opens(step.match) || own === undefined) continue
      if ((step.hits ?? 0) > 0 || judged.usedBy.has(first + index)) continue
      const seen = [...own.values()].filter((one) => one).length
      const kind = step.hits === 0 ? 'hits' : seen === own.size ? 'unseen' : seen > 0 ? 'partly' : 'notObservable'
      unused.push({ kind, chain: name, step, pairs: own.size, seenPairs: seen })
    }
  }
  return unused
}
