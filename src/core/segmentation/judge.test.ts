import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createJudge } from './judge.ts'
import type { Conduit, Policy, PolicyConversation } from './policy.ts'
import { conduit, shuffled, someConversation, somePolicy, talk, zone } from './testing.ts'

const zones = [
  zone('Office', '10.4.0.0/16', { level: '4' }),
  zone('DMZ', '10.35.0.0/24', { level: '3.5' }),
  zone('Control', '10.2.0.0/24', { level: '2' }),
  zone('Cell', '10.1.0.0/24', { level: '1' }),
]
const [hmi, hmi2, plc, pc] = ['10.2.0.5', '10.2.0.6', '10.1.0.7', '10.4.0.4']

const judge = (conduits: readonly Conduit[], conversation: PolicyConversation) =>
  createJudge({ zones, conduits }).judge(conversation)
const only = (conduits: readonly Conduit[], conversation: PolicyConversation) => {
  const { parts } = judge(conduits, conversation)
  expect(parts).toHaveLength(1)
  return parts[0]!.outcome
}
const reading = conduit('Control', 'Cell')

describe('a conversation', () => {
  it('within one zone needs no conduit', () => {
    expect(only([], talk(hmi, hmi2))).toMatchObject({ verdict: 'allowed', conduits: [] })
  })

  it('that a conduit lets pass is allowed by it', () => {
    expect(only([reading], talk(hmi, plc))).toMatchObject({ verdict: 'allowed', conduits: [reading], unproven: [] })
  })

  it('without a conduit is a violation, and the line that is missing is named', () => {
    expect(only([], talk(hmi, plc, { operations: { read: 1, program: 2 } }))).toMatchObject({
      verdict: 'violation',
      because: {
        en: 'no conduit lets Modbus (tcp/502) pass from Control to Cell',
        ja: 'ControlからCellへのModbus (tcp/502)を許可するコンジットがない',
      },
      passesDmzBy: false,
      missing: {
        from: 'Control',
        to: 'Cell',
        services: [{ protocol: 'modbus', transport: 'tcp', ports: [502, 502] }],
        operations: ['read', 'program'],
        dataFlow: 'both',
        initiator: 'from',
      },
    })
  })

  it('between the office and the plant that the DMZ never saw says so', () => {
    const outcome = only([], talk(pc, plc))
    expect(outcome).toMatchObject({ verdict: 'violation', passesDmzBy: true })
    expect(outcome.because.en).toMatch(/passes the DMZ by$/)
    expect(only([], talk('8.8.8.8', plc))).toMatchObject({ verdict: 'violation', passesDmzBy: true })
    expect(only([], talk(pc, '10.35.0.9'))).toMatchObject({ verdict: 'violation', passesDmzBy: false })
  })

  it('in which more is done than is allowed is a wrong operation, and the operations are named', () => {
    expect(only([reading], talk(hmi, plc, { operations: { read: 9, write: 1, program: 1 } }))).toMatchObject({
      verdict: 'wrongOperation',
      conduits: [reading],
      operations: ['write', 'program'],
      because: { en: 'writing and programming are not allowed by Control - Cell' },
      missing: { operations: ['write', 'program'], dataFlow: 'forward' },
    })
  })

  it('that the wrong end opens has the wrong direction', () => {
    const polled = conduit('Cell', 'Control', { initiator: 'to' })
    expect(only([polled], talk(hmi, plc)).verdict).toBe('allowed')
    expect(only([reading], talk(plc, hmi))).toMatchObject({
      verdict: 'wrongDirection',
      against: 'initiator',
      because: { en: 'opened from Cell, which Control - Cell does not allow' },
    })
  })

  it('that brings data against the direction has the wrong direction', () => {
    const diode = conduit('Cell', 'DMZ', { initiator: 'either', operations: null, dataFlow: 'forward' })
    expect(only([diode], talk('10.35.0.9', plc)).verdict).toBe('allowed')
    expect(only([diode], talk('10.35.0.9', plc, { operations: { write: 1 } }))).toMatchObject({
      verdict: 'wrongDirection',
      against: 'dataFlow',
      operations: ['write'],
    })
    expect(only([diode], talk(plc, '10.35.0.9', { operations: { write: 1 } })).verdict).toBe('allowed')
  })

  it('is allowed by several conduits together', () => {
    const writing = conduit('Control', 'Cell', { name: 'writing', operations: ['write'], record: 'w' })
    const other = conduit('Control', 'Cell', {
      name: 'other',
      services: [{ protocol: 's7comm', transport: null, ports: null }],
    })
    expect(only([writing, other, reading], talk(hmi, plc, { operations: { read: 1, write: 1 } }))).toMatchObject({
      verdict: 'allowed',
      conduits: [reading, writing],
    })
  })

  it('after the end of an exception has expired, on those days alone', () => {
    const exception = conduit('Control', 'Cell', {
      isException: true,
      reason: 'FAT',
      validTo: '2026-06-02',
      name: 'FAT',
    })
    const { verdict, parts } = judge(
      [exception],
      talk(hmi, plc, { days: ['2026-06-01', '2026-06-02', '2026-06-03', '2026-07-01'] }),
    )
    expect(verdict).toBe('expired')
    expect(parts.map(({ days, outcome }) => [outcome.verdict, ...days])).toEqual([
      ['allowed', '2026-06-01', '2026-06-02'],
      ['expired', '2026-06-03', '2026-07-01'],
    ])
    expect(parts[1]!.outcome.because).toEqual({
      en: 'the exception FAT ended on 2026-06-02',
      ja: '例外FATは2026-06-02に期限切れ',
    })
  })

  it('before a conduit begins is a violation that says when it would have been allowed', () => {
    const coming = conduit('Control', 'Cell', { validFrom: '2026-07-01', name: 'coming' })
    expect(only([coming], talk(hmi, plc)).because.en).toMatch(/coming begins on 2026-07-01/)
  })

  it('with somebody in no zone has an unknown member, and which end it is', () => {
    expect(only([], talk('192.168.9.9', plc))).toMatchObject({ verdict: 'unknownMember', unknown: ['client'] })
    expect(only([], talk(hmi, '192.168.9.9'))).toMatchObject({ verdict: 'unknownMember', unknown: ['server'] })
    expect(only([], talk('192.168.9.9', 'fe80::1'))).toMatchObject({ unknown: ['client', 'server'] })
    const tied = { zones: [zone('A', '10.1.0.0/24'), zone('B', '10.1.0.0/24'), zone('C', '10.2.0.0/24')], conduits: [] }
    const { outcome } = createJudge(tied).judge(talk(hmi, plc)).parts[0]!
    expect(outcome).toMatchObject({ verdict: 'unknownMember', unknown: ['server'] })
    expect(outcome.because.en).toBe('the server is claimed by A and B (10.1.0.0/24)')
  })

  it('with the outside needs a conduit that leads there', () => {
    const out = conduit('Office', '*', {
      services: [{ protocol: 'tls', transport: null, ports: null }],
      operations: null,
    })
    const web = { protocol: 'tls', port: 443, operations: {} }
    expect(only([out], talk(pc, '8.8.8.8', web)).verdict).toBe('allowed')
    expect(only([out], talk(pc, '192.168.9.9', web)).verdict).toBe('allowed')
    expect(only([out], talk(pc, plc, web)).verdict).toBe('violation')
    expect(only([], talk(pc, '8.8.8.8', web))).toMatchObject({
      verdict: 'violation',
      missing: { from: 'Office', to: '*' },
    })
  })

  it('to a group is judged by the zone of its sender', () => {
    const hello = { transport: 'udp' as const, port: 5353, protocol: 'mdns' }
    expect(only([], talk(plc, '224.0.0.251', hello))).toMatchObject({ verdict: 'allowed', conduits: [] })
    expect(only([], talk('192.168.9.9', '224.0.0.251', hello))).toMatchObject({
      verdict: 'unknownMember',
      unknown: ['client'],
    })
  })

  it('that nobody answered is judged all the same, and marked as an attempt', () => {
    expect(judge([], talk(hmi, plc, { answered: false }))).toMatchObject({ verdict: 'violation', isAttempt: true })
    expect(judge([], talk(hmi, plc, { answered: null })).isAttempt).toBe(false)
  })

  it('known by its port alone is allowed, but not proven', () => {
    const silent = { protocol: null, operations: null }
    expect(only([reading], talk(hmi, plc, silent))).toMatchObject({
      verdict: 'allowed',
      unproven: ['protocol', 'operations'],
    })
    expect(only([reading], talk(hmi, plc, { ...silent, port: 503 })).verdict).toBe('violation')
    const open = conduit('Control', 'Cell', {
      services: [{ protocol: null, transport: 'tcp', ports: [500, 510] }],
      operations: null,
    })
    expect(only([open], talk(hmi, plc, silent))).toMatchObject({ verdict: 'allowed', unproven: [] })
    expect(only([reading], talk(hmi, plc, { protocol: 's7comm' })).verdict).toBe('violation')
  })

  it('without a day is not judged', () => {
    expect(judge([reading], talk(hmi, plc, { days: [] }))).toEqual({ verdict: null, isAttempt: false, parts: [] })
  })
})

