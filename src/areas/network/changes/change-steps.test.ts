import { expect, it } from 'vitest'
import { lagSteps, type MeasuredChange, reconciledSteps } from './change-steps.ts'

const change = (n: number, day: string, more: Partial<MeasuredChange> = {}): MeasuredChange => ({
  ref: `change:${n}`,
  day,
  settledOn: null,
  lagMinutes: 1,
  noticedOn: day,
  ...more,
})
const values = (steps: ReturnType<typeof lagSteps>) => steps.map(({ from, value }) => [from, value])

it('a change counts against the share until it is settled, and for the length of the window', () => {
  const changes = [change(1, '2026-06-01'), change(2, '2026-06-10', { settledOn: '2026-06-20' })]
  expect(values(reconciledSteps(changes, [], 'P1M'))).toEqual([
    ['2026-06-01', 0],
    ['2026-06-10', 0],
    ['2026-06-20', 0.5],
    ['2026-07-02', 1],
    ['2026-07-11', null],
  ])
})

it('where nothing changed the share is whole while somebody looks, and unknown where nobody does', () => {
  expect(reconciledSteps([], [{ day: '2026-06-01', ref: 'capture:c' }], 'P1M')).toMatchObject([
    { from: '2026-06-01', value: 1, records: ['capture:c'] },
    { from: '2026-07-02', value: null },
  ])
  expect(reconciledSteps([], [], 'P3M')).toEqual([])
})

it('those that are open are named before those that are settled', () => {
  const changes = [change(1, '2026-06-01', { settledOn: '2026-06-01' }), change(2, '2026-06-01')]
  expect(reconciledSteps(changes, [], 'P1M')[0]).toMatchObject({ records: ['change:2', 'change:1'], recordCount: 2 })
})

it('the lag is that of nineteen of twenty', () => {
  const twenty = Array.from({ length: 20 }, (_, i) => change(i, '2026-06-01', { lagMinutes: i === 0 ? 900 : i }))
  expect(lagSteps(twenty, 'P3M')[0]).toMatchObject({ value: 19, recordCount: 20 })
  expect(lagSteps([...twenty, change(21, '2026-06-01', { lagMinutes: 800 })], 'P3M')[0]?.value).toBe(800)
  expect(lagSteps([change(1, '2026-06-01', { lagMinutes: 7 })], 'P3M')[0]?.value).toBe(7)
})

it('what no sensor noticed has no lag', () => {
  expect(lagSteps([change(1, '2026-06-01', { lagMinutes: null })], 'P3M')).toEqual([])
})
