import { describe, expect, it } from 'vitest'
import type { Indicator, Series } from './indicator.ts'
import { measuredFirst } from './measured-first.ts'

const step = (from: string, value: number | null, strength: 'measured' | 'recorded') => ({
  from,
  value,
  records: [`${strength}:${from}`],
  strength,
})

const telling = (series: Readonly<Record<string, Series>>, says: string): Indicator => ({
  id: 'network.openViolations',
  measure: async () => new Map(Object.entries(series)),
  proof: async () => [{ ref: says, text: says, href: null, speaks: 'for' }],
})

const measured = telling(
  { kashima: [step('2026-02-01', 3, 'measured'), step('2026-04-01', null, 'measured')] },
  'measured',
)
const recorded = telling(
  {
    kashima: [step('2026-01-01', 1, 'recorded'), step('2026-03-01', 2, 'recorded')],
    '*': [step('2026-01-01', 9, 'recorded')],
  },
  'recorded',
)
const ask = { plants: ['kashima'], from: '2026-01-01', to: '2026-12-31', today: '2026-12-31' }

describe('an indicator that is measured and recorded', () => {
  it('follows the records until something is measured, and again when the source lapses', async () => {
    const series = await measuredFirst(measured, recorded).measure(ask)
    expect(series.get('kashima')!.map(({ from, value, strength }) => [from, value, strength])).toEqual([
      ['2026-01-01', 1, 'recorded'],
      ['2026-02-01', 3, 'measured'],
      ['2026-04-01', 2, 'recorded'],
    ])
    expect(series.get('*')!.map(({ value }) => value)).toEqual([9])
  })

  it('of events counts both, each on its own day', async () => {
    const events = await measuredFirst({ ...measured, alsoRecorded: 'events' }, recorded).measure(ask)
    expect(events.get('kashima')!.map(({ from }) => from)).toEqual([
      '2026-01-01',
      '2026-02-01',
      '2026-03-01',
      '2026-04-01',
    ])
  })

  it('of two days the later counts', async () => {
    const on = (from: string, strength: 'measured' | 'recorded') => ({ ...step(from, 0, strength), value: from })
    const one = telling({ kashima: [on('2026-02-01', 'measured'), on('2026-03-01', 'measured')] }, 'measured')
    const other = telling({ kashima: [on('2026-01-01', 'recorded'), on('2026-05-01', 'recorded')] }, 'recorded')
    const series = await measuredFirst(one, other).measure(ask)
    expect(series.get('kashima')!.map(({ from, value }) => [from, value])).toEqual([
      ['2026-01-01', '2026-01-01'],
      ['2026-02-01', '2026-02-01'],
      ['2026-03-01', '2026-03-01'],
      ['2026-05-01', '2026-05-01'],
    ])
  })

  it('is proven by whichever decides on the day', async () => {
    const proof = (on: string) => measuredFirst(measured, recorded).proof!({ scope: 'kashima', on, limit: 5 })
    expect((await proof('2026-03-05'))[0]!.ref).toBe('measured')
    expect((await proof('2026-05-05'))[0]!.ref).toBe('recorded')
  })
})