const samples = (policy: Policy, conversation: PolicyConversation) => createJudge(policy).judge(conversation)

describe('verdicts', () => {
  it('are the same whatever the order of zones and conduits', () => {
    fc.assert(
      fc.property(
        somePolicy.chain((policy) => fc.tuple(fc.constant(policy), shuffled(policy.zones), shuffled(policy.conduits))),
        fc.array(someConversation, { minLength: 1, maxLength: 5 }),
        ([policy, others, turned], conversations) => {
          const [one, other] = [createJudge(policy), createJudge({ zones: others, conduits: turned })]
          for (const conversation of conversations) {
            expect(other.judge(conversation)).toEqual(one.judge(conversation))
          }
        },
      ),
    )
  })

  it('do not depend on what was judged before', () => {
    fc.assert(
      fc.property(somePolicy, fc.array(someConversation, { minLength: 2, maxLength: 6 }), (policy, conversations) => {
        const worn = createJudge(policy)
        for (const conversation of conversations) worn.judge(conversation)
        for (const conversation of conversations)
          expect(worn.judge(conversation)).toEqual(samples(policy, conversation))
      }),
    )
  })

  it('of several days are those of each day', () => {
    fc.assert(
      fc.property(somePolicy, someConversation, (policy, conversation) => {
        const { parts } = samples(policy, conversation)
        expect(parts.flatMap(({ days }) => days).sort()).toEqual(conversation.days)
        for (const { days, outcome } of parts) {
          for (const day of days) {
            const alone = samples(policy, { ...conversation, days: [day] }).parts[0]!.outcome
            expect([alone.verdict, alone.because.en]).toEqual([outcome.verdict, outcome.because.en])
          }
        }
      }),
    )
  })

  it('turn to allowed once the missing line is a conduit', () => {
    fc.assert(
      fc.property(somePolicy, someConversation, ({ zones: all, conduits }, conversation) => {
        for (const day of conversation.days) {
          const one = { ...conversation, days: [day] }
          const { missing: line, verdict } = samples({ zones: all, conduits }, one).parts[0]!.outcome
          expect(line === null).toBe(verdict === 'allowed' || verdict === 'unknownMember')
          if (line === null) continue
          const added = conduit(line.from, line.to, { ...line, validFrom: day, validTo: day, record: 'm' })
          expect(samples({ zones: all, conduits: [...conduits, added] }, one).verdict).toBe('allowed')
        }
      }),
    )
  })

  it('never grow worse with a further conduit', () => {
    fc.assert(
      fc.property(somePolicy, someConversation, ({ zones: all, conduits }, conversation) => {
        const allowedDays = (count: number) =>
          samples({ zones: all, conduits: conduits.slice(0, count) }, conversation).parts.flatMap(
            ({ days, outcome }) => (outcome.verdict === 'allowed' ? days : []),
          )
        for (let count = 1; count <= conduits.length; count++) {
          expect(allowedDays(count)).toEqual(expect.arrayContaining(allowedDays(count - 1)))
        }
      }),
    )
  })
})
