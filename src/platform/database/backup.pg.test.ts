import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BadInput, NotFound, Refused } from '#platform/errors.ts'
import { type FileStore, openFileStore } from '../files/store.ts'
import { createBackup, restoreBackup, verifyBackup } from './backup.ts'
import type { Database } from './database.ts'
import { type AreaMigrations, migrate } from './migrate.ts'
import { testDatabases } from './testing.ts'

const now = new Date('2026-11-22T10:00:00Z')
const schema = `
  CREATE TABLE kind (key text PRIMARY KEY, parent text REFERENCES kind);
  INSERT INTO kind VALUES ('seed', null);
  CREATE TABLE thing (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL REFERENCES kind,
    amount numeric, ratio float8, day date, at timestamptz, period interval,
    tags text[], detail jsonb, raw json, hash bytea, "odd ""name" text,
    twice bigint GENERATED ALWAYS AS (id * 2) STORED
  );
  CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'never'; END $$;
  CREATE TRIGGER kept BEFORE INSERT ON thing FOR EACH ROW WHEN (NEW.amount = -1) EXECUTE FUNCTION keep();`
const rows = `
  INSERT INTO shop.kind VALUES ('b', 'a'), ('a', 'b');
  INSERT INTO shop.thing (kind, amount, ratio, day, at, period, tags, detail, raw, hash, "odd ""name") VALUES
    ('a', 123456789012345678.000100, 0.1, '2026-02-28', '2026-11-22 10:00:00.123456Z', 'P1Y2M', '{a,"b,c",NULL}',
     '{"n": null, "deep": [1.50, "安全"]}', '{"b": 1,   "a": 2}', '\\x00ff', E'line\\nbreak "quoted" \\\\'),
    ('b', 'NaN', 'Infinity', 'infinity', '-infinity', null, '{}', 'null', 'null', '', ''),
    ('seed', null, null, null, null, null, null, null, null, null, null);`

let folder: string
let opened: Database[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rung-backup-'))
  opened = []
})
afterEach(async () => {
  await Promise.all(opened.map((database) => database.close()))
  await rm(folder, { recursive: true, force: true })
})

async function areas(): Promise<AreaMigrations[]> {
  await writeFile(join(folder, '1.sql'), schema)
  return [{ area: 'shop', folder }]
}
const store = (name: string): Promise<FileStore> => openFileStore(join(folder, name))
async function remember(opening: Promise<Database>): Promise<Database> {
  const database = await opening
  opened.push(database)
  return database
}
async function contents(database: Database) {
  const things = await sql`select t::text from shop.thing t order by id`.execute(database.as())
  const kinds = await sql`select k::text from shop.kind k order by key`.execute(database.as())
  return { things: things.rows, kinds: kinds.rows }
}

async function filled(open: () => Promise<Database>) {
  const database = await remember(open())
  await migrate(database, await areas())
  await database.transaction((session) => session.script(rows))
  const files = await store('files')
  await files.put(new Uint8Array(100_000).fill(5), { limit: 100_000 })
  await files.put(new Uint8Array(), { limit: 0 })
  const path = join(folder, 'a.backup')
  const made = await createBackup({ database, files, product: 'test 1', now }, path)
  return { database, path, made }
}

const kinds = testDatabases()
const pairs = kinds.flatMap((from) => kinds.map((to) => ({ from, to, name: `${from.name} to ${to.name}` })))

describe.each(pairs)('a backup from $name', ({ from, to }) => {
  it('brings back every row, every file, and where the numbers go on', async () => {
    const { database, path, made } = await filled(from.open)
    expect(made).toMatchObject({ tables: 2, rows: 6, files: 2, product: 'test 1', createdAt: now.toISOString() })
    expect(await verifyBackup(path)).toEqual(made)

    const target = await remember(to.open())
    const files = await store('restored')
    await restoreBackup({ database: target, files, areas: await areas() }, path)
    expect(await contents(target)).toEqual(await contents(database))
    const names: string[] = []
    for await (const name of files.list()) names.push(name)
    expect(names).toHaveLength(2)

    expect(await migrate(target, await areas())).toEqual([])
    const { rows: added } = await sql`insert into shop.thing (kind) values ('a') returning id, twice`.execute(
      target.as(),
    )
    expect(added).toEqual([{ id: 4, twice: 8 }])
    await expect(sql`insert into shop.thing (kind) values ('nowhere')`.execute(target.as())).rejects.toThrow(
      /foreign key/,
    )
    await expect(sql`insert into shop.thing (kind, amount) values ('a', -1)`.execute(target.as())).rejects.toThrow(
      'never',
    )
  })
})

