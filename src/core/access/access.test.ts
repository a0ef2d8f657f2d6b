import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AccessLine } from './access-line.ts'
import { doubtsOfLines, offsetBetween } from './log-clock.ts'
import { sessionsOf } from './log-session.ts'
import { matchAccess, type PlacedSession, type WireAccess } from './match-access.ts'
import { accountKey, isGeneric, type KeptSession, sharedAccounts } from './shared-accounts.ts'
import { wireService } from './wire-service.ts'

const line = (told: Partial<AccessLine> & Pick<AccessLine, 'line' | 'what'>): AccessLine => ({
  service: 'ssh',
  at: '2026-11-02T08:00:00.000Z',
  until: null,
  account: null,
  person: null,
  source: null,
  assigned: null,
  target: null,
  host: null,
  session: null,
  seconds: null,
  reason: null,
  ...told,
})
const at = (time: string) => `2026-11-02T${time}:00.000Z`

describe('lines of a log', () => {
  it('that open and close with one id are one session', () => {
    const { sessions } = sessionsOf([
      line({ line: 1, what: 'opened', session: 's', account: 'sato', source: '10.0.0.1', at: at('08:00') }),
      line({ line: 2, what: 'opened', session: 's', assigned: '10.8.0.6', at: at('08:01') }),
      line({ line: 3, what: 'closed', session: 's', at: at('09:00') }),
    ])
    expect(sessions).toMatchObject([
      {
        line: 1,
        endLine: 3,
        account: 'sato',
        assigned: '10.8.0.6',
        from: at('08:00'),
        to: at('09:00'),
        isCutOff: false,
      },
    ])
  })
  it('an end with a duration tells its beginning; without one the log begins amid it', () => {
    const { sessions } = sessionsOf([
      line({ line: 1, what: 'closed', account: 'a', at: at('09:00'), seconds: 1800 }),
      line({ line: 2, what: 'closed', account: 'b', at: at('10:00') }),
    ])
    expect(sessions).toMatchObject([
      { account: 'a', from: at('08:30'), isCutOff: false },
      { account: 'b', from: at('09:00'), to: at('10:00'), isCutOff: true },
    ])
  })
  it('a virtual address belongs to the session of that account', () => {
    const { sessions } = sessionsOf([
      line({ line: 1, what: 'opened', service: 'vpn', session: 'rw[1]', account: 'carol', source: '203.0.113.5' }),
      line({ line: 2, what: 'opened', service: 'vpn', account: 'carol', assigned: '10.3.0.1' }),
    ])
    expect(sessions).toMatchObject([{ account: 'carol', source: '203.0.113.5', assigned: '10.3.0.1', to: null }])
  })
  it('in any order give the same sessions', () => {
    const any = fc.record({
      what: fc.constantFrom('opened' as const, 'closed' as const, 'session' as const, 'refused' as const),
      minute: fc.integer({ min: 0, max: 59 }),
      account: fc.constantFrom('a', 'b', null),
      session: fc.constantFrom('s', 't', null),
    })
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), fc.nat(), (told, turn) => {
        const lines = told.map(({ what, minute, account, session }, i) => {
          const from = at(`08:${String(minute).padStart(2, '0')}`)
          return line({ line: i + 1, what, at: from, until: what === 'session' ? at('09:30') : null, account, session })
        })
        const turned = [...lines.slice(turn % (lines.length || 1)), ...lines.slice(0, turn % (lines.length || 1))]
        expect(sessionsOf(turned)).toEqual(sessionsOf(lines))
        const { sessions, refusals } = sessionsOf(lines)
        expect(sessions.length + refusals.length).toBeLessThanOrEqual(lines.length)
        for (const { from, to } of sessions) expect(to === null || from <= to).toBe(true)
      }),
    )
  })
})

