import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AddressSet } from '#core/filtering/addresses.ts'
import { createDecider } from '#core/filtering/decide.ts'
import { hasPorts, names, packets } from '../netfilter/packets.testing.ts'
import { type TestPacket, v4Of, v6Of, walk } from '../netfilter/walk.testing.ts'
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

/**
 * Two bounds in a row, as in `dport >= 22 sport <= 80`: nft lists them as one range of the second key (`sport 22-80`), as
 * no range at all (`80-22`) or as its opposite (`< 22 > 80` as `!= 22-80`), so its JSON is not the rule that was loaded.
 */
const isListedWrongly = ({ text }: { readonly text: string }) => /port [<>]=? \d+ (?:tcp|udp) [sd]port [<>]/.test(text)

/** Where the addresses of the tests live, so that a packet's addresses tell its interfaces. */
const placeOf = (last: number) => names[last >> 1]!
const places = new Map(
  names.map((name, i) => [
    name,
    { v4: [v4Of(2 * i), v4Of(2 * i + 1)], v6: [v6Of(2 * i), v6Of(2 * i + 1)] } satisfies AddressSet,
  ]),
)

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

  it('is decided by the engine as its language says', () => {
    fc.assert(
      fc.property(rulesets, fc.array(packets, { minLength: 20, maxLength: 20 }), (ruleset, list) => {
        const rules = decodeNftables(ruleset.text)
        const decider = createDecider(rules, places)
        for (const one of list) {
          const packet = { ...one, state: 'new' as const, in: placeOf(one.source), out: placeOf(one.target) }
          const isIcmp = packet.protocol === 1 || packet.protocol === 58
          const { verdict } = decider.first({
            source: packet.isV6 ? { v6: v6Of(packet.source) } : { v4: v4Of(packet.source) },
            target: packet.isV6 ? { v6: v6Of(packet.target) } : { v4: v4Of(packet.target) },
            protocol: packet.protocol,
            sourcePort: hasPorts(packet) ? packet.sourcePort : 0,
            targetPort: hasPorts(packet) ? packet.targetPort : 0,
            icmp: isIcmp ? packet.icmp : 0,
          })
          const ends = walk(rules, packet)
          const walked = ends.size > 1 ? 'undecided' : ends.has('accept') ? 'accepted' : 'refused'
          expect(verdict, JSON.stringify(packet)).toBe(walked)
        }
      }),
    )
  })

  const nft = spawnSync('unshare', ['-n', 'nft', 'list', 'ruleset'])
  const isThere = nft.status === 0
  it.skipIf(!isThere)(`is one that nft takes${isThere ? '' : ' (skipped: no nft)'}, and its JSON says the same`, () => {
    let taken = 0
    const listed = fc.array(packets, { minLength: 40, maxLength: 40 })
    for (const [ruleset, list] of fc.sample(fc.tuple(rulesets, listed), 60)) {
      if (isListedWrongly(ruleset)) continue
      const shell = 'nft -f - && nft -j list ruleset'
      const done = spawnSync('unshare', ['-n', 'sh', '-c', shell], { input: ruleset.text, encoding: 'utf8' })
      // A rule that asks for two families or protocols at once never matches; nft refuses to load it.
      if (/conflicting protocols|cannot use tcp reset/.test(done.stderr)) continue
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
