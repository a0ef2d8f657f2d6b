import type { Kysely, Transaction } from 'kysely'
import type { Importer } from '#areas/evidence/importer.ts'
import type { Evidence } from '#areas/evidence/index.ts'
import type { Plants } from '#areas/plants/index.ts'
import { type Day, dayNumber } from '#core/calendar/day.ts'
import type { Indicator, Measurement, PlantKey, ScopeKey, Series } from '#core/maturity/indicator.ts'
import type { Asset } from './asset.ts'
import type { AssetsContext, Reading, Records } from './context.ts'
import { type ExportedFile, type ExportRegistry, exportRegistry } from './export-registry.ts'
import { spanFlags } from './flags.ts'
import { inventoryImporter } from './import-inventory.ts'
import { registryImporter } from './import-registry.ts'
import { assetIndicators, seenShare } from './indicators.ts'
import { inventoryKinds } from './inventory-kinds.ts'
import { keepSpans } from './keep-spans.ts'
import { type AssetDetail, type AssetList, getAsset, type ListAssets, listAssets } from './list-assets.ts'
import type { Observer } from './observer.ts'
import { loadAssets, type RegistryEntry, registryPages } from './registry-store.ts'
import { loadRevisions } from './span-store.ts'
import { has, present } from './spans.ts'
import { type AssetsTables, clearAssets } from './store.ts'
import { clearVulnerabilities, type VulnerabilityTables } from './vulnerabilities/advisory-store.ts'
import { createVulnerabilities, type Vulnerabilities } from './vulnerabilities/create-vulnerabilities.ts'

/** The registry of assets: versions, never overwritten; what it says on a day, and how well it is kept. */
export interface Assets {
  /** Throws `BadInput` for a foreign cursor. */
  list(ask: ListAssets): Promise<AssetList>
  /** Throws `NotFound`. */
  get(plant: PlantKey, tag: string, reading?: Reading): Promise<AssetDetail>
  /** A file that imports again unchanged. */
  export(ask: ExportRegistry): Promise<ExportedFile>
  /** Every version that names an asset, page by page: for whoever matches devices with the registry. */
  entries(plant: PlantKey, knownAt?: string): AsyncIterable<readonly RegistryEntry[]>
  /** A text per plant that differs whenever its registry changed. */
  revisions(): Promise<ReadonlyMap<PlantKey, string>>
  /** Of the assets in a plant, the share seen on the wire within the window. */
  seenShare(ask: Measurement, lookedAtSince: ReadonlyMap<PlantKey, Day>): Promise<ReadonlyMap<ScopeKey, Series>>
  /** Assets of a plant by their tags, as they stand today. */
  find(plant: PlantKey, tags: readonly string[]): Promise<readonly Asset[]>
  /** How many assets that a capture could show were never seen by the day. */
  unseen(plants: readonly PlantKey[], asOf: Day): Promise<number>
  /** Tells who sees assets on the wire. Once, at composition. */
  observedBy(observer: Observer): void
  /** Empties the area, for "start with my own data". */
  clear(trx: Transaction<unknown>): Promise<void>
  /** What advisories mean for the assets. */
  readonly vulnerabilities: Vulnerabilities
  readonly importers: readonly Importer[]
  readonly indicators: readonly Indicator[]
}

export function createAssets(
  database: { as<Tables>(): Kysely<Tables> },
  dependencies: {
    readonly evidence: Records & Pick<Evidence, 'bindRecordIndicators'>
    readonly plants: Pick<Plants, 'list' | 'today' | 'whenCleared'>
    readonly clock: { now(): Date }
  },
): Assets {
  const db = database.as<AssetsTables>()
  const { clock, evidence, plants } = dependencies
  let seenBy: Observer | undefined
  const observer = () => seenBy
  const context: AssetsContext = { db, clock, plants, evidence, observer, keeper: keepSpans(db, clock, observer) }
  const importing = { db, clock, plants: () => plants.list() }
  const vulnerabilities = createVulnerabilities(database, { evidence, plants, clock, observer })
  const clear = async (trx: Transaction<unknown>) => {
    await clearVulnerabilities(trx as unknown as Transaction<VulnerabilityTables>)
    await clearAssets(trx as unknown as Transaction<AssetsTables>)
  }
  plants.whenCleared(clear)
  return {
    list: (ask) => listAssets(context, ask),
    get: (plant, tag, reading) => getAsset(context, plant, tag, reading ?? {}),
    export: (ask) => exportRegistry(context, ask),
    entries: (plant, knownAt) => registryPages(db, plant, knownAt),
    revisions: () => loadRevisions(db),
    seenShare: (ask, since) => seenShare(context, ask, since),
    async find(plant, tags) {
      const at = { asOf: await plants.today() }
      return tags.length === 0
        ? []
        : loadAssets(db, { plant, tags }, at, { sort: 'tag', descending: false, limit: tags.length })
    },
    async unseen(keys, asOf) {
      const day = dayNumber(asOf)
      const spans = [...(await context.keeper.spans(keys)).values()].flat()
      return spans.reduce((sum, span) => {
        const counts =
          span.from <= day && day < span.to && present(span) && span.seen === null && has(span, spanFlags.networked)
        return counts ? sum + span.assets : sum
      }, 0)
    },
    observedBy(one) {
      seenBy = one
    },
    clear,
    vulnerabilities,
    importers: [
      registryImporter(importing),
      ...inventoryKinds.map((kind) => inventoryImporter(importing, kind)),
      ...vulnerabilities.importers,
    ],
    indicators: [...assetIndicators(context), ...vulnerabilities.indicators],
  }
}
