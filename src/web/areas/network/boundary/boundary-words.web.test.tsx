import { describe, expect, it } from 'vitest'
import type { Boundary, BoundaryPair, BoundaryVerdict } from '#contract/boundary.ts'
import { en } from '#web/i18n/en.ts'
import { ja } from '#web/i18n/ja.ts'
import { textOf } from '#web/i18n/text.tsx'
import {
  boundaryHeadline,
  conduitUse,
  isUnseen,
  judgedPath,
  openOf,
  packetPath,
  pairCount,
  pairName,
  pairPath,
  problemsInOrder,
  recordForm,
  serviceName,
  verdictText,
} from './boundary-words.ts'

const [english, japanese] = [textOf('en', en), textOf('ja', ja)]

const counts = (some: Partial<Record<BoundaryVerdict, number>> = {}): Boundary['counts'] => ({
  ...{ allowed: 0, violation: 0, wrongOperation: 0, wrongDirection: 0, expired: 0, unknownMember: 0, undated: 0 },
  ...some,
})
const pair = (some: Partial<BoundaryPair> = {}): BoundaryPair => ({
  ...{ a: 'Office', b: 'Control', conduits: 0, counts: counts(), attempts: 0, crosses: false, witness: null },
  observed: { state: 'observed', since: null, until: null, days: 3, sources: [], because: { en: '', ja: '' } },
  ...some,
})
const zone = (name: string): Boundary['zones'][number] => ({
  ...{ name, records: ['r'], purpose: null, level: null, targetLevel: null, safety: false, owner: null },
  ...{ addresses: [], vlans: [], macs: [], assets: [], validFrom: '2026-01-01', validTo: null },
  ...{ devices: 1, unregistered: 0, counts: counts() },
})
const boundary = (some: Partial<Boundary> = {}): Boundary => ({
  ...{ zones: [zone('Office'), zone('Control')], conduits: [], pairs: [], problems: [], counts: counts() },
  ...{ attempts: 0, notObservable: 0, unknownMembers: 0, rulesets: 0 },
  ...some,
})
const conduit = { state: 'inForce', use: 'used' } as Boundary['conduits'][number]

describe('the headline says the worst that is known, and never that all is well where nobody can see', () => {
  it.each([
    ['no zone is defined', boundary({ zones: [] }), 'No zones are defined yet, so nothing can be judged.'],
    ['no conduit is defined', boundary(), '2 zones, and no conduit: nobody has said what may pass.'],
    [
      'something bypasses the DMZ, which is graver than a violation elsewhere',
      boundary({
        conduits: [conduit],
        counts: counts({ violation: 3 }),
        pairs: [pair({ crosses: true, counts: counts({ violation: 1 }) }), pair({ counts: counts({ violation: 2 }) })],
      }),
      'One conversation bypasses the DMZ.',
    ],
    [
      'attempts that nobody answered are no violation',
      boundary({ conduits: [conduit], counts: counts({ allowed: 9, violation: 4 }), attempts: 4 }),
      'Everything that was seen keeps to the policy.',
    ],
    [
      'an end is unknown',
      boundary({ conduits: [conduit], counts: counts({ allowed: 9, unknownMember: 1200 }) }),
      '1,200 conversations have an end that belongs to no zone.',
    ],
    [
      'a boundary is not observable',
      boundary({ conduits: [conduit], counts: counts({ allowed: 9 }), notObservable: 1 }),
      'What was seen keeps to the policy; one boundary no source sees.',
    ],
    [
      'nothing was seen',
      boundary({ conduits: [conduit] }),
      'There is a policy, and nothing was seen yet that it could be held against.',
    ],
  ])('%s', (_, known, said) => {
    expect(boundaryHeadline(known, english)).toBe(said)
    expect(boundaryHeadline(known, japanese)).toMatch(/[ぁ-ん]/)
  })
})

