import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkPolicy } from './check-policy.ts'
import type { Conduit, Policy, Zone } from './policy.ts'
import { conduit, shuffled, somePolicy, zone } from './testing.ts'

const troubles = (zones: readonly Zone[], conduits: readonly Conduit[] = []): string[] =>
  checkPolicy({ zones, conduits }).map(
    ({ severity, code, record, text }) => `${severity} ${record}: ${code}: ${text.en}`,
  )
const [a, b] = [zone('A', '10.0.1.0/24'), zone('B', '10.0.2.0/24')]

describe('zones', () => {
  it('of which one lies within the other are in order', () => {
    expect(troubles([a, b, zone('Wide', '10.0.0.0/16')])).toEqual([])
  })

  it('that claim the same network on the same day are told of, each with its record', () => {
    expect(troubles([a, zone('C', '10.0.1.7/24', { record: 'r9' })])).toEqual([
      'error zone A: sameNetwork: 10.0.1.0/24 is claimed by C as well',
      'error r9: sameNetwork: 10.0.1.7/24 is claimed by A as well',
    ])
  })

  it('that claim the same network one after the other are in order', () => {
    const before = zone('C', '10.0.1.0/24', { validFrom: '2025-01-01', validTo: '2025-12-31' })
    expect(troubles([a, before])).toEqual([])
  })

  it('whose ranges cross are told of', () => {
    expect(troubles([zone('A', '10.0.1.1-10.0.1.9'), zone('B', '10.0.1.5-10.0.1.20')])).toEqual([
      'error zone A: crossingNetworks: 10.0.1.1-10.0.1.9 overlaps B, and neither lies within the other',
      'error zone B: crossingNetworks: 10.0.1.5-10.0.1.20 overlaps A, and neither lies within the other',
    ])
  })

  it('that claim the same MAC, VLAN or asset are told of', () => {
    const members = { macs: ['00:0e:8c:00:00:01'], vlans: [7] }
    expect(
      troubles([zone('A', [], { ...members, tags: ['PLC 1'] }), zone('B', [], { ...members, tags: ['plc1'] })]).filter(
        (text) => text.includes('zone B'),
      ),
    ).toEqual([
      'error zone B: sameMac: the MAC 00:0e:8c:00:00:01 is claimed by A as well',
      'error zone B: sameTag: the asset plc1 is claimed by A as well',
      'error zone B: sameVlan: VLAN 7 is claimed by A as well',
    ])
  })

  it('without members, name, owner or SL-T, or that end before they begin, are told of', () => {
    const bare = zone(' ', [], { owner: null, targetLevel: null, validTo: '2025-01-01', record: 'r' })
    expect(checkPolicy({ zones: [bare], conduits: [] }).map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      'error endBeforeBegin',
      'error noMembers',
      'error zoneWithoutName',
      'warning noOwner',
      'warning noTargetLevel',
    ])
  })

  it('of which two records disagree are told of', () => {
    const other = zone('a', '10.0.9.0/24', { level: '2', safety: true, record: 'r2' })
    expect(troubles([a, other]).at(-1)).toBe(
      'warning r2: zoneDisagrees: another record of this zone, in force on the same days, says otherwise about Purdue, SIS',
    )
  })
})

describe('conduits', () => {
  it.each<[string, Partial<Conduit>, string[]]>([
    ['without an end', { to: '' }, ['error noEnds']],
    ['between two outsides', { from: '*', to: '*' }, ['error outsideOnly']],
    ['within one zone', { to: 'a' }, ['warning sameEnds']],
    ['to a zone that nobody knows', { to: 'Z' }, ['error unknownZone']],
    ['without an owner', { owner: null }, ['warning noOwner']],
    [
      'that end before they begin',
      { validTo: '2025-06-01' },
      ['error endBeforeBegin', 'error zoneNotInForce', 'error zoneNotInForce'],
    ],
    ['that allow everything', { services: null, operations: null }, ['error allowsEverything']],
    ['that allow every service', { services: null }, ['warning anyService']],
    ['that allow nothing', { operations: [] }, ['error allowsNothing']],
    [
      'that are exceptions without end and reason',
      { isException: true },
      ['error exceptionWithoutEnd', 'error exceptionWithoutReason'],
    ],
    ['that are exceptions in order', { isException: true, reason: 'FAT', validTo: '2026-02-01' }, []],
    ['that are in order', {}, []],
  ])('%s', (_, more, expected) => {
    const found = checkPolicy({ zones: [a, b], conduits: [conduit('A', 'B', { ...more, record: 'r' })] })
    expect(found.map(({ severity, code }) => `${severity} ${code}`)).toEqual(expected)
    expect(found.every(({ record, text }) => record === 'r' && text.ja !== '' && text.ja !== text.en)).toBe(true)
  })

  it('that let a safety zone be programmed from outside are told of', () => {
    const safe = zone('SIS', '10.0.7.0/24', { safety: true })
    const codes = (more: Partial<Conduit>) =>
      checkPolicy({ zones: [a, safe], conduits: [conduit('A', 'SIS', { operations: null, ...more })] }).map(
        ({ code }) => code,
      )
    expect(codes({})).toEqual(['programsSafety'])
    expect(codes({ operations: ['read'] })).toEqual([])
    expect(codes({ dataFlow: 'backward' })).toEqual([])
    expect(codes({ initiator: 'to' })).toEqual([])
  })

  it('past the DMZ are told of, as an exception less gravely', () => {
    const high = zone('Office', '10.4.0.0/16', { level: '4' })
    const low = zone('Cell', '10.1.0.0/16', { level: '1' })
    const found = (more: Partial<Conduit>) => troubles([high, low], [conduit('Cell', 'Office', more)])
    expect(found({})).toEqual(['error conduit Cell - Office: passesDmzBy: leads from Office to Cell past the DMZ'])
    expect(found({ isException: true, reason: 'x', validTo: '2026-02-01' })[0]).toMatch(/^warning/)
    expect(troubles([low], [conduit('*', 'Cell')])[0]).toMatch(/passesDmzBy/)
  })
})

describe('troubles', () => {
  it('are the same whatever the order of zones and conduits, each in both languages', () => {
    fc.assert(
      fc.property(
        somePolicy.chain((policy) => fc.tuple(fc.constant(policy), shuffled(policy.zones), shuffled(policy.conduits))),
        ([policy, zones, conduits]: [Policy, Zone[], Conduit[]]) => {
          const found = checkPolicy(policy)
          expect(checkPolicy({ zones, conduits })).toEqual(found)
          const records = new Set([...policy.zones, ...policy.conduits].map(({ record }) => record))
          expect(found.every(({ record, text }) => records.has(record) && text.en !== '' && text.ja !== '')).toBe(true)
        },
      ),
    )
  })
})
