import { NotFound } from '#platform/errors.ts'
import { type PeopleContext, type Person, person } from './people.ts'
import * as store from './store.ts'

/** Erases the name of a person for good. The key stays in every record that carries it. */
export async function eraseName({ db, clock }: PeopleContext, key: string): Promise<Person> {
  const at = clock.now().toISOString()
  if (!(await store.eraseName(db, key, at))) throw new NotFound(`nobody has the key ${key}`)
  const found = (await store.loadPeople(db, at.slice(0, 10))).find((one) => one.key === key)
  if (!found) throw new NotFound(`nobody has the key ${key}`)
  return person(found)
}
