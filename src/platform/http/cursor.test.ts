import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { BadInput } from '#platform/errors.ts'
import { decodeCursor, encodeCursor, pageOf } from './cursor.ts'

const place = z.tuple([z.string(), z.number()])

describe('a cursor', () => {
  it('comes back as the place it was made from, and is safe in a URL', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer(), (text, number) => {
        const cursor = encodeCursor([text, number])
        expect(cursor).toMatch(/^[\w-]+$/)
        expect(decodeCursor(cursor, place)).toEqual([text, number])
      }),
    )
  })

  it('that this list did not give is bad input', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => decodeCursor(text, place)).toThrow(BadInput)
      }),
    )
    expect(() => decodeCursor(encodeCursor({ other: 'list' }), place)).toThrow(BadInput)
  })
})

describe('a page', () => {
  it.each([
    [0, 3, [], null],
    [3, 3, [1, 2, 3], null],
    [4, 3, [1, 2, 3], 3],
  ])('of %i rows read for a limit of %i', (count, limit, items, last) => {
    const rows = Array.from({ length: count }, (_, index) => index + 1)
    const page = pageOf(rows, limit, (row) => row)
    expect(page).toEqual({ items, next: last === null ? null : encodeCursor(last) })
  })

  it('by page gives every row once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 10 }), (count, limit) => {
        const all = Array.from({ length: count }, (_, index) => index)
        const seen: number[] = []
        let cursor: string | null = null
        do {
          const after: number = cursor === null ? -1 : decodeCursor(cursor, z.number())
          const page: { items: number[]; next: string | null } = pageOf(
            all.slice(after + 1, after + 2 + limit),
            limit,
            (row) => row,
          )
          seen.push(...page.items)
          cursor = page.next
        } while (cursor !== null)
        expect(seen).toEqual(all)
      }),
    )
  })
})
