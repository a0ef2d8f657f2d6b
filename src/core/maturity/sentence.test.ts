import { describe, expect, it } from 'vitest'
import type { Reason } from './assessment.ts'
import type { Axis, Leaf } from './axis.ts'
import { valueText } from './sentence.ts'

const axis = { indicators: { 'a.share': { value: 'share' } } } as unknown as Axis
const said = (value: number, leaf: Partial<Leaf>) =>
  valueText(axis, { indicator: 'a.share', value } as Reason, 'en', leaf as Leaf)

describe('a share in words is never nearer to what was asked for than it is', () => {
  it('one that must be large is cut', () => {
    expect(said(0.9496, { atLeast: 0.95 })).toBe('94.9 %')
    expect(said(0.95, { atLeast: 0.95 })).toBe('95 %')
  })

  it('one that must be small is rounded up', () => {
    expect(said(0.0504, { atMost: 0.05 })).toBe('5.1 %')
    expect(said(0.05, { atMost: 0.05 })).toBe('5 %')
  })
})
