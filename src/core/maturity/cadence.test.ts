import { describe, expect, test } from 'vitest'
import { dayNumber } from '../calendar/day.ts'
import { judgeCadence } from './cadence.ts'
import { step } from './testing.ts'

const monthly = { every: 'P1M', periods: 12, misses: 1, atLeast: 3, graceDays: 3, fiscalYearStartMonth: 4 }
const quarterly = { every: 'P3M', periods: 4, misses: 0, atLeast: 4, graceDays: 9, fiscalYearStartMonth: 4 }

function verdictOn(
  days: readonly string[],
  day: string,
  cadence = monthly,
  shutdowns: { from: string; to: string }[] = [],
) {
  const series = days.map((on) => step(on, true))
  const windows = shutdowns.map((s) => ({ from: dayNumber(s.from), to: dayNumber(s.to) }))
  return judgeCadence(series, cadence, windows).at(dayNumber(day))
}

describe('every month, without a gap', () => {
  test.each([
    ['nothing recorded yet is unknown', [], '2024-05-15', undefined],
    ['two months are too few to be a practice', ['2024-01-10', '2024-02-10'], '2024-02-20', 'partly'],
    ['three months running are one', ['2024-01-10', '2024-02-10', '2024-03-10'], '2024-03-20', 'met'],
    ['one miss is tolerated', ['2024-01-10', '2024-02-10', '2024-04-10', '2024-05-10'], '2024-06-15', 'met'],
    ['two misses running are not', ['2024-01-10', '2024-02-10', '2024-03-10', '2024-06-10'], '2024-06-20', 'partly'],
    ['two misses apart are not', ['2024-01-10', '2024-03-10', '2024-05-10'], '2024-05-20', 'partly'],
    ['all long past is not met', ['2022-01-10', '2022-02-10', '2022-03-10'], '2024-05-20', 'notMet'],
  ] as const)('%s', (_, days, on, verdict) => expect(verdictOn(days, on)?.verdict).toBe(verdict))

  test('an event within grace after its month counts for it, once', () => {
    const days = ['2024-01-10', '2024-02-10', '2024-03-10', '2024-05-02', '2024-05-20']
    expect(verdictOn(days, '2024-06-10')).toMatchObject({ verdict: 'met', kept: 5 })
    // Without the second meeting in May one meeting cannot serve both months.
    expect(verdictOn(days.slice(0, 4), '2024-06-10')).toMatchObject({ verdict: 'met', kept: 4 })
  })

  test('until its grace is over a month is not yet missed', () => {
    const days = ['2024-01-10', '2024-02-10', '2024-03-10', '2024-05-10']
    expect(verdictOn(days, '2024-06-03')).toMatchObject({ verdict: 'met', inGrace: false })
    expect(verdictOn(days, '2024-07-03')).toMatchObject({ verdict: 'met', inGrace: true })
    expect(verdictOn(days, '2024-07-04')?.verdict).toBe('partly')
  })

  test('a month that a declared shutdown covers for half is excused', () => {
    const days = ['2024-01-10', '2024-02-10', '2024-03-10', '2024-06-10']
    const shutdowns = [{ from: '2024-04-10', to: '2024-05-31' }]
    expect(verdictOn(days, '2024-06-20', monthly, shutdowns)?.verdict).toBe('met')
  })
})

describe('every quarter of the fiscal year', () => {
  test('four quarters in a row are needed', () => {
    const days = ['2023-04-20', '2023-07-20', '2023-10-20', '2024-01-20']
    expect(verdictOn(days, '2024-02-01', quarterly)?.verdict).toBe('met')
    expect(verdictOn(days.slice(1), '2024-02-01', quarterly)?.verdict).toBe('partly')
    expect(verdictOn(days, '2024-07-20', quarterly)?.verdict).toBe('partly')
  })

  test('quarters begin where the fiscal year does', () => {
    const days = ['2023-05-31', '2023-06-01', '2023-09-01', '2023-12-01']
    const fromMarch = { ...quarterly, fiscalYearStartMonth: 3 }
    expect(verdictOn(days, '2023-12-20', fromMarch)?.kept).toBe(4)
    expect(verdictOn(days, '2023-12-20', quarterly)?.kept).toBe(3)
  })
})
