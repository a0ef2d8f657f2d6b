import { describe, expect, test } from 'vitest'
import type { DatedRecord } from '#core/record/record.ts'
import { asking, record } from '#core/record/testing.ts'
import { recordIndicators } from './index.ts'

const told = (id: string, records: readonly DatedRecord[]) =>
  recordIndicators
    .find((one) => one.id === id)!
    .steps(records, asking())
    .map(({ from, value }) => `${from} ${value}`)

const useCase = (data: DatedRecord['data'] = {}, to: string | null = null) =>
  record(
    'use-case',
    '2025-01-01',
    {
      name: 'Predictive maintenance',
      stage: 'pilot',
      baseline: 120,
      measuredOn: '2025-07-01',
      effect: -14,
      effectLow: -20,
      effectHigh: -8,
      roi: 0.4,
      paybackMonths: 18,
      ...data,
    },
    { effectiveTo: to },
  )

describe('a use case', () => {
  test('is in operation from its first day and quantified from the day of the measurement', () => {
    expect(told('value.pilotInOperation', [useCase()])).toEqual(['2025-01-01 true'])
    expect(told('value.pilotQuantified', [useCase()])).toEqual(['2025-01-01 false', '2025-07-01 true'])
    expect(told('value.roiClear', [useCase()]).at(-1)).toBe('2025-07-01 true')
  })

  test.each<[string, DatedRecord['data']]>([
    ['an interval that includes zero', { effectLow: -20, effectHigh: 3 }],
    ['no baseline', { baseline: null }],
    ['no interval', { effectLow: null }],
    ['no ROI', { roi: null }],
    ['no day of measurement', { measuredOn: null }],
  ])('with %s is not quantified', (_, data) => {
    expect(told('value.pilotQuantified', [useCase(data)])).toEqual(['2025-01-01 false'])
  })

  test('a negative ROI is known and not clear', () => {
    expect(told('value.pilotQuantified', [useCase({ roi: -0.1 })]).at(-1)).toBe('2025-07-01 true')
    expect(told('value.roiClear', [useCase({ roi: -0.1 })])).toEqual(['2025-01-01 false'])
  })

  test('a pilot is not yet deployed; one that ended is not in operation', () => {
    expect(told('value.useCaseInOperation', [useCase()])).toEqual(['2025-01-01 false'])
    expect(told('value.useCaseQuantified', [useCase({ stage: 'operation' })]).at(-1)).toBe('2025-07-01 true')
    expect(told('value.pilotInOperation', [useCase({}, '2025-09-30')])).toEqual(['2025-01-01 true', '2025-10-01 false'])
  })
})

test('a benefit statement counts when each benefit is counted once; an innovation when it has a result', () => {
  const statement = (countedOnce: boolean) => [
    record('benefit-statement', '2025-03-01', { totalBenefit: 5e6, countedOnce }),
  ]
  expect(told('value.benefitStatement', statement(true))).toHaveLength(1)
  expect(told('value.benefitStatement', statement(false))).toEqual([])
  expect(told('value.innovation', [record('innovation', '2025-03-01', { title: 'x', type: 'service' })])).toEqual([])
})
