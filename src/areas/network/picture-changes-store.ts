import { createHash } from 'node:crypto'
import { setImmediate as breathe } from 'node:timers/promises'
import { type RawBuilder, sql } from 'kysely'
import { upsertMany } from '#platform/database/insert-many.ts'
import { inTurn } from './in-turn.ts'
import type { Alias } from './kept-device.ts'
import { observedRow } from './observed-row.ts'
import type { DeviceDetails, Picture } from './picture-store.ts'
import type { Db } from './store.ts'

/** A picture with all that is kept of it. */
export interface WholePicture {
  readonly picture: Picture
  readonly records: ReadonlyMap<string, DeviceDetails>
  readonly aliases: readonly Alias[]
}

export async function loadPictureKeys(db: Db): Promise<Map<string, string>> {
  const rows = await db.selectFrom('network.picture_state').select(['plant', 'key']).execute()
  return new Map(rows.map((row) => [row.plant, row.key]))
}

/**
 * Keeps a picture: what stands is compared first, and only rows that changed are written. Readers see the old picture or
 * the new one, never some of both: all is written in one transaction, in statements short enough for others to go on.
 */
export async function savePicture(
  db: Db,
  plant: string,
  whole: WholePicture,
  state: { readonly key: string; readonly at: string },
): Promise<void> {
  const before = await stateOf(db, plant)
  const planned = await planChanges(db, plant, whole)
  await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext('network.picture'), hashtext(${plant}))`.execute(trx)
    // Another process may have kept a picture since.
    const changes = (await stateOf(trx, plant)) === before ? planned : await planChanges(trx, plant, whole)
    for (const change of changes) await change(trx)
    await trx
      .insertInto('network.picture_state')
      .values({ plant, key: state.key, built_at: state.at })
      .onConflict((conflict) => conflict.column('plant').doUpdateSet({ key: state.key, built_at: state.at }))
      .execute()
  })
}

type Change = (trx: Db) => Promise<void>

async function stateOf(db: Db, plant: string): Promise<string> {
  // The row's own version: the same key may have been kept twice.
  const found = await sql<{ version: string }>`
    select xmin::text as version from network.picture_state where plant = ${plant}`.execute(db)
  return found.rows[0]?.version ?? ''
}

async function planChanges(db: Db, plant: string, { picture, records, aliases }: WholePicture): Promise<Change[]> {
  const rowOf = (device: Picture['devices'][number]) => observedRow(plant, device, records.get(device.id)!)
  return [
    await plan(db, plant, picture.devices, {
      table: 'network.observed',
      key: ['id'],
      content: sql`digest`,
      keyOf: ({ id }) => id,
      contentOf: (device) => digestOf(rowOf(device)),
      write: (trx, some) =>
        upsertMany(
          trx,
          'network.observed',
          ['plant', 'id'],
          some.map(rowOf).map((row) => ({ ...row, digest: digestOf(row) })),
        ),
    }),
    await plan(db, plant, aliases, {
      table: 'network.observed_address',
      key: ['address', 'capture_id'],
      content: sql`id`,
      keyOf: ({ address, captureId }) => `${address}\t${captureId}`,
      contentOf: ({ id }) => id,
      write: (trx, some) =>
        upsertMany(
          trx,
          'network.observed_address',
          ['plant', 'address', 'capture_id'],
          some.map(({ address, captureId, id }) => ({ plant, address, capture_id: captureId, id })),
        ),
    }),
    await plan(db, plant, picture.crossings, {
      table: 'network.crossing',
      key: ['capture_id', 'n'],
      content: sql`concat_ws(' ', client_level, server_level, array_to_string(days, ' '))`,
      keyOf: ({ captureId, n }) => `${captureId}\t${n}`,
      contentOf: ({ clientLevel, serverLevel, days }) => [clientLevel, serverLevel, ...days].join(' '),
      write: (trx, some) =>
        upsertMany(
          trx,
          'network.crossing',
          ['plant', 'capture_id', 'n'],
          some.map(({ captureId, n, clientLevel, serverLevel, days }) => ({
            plant,
            capture_id: captureId,
            n,
            client_level: clientLevel,
            server_level: serverLevel,
            days: [...days],
          })),
        ),
    }),
    await plan(db, plant, picture.looked, {
      table: 'network.looked_day',
      key: ['day'],
      content: sql`concat_ws(' ', capture_id, boundary, crossings, late)`,
      keyOf: ({ day }) => day,
      contentOf: ({ captureId, boundary, crossings, late }) =>
        [captureId, boundary ? 't' : 'f', crossings, late ? 't' : 'f'].join(' '),
      write: (trx, some) =>
        upsertMany(
          trx,
          'network.looked_day',
          ['plant', 'day'],
          some.map(({ captureId, ...looked }) => ({ plant, capture_id: captureId, ...looked })),
        ),
    }),
  ]
}

const digestOf = (row: object): string => createHash('md5').update(JSON.stringify(row)).digest('base64')

const rowsAtOnce = 1500

/** What has to be done so that a table holds these rows of a plant and no others. */
async function plan<Row>(
  db: Db,
  plant: string,
  rows: readonly Row[],
  kept: {
    readonly table: string
    /** The columns of the primary key after the plant. */
    readonly key: readonly string[]
    /** What the row holds beside its key, as text. */
    readonly content: RawBuilder<unknown>
    readonly keyOf: (row: Row) => string
    readonly contentOf: (row: Row) => string
    readonly write: (trx: Db, rows: readonly Row[]) => Promise<void>
  },
): Promise<Change> {
  const { table, key, content, keyOf, contentOf, write } = kept
  const gone = await standing(db, plant, table, key, content)
  const changed: Row[] = []
  await inTurn(rows, (row) => {
    const at = keyOf(row)
    if (gone.get(at) !== contentOf(row)) changed.push(row)
    gone.delete(at)
  })
  return async (trx) => {
    for (const some of slices([...gone.keys()])) await remove(trx, plant, table, key, some)
    for (const some of slices(changed)) await write(trx, some)
  }
}

function* slices<One>(all: readonly One[]): Generator<readonly One[]> {
  for (let start = 0; start < all.length; start += rowsAtOnce) yield all.slice(start, start + rowsAtOnce)
}

interface Standing {
  readonly plant: string
  readonly key: string[]
  readonly content: string
}

/** What the rows of a plant hold now, by their keys. */
async function standing(
  db: Db,
  plant: string,
  table: string,
  key: readonly string[],
  content: RawBuilder<unknown>,
): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const columns = sql.join(['plant', ...key].map((column) => sql.ref(column)))
  let after: readonly string[] | null = null
  for (;;) {
    // Compared as a whole: a table that nobody analyzed yet is then read along its key.
    const beyond: RawBuilder<unknown> =
      after === null ? sql`plant >= ${plant}` : sql`(${columns}) > (${sql.join([plant, ...after])})`
    const { rows }: { rows: Standing[] } = await sql<Standing>`
      select plant, array[${sql.join(key.map((column) => sql`${sql.ref(column)}::text`))}] as key, ${content} as content
      from ${sql.table(table)} where ${beyond} order by ${columns} limit ${rowsAtOnce}`.execute(db)
    for (const row of rows) if (row.plant === plant) found.set(row.key.join('\t'), row.content)
    const last = rows.at(-1)
    if (last === undefined || rows.length < rowsAtOnce || last.plant !== plant) return found
    after = last.key
    await breathe()
  }
}

async function remove(
  trx: Db,
  plant: string,
  table: string,
  key: readonly string[],
  keys: readonly string[],
): Promise<void> {
  const [first] = key
  const parts = keys.map((one) => one.split('\t'))
  const firsts = parts.map(([one]) => one!)
  const column = sql`t.${sql.ref(first!)}`
  // Between the least and the greatest: that is read along the key, whatever is known of the table.
  const bound = (of: string) => sql`(select ${sql.raw(of)}(x) from unnest(${firsts}::text[]) x)`
  const same = sql`array[${sql.join(key.map((one) => sql`t.${sql.ref(one)}::text`))}]`
  const text = first === 'day' ? sql`` : sql`and ${column} >= ${bound('min')} and ${column} <= ${bound('max')}`
  await sql`delete from ${sql.table(table)} t where t.plant = ${plant} ${text}
    and array_to_string(${same}, chr(9)) = any(${[...keys]}::text[])`.execute(trx)
  await breathe()
}
