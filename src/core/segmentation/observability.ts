import type { Day } from '../calendar/day.ts'
import type { Bilingual } from '../record/record.ts'
import { isInForce, meetInTime } from './epochs.ts'
import { foldName } from './fold-name.ts'
import { type Conduit, outside, type Policy, type Zone } from './policy.ts'
import { vantageOf } from './vantage.ts'

/** A source (capture, sensor) saw answered traffic between members of two zones; `*` for outside. Within one zone: twice its name. */
export interface BoundarySighting {
  readonly source: string
  readonly zones: readonly [string, string]
  readonly days: readonly Day[]
}

/** Days on which conversations were allowed by a conduit. */
export interface ConduitUseDays {
  readonly conduit: Conduit
  readonly days: readonly Day[]
}

/**
 * `observed`: a source that has seen this very boundary crossed was looking. `presumed`: one that sees traffic of both zones,
 * on opposite sides of where it stands, but never between the two: they did not talk, or go another way. `notObservable`:
 * no source sees this boundary, and its silence means nothing.
 */
export const observationStates = ['observed', 'presumed', 'notObservable'] as const
export type ObservationState = (typeof observationStates)[number]

export interface Observation {
  readonly state: ObservationState
  /** First and last day, and number of days, on which such a source was looking. */
  readonly since: Day | null
  readonly until: Day | null
  readonly days: number
  /** Sources, sorted. */
  readonly by: readonly string[]
  readonly because: Bilingual
}

export interface BoundaryObservation extends Observation {
  readonly zones: readonly [string, string]
  /** The last day on which somebody was seen to cross it. */
  readonly lastCrossed: Day | null
}

export interface ConduitObservation extends Observation {
  readonly conduit: Conduit
  /** `unused`: never, on days on which it would have been seen. `unknown`: nobody would have seen it. */
  readonly use: 'used' | 'unused' | 'unknown'
  readonly lastUsed: Day | null
}

export interface Observability {
  /** Between two zones (or a zone and `*`), on all days of the window. */
  boundary(a: string, b: string): BoundaryObservation
  /** Between its ends, on the days of the window on which it is in force. */
  conduit(conduit: Conduit): ConduitObservation
  /** Every pair of zones that are in force in the window, and each with the outside where it was crossed or has a conduit. */
  boundaries(): Generator<BoundaryObservation>
}

export interface ObservabilityInput {
  readonly policy: Policy
  readonly sightings: readonly BoundarySighting[]
  readonly uses: readonly ConduitUseDays[]
  /** First and last day looked at, both included. */
  readonly window: { readonly from: Day; readonly to: Day }
}

/** What the sources could see of each boundary and conduit. Silence of a boundary that nobody sees is not compliance. */
export function observe({ policy, sightings, uses, window }: ObservabilityInput): Observability {
  const sources = sourcesOf(sightings, window)
  const used = new Map<Conduit, Set<Day>>()
  for (const { conduit, days } of uses) used.set(conduit, new Set([...(used.get(conduit) ?? []), ...days]))
  const within =
    ({ from, to }: typeof window) =>
    (day: Day) =>
      from <= day && day <= to

  return {
    boundary(a, b) {
      const key = pairKey(a, b)
      const crossed = sources.flatMap(({ crossings }) => [...(crossings.get(key) ?? [])]).sort()
      return { ...observation(sources, a, b, within(window)), zones: [a, b], lastCrossed: crossed.at(-1) ?? null }
    },
    conduit(conduit) {
      const { from, to } = conduit
      const seen = observation(sources, from, to, (day) => within(window)(day) && isInForce(conduit, day))
      const days = [...(used.get(conduit) ?? [])].filter(within(window)).sort()
      const lastUsed = days.at(-1) ?? null
      const use = lastUsed !== null ? 'used' : seen.state === 'notObservable' ? 'unknown' : 'unused'
      return { ...seen, conduit, use, lastUsed }
    },
    *boundaries() {
      const spelled = new Map<string, Zone>()
      const span = { validFrom: window.from, validTo: window.to }
      for (const zone of policy.zones.toSorted((a, b) => (a.record < b.record ? -1 : 1))) {
        if (meetInTime(zone, span) && !spelled.has(foldName(zone.name))) spelled.set(foldName(zone.name), zone)
      }
      const names = [...spelled.keys()].sort().map((key) => spelled.get(key)!.name)
      for (const [i, a] of names.entries()) for (const b of names.slice(i + 1)) yield this.boundary(a, b)
      for (const name of names) {
        const key = pairKey(name, outside)
        const isMeant = policy.conduits.some(({ from, to }) => pairKey(from, to) === key)
        if (isMeant || sources.some(({ crossings }) => crossings.has(key))) yield this.boundary(name, outside)
      }
    },
  }
}

