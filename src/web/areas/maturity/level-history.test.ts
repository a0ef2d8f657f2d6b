import { expect, test } from 'vitest'
import { levelPoints } from './level-history.tsx'

test('a level that was lost between two month ends is lost on the day it was lost', () => {
  const points = levelPoints(
    ['2026-09-30', '2026-10-31', '2026-11-30'],
    [1, 2, 1],
    [
      { on: '2026-10-05', after: 2 },
      { on: '2026-11-16', after: 1 },
    ],
  )
  expect(points.findLast((one) => one.on <= '2026-11-23')?.level).toBe(1)
  expect(points.findLast((one) => one.on <= '2026-11-15')?.level).toBe(2)
})

test('without a told move the month ends alone make the line', () => {
  expect(levelPoints(['2026-09-30', '2026-10-31'], [1, 2], [])).toEqual([
    { on: '2026-09-30', level: 1 },
    { on: '2026-10-31', level: 2 },
  ])
})
