import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { damaged, expectAccounted } from '../netfilter/damage.testing.ts'
import { packets } from '../netfilter/packets.testing.ts'
import { walk } from '../netfilter/walk.testing.ts'
import { decodeIptables } from './decode.ts'
import { savedRules } from './language.testing.ts'

const everything = readFileSync(new URL('every-construct.rules', import.meta.url), 'utf8')

describe('damaged rules of iptables', () => {
  it('are read without a throw, every line accounted for', () => {
    fc.assert(
      fc.property(damaged(everything), (text) => {
        expectAccounted(text, decodeIptables(text))
      }),
      { numRuns: 100 },
    )
  })

  it('are read whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 60 }), (text) => {
        expectAccounted(text, decodeIptables(text))
      }),
    )
  })

  it('that are cut anywhere say nothing surely that the whole does not', () => {
    const places = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })
    fc.assert(
      fc.property(
        savedRules(true),
        places,
        fc.array(packets, { minLength: 10, maxLength: 10 }),
        (saved, place, list) => {
          const text = saved.text.slice(0, Math.floor(place * saved.text.length))
          const rules = decodeIptables(text)
          for (const packet of list.filter(({ state }) => state === 'new')) {
            expect([...walk(rules, packet)], text).toContain(saved.judge(packet))
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})
