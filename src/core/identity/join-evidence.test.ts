import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinByEvidence, type Tie } from './join-evidence.ts'

const because = { en: 'says so', ja: 'そう名乗る' }
const refused = { en: 'another address', ja: '別アドレス' }
const tie = (a: string, b: string, strength = 0.95): Tie => ({ a, b, strength, because })
const membersOf = (nodes: readonly string[], ties: readonly Tie[], differ: Parameters<typeof joinByEvidence>[3]) =>
  joinByEvidence(nodes, ties, [], differ).groups.map(({ members }) => members)

describe('groups that differ', () => {
  it('are asked about once, however many ties lead from one to the other', () => {
    const ports = Array.from({ length: 10 }, (_, i) => `a${i}`)
    const others = Array.from({ length: 10 }, (_, i) => `b${i}`)
    const within = [ports, others].flatMap((group) => group.slice(1).map((one) => tie(group[0]!, one, 0.99)))
    const between = ports.flatMap((one) => others.map((other) => tie(one, other)))
    let asked = 0
    const { groups, refusals } = joinByEvidence([...ports, ...others], [...within, ...between], [], (one, other) => {
      if (one[0]![0] === other[0]![0]) return null
      asked++
      return refused
    })
    expect(groups.map(({ members }) => members)).toEqual([ports, others])
    expect(asked).toBe(1)
    expect(refusals).toHaveLength(100)
  })

  it('are asked about again when one has grown', () => {
    // Nothing but c lets anybody else in.
    const differ = (one: readonly string[], other: readonly string[]) =>
      [...one, ...other].includes('c') || ![...one, ...other].includes('b') ? null : refused
    const nodes = ['a', 'b', 'c', 'y', 'z']
    const ties = [tie('a', 'y', 0.99), tie('a', 'z', 0.99), tie('a', 'b'), tie('a', 'c'), tie('b', 'z')]
    expect(membersOf(nodes, ties.slice(0, 3), differ)).toEqual([['a', 'y', 'z'], ['b'], ['c']])
    expect(membersOf(nodes, ties, differ)).toEqual([nodes])
  })

  it('are asked about again by a tie of another strength', () => {
    const differ = (_one: readonly string[], _other: readonly string[], { strength }: Tie) =>
      strength > 0.9 ? refused : null
    expect(membersOf(['a', 'b'], [tie('a', 'b', 0.95), tie('a', 'b', 0.8)], differ)).toEqual([['a', 'b']])
  })
})

it('who ends up together does not hang on the order of ties, nor on which way round they were told', () => {
  const node = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
  const ties = fc.array(
    fc.record({ a: node, b: node, strength: fc.constantFrom(0.8, 0.95) }).map((one) => ({ ...one, because })),
    { maxLength: 20 },
  )
  const nodes = ['a', 'b', 'c', 'd', 'e', 'f']
  // No more than three in one group.
  const differ = (one: readonly string[], other: readonly string[]) => (one.length + other.length > 3 ? refused : null)
  fc.assert(
    fc.property(
      ties.chain((some) => fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length }))),
      ([some, shuffled]) => {
        const turned = shuffled.map(({ a, b, ...rest }, i) =>
          i % 2 === 0 ? { a: b, b: a, ...rest } : { a, b, ...rest },
        )
        expect(membersOf(nodes, turned, differ)).toEqual(membersOf(nodes, some, differ))
      },
    ),
  )
})
