import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packets } from '../netfilter/packets.testing.ts'
import { type TestPacket, walk } from '../netfilter/walk.testing.ts'
import { decodeNftables } from './decode.ts'
import { rulesets } from './language.testing.ts'

/** Of packets in other states than these the tests do not know the flags. */
const hasKnownFlags = ({ state }: TestPacket) => state === 'new' || state === 'established'

/** What the common model has no words for; everything else is said exactly. */
const unsayable = new Set([
  'the flags of TCP',
  'combinations that are excepted',
  'interfaces of which some are excepted by name',
])

describe('a ruleset of nftables', () => {
  it('does with each packet what its language says', () => {
    fc.assert(
      fc.property(rulesets, fc.array(packets, { minLength: 20, maxLength: 20 }), (ruleset, list) => {
        const rules = decodeNftables(ruleset.text)
        expect(rules.faults).toEqual([])
        const unknown = rules.chains.flatMap(({ steps }) => steps.flatMap(({ match }) => match.unknown))
        expect(unknown.filter((why) => !unsayable.has(why))).toEqual([])
        for (const packet of list) {
          const ends = [...walk(rules, packet)]
          if (hasKnownFlags(packet)) expect(ends, JSON.stringify(packet)).toContain(ruleset.judge(packet))
          if (unknown.length === 0) expect(ends, JSON.stringify(packet)).toEqual([ruleset.judge(packet)])
        }
      }),
      { numRuns: 300 },
    )
  })

  const nft = spawnSync('unshare', ['-n', 'nft', 'list', 'ruleset'])
  const isThere = nft.status === 0
  it.skipIf(!isThere)(`is one that nft takes${isThere ? '' : ' (skipped: no nft)'}, and its JSON says the same`, () => {
    let taken = 0
    const listed = fc.array(packets, { minLength: 40, maxLength: 40 })
    for (const [ruleset, list] of fc.sample(fc.tuple(rulesets, listed), 60)) {
      const shell = 'nft -f - && nft -j list ruleset'
      const done = spawnSync('unshare', ['-n', 'sh', '-c', shell], { input: ruleset.text, encoding: 'utf8' })
      // A rule that asks for two families or protocols at once never matches; nft refuses to load it.
      if (done.stderr.includes('conflicting protocols')) continue
      expect(done.stderr, ruleset.text).toBe('')
      taken++
      const rules = decodeNftables(done.stdout)
      expect(rules.faults).toEqual([])
      for (const packet of list.filter(hasKnownFlags)) {
        expect([...walk(rules, packet)], ruleset.text).toContain(ruleset.judge(packet))
      }
    }
    expect(taken).toBeGreaterThan(0)
  })
})
