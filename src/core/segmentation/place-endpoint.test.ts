import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPlacing, type Placement } from './place-endpoint.ts'
import type { Endpoint, Zone } from './policy.ts'
import { shuffled, someConversation, somePolicy, zone } from './testing.ts'

const on = '2026-06-01'
const place = (zones: readonly Zone[], endpoint: Endpoint, day = on): Placement =>
  createPlacing({ zones }).place(endpoint, day)
const said = (placement: Placement): string =>
  placement.kind === 'zone'
    ? `${placement.zone.name} by ${placement.by} ${placement.member}`
    : placement.kind === 'conflict'
      ? `conflict of ${placement.zones.map(({ name }) => name).join(' and ')} by ${placement.by} ${placement.member}`
      : placement.kind

const plant = [
  zone('Plant', '10.1.0.0/16'),
  zone('Cell', '10.1.2.0/24', { vlans: [20] }),
  zone('SIS', '10.1.2.64/28', { macs: ['00:0e:8c:00:00:09'], tags: ['SIS-1'] }),
  zone('Cards', 'fd00:1::/64', { macs: ['00:0e:8c:00:00:01'] }),
]

describe('an endpoint', () => {
  it.each<[string, Endpoint, string]>([
    ['belongs to the narrowest network', { address: '10.1.2.65' }, 'SIS by network 10.1.2.64/28'],
    ['belongs to the wider network beside the narrow one', { address: '10.1.2.1' }, 'Cell by network 10.1.2.0/24'],
    ['of IPv6 belongs to its network', { address: 'fd00:1::7' }, 'Cards by network fd00:1::/64'],
    ['goes by its tag first', { address: '10.1.2.1', tag: 'sis 1'.replace(' ', '-') }, 'SIS by tag sis-1'],
    [
      'goes by its MAC before its network',
      { address: '10.1.2.1', macs: ['00:0E:8C:00:00:09'] },
      'SIS by mac 00:0E:8C:00:00:09',
    ],
    ['goes by its network before its VLAN', { address: '10.1.9.9', vlans: [20] }, 'Plant by network 10.1.0.0/16'],
    ['goes by its VLAN where no network claims it', { address: '192.168.7.7', vlans: [20] }, 'Cell by vlan 20'],
    ['without IP goes by its own MAC', { address: '00:0e:8c:00:00:01' }, 'Cards by mac 00:0e:8c:00:00:01'],
    [
      'without IP goes by the other addresses of its device',
      { address: '00:1b:1b:00:00:07', also: ['10.1.2.1'] },
      'Cell by network 10.1.2.0/24',
    ],
    [
      'link-local goes by the other addresses of its device',
      { address: 'fe80::1', also: ['10.1.2.1'] },
      'Cell by network 10.1.2.0/24',
    ],
    ['behind a gateway is where the gateway is', { address: '10.1.2.65#3' }, 'SIS by network 10.1.2.64/28'],
    [
      'with an address of its own is not moved by the others',
      { address: '192.168.7.7', also: ['10.1.2.1'] },
      'unknown',
    ],
    ['of the internet is of the internet', { address: '8.8.8.8' }, 'internet'],
    ['that is multicast is a group', { address: '239.192.1.1', vlans: [20] }, 'group'],
    ['that is the broadcast is a group', { address: '255.255.255.255' }, 'group'],
    ['that is a multicast MAC is a group', { address: '01:0c:cd:01:00:01' }, 'group'],
    ['of IPv6 multicast is a group', { address: 'ff02::fb' }, 'group'],
    ['link-local alone is nobody', { address: '169.254.3.4' }, 'link'],
    ['before DHCP is nobody', { address: '0.0.0.0' }, 'link'],
    ['that no zone claims is unknown', { address: '172.16.1.1' }, 'unknown'],
  ])('%s', (_, endpoint, expected) => {
    expect(said(place(plant, endpoint))).toBe(expected)
  })

  it('claimed by two zones with the same right is a conflict that names both', () => {
    const zones = [zone('A', '10.1.2.0/24'), zone('B', '10.1.2.0/24'), zone('Wide', '10.0.0.0/8')]
    expect(said(place(zones, { address: '10.1.2.3' }))).toBe('conflict of A and B by network 10.1.2.0/24')
    const crossed = [zone('A', '10.1.2.1-10.1.2.20'), zone('B', '10.1.2.10-10.1.2.30')]
    expect(said(place(crossed, { address: '10.1.2.15' }))).toBe(
      'conflict of A and B by network 10.1.2.1-10.1.2.20, 10.1.2.10-10.1.2.30',
    )
    const vlans = [zone('A', [], { vlans: [7] }), zone('B', [], { vlans: [8] })]
    expect(said(place(vlans, { address: '10.9.9.9', vlans: [7, 8] }))).toBe('conflict of A and B by vlan 7, 8')
  })

  it('claimed by two records of one zone is in that zone', () => {
    const zones = [zone('Cell 1', '10.1.2.0/24', { record: 'r1' }), zone('CELL１', '10.1.2.0/24', { record: 'r2' })]
    expect(said(place(zones, { address: '10.1.2.3' }))).toBe('Cell 1 by network 10.1.2.0/24')
  })

  it('moves on the day on which zones change, and is told where it would have been', () => {
    const zones = [
      zone('Old', '10.1.2.0/24', { validTo: '2026-05-31' }),
      zone('New', '10.1.2.0/24', { validFrom: '2026-06-02' }),
    ]
    const placing = createPlacing({ zones })
    const days = ['2025-12-31', '2026-01-01', '2026-05-31', '2026-06-01', '2026-06-02']
    expect(days.map((day) => said(placing.place({ address: '10.1.2.3' }, day)))).toEqual([
      'unknown',
      'Old by network 10.1.2.0/24',
      'Old by network 10.1.2.0/24',
      'unknown',
      'New by network 10.1.2.0/24',
    ])
    const gap = placing.place({ address: '10.1.2.3' }, '2026-06-01')
    expect(gap.kind === 'unknown' && gap.later?.name).toMatch(/Old|New/)
  })

  it('is placed the same whatever the order of zones', () => {
    fc.assert(
      fc.property(
        somePolicy.chain(({ zones }) => fc.tuple(fc.constant(zones), shuffled(zones))),
        someConversation,
        ([zones, others], { client, days }) => {
          for (const day of days) expect(place(others, client, day)).toEqual(place(zones, client, day))
        },
      ),
    )
  })

  it('is in the zone that a straightforward search finds', () => {
    fc.assert(
      fc.property(
        somePolicy,
        fc.constantFrom('10.0.1.5', '10.0.1.9', '10.0.2.10', '10.0.7.7'),
        ({ zones }, address) => {
          const value = Number(address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0))
          const claims = zones
            .filter(({ validFrom, validTo }) => validFrom <= on && (validTo === null || on <= validTo))
            .flatMap(({ name, members }) =>
              members.networks.flatMap(({ addresses: { v4 } }) =>
                v4.length === 2 && v4[0]! <= value && value <= v4[1]! ? [{ name, from: v4[0]!, to: v4[1]! }] : [],
              ),
            )
          const narrowest = claims.filter(
            (claim) =>
              !claims.some(
                (other) =>
                  other.from >= claim.from && other.to <= claim.to && other.to - other.from < claim.to - claim.from,
              ),
          )
          const expected = [...new Set(narrowest.map(({ name }) => name))].sort()
          const found = place(zones, { address })
          const names =
            found.kind === 'zone'
              ? [found.zone.name]
              : found.kind === 'conflict'
                ? found.zones.map((one) => one.name)
                : []
          expect(names.sort()).toEqual(expected)
        },
      ),
    )
  })
})
