import { type Day, dayNumber } from '../calendar/day.ts'
import type { Change } from './change.ts'
import type { Learning, SourceDays } from './learning.ts'

/** A device as one source saw it over the days. */
export interface Attendance {
  readonly device: string
  readonly source: string
  /** Ascending; of this source. */
  readonly days: readonly Day[]
  /** A capture that saw it on the last of them, and a packet of it. */
  readonly captureId: string
  readonly packet: number | null
}

/** So often it must have been seen, and on such a share of the days on which its source looked, before it can be missed. */
const fewestDays = 5
const regularShare = 0.8
/** Days on which its source looked and it was not there. */
const missedDays = 3

/**
 * Devices that were seen day by day, and are no longer while their source still looks. A source that is silent misses nobody,
 * and on planned shutdown days nobody is missed. Whoever comes back was away until then.
 */
export function goneDevices(
  attendance: readonly Attendance[],
  sources: readonly SourceDays[],
  learning: ReadonlyMap<string, Learning>,
  isShutdown: (day: Day) => boolean,
): Change[] {
  const looked = new Map(sources.map(({ source, days }) => [source, days.filter((day) => !isShutdown(day))]))
  const found = new Map<string, Change>()
  for (const [device, all] of Map.groupBy(attendance, (one) => one.device)) {
    const seenAnywhere = new Set(all.flatMap(({ days }) => days))
    for (const one of all) {
      const learned = learning.get(one.source)?.learnedUntil ?? null
      if (learned === null || one.days.length < fewestDays) continue
      for (const gap of gapsOf(one.days, looked.get(one.source) ?? [], seenAnywhere)) {
        if (gap.noticed <= learned) continue
        const change = changeOf(device, one, gap)
        const known = found.get(change.key)
        if (known === undefined || one.source < known.source) found.set(change.key, change)
      }
    }
  }
  return [...found.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
}

interface Gap {
  readonly last: Day
  readonly noticed: Day
  readonly back: Day | null
}

function gapsOf(own: readonly Day[], looked: readonly Day[], anywhere: ReadonlySet<Day>): Gap[] {
  const mine = new Set(own)
  const gaps: Gap[] = []
  let [seen, lookedSince] = [0, 0]
  let last: Day | null = null
  let missed: Day[] = []
  const close = (back: Day | null) => {
    const isRegular = seen >= fewestDays && seen >= regularShare * lookedSince
    if (last !== null && missed.length >= missedDays && isRegular) {
      gaps.push({ last, noticed: missed[missedDays - 1]!, back })
    }
    missed = []
  }
  for (const day of looked) {
    if (anywhere.has(day)) {
      if (missed.length > 0) {
        const away = missed.length
        close(day)
        lookedSince += away
        // After an absence it must be regular anew.
        if (away >= missedDays) [seen, lookedSince] = [0, 0]
      }
      last = day
      if (mine.has(day)) seen++
      lookedSince++
    } else if (last !== null) missed.push(day)
  }
  close(null)
  return gaps
}

function changeOf(device: string, one: Attendance, { last, noticed, back }: Gap): Change {
  const noon = (day: Day) => dayNumber(day) * 86_400_000
  return {
    kind: 'gone-device',
    subject: device,
    key: `gone-device ${device} ${last}`,
    since: noon(last),
    at: noon(noticed),
    until: back === null ? null : noon(back),
    isExact: false,
    device,
    peer: null,
    protocol: null,
    port: null,
    before: last,
    after: back,
    deeds: [],
    functions: [],
    folded: 0,
    source: one.source,
    captureId: one.captureId,
    packet: one.packet,
    isLive: false,
    isLearned: false,
  }
}
