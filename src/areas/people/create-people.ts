import type { Kysely, Transaction } from 'kysely'
import type { Day } from '#core/calendar/day.ts'
import { type AddPerson, addPerson } from './add-person.ts'
import { eraseName } from './erase-name.ts'
import { type MovePerson, movePerson } from './move-person.ts'
import { type Person, person } from './people.ts'
import { clearPeople, loadPeople, type PeopleTables } from './store.ts'

/** The people one can act as. Identities are not verified until sign-in exists. */
export interface People {
  /** Everybody, by name; departments as they are on the day (default today). */
  list(asOf?: Day): Promise<Person[]>
  find(key: string, asOf?: Day): Promise<Person | null>
  /** Throws `BadInput`, and `Refused` where a given key is taken. */
  add(input: AddPerson): Promise<Person>
  /** A person changes department from a day on. Throws `NotFound`, `BadInput`. */
  move(input: MovePerson): Promise<Person>
  /** Erases the name; the key and every record stay. Throws `NotFound`. */
  eraseName(key: string): Promise<Person>
  /** Empties the area, for "start with my own data". */
  clear(trx: Transaction<unknown>): Promise<void>
}

export function createPeople(
  database: { as<Tables>(): Kysely<Tables> },
  { clock }: { readonly clock: { now(): Date } },
): People {
  const context = { db: database.as<PeopleTables>(), clock }
  const list = async (asOf?: Day) =>
    (await loadPeople(context.db, asOf ?? clock.now().toISOString().slice(0, 10))).map(person)
  return {
    list,
    find: async (key, asOf) => (await list(asOf)).find((one) => one.key === key) ?? null,
    add: (input) => addPerson(context, input),
    move: (input) => movePerson(context, input),
    eraseName: (key) => eraseName(context, key),
    clear: (trx) => clearPeople(trx as unknown as Transaction<PeopleTables>),
  }
}
