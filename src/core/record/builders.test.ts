import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayNumber, dayOf } from '../calendar/day.ts'
import type { Step } from '../maturity/indicator.ts'
import { isSet, numberIn, parts, ratio } from './data.ts'
import { flagInForce, numberInForce } from './in-force.ts'
import { anyInWindow, bestShare, latestFlag, latestNumber, latestShare, shareOf } from './in-window.ts'
import { eventsOf, latestDate } from './latest-date.ts'
import { NEVER } from './none.ts'
import type { DatedRecord, RecordIndicator } from './record.ts'
import { asking, record, weHaveNone } from './testing.ts'

/** Steps as `day value`, for reading in a test. */
const told = (steps: readonly Step[]) => steps.map(({ from, value }) => `${from} ${value}`)

describe('latest date', () => {
  const indicator = latestDate({ id: 'lab.last', kinds: ['visit'], where: (data) => data.minor !== true })

  test('each later event moves it; an earlier one entered afterwards does not', () => {
    const records = [record('visit', '2025-05-01'), record('visit', '2025-02-01'), record('visit', '2025-08-01')]
    expect(told(indicator.steps(records, asking()))).toEqual([
      '2025-02-01 2025-02-01',
      '2025-05-01 2025-05-01',
      '2025-08-01 2025-08-01',
    ])
  })

  test('knows nothing before the first event, nor from events that do not count', () => {
    expect(
      indicator.steps([record('visit', '2025-01-01', { minor: true }), record('other', '2025-01-01')], asking()),
    ).toEqual([])
  })

  test('an event still to come is no evidence', () => {
    expect(indicator.steps([record('visit', '2025-03-01')], asking(undefined, '2025-02-28'))).toEqual([])
  })

  test('"we have none" makes it never, until something happens', () => {
    const records = [weHaveNone('visit', '2025-01-10'), record('visit', '2025-04-01')]
    expect(told(indicator.steps(records, asking()))).toEqual([`2025-01-10 ${NEVER}`, '2025-04-01 2025-04-01'])
  })

  test('"we have none" after an event overrules it; of another kind it says nothing', () => {
    const records = [
      record('visit', '2025-01-01'),
      weHaveNone('visit', '2025-06-01'),
      weHaveNone('audit', '2025-07-01'),
    ]
    expect(told(indicator.steps(records, asking()))).toEqual(['2025-01-01 2025-01-01', `2025-06-01 ${NEVER}`])
  })

  test('where another day counts, it counts from that day and not before the thing existed', () => {
    const on = latestDate({
      id: 'lab.on',
      kinds: ['gap'],
      on: (data) => (typeof data.on === 'string' ? data.on : null),
    })
    const records = [
      record('gap', '2025-03-01', { on: '2025-01-15' }),
      record('gap', '2025-04-01', { on: '2025-06-20' }),
    ]
    expect(told(on.steps([...records, record('gap', '2025-05-01')], asking()))).toEqual([
      '2025-03-01 2025-03-01',
      '2025-06-20 2025-06-20',
    ])
  })

  test('where the records are complete, one that does not count says never', () => {
    const complete = latestDate({ id: 'lab.c', kinds: ['gap'], where: (data) => isSet(data, 'gap'), complete: true })
    const records = [record('gap', '2025-01-01'), record('gap', '2025-02-01', { gap: true })]
    expect(told(complete.steps(records, asking()))).toEqual([`2025-01-01 ${NEVER}`, '2025-02-01 2025-02-01'])
  })

  test('names the record behind it, and marks one that was written down more than thirty days late', () => {
    const late = record('visit', '2025-01-01', {}, { recordedAt: '2025-02-01T00:00:00Z' })
    const inTime = record('visit', '2025-03-01', {}, { recordedAt: '2025-03-31T00:00:00Z' })
    const steps = indicator.steps([late, inTime], asking())
    expect(steps).toEqual([
      {
        from: '2025-01-01',
        value: '2025-01-01',
        records: ['record:visit@2025-01-01'],
        strength: 'recorded',
        late: true,
      },
      { from: '2025-03-01', value: '2025-03-01', records: ['record:visit@2025-03-01'], strength: 'recorded' },
    ])
  })
})

test('events are single days; two on one day are one, resting on both', () => {
  const indicator = eventsOf({ id: 'lab.visits', kinds: ['visit'] })
  const records = [
    record('visit', '2025-01-05'),
    record('visit', '2025-01-05', {}, { id: 'b' }),
    record('visit', '2025-02-05'),
  ]
  const steps = indicator.steps(records, asking())
  expect(told(steps)).toEqual(['2025-01-05 true', '2025-02-05 true'])
  expect(steps[0]?.records).toEqual(['record:b', 'record:visit@2025-01-05'])
})

