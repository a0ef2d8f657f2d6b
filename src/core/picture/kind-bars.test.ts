import { expect, it } from 'vitest'
import { kindBars } from './kind-bars.ts'

const words = {
  kind: 'Kind',
  open: 'Open',
  settled: 'Settled',
  told: ({ open, settled }: { readonly open: number; readonly settled: number }) => `${open} open, ${settled} settled`,
}
const bars = [
  { key: 'a', label: 'Program change', open: 3, settled: 1 },
  { key: 'b', label: 'New device', open: 0, settled: 4 },
]

it('what is open comes first, and nothing is drawn where nothing is', () => {
  const { shapes, table, targets } = kindBars({ bars, words })
  const drawn = shapes.filter(({ tag }) => tag === 'rect').map(({ attributes }) => attributes)
  expect(drawn.map((one) => one.class)).toEqual(['p-bar-wrong', 'p-bar', 'p-bar'])
  expect(Number(drawn[0]!.x) + Number(drawn[0]!.width)).toBeCloseTo(Number(drawn[1]!.x), 0)
  expect(table.rows).toEqual([
    ['Program change', 3, 1],
    ['New device', 0, 4],
  ])
  expect(targets?.map(({ key, label }) => [key, label])).toEqual([
    ['a', 'Program change: 3 open, 1 settled'],
    ['b', 'New device: 0 open, 4 settled'],
  ])
})

it('stays within its width, however narrow', () => {
  for (const width of [440, 720, 1040]) {
    const { shapes } = kindBars({ bars, words }, width)
    for (const { tag, attributes } of shapes) {
      if (tag === 'rect') expect(Number(attributes.x) + Number(attributes.width)).toBeLessThanOrEqual(width)
    }
  }
})
