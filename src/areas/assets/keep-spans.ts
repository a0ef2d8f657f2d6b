import type { Kysely } from 'kysely'
import type { PlantKey } from '#core/maturity/indicator.ts'
import type { Observer } from './observer.ts'
import {
  computeSpans,
  loadRevisions,
  loadSpanKeys,
  loadSpans,
  lockPlant,
  refreshStatistics,
  replaceSightings,
  replaceSpans,
} from './span-store.ts'
import { type Span, spanOf } from './spans.ts'
import type { AssetsTables } from './store.ts'

/** The spans of plants, kept up with the registry and with what is seen. */
export interface SpanKeeper {
  /** Up to date when asked for; plants without a registry are left out. */
  spans(plants: readonly PlantKey[]): Promise<ReadonlyMap<PlantKey, readonly Span[]>>
  /** By the knowledge of an instant: computed afresh, because the past does not ask often. */
  spansKnownAt(plants: readonly PlantKey[], knownAt: string): Promise<ReadonlyMap<PlantKey, readonly Span[]>>
  /** Changes with the registry or the sightings of any plant: what was derived from the spans holds as long as this. */
  key(): Promise<string>
}

/**
 * Spans are derived per plant and rebuilt when the registry or the sightings have another revision than they were built
 * from: after a commit, an undo, a new capture. Whoever asks first rebuilds; a crash in between leaves the old key, and
 * the next one who asks rebuilds.
 */
export function keepSpans(
  db: Kysely<AssetsTables>,
  clock: { now(): Date },
  observer: () => Observer | undefined,
): SpanKeeper {
  const remembered = new Map<PlantKey, { readonly key: string; readonly spans: readonly Span[] }>()
  let building: Promise<void> = Promise.resolve()

  async function keys(): Promise<Map<PlantKey, string>> {
    const seen = await observer()?.revisions()
    const registry = await loadRevisions(db)
    return new Map([...registry].map(([plant, revision]) => [plant, `${revision}/${seen?.get(plant) ?? ''}`]))
  }

  async function rebuild(plant: PlantKey, key: string): Promise<void> {
    const sightings = (await observer()?.sightings(plant)) ?? []
    await db.transaction().execute(async (trx) => {
      await lockPlant(trx, plant)
      await replaceSightings(trx, plant, sightings)
    })
    const spans = await computeSpans(db, plant)
    await db.transaction().execute(async (trx) => {
      await lockPlant(trx, plant)
      await replaceSpans(trx, plant, spans, { key, at: clock.now().toISOString() })
    })
    remembered.set(plant, { key, spans: spans.map(spanOf) })
  }

  async function refresh(plants: readonly PlantKey[], wanted: ReadonlyMap<PlantKey, string>): Promise<void> {
    const asked = plants.filter((plant) => wanted.has(plant) && remembered.get(plant)?.key !== wanted.get(plant))
    if (asked.length === 0) return
    const kept = await loadSpanKeys(db)
    const fresh = asked.filter((plant) => kept.get(plant) === wanted.get(plant))
    const rows = await loadSpans(db, fresh)
    const byPlant = Map.groupBy(rows, (row) => row.plant)
    for (const plant of fresh) {
      remembered.set(plant, { key: wanted.get(plant)!, spans: (byPlant.get(plant) ?? []).map(spanOf) })
    }
    const stale = asked.filter((plant) => kept.get(plant) !== wanted.get(plant))
    if (stale.length > 0) await refreshStatistics(db)
    for (const plant of stale) await rebuild(plant, wanted.get(plant)!)
  }

  return {
    async spans(plants) {
      const wanted = await keys()
      // One after the other: many indicators ask at once, and the first one's work serves them all.
      const turn = building.then(() => refresh(plants, wanted))
      building = turn.catch(() => undefined)
      await turn
      return new Map(
        plants.flatMap((plant) => {
          const found = wanted.has(plant) ? remembered.get(plant) : undefined
          return found ? [[plant, found.spans] as const] : []
        }),
      )
    },
    async spansKnownAt(plants, knownAt) {
      const spans = new Map<PlantKey, readonly Span[]>()
      for (const plant of plants) {
        const rows = await computeSpans(db, plant, knownAt)
        if (rows.length > 0) spans.set(plant, rows.map(spanOf))
      }
      return spans
    },
    async key() {
      return [...(await keys())].sort().join(' ')
    },
  }
}
