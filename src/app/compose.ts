import { join } from 'node:path'
import * as assetsArea from '#areas/assets/index.ts'
import * as evidenceArea from '#areas/evidence/index.ts'
import * as maturityArea from '#areas/maturity/index.ts'
import * as networkArea from '#areas/network/index.ts'
import * as peopleArea from '#areas/people/index.ts'
import * as plantsArea from '#areas/plants/index.ts'
import * as reportsArea from '#areas/reports/index.ts'
import * as responseArea from '#areas/response/index.ts'
import * as riskArea from '#areas/risk/index.ts'
import * as roadmapArea from '#areas/roadmap/index.ts'
import * as safetyArea from '#areas/safety/index.ts'
import * as valueArea from '#areas/value/index.ts'
import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/database/database.ts'
import type { AreaMigrations } from '#platform/database/migrate.ts'
import type { FileStore } from '#platform/files/store.ts'
import type { Implemented } from '#platform/http/implement.ts'
import type { Log } from '#platform/log.ts'
import { packageRoot } from './cli/data-folder.ts'
import { findLine } from './find-line.ts'
import { findPacket } from './find-packet.ts'
import { inspectFile } from './inspect-file.ts'
import { ouiVendor } from './oui.ts'

/** What the outside gives: the held resources, and the only clock. */
export interface Outside {
  readonly database: Database
  readonly files: FileStore
  readonly clock: Clock
  readonly log: Log
}

/** The product: every area by its door, and every route. */
export interface Product extends Outside {
  readonly people: peopleArea.People
  readonly plants: plantsArea.Plants
  readonly evidence: evidenceArea.Evidence
  readonly assets: assetsArea.Assets
  readonly network: networkArea.Network
  readonly maturity: maturityArea.Maturity
  readonly routes: readonly Implemented[]
  /** Those of them that sensors use, which may be offered to a network. */
  readonly routesForSensors: readonly Implemented[]
  close(): Promise<void>
}

/** Areas with tables of their own, in the order in which they may know each other. */
const withTables = ['people', 'plants', 'evidence', 'assets', 'network'] as const

export const schemas: readonly AreaMigrations[] = withTables.map((area) => ({
  area,
  folder: join(import.meta.dirname, '../areas', area, 'migrations'),
}))

/** Areas that keep dated records: their kinds are registered with `evidence`, their indicators bound to its store. */
const withRecords = [
  peopleArea,
  plantsArea,
  evidenceArea,
  assetsArea,
  networkArea,
  safetyArea,
  riskArea,
  responseArea,
  valueArea,
  roadmapArea,
  reportsArea,
]

/** Indicators of machine data of which people may say something, too. */
const saidOf: Readonly<Record<string, readonly string[]>> = { ...assetsArea.saidOf, ...networkArea.saidOf }

/** Joins the areas. Schemas must be up to date; see open-product.ts. */
export async function compose(outside: Outside): Promise<Product> {
  const { database, files, clock, log } = outside
  const axis = await maturityArea.loadAxis(join(packageRoot, 'model/ot-it'))
  const people = peopleArea.createPeople(database, { clock })
  const plants = plantsArea.createPlants(database, { clock })
  plants.whenCleared((trx) => people.clear(trx))
  const evidence = evidenceArea.createEvidence(database, {
    people,
    plants,
    clock,
    files,
    lateEntry: axis.axis.defaults.lateEntry,
    criteria: axis.axis.criteria.map((criterion) => criterion.id),
    log: (problem) => log.error({ err: problem }, 'import'),
  })
  const assets = assetsArea.createAssets(database, { evidence, plants, clock })
  const network = networkArea.createNetwork(database, {
    assets,
    evidence,
    plants,
    clock,
    inspect: inspectFile,
    ouiVendor,
    personName: async (key) => (await people.find(key))?.name ?? null,
    personKey: async (name) => {
      const plain = (text: string) => text.normalize('NFKC').replace(/\s+/g, '').toLowerCase()
      const named = (await people.list()).filter((one) => one.name !== null && plain(one.name) === plain(name))
      return named.length === 1 ? named[0]!.key : null
    },
    describePacket: async (sha256, number) => findPacket(await files.path(sha256), number),
    describeLine: async (sha256, fileName, place) => findLine(await files.path(sha256), fileName, place),
  })

  const recordIndicators = withRecords.flatMap((area) => area.recordIndicators)
  const maturity = maturityArea.createMaturity(database, {
    axis,
    plants,
    answers: (knownAt) => evidence.answers(knownAt),
    statements: (criterion, knownAt) => evidence.statements(criterion, knownAt),
    kindsOf: (indicator) => [...evidence.kindsOf(indicator), ...(saidOf[indicator] ?? [])],
  })
  evidence.registerKinds(withRecords.flatMap((area) => area.recordKinds))
  evidence.registerImporters([...assets.importers, ...network.importers])
  // Some of what records tell is measured as well: an area joins the two itself, or `maturity` does (`alsoRecorded`).
  const measured = [...assets.indicators, ...network.indicators]
  const joined = new Set(measured.filter(({ alsoRecorded }) => alsoRecorded === undefined).map(({ id }) => id))
  maturity.registerIndicators(evidence.bindRecordIndicators(recordIndicators.filter(({ id }) => !joined.has(id))))
  maturity.registerIndicators(measured)
  evidence.setCriteriaOf((kind) => {
    const moved = recordIndicators.filter((one) => one.kinds.includes(kind)).map((one) => one.id)
    const measured = Object.keys(saidOf).filter((indicator) => saidOf[indicator]?.includes(kind))
    return [...new Set([...moved, ...measured].flatMap((indicator) => maturity.criteriaOf(indicator)))]
  })

  return {
    ...outside,
    people,
    plants,
    evidence,
    assets,
    network,
    maturity,
    routes: [
      ...peopleArea.peopleRoutes(people),
      ...plantsArea.plantsRoutes(plants),
      ...evidenceArea.evidenceRoutes(evidence, people, plants),
      ...assetsArea.assetsRoutes(assets),
      ...networkArea.networkRoutes(network),
      ...networkArea.sensorRoutes(network),
      ...maturityArea.maturityRoutes(maturity),
      ...reportsArea.reportsRoutes(reportsArea.createReports({ plants, maturity, clock })),
    ],
    routesForSensors: networkArea.routesForSensors(network),
    async close() {
      await evidence.close()
      await database.close()
    },
  }
}
