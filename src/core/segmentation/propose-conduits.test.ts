import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createJudge } from './judge.ts'
import type { Conduit, Policy } from './policy.ts'
import { type ConduitProposal, type ObservedTalk, proposeConduits } from './propose-conduits.ts'
import { conduit, shuffled, someConversation, somePolicy, talk, zone } from './testing.ts'

const zones = [
  zone('Office', '10.4.0.0/16', { level: '4' }),
  zone('Control', '10.2.0.0/24', { level: '2' }),
  zone('Cell', '10.1.0.0/24', { level: '1' }),
  zone('SIS', '10.1.9.0/24', { level: '1', safety: true }),
]
const [pc, hmi, plc, sis] = ['10.4.0.4', '10.2.0.5', '10.1.0.7', '10.1.9.1']
const seen = (id: string, client: string, server: string, more: Partial<ObservedTalk> = {}): ObservedTalk => ({
  ...talk(client, server, more),
  id,
})
const lines = (talks: readonly ObservedTalk[], conduits: readonly Conduit[] = []) => {
  const { lines: found } = proposeConduits({ zones, conduits }, talks)
  return found.map(({ name, operations, dataFlow, conversations }) =>
    [name, operations?.join(' '), dataFlow, conversations.join(' ')].join(' | '),
  )
}

describe('the smallest policy', () => {
  it('has one line for services in which the same was done between the same zones', () => {
    expect(
      lines([
        seen('a', hmi, plc),
        seen('b', hmi, plc, { port: 503 }),
        seen('c', hmi, plc, { protocol: 's7comm', port: 102 }),
        seen('d', hmi, plc, { protocol: 's7comm', port: 102, operations: { write: 1 } }),
        seen('e', plc, hmi, { protocol: 'ntp', transport: 'udp', port: 123, operations: { other: 1 } }),
        seen('f', hmi, '10.2.0.6'),
      ]),
    ).toEqual([
      'Cell → Control: ntp/udp/123 | other | both | e',
      'Control → Cell: modbus/tcp/502-503 | read | backward | a b',
      'Control → Cell: s7comm/tcp/102 | read write | both | c d',
    ])
  })

  it('adds nothing to what is allowed, and the rest of what is allowed in part', () => {
    expect(
      lines(
        [seen('a', hmi, plc), seen('b', hmi, plc, { operations: { read: 1, write: 1 } })],
        [conduit('Control', 'Cell')],
      ),
    ).toEqual(['Control → Cell: modbus/tcp/502 | write | forward | b'])
  })

  it('needs no line for talk that was not recognised on the port of one that was', () => {
    expect(lines([seen('a', hmi, plc), seen('b', hmi, plc, { protocol: null, operations: null })])).toEqual([
      'Control → Cell: modbus/tcp/502 | read | backward | a b',
    ])
  })

  it('leads nothing from the office into the plant, and lets nobody program a safety system: that is to be decided', () => {
    const found = proposeConduits({ zones, conduits: [] }, [
      seen('a', pc, plc),
      seen('b', hmi, sis, { protocol: 'tristation', transport: 'udp', port: 1502, operations: { program: 1 } }),
      seen('c', hmi, sis),
    ])
    expect(found.lines.map(({ name }) => name)).toEqual(['Control → SIS: modbus/tcp/502'])
    expect(found.decisions.map(({ why, from, to, conversations }) => [why, from, to, ...conversations])).toEqual([
      ['programsSafety', 'Control', 'SIS', 'b'],
      ['passesDmzBy', 'Office', 'Cell', 'a'],
    ])
    expect(found.decisions[1]!.because.at(-1)!.en).toMatch(/let it end in the DMZ, or write an exception/)
  })

  it('knows nothing of probes, and of talk whose ends are in no zone', () => {
    expect(
      proposeConduits({ zones, conduits: [] }, [
        seen('a', hmi, plc, { answered: false }),
        seen('b', hmi, '192.168.1.1'),
      ]),
    ).toEqual({ lines: [], decisions: [], unplaced: 1, attempts: 1 })
  })

  it('says where a line was allowed before', () => {
    const ended = conduit('Control', 'Cell', { name: 'FAT', isException: true, validTo: '2026-05-01' })
    const { lines: found } = proposeConduits({ zones, conduits: [ended] }, [seen('a', hmi, plc)])
    expect(found[0]!.because.map(({ en }) => en)).toEqual([
      'one conversation, 2026-06-01',
      'the exception FAT ended on 2026-05-01',
    ])
  })
})

