import type { Kysely, Transaction } from 'kysely'
import type { Day } from '#core/calendar/day.ts'
import { type AddPlant, addPlant } from './add-plant.ts'
import { type ChangePlant, changePlant, removePlant } from './change-plant.ts'
import { clearExample, isExample } from './clear-example.ts'
import { type DeclareShutdown, declareShutdown, onePlant, withdrawShutdown } from './declare-shutdown.ts'
import { type NameCompany, nameCompany } from './name-company.ts'
import { type PlantsContext, readCompany, readPlants, today } from './plants.ts'
import type { Company, Plant } from './rules.ts'
import type { PlantsTables } from './store.ts'

/** Which day, and by the knowledge of which instant; default: today, with all that is known. */
export interface Reading {
  readonly asOf?: Day | undefined
  readonly knownAt?: string | undefined
}

/** The plants and the company. History is kept: every change is a version with its effective and its recorded date. */
export interface Plants {
  /** All plants by name, those not onboarded yet included (see {@link belongsOn}). */
  list(at?: Reading): Promise<Plant[]>
  /** Throws `NotFound`. */
  get(key: string, at?: Reading): Promise<Plant>
  /** Throws `BadInput`, and `Refused` where the key is taken. */
  add(input: AddPlant): Promise<Plant>
  change(input: ChangePlant): Promise<Plant>
  /** Takes back a plant that should not have been entered. */
  remove(input: { key: string; by?: string | null }): Promise<void>
  declareShutdown(input: DeclareShutdown): Promise<Plant>
  withdrawShutdown(input: { plant: string; id: string; by?: string | null }): Promise<Plant>
  company(at?: Reading): Promise<Company>
  nameCompany(input: NameCompany): Promise<Company>
  /** Today in the company's time zone. */
  today(): Promise<Day>
  /** True while the stage holds the example and nothing of anyone's own. */
  isExample(): Promise<boolean>
  /** Another area empties itself in the same transaction when the example is cleared. */
  whenCleared(clear: (trx: Transaction<unknown>) => Promise<void>): void
  /** "Start with my own data". `Refused` where the data are not (only) the example's. */
  clearExample(): Promise<void>
}

export function createPlants(
  database: { as<Tables>(): Kysely<Tables> },
  { clock }: { readonly clock: { now(): Date } },
): Plants {
  const context: PlantsContext = { db: database.as<PlantsTables>(), clock, alsoCleared: [] }
  const at = async (reading?: Reading) => ({
    asOf: reading?.asOf ?? (await today(context)),
    knownAt: reading?.knownAt,
  })
  return {
    list: async (reading) => readPlants(context, await at(reading)),
    get: (key, reading) => onePlant(context, key, reading?.asOf, reading?.knownAt),
    add: (input) => addPlant(context, input),
    change: (input) => changePlant(context, input),
    remove: (input) => removePlant(context, input),
    declareShutdown: (input) => declareShutdown(context, input),
    withdrawShutdown: (input) => withdrawShutdown(context, input),
    company: async (reading) => readCompany(context, await at(reading)),
    nameCompany: (input) => nameCompany(context, input),
    today: () => today(context),
    isExample: () => isExample(context),
    whenCleared: (clear) => {
      context.alsoCleared.push(clear)
    },
    clearExample: () => clearExample(context),
  }
}