interface Source {
  readonly name: string
  /** Days by pair of zones between which it saw answered traffic. */
  readonly crossings: ReadonlyMap<string, ReadonlySet<Day>>
  /** Days by zone whose traffic it saw leave or enter. */
  readonly looking: ReadonlyMap<string, ReadonlySet<Day>>
  readonly sides: (a: string, b: string) => 'opposite' | 'same' | 'unknown'
}

const pairKey = (a: string, b: string): string => [foldName(a), foldName(b)].sort().join('\n')

function sourcesOf(sightings: readonly BoundarySighting[], window: ObservabilityInput['window']): readonly Source[] {
  const sources: Source[] = []
  const bySource = Map.groupBy(sightings, ({ source }) => source)
  for (const name of [...bySource.keys()].sort()) {
    const crossings = new Map<string, Set<Day>>()
    const looking = new Map<string, Set<Day>>()
    const pairs: [string, string][] = []
    for (const { zones, days } of bySource.get(name)!) {
      const [a, b] = [foldName(zones[0]), foldName(zones[1])]
      const inWindow = days.filter((day) => window.from <= day && day <= window.to)
      // Talk within a zone says nothing of its boundary: a switch shows it without its uplink.
      if (a === b || inWindow.length === 0) continue
      pairs.push([a, b])
      for (const [map, key] of [
        [crossings, pairKey(a, b)],
        [looking, a],
        [looking, b],
      ] as const) {
        const known = map.get(key) ?? new Set<Day>()
        for (const day of inWindow) known.add(day)
        map.set(key, known)
      }
    }
    if (pairs.length > 0) sources.push({ name, crossings, looking, sides: vantageOf(pairs).sides })
  }
  return sources
}

function observation(sources: readonly Source[], a: string, b: string, counts: (day: Day) => boolean): Observation {
  const [one, other] = [foldName(a), foldName(b)]
  const key = pairKey(a, b)
  const proven = sources.filter(({ crossings }) => crossings.has(key))
  const seen = lookedAt(proven, (source) => [...source.looking.get(one)!, ...source.looking.get(other)!], counts)
  if (seen.days > 0) return { state: 'observed', ...seen, because: texts.observed(seen.by) }
  const opposite = sources.filter(({ sides, crossings }) => !crossings.has(key) && sides(one, other) === 'opposite')
  const both = (source: Source) => [...source.looking.get(one)!].filter((day) => source.looking.get(other)!.has(day))
  const presumed = lookedAt(opposite, both, counts)
  if (presumed.days > 0) return { state: 'presumed', ...presumed, because: texts.presumed(presumed.by) }
  return { state: 'notObservable', since: null, until: null, days: 0, by: [], because: texts.notObservable }
}

function lookedAt(
  sources: readonly Source[],
  daysOf: (source: Source) => readonly Day[],
  counts: (day: Day) => boolean,
): Pick<Observation, 'since' | 'until' | 'days' | 'by'> {
  const all = new Set<Day>()
  const by: string[] = []
  for (const source of sources) {
    const days = daysOf(source).filter(counts)
    if (days.length > 0) by.push(source.name)
    for (const day of days) all.add(day)
  }
  const sorted = [...all].sort()
  return { since: sorted[0] ?? null, until: sorted.at(-1) ?? null, days: sorted.length, by }
}

const named = (sources: readonly string[], more: readonly [string, string]): readonly [string, string] => {
  const shown = sources.slice(0, 3).join(', ')
  const rest = sources.length - 3
  return rest > 0
    ? [`${shown} ${more[0].replace('N', `${rest}`)}`, `${shown}${more[1].replace('N', `${rest}`)}`]
    : [shown, shown]
}

const texts = {
  observed: (by: readonly string[]): Bilingual => {
    const [en, ja] = named(by, ['and N more', 'ほかN件'])
    return { en: `seen by ${en}`, ja: `${ja}で観測` }
  },
  presumed: (by: readonly string[]): Bilingual => {
    const [en, ja] = named(by, ['and N more', 'ほかN件'])
    return {
      en: `${en} sees traffic of both zones, on opposite sides, and never between the two`,
      ja: `${ja}は両ゾーンの通信を反対側に観測しているが、両者間の通信は未観測`,
    }
  },
  notObservable: {
    en: 'no source sees this boundary: its silence proves nothing',
    ja: 'この境界を観測できる情報源がない（通信が見えないことは遵守の証拠にならない）',
  } satisfies Bilingual,
}
