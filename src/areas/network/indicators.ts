import { lapseOf, type Piece, shareSteps } from '#areas/assets/index.ts'
import { type Day, type DayNumber, dayNumber, dayOf } from '#core/calendar/day.ts'
import type { Indicator, Measurement, PlantKey, ScopeKey, Series, Step } from '#core/maturity/indicator.ts'
import { NEVER } from '#core/record/none.ts'
import { boundaryIndicators } from './boundary/boundary-indicators.ts'
import { behindTalk } from './boundary/boundary-proofs.ts'
import type { NetworkContext } from './context.ts'
import { declaredNone } from './declared-none.ts'
import { resolvedPieces, safetyPieces, unmanagedPieces, zonePieces } from './device-pieces.ts'
import type { LookedDay, Picture } from './picture-store.ts'
import { captureProofs, crossingProofs, deviceProofs, zoneProofs } from './proofs.ts'
import { safetyProofs } from './safety-proofs.ts'
import { goingOn, liveSensors } from './sensor-feeds.ts'
import { zonesOf } from './zones.ts'

const QUARTER = 'P3M'
/** Days on which the boundary must have been watched before "no crossing" means anything. */
export const WATCHED_DAYS = 30
const NAMED = 10

/** What captures prove, for the ladder. */
export function networkIndicators(context: NetworkContext): Indicator[] {
  return [
    {
      id: 'network.sourceSeen',
      measure: (ask) => looked(context, ask, (day) => day, NEVER),
      proof: (ask) => captureProofs(context, ask),
    },
    {
      id: 'network.discoveryRun',
      measure: (ask) => looked(context, ask, () => true),
      proof: (ask) => captureProofs(context, ask),
    },
    {
      id: 'network.seenShare',
      async measure(ask) {
        const pictures = await picturesOf(context, ask)
        const since = new Map(
          [...pictures].flatMap(
            ([
              plant,
              {
                looked: [first],
              },
            ]) => (first ? [[plant, first.day]] : []),
          ),
        )
        const shares = await context.assets.seenShare(ask, since)
        const seen = new Map(
          [...shares].map(([plant, steps]) => [plant, observedUntil(steps, pictures.get(plant)?.looked ?? [])]),
        )
        return goingOn(context, ask, seen, pictures)
      },
      proof: (ask) => deviceProofs(context, ask, 'notSeen'),
    },
    {
      id: 'network.unmanagedShare',
      measure: (ask) => shares(context, ask, unmanagedPieces),
      proof: (ask) => deviceProofs(context, ask, 'unmanaged'),
    },
    {
      id: 'network.unmanagedResolved',
      async measure(ask) {
        const lapse = lapseOf(ask.within ?? QUARTER)
        const pictures = await picturesOf(context, ask)
        return new Map(
          [...pictures].map(([plant, picture]) => {
            const steps = shareSteps(resolvedPieces(picture, lapse))
            return [plant, observedUntil(nothingOpen(steps, picture.looked, lapse), picture.looked)]
          }),
        )
      },
      proof: (ask) => deviceProofs(context, ask, 'unmanaged'),
    },
    {
      id: 'network.safetyIdentifiedShare',
      measure: (ask) => shares(context, ask, safetyPieces),
      proof: (ask) => safetyProofs(context, ask),
    },
    {
      id: 'network.zonesSeenShare',
      async measure(ask) {
        const lapse = lapseOf(ask.within ?? QUARTER)
        const series = new Map<ScopeKey, Series>()
        for (const [plant, picture] of await picturesOf(context, ask)) {
          const zones = await zonesOf(context.evidence, plant, ask.knownAt)
          const steps = shareSteps(zonePieces(picture, zones, lapse))
          if (steps.length > 0) series.set(plant, observedUntil(steps, picture.looked))
        }
        return series
      },
      proof: (ask) => zoneProofs(context, ask),
    },
    {
      id: 'network.answeredCrossings',
      async measure(ask) {
        const pictures = await picturesOf(context, ask)
        return new Map([...pictures].map(([plant, picture]) => [plant, crossingSteps(picture, ask.within ?? 'P90D')]))
      },
      proof: (ask) => crossingProofs(context, ask, (plant, place) => behindTalk(context, plant, place)),
    },
    {
      id: 'network.boundaryObservedDays',
      async measure(ask) {
        const pictures = await picturesOf(context, ask)
        const steps = [...pictures].map(
          ([plant, picture]) => [plant, watchedSteps(picture, ask.within ?? 'P90D')] as const,
        )
        return goingOn(context, ask, new Map(steps), pictures, ({ boundary }) => boundary)
      },
      proof: (ask) => captureProofs(context, ask),
    },
    {
      id: 'network.zonesDefined',
      measure: (ask) => zonesDefined(context, ask),
      proof: (ask) => zoneProofs(context, ask),
    },
    ...boundaryIndicators(context),
  ]
}

