import { NotFound } from '#platform/errors.ts'
import { checkFacts } from './add-plant.ts'
import { type PlantsContext, readPlants, today } from './plants.ts'
import type { Plant, PlantFacts } from './rules.ts'
import * as store from './store.ts'

export type ChangePlant = { readonly [K in keyof PlantFacts]?: PlantFacts[K] | undefined } & {
  readonly key: string
  /** From which day on the change holds; default today. */
  readonly from?: string | undefined
  readonly by?: string | null
}

/** Writes a new version of a plant's facts; what held before stays readable. */
export async function changePlant(context: PlantsContext, input: ChangePlant): Promise<Plant> {
  const effectiveFrom = input.from ?? (await today(context))
  return context.db.transaction().execute(async (trx) => {
    await store.lockPlants(trx)
    const old = (await readPlants({ ...context, db: trx }, { asOf: effectiveFrom })).find((p) => p.key === input.key)
    if (!old) throw new NotFound(`there is no plant ${input.key}`)
    const { key, from: _, by, ...changes } = input
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
    const plant: Plant = { ...old, ...given }
    checkFacts(plant)
    const example = (await store.loadPlantVersions(trx)).some((version) => version.plant === key && version.example)
    await store.insertPlant(
      trx,
      { ...plant, removed: false },
      { effectiveFrom, at: context.clock.now().toISOString(), by: by ?? null, example },
    )
    return plant
  })
}

/** Takes back a plant that should not have been entered. Its records stay kept, and speak again if it is added again. */
export async function removePlant(context: PlantsContext, input: { key: string; by?: string | null }): Promise<void> {
  const day = await today(context)
  await context.db.transaction().execute(async (trx) => {
    await store.lockPlants(trx)
    const plant = (await readPlants({ ...context, db: trx }, { asOf: day })).find((p) => p.key === input.key)
    if (!plant) throw new NotFound(`there is no plant ${input.key}`)
    const example = (await store.loadPlantVersions(trx)).some((v) => v.plant === input.key && v.example)
    await store.insertPlant(
      trx,
      { ...plant, removed: true },
      { effectiveFrom: day, at: context.clock.now().toISOString(), by: input.by ?? null, example },
    )
  })
}
