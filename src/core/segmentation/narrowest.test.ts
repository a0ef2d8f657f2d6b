import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { indexClaims } from './narrowest.ts'

describe('the narrowest claims', () => {
  it('are those in which no other lies', () => {
    const span = fc.tuple(fc.nat(12), fc.nat(12)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
    fc.assert(
      fc.property(fc.array(span, { maxLength: 8 }), fc.nat(13), (spans, at) => {
        const claims = spans.map((v4, i) => ({ addresses: { v4, v6: v4.map(BigInt) }, by: i }))
        const holding = spans.flatMap(([from, to], i) => (from <= at && at <= to ? [i] : []))
        const isWithin = (a: number, b: number) =>
          spans[a]![0] >= spans[b]![0] && spans[a]![1] <= spans[b]![1] && String(spans[a]) !== String(spans[b])
        const expected = holding.filter((one) => !holding.some((other) => isWithin(other, one)))
        const index = indexClaims(claims)
        expect(index.v4(at).toSorted()).toEqual(expected.toSorted())
        expect(index.v6(BigInt(at)).toSorted()).toEqual(expected.toSorted())
      }),
    )
  })

  it('of thousands that all overlap are a few', () => {
    const many = 10_000
    const claims = Array.from({ length: many }, (_, i) => ({ addresses: { v4: [i, i + many], v6: [] }, by: i }))
    const found = indexClaims(claims).v4(many)
    expect(found.length).toBeGreaterThan(1)
    expect(found.length).toBeLessThanOrEqual(64)
  })
})
