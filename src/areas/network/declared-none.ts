import { concerns, recordsOf } from '#areas/assets/index.ts'
import type { Measurement, ScopeKey, Series, Step } from '#core/maturity/indicator.ts'
import { declaresNone, WE_HAVE_NONE } from '#core/record/none.ts'
import type { NetworkContext } from './context.ts'

/** Puts the honest "we have none" before the first step that says otherwise; later it says nothing. */
export async function declaredNone(
  { evidence }: Pick<NetworkContext, 'evidence'>,
  ask: Measurement,
  series: ReadonlyMap<ScopeKey, Series>,
  value: Step['value'],
  about: 'network-source' | 'zone' = 'network-source',
): Promise<ReadonlyMap<ScopeKey, Series>> {
  const all = (await recordsOf(evidence, WE_HAVE_NONE, ask.knownAt)).filter((record) => declaresNone(record, [about]))
  const result = new Map(series)
  for (const plant of all.length === 0 ? [] : ask.plants) {
    const record = all.findLast((one) => concerns(one, plant))
    const steps = result.get(plant) ?? []
    if (!record || (steps[0] && steps[0].from <= record.effectiveFrom)) continue
    const none: Step = {
      from: record.effectiveFrom,
      value,
      records: [`record:${record.id}`],
      strength: 'recorded',
    }
    result.set(plant, [none, ...steps])
  }
  return result
}
