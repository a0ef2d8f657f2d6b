import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayNumber, dayOf } from '#core/calendar/day.ts'
import { type Piece, shareSteps } from './share-steps.ts'
import { confirmedPieces, lapseOf, reviewDates, type Span } from './spans.ts'

const span = (from: string, to: string | null, facts: Partial<Span> = {}): Span => ({
  from: dayNumber(from),
  to: to === null ? Number.POSITIVE_INFINITY : dayNumber(to),
  flags: 0,
  reviewed: null,
  seen: null,
  assets: 1,
  ref: 'asset:p/a',
  ...facts,
})

describe('the share of confirmed assets', () => {
  const pieces = (one: Span) =>
    confirmedPieces(one, { bySight: true, byReview: true, reviews: [], within: 'P3M' }, lapseOf('P3M'))

  it('counts the last day of the window and not the day after', () => {
    const steps = shareSteps(pieces(span('2026-01-10', null, { reviewed: dayNumber('2026-01-10') })))
    expect(steps.map(({ from, value }) => [from, value])).toEqual([
      ['2026-01-10', 1],
      ['2026-04-11', 0],
    ])
  })

  it('is measured only while everything that counts for it was seen', () => {
    const steps = shareSteps([
      ...pieces(span('2026-01-10', null, { seen: dayNumber('2026-01-10') })),
      ...pieces(span('2026-02-01', null, { reviewed: dayNumber('2026-02-01'), seen: dayNumber('2026-01-01') })),
    ])
    expect(steps.map(({ from, value, strength }) => [from, value, strength])).toEqual([
      ['2026-01-10', 1, 'measured'],
      ['2026-02-01', 1, 'measured'],
      ['2026-04-02', 1, 'recorded'],
      ['2026-04-11', 0.5, 'recorded'],
      ['2026-05-02', 0, 'recorded'],
    ])
  })

  it('of nothing is unknown, not zero', () => {
    const steps = shareSteps(pieces(span('2026-01-01', '2026-02-01')))
    expect(steps.at(-1)).toMatchObject({ from: '2026-02-01', value: null })
  })

  it('is covered by a review of the whole registry from its day on', () => {
    const review = { day: dayNumber('2026-02-01'), covers: () => true }
    const cut = confirmedPieces(
      span('2026-01-01', null),
      { bySight: true, byReview: true, reviews: [review], within: 'P1M' },
      lapseOf('P1M'),
    )
    expect(shareSteps(cut).map(({ from, value }) => [from, value])).toEqual([
      ['2026-01-01', 0],
      ['2026-02-01', 1],
      ['2026-03-02', 0],
    ])
  })

  it('equals a count of each day by hand', () => {
    const day = fc.integer({ min: 0, max: 60 })
    const anyPiece = fc.record({
      from: day,
      length: fc.integer({ min: 1, max: 30 }),
      count: fc.integer({ min: 1, max: 9 }),
      good: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(anyPiece, { maxLength: 30 }), (list) => {
        const all: Piece[] = list.map(({ from, length, count, good }, i) => {
          return { from, to: from + length, count, good, byMachine: false, ref: `asset:p/${i}` }
        })
        const steps = shareSteps(all)
        for (let on = 0; on < 95; on++) {
          const there = all.filter(({ from, to }) => from <= on && on < to)
          const total = there.reduce((sum, { count }) => sum + count, 0)
          const good = there.reduce((sum, piece) => sum + (piece.good ? piece.count : 0), 0)
          const step = steps.findLast(({ from }) => from <= dayOf(on))
          expect(step?.value ?? null).toBe(total === 0 ? null : good / total)
        }
      }),
    )
  })
})

describe('the day of the latest review', () => {
  it('is the one by which half of the assets were reviewed: one asset is no registry', () => {
    const [may, june] = [dayNumber('2026-05-01'), dayNumber('2026-06-01')]
    const steps = reviewDates([
      span('2026-01-01', '2026-05-01', { assets: 10 }),
      span('2026-05-01', null, { assets: 9, reviewed: may }),
      span('2026-05-01', '2026-06-01', { assets: 1, reviewed: may }),
      span('2026-06-01', null, { assets: 1, reviewed: june }),
    ])
    expect(steps.map(({ from, value }) => [dayOf(from), value === null ? null : dayOf(value)])).toEqual([
      ['2026-01-01', null],
      ['2026-05-01', '2026-05-01'],
    ])
  })
})
