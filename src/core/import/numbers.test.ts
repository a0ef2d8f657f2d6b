import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readNumber } from './numbers.ts'

describe('a number is read as people write it', () => {
  test.each<[string, number, string[]?]>([
    ['12', 12],
    ['１２．５', 12.5],
    ['1,234', 1234],
    ['1,234,567.5', 1_234_567.5],
    ['1.234.567', 1_234_567],
    ['1.234,5', 1234.5],
    ['1 234', 1234],
    ["1'234", 1234],
    ['0,5', 0.5],
    ['-3', -3],
    ['−3', -3],
    ['△5', -5],
    ['▲1,200', -1200],
    ['(5)', -5],
    ['1.5e3', 1500],
    ['３台', 3],
    ['15 件', 15],
    ['2人', 2],
    ['3万', 30_000],
    ['3万円', 30_000, ['費用（円）']],
    ['¥1,200', 1200],
    ['120 h', 120, ['Duration (h)']],
    ['120時間', 120, ['所要時間（時間）']],
    ['45分', 45, ['MTTD 分']],
    ['2 hours', 2, ['Duration']],
    ['5kg', 5, ['Weight (kg)']],
  ])('%s', (text, number, titles = []) => {
    expect(readNumber(text, titles)).toEqual({ number, percent: false })
  })
})

test('a percentage is told from a number', () => {
  expect(readNumber('85%')).toEqual({ number: 85, percent: true })
  expect(readNumber('８５．５％')).toEqual({ number: 85.5, percent: true })
})

describe('what is no certain number is refused', () => {
  test.each<[string, string, string[]?]>([
    ['abc', 'notANumber'],
    ['', 'notANumber'],
    ['1-2', 'notANumber'],
    ['3~5', 'notANumber'],
    ['192.168.0.1', 'notANumber'],
    ['1,23,4', 'ambiguousComma'],
    ['3 days', 'otherUnit', ['Duration (h)']],
    ['90分', 'otherUnit', ['所要時間（時間）']],
    ['5 kg', 'otherUnit', ['Count']],
    ['100 USD', 'otherUnit', ['Cost (JPY)']],
  ])('%s', (text, problem, titles = []) => {
    expect(readNumber(text, titles)).toMatchObject({ problem })
  })
})

test('every number is read back as Excel shows it with separators', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), (number) => {
      expect(readNumber(number.toLocaleString('en-US'))).toEqual({ number, percent: false })
    }),
  )
})

test('no text makes it throw, and what it gives is finite', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9,.△()%万e+\- ]{0,20}$/)), (text) => {
      const read = readNumber(text, ['x (h)'])
      if ('number' in read) expect(Number.isFinite(read.number)).toBe(true)
    }),
  )
})
