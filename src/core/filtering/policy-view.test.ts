import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPlacing } from '../segmentation/place-endpoint.ts'
import type { Conduit, Zone } from '../segmentation/policy.ts'
import { addressesOf, addressOf, textOfV4 } from './addresses.ts'
import { servicesOf, viewOfPolicy } from './policy-view.ts'
import { includes } from './ranges.ts'
import { routedNetworks } from './routes.ts'

const validity = { validFrom: '2026-01-01', validTo: null }
const zone = (name: string, texts: readonly string[], i = 0): Zone => ({
  ...validity,
  name,
  purpose: null,
  targetLevel: null,
  level: '2',
  safety: false,
  owner: null,
  members: { networks: texts.map((text) => ({ text, addresses: addressesOf(text)! })), vlans: [], macs: [], tags: [] },
  record: `record ${i}`,
})
const conduit = (from: string, to: string, initiator: Conduit['initiator'], more: Partial<Conduit> = {}): Conduit => ({
  ...validity,
  name: `${from} ${to}`,
  from,
  to,
  services: null,
  operations: null,
  dataFlow: 'both',
  initiator,
  owner: null,
  isException: false,
  reason: null,
  record: `${from} ${to}`,
  ...more,
})

const networks = fc.constantFrom(
  '10.0.0.0/28',
  '10.0.0.4/30',
  '10.0.0.4',
  '10.0.0.0-10.0.0.5',
  '10.0.0.6/31',
  '10.0.0.3-10.0.0.9',
)
const zones = fc
  .array(fc.tuple(fc.constantFrom('A', 'a', 'B', 'C'), fc.array(networks, { minLength: 1, maxLength: 3 })), {
    maxLength: 5,
  })
  .map((all) => all.map(([name, texts], i) => zone(name, texts, i)))

describe('a policy as a packet filter sees it', () => {
  it('puts every address where the policy itself puts it', () => {
    fc.assert(
      fc.property(zones, (all) => {
        const { areas } = viewOfPolicy({ zones: all, conduits: [] }, '2026-06-01')
        const placing = createPlacing({ zones: all })
        for (let i = 0; i < 20; i++) {
          const address = 10 * 2 ** 24 + i
          const own = areas.filter(({ addresses }) => includes(addresses.v4, address))
          expect(own).toHaveLength(1)
          const placed = placing.place({ address: textOfV4(address) }, '2026-06-01')
          const expected = placed.kind === 'zone' ? 'zone' : placed.kind === 'conflict' ? 'conflict' : 'unclaimed'
          expect(own[0]!.kind).toBe(expected)
          if (placed.kind === 'zone') expect(own[0]!.name!.toLowerCase()).toBe(placed.zone.name.toLowerCase())
        }
      }),
    )
  })

  it.each([
    ['8.8.8.8', 'internet'],
    ['192.168.7.1', 'unclaimed'],
    ['224.0.0.5', 'special'],
    ['169.254.1.1', 'special'],
    ['fd00::1', 'unclaimed'],
    ['2001:db8::1', 'internet'],
    ['fe80::1', 'special'],
  ])('%s, which no zone claims, is %s', (text, kind) => {
    const { areas } = viewOfPolicy({ zones: [], conduits: [] }, '2026-06-01')
    const address = addressOf(text)!
    const own = areas.filter(({ addresses: { v4, v6 } }) =>
      'v4' in address ? includes(v4, address.v4) : includes(v6, address.v6),
    )
    expect(own.map((area) => area.kind)).toEqual([kind])
  })

  it('takes members by tag before networks, and leaves out what is not in force', () => {
    const all = [zone('A', ['10.0.0.0/28']), zone('B', []), { ...zone('C', ['10.0.1.0/28']), validTo: '2026-02-01' }]
    const view = viewOfPolicy({ zones: all, conduits: [] }, '2026-06-01', new Map([['B', addressesOf('10.0.0.3')!]]))
    const named = view.areas.filter(({ kind }) => kind === 'zone')
    expect(named.map(({ name, addresses: { v4 } }) => [name, v4.map(textOfV4)])).toEqual([
      ['A', ['10.0.0.0', '10.0.0.2', '10.0.0.4', '10.0.0.15']],
      ['B', ['10.0.0.3', '10.0.0.3']],
    ])
  })

  it('lets open who may, and names conduits that lead nowhere or ask for more than a filter sees', () => {
    const all = [zone('A', ['10.0.0.0/28']), zone('B', ['10.0.1.0/28']), zone('C', [])]
    const conduits = [
      conduit('A', 'B', 'from'),
      conduit('A', 'B', 'either', { record: 'two', operations: ['read'] }),
      conduit('B', '*', 'to'),
      conduit('A', 'C', 'from'),
    ]
    const view = viewOfPolicy({ zones: all, conduits }, '2026-06-01')
    const said = view.allowances.map(({ from, to }) =>
      [from, to].map((i) => view.areas[i]!.name ?? view.areas[i]!.kind),
    )
    expect(said).toEqual([
      ['A', 'B'],
      ['internet', 'B'],
      ['unclaimed', 'B'],
      ['A', 'B'],
      ['B', 'A'],
    ])
    expect(view.unplaced.map(({ name }) => name)).toEqual(['A C'])
    expect(view.coarse.map(({ record }) => record)).toEqual(['two'])
  })

  it.each([
    ['modbus', { protocol: 'modbus', transport: null, ports: null }, [[6, [502, 502]]]],
    ['any TCP', { protocol: null, transport: 'tcp', ports: null }, [[6, null]]],
    ['its own port', { protocol: 'modbus', transport: 'tcp', ports: [1502, 1502] }, [[6, [1502, 1502]]]],
    ['ICMP', { protocol: 'icmp', transport: null, ports: null }, [[1, null]]],
    ['without IP', { protocol: 'profinet-rt', transport: null, ports: null }, []],
    [
      'unknown with a port',
      { protocol: 'own', transport: null, ports: [7, 7] },
      [
        [6, [7, 7]],
        [17, [7, 7]],
      ],
    ],
    ['unknown without', { protocol: 'own', transport: 'tcp', ports: null }, [[6, []]]],
  ] as const)('sees of %s the ports', (_, service, expected) => {
    expect(servicesOf(service).map(({ protocols, targetPorts }) => [protocols[0], targetPorts])).toEqual(expected)
  })
})

describe('routes', () => {
  it('lead where the longest prefix says, and equal ones both ways', () => {
    const route = (name: string, text: string) => ({
      interface: name,
      network: addressesOf(text)!,
      prefixLength: Number(text.split('/')[1]),
    })
    const found = routedNetworks([
      route('outside', '0.0.0.0/0'),
      route('inside', '10.0.0.0/8'),
      route('dmz', '10.35.0.0/24'),
      route('spare', '10.35.0.0/24'),
    ])
    const behind = (name: string, text: string) => includes(found.get(name)!.v4, (addressOf(text) as { v4: number }).v4)
    expect(['outside', 'inside', 'dmz', 'spare'].filter((name) => behind(name, '10.35.0.7'))).toEqual(['dmz', 'spare'])
    expect(['outside', 'inside', 'dmz', 'spare'].filter((name) => behind(name, '10.36.0.7'))).toEqual(['inside'])
    expect(['outside', 'inside', 'dmz', 'spare'].filter((name) => behind(name, '8.8.8.8'))).toEqual(['outside'])
  })
})