const accepted = (proposal: readonly ConduitProposal[]): Conduit[] =>
  proposal.map(({ from, to, services, operations, dataFlow, initiator, key }) =>
    conduit(from, to, { services, operations, dataFlow, initiator, validFrom: '2025-01-01', record: `p ${key}` }),
  )

const talks = fc
  .array(someConversation, { maxLength: 8 })
  .map((all) => all.map((one, i): ObservedTalk => ({ ...one, id: `t${i}` })))

/** Zones and conduits of one make, and what was observed. */
const observed = fc.tuple(somePolicy, talks)

const verdictsOf = (policy: Policy, all: readonly ObservedTalk[]) => {
  const { judge } = createJudge(policy)
  return all.flatMap((one) =>
    judge(one).parts.map(({ days, outcome, client, server }) => ({ id: one.id, days, outcome, client, server })),
  )
}

describe('the smallest policy of anything observed', () => {
  it('covers it, and has no line that can be dropped', () => {
    fc.assert(
      fc.property(observed, ([policy, all]) => {
        const found = proposeConduits(policy, all)
        const answered = all.filter((one) => one.answered !== false)
        const before = verdictsOf(policy, answered)
        // What is to be decided or has no zone stays as it was; the rest is allowed.
        const isOpen = ({ outcome, client, server }: (typeof before)[number]) =>
          client.kind === 'unknown' ||
          server.kind === 'unknown' ||
          outcome.missing === null ||
          outcome.passesDmzBy ||
          (server.kind === 'zone' && server.zone.safety && outcome.missing.operations!.includes('program'))
        const wanted = before
          .filter((one) => !isOpen(one))
          .map(({ id, days }) => ({ ...all.find((one) => one.id === id)!, days }))
        const extra = accepted(found.lines)
        const refused = (conduits: readonly Conduit[]) =>
          verdictsOf({ zones: policy.zones, conduits: [...policy.conduits, ...conduits] }, wanted).filter(
            ({ outcome }) => outcome.verdict !== 'allowed',
          ).length
        expect(refused(extra)).toBe(0)
        for (const dropped of extra) expect(refused(extra.filter((one) => one !== dropped))).toBeGreaterThan(0)
      }),
    )
  })

  it('is the same whatever the order of conversations, zones and conduits, and empty once accepted', () => {
    fc.assert(
      fc.property(
        observed.chain(([policy, all]) =>
          fc.tuple(
            fc.constant(policy),
            fc.constant(all),
            shuffled(all),
            shuffled(policy.zones),
            shuffled(policy.conduits),
          ),
        ),
        ([policy, all, others, zonesToo, conduits]) => {
          const found = proposeConduits(policy, all)
          expect(proposeConduits({ zones: zonesToo, conduits }, others)).toEqual(found)
          const added = [...policy.conduits, ...accepted(found.lines)]
          expect(proposeConduits({ zones: policy.zones, conduits: added }, all).lines).toEqual([])
        },
      ),
    )
  })

  it('never leads from level 4 or 5, or from the internet, to level 3 or below', () => {
    fc.assert(
      fc.property(observed, ([policy, all]) => {
        const { lines: found } = proposeConduits(policy, all)
        const levels = (name: string): number[] =>
          name === '*' ? [5] : policy.zones.filter((one) => one.name === name).map(({ level }) => Number(level ?? 3.5))
        for (const { from, to } of found) {
          const high = [...levels(from), ...levels(to)]
          const isAlways = (test: (level: number) => boolean, name: string) =>
            levels(name).length > 0 && levels(name).every(test)
          const crosses = (a: string, b: string) =>
            isAlways((level) => level >= 4, a) && isAlways((level) => level <= 3, b)
          expect(high.length > 0 && (crosses(from, to) || crosses(to, from))).toBe(false)
        }
      }),
    )
  })
})
