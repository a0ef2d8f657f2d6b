import { lapseOf } from '#areas/assets/index.ts'
import { type Day, dayNumber, dayOf } from '#core/calendar/day.ts'
import { addPeriod } from '#core/calendar/period.ts'
import type { Measurement, ScopeKey, Series, Step } from '#core/maturity/indicator.ts'
import { type ConduitTraffic, type ConduitUse, conduitUse } from '#core/segmentation/conduit-use.ts'
import type { Policy } from '#core/segmentation/policy.ts'
import type { NetworkContext } from '../context.ts'
import { type JudgedPlant, judgePlant } from './judge-traffic.ts'
import { loadConduitTraffic } from './verdict-sums-store.ts'

const QUARTER = 'P90D'
const NAMED = 10

type Db = Pick<NetworkContext, 'db'>

/** What each conduit allows and nobody used within ninety days, by its record. */
export async function conduitFit(
  { db }: Db,
  plant: string,
  asOf: Day,
  policy: Policy,
): Promise<ReadonlyMap<string, ConduitUse>> {
  const traffic = await trafficOf({ db }, plant)
  const window = { from: dayNumber(addPeriod(asOf, QUARTER, -1)) + 1, to: dayNumber(asOf) }
  return new Map(policy.conduits.map((one) => [one.record, conduitUse(one, traffic.get(one.record) ?? [], window)]))
}

async function trafficOf({ db }: Db, plant: string): Promise<ReadonlyMap<string, readonly ConduitTraffic[]>> {
  return Map.groupBy(await loadConduitTraffic(db, plant), ({ conduit }) => conduit)
}

/** Share of the conduits in force whose allowed set is what was observed; those that nobody can see do not fit. */
export async function conduitFitShare(
  context: NetworkContext,
  ask: Measurement,
): Promise<ReadonlyMap<ScopeKey, Series>> {
  const result = new Map<ScopeKey, Series>()
  if (ask.knownAt !== undefined) return result
  for (const plant of ask.plants) {
    const judged = await judgePlant(context, plant)
    const steps = await stepsOf(context, plant, judged, ask.within ?? QUARTER)
    if (steps.length > 0) result.set(plant, steps)
  }
  return result
}

async function stepsOf(
  context: NetworkContext,
  plant: string,
  { recorded }: JudgedPlant,
  within: string,
): Promise<Step[]> {
  const { conduits } = recorded.policy
  const traffic = await trafficOf(context, plant)
  const looked = [...new Set([...traffic.values()].flatMap((all) => all.flatMap(({ days }) => days)))].sort()
  if (conduits.length === 0 || looked.length === 0) return []
  const lapse = lapseOf(within)
  const lastLooks = endsOfStretches(looked.map(dayNumber))
  const turns = conduits.flatMap(({ validFrom, validTo }) => [
    dayNumber(validFrom),
    ...(validTo === null ? [] : [dayNumber(validTo) + 1]),
  ])
  // A look more or less changes little: the share is told at the end of each stretch of looks, and when the policy changes.
  const cuts = [...new Set([...turns, ...lastLooks, ...lastLooks.map(lapse)])].sort((a, b) => a - b)
  return cuts.flatMap((cut) => {
    const day = dayOf(cut)
    const last = looked.findLast((one) => one <= day)
    if (last === undefined) return []
    const inForce = conduits.filter(
      ({ validFrom, validTo }) => validFrom <= day && (validTo === null || day <= validTo),
    )
    const window = { from: dayNumber(addPeriod(day, within, -1)) + 1, to: cut }
    const unfit = inForce.filter((one) => {
      const { unusedServices, unusedOperations } = conduitUse(one, traffic.get(one.record) ?? [], window)
      return unusedServices.length + unusedOperations.length > 0
    })
    const isKnown = inForce.length > 0 && cut < lapse(dayNumber(last))
    return [
      {
        from: day,
        value: isKnown ? (inForce.length - unfit.length) / inForce.length : null,
        records: (unfit.length > 0 ? unfit : inForce).slice(0, NAMED).map(({ record }) => `record:${record}` as const),
        recordCount: inForce.length,
        strength: 'measured' as const,
        observedOn: last,
      },
    ]
  })
}

/** Days that follow each other closely are one stretch: its last day. */
function endsOfStretches(days: readonly number[]): number[] {
  return days.filter((day, i) => i === days.length - 1 || days[i + 1]! - day > 1)
}
