import { type Generated, type Kysely, sql, type Transaction } from 'kysely'
import type { Department } from '#core/record/record.ts'

export interface PeopleTables {
  'people.person': { key: string; example: boolean; recorded_at: string; recorded_by: string | null }
  'people.name': { person: string; display_name: string | null; erased_at: string | null }
  'people.membership': {
    person: string
    seq: Generated<number>
    departments: string[]
    effective_from: string
    recorded_at: string
    recorded_by: string | null
  }
}

type Db = Kysely<PeopleTables> | Transaction<PeopleTables>

export interface PersonRow {
  readonly key: string
  readonly name: string | null
  readonly departments: readonly Department[]
  readonly addedAt: string
}

/** Everybody, with the membership in force on the day; before the first one, the first. */
export async function loadPeople(db: Db, asOf: string): Promise<PersonRow[]> {
  const found = await sql<{ key: string; name: string | null; departments: Department[]; added_at: string }>`
    select p.key, n.display_name as name, m.departments, p.recorded_at as added_at
    from people.person p
    join people.name n on n.person = p.key
    cross join lateral (
      select departments from people.membership m where m.person = p.key
      order by (m.effective_from <= ${asOf}::date) desc,
        case when m.effective_from <= ${asOf}::date then m.effective_from end desc,
        m.effective_from, m.seq desc
      limit 1
    ) m
    order by n.display_name nulls last, p.key
  `.execute(db)
  return found.rows.map((row) => ({
    key: row.key,
    name: row.name,
    departments: row.departments,
    addedAt: row.added_at,
  }))
}

export interface NewPerson {
  readonly key: string
  readonly name: string
  readonly departments: readonly Department[]
  readonly from: string
  readonly at: string
  readonly by: string | null
  readonly example: boolean
}

/** False when the key is taken. */
export async function insertPerson(trx: Db, person: NewPerson): Promise<boolean> {
  const added = await trx
    .insertInto('people.person')
    .values({ key: person.key, example: person.example, recorded_at: person.at, recorded_by: person.by })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .executeTakeFirst()
  if (!added) return false
  await trx
    .insertInto('people.name')
    .values({ person: person.key, display_name: person.name, erased_at: null })
    .execute()
  await insertMembership(trx, person)
  return true
}

export async function insertMembership(db: Db, person: Omit<NewPerson, 'name' | 'example'>): Promise<void> {
  await db
    .insertInto('people.membership')
    .values({
      person: person.key,
      departments: [...person.departments],
      effective_from: person.from,
      recorded_at: person.at,
      recorded_by: person.by,
    })
    .execute()
}

export async function eraseName(db: Db, key: string, at: string): Promise<boolean> {
  const result = await db
    .updateTable('people.name')
    .set({ display_name: null, erased_at: at })
    .where('person', '=', key)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

export async function clearPeople(trx: Db): Promise<void> {
  await sql`truncate people.membership, people.name, people.person`.execute(trx)
}
