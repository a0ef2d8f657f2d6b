import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayNumber, dayOf } from '../calendar/day.ts'
import { dayOfSerial, orderOfColumn, readDay } from './dates.ts'

describe('a date is read as people write it', () => {
  // Era boundaries: 元号を改める政令 (1989, 2019), 大正・昭和改元の詔書.
  test.each([
    ['2024-04-01', '2024-04-01'],
    ['2024/4/1', '2024-04-01'],
    ['2024.4.1', '2024-04-01'],
    ['20240401', '2024-04-01'],
    ['2024年4月1日', '2024-04-01'],
    ['2024年4月1日(月)', '2024-04-01'],
    ['２０２４年４月１日', '2024-04-01'],
    ['2024/4/1 13:30', '2024-04-01'],
    ['2024-04-01T13:30:05', '2024-04-01'],
    ['2024-04-01T13:30:05.123Z', '2024-04-01'],
    ['2024-04-01T13:30:05+09:00', '2024-04-01'],
    ['令和6年4月1日', '2024-04-01'],
    ['令和６年４月１日', '2024-04-01'],
    ['令和元年5月1日', '2019-05-01'],
    ['R6.4.1', '2024-04-01'],
    ['r6/4/1', '2024-04-01'],
    ['Ｒ６．４．１', '2024-04-01'],
    ['H31/4/30', '2019-04-30'],
    ['H1.1.8', '1989-01-08'],
    ['S63.12.1', '1988-12-01'],
    ['S64.1.7', '1989-01-07'],
    ['昭和 63 年 12 月 1 日', '1988-12-01'],
    ['㍻30年1月2日', '2018-01-02'],
    ['T15.12.24', '1926-12-24'],
    ['M45.7.29', '1912-07-29'],
    ['13.4.2024', '2024-04-13'],
    ['4/13/2024', '2024-04-13'],
    ['5.5.2024', '2024-05-05'],
    ['1 April 2024', '2024-04-01'],
    ['1-Apr-2024', '2024-04-01'],
    ['1st Apr 2024', '2024-04-01'],
    ['Apr 1, 2024', '2024-04-01'],
    ['2024-02-29', '2024-02-29'],
  ])('%s', (text, day) => {
    expect(readDay(text)).toEqual({ day })
  })
})

describe('what is no certain date is refused and says why', () => {
  test.each([
    ['1/4/2024', 'ambiguous'],
    ['04/05/2024', 'ambiguous'],
    ['1900-01-00', 'of1900'],
    ['1900/1/1', 'of1900'],
    ['1900-02-29', 'of1900'],
    ['2023-02-29', 'noSuchDay'],
    ['2024/13/1', 'noSuchDay'],
    ['0024-04-01', 'noSuchDay'],
    ['R1.4.30', 'outsideEra'],
    ['令和0年5月1日', 'outsideEra'],
    ['2024/4', 'incomplete'],
    ['令和6年', 'incomplete'],
    ['2024', 'incomplete'],
    ['soon', 'notADate'],
    ['6.4.1', 'notADate'],
    ['1.4.24', 'notADate'],
    ['2024-04-01 or later', 'notADate'],
    ['', 'notADate'],
  ])('%s', (text, problem) => {
    expect(readDay(text)).toEqual({ problem })
  })
})

test('a column with one clear date decides the order of its other dates', () => {
  const order = orderOfColumn(['1/4/2024', '13/4/2024', '2024-04-02'])
  expect(order).toBe('dayFirst')
  expect(readDay('1/4/2024', order)).toEqual({ day: '2024-04-01' })
  expect(readDay('1.4.2024', 'monthFirst')).toEqual({ day: '2024-04-01' })
  expect(readDay('1/4/2024', orderOfColumn(['4/13/2024']))).toEqual({ day: '2024-01-04' })
})

test('a column whose dates contradict each other decides nothing', () => {
  expect(orderOfColumn(['13/4/2024', '4/13/2024'])).toBeNull()
  expect(orderOfColumn(['1/4/2024', '5/5/2024'])).toBeNull()
})

test.each([
  [45_383, { day: '2024-04-01' }],
  [45_383.75, { day: '2024-04-01' }],
  [367, { day: '1901-01-01' }],
  [366, { problem: 'of1900' }],
  [60, { problem: 'of1900' }],
  [0, { problem: 'of1900' }],
  [-1, { problem: 'notADate' }],
  [3_000_000, { problem: 'notADate' }],
])('the serial %d in a column of dates', (serial, read) => {
  expect(dayOfSerial(serial)).toEqual(read)
})

test('every day since 1901 is read back from every certain notation', () => {
  const notations: ((day: string) => string)[] = [
    (day) => day,
    (day) => day.replaceAll('-', '/'),
    (day) => day.replaceAll('-', ''),
    (day) => `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`,
    (day) => (day >= '2019-05-01' ? `R${Number(day.slice(0, 4)) - 2018}.${day.slice(5, 7)}.${day.slice(8)}` : day),
  ]
  const days = fc.integer({ min: dayNumber('1901-01-01'), max: dayNumber('2099-12-31') }).map(dayOf)
  fc.assert(
    fc.property(days, fc.constantFrom(...notations), (day, notation) => {
      expect(readDay(notation(day))).toEqual({ day })
    }),
  )
})

test('no text makes it throw, and what it gives is a day of the calendar', () => {
  const text = fc.oneof(fc.string(), fc.stringMatching(/^[0-9RHS令和元年月日./\-: ]{0,24}$/))
  fc.assert(
    fc.property(text, (written) => {
      const read = readDay(written)
      if ('day' in read) expect(Number.isNaN(dayNumber(read.day))).toBe(false)
    }),
  )
})
