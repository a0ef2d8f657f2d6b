import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayOf } from '../calendar/day.ts'
import { freshnessStrip } from './freshness-strip.ts'
import { type Gap, gapWaterfall } from './gap-waterfall.ts'
import { fitted, type Shape, svgOf, textWidth } from './shape.ts'
import { stepLine } from './step-line.ts'

const flat = (shapes: readonly Shape[]): Shape[] =>
  shapes.flatMap((one) => [one, ...flat(one.children.filter((child) => typeof child !== 'string'))])

const gapWords = {
  criterion: 'criterion',
  state: 'state',
  weeks: 'weeks',
  shutdown: 'shutdown',
  levelAfter: 'level after',
  reached: (level: number) => `level ${level}`,
  yes: 'yes',
  no: 'no',
}
const gap = (key: string, effortWeeks: number, levelAfter: number): Gap => ({
  key,
  label: key,
  state: 'missing',
  stateText: 'not met',
  effortWeeks,
  needsShutdown: false,
  levelAfter,
})

test('each bar of the waterfall begins where the one above ends', () => {
  const picture = gapWaterfall({ level: 1, gaps: [gap('2.1', 4, 1), gap('2.2', 6, 2)], words: gapWords })
  const bars = picture.shapes.filter((one) => one.tag === 'rect').map((one) => one.attributes)
  expect(Number(bars[0]!.x) + Number(bars[0]!.width)).toBeCloseTo(Number(bars[1]!.x), 0)
  expect(Number(bars[1]!.width) / Number(bars[0]!.width)).toBeCloseTo(1.5, 1)
})

test('the waterfall marks the place where a level is reached, and only there', () => {
  const picture = gapWaterfall({
    level: 1,
    gaps: [gap('2.1', 4, 1), gap('2.2', 6, 2), gap('3.1', 9, 2)],
    words: gapWords,
  })
  expect(picture.shapes.filter((one) => one.attributes.class === 'p-reach')).toHaveLength(1)
  expect(flat(picture.shapes).some((one) => one.children[0] === 'level 2')).toBe(true)
})

test('the note of a bar lies beside it, never over a label or beyond the edge', () => {
  const efforts = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(efforts, fc.integer({ min: 500, max: 1200 }), (weeks, width) => {
      const gaps = weeks.map((effort, i) => ({
        ...gap(`${i}.1 A criterion of many words`, effort, 1),
        needsShutdown: true,
      }))
      const { shapes } = gapWaterfall({ level: 1, gaps, words: gapWords }, width)
      const notes = shapes.filter((one) => one.tag === 'text' && one.children[0] === 'not met · shutdown')
      const labelEnd = Math.max(
        ...shapes
          .filter((one) => one.attributes['text-anchor'] === 'end' && one.attributes.class === undefined)
          .map((one) => Number(one.attributes.x)),
      )
      expect(notes).toHaveLength(weeks.length)
      for (const { attributes } of notes) {
        const [x, long] = [Number(attributes.x), textWidth('not met · shutdown')]
        const from = attributes['text-anchor'] === 'end' ? x - long : x
        expect(from).toBeGreaterThanOrEqual(labelEnd)
        expect(from + long).toBeLessThanOrEqual(width)
      }
    }),
  )
})

test('the table twin of the waterfall holds every gap', () => {
  const picture = gapWaterfall({ level: 1, gaps: [gap('2.1', 4, 1), gap('2.2', 6, 2)], words: gapWords })
  expect(picture.table.rows).toEqual([
    ['2.1', 'not met', 4, 'no', 1],
    ['2.2', 'not met', 6, 'no', 2],
  ])
})

const stepWords = { level: 'level', day: 'day', monthOf: (day: string) => day.slice(0, 7) }

test('a level is drawn in steps: no segment of its line is slanted', () => {
  const days = fc.uniqueArray(fc.integer({ min: 20_000, max: 22_000 }), { minLength: 2, maxLength: 40 })
  fc.assert(
    fc.property(days, fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 40, maxLength: 40 }), (on, levels) => {
      const points = [...on].sort((a, b) => a - b).map((day, place) => ({ on: dayOf(day), level: levels[place]! }))
      const picture = stepLine({
        series: [{ name: 'a', points }],
        moves: [],
        levels: 5,
        today: points.at(-1)!.on,
        words: stepWords,
      })
      const path = String(picture.shapes.find((one) => one.attributes.class === 'p-line')!.attributes.d)
      const corners = [...path.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map((pair) => [Number(pair[1]), Number(pair[2])])
      for (let place = 1; place < corners.length; place++) {
        const [before, after] = [corners[place - 1]!, corners[place]!]
        expect(before[0] === after[0] || before[1] === after[1]).toBe(true)
      }
    }),
    { numRuns: 50 },
  )
})

test('what lies after today is drawn apart', () => {
  const points = [
    { on: '2026-01-01', level: 1 },
    { on: '2026-06-01', level: 2 },
    { on: '2026-12-01', level: 1 },
  ]
  const picture = stepLine({
    series: [{ name: 'a', points }],
    moves: [],
    levels: 5,
    today: '2026-06-01',
    words: stepWords,
  })
  expect(picture.shapes.filter((one) => one.tag === 'path').map((one) => one.attributes.class)).toEqual([
    'p-line',
    'p-line p-future',
  ])
})

test('the freshness strip draws one tick for each week with something in it, and none for the others', () => {
  const words = { source: 's', last: 'l', weeks: 'w', monthOf: (day: string) => day, told: () => '' }
  const weeks = [
    { week: '2026-01-05', count: 3 },
    { week: '2026-01-12', count: 0 },
    { week: '2026-02-02', count: 1 },
    { week: '2025-01-06', count: 9 },
  ]
  const picture = freshnessStrip({
    from: '2026-01-01',
    to: '2026-03-01',
    sources: [{ key: 'a', label: 'A', weeks }],
    words,
  })
  expect(picture.shapes.filter((one) => one.attributes.class === 'p-tick')).toHaveLength(2)
})

test('every coordinate of every picture is a number, whatever the data', () => {
  const gaps = fc.array(
    fc.record({ weeks: fc.double({ min: 0, max: 1000, noNaN: true }), after: fc.integer({ min: 1, max: 5 }) }),
  )
  fc.assert(
    fc.property(gaps, (some) => {
      const picture = gapWaterfall({
        level: 1,
        gaps: some.map((one, place) => gap(String(place), one.weeks, one.after)),
        words: gapWords,
      })
      for (const one of flat(picture.shapes))
        for (const value of Object.values(one.attributes))
          if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true)
    }),
  )
})

test('a text is cut to its width with an ellipsis, Japanese letters counting double', () => {
  expect(fitted('short', 100)).toBe('short')
  expect(fitted('資産台帳の四半期レビュー', 60)).toMatch(/^資産.*…$/)
  expect(textWidth(fitted('x'.repeat(200), 80))).toBeLessThanOrEqual(80)
})

test('the SVG document says its title and escapes what it holds', () => {
  const picture = {
    width: 1,
    height: 1,
    shapes: [{ tag: 'text' as const, attributes: {}, children: ['a<b'] }],
    table: { columns: [], rows: [] },
  }
  expect(svgOf(picture, 'x & y')).toContain('<title>x &amp; y</title><text>a&lt;b</text>')
})
