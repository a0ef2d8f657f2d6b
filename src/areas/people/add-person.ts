import { randomBytes } from 'node:crypto'
import { type Department, departments } from '#core/record/record.ts'
import { BadInput, Refused } from '#platform/errors.ts'
import { type PeopleContext, type Person, person } from './people.ts'
import { insertPerson } from './store.ts'

export interface AddPerson {
  /** Given only by the example and by tests; otherwise made at random, so that it says nothing about the person. */
  readonly key?: string
  readonly name: string
  readonly departments: readonly Department[]
  readonly by?: string | null
  readonly example?: boolean
}

/** Adds a person under a pseudonymous key. */
export async function addPerson({ db, clock }: PeopleContext, input: AddPerson): Promise<Person> {
  const name = input.name.trim()
  if (name === '' || name.length > 200) {
    throw new BadInput('a person needs a name', [{ path: 'name', reason: '1 to 200 characters' }])
  }
  const given = [...new Set(input.departments)]
  if (given.length === 0 || given.some((one) => !departments.includes(one))) {
    throw new BadInput('a person belongs to a department', [
      { path: 'departments', reason: `one or more of ${departments.join(', ')}` },
    ])
  }
  const at = clock.now().toISOString()
  const key = input.key ?? `p-${randomBytes(5).toString('hex')}`
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(key)) {
    throw new BadInput(`not a person's key: ${key}`, [{ path: 'key', reason: 'a-z, 0-9, dot, hyphen; at most 64' }])
  }
  const added = await db.transaction().execute((trx) =>
    insertPerson(trx, {
      key,
      name,
      departments: given,
      from: at.slice(0, 10),
      at,
      by: input.by ?? null,
      example: input.example ?? false,
    }),
  )
  if (!added) throw new Refused(`the key ${key} is taken`)
  return person({ key, name, departments: given, addedAt: at })
}
