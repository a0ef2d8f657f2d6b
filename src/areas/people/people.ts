import type { Kysely } from 'kysely'
import type { Department } from '#core/record/record.ts'
import type { PeopleTables } from './store.ts'

/** A person as others see them: the key stays, the name is null once it was erased. */
export interface Person {
  readonly key: string
  readonly name: string | null
  /** The first of `departments`: the one a person speaks for. */
  readonly department: Department
  readonly departments: readonly Department[]
  /** ISO 8601 instant. */
  readonly addedAt: string
}

/** What the use cases of this area work with. */
export interface PeopleContext {
  readonly db: Kysely<PeopleTables>
  readonly clock: { now(): Date }
}

export function person(row: Omit<Person, 'department'>): Person {
  return { ...row, department: row.departments[0] ?? 'other' }
}
