import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { damaged, expectAccounted } from '../netfilter/damage.testing.ts'
import { packets } from '../netfilter/packets.testing.ts'
import { walk } from '../netfilter/walk.testing.ts'
import { decodeNftables } from './decode.ts'
import { rulesets } from './language.testing.ts'

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')

describe('a damaged ruleset of nftables', () => {
  it.each(['every-construct.nft', 'every-construct.nft-json.txt'])(
    'is read without a throw, every line of %s accounted for',
    (name) => {
      fc.assert(
        fc.property(damaged(read(name)), (text) => {
          expectAccounted(text, decodeNftables(text))
        }),
        { numRuns: 60 },
      )
    },
  )

  it('is read whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary-ascii', maxLength: 60 }), fc.json()), (text) => {
        expectAccounted(text, decodeNftables(text))
      }),
    )
  })

  it('that is cut anywhere says nothing surely that the whole does not', () => {
    const places = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })
    fc.assert(
      fc.property(rulesets, places, fc.array(packets, { minLength: 10, maxLength: 10 }), (ruleset, place, list) => {
        // Within the table; what ends in front of it has nothing that could be missed.
        const whole = ruleset.text
        const from = whole.indexOf('{') + 1
        const text = whole.slice(0, from + Math.floor(place * (whole.lastIndexOf('}') - from)))
        const rules = decodeNftables(text)
        expect(rules.faults.length).toBeGreaterThan(0)
        for (const packet of list.filter(({ state }) => state === 'new')) {
          expect([...walk(rules, packet)], text).toContain(ruleset.judge(packet))
        }
      }),
      { numRuns: 300 },
    )
  })
})
