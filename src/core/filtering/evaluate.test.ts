import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDecider } from './decide.ts'
import { decisionAt, evaluate } from './evaluate.ts'
import { allPackets, placings, rulesets } from './rulesets.testing.ts'

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
})
