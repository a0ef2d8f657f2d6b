import type { Kysely } from 'kysely'
import type { Evidence, Importer } from '#areas/evidence/index.ts'
import type { Plants } from '#areas/plants/index.ts'
import type { Indicator } from '#core/maturity/indicator.ts'
import type { Reading, Records } from '../context.ts'
import type { ExportedFile } from '../export-registry.ts'
import type { Observer } from '../observer.ts'
import { recordIndicators } from '../record-indicators.ts'
import type { AssetsTables } from '../store.ts'
import type { VulnerabilityTables } from './advisory-store.ts'
import { assetVulnerabilities } from './asset-vulnerabilities.ts'
import type { VulnerabilityContext } from './context.ts'
import { type DecideVulnerability, decideVulnerability, undoVulnerabilityDecision } from './decide-vulnerability.ts'
import type { StoredDecision } from './decision-store.ts'
import { exportVulnerabilities } from './export-vulnerabilities.ts'
import { csafImporter } from './import-csaf.ts'
import { kevImporter } from './import-kev.ts'
import { vulnerabilityIndicators } from './indicators.ts'
import { keepBook } from './keep-book.ts'
import { keepPlants } from './keep-plants.ts'
import {
  findAdvisory,
  type ListVulnerabilities,
  listAdvisories,
  listVulnerabilities,
  vulnerabilityTimes,
} from './list-vulnerabilities.ts'
import { keepRows } from './rows.ts'

/** Advisories held against the registry and what the wire shows of it; what people decided; how long it took. */
export interface Vulnerabilities {
  list(ask: ListVulnerabilities): ReturnType<typeof listVulnerabilities>
  export(
    ask: ListVulnerabilities & {
      readonly format?: 'xlsx' | 'csv' | undefined
      readonly language?: 'en' | 'ja' | undefined
    },
  ): Promise<ExportedFile>
  times(ask: Reading & { readonly plant?: string | undefined }): ReturnType<typeof vulnerabilityTimes>
  advisories(
    ask: Reading & { readonly plant?: string | undefined; readonly q?: string | undefined },
  ): ReturnType<typeof listAdvisories>
  /** Throws `NotFound`. */
  advisory(key: string, ask: Reading): ReturnType<typeof findAdvisory>
  /** Throws `NotFound`. */
  ofAsset(plant: string, tag: string, ask: Reading): ReturnType<typeof assetVulnerabilities>
  /** Throws `BadInput` naming the field, and `NotFound`. */
  decide(input: DecideVulnerability): Promise<StoredDecision>
  /** Throws `NotFound`, and `Refused` where it was taken back before. */
  undoDecision(input: {
    readonly id: string
    readonly reason: string
    readonly by: string | null
  }): Promise<StoredDecision>
  readonly importers: readonly Importer[]
  /** Each joins what is measured with what records tell. */
  readonly indicators: readonly Indicator[]
}

export function createVulnerabilities(
  database: { as<Tables>(): Kysely<Tables> },
  dependencies: {
    readonly evidence: Records & Pick<Evidence, 'bindRecordIndicators'>
    readonly plants: Pick<Plants, 'list' | 'today'>
    readonly clock: { now(): Date }
    observer(): Observer | undefined
  },
): Vulnerabilities {
  const { evidence, plants, clock, observer } = dependencies
  const db = database.as<VulnerabilityTables>()
  const context: VulnerabilityContext = {
    db,
    clock,
    plants,
    evidence,
    observer,
    books: keepBook(db),
    plantsKept: keepPlants(database.as<AssetsTables>(), observer),
  }
  const rowsOf = keepRows(context)
  const recorded = recordIndicators.filter(({ id }) => id.startsWith('assets.vulnerability'))
  return {
    list: (ask) => listVulnerabilities(context, rowsOf, ask),
    export: (ask) => exportVulnerabilities(context, rowsOf, ask),
    times: (ask) => vulnerabilityTimes(context, rowsOf, ask),
    advisories: (ask) => listAdvisories(context, rowsOf, ask),
    advisory: (key, ask) => findAdvisory(context, rowsOf, key, ask),
    ofAsset: (plant, tag, ask) => assetVulnerabilities(context, rowsOf, plant, tag, ask),
    decide: (input) => decideVulnerability(context, input),
    undoDecision: (input) => undoVulnerabilityDecision(context, input),
    importers: [csafImporter({ db, clock }), kevImporter({ db, clock })],
    indicators: vulnerabilityIndicators(context, evidence.bindRecordIndicators(recorded)),
  }
}
