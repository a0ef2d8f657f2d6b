import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkPolicy } from './check-policy.ts'
import type { Zone } from './policy.ts'
import { proposeZones, type ZoneProposal } from './propose-zones.ts'
import { shuffled, zone } from './testing.ts'
import type { SeenDevice, SeenTalk } from './zone-drafts.ts'

const on = '2026-06-01'
const device = (id: string, more: Partial<SeenDevice> = {}): SeenDevice => ({
  id,
  ips: /^\d/.test(id) && !/^..:/.test(id) ? [id] : [],
  macs: [],
  vlans: [],
  tag: null,
  level: null,
  roles: [],
  safety: false,
  ...more,
})
const propose = (
  devices: readonly SeenDevice[],
  talks: readonly [string, string][] = [],
  zones: readonly Zone[] = [],
) => proposeZones({ devices, talks: talks.map(([client, server]) => ({ client, server })), zones, on })
const said = ({ name, level, members: { networks, vlans, macs }, devices }: ZoneProposal) =>
  [name, `level ${level}`, ...networks.map(({ text }) => text), ...vlans, ...macs, '|', ...devices].join(' ')

const plc = device('10.1.2.10', { level: '1', roles: ['controller'], vlans: [12] })
const hmi = device('10.2.1.5', { level: '2', roles: ['supervisory'] })
const pc = device('10.4.1.4', { level: '4', roles: ['workstation'] })
const historian = device('10.3.1.8', { level: '3', roles: ['server'] })

describe('zones', () => {
  it('are proposed for the networks that are used, on the level of most', () => {
    const found = propose([plc, device('10.1.2.11', { level: '1' }), device('10.1.2.12', { level: '2' }), hmi])
    expect(found.zones.map(said)).toEqual([
      'Control 10.1.2.0/24 level 1 10.1.2.0/24 12 | 10.1.2.10 10.1.2.11 10.1.2.12',
      'Supervision 10.2.1.0/24 level 2 10.2.1.0/24 | 10.2.1.5',
    ])
    expect(found.zones[0]!.because.map(({ en }) => en)).toEqual([
      '3 devices in 10.1.2.0/24',
      '2 of 3 are on level 1',
      'VLAN 12 holds these devices and no others',
      'among them: controller',
    ])
  })

  it('of safety are apart from their network, or are their network', () => {
    const sis = device('10.1.2.99', { level: '1', safety: true })
    expect(propose([plc, sis]).zones.map(said)).toEqual([
      'Control 10.1.2.0/24 level 1 10.1.2.0/24 12 | 10.1.2.10',
      'SIS 10.1.2.0/24 level 1 10.1.2.99 | 10.1.2.99',
    ])
    expect(propose([sis]).zones.map(said)).toEqual(['SIS 10.1.2.0/24 level 1 10.1.2.0/24 | 10.1.2.99'])
    expect(propose([sis]).zones[0]).toMatchObject({ kind: 'safety', safety: true })
  })

  it('of the office are one', () => {
    expect(
      propose([pc, device('10.4.2.4', { level: '5' }), device('10.4.2.5', { level: '4' })]).zones.map(said),
    ).toEqual(['Office level 4 10.4.1.0/24 10.4.2.0/24 | 10.4.1.4 10.4.2.4 10.4.2.5'])
  })

  it('take out what talks with the office and with the plant', () => {
    const talks: [string, string][] = [
      [pc.id, historian.id],
      [historian.id, plc.id],
    ]
    const mes = device('10.3.1.20', { level: '3' })
    const mes2 = device('10.3.1.21', { level: '3' })
    const found = propose([plc, pc, historian, mes, mes2], talks).zones
    expect(found.map(said)).toEqual([
      'DMZ 10.3.1.0/24 level 3.5 10.3.1.8 | 10.3.1.8',
      'Office level 4 10.4.1.0/24 | 10.4.1.4',
      'Control 10.1.2.0/24 level 1 10.1.2.0/24 12 | 10.1.2.10',
      'Operations 10.3.1.0/24 level 3 10.3.1.0/24 | 10.3.1.20 10.3.1.21',
    ])
    expect(propose([plc, pc, historian], talks).zones.map(said)).toContain(
      'DMZ 10.3.1.0/24 level 3.5 10.3.1.0/24 | 10.3.1.8',
    )
    const router = { ...historian, roles: ['router'] }
    expect(propose([plc, pc, router], talks).zones.some(({ kind }) => kind === 'dmz')).toBe(false)
  })

  it('hold devices without IP where they talk', () => {
    const io = device('00:0e:8c:00:00:01', { macs: ['00:0e:8c:00:00:01'], level: '0' })
    const lost = device('00:0e:8c:00:00:02', { macs: ['00:0e:8c:00:00:02'] })
    const found = propose([plc, io, lost], [[plc.id, io.id]])
    expect(found.zones.map(said)).toEqual([
      'Control 10.1.2.0/24 level 1 10.1.2.0/24 12 00:0e:8c:00:00:01 | 00:0e:8c:00:00:01 10.1.2.10',
    ])
    expect(found.unplaced).toEqual([lost.id])
  })

  it('say where all the others meet, and none of them another', () => {
    const [a, b, c] = ['10.7.1.1', '10.7.2.1', '10.7.3.1'].map((id) => device(id)) as [
      SeenDevice,
      SeenDevice,
      SeenDevice,
    ]
    const reasons = (talks: [string, string][]) =>
      propose([a, b, c], talks)
        .zones.find(({ name }) => name === 'Network 10.7.2.0/24')!
        .because.map(({ en }) => en)
    const talks: [string, string][] = [
      [a.id, b.id],
      [c.id, b.id],
    ]
    expect(reasons(talks)).toContain(
      'Network 10.7.1.0/24, Network 10.7.3.0/24 talk with it and never with each other: perhaps the DMZ',
    )
    expect(reasons([...talks, [a.id, c.id]])).toContain('talks with Network 10.7.1.0/24, Network 10.7.3.0/24')
  })

  it('hold devices behind another where that is', () => {
    const unit = device('10.1.2.10#3', { ips: [], level: '1' })
    const safe = device('7:0c', { ips: [], safety: true, behind: '10.1.2.10' })
    const found = propose([plc, unit, safe])
    expect(found.zones.map(said)).toEqual(['Control 10.1.2.0/24 level 1 10.1.2.0/24 12 | 10.1.2.10 10.1.2.10#3 7:0c'])
    expect(found.zones[0]!.because.map(({ en }) => en)).toContain(
      '7:0c is a safety device behind 10.1.2.10: it cannot be told apart by address',
    )
    expect(found.unplaced).toEqual([])
    expect(propose([unit]).unplaced).toEqual(['10.1.2.10#3'])
  })

  it('hold nobody of the internet, unless he works in the plant', () => {
    expect(propose([device('8.8.8.8')])).toEqual({ zones: [], unplaced: [] })
    expect(propose([device('141.81.0.10', { level: '1' })]).zones.map(said)).toEqual([
      'Control 141.81.0.0/24 level 1 141.81.0.0/24 | 141.81.0.10',
    ])
  })

  it('say where office and plant share a network', () => {
    const found = propose([plc, device('10.1.2.11', { level: '1' }), device('10.1.2.50', { level: '4' })])
    expect(found.zones[0]!.because.map(({ en }) => en)).toContain(
      'office and plant share this network: 10.1.2.50 would belong elsewhere',
    )
  })

  it('that are decided are not proposed again', () => {
    expect(propose([plc, hmi], [], [zone('Cell', '10.1.0.0/16')]).zones.map(({ name }) => name)).toEqual([
      'Supervision 10.2.1.0/24',
    ])
  })
})