describe('a log with another clock is named', () => {
  it('where it is in the future, with the line', () => {
    const lines = [line({ line: 1, what: 'opened' }), line({ line: 2, what: 'opened', at: '2026-11-03T08:00:00.000Z' })]
    expect(doubtsOfLines(lines, '2026-11-02T09:00:00.000Z')).toEqual([{ kind: 'future', line: 2, seconds: 82_800 }])
  })
  it('where its lines go back in time, and not where the newest stand first', () => {
    const now = '2026-11-23T00:00:00.000Z'
    const times = ['08:00', '09:00', '08:10', '09:30']
    const lines = times.map((time, i) => line({ line: i + 1, what: 'opened', at: at(time) }))
    expect(doubtsOfLines(lines, now)).toEqual([{ kind: 'disorder', line: 3, seconds: -3000 }])
    const down = ['09:30', '09:00', '08:10'].map((time, i) => line({ line: i + 1, what: 'opened', at: at(time) }))
    expect(doubtsOfLines(down, now)).toEqual([])
  })
  it('where the wire shows the same sessions nine hours later', () => {
    const logged = ['01:00', '02:30', '05:00', '06:00'].map((time) => ({
      source: '10.0.0.1',
      targets: ['10.0.0.9'],
      from: at(time),
    }))
    const seen = ['10:00', '11:30', '14:01'].map((time) => ({ client: '10.0.0.1', server: '10.0.0.9', from: at(time) }))
    expect(offsetBetween(logged, seen, 120)).toEqual({ kind: 'offset', seconds: 32_400, pairs: 3 })
  })
  it('any offset is found from the sessions that it moved, and none where there is none', () => {
    const starts = fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { minLength: 4, maxLength: 8 })
    fc.assert(
      fc.property(starts, fc.integer({ min: -12 * 60, max: 12 * 60 }), (days, minutes) => {
        const from = (day: number, plus: number) =>
          new Date(Date.UTC(2026, 9, 1 + 2 * day, 12) + plus * 60_000).toISOString()
        const logged = days.map((day) => ({ source: 'a', targets: ['b'], from: from(day, 0) }))
        const seen = days.map((day) => ({ client: 'a', server: 'b', from: from(day, minutes) }))
        const found = offsetBetween(logged, seen, 120)
        if (Math.abs(minutes) <= 2) expect(found).toBeNull()
        else expect(found).toMatchObject({ seconds: minutes * 60 })
      }),
    )
  })
})

describe('an account', () => {
  it('is one in whatever domain it is written', () => {
    expect(['OT\\Sato', 'sato@example.com', 'ＳＡＴＯ'].map(accountKey)).toEqual(['sato', 'sato', 'sato'])
  })
  it.each(['admin', 'Administrator', 'operator2', '保全', '保全01', 'PLANT\\maint', 'vendor-support', 'root'])(
    '%s is a job, not a person',
    (name) => expect(isGeneric(name)).toBe(true),
  )
  it.each(['sato', 'ito.k', 'adminton', '佐藤', 'engel'])('%s may be a person', (name) =>
    expect(isGeneric(name)).toBe(false),
  )
  it('is on the list where people put it there', () => expect(isGeneric('line3', ['LINE3'])).toBe(true))

  const session = (told: Partial<KeptSession>): KeptSession => ({
    log: 'l',
    line: 1,
    endLine: null,
    service: 'ssh',
    account: 'sato',
    person: null,
    source: '10.0.0.1',
    assigned: null,
    target: null,
    host: null,
    from: at('08:00'),
    to: at('09:00'),
    isCutOff: false,
    reason: null,
    ...told,
  })
  const none = { shared: [], personal: [] }
  it('used from two addresses at once is shared, with both lines', () => {
    expect(sharedAccounts([session({}), session({ line: 2, source: '10.0.0.2', from: at('08:30') })], none)).toEqual([
      {
        account: 'sato',
        because: 'simultaneous',
        witnesses: [
          { log: 'l', line: 1 },
          { log: 'l', line: 2 },
        ],
      },
    ])
  })
  it('used from two addresses one after the other is not', () => {
    const later = session({ line: 2, source: '10.0.0.2', from: at('09:00'), to: at('09:30') })
    expect(sharedAccounts([session({}), later], none)).toEqual([])
  })
  it('of several people in the log is shared', () => {
    const two = [session({ person: '佐藤 一郎' }), session({ line: 2, person: '伊藤 花子', from: at('10:00') })]
    expect(sharedAccounts(two, none)).toMatchObject([{ because: 'severalPeople' }])
    expect(sharedAccounts([session({ person: '佐藤 一郎' }), session({ person: '佐藤一郎' })], none)).toEqual([])
  })
  it('a person’s word goes before all signs', () => {
    const admin = [session({ account: 'admin' })]
    expect(sharedAccounts(admin, none)).toMatchObject([{ account: 'admin', because: 'generic' }])
    expect(sharedAccounts(admin, { shared: [], personal: ['OT\\admin'] })).toEqual([])
    expect(sharedAccounts([session({})], { shared: ['sato'], personal: [] })).toMatchObject([{ because: 'decided' }])
  })
})

