import type { z } from 'zod'
import { BadInput } from '#platform/errors.ts'

/** The place in a list where a page ended, as a text that callers hand back and need not understand. */
export function encodeCursor(place: unknown): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

/** @throws BadInput for a text that was not made by {@link encodeCursor} for such a place */
export function decodeCursor<Place extends z.ZodType>(cursor: string, place: Place): z.output<Place> {
  const read = place.safeParse(parse(cursor))
  if (read.success) return read.data
  throw new BadInput('The cursor is not one that this list gave', [
    { path: 'cursor', reason: 'is not a cursor of this list' },
  ])
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return undefined
  }
}

/**
 * A page from rows that were read with one more than `limit`: the extra row only says that there is a next page.
 * @param placeOf what of a row the next query continues after: the columns that it is sorted by
 */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  placeOf: (row: Row) => unknown,
): { items: Row[]; next: string | null } {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last !== undefined ? encodeCursor(placeOf(last)) : null }
}
