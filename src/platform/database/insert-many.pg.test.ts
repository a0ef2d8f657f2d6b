import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BadInput } from '#platform/errors.ts'
import type { Database } from './database.ts'
import { insertMany, upsertMany } from './insert-many.ts'
import { testDatabases } from './testing.ts'

interface Tables {
  'shop.thing': {
    id: number
    name?: string | null
    day?: string | null
    at?: string | Date | null
    tags?: string[]
    detail?: unknown
    hash?: Uint8Array
    kind?: string
  }
}

describe.each(testDatabases())('many rows on $name', ({ open }) => {
  let database: Database
  beforeAll(async () => {
    database = await open()
    await database.transaction((session) =>
      session.script(`create schema shop; create table shop.thing (id int primary key, name text, day date,
        at timestamptz, tags text[], detail jsonb, hash bytea, kind text not null default 'plain')`),
    )
  })
  afterAll(() => database.close())
  const rows = async (where: string) =>
    (await sql`select * from shop.thing where ${sql.raw(where)} order by id`.execute(database.as())).rows

  it('arrive with every type as given, and defaults where no row names the column', async () => {
    await insertMany(database.as<Tables>(), 'shop.thing', [
      {
        id: 1,
        name: '安全弁 "A"\n\\u0000',
        day: '2026-02-28',
        at: new Date('2026-11-22T10:00:00Z'),
        tags: ['a', 'b,"c"'],
        detail: [{ deep: ['x'] }, null],
        hash: new Uint8Array([0, 255]),
      },
      { id: 2 },
    ])
    expect(await rows('id < 10')).toEqual([
      {
        id: 1,
        name: '安全弁 "A"\n\\u0000',
        day: '2026-02-28',
        at: '2026-11-22T10:00:00.000Z',
        tags: ['a', 'b,"c"'],
        detail: [{ deep: ['x'] }, null],
        hash: new Uint8Array([0, 255]),
        kind: 'plain',
      },
      { id: 2, name: null, day: null, at: null, tags: null, detail: null, hash: null, kind: 'plain' },
    ])
  })

  it('arrive completely and in order over many statements', async () => {
    const many = Array.from({ length: 12_345 }, (_, index) => ({ id: 1_000 + index, name: `row ${index}` }))
    await insertMany(database.as<Tables>(), 'shop.thing', many)
    const { rows: counted } =
      await sql`select count(*) as count, max(id) as last from shop.thing where id >= 1000`.execute(database.as())
    expect(counted).toEqual([{ count: 12_345, last: 13_344 }])
  })

  it('leave the event loop free in between', async () => {
    let turns = 0
    const ticking = setInterval(() => turns++, 1)
    const many = Array.from({ length: 5_000 }, (_, index) => ({ id: 100_000 + index, name: 'x' }))
    await insertMany(database.as<Tables>(), 'shop.thing', many)
    clearInterval(ticking)
    expect(turns).toBeGreaterThan(1)
  })

  it('are one whole inside a transaction', async () => {
    const many = [...Array.from({ length: 600 }, (_, index) => ({ id: 500_000 + index })), { id: 1 }]
    const failing = database
      .as<Tables>()
      .transaction()
      .execute(async (transaction) => {
        await insertMany(transaction, 'shop.thing', many)
      })
    await expect(failing).rejects.toThrow(/duplicate key/)
    expect(await rows('id between 500000 and 600000')).toEqual([])
  })

  it.each([
    ['NUL', 'a\0b'],
    ['half a surrogate pair', 'a\ud800b'],
  ])('holding %s are refused with row and column', async (_, name) => {
    const insert = insertMany(database.as<Tables>(), 'shop.thing', [
      { id: 700_000, name: '😀' },
      { id: 700_001, name },
    ])
    await expect(insert).rejects.toThrow(BadInput)
    await expect(insert).rejects.toMatchObject({ problems: [{ path: 'rows[1].name' }] })
  })

  it('none are none', async () => {
    await expect(insertMany(database.as<Tables>(), 'shop.thing', [])).resolves.toBeUndefined()
  })

  it('take the place of rows with their key, and leave the others and columns that no row names', async () => {
    const things = database.as<Tables>()
    await insertMany(things, 'shop.thing', [
      { id: 900_001, name: 'old', kind: 'pump' },
      { id: 900_002, name: 'stays', kind: 'plain' },
    ])
    await upsertMany(
      things,
      'shop.thing',
      ['id'],
      [
        { id: 900_001, name: 'new' },
        { id: 900_003, name: 'more' },
      ],
    )
    await upsertMany(things, 'shop.thing', ['id'], [{ id: 900_002 }])
    expect(await rows('id > 900000')).toMatchObject([
      { id: 900_001, name: 'new', kind: 'pump' },
      { id: 900_002, name: 'stays', kind: 'plain' },
      { id: 900_003, name: 'more', kind: 'plain' },
    ])
  })
})
