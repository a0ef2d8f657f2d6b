import { setImmediate as breathe } from 'node:timers/promises'
import { type Insertable, type Kysely, type RawBuilder, sql, type Transaction } from 'kysely'
import { BadInput } from '#platform/errors.ts'

const firstBatch = 250
const largestBatch = 2_000
/** The embedded database works on the event loop: a batch is sized to hold it about this long, well below 100 ms. */
const batchMilliseconds = 25

/**
 * Inserts many rows quickly, in statements small enough that other work goes on in between.
 *
 * Each statement hands over its rows as one JSON text, which PostgreSQL converts by the table's own column types: dates and
 * timestamps as ISO text, arrays and nested JSON as they are, bytea as Uint8Array. Columns that no row names get their
 * default; where a row lacks a column that others name, it is null. Not atomic by itself: give it a transaction for that.
 *
 * @throws BadInput where a text holds a character that PostgreSQL cannot store (NUL, half a surrogate pair) or a number is
 * not finite; `path` is `rows[index].column`
 */
export async function insertMany<Tables, Table extends keyof Tables & string>(
  database: Kysely<Tables> | Transaction<Tables>,
  table: Table,
  rows: readonly NoInfer<Insertable<Tables[Table]>>[],
): Promise<void> {
  await write(database, table, rows, () => sql``)
}

/** As {@link insertMany}; a row whose key (columns of a unique index) is there already takes its place. */
export async function upsertMany<Tables, Table extends keyof Tables & string>(
  database: Kysely<Tables> | Transaction<Tables>,
  table: Table,
  key: readonly (keyof Insertable<Tables[Table]> & string)[],
  rows: readonly NoInfer<Insertable<Tables[Table]>>[],
): Promise<void> {
  await write(database, table, rows, (columns) => {
    const others = columns.filter((column) => !(key as readonly string[]).includes(column))
    const set = others.map((column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`)
    const doing = set.length === 0 ? sql`NOTHING` : sql`UPDATE SET ${sql.join(set)}`
    return sql` ON CONFLICT (${sql.join(key.map((column) => sql.ref(column)))}) DO ${doing}`
  })
}

async function write<Tables>(
  database: Kysely<Tables> | Transaction<Tables>,
  table: string,
  rows: readonly object[],
  onConflict: (columns: readonly string[]) => RawBuilder<unknown>,
): Promise<void> {
  const columns = columnsOf(rows)
  if (columns.length === 0) return
  const into = sql.table(table)
  const list = sql.join(columns.map((column) => sql.ref(column)))
  const otherwise = onConflict(columns)
  let size = firstBatch
  for (let start = 0; start < rows.length; ) {
    const batch = rows.slice(start, start + size)
    const began = performance.now()
    const text = batchText(batch, start)
    await sql`INSERT INTO ${into} (${list}) SELECT ${list} FROM json_populate_recordset(null::${into}, ${text}::text::json)${otherwise}`.execute(
      database,
    )
    const took = Math.max(performance.now() - began, 1)
    start += batch.length
    size = Math.max(1, Math.min(largestBatch, size * 2, Math.round((batch.length * batchMilliseconds) / took)))
    await breathe()
  }
}

function columnsOf(rows: readonly object[]): string[] {
  const columns = new Set<string>()
  for (const row of rows) for (const column of Object.keys(row)) columns.add(column)
  return [...columns]
}

function batchText(batch: readonly object[], start: number): string {
  const text = JSON.stringify(batch, storable)
  // Cheap first: JSON.stringify writes NUL and halves of surrogate pairs as escapes, in lower case.
  if (/\\u0000|\\ud[89a-f]/.test(text)) refuseUnstorable(batch, start)
  return text
}

function storable(this: unknown, key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new BadInput('A number is not finite', [{ path: key, reason: `${value} is not finite` }])
  }
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`
  return value
}

function refuseUnstorable(batch: readonly object[], start: number): void {
  const problems = batch.flatMap((row, index) =>
    Object.entries(row)
      .filter(([, value]) => holdsUnstorable(value))
      .map(([column]) => ({
        path: `rows[${start + index}].${column}`,
        reason: 'holds a NUL character or half a surrogate pair, which PostgreSQL cannot store',
      })),
  )
  if (problems.length > 0) throw new BadInput('A text cannot be stored', problems)
}

function holdsUnstorable(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed()
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return false
  return Object.entries(value).some(([key, inner]) => holdsUnstorable(key) || holdsUnstorable(inner))
}
