import type { Session } from './database.ts'

/** A table as a backup sees it. */
export interface Table {
  readonly schema: string
  readonly name: string
  /** Without generated columns, in their order. */
  readonly columns: readonly Column[]
}

interface Column {
  readonly name: string
  /** As PostgreSQL writes it in DDL. */
  readonly type: string
}

/** What a sequence has reached; null where it has not been used. */
export interface SequenceState {
  readonly schema: string
  readonly name: string
  readonly last: number | null
}

/** Tables of these schemas, partitions only as parts of their whole. */
export async function listTables(session: Session, schemas: readonly string[]): Promise<Table[]> {
  return session.rows<Table>(
    `SELECT n.nspname AS schema, c.relname AS name,
       json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     WHERE n.nspname = ANY ($1) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
     GROUP BY 1, 2 ORDER BY 1, 2`,
    [schemas],
  )
}

export async function listSequences(session: Session, schemas: readonly string[]): Promise<SequenceState[]> {
  return session.rows<SequenceState>(
    `SELECT schemaname AS schema, sequencename AS name, last_value AS last FROM pg_sequences
     WHERE schemaname = ANY ($1) ORDER BY 1, 2`,
    [schemas],
  )
}

export async function setSequence(session: Session, { schema, name, last }: SequenceState): Promise<void> {
  if (last !== null) await session.rows('SELECT setval($1::regclass, $2)', [quoted(schema, name), last])
}

const rowsAtOnce = 1_000

/** The rows of a table as JSON texts, some at a time. Inside a transaction only. */
export async function* readRows(session: Session, table: Table): AsyncGenerator<string[]> {
  // JSON columns travel as text: otherwise a JSON null could not be told from no value.
  const list = table.columns.map(({ name, type }) => (isJson(type) ? `${quoted(name)}::text` : quoted(name))).join(', ')
  await session.script(
    `DECLARE backup_rows NO SCROLL CURSOR FOR
     SELECT row_to_json(r)::text AS row FROM (SELECT ${list} FROM ${tableName(table)}) r`,
  )
  for (;;) {
    const rows = await session.rows<{ row: string }>(`FETCH FORWARD ${rowsAtOnce} FROM backup_rows`)
    if (rows.length === 0) break
    yield rows.map(({ row }) => row)
  }
  await session.script('CLOSE backup_rows')
}

/** Inserts rows that {@link readRows} gave. Columns that the table has and the rows have not get their default. */
export async function writeRows(session: Session, table: Table, rows: readonly string[]): Promise<void> {
  if (rows.length === 0) return
  const into = table.columns.map(({ name }) => quoted(name)).join(', ')
  const from = table.columns
    .map(({ name, type }) => (isJson(type) ? `${quoted(name)}::${type}` : quoted(name)))
    .join(', ')
  const shape = table.columns.map(({ name, type }) => `${quoted(name)} ${isJson(type) ? 'text' : type}`).join(', ')
  await session.rows(
    `INSERT INTO ${tableName(table)} (${into}) OVERRIDING SYSTEM VALUE
     SELECT ${from} FROM json_to_recordset($1::text::json) AS given (${shape})`,
    [`[${rows.join(',')}]`],
  )
}

/**
 * Takes away what would stand in the way of loading tables in any order: their rows, foreign keys and triggers.
 * @returns puts foreign keys and triggers back, which checks every row
 */
export async function openForLoading(session: Session, tables: readonly Table[]): Promise<() => Promise<void>> {
  if (tables.length === 0) return async () => {}
  const schemas = [...new Set(tables.map(({ schema }) => schema))]
  const keys = await session.rows<{ on: string; name: string; definition: string }>(
    `SELECT c.conrelid::regclass::text AS on, quote_ident(c.conname) AS name, pg_get_constraintdef(c.oid) AS definition
     FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
     WHERE c.contype = 'f' AND c.conparentid = 0 AND n.nspname = ANY ($1)`,
    [schemas],
  )
  const names = tables.map(tableName)
  const drop = keys.map(({ on, name }) => `ALTER TABLE ${on} DROP CONSTRAINT ${name};`)
  const disable = names.map((name) => `ALTER TABLE ${name} DISABLE TRIGGER USER;`)
  await session.script([...drop, ...disable, `TRUNCATE ${names.join(', ')};`].join('\n'))
  return async () => {
    const enable = names.map((name) => `ALTER TABLE ${name} ENABLE TRIGGER USER;`)
    const add = keys.map(({ on, name, definition }) => `ALTER TABLE ${on} ADD CONSTRAINT ${name} ${definition};`)
    await session.script([...enable, ...add].join('\n'))
  }
}

const isJson = (type: string) => type === 'json' || type === 'jsonb'
const quoted = (...names: string[]) => names.map((name) => `"${name.replaceAll('"', '""')}"`).join('.')
const tableName = ({ schema, name }: Table) => quoted(schema, name)
