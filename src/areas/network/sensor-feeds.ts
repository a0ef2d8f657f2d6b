import type { Day } from '#core/calendar/day.ts'
import { addPeriod } from '#core/calendar/period.ts'
import type { Measurement, PlantKey, ScopeKey, Series } from '#core/maturity/indicator.ts'
import type { NetworkContext } from './context.ts'
import type { LookedDay, Picture } from './picture-store.ts'
import { isSensorDay } from './sensor-proofs.ts'
import { loadAlive } from './sensor-store.ts'

const QUARTER = 'P3M'
/** For a day without a word the link may be down: the sensor keeps what it sees, and its evidence is taken to go on. */
const ALIVE_MS = 24 * 3_600_000

/** The last day on which a sensor that is alive saw something, by plant: a source that goes on. */
export async function liveSensors({ db, clock }: Pick<NetworkContext, 'db' | 'clock'>): Promise<Map<string, Day>> {
  return loadAlive(db, new Date(clock.now().getTime() - ALIVE_MS).toISOString())
}

/**
 * What sensors alone have shown within the window goes on while they are alive: the step in force today is a feed. Where a
 * file was needed beside them, it lapses with the file.
 */
export async function goingOn(
  context: NetworkContext,
  ask: Measurement,
  measured: ReadonlyMap<ScopeKey, Series>,
  pictures: ReadonlyMap<PlantKey, Picture>,
  counts: (look: LookedDay) => boolean = () => true,
): Promise<ReadonlyMap<ScopeKey, Series>> {
  if (ask.knownAt !== undefined) return measured
  const live = await liveSensors(context)
  const since = addPeriod(ask.today, ask.within ?? QUARTER, -1)
  return new Map(
    [...measured].map(([plant, steps]) => {
      const looks = pictures.get(plant)?.looked.filter((look) => counts(look) && look.day > since) ?? []
      const at = steps.findLastIndex(({ from }) => from <= ask.today)
      const isLive = looks.length > 0 && looks.at(-1)!.day === live.get(plant)
      if (at < 0 || !isLive || !looks.every(({ captureId }) => isSensorDay(captureId))) return [plant, steps]
      return [plant, steps.with(at, { ...steps[at]!, feed: true })]
    }),
  )
}
