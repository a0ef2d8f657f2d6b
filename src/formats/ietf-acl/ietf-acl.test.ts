import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressesOf, addressOf, commonAddresses, isNoAddress } from '#core/filtering/addresses.ts'
import { includes, rangesOf } from '#core/filtering/ranges.ts'
import { createJudge } from '#core/segmentation/judge.ts'
import { conduit, somePolicy, talk, zone } from '#core/segmentation/testing.ts'
import { type AccessEntry, decodeIetfAcl } from './decode.ts'
import { encodeIetfAcl } from './encode.ts'
import { prefixesV4, prefixesV6 } from './prefixes.ts'

const on = '2026-06-01'

describe('prefixes', () => {
  it.each([
    ['10.0.0.0-10.0.0.255', ['10.0.0.0/24']],
    ['10.0.0.1-10.0.0.6', ['10.0.0.1/32', '10.0.0.2/31', '10.0.0.4/31', '10.0.0.6/32']],
    ['0.0.0.0-255.255.255.255', ['0.0.0.0/0']],
  ])('of %s are %j', (text, expected) => {
    expect(prefixesV4(addressesOf(text)!.v4)).toEqual(expected)
  })

  it('hold what the ranges hold', () => {
    const end = fc.nat(2 ** 32 - 1)
    fc.assert(
      fc.property(fc.array(fc.tuple(end, end), { maxLength: 4 }).map(rangesOf), (ranges) => {
        const again = prefixesV4(ranges).map((text) => addressesOf(text)!.v4 as [number, number])
        expect(rangesOf(again)).toEqual(ranges)
      }),
    )
    const big = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n })
    fc.assert(
      fc.property(fc.array(fc.tuple(big, big), { maxLength: 3 }).map(rangesOf), (ranges) => {
        const again = prefixesV6(ranges).map((text) => addressesOf(text)!.v6 as [bigint, bigint])
        expect(rangesOf(again)).toEqual(ranges)
      }),
    )
  })
})

