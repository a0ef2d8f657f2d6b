import { createRequire } from 'node:module'
import { types } from 'pg'

/**
 * How PostgreSQL's text becomes JavaScript values, the same on both drivers:
 *
 * | PostgreSQL | JavaScript |
 * |---|---|
 * | bool | boolean |
 * | int2, int4, int8, float4, float8, numeric | number; an int8 beyond 2^53 throws rather than being rounded |
 * | date | 'YYYY-MM-DD' |
 * | timestamptz | ISO 8601 in UTC, with three decimals, or six where the value has them |
 * | timestamp | ISO 8601 without a zone |
 * | interval | ISO 8601 duration |
 * | json, jsonb | the parsed value |
 * | bytea | Uint8Array |
 * | arrays of these | arrays |
 * | everything else | the text |
 *
 * Sessions run with `timezone = UTC` and `intervalstyle = iso_8601`.
 */
export type ReadValue = (text: string) => unknown

const int8: ReadValue = (text) => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is too large an integer to be read exactly`)
  return value
}
const bytes: ReadValue = (text) => new Uint8Array(Buffer.from(text.slice(2), 'hex'))
const same: ReadValue = (text) => text

/** '2026-11-22 10:00:00.5+00' → '2026-11-22T10:00:00.500Z'. */
function instant(text: string): string {
  const parts = /^(\d{4,})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(\+00)?$/.exec(text)
  if (!parts) return text
  const [, year, month, day, hour, minute, second, fraction = '', zone] = parts
  const decimals = fraction.length > 3 ? fraction.padEnd(6, '0') : fraction.padEnd(3, '0')
  return `${year}-${month}-${day}T${hour}:${minute}:${second}.${decimals}${zone ? 'Z' : ''}`
}

/** Type oid, oid of its array type, reader: from pg_type, where they are fixed. */
const readers: readonly (readonly [oid: number, arrayOid: number, read: ReadValue])[] = [
  [16, 1000, (text) => text === 't'],
  [17, 1001, bytes],
  [20, 1016, int8],
  [21, 1005, Number],
  [23, 1007, Number],
  [25, 1009, same],
  [26, 1028, Number],
  [114, 199, (text) => JSON.parse(text)],
  [700, 1021, Number],
  [701, 1022, Number],
  [1042, 1014, same],
  [1043, 1015, same],
  [1082, 1182, same],
  [1083, 1183, same],
  [1114, 1115, instant],
  [1184, 1185, instant],
  [1186, 1187, same],
  [1700, 1231, Number],
  [2950, 2951, same],
  [3802, 3807, (text) => JSON.parse(text)],
]

/** Typed as what it is: the published types describe another version of it. */
const arrays = types.arrayParser as unknown as { create(text: string, read: ReadValue): { parse(): unknown[] } }

/** Readers by type oid, arrays included. */
export const valueReaders: Readonly<Record<number, ReadValue>> = Object.fromEntries(
  readers.flatMap(([oid, arrayOid, read]) => [
    [oid, read],
    [arrayOid, (text: string) => arrays.create(text, read).parse()],
  ]),
)

const { prepareValue } = createRequire(import.meta.url)('pg/lib/utils.js') as {
  prepareValue(value: unknown): string | Buffer | null
}

/**
 * A parameter as PostgreSQL's text, by the rules of the `pg` driver, so that PGlite takes the same: null and undefined are
 * null, arrays are PostgreSQL arrays, other objects are JSON, Dates are instants. A JSON array must be given as text: see
 * `json()`.
 */
export function parameter(value: unknown): string | null {
  const prepared = prepareValue(value)
  return typeof prepared === 'object' && prepared ? `\\x${prepared.toString('hex')}` : prepared
}