export function picturesOf({ keeper }: NetworkContext, ask: Pick<Measurement, 'plants' | 'knownAt'>) {
  return ask.knownAt === undefined ? keeper.pictures(ask.plants) : keeper.picturesKnownAt(ask.plants, ask.knownAt)
}

async function looked(
  context: NetworkContext,
  ask: Measurement,
  value: (day: Day) => Step['value'],
  never?: Step['value'],
): Promise<ReadonlyMap<ScopeKey, Series>> {
  const pictures = await picturesOf(context, ask)
  const feeds = ask.knownAt === undefined ? await liveSensors(context) : new Map<PlantKey, Day>()
  const series = new Map<ScopeKey, Series>()
  for (const [plant, picture] of pictures) {
    series.set(
      plant,
      picture.looked.map(({ day, captureId, late }, i, { length }) => ({
        from: day,
        value: value(day),
        records: [`capture:${captureId}`],
        strength: 'measured',
        ...(late ? { late } : {}),
        ...(i === length - 1 && feeds.get(plant) === day ? { feed: true } : {}),
      })),
    )
  }
  return never === undefined ? series : declaredNone(context, ask, series, never)
}

export async function shares(
  context: NetworkContext,
  ask: Measurement,
  pieces: (picture: Picture, lapse: (day: DayNumber) => DayNumber) => readonly Piece[],
): Promise<ReadonlyMap<ScopeKey, Series>> {
  const lapse = lapseOf(ask.within ?? QUARTER)
  const pictures = await picturesOf(context, ask)
  return new Map(
    [...pictures].map(([plant, picture]) => [plant, observedUntil(shareSteps(pieces(picture, lapse)), picture.looked)]),
  )
}

/** Every step is measured, and says on which day the source last looked: a fix dated later is not re-observed. */
function observedUntil(steps: Series, days: readonly LookedDay[]): Step[] {
  let at = 0
  return steps.map((step) => {
    while (at + 1 < days.length && days[at + 1]!.day <= step.from) at++
    const last = days[at]
    return {
      ...step,
      strength: 'measured',
      ...(last && last.day <= step.from ? { observedOn: last.day } : {}),
    }
  })
}

/** Where a source looked within the window and nothing unmanaged is open, everything is settled. */
function nothingOpen(steps: readonly Step[], days: readonly LookedDay[], lapse: (day: DayNumber) => DayNumber): Step[] {
  const stretches: { from: DayNumber; to: DayNumber; ref: string }[] = []
  for (const { day, captureId } of days) {
    const [from, to] = [dayNumber(day), lapse(dayNumber(day))]
    const last = stretches[stretches.length - 1]
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else stretches.push({ from, to, ref: `capture:${captureId}` })
  }
  const cuts = new Set(stretches.flatMap(({ from, to }) => [from, to]))
  for (const step of steps) cuts.add(dayNumber(step.from))
  const result: Step[] = []
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    const day = dayOf(cut)
    const step = steps.findLast((one) => one.from <= day)
    const looking = stretches.find(({ from, to }) => from <= cut && cut < to)
    const value = step && step.value !== null ? step.value : looking ? 1 : null
    const records = step && step.value !== null ? step.records : looking ? [looking.ref] : []
    const last = result[result.length - 1]
    if (last && last.value === value && last.records.join() === records.join()) continue
    result.push({ from: day, value, records, strength: 'measured' })
  }
  return result
}

interface Window {
  readonly day: DayNumber
  readonly size: number
  /** The first few and the latest of those inside. */
  readonly named: readonly string[]
  readonly latest: string | null
}

