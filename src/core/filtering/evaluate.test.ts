import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AddressSet, lastV4, lastV6 } from './addresses.ts'
import { createDecider } from './decide.ts'
import { decisionAt, evaluate } from './evaluate.ts'
import type { Address } from './packet.ts'
import type { Match, Ruleset } from './ruleset.ts'
import { allPackets, placings, rulesets } from './rulesets.testing.ts'

const sixOf = ({ v4 }: AddressSet): AddressSet => ({
  v4: [],
  v6: v4.map((value) => (value === lastV4 ? lastV6 : BigInt(value))),
})
const matchSix = <T extends { readonly match: Match }>(one: T): T => ({
  ...one,
  match: { ...one.match, source: sixOf(one.match.source), target: sixOf(one.match.target) },
})
const inSix = (ruleset: Ruleset): Ruleset => ({
  ...ruleset,
  chains: ruleset.chains.map((chain) => ({ ...chain, steps: chain.steps.map(matchSix) })),
  translations: ruleset.translations.map(matchSix),
  interfaces: ruleset.interfaces.map((one) => ({ ...one, networks: sixOf(one.networks) })),
})
const six = (address: Address): Address => ('v4' in address ? { v6: BigInt(address.v4) } : address)

describe('an evaluation', () => {
  it('says of every packet what the rules say of it one by one, and by the same lines', () => {
    fc.assert(
      fc.property(rulesets, placings, (ruleset, places) => {
        const evaluation = evaluate(ruleset, places)
        const decider = createDecider(ruleset, places)
        for (const packet of allPackets) {
          expect(decisionAt(evaluation, packet, 'first')).toEqual(decider.first(packet))
          expect(decisionAt(evaluation, packet)).toEqual(decider.whole(packet))
        }
      }),
      { numRuns: 40 },
    )
  })

  it('says the same of IPv6', () => {
    fc.assert(
      fc.property(rulesets, placings, (ruleset, places) => {
        const evaluation = evaluate(
          inSix(ruleset),
          new Map([...places].map(([name, addresses]) => [name, sixOf(addresses)])),
        )
        const decider = createDecider(ruleset, places)
        // ICMP is another protocol there, with other numbers.
        for (const packet of allPackets.filter(({ protocol }) => protocol !== 1)) {
          const turned = { ...packet, source: six(packet.source), target: six(packet.target) }
          expect(decisionAt(evaluation, turned).verdict).toBe(decider.whole(packet).verdict)
        }
      }),
      { numRuns: 20 },
    )
  })
})
