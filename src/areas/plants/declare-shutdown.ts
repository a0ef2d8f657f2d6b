import { isDay } from '#core/calendar/day.ts'
import { BadInput, NotFound } from '#platform/errors.ts'
import { newId } from '#platform/id.ts'
import { type PlantsContext, readPlants, today } from './plants.ts'
import type { Plant } from './rules.ts'
import * as store from './store.ts'

export interface DeclareShutdown {
  readonly plant: string
  readonly from: string
  /** The last day, included. */
  readonly to: string
  readonly note?: string | null | undefined
  readonly by?: string | null
}

/** Declares a shutdown window of a plant. */
export async function declareShutdown(context: PlantsContext, input: DeclareShutdown): Promise<Plant> {
  if (!isDay(input.from) || !isDay(input.to) || input.to < input.from) {
    throw new BadInput('a shutdown has a first and a last day', [{ path: 'to', reason: 'a day not before the first' }])
  }
  await onePlant(context, input.plant)
  const shutdown = { id: newId(), from: input.from, to: input.to, note: input.note ?? null }
  await store.insertShutdown(
    context.db,
    { ...shutdown, plant: input.plant, withdrawn: false },
    { at: context.clock.now().toISOString(), by: input.by ?? null },
  )
  return onePlant(context, input.plant)
}

/** Takes a declared window back; that it was declared stays known. */
export async function withdrawShutdown(
  context: PlantsContext,
  input: { plant: string; id: string; by?: string | null },
): Promise<Plant> {
  const plant = await onePlant(context, input.plant)
  const shutdown = plant.shutdowns.find((one) => one.id === input.id)
  if (!shutdown) throw new NotFound(`plant ${input.plant} has no such shutdown`)
  await store.insertShutdown(
    context.db,
    { ...shutdown, plant: input.plant, withdrawn: true },
    { at: context.clock.now().toISOString(), by: input.by ?? null },
  )
  return onePlant(context, input.plant)
}

export async function onePlant(context: PlantsContext, key: string, asOf?: string, knownAt?: string): Promise<Plant> {
  const plants = await readPlants(context, { asOf: asOf ?? (await today(context)), knownAt })
  const plant = plants.find((one) => one.key === key)
  if (!plant) throw new NotFound(`there is no plant ${key}`)
  return plant
}
