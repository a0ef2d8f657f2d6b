import type { Transaction } from 'kysely'
import { Refused } from '#platform/errors.ts'
import type { PlantsContext } from './plants.ts'
import * as store from './store.ts'

/** True while the stage holds the example enterprise and nothing of anyone's own. */
export async function isExample({ db }: Pick<PlantsContext, 'db'>): Promise<boolean> {
  const plants = await store.loadPlantVersions(db)
  const companies = await store.loadCompanyVersions(db)
  const all = [...plants, ...companies]
  return all.length > 0 && all.every((version) => version.example)
}

/** Empties the stage for one's own data: every area's, in one transaction. Refused where the data are not the example's. */
export async function clearExample(context: PlantsContext): Promise<void> {
  await context.db.transaction().execute(async (trx) => {
    await store.lockPlants(trx)
    if (!(await isExample({ db: trx }))) {
      throw new Refused('the data are not (only) the example: nothing was emptied')
    }
    for (const clear of context.alsoCleared) await clear(trx as unknown as Transaction<unknown>)
    await store.clearPlants(trx)
  })
}
