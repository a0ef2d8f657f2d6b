import { describe, expect, it } from 'vitest'
import { approvalOf } from './approvals.ts'

const read = (data: Record<string, unknown>, effectiveFrom = '2026-06-16') => {
  const { windows, ...rest } = approvalOf({ id: 'r', effectiveFrom, data }, 'Asia/Tokyo')
  const utc = (ms: number) => new Date(ms).toISOString().slice(0, 16)
  return { ...rest, windows: windows?.map(({ from, to }) => [utc(from), utc(to)]) ?? null }
}

describe('an approved change, as recorded', () => {
  it('holds on its first day where no last one is named', () => {
    expect(read({ workOrder: 'WO-1', approvedBy: 'Mori' })).toMatchObject({
      windows: [['2026-06-15T15:00', '2026-06-16T15:00']],
      covers: [],
      kinds: [],
      workOrder: 'WO-1',
    })
  })
  it('covers the assets and zones that it names, for the kinds that it names', () => {
    expect(read({ assets: 'PLC-1；PLC-2、反応系', kinds: ['program-change', 'nonsense'] })).toMatchObject({
      covers: ['PLC-1', 'PLC-2', '反応系'],
      kinds: ['program-change'],
    })
  })
  it('has daily windows by the clock of the plant', () => {
    const data = { lastDay: '2026-06-17', fromTime: '08:30', toTime: '17時', daily: true }
    expect(read(data).windows).toEqual([
      ['2026-06-15T23:30', '2026-06-16T08:00'],
      ['2026-06-16T23:30', '2026-06-17T08:00'],
    ])
  })
  it('does not reach back before it was approved', () => {
    const data = { lastDay: '2026-06-18', fromTime: '09:00', toTime: '12:00', daily: true, approvedOn: '2026-06-17' }
    expect(read(data).windows).toEqual([
      ['2026-06-17T00:00', '2026-06-17T03:00'],
      ['2026-06-18T00:00', '2026-06-18T03:00'],
    ])
    expect(read({ lastDay: '2026-06-16', approvedOn: '2026-06-20' }).windows).toEqual([])
  })
  it('whose times are not understood says so', () => {
    expect(read({ fromTime: 'in the morning' }).windows).toBe(null)
  })
})