describe.each(kinds)('restoring on $name', ({ open }) => {
  it('is refused where there are data already, and changes nothing', async () => {
    const { database, path } = await filled(open)
    const before = await contents(database)
    const again = restoreBackup({ database, files: await store('restored'), areas: await areas() }, path)
    await expect(again).rejects.toThrow(Refused)
    expect(await contents(database)).toEqual(before)
  })

  it('refuses a backup of a newer program', async () => {
    const { path } = await filled(open)
    const target = await remember(open())
    const older = restoreBackup({ database: target, files: await store('restored'), areas: [] }, path)
    await expect(older).rejects.toThrow(/newer program/)
    expect(await migrate(target, await areas())).not.toEqual([])
  })

  it('goes on with the migrations that the backup does not have yet', async () => {
    const { path } = await filled(open)
    await writeFile(join(folder, '2.sql'), 'ALTER TABLE thing ADD COLUMN later int DEFAULT 7;')
    const target = await remember(open())
    await restoreBackup({ database: target, files: await store('restored'), areas: await areas() }, path)
    expect((await migrate(target, await areas())).map(({ name }) => name)).toEqual(['2.sql'])
    expect((await sql`select distinct later from shop.thing`.execute(target.as())).rows).toEqual([{ later: 7 }])
  })
})

describe('a backup file', () => {
  const open = kinds[0]!.open

  it('is never overwritten, and an unfinished one leaves nothing', async () => {
    const { database, path } = await filled(open)
    const before = await readFile(path)
    const source = { database, files: await store('files'), product: 'test', now }
    await expect(createBackup(source, path)).rejects.toThrow(Refused)
    expect(await readFile(path)).toEqual(before)
    const broken = { ...source.files, read: () => Promise.reject(new Error('disk gone')) }
    await expect(createBackup({ ...source, files: broken }, join(folder, 'b.backup'))).rejects.toThrow('disk gone')
    await expect(readFile(join(folder, 'b.backup'))).rejects.toThrow('ENOENT')
    await expect(readFile(join(folder, 'b.backup.part'))).rejects.toThrow('ENOENT')
    expect((await sql`select 1 as one`.execute(database.as())).rows).toEqual([{ one: 1 }])
  })

  it('that is damaged is found out, and not restored', async () => {
    const { path } = await filled(open)
    const whole = gunzipSync(await readFile(path))
    const target = await remember(open())
    const damages: [string, (bytes: Buffer) => Buffer][] = [
      ['a changed row', (bytes) => Buffer.from(bytes.toString('latin1').replace('"kind":"a"', '"kind":"b"'), 'latin1')],
      ['a changed file', (bytes) => Buffer.from(bytes.toString('latin1').replace('\x05\x05', '\x05\x06'), 'latin1')],
      ['a cut end', (bytes) => bytes.subarray(0, bytes.length - 3000)],
      ['a cut middle', (bytes) => Buffer.concat([bytes.subarray(0, 512), bytes.subarray(1536)])],
      ['nothing', () => Buffer.alloc(0)],
    ]
    for (const [name, damage] of damages) {
      const damaged = join(folder, `${name}.backup`)
      await writeFile(damaged, gzipSync(damage(whole)))
      await expect(verifyBackup(damaged), name).rejects.toThrow(BadInput)
      const restoring = restoreBackup(
        { database: target, files: await store('restored'), areas: await areas() },
        damaged,
      )
      await expect(restoring, name).rejects.toThrow(BadInput)
    }
    await writeFile(join(folder, 'cut.gz'), (await readFile(path)).subarray(0, 500))
    await expect(verifyBackup(join(folder, 'cut.gz'))).rejects.toThrow(BadInput)
    await writeFile(join(folder, 'text'), 'no backup')
    await expect(verifyBackup(join(folder, 'text'))).rejects.toThrow(BadInput)
    await expect(verifyBackup(join(folder, 'nowhere'))).rejects.toThrow(NotFound)
    await restoreBackup({ database: target, files: await store('restored'), areas: await areas() }, path)
  })
})
