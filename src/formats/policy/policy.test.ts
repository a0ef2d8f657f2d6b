import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Policy, PolicyService } from '#core/segmentation/policy.ts'
import { readServices, servicesText } from '#core/segmentation/policy-text.ts'
import { conduit, somePolicy, zone } from '#core/segmentation/testing.ts'
import { usualPorts } from '#core/segmentation/usual-ports.ts'
import { protocols } from '../protocols.ts'
import { decodePolicy } from './decode.ts'
import { encodePolicy } from './encode.ts'
import { lineOfJsonFault } from './json-fault.ts'

const on = '2026-06-01'
const read = (value: unknown) => decodePolicy(typeof value === 'string' ? value : JSON.stringify(value), { on })
const file = (more: object) => ({ format: 'rung-policy', version: 1, ...more })
const faults = (value: unknown) =>
  read(value).faults.map(
    ({ path, line, isRefused, reason }) =>
      `${path}${line === null ? '' : `:${line}`} ${isRefused ? 'refused' : 'told'}: ${reason.en}`,
  )

describe('a policy file', () => {
  it('says in its own words what a zone and a conduit are (docs/policy-format.md)', () => {
    const { policy, faults: none } = read(
      file({
        zones: [
          {
            name: 'Cell 1',
            purpose: 'Filling',
            slT: 2,
            purdueLevel: '1',
            owner: 'Maintenance',
            networks: ['10.1.2.0/24', '10.1.9.4-10.1.9.8'],
            vlans: [112],
            macs: ['00-0E-8C-01-02-03'],
            tags: ['PLC-101'],
            validFrom: '2026-01-01',
          },
        ],
        conduits: [
          {
            name: 'Recipes',
            from: 'MES',
            to: 'Cell 1',
            services: ['s7comm', 'opcua/tcp/4840'],
            operations: ['read', 'write'],
            exception: true,
            reason: 'until the gateway is there',
            validTo: '2026-12-31',
          },
        ],
      }),
    )
    expect(none).toEqual([])
    expect(policy.zones[0]).toMatchObject({
      name: 'Cell 1',
      targetLevel: 2,
      level: '1',
      safety: false,
      members: { vlans: [112], macs: ['00:0e:8c:01:02:03'], tags: ['PLC-101'] },
      validTo: null,
      record: 'zones[0]',
    })
    expect(policy.zones[0]!.members.networks.map(({ text }) => text)).toEqual(['10.1.2.0/24', '10.1.9.4-10.1.9.8'])
    expect(policy.conduits[0]).toMatchObject({
      services: [
        { protocol: 's7comm', transport: null, ports: null },
        { protocol: 'opcua', transport: 'tcp', ports: [4840, 4840] },
      ],
      operations: ['read', 'write'],
      dataFlow: 'both',
      initiator: 'from',
      isException: true,
      validFrom: on,
      validTo: '2026-12-31',
      record: 'conduits[0]',
    })
  })

  it('cut in half is refused with the line on which it ends', () => {
    const whole = encodePolicy({ zones: [zone('A', '10.0.0.0/8'), zone('B', '11.0.0.0/8')], conduits: [] })
    const half = whole.slice(0, whole.length / 2)
    expect(faults(half)).toEqual([
      `:${half.split('\n').length} refused: no JSON from here on, or the text ends too early`,
    ])
    expect(faults('{\n"format": nothing\n}')).toEqual([':2 refused: no JSON from here on, or the text ends too early'])
  })

  it.each<[string, unknown, string[]]>([
    ['of another format', { format: 'x' }, [' refused: no policy: `format` is not `rung-policy`']],
    ['of another version', file({ version: 2 }), [' refused: a version that is not known: only version 1 is read']],
    ['nested too deep', `${'['.repeat(40)}${']'.repeat(40)}`, [' refused: nested deeper than any policy']],
    ['with no list', file({ zones: {} }), ['zones refused: a list is expected']],
    ['with unknown names', file({ rules: [] }), ['rules told: a name that this format does not know']],
    ['with something that is no zone', file({ zones: [7] }), ['zones[0] refused: an object is expected']],
    [
      'with members that are none',
      file({ zones: [{ name: 'A', networks: ['10.0.0.0/40', 7], vlans: [0], slT: 9 }] }),
      [
        'zones[0].slT told: not understood: 9',
        'zones[0].networks[0] told: not understood: 10.0.0.0/40',
        'zones[0].networks[1] told: not understood: 7',
        'zones[0].vlans[0] told: not understood: 0',
      ],
    ],
    [
      'with a conduit that would say something else without it',
      file({
        conduits: [
          { name: 'C', from: 'A', services: ['modbus', 'tcp/99999'], operations: ['read'], validTo: '2026-02-30' },
        ],
      }),
      [
        'conduits[0].to refused: missing',
        'conduits[0].services[1] refused: not understood: tcp/99999',
        'conduits[0].validTo refused: no day of the calendar: 2026-02-30',
      ],
    ],
    [
      'with a conduit without services',
      file({ conduits: [{ name: 'C', from: 'A', to: 'B', operations: 'any' }] }),
      ['conduits[0].services refused: missing'],
    ],
  ])('%s is told with its path', (_, value, expected) => {
    expect(faults(value)).toEqual(expected)
    if (expected.some((text) => text.includes('refused')))
      expect(read(value).policy).toEqual({ zones: [], conduits: [] })
  })

  it('is read again as it was written', () => {
    fc.assert(
      fc.property(somePolicy, (policy) => {
        const again = read(encodePolicy(policy))
        expect(again.faults).toEqual([])
        const inPlace: Policy = {
          zones: policy.zones.map((one, i) => ({ ...one, record: `zones[${i}]` })),
          conduits: policy.conduits.map((one, i) => ({
            ...one,
            services: apart(one.services),
            record: `conduits[${i}]`,
          })),
        }
        expect(again.policy).toEqual(inPlace)
        expect(encodePolicy(again.policy)).toBe(encodePolicy(policy))
      }),
    )
  })

  it('is never thrown at, whatever is changed in it', () => {
    const whole = encodePolicy({ zones: [zone('A', '10.0.0.0/8', { tags: ['T'] })], conduits: [conduit('A', '*')] })
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(12), fc.string({ maxLength: 6 }), (at, length, other) => {
        const { policy, faults: found } = read(whole.slice(0, at) + other + whole.slice(at + length))
        expect(policy.zones.length + policy.conduits.length === 2 || found.length > 0).toBe(true)
        expect(found.every(({ reason }) => reason.en !== '' && reason.ja !== '')).toBe(true)
      }),
    )
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (zones, conduits) => {
        read(file({ zones: [zones], conduits: [conduits] }))
      }),
    )
  })
})