describe('a pair of zones', () => {
  it('is within a zone where both ends are one, and names what is outside of all', () => {
    expect(pairName(pair(), english)).toBe('Office ↔ Control')
    expect(pairName(pair({ a: 'DMZ', b: 'DMZ' }), english)).toBe('Within DMZ')
    expect(pairName(pair({ b: null }), english)).toBe('Office ↔ Outside all zones')
    expect(pairName(pair({ a: null, b: null }), japanese)).toBe('ゾーン外どうし')
  })

  it.each([
    [counts({ allowed: 20 }), 0, '20'],
    [counts({ allowed: 20, violation: 3 }), 1, '20 · ✕ 2 · (1)'],
    [counts({ wrongOperation: 1, expired: 1 }), 0, '✕ 2'],
    [counts({ violation: 4 }), 4, '(4)'],
    [counts(), 0, '0'],
  ])('counts what was allowed, what was not, and in brackets what was tried in vain: %#', (some, attempts, said) => {
    expect(pairCount({ counts: some, attempts }, String)).toBe(said)
  })

  it('is open only by what was answered', () => {
    expect(openOf({ counts: counts({ violation: 4 }), attempts: 4 })).toBe(0)
    expect(openOf({ counts: counts({ violation: 4, expired: 1 }), attempts: 4 })).toBe(1)
  })

  it('is unseen only where a conduit leads there and no source sees it', () => {
    const dark = { ...pair().observed, state: 'notObservable' as const }
    expect(isUnseen(pair({ conduits: 1, observed: dark }))).toBe(true)
    expect(isUnseen(pair({ conduits: 0, observed: dark }))).toBe(false)
    expect(isUnseen(pair({ conduits: 1 }))).toBe(false)
  })
})

describe('a conversation in words', () => {
  it('is an attempt where nobody answered, and its verdict stands where that allows it', () => {
    expect(verdictText({ verdict: 'violation', answered: false }, english)).toBe('attempt')
    expect(verdictText({ verdict: 'violation', answered: null }, english)).toBe('violation')
    expect(verdictText({ verdict: 'allowed', answered: false }, english)).toBe('allowed')
  })

  it('names protocol and port, or what of it is known', () => {
    expect(serviceName({ protocol: 's7comm', transport: 'tcp', serverPort: 102 })).toMatch(/S7.* tcp\/102$/)
    expect(serviceName({ protocol: null, transport: 'udp', serverPort: 53 })).toBe('udp/53')
    expect(serviceName({ protocol: null, transport: 'icmp', serverPort: null })).toBe('icmp')
  })
})

describe('links', () => {
  it('lead to the packet, or to the source where a log has no packets', () => {
    expect(packetPath({ capture: 'c 1', packet: 7 })).toBe('/evidence/captures/c%201/packets/7')
    expect(packetPath({ capture: 'c', packet: null })).toBe('/evidence/captures/c')
    expect(judgedPath({ plant: 'rayong', id: 'c/6' })).toBe('/network/boundary/conversations/rayong/c/6')
  })

  it('name what is outside of all zones by a dash, and a zone by its name whatever that holds', () => {
    const asked = new URLSearchParams(pairPath({ a: 'A & B', b: null }, { open: 'true' }).split('?')[1])
    expect(Object.fromEntries(asked)).toEqual({ a: 'A & B', b: '-', open: 'true' })
  })

  it('fill the form with what is known, and nothing else', () => {
    const asked = new URLSearchParams(
      recordForm('conduit', 'rayong', { name: 'x', services: 'tcp/1', operations: undefined }, '/back').split('?')[1],
    )
    const said = { for: 'rayong', 'with.name': 'x', 'with.services': 'tcp/1', back: '/back' }
    expect(Object.fromEntries(asked)).toEqual(said)
  })
})

it('a conduit that is not in force is told by that, not by its use', () => {
  expect(conduitUse({ use: 'unused', state: 'inForce' }, english)).toBe('not used')
  expect(conduitUse({ use: 'unused', state: 'ended' }, english)).toBe('ended')
  expect(conduitUse({ use: 'notObservable', state: 'notYet' }, english)).toBe('not yet in force')
})

it('errors of a policy stand before remarks, each in its order', () => {
  const problem = (name: string, severity: 'error' | 'warning') => ({
    ...{ name, severity, record: 'r', text: { en: name, ja: name }, place: null },
  })
  const said = [problem('a', 'warning'), problem('b', 'error'), problem('c', 'warning'), problem('d', 'error')]
  expect(problemsInOrder(said).map(({ name }) => name)).toEqual(['b', 'd', 'a', 'c'])
})
