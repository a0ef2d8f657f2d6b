import { expect, test } from 'vitest'
import type { Source } from '#contract/evidence.ts'
import { stripRows } from './sources.tsx'

const source = (key: string, kind: string, plant: string | null, weeks: [string, number][]): Source => ({
  key,
  kind,
  plant,
  label: { en: key, ja: key },
  first: '2026-01-05',
  last: '2026-01-05',
  weeks: weeks.map(([week, count]) => ({ week, count })),
})

test('what one plant entered by hand is one row, with the weeks of all its kinds', () => {
  const rows = stripRows(
    [
      source('registry/kashima', 'registry', 'kashima', [['2026-01-05', 9]]),
      source('form/drill/kashima', 'form', 'kashima', [['2026-02-02', 1]]),
      source('form/meeting/kashima', 'form', 'kashima', [
        ['2026-01-05', 1],
        ['2026-02-02', 2],
      ]),
      source('form/meeting/*', 'form', null, [['2026-03-02', 1]]),
    ],
    (one) => one.key,
    (plant) => `by hand ${plant ?? 'all'}`,
  )
  expect(rows.map((row) => [row.label, row.weeks.map((one) => `${one.week} ${one.count}`)])).toEqual([
    ['by hand all', ['2026-03-02 1']],
    ['by hand kashima', ['2026-01-05 1', '2026-02-02 3']],
    ['registry/kashima', ['2026-01-05 9']],
  ])
})
