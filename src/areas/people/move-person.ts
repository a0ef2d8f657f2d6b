import { isDay } from '#core/calendar/day.ts'
import { type Department, departments } from '#core/record/record.ts'
import { BadInput, NotFound } from '#platform/errors.ts'
import { type PeopleContext, type Person, person } from './people.ts'
import * as store from './store.ts'

export interface MovePerson {
  readonly key: string
  readonly departments: readonly Department[]
  /** From which day on. */
  readonly from: string
  readonly by?: string | null
}

/** A person changes department; what was signed before keeps the department of its day. */
export async function movePerson({ db, clock }: PeopleContext, input: MovePerson): Promise<Person> {
  const given = [...new Set(input.departments)]
  if (given.length === 0 || given.some((one) => !departments.includes(one)) || !isDay(input.from)) {
    throw new BadInput('a person belongs to a department from a day on', [
      { path: 'departments', reason: `one or more of ${departments.join(', ')}` },
    ])
  }
  const at = clock.now().toISOString()
  const known = (await store.loadPeople(db, input.from)).find((one) => one.key === input.key)
  if (!known) throw new NotFound(`nobody has the key ${input.key}`)
  await store.insertMembership(db, { ...input, departments: given, at, by: input.by ?? null })
  return person({ ...known, departments: given })
}
