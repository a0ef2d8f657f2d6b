import { expect, test } from 'vitest'
import { formatOf } from './format.ts'

const en = formatOf('en')
const ja = formatOf('ja')

test('a share below one is never shown as 100 %', () => {
  expect(en.percent(0.9999)).toBe('99%')
  expect(en.percent(1)).toBe('100%')
  expect(en.percent(0.004)).toBe('0%')
})

test('a day is the same day wherever it is read', () => {
  expect(en.day('2026-03-01')).toContain('2026')
  expect(ja.day('2026-03-01')).toBe('2026/03/01')
})

test('a period is said in words', () => {
  expect(en.period('P3M')).toBe('3 months')
  expect(en.period('P1Y6M')).toBe('1 year 6 months')
  expect(ja.period('P90D')).toMatch(/90\s*日/)
})

test('what lies ahead and what is past are told apart', () => {
  expect(en.away('2026-12-05', '2026-11-23')).toBe('in 12 days')
  expect(en.away('2026-08-01', '2026-11-23')).toBe('3 months ago')
})
