import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressesOf, maskedV4, textOfV4, textOfV6 } from './addresses.ts'
import { includes, intersect, overlaps, pairsOf, type Ranges, rangesOf, subtract, union } from './ranges.ts'

const some = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 })), { maxLength: 6 })
  .map(rangesOf)
const all = Array.from({ length: 42 }, (_, i) => i)
const members = (ranges: Ranges) => all.filter((value) => pairsOf(ranges).some(([a, b]) => a <= value && value <= b))
const isNormal = (ranges: Ranges) =>
  pairsOf(ranges).every(([from, to], i, pairs) => from <= to && (i === 0 || from > pairs[i - 1]![1] + 1))

describe('ranges', () => {
  it('are what sets of their numbers are', () => {
    fc.assert(
      fc.property(some, some, (a, b) => {
        const [inA, inB] = [new Set(members(a)), new Set(members(b))]
        const results = [union(a, b), intersect(a, b), subtract(a, b)]
        expect(results.map(members)).toEqual([
          all.filter((x) => inA.has(x) || inB.has(x)),
          all.filter((x) => inA.has(x) && inB.has(x)),
          all.filter((x) => inA.has(x) && !inB.has(x)),
        ])
        expect(results.every(isNormal)).toBe(true)
        expect(overlaps(a, b)).toBe(members(intersect(a, b)).length > 0)
        expect(all.filter((x) => includes(a, x))).toEqual(members(a))
      }),
    )
  })
})

describe('addresses', () => {
  it.each([
    ['10.1.2.3', '10.1.2.3', '10.1.2.3'],
    ['10.1.2.3/24', '10.1.2.0', '10.1.2.255'],
    ['0.0.0.0/0', '0.0.0.0', '255.255.255.255'],
    ['192.168.1.250-192.168.2.4', '192.168.1.250', '192.168.2.4'],
  ])('%s begins at %s and ends at %s', (text, from, to) => {
    expect(addressesOf(text)!.v4.map(textOfV4)).toEqual([from, to])
  })

  it.each([
    ['fd00::/8', 'fd00::', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['2001:db8::5', '2001:db8::5', '2001:db8::5'],
  ])('%s begins at %s and ends at %s', (text, from, to) => {
    expect(addressesOf(text)!.v6.map(textOfV6)).toEqual([from, to])
  })

  it.each(['', '10.1.2', '10.1.2.3/33', '10.1.2.300', 'fd00::/129', '10.1.2.9-10.1.2.3', '10.1.2.3-fd00::1', '1/2/3'])(
    '%j is none',
    (text) => {
      expect(addressesOf(text)).toBeNull()
    },
  )

  it('of a mask with gaps are those whose counted bits agree', () => {
    fc.assert(
      fc.property(fc.nat(255), fc.nat(255), (address, low) => {
        const mask = (0xffffff00 | low) >>> 0
        const found = maskedV4((0x0a010200 | address) >>> 0, mask)!
        const expected = Array.from({ length: 256 }, (_, i) => 0x0a010200 + i).filter(
          (x) => ((x ^ address) & low) === 0,
        )
        expect(Array.from({ length: 256 }, (_, i) => 0x0a010200 + i).filter((x) => includes(found.v4, x))).toEqual(
          expected,
        )
      }),
    )
    expect(maskedV4(0, 0x55555555)).toBeNull()
  })
})
