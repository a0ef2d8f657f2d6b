import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ShareBarsData, shareBars } from './share-bars.ts'

const parts: ShareBarsData['parts'] = [
  { key: 'named', label: 'named', kind: 'plain' },
  { key: 'nobody', label: 'nobody', kind: 'wrong' },
  { key: 'notLogged', label: 'not logged', kind: 'unknown' },
]
const words = { row: 'week', number: String }

test('a bar is as long as its parts together, under one scale, and says its numbers as a table', () => {
  const rows: ShareBarsData['rows'] = [
    { key: 'a', label: 'a', counts: { named: 6, nobody: 2 } },
    { key: 'b', label: 'b', counts: { named: 4 } },
  ]
  const picture = shareBars({ parts, rows, words }, 600)
  const bars = picture.shapes
    .filter((one) => one.tag === 'rect' && one.children.length > 0)
    .map((one) => one.attributes)
  expect(Number(bars[0]!.width) / Number(bars[2]!.width)).toBeCloseTo(1.5, 1)
  expect(bars[1]!.class).toBe('p-bar-wrong')
  // A part that nothing has is neither in the legend nor in the table.
  expect(picture.table).toEqual({
    columns: ['week', 'named', 'nobody'],
    rows: [
      ['a', 6, 2],
      ['b', 4, 0],
    ],
  })
})

test('nothing lies beyond the edge, however many there are', () => {
  const counts = fc.record({ named: fc.nat(5000), nobody: fc.nat(5000), notLogged: fc.nat(5000) })
  fc.assert(
    fc.property(
      fc.array(counts, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 440, max: 1040 }),
      (list, width) => {
        const rows = list.map((one, i) => ({ key: `${i}`, label: `row ${i}`, counts: one, note: '3 weak' }))
        const { shapes, height } = shareBars({ parts, rows, words }, width)
        for (const { tag, attributes } of shapes) {
          if (tag !== 'rect') continue
          expect(Number(attributes.x) + Number(attributes.width)).toBeLessThanOrEqual(width + 2)
          expect(Number(attributes.y) + Number(attributes.height)).toBeLessThanOrEqual(height)
        }
      },
    ),
  )
})