/** Several ranges of ports are written as several services. */
function apart(services: readonly PolicyService[] | null): readonly PolicyService[] | null {
  return services === null ? null : readServices(servicesText(services)).found
}

describe('usual ports', () => {
  it('are among those on which the readers look for the protocol', () => {
    const known = new Map<string, Set<string>>()
    for (const { name, transports, ports } of protocols) {
      const places = known.get(name) ?? new Set<string>()
      for (const transport of transports) {
        places.add(transport)
        for (const port of ports) places.add(`${transport}/${port}`)
      }
      known.set(name, places)
    }
    // Told apart within what another reader reads.
    const within = new Set(['cip', 'cip-io', 's7comm-plus', 'profinet-rt', 'profinet-ptcp'])
    for (const [name, places] of known) {
      const usual = Object.entries(usualPorts(name))
      expect(usual.length, name).toBeGreaterThan(0)
      for (const [transport, ports] of usual) {
        if (within.has(name)) continue
        expect(places, name).toContain(transport)
        for (const port of ports) expect(places, name).toContain(`${transport}/${port}`)
      }
    }
  })
})

describe('the line on which a text stops being JSON', () => {
  it.each([
    ['{\n"a": nothing\n}', 2],
    ['{"a": 1,\n"b" 2}', 2],
    ['[1,\n2,\n]', 3],
    ['{"a": 1}\n\n}', 3],
    ['{\n"a": "x\ny"}', 2],
    ['[\n{"a": [1, 2]},\n{"b": tru', 3],
    ['', 1],
  ])('of %j is %d', (text, line) => {
    expect(lineOfJsonFault(text)).toBe(line)
  })

  it('is its end where it was cut', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.nat(500), (value, length) => {
        const whole = JSON.stringify({ value }, null, 1)
        const cut = whole.slice(0, length % whole.length)
        expect(lineOfJsonFault(cut)).toBe(cut.split('\n').length)
      }),
    )
  })
})