const someDevices: fc.Arbitrary<SeenDevice[]> = fc.uniqueArray(
  fc
    .record({
      id: fc.oneof(
        fc.tuple(fc.nat(4), fc.nat(2), fc.integer({ min: 1, max: 9 })).map(([a, b, c]) => `10.${a}.${b}.${c}`),
        fc.nat(9).map((n) => `00:0e:8c:00:00:0${n}`),
        fc.constantFrom('8.8.8.8', 'fd00::1', 'fe80::1', '141.81.0.3'),
      ),
      level: fc.constantFrom('0', '1', '2', '3', '3.5', '4', '5', null),
      vlans: fc.subarray([10, 20, 30]),
      roles: fc.subarray(['router', 'controller']),
      safety: fc.boolean(),
    })
    .map(({ id, ...more }) =>
      device(id, {
        ...(more as Partial<SeenDevice>),
        ips: /^..:/.test(id) ? [] : [id],
        macs: /^..:/.test(id) ? [id] : [],
      }),
    ),
  { selector: ({ id }) => id, maxLength: 14 },
)

const evidence = someDevices.chain((devices) =>
  fc.record({
    devices: fc.constant(devices),
    talks:
      devices.length === 0
        ? fc.constant<SeenTalk[]>([])
        : fc.array(
            fc.record({
              client: fc.constantFrom(...devices.map(({ id }) => id)),
              server: fc.constantFrom(...devices.map(({ id }) => id)),
            }),
            { maxLength: 10 },
          ),
  }),
)

const accepted = ({ name, level, safety, members, key }: ZoneProposal): Zone => ({
  ...zone(name, [], { level, safety, record: key }),
  members,
})

describe('proposed zones', () => {
  it('are in order: none claims what another claims, and each holds its devices', () => {
    fc.assert(
      fc.property(evidence, ({ devices, talks }) => {
        const { zones } = proposeZones({ devices, talks, zones: [], on })
        expect(
          checkPolicy({ zones: zones.map(accepted), conduits: [] }).filter(({ severity }) => severity === 'error'),
        ).toEqual([])
        const held = zones.flatMap((one) => one.devices)
        expect(new Set(held).size).toBe(held.length)
        expect(zones.every(({ because }) => because.length > 0)).toBe(true)
      }),
    )
  })

  it('are the same whatever the order of the evidence', () => {
    fc.assert(
      fc.property(
        evidence.chain(({ devices, talks }) =>
          fc.tuple(fc.constant({ devices, talks }), shuffled(devices), shuffled(talks)),
        ),
        ([seen, devices, talks]) => {
          expect(proposeZones({ devices, talks, zones: [], on })).toEqual(proposeZones({ ...seen, zones: [], on }))
        },
      ),
    )
  })

  it('are not made again once accepted, and leave the others as they are', () => {
    fc.assert(
      fc.property(evidence, fc.nat(20), (seen, which) => {
        const first = proposeZones({ ...seen, zones: [], on })
        const all = proposeZones({ ...seen, zones: first.zones.map(accepted), on })
        expect(all).toEqual({ zones: [], unplaced: first.unplaced.filter((id) => all.unplaced.includes(id)) })
        const one = first.zones[which % Math.max(1, first.zones.length)]
        if (one === undefined) return
        const second = proposeZones({ ...seen, zones: [accepted(one)], on })
        const others = first.zones.filter(({ key }) => key !== one.key)
        for (const again of second.zones) expect(others).toContainEqual(again)
      }),
    )
  })
})