describe('what was seen beside what was logged', () => {
  const seen = (told: Partial<WireAccess> = {}): WireAccess => ({
    id: 'c/1',
    client: '10.200.0.15',
    server: '10.100.0.5',
    service: 'rdp',
    day: '2026-11-02',
    from: at('08:00'),
    to: at('08:50'),
    ...told,
  })
  const session = (told: Partial<PlacedSession> = {}): PlacedSession => ({
    log: 'l',
    line: 1,
    endLine: null,
    service: 'rdp',
    account: 'sato',
    person: null,
    source: '10.200.0.15',
    assigned: null,
    target: '10.100.0.5',
    host: null,
    from: at('07:59'),
    to: at('08:51'),
    isCutOff: false,
    reason: null,
    targets: ['10.100.0.5'],
    hosts: [],
    ...told,
  })
  const log = {
    id: 'l',
    servers: new Set(['10.100.0.5']),
    assigned: new Set(['10.8.0.6']),
    first: '2026-11-01',
    last: '2026-11-03',
  }
  const options = { toleranceSeconds: 120, isShared: (account: string) => account === 'maint' }
  const judge = (one: WireAccess, sessions: readonly PlacedSession[]) => {
    const { verdict, rule } = matchAccess([one], sessions, [log], options)[0]!
    return [verdict, rule]
  }

  it.each<readonly [title: string, WireAccess, readonly PlacedSession[], readonly (string | null)[]]>([
    ['the same address, target and time is named', seen(), [session()], ['named', 'direct']],
    ['two minutes apart still is', seen(), [session({ from: at('08:52'), to: at('09:00') })], ['named', 'direct']],
    ['three minutes apart is not', seen(), [session({ from: at('08:53'), to: at('09:00') })], ['nobody', null]],
    ['another target is not', seen(), [session({ targets: ['10.100.0.6'] })], ['nobody', null]],
    ['another service is not', seen(), [session({ service: 'ssh' })], ['nobody', null]],
    ['a shared account names nobody', seen(), [session({ account: 'maint' })], ['shared', 'direct']],
    [
      'unless the log names the person beside it',
      seen(),
      [session({ account: 'maint', person: 'Ito' })],
      ['named', 'direct'],
    ],
    [
      'under the address that the VPN gave',
      seen({ client: '10.8.0.6', server: '10.1.1.1', service: 'engineering' }),
      [session({ service: 'vpn', assigned: '10.8.0.6', targets: [] })],
      ['named', 'assigned'],
    ],
    [
      'onward from the jump host by the one who was on it',
      seen({ client: '10.100.0.5', server: '10.1.1.1', service: 'engineering' }),
      [session()],
      ['named', 'onward'],
    ],
    [
      'onward, where two were on it, by one of several',
      seen({ client: '10.100.0.5', server: '10.1.1.1', service: 'engineering' }),
      [session(), session({ line: 2, account: 'ito', source: '10.200.0.16' })],
      ['several', 'onward'],
    ],
    [
      'a log that names the target behind the jump host explains that one, and no other',
      seen({ client: '10.100.0.5', server: '10.1.1.7', service: 'engineering' }),
      [session({ targets: ['10.1.1.1'], hosts: ['10.100.0.5'] })],
      ['nobody', null],
    ],
    ['a log without sources: target and time', seen(), [session({ source: null })], ['named', 'target']],
    ['a day that no log covers says nothing', seen({ day: '2026-11-09' }), [], ['notLogged', null]],
    ['a path that no log covers says nothing', seen({ server: '10.1.1.7' }), [], ['notLogged', null]],
  ])('%s', (_, one, sessions, expected) => expect(judge(one, sessions)).toEqual(expected))

  it('is the same in whatever order things come', () => {
    const any = fc.record({
      line: fc.integer({ min: 1, max: 5 }),
      service: fc.constantFrom('rdp' as const, 'ssh' as const, 'vpn' as const, 'gateway' as const),
      account: fc.constantFrom('sato', 'maint', null),
      source: fc.constantFrom('10.200.0.15', '10.200.0.16', null),
      targets: fc.constantFrom(['10.100.0.5'], ['10.1.1.1'], []),
      hour: fc.integer({ min: 6, max: 10 }),
    })
    fc.assert(
      fc.property(fc.array(any, { maxLength: 8 }), fc.nat(), (told, turn) => {
        const unique = [...new Map(told.map((one) => [JSON.stringify(one), one])).values()]
        const sessions = unique.map(({ hour, line: _, ...one }, i) =>
          session({
            ...one,
            line: i + 1,
            from: at(`${String(hour).padStart(2, '0')}:00`),
            to: at(`${String(hour).padStart(2, '0')}:40`),
          }),
        )
        const turned = [
          ...sessions.slice(turn % (sessions.length || 1)),
          ...sessions.slice(0, turn % (sessions.length || 1)),
        ]
        const accesses = [seen(), seen({ id: 'c/2', client: '10.100.0.5', server: '10.1.1.1', service: 'engineering' })]
        expect(matchAccess(accesses, turned, [log], options)).toEqual(matchAccess(accesses, sessions, [log], options))
      }),
    )
  })
})

describe('a conversation as a way of access', () => {
  it.each([
    ['rdp', 'tcp', 3389, 0, 'rdp'],
    ['esp', 'ip', null, 0, 'vpn'],
    [null, 'udp', 1701, 0, 'vpn'],
    ['s7comm', 'tcp', 102, 3, 'engineering'],
    ['s7comm', 'tcp', 102, 0, null],
    [null, 'tcp', 6568, 0, 'assistance'],
    ['http', 'tcp', 80, 0, null],
  ] as const)('%s over %s to %s with %s programmings is %s', (protocol, transport, port, programs, service) =>
    expect(wireService({ protocol, transport, port, programs })).toBe(service),
  )
})
