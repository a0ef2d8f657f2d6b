import { type Day, dayNumber, dayOf } from '../calendar/day.ts'
import type { Bilingual } from '../record/record.ts'
import { meetInTime } from './epochs.ts'
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
  const days = windowDays(window)
  const sources = sourcesOf(sightings, days)
  const used = new Map<Conduit, Set<Day>>()
  for (const { conduit, days: own } of uses) {
    const known = used.get(conduit) ?? new Set<Day>()
    for (const day of own) known.add(day)
    used.set(conduit, known)
  }

  return {
    boundary(a, b) {
      const key = pairKey(a, b)
      let last = -1
      for (const { crossings } of sources) last = Math.max(last, crossings.get(key) ?? -1)
      return { ...observation(sources, a, b, days), zones: [a, b], lastCrossed: last < 0 ? null : days.dayAt(last) }
    },
    conduit(conduit) {
      const { from, to } = conduit
      const seen = observation(sources, from, to, days, days.span(conduit.validFrom, conduit.validTo))
      let lastUsed: Day | null = null
      for (const day of used.get(conduit) ?? []) {
        if (window.from <= day && day <= window.to && (lastUsed === null || lastUsed < day)) lastUsed = day
      }
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
  /** The last day by pair of zones between which it saw answered traffic. */
  readonly crossings: ReadonlyMap<string, number>
  /** Days by zone whose traffic it saw leave or enter. */
  readonly looking: ReadonlyMap<string, Uint32Array>
  readonly sides: (a: string, b: string) => 'opposite' | 'same' | 'unknown'
}

/** The days of a window by number, and sets of them as bits: thousands of boundaries are asked for the same days. */
interface WindowDays {
  readonly words: number
  /** -1 outside of the window. */
  numberOf(day: Day): number
  dayAt(number: number): Day
  /** Days of the window from one to another, both included. */
  span(from: Day, to: Day | null): Uint32Array
}

function windowDays({ from, to }: ObservabilityInput['window']): WindowDays {
  const first = dayNumber(from)
  const count = Math.max(0, dayNumber(to) - first + 1)
  const words = Math.ceil(count / 32)
  const numbers = new Map<Day, number>()
  return {
    words,
    numberOf(day) {
      if (day < from || day > to) return -1
      const number = numbers.get(day) ?? dayNumber(day) - first
      numbers.set(day, number)
      return number
    },
    dayAt: (number) => dayOf(first + number),
    span(since, until) {
      const set = new Uint32Array(words)
      const last = Math.min(count - 1, until === null ? count - 1 : dayNumber(until) - first)
      for (let day = Math.max(0, dayNumber(since) - first); day <= last; day++) add(set, day)
      return set
    },
  }
}

function add(set: Uint32Array, day: number): void {
  set[day >> 5]! |= 1 << (day & 31)
}

const pairKey = (a: string, b: string): string => [foldName(a), foldName(b)].sort().join('\n')

function sourcesOf(sightings: readonly BoundarySighting[], window: WindowDays): readonly Source[] {
  const sources: Source[] = []
  const folded = new Map<string, string>()
  const fold = (name: string): string => {
    const known = folded.get(name) ?? foldName(name)
    folded.set(name, known)
    return known
  }
  const bySource = Map.groupBy(sightings, ({ source }) => source)
  for (const name of [...bySource.keys()].sort()) {
    const crossings = new Map<string, number>()
    const looking = new Map<string, Uint32Array>()
    const pairs: [string, string][] = []
    for (const { zones, days } of bySource.get(name)!) {
      const [a, b] = [fold(zones[0]), fold(zones[1])]
      const inWindow = days.map((day) => window.numberOf(day)).filter((day) => day >= 0)
      // Talk within a zone says nothing of its boundary: a switch shows it without its uplink.
      if (a === b || inWindow.length === 0) continue
      pairs.push([a, b])
      const key = a < b ? `${a}\n${b}` : `${b}\n${a}`
      crossings.set(key, Math.max(crossings.get(key) ?? -1, ...inWindow))
      for (const zone of [a, b]) {
        const known = looking.get(zone) ?? new Uint32Array(window.words)
        for (const day of inWindow) add(known, day)
        looking.set(zone, known)
      }
    }
    if (pairs.length > 0) sources.push({ name, crossings, looking, sides: vantageOf(pairs).sides })
  }
  return sources
}

/** `counting`: only these days count; default: all of the window. */
function observation(
  sources: readonly Source[],
  a: string,
  b: string,
  window: WindowDays,
  counting: Uint32Array | null = null,
): Observation {
  const [one, other] = [foldName(a), foldName(b)]
  const key = pairKey(a, b)
  const proven = sources.filter(({ crossings }) => crossings.has(key))
  const either = ({ looking }: Source, word: number) => looking.get(one)![word]! | looking.get(other)![word]!
  const seen = lookedAt(proven, either, window, counting)
  if (seen.days > 0) return { state: 'observed', ...seen, because: texts.observed(seen.by) }
  const opposite = sources.filter(({ sides, crossings }) => !crossings.has(key) && sides(one, other) === 'opposite')
  const both = ({ looking }: Source, word: number) => looking.get(one)![word]! & looking.get(other)![word]!
  const presumed = lookedAt(opposite, both, window, counting)
  if (presumed.days > 0) return { state: 'presumed', ...presumed, because: texts.presumed(presumed.by) }
  return { state: 'notObservable', since: null, until: null, days: 0, by: [], because: texts.notObservable }
}

function lookedAt(
  sources: readonly Source[],
  bitsOf: (source: Source, word: number) => number,
  window: WindowDays,
  counting: Uint32Array | null,
): Pick<Observation, 'since' | 'until' | 'days' | 'by'> {
  const all = new Uint32Array(window.words)
  const by: string[] = []
  for (const source of sources) {
    let any = 0
    for (let word = 0; word < window.words; word++) {
      const bits = bitsOf(source, word) & (counting === null ? -1 : counting[word]!)
      all[word]! |= bits
      any |= bits
    }
    if (any !== 0) by.push(source.name)
  }
  let [first, last, days] = [-1, -1, 0]
  for (let day = 0; day < window.words * 32; day++) {
    if ((all[day >> 5]! & (1 << (day & 31))) === 0) continue
    if (first < 0) first = day
    last = day
    days++
  }
  return { since: days > 0 ? window.dayAt(first) : null, until: days > 0 ? window.dayAt(last) : null, days, by }
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
