import { type RawBuilder, sql } from 'kysely'

/** A value for a json or jsonb column. Needed for arrays and strings, which a driver would not take for JSON by itself. */
export function json<Value>(value: Value): RawBuilder<Value> {
  return sql`${JSON.stringify(value)}::text::jsonb`
}
