import type { Change } from './change.ts'
import { isLearning, type Learning } from './learning.ts'
import { bySight, type Sighting, utcDayOf } from './sighting.ts'

/**
 * A device tells another firmware version than before. A rack that tells several at once (its modules) has changed only when
 * it tells one that nobody has heard; a device that tells one at a time also when it goes back.
 */
export function firmwareChanges(sightings: readonly Sighting[], learning: ReadonlyMap<string, Learning>): Change[] {
  const told = sightings.filter(({ kind, from, value }) => kind === 'firmware' && from !== null && value !== null)
  return [...Map.groupBy(told, ({ subject }) => subject).values()]
    .flatMap((all) => changesOf(all.toSorted(bySight), learning))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
}

interface Told {
  readonly values: ReadonlySet<string>
  /** When it was said last. */
  readonly to: number
}

function changesOf(all: readonly Sighting[], learning: ReadonlyMap<string, Learning>): Change[] {
  const looks = [...Map.groupBy(all, ({ captureId, from }) => `${captureId}\t${from}`).values()]
  const heard = new Set<string>()
  const found: Change[] = []
  let before: Told | null = null
  for (const look of looks) {
    const values = new Set(look.map(({ value }) => value!))
    const firsts = new Map(look.toReversed().map((one) => [one.value, one]))
    for (const one of before === null ? [] : firsts.values()) {
      const last: Told = before!
      const value = one.value!
      const isBack = last.values.size === 1 && values.size === 1 && !last.values.has(value)
      if (heard.has(value) && !isBack) continue
      const from = one.from!
      found.push({
        kind: 'firmware-change',
        subject: one.subject,
        key: `firmware-change ${one.subject} ${value} ${new Date(from).toISOString()}`,
        // It was changed at some time between the last word of the old version and the first of the new one.
        since: Math.min(last.to, from),
        at: from,
        until: one.to,
        isExact: false,
        device: one.device,
        peer: null,
        protocol: one.protocol,
        port: null,
        before: [...last.values].sort().join(', '),
        after: value,
        deeds: [],
        functions: [],
        folded: 0,
        source: one.source,
        captureId: one.captureId,
        packet: one.packet,
        isLive: one.isLive,
        isLearned: isLearning(learning, one.source, utcDayOf(from)),
      })
    }
    for (const value of values) heard.add(value)
    const to: number = Math.max(before?.to ?? 0, ...look.map((one) => one.to ?? one.from!))
    before = { values, to }
  }
  return found
}