describe('flag in force', () => {
  const indicator = flagInForce({ id: 'lab.rule', kinds: ['rule'], holds: (data) => isSet(data, 'signed') })
  const signed = (from: string, to: string | null = null) => record('rule', from, { signed: true }, { effectiveTo: to })

  test('is true from the first to the last day of the period, and false after it', () => {
    expect(told(indicator.steps([signed('2025-01-01', '2025-03-31')], asking()))).toEqual([
      '2025-01-01 true',
      '2025-04-01 false',
    ])
  })

  test('a draft is known and does not hold; the signed one does', () => {
    expect(told(indicator.steps([record('rule', '2025-01-01'), signed('2025-02-01')], asking()))).toEqual([
      '2025-01-01 false',
      '2025-02-01 true',
    ])
  })

  test('a successor leaves no gap', () => {
    const steps = indicator.steps([signed('2025-01-01', '2025-06-30'), signed('2025-07-01')], asking())
    expect(steps.every((step) => step.value === true)).toBe(true)
  })

  test('"we have none" makes it false at once, and gives way to the first record', () => {
    expect(told(indicator.steps([weHaveNone('rule', '2025-01-01'), signed('2025-05-01')], asking()))).toEqual([
      '2025-01-01 false',
      '2025-05-01 true',
    ])
  })

  test('"we have none" that ends leaves nothing known', () => {
    const none = weHaveNone('rule', '2025-01-01', { effectiveTo: '2025-12-31' })
    expect(told(indicator.steps([none], asking()))).toEqual(['2025-01-01 false', '2026-01-01 null'])
  })

  test('counts only once it has stood, or from the day on which it was shown to hold', () => {
    const standing = flagInForce({ id: 'lab.s', kinds: ['rule'], standing: 'P6M' })
    expect(told(standing.steps([signed('2025-01-01')], asking()))).toEqual(['2025-01-01 false', '2025-07-01 true'])
    const shown = flagInForce({ id: 'lab.t', kinds: ['rule'], since: (data) => (data.on as string) ?? null })
    const records = [record('rule', '2025-01-01', { on: '2025-03-01' })]
    expect(told(shown.steps(records, asking()))).toEqual(['2025-01-01 false', '2025-03-01 true'])
    expect(told(shown.steps([record('rule', '2025-01-01')], asking()))).toEqual(['2025-01-01 false'])
  })
})

test('of several numbers in force the best one speaks; with none in force it is 0', () => {
  const indicator = numberInForce({ id: 'lab.hours', kinds: ['rota'], of: (data) => numberIn(data, 'hours') ?? 0 })
  const rota = (from: string, hours: number, to: string | null) => record('rota', from, { hours }, { effectiveTo: to })
  const records = [rota('2025-01-01', 40, null), rota('2025-02-01', 168, '2025-02-28')]
  expect(told(indicator.steps(records, asking()))).toEqual(['2025-01-01 40', '2025-02-01 168', '2025-03-01 40'])
  expect(told(indicator.steps([rota('2025-02-01', 168, '2025-02-28')], asking()))).toEqual([
    '2025-02-01 168',
    '2025-03-01 0',
  ])
})

describe('in a window', () => {
  const good = (data: DatedRecord['data']) => ratio(data, 'good', 'all')
  const of = (from: string, part: number, all: number) => record('count', from, { good: part, all })

  test('the latest share holds to the last day of its window', () => {
    const indicator = latestShare({ id: 'lab.share', kinds: ['count'], of: good })
    const records = [of('2025-01-31', 9, 10), of('2025-02-10', 3, 10)]
    expect(told(indicator.steps(records, asking('P1M')))).toEqual([
      '2025-01-31 0.9',
      '2025-02-10 0.3',
      '2025-03-11 null',
    ])
    expect(told(indicator.steps(records, asking()))).toEqual(['2025-01-31 0.9', '2025-02-10 0.3'])
  })

  test('a record that tells no share leaves the word to the one before', () => {
    const indicator = latestShare({ id: 'lab.share', kinds: ['count'], of: good })
    expect(told(indicator.steps([of('2025-01-01', 9, 10), record('count', '2025-02-01')], asking()))).toEqual([
      '2025-01-01 0.9',
    ])
  })

  test('more good ones than there are prove nothing', () => {
    const indicator = shareOf({ id: 'lab.sum', kinds: ['count'], of: (data) => parts(data, 'good', 'all') })
    expect(indicator.steps([of('2025-01-01', 12, 10)], asking())).toEqual([])
    expect(
      latestShare({ id: 'lab.s', kinds: ['count'], of: good }).steps([of('2025-01-01', 12, 10)], asking()),
    ).toEqual([])
  })

  test('a share over records adds up what each counts, and puts those that pull it down first', () => {
    const indicator = shareOf({ id: 'lab.sum', kinds: ['count'], of: (data) => parts(data, 'good', 'all') })
    const steps = indicator.steps([of('2025-01-01', 1, 3), of('2025-02-01', 7, 7), of('2025-03-01', 0, 0)], asking())
    expect(steps.at(-1)).toMatchObject({ value: 0.8, records: ['record:count@2025-01-01', 'record:count@2025-02-01'] })
  })

  test('the best share does not add parts that may overlap', () => {
    const indicator = bestShare({ id: 'lab.best', kinds: ['count'], of: good })
    expect(told(indicator.steps([of('2025-01-01', 5, 10), of('2025-01-02', 4, 10)], asking()))).toEqual([
      '2025-01-01 0.5',
    ])
  })

  test('the latest yes or no speaks; of any, one yes is enough', () => {
    const yes = (data: DatedRecord['data']) => (typeof data.yes === 'boolean' ? data.yes : null)
    const records = [record('count', '2025-01-01', { yes: true }), record('count', '2025-02-01', { yes: false })]
    const latest = latestFlag({ id: 'lab.latest', kinds: ['count'], of: yes })
    const any = anyInWindow({ id: 'lab.any', kinds: ['count'], of: yes })
    expect(told(latest.steps(records, asking()))).toEqual(['2025-01-01 true', '2025-02-01 false'])
    expect(told(any.steps(records, asking()))).toEqual(['2025-01-01 true'])
    expect(told(any.steps(records, asking('P2M')))).toEqual(['2025-01-01 true', '2025-03-02 false', '2025-04-02 null'])
  })

  test('"we have none" is a share of 0, and a number only where 0 is what none means', () => {
    const none = [weHaveNone('count', '2025-01-01')]
    const number = { id: 'lab.n', kinds: ['count'], of: (data: DatedRecord['data']) => numberIn(data, 'all') }
    expect(told(latestShare({ id: 'lab.s', kinds: ['count'], of: good }).steps(none, asking('P1M')))).toEqual([
      '2025-01-01 0',
    ])
    expect(latestShare({ id: 'lab.s', kinds: ['count'], of: good, none: undefined }).steps(none, asking())).toEqual([])
    expect(latestNumber(number).steps(none, asking())).toEqual([])
    expect(told(latestNumber({ ...number, none: 0 }).steps(none, asking()))).toEqual(['2025-01-01 0'])
  })
})

