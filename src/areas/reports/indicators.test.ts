import { expect, test } from 'vitest'
import { asking, record } from '#core/record/testing.ts'
import { recordIndicators } from './index.ts'

test('a board report counts when it was delivered and minuted, quarter by quarter', () => {
  const report = (day: string, delivered: boolean, minuted: boolean) =>
    record('board-report', day, { title: 'R', delivered, minuted })
  const records = [
    report('2025-03-20', true, true),
    report('2025-06-20', true, false),
    report('2025-09-20', false, true),
    report('2025-12-20', true, true),
  ]
  const steps = recordIndicators[0]!.steps(records, asking())
  expect(steps.map((step) => step.from)).toEqual(['2025-03-20', '2025-12-20'])
})
