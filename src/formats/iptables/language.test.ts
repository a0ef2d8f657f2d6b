import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packets } from '../netfilter/packets.testing.ts'
import { type TestPacket, walk } from '../netfilter/walk.testing.ts'
import { decodeIptables } from './decode.ts'
import { savedRules } from './language.testing.ts'

/** Of packets in other states than these the tests do not know the flags. */
const hasKnownFlags = ({ state }: TestPacket) => state === 'new' || state === 'established'
/** What the common model has no words for; everything else is said exactly. */
const unsayable = new Set([
  'the flags of TCP',
  'combinations that are excepted',
  'interfaces of which some are excepted by name',
])

describe('the rules of iptables-save and ip6tables-save', () => {
  it('do with each packet what their language says', () => {
    fc.assert(
      fc.property(savedRules(true), fc.array(packets, { minLength: 20, maxLength: 20 }), (saved, list) => {
        const rules = decodeIptables(saved.text)
        expect(rules.faults).toEqual([])
        const unknown = rules.chains.flatMap(({ steps }) => steps.flatMap(({ match }) => match.unknown))
        expect(unknown.filter((why) => !unsayable.has(why))).toEqual([])
        for (const packet of list) {
          const ends = [...walk(rules, packet)]
          if (hasKnownFlags(packet)) expect(ends, JSON.stringify(packet)).toContain(saved.judge(packet))
          if (unknown.length === 0) expect(ends, JSON.stringify(packet)).toEqual([saved.judge(packet)])
        }
      }),
      { numRuns: 300 },
    )
  })

  // Without sets: those belong to another program, and not every kernel has them.
  const isThere = spawnSync('unshare', ['-n', 'iptables-nft-save']).status === 0
  it.skipIf(!isThere)(
    `are rules that iptables takes${isThere ? '' : ' (skipped: no iptables)'}, and saves with the same meaning`,
    () => {
      for (const [saved, list] of fc.sample(
        fc.tuple(savedRules(false), fc.array(packets, { minLength: 40, maxLength: 40 })),
        20,
      )) {
        const [v4, v6] = saved.tables
        const shell = `iptables-restore <<'E4' && ip6tables-restore <<'E6' && iptables-save && ip6tables-save\n${v4}E4\n${v6}E6\n`
        const done = spawnSync('unshare', ['-n', 'sh', '-c', shell], { encoding: 'utf8' })
        expect(`${done.status} ${done.stderr}`, saved.text).toBe('0 ')
        const rules = decodeIptables(done.stdout)
        expect(rules.faults).toEqual([])
        for (const packet of list.filter(hasKnownFlags)) {
          expect([...walk(rules, packet)], done.stdout).toContain(saved.judge(packet))
        }
      }
    },
  )
})
