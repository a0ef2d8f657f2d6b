import { writeSync } from 'node:fs'
import { sql } from 'kysely'
import { openDatabase } from './database.ts'

/**
 * The program that durability tests run and kill: `node committing-child.ts FOLDER [COMMITS]`.
 * It first prints what it finds as `found [[number, parts], …]`, then commits transactions of three rows, and prints
 * `kept N` only when the commit of N has returned. Without COMMITS it goes on until it is killed.
 */
const folder = process.argv[2]!
const commits = Number(process.argv[3] ?? Number.POSITIVE_INFINITY)
const say = (line: string) => writeSync(1, `${line}\n`)

interface Tables {
  kept: { number: number; part: number; filler: string }
}

const database = await openDatabase({ dataDir: folder })
const kysely = database.as<Tables>()
await sql`create table if not exists kept (number int, part int, filler text, primary key (number, part))`.execute(
  kysely,
)
const found = await kysely
  .selectFrom('kept')
  .select(['number', (eb) => eb.fn.countAll<number>().as('parts')])
  .groupBy('number')
  .orderBy('number')
  .execute()
say(`found ${JSON.stringify(found.map((row) => [row.number, row.parts]))}`)

const first = (found.at(-1)?.number ?? 0) + 1
for (let number = first; number < first + commits; number++) {
  await kysely.transaction().execute(async (transaction) => {
    for (const part of [1, 2, 3]) {
      await transaction
        .insertInto('kept')
        .values({ number, part, filler: 'x'.repeat(500) })
        .execute()
    }
  })
  say(`kept ${number}`)
}
await database.close()
