import { type Day, dayNumber, dayOf } from '#core/calendar/day.ts'
import type { EvidenceContext } from './context.ts'
import { listCommitted } from './import-store.ts'

/** One source of evidence: files of one kind for one plant, or one kind of record entered by hand. */
export interface Source {
  readonly key: string
  /** `registry`, `records`, `capture`, … as imported, or `form`. */
  readonly kind: string
  readonly plant: string | null
  /** The newest file's name, or the record kind's label. */
  readonly label: { readonly en: string; readonly ja: string }
  readonly first: Day
  readonly last: Day
  /** Monday of the week, and how many rows, packets or records it brought. */
  readonly weeks: readonly { readonly week: Day; readonly count: number }[]
}

/** What each source brought, by the day its evidence speaks of; the freshest last. */
export async function readSources(
  context: EvidenceContext,
  ask: {
    readonly asOf: Day
    readonly knownAt?: string | undefined
    readonly plant?: string | undefined
    readonly weeks: number
  },
): Promise<{ readonly from: Day; readonly to: Day; readonly items: readonly Source[] }> {
  const to = ask.asOf
  const from = dayOf(monday(dayNumber(to)) - 7 * (ask.weeks - 1))
  const sources = new Map<
    string,
    { source: Omit<Source, 'weeks' | 'first' | 'last'>; days: { on: Day; count: number }[] }
  >()
  const add = (source: Omit<Source, 'weeks' | 'first' | 'last'>, on: Day, count: number) => {
    if (on > to || (ask.plant && source.plant !== ask.plant && source.plant !== null)) return
    const known = sources.get(source.key)
    sources.set(source.key, { source, days: [...(known?.days ?? []), { on, count }] })
  }
  for (const one of await listCommitted(context.db)) {
    if (one.kind === null || (ask.knownAt && one.committedAt! > ask.knownAt)) continue
    const brought = (one.counts?.accepted ?? 0) + (one.counts?.changed ?? 0) + (one.counts?.unchanged ?? 0)
    const label = { en: one.fileName, ja: one.fileName }
    add({ key: `${one.kind}/${one.plant ?? '*'}`, kind: one.kind, plant: one.plant, label }, one.effectiveOn, brought)
  }
  for (const record of await context.ledger.read(ask.knownAt)) {
    if (record.state !== 'counts' || record.origin !== null) continue
    const label = context.kinds.get(record.kind)?.label ?? { en: record.kind, ja: record.kind }
    const plants = record.scope === 'enterprise' ? [null] : record.scope
    for (const plant of plants) {
      add({ key: `form/${record.kind}/${plant ?? '*'}`, kind: 'form', plant, label }, record.effectiveFrom, 1)
    }
  }
  const items = [...sources.values()].map(({ source, days }) => {
    const sorted = days.map((day) => day.on).sort()
    return { ...source, first: sorted[0]!, last: sorted.at(-1)!, weeks: byWeek(days, from) }
  })
  return {
    from,
    to,
    items: items.sort((a, b) => (a.last === b.last ? (a.key < b.key ? -1 : 1) : a.last < b.last ? 1 : -1)),
  }
}

function byWeek(days: readonly { readonly on: Day; readonly count: number }[], from: Day) {
  const weeks = new Map<Day, number>()
  for (const { on, count } of days) {
    if (on < from) continue
    const week = dayOf(monday(dayNumber(on)))
    weeks.set(week, (weeks.get(week) ?? 0) + count)
  }
  return [...weeks].map(([week, count]) => ({ week, count })).sort((a, b) => (a.week < b.week ? -1 : 1))
}

/** 1970-01-01 was a Thursday. */
function monday(day: number): number {
  return day - ((((day + 3) % 7) + 7) % 7)
}
