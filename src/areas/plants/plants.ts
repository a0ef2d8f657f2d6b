import type { Kysely, Transaction } from 'kysely'
import type { Day } from '#core/calendar/day.ts'
import { dayIn } from '#core/calendar/day.ts'
import type { At, Company, Plant } from './rules.ts'
import { inForce, isKnown } from './rules.ts'
import * as store from './store.ts'

/** What the use cases of this area work with. */
export interface PlantsContext {
  readonly db: Kysely<store.PlantsTables>
  readonly clock: { now(): Date }
  /** What other areas do when the stage is emptied; called inside the same transaction. */
  readonly alsoCleared: ((trx: Transaction<unknown>) => Promise<void>)[]
}

/** The machine's own time zone and the calendar year, until a person names the company. */
export function unnamedCompany(): Company {
  return {
    name: null,
    timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC',
    fiscalYearStart: 1,
    currency: 'USD',
  }
}

export async function readCompany({ db }: PlantsContext, at: At): Promise<Company> {
  return inForce(await store.loadCompanyVersions(db), at)?.company ?? unnamedCompany()
}

/** Today in the company's time zone. */
export async function today(context: PlantsContext): Promise<Day> {
  const now = context.clock.now()
  const versions = await store.loadCompanyVersions(context.db)
  const company = inForce(versions, { asOf: now.toISOString().slice(0, 10) })?.company ?? unnamedCompany()
  return dayIn(company.timeZone, now)
}

/** All plants as they stand on a day, by name; those not onboarded yet included. */
export async function readPlants({ db }: PlantsContext, at: At): Promise<Plant[]> {
  const versions = await store.loadPlantVersions(db)
  const shutdowns = await store.loadShutdownVersions(db)
  const byPlant = Map.groupBy(versions, (version) => version.plant)
  const plants: Plant[] = []
  for (const [key, all] of byPlant) {
    const known = all.filter((version) => isKnown(version.recordedAt, at))
    // A removal takes back an entry that should never have been made: it holds for every day.
    if (known.at(-1)?.removed) continue
    const lastRemoval = known.findLastIndex((version) => version.removed)
    const version = inForce(known.slice(lastRemoval + 1), at)
    if (version) plants.push({ key, ...factsOf(version), shutdowns: shutdownsOf(shutdowns, key, at) })
  }
  return plants.sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.key < b.key ? -1 : 1))
}

function factsOf(version: store.PlantVersion) {
  const { name, localName, criticality, country, timeZone, onboardedOn, constraints, hazardousProcesses } = version
  return { name, localName, criticality, country, timeZone, onboardedOn, constraints, hazardousProcesses }
}

function shutdownsOf(all: readonly store.ShutdownVersion[], plant: string, at: At) {
  const known = all.filter((version) => version.plant === plant && isKnown(version.recordedAt, at))
  const newest = new Map(known.sort((a, b) => a.seq - b.seq).map((version) => [version.id, version]))
  return [...newest.values()]
    .filter((version) => !version.withdrawn)
    .map(({ id, from, to, note }) => ({ id, from, to, note }))
    .sort((a, b) => (a.from < b.from ? -1 : 1))
}