describe('whatever the records', () => {
  const good = (data: DatedRecord['data']) => ratio(data, 'good', 'all')
  const indicators: readonly RecordIndicator[] = [
    latestDate({ id: 'lab.a', kinds: ['count'] }),
    latestDate({ id: 'lab.b', kinds: ['count'], where: (data) => isSet(data, 'yes'), complete: true }),
    eventsOf({ id: 'lab.c', kinds: ['count'] }),
    flagInForce({ id: 'lab.d', kinds: ['count'], holds: (data) => isSet(data, 'yes'), standing: 'P2M' }),
    numberInForce({ id: 'lab.e', kinds: ['count'], of: (data) => numberIn(data, 'good') ?? 0 }),
    latestShare({ id: 'lab.f', kinds: ['count'], of: good }),
    shareOf({ id: 'lab.g', kinds: ['count'], of: (data) => parts(data, 'good', 'all') }),
    bestShare({ id: 'lab.h', kinds: ['count'], of: good }),
    anyInWindow({ id: 'lab.i', kinds: ['count'], of: (data) => isSet(data, 'yes') }),
  ]
  const start = dayNumber('2025-01-01')
  const anyRecord = fc
    .record({
      id: fc.uuid(),
      kind: fc.constantFrom('count', 'we-have-none', 'other'),
      from: fc.integer({ min: 0, max: 800 }),
      length: fc.option(fc.integer({ min: 0, max: 400 })),
      data: fc.oneof(
        fc.record({ good: fc.integer({ min: -2, max: 20 }), all: fc.integer({ min: 0, max: 10 }), yes: fc.boolean() }),
        fc.constant({ about: 'count' }),
        fc.dictionary(fc.constantFrom('good', 'all', 'yes', 'about'), fc.anything()),
      ),
    })
    .map(({ id, kind, from, length, data }) => {
      const to = length === null ? null : dayOf(start + from + length)
      return record(kind, dayOf(start + from), data, { id, effectiveTo: to })
    })
  const anyRecords = fc.array(anyRecord, { maxLength: 12 })
  const anyWindow = fc.constantFrom(undefined, 'P1M', 'P1Y')

  test('steps ascend, shares lie between 0 and 1, and no value stands without a record behind it', () => {
    fc.assert(
      fc.property(anyRecords, anyWindow, fc.constantFrom(...indicators), (records, within, indicator) => {
        const steps = indicator.steps(records, asking(within, '2026-06-01'))
        const refs = new Set(records.map((one) => `record:${one.id}`))
        steps.forEach((step, i) => {
          if (i > 0) expect(step.from > steps[i - 1]!.from).toBe(true)
          if (step.value !== null) expect(step.records.length).toBeGreaterThan(0)
          for (const ref of step.records) expect(refs).toContain(ref)
          if (indicator.value === 'share' && step.value !== null) {
            expect(step.value).toBeGreaterThanOrEqual(0)
            expect(step.value).toBeLessThanOrEqual(1)
          }
        })
      }),
    )
  })

  test('the order in which they are read does not matter', () => {
    fc.assert(
      fc.property(anyRecords, anyWindow, fc.constantFrom(...indicators), (records, within, indicator) => {
        expect(indicator.steps(records.toReversed(), asking(within))).toEqual(indicator.steps(records, asking(within)))
      }),
    )
  })
})
