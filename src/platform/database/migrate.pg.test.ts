import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Broken, Refused } from '#platform/errors.ts'
import { type Database, openDatabase } from './database.ts'
import { migrate } from './migrate.ts'
import { newDatabase, testDatabases } from './testing.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'rung-migrate-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function area(name: string, files: Record<string, string>) {
  const folder = join(root, name)
  await mkdir(folder, { recursive: true })
  for (const [file, statements] of Object.entries(files)) await writeFile(join(folder, file), statements)
  return { area: name, folder }
}

describe.each(testDatabases())('migrations on $name', ({ open }) => {
  let database: Database
  beforeEach(async () => {
    database = await open()
  })
  afterEach(() => database.close())

  const numbers = async () =>
    (await sql<{ n: number }>`select n from shop.thing order by n`.execute(database.as())).rows

  it('run in the order of their names, several statements to a file, in the schema of their area', async () => {
    const shop = await area('shop', {
      '2-fill.sql': "insert into thing values (1); insert into thing values (2); -- a ';' in a comment",
      '1-make.sql': 'create table thing (n int primary key);\ncreate index on thing (n);',
      'note.txt': 'no migration',
    })
    const applied = await migrate(database, [shop])
    expect(applied.filter((one) => one.area === 'shop').map((one) => one.name)).toEqual(['1-make.sql', '2-fill.sql'])
    expect(await numbers()).toEqual([{ n: 1 }, { n: 2 }])
  })

  it('run once; a later start applies only what is new', async () => {
    await migrate(database, [await area('shop', { '1.sql': 'create table thing (n int);' })])
    const applied = await migrate(database, [await area('shop', { '2.sql': 'insert into thing values (7);' })])
    expect(applied).toEqual([{ area: 'shop', name: '2.sql' }])
    expect(await numbers()).toEqual([{ n: 7 }])
  })

  it('refuse a file that was changed after it had been applied', async () => {
    await migrate(database, [await area('shop', { '1.sql': 'create table thing (n int);' })])
    const changed = await area('shop', { '1.sql': 'create table thing (n bigint);', '2.sql': 'drop table thing;' })
    await expect(migrate(database, [changed])).rejects.toThrow(Refused)
    expect(await numbers()).toEqual([])
  })

  it('refuse a database that a newer program has migrated', async () => {
    await migrate(database, [await area('shop', { '1.sql': 'create table thing (n int);', '9.sql': 'select 1;' })])
    await rm(join(root, 'shop', '9.sql'))
    await expect(migrate(database, [{ area: 'shop', folder: join(root, 'shop') }])).rejects.toThrow(/newer program/)
  })

  it('leave nothing of a file that fails, and keep those before it', async () => {
    const shop = await area('shop', {
      '1.sql': 'create table thing (n int);',
      '2.sql': 'insert into thing values (1); create table other (n int); insert into nowhere values (1);',
    })
    await expect(migrate(database, [shop])).rejects.toThrow(Broken)
    expect(await numbers()).toEqual([])
    const mended = await area('shop', { '2.sql': 'insert into thing values (3);' })
    expect(await migrate(database, [mended])).toEqual([{ area: 'shop', name: '2.sql' }])
  })

  it('apply each file once when several starts overlap', async () => {
    const shop = await area('shop', {
      '1.sql': 'create table thing (n int);',
      '2.sql': 'insert into thing values (1);',
    })
    const runs = await Promise.all([1, 2, 3].map(() => migrate(database, [shop])))
    expect(runs.flat().filter((one) => one.area === 'shop')).toHaveLength(2)
    expect(await numbers()).toEqual([{ n: 1 }])
  })
})

it('servers that start together on one PostgreSQL apply each file once', async () => {
  const url = await newDatabase()
  const databases = await Promise.all([1, 2, 3].map(() => openDatabase({ url, connections: 2 })))
  try {
    const shop = await area('shop', {
      '1.sql': 'create table thing (n int);',
      '2.sql': 'insert into thing values (1);',
    })
    const runs = await Promise.all(databases.map((database) => migrate(database, [shop])))
    expect(
      runs
        .flat()
        .map((one) => one.name)
        .filter((name) => name === '2.sql'),
    ).toHaveLength(1)
    expect((await sql`select n from shop.thing`.execute(databases[0]!.as())).rows).toEqual([{ n: 1 }])
  } finally {
    await Promise.all(databases.map((database) => database.close()))
  }
})