describe('access control lists of RFC 8519', () => {
  const policy = {
    zones: [zone('Control', '10.2.0.0/24'), zone('Cell', ['10.1.0.0/24', 'fd00::/64'], { vlans: [7] })],
    conduits: [
      conduit('Control', 'Cell', {
        name: 'Reading',
        services: [{ protocol: null, transport: 'tcp', ports: [500, 502, 4840, 4840] }],
      }),
    ],
  }

  it('accept what may be opened, and drop the rest', () => {
    const { text, unsaid } = encodeIetfAcl(policy, { on })
    const { acl } = JSON.parse(text)['ietf-access-control-list:acls']
    expect(acl[0]).toEqual({
      name: 'rung-policy-ipv4',
      type: 'ipv4-acl-type',
      aces: {
        ace: [
          {
            name: '1.1 within Cell',
            matches: { ipv4: { 'source-ipv4-network': '10.1.0.0/24', 'destination-ipv4-network': '10.1.0.0/24' } },
            actions: { forwarding: 'accept' },
          },
          {
            name: '2.1 within Control',
            matches: { ipv4: { 'source-ipv4-network': '10.2.0.0/24', 'destination-ipv4-network': '10.2.0.0/24' } },
            actions: { forwarding: 'accept' },
          },
          {
            name: '3.1 Reading',
            matches: {
              ipv4: { protocol: 6, 'source-ipv4-network': '10.2.0.0/24', 'destination-ipv4-network': '10.1.0.0/24' },
              tcp: { 'destination-port': { 'lower-port': 500, 'upper-port': 502 } },
            },
            actions: { forwarding: 'accept' },
          },
          {
            name: '3.2 Reading',
            matches: {
              ipv4: { protocol: 6, 'source-ipv4-network': '10.2.0.0/24', 'destination-ipv4-network': '10.1.0.0/24' },
              tcp: { 'destination-port': { operator: 'eq', port: 4840 } },
            },
            actions: { forwarding: 'accept' },
          },
          { name: 'drop the rest', actions: { forwarding: 'drop' } },
        ],
      },
    })
    expect(acl[1].aces.ace.map(({ name }: { name: string }) => name)).toEqual(['1.1 within Cell', 'drop the rest'])
    expect(unsaid.map(({ name, what }) => `${name}: ${what.en}`)).toEqual([
      'Cell: its members by VLANs: 7',
      'Reading: only these operations: read',
    ])
  })

  const addresses = ['10.0.1.5', '10.0.1.9', '10.0.2.9', '10.0.7.7', '192.168.9.9', '8.8.8.8', 'fd00::7', '2001:db9::1']

  it('decoded again let pass what the policy allows and nothing else, where they can say everything', () => {
    fc.assert(
      fc.property(
        somePolicy,
        fc.constantFrom(...addresses),
        fc.constantFrom(...addresses),
        fc.constantFrom(['modbus', 'tcp', 502] as const, ['s7comm', 'tcp', 102] as const, [null, 'udp', 9] as const),
        ({ zones, conduits }, from, to, [protocol, transport, port]) => {
          if (from.includes(':') !== to.includes(':')) return
          const plain = {
            zones: zones.map((one) => ({ ...one, members: { ...one.members, tags: [], macs: [], vlans: [] } })),
            conduits: conduits.map((one) => ({ ...one, operations: null, dataFlow: 'both' as const })),
          }
          const { lists, faults } = decodeIetfAcl(encodeIetfAcl(plain, { on }).text)
          expect(faults).toEqual([])
          const entries = lists.find(
            ({ type }) => type === (from.includes(':') ? 'ipv6-acl-type' : 'ipv4-acl-type'),
          )!.entries
          expect(new Set(entries.map(({ name }) => name)).size).toBe(entries.length)
          expect(entries.every(({ name, unknown }) => name.length <= 64 && unknown.length === 0)).toBe(true)
          const hit = entries.find((entry) => matches(entry, from, to, transport === 'tcp' ? 6 : 17, port))!
          const talked = talk(from, to, { protocol, transport, port, operations: {}, days: [on] })
          expect(hit.action === 'accept').toBe(createJudge(plain).judge(talked).verdict === 'allowed')
        },
      ),
    )
  })

  it('say what was not understood, with its path', () => {
    const list = (ace: object) =>
      JSON.stringify({ 'ietf-access-control-list:acls': { acl: [{ name: 'a', aces: { ace: [ace] } }] } })
    const odd = decodeIetfAcl(
      list({
        name: 'x',
        matches: {
          eth: {},
          ipv4: { ttl: 3, 'source-ipv4-network': '10.0.0.0/99' },
          tcp: { 'source-port': { operator: 'neq', port: 0 } },
        },
        actions: { forwarding: 'acl:accept' },
      }),
    )
    expect(odd.faults.map(({ path }) => path)).toEqual([
      'acl[0].aces.ace[0].matches.eth',
      'acl[0].aces.ace[0].matches.ipv4.ttl',
      'acl[0].aces.ace[0].matches.ipv4.source-ipv4-network',
    ])
    expect(odd.lists[0]!.entries[0]).toMatchObject({
      action: 'accept',
      protocol: 6,
      sourcePorts: [1, 65_535],
      unknown: ['eth', 'ipv4.ttl', 'ipv4.source-ipv4-network'],
    })
    expect(decodeIetfAcl('{"acls":').faults).toHaveLength(1)
    expect(decodeIetfAcl('{}').faults).toHaveLength(1)
    expect(decodeIetfAcl(list({ actions: {} })).faults.map(({ reason }) => reason)).toEqual(['an entry without a name'])
  })

  it('are never thrown at, whatever is in them', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, text) => {
        decodeIetfAcl(text)
        decodeIetfAcl(
          JSON.stringify({ acls: { acl: [{ name: 'a', aces: { ace: [value, { name: 'b', matches: value }] } }] } }),
        )
      }),
    )
  })
})

function matches(entry: AccessEntry, from: string, to: string, protocol: number, port: number): boolean {
  const holds = (set: AccessEntry['source'], text: string) => !isNoAddress(commonAddresses(set, addressesOf(text)!))
  return (
    addressOf(from) !== null &&
    holds(entry.source, from) &&
    holds(entry.target, to) &&
    (entry.protocol === null || entry.protocol === protocol) &&
    (entry.targetPorts === null || includes(entry.targetPorts, port))
  )
}
