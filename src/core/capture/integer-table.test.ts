import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addRow, clearTable, createIntegerTable, findRow } from './integer-table.ts'

const key = fc.tuple(fc.integer(), fc.integer(), fc.integer({ min: -2, max: 2 }), fc.integer({ min: -2, max: 2 }))

describe('a table of integers', () => {
  it('finds what was added, as a map would, whatever the seed and however much it grew', () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 200 }), fc.integer(), fc.nat(3000), (keys, seed, more) => {
        const table = createIntegerTable(10_000, seed)
        const map = new Map<string, number>()
        const all = [...keys, ...Array.from({ length: more }, (_, i): [number, number, number, number] => [i, 0, 0, 9])]
        for (const [a, b, c, d] of all) {
          const text = `${a},${b},${c},${d}`
          expect(findRow(table, a, b, c, d)).toBe(map.get(text) ?? -1)
          if (!map.has(text)) map.set(text, addRow(table, a, b, c, d))
        }
        for (const [text, row] of map) {
          const [a, b, c, d] = text.split(',').map(Number) as [number, number, number, number]
          expect(findRow(table, a, b, c, d)).toBe(row)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('refuses more rows than it may hold', () => {
    const table = createIntegerTable(2, 0)
    expect([addRow(table, 1, 0, 0, 0), addRow(table, 2, 0, 0, 0), addRow(table, 3, 0, 0, 0)]).toEqual([0, 1, -1])
  })

  it('forgets everything when it is cleared', () => {
    const table = createIntegerTable(2, 0)
    addRow(table, 1, 0, 0, 0)
    clearTable(table)
    expect([findRow(table, 1, 0, 0, 0), addRow(table, 5, 0, 0, 0)]).toEqual([-1, 0])
  })
})
