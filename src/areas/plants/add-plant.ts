import { isDay } from '#core/calendar/day.ts'
import { BadInput, type InputProblem, Refused } from '#platform/errors.ts'
import { type PlantsContext, readPlants, today } from './plants.ts'
import { constraintKinds, criticalities, isTimeZone, keyFromName, type Plant, type PlantFacts } from './rules.ts'
import * as store from './store.ts'

export interface AddPlant extends Partial<Optional<PlantFacts>> {
  /** Made from the name where none is given. */
  readonly key?: string | undefined
  readonly name: string
  /** From which day on these facts hold; default today. */
  readonly from?: string | undefined
  readonly by?: string | null
  readonly example?: boolean
}

type Optional<T> = { readonly [K in keyof T]: T[K] | undefined }

/** Adds a plant; criticality is `standard` until someone says that it is major. */
export async function addPlant(context: PlantsContext, input: AddPlant): Promise<Plant> {
  const facts: PlantFacts = {
    name: input.name.trim(),
    localName: input.localName ?? null,
    criticality: input.criticality ?? 'standard',
    country: input.country?.toUpperCase() ?? null,
    timeZone: input.timeZone ?? null,
    onboardedOn: input.onboardedOn ?? null,
    constraints: input.constraints ?? [],
    hazardousProcesses: input.hazardousProcesses ?? null,
  }
  checkFacts(facts)
  const day = await today(context)
  const key = await context.db.transaction().execute(async (trx) => {
    await store.lockPlants(trx)
    const present = await readPlants({ ...context, db: trx }, { asOf: day })
    const taken = (candidate: string) => present.some((plant) => plant.key === candidate)
    const chosen = input.key ?? freeKey(keyFromName(facts.name) || 'plant', taken)
    if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(chosen)) {
      throw new BadInput(`not a plant key: ${chosen}`, [
        { path: 'key', reason: 'lower-case letters, digits and hyphens, at most 63' },
      ])
    }
    if (taken(chosen)) throw new Refused(`a plant with the key ${chosen} exists already`)
    await store.insertPlant(
      trx,
      { ...facts, key: chosen, removed: false },
      {
        effectiveFrom: input.from ?? day,
        at: context.clock.now().toISOString(),
        by: input.by ?? null,
        example: input.example ?? false,
      },
    )
    return chosen
  })
  return { ...facts, key, shutdowns: [] }
}

function freeKey(wanted: string, taken: (key: string) => boolean): string {
  for (let n = 1; ; n++) {
    const key = n === 1 ? wanted : `${wanted.slice(0, 58)}-${n}`
    if (!taken(key)) return key
  }
}

/** Throws `BadInput` naming every field that is wrong. */
export function checkFacts(facts: PlantFacts): void {
  const problems: InputProblem[] = []
  const expect = (ok: boolean, path: string, reason: string) => {
    if (!ok) problems.push({ path, reason })
  }
  expect(facts.name !== '' && facts.name.length <= 200, 'name', '1 to 200 characters')
  expect(criticalities.includes(facts.criticality), 'criticality', `one of ${criticalities.join(', ')}`)
  expect(facts.country === null || /^[A-Z]{2}$/.test(facts.country), 'country', 'two letters, as in ISO 3166-1')
  expect(facts.timeZone === null || isTimeZone(facts.timeZone), 'timeZone', 'an IANA time zone, as Asia/Tokyo')
  expect(facts.onboardedOn === null || isDay(facts.onboardedOn), 'onboardedOn', 'a day as YYYY-MM-DD')
  expect(
    facts.constraints.every((constraint) => constraintKinds.includes(constraint.kind)),
    'constraints',
    `of the kinds ${constraintKinds.join(', ')}`,
  )
  if (problems.length > 0) {
    throw new BadInput(
      `a plant with wrong facts: ${problems.map((p) => `${p.path} must be ${p.reason}`).join('; ')}`,
      problems,
    )
  }
}
