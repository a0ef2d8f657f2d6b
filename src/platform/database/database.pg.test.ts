import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from './database.ts'
import { json } from './json.ts'
import { testDatabases } from './testing.ts'

describe.each(testDatabases())('values on $name', ({ open }) => {
  let database: Database
  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database.close())

  it.each([
    ['true', true],
    ['42::int8', 42],
    ['1.5::numeric', 1.5],
    ['sum(x)::numeric from (values (1::int8), (2)) v(x)', 3],
    ["date '2026-02-28'", '2026-02-28'],
    ["timestamptz '2026-11-22 19:00:00+09'", '2026-11-22T10:00:00.000Z'],
    ["timestamptz '2026-11-22 10:00:00.123456Z'", '2026-11-22T10:00:00.123456Z'],
    ["timestamp '2026-11-22 10:00:00.5'", '2026-11-22T10:00:00.500'],
    ["interval '3 months'", 'P3M'],
    [`'{"a":[1,null]}'::jsonb`, { a: [1, null] }],
    ["'\\x00ff'::bytea", new Uint8Array([0, 255])],
    ["array['a','b \"c\"',null,'']", ['a', 'b "c"', null, '']],
    ['array[1,2]::int8[]', [1, 2]],
    ["array[date '2026-01-01']", ['2026-01-01']],
    ['array[\'{"a":1}\'::jsonb]', [{ a: 1 }]],
    ["'3c1f6f5e-0000-7000-8000-000000000000'::uuid", '3c1f6f5e-0000-7000-8000-000000000000'],
    ['null::date', null],
  ])('%s is read as one value', async (expression, value) => {
    const { rows } =
      await sql`select ${sql.raw(expression.replace(/ from .*/, ''))} as value ${sql.raw(/ from .*/.exec(expression)?.[0] ?? '')}`.execute(
        database.as(),
      )
    expect(rows).toEqual([{ value }])
  })

  it('an int8 that a number cannot hold is an error, not another number', async () => {
    await expect(sql`select 9007199254740993::int8 as value`.execute(database.as())).rejects.toThrow('too large')
  })

  it.each([
    ['text', 'o’clock 時'],
    ['boolean', false],
    ['int8', 12],
    ['numeric', 0.1],
    ['date', '2026-03-31'],
    ['timestamptz', '2026-03-31T00:00:00.000Z'],
    ['text[]', ['a', 'b,c', '"']],
    ['jsonb', { deep: ['x', 1] }],
    ['bytea', new Uint8Array([1, 2, 254])],
  ])('a parameter of %s comes back as it was given', async (type, value) => {
    const { rows } = await sql`select ${value}::${sql.raw(type)} as value`.execute(database.as())
    expect(rows).toEqual([{ value }])
  })

  it('a Date is an instant', async () => {
    const at = new Date('2026-11-22T23:59:59.999Z')
    const { rows } = await sql`select ${at}::timestamptz as value`.execute(database.as())
    expect(rows).toEqual([{ value: at.toISOString() }])
  })

  it.each([[[1, 'two']], ['text'], [{ a: null }], [null]])('json(%j) is stored as JSON', async (value) => {
    const { rows } =
      await sql`select ${json(value)} as value, jsonb_typeof(${json(value)}) is not null as typed`.execute(
        database.as(),
      )
    expect(rows).toEqual([{ value, typed: true }])
  })

  it('a transaction that throws leaves nothing', async () => {
    await sql`create table kept (n int)`.execute(database.as())
    const failing = database.transaction(async (session) => {
      await session.script('insert into kept values (1); insert into kept values (2);')
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect((await sql`select * from kept`.execute(database.as())).rows).toEqual([])
  })

  it('queries beside a transaction do not become part of it', async () => {
    await sql`create table beside (n int)`.execute(database.as())
    const rolledBack = database
      .as<{ beside: { n: number } }>()
      .transaction()
      .execute(async (transaction) => {
        await transaction.insertInto('beside').values({ n: 1 }).execute()
        await new Promise((resolve) => setTimeout(resolve, 20))
        throw new Error('rolled back')
      })
    const outside = sql`insert into beside values (2)`.execute(database.as())
    await expect(rolledBack).rejects.toThrow('rolled back')
    await outside
    expect((await sql`select n from beside`.execute(database.as())).rows).toEqual([{ n: 2 }])
  })
})