/** Events within a window that slides over the days: what is inside from each day on which that changes. */
function slide(events: readonly { readonly day: DayNumber; readonly id: string }[], within: string): Window[] {
  const lapse = lapseOf(within)
  const changes = Map.groupBy(
    events.flatMap(({ day, id }) => [
      { at: day, id, sign: 1 },
      { at: lapse(day), id, sign: -1 },
    ]),
    ({ at }) => at,
  )
  const inside = new Map<string, number>()
  let latest: string | null = null
  return [...changes.keys()]
    .sort((a, b) => a - b)
    .map((day) => {
      for (const { id, sign } of changes.get(day)!) {
        const count = (inside.get(id) ?? 0) + sign
        if (count === 0) inside.delete(id)
        else inside.set(id, count)
        if (sign > 0) latest = id
      }
      const named: string[] = []
      for (const id of inside.keys()) if (named.push(id) >= NAMED) break
      return { day, size: inside.size, named, latest: inside.size === 0 ? null : latest }
    })
}

/**
 * How many conversations passed the DMZ by within the window. None is only known where the boundary was watched on thirty
 * of its days: importing a capture never punishes, and never flatters.
 */
function crossingSteps(picture: Picture, within: string): Step[] {
  const crossings = picture.crossings.flatMap(({ captureId, n, days }) =>
    days.map((day) => ({ day: dayNumber(day), id: `conversation:${captureId}/${n}` })),
  )
  const watched = picture.looked.filter(({ boundary }) => boundary).map(({ day, captureId }) => ({ day, captureId }))
  const seen = watched.map(({ day }) => ({ day: dayNumber(day), id: day }))
  const captureOf = new Map(watched.map(({ day, captureId }) => [day, `capture:${captureId}`]))
  const [crossed, looked] = [slide(crossings, within), slide(seen, within)]
  const days = [...new Set([...crossed, ...looked].map(({ day }) => day))].sort((a, b) => a - b)
  const steps: Step[] = []
  let [i, j] = [-1, -1]
  for (const day of days) {
    while (i + 1 < crossed.length && crossed[i + 1]!.day <= day) i++
    while (j + 1 < looked.length && looked[j + 1]!.day <= day) j++
    const open = crossed[i]
    const watching = looked[j]
    const known = (watching?.size ?? 0) >= WATCHED_DAYS
    const crossing = open !== undefined && open.size > 0
    steps.push({
      from: dayOf(day),
      value: crossing ? open.size : known ? 0 : null,
      records: crossing ? open.named : capturesOf(watching?.named ?? [], captureOf),
      recordCount: crossing ? open.size : (watching?.size ?? 0),
      strength: 'measured',
      ...(watching?.latest ? { observedOn: watching.latest } : {}),
    })
  }
  return steps
}

function capturesOf(days: readonly Day[], captureOf: ReadonlyMap<Day, string>): string[] {
  return [...new Set(days.map((day) => captureOf.get(day)!))]
}

function watchedSteps(picture: Picture, within: string): Step[] {
  const watched = picture.looked.filter(({ boundary }) => boundary)
  const captureOf = new Map(watched.map(({ day, captureId }) => [day, `capture:${captureId}`]))
  const steps = slide(
    watched.map(({ day }) => ({ day: dayNumber(day), id: day })),
    within,
  ).map(
    ({ day, size, named }): Step => ({
      from: dayOf(day),
      value: size,
      records: capturesOf(named, captureOf),
      recordCount: size,
      strength: 'measured',
    }),
  )
  // A plant that was looked at from elsewhere: zero days at its boundary, from the first look on.
  const first = picture.looked[0]
  if (!first || steps[0]?.from === first.day) return steps
  return [{ from: first.day, value: 0, records: [`capture:${first.captureId}`], strength: 'measured' }, ...steps]
}

/** True while the plant has a zone with addresses in force. */
async function zonesDefined(context: NetworkContext, ask: Measurement): Promise<ReadonlyMap<ScopeKey, Series>> {
  const result = new Map<PlantKey, Series>()
  for (const plant of ask.plants) {
    const zones = (await zonesOf(context.evidence, plant, ask.knownAt)).filter((zone) => zone.networks.length > 0)
    const days = new Set(
      zones.flatMap(({ from, to }) => [dayNumber(from), ...(to === null ? [] : [dayNumber(to) + 1])]),
    )
    const steps: Step[] = []
    for (const day of [...days].sort((a, b) => a - b).map(dayOf)) {
      const inForce = zones.filter(({ from, to }) => from <= day && (to === null || day <= to))
      const value = inForce.length > 0
      steps.push({
        from: day,
        value,
        records: (value ? inForce : zones).slice(0, NAMED).map((zone) => `record:${zone.recordId}`),
        recordCount: inForce.length,
        strength: 'recorded',
      })
    }
    if (steps.length > 0) result.set(plant, steps)
  }
  return declaredNone(context, ask, result, false, 'zone')
}
