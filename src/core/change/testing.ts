import { type Learning, learningOf } from './learning.ts'
import type { Instant, Sighting } from './sighting.ts'

/** 2026-06-01 00:00 UTC and so many days, hours and minutes later. */
export const at = (day: number, hours = 8, minutes = 0): Instant =>
  Date.UTC(2026, 5, 1) + day * 86_400_000 + hours * 3_600_000 + minutes * 60_000

export const dayAt = (day: number): string => new Date(at(day, 0)).toISOString().slice(0, 10)

/** Something seen by the tap of a cell. */
export function seen(one: Partial<Sighting> & Pick<Sighting, 'kind' | 'subject'>): Sighting {
  const from = one.from === undefined ? at(0) : one.from
  return {
    source: 'cell 1',
    captureId: 'c1',
    packet: 1,
    from,
    to: from,
    isExact: true,
    isLive: false,
    days: from === null ? [] : [new Date(from).toISOString().slice(0, 10)],
    device: '10.1.2.1',
    server: null,
    protocol: null,
    port: null,
    value: null,
    macs: [],
    count: 1,
    ...one,
  }
}

/** Sources that looked on every day from the first on; today is the day after. */
export function looked(days: number, sources: readonly string[] = ['cell 1']): ReadonlyMap<string, Learning> {
  const all = Array.from({ length: days }, (_, i) => dayAt(i))
  return learningOf(
    sources.map((source) => ({ source, days: all })),
    [],
    dayAt(days),
  )
}
