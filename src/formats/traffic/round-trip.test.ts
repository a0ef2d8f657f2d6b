import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Conversation, Device, Inspection, WireOperation } from '#core/capture/inspection.ts'
import { createInspector } from '../capture/inspector.ts'
import { encodeCookedV1, encodeCookedV2 } from '../cooked/encode.ts'
import { u16be } from '../octets.ts'
import { type CapturedPacket, encodePcap, encodePcapng } from '../pcap/encode.ts'
import { protocols } from '../protocols.ts'
import { identityOf, type Row, rows } from '../spoken.testing.ts'
import type { Deed, DescribedConversation, DescribedHost, DescribedIdentity, SpokenProtocol } from './described.ts'
import { trafficOf } from './encode.ts'
import { spokenProtocols } from './spoken.ts'

const everyProtocol = Object.keys(rows) as SpokenProtocol[]
const onLink = (protocol: SpokenProtocol): boolean => 'etherType' in spokenProtocols[protocol]
const overUdp = (protocol: SpokenProtocol): boolean => 'overUdp' in spokenProtocols[protocol]
const portOf = (protocol: SpokenProtocol): number | null => {
  const spoken = spokenProtocols[protocol]
  return 'port' in spoken ? spoken.port : null
}

type Said = ReturnType<typeof identityOf> extends fc.Arbitrary<infer One> ? One : never

/** One device with what the operator's and the engineer's station do to it. */
interface Drawn {
  readonly protocol: SpokenProtocol
  readonly identity: Said
  readonly units: Readonly<Record<number, Said>>
  readonly isRouted: boolean
  readonly operator: readonly Deed[]
  readonly engineer: readonly Deed[]
  readonly isLasting: boolean
  /** Tells its neighbours this name. */
  readonly lldp: string | undefined
}

/** How the capture was taken. Cooked captures do not tell who was meant, raw ones begin at IP: no card, no VLAN, no ARP. */
const links = ['ethernet', 'cooked', 'cooked 2', 'raw'] as const
type Link = (typeof links)[number]

interface Plant {
  readonly seed: number
  readonly days: number
  readonly vlan: number | undefined
  readonly format: 'pcap' | 'pcapng'
  readonly link: Link
  readonly devices: readonly Drawn[]
}

const drawn = (protocol: SpokenProtocol): fc.Arbitrary<Drawn> => {
  const row: Row = rows[protocol]
  const identity = identityOf(row)
  const known = Object.keys(row.counts) as Deed['does'][]
  const times = fc.integer({ min: 1, max: 4 })
  const deed = (from: readonly Deed['does'][]) =>
    fc.array(
      fc.record({ does: fc.constantFrom(...from), times }).map((one): Deed => one),
      { maxLength: 3 },
    )
  const refused = fc.record({ does: fc.constant('read' as const), times, refused: fc.constant(true) })
  const operating = known.filter((does) => does === 'read' || does === 'write')
  return fc.record({
    protocol: fc.constant(protocol),
    identity,
    units: row.behind === undefined ? fc.constant({}) : fc.dictionary(fc.constantFrom('3', '5'), identity),
    isRouted: onLink(protocol) || protocol === 'dhcp' ? fc.constant(false) : fc.boolean(),
    operator: fc
      .tuple(
        operating.length === 0 ? fc.constant([]) : deed(operating),
        row.refuses ? fc.array(refused, { maxLength: 1 }) : fc.constant([]),
      )
      .map(([done, others]): readonly Deed[] => [...done, ...others]),
    engineer: deed(known),
    isLasting: fc.boolean(),
    lldp: fc.option(fc.stringMatching(/^q[a-z]{3,8}-[0-9]$/), { nil: undefined }),
  })
}

const plantsOf = (devices: fc.Arbitrary<readonly Drawn[]>): fc.Arbitrary<Plant> =>
  fc.record({
    seed: fc.nat(1000),
    days: fc.integer({ min: 1, max: 3 }),
    vlan: fc.option(fc.integer({ min: 1, max: 4094 }), { nil: undefined }),
    format: fc.constantFrom('pcap', 'pcapng'),
    link: fc.oneof({ weight: 3, arbitrary: fc.constant('ethernet' as const) }, fc.constantFrom(...links)),
    devices,
  })

const macOf = (last: number): string => `02:00:5e:00:00:${last.toString(16).padStart(2, '0')}`
const operator = { key: 'operator', ip: '10.20.1.10', mac: macOf(10) }
const engineer = { key: 'engineer', ip: '10.20.1.20', mac: macOf(20) }
/** It has an agent, so that its own address is known; without, one host behind it would pass for itself. */
const router = { key: 'router', ip: '10.20.1.1', mac: macOf(1), identity: { name: 'Gate', model: 'XQ10001' } }
const hostOf = ({ isRouted }: Drawn, i: number) => ({
  key: `device-${i}`,
  ip: isRouted ? `10.77.5.${i + 100}` : `10.20.1.${i + 100}`,
  mac: macOf(i + 100),
})
/** Under which address the capture has it. */
const idOf = (one: Drawn, i: number): string => (onLink(one.protocol) ? hostOf(one, i).mac : hostOf(one, i).ip)

const unitIdsOf = (one: Drawn, i: number): string[] =>
  Object.entries(one.units).map(([unit, said]) => rows[one.protocol].behind!(idOf(one, i), Number(unit), said))

function described({ seed, days, vlan, devices }: Plant) {
  const tagged = vlan === undefined ? {} : { vlan }
  const hosts: DescribedHost[] = [
    { ...operator, ...tagged },
    { ...engineer, ...tagged },
    { ...router, ...tagged },
    ...devices.map(
      (one, i): DescribedHost => ({
        ...hostOf(one, i),
        ...(one.isRouted ? { via: 'router' } : tagged),
        ...(tellsNeighbours(one) ? { lldp: { port: 'p1', systemName: one.lldp!, description: 'station' } } : {}),
        identity: one.identity as DescribedIdentity,
        behind: one.units as Record<number, DescribedIdentity>,
      }),
    ),
  ]
  const during = { firstDay: '2026-10-01', lastDay: `2026-10-0${days}`, sessionsPerDay: 1, hours: [8, 16] } as const
  const conversations = devices.flatMap((one, i): DescribedConversation[] => {
    const common = { ...during, server: `device-${i}`, protocol: one.protocol, lasting: one.isLasting }
    return [
      { ...common, client: 'operator', deeds: one.operator },
      { ...common, client: 'engineer', deeds: deedsOf(one) },
    ].filter(({ deeds }) => deeds.length > 0)
  })
  if (devices.some(isPassedOn))
    conversations.push({
      ...during,
      client: 'engineer',
      server: 'router',
      protocol: 'snmp',
      deeds: [{ does: 'identify' }],
    })
  return { seed, utcOffsetMinutes: 540, hosts, conversations }
}

const linkTypes: Readonly<Record<Link, number>> = { ethernet: 1, cooked: 113, 'cooked 2': 276, raw: 101 }

/** What the capture holds of a frame; undefined for what is not even IP. */
function taken(link: Link, frame: Uint8Array): Uint8Array | undefined {
  if (link === 'ethernet') return frame
  if (link !== 'raw') return link === 'cooked' ? encodeCookedV1(frame) : encodeCookedV2(frame)
  const at = u16be(frame, 12) === 0x8100 ? 16 : 12
  return u16be(frame, at) === 0x0800 ? frame.subarray(at + 2) : undefined
}

function captureOf(packets: readonly CapturedPacket[], { link, format }: Plant) {
  const held = packets.flatMap(({ at, bytes: frame }) => {
    const bytes = taken(link, frame)
    return bytes === undefined ? [] : [{ at, bytes }]
  })
  const options = { linkType: linkTypes[link] }
  return { held, file: format === 'pcap' ? encodePcap(held, options) : encodePcapng(held, options) }
}

/** The engineer asks who is there, and reads from everything behind it. */
function deedsOf({ protocol, units, engineer: drawnDeeds }: Drawn): readonly Deed[] {
  const { counts } = rows[protocol]
  const identify: Deed[] = counts.identify === undefined ? [] : [{ does: 'identify' }]
  const behind = Object.keys(units).flatMap((unit): Deed[] => [
    { does: 'identify', unit: Number(unit) },
    { does: 'read', unit: Number(unit) },
  ])
  return [...identify, ...behind, ...drawnDeeds]
}

const isActive = (one: Drawn): boolean => deedsOf(one).length + one.operator.length > 0
const tellsNeighbours = (one: Drawn): boolean => one.lldp !== undefined && !one.isRouted && isActive(one)
const isPassedOn = (one: Drawn): boolean => one.isRouted && isActive(one)

const operations = ['read', 'write', 'program', 'identify', 'other'] as const
type Sums = Record<WireOperation, number>

const requestsOf = (counts: Partial<Sums> = {}): number => Object.values(counts).reduce((sum, one) => sum + one, 0)

/** What the deeds of all days come to. */
function sumOf(one: Drawn, deeds: readonly Deed[], days: number): Sums {
  const { counts, greeting, carrier } = rows[one.protocol]
  const beginnings = one.isLasting && !overUdp(one.protocol) ? 1 : days
  const sums: Sums = { read: 0, write: 0, program: 0, identify: 0, other: 0 }
  for (const operation of operations) {
    sums[operation] += beginnings * (greeting?.[operation] ?? 0)
    for (const { does, times = 1, unit } of deeds) {
      const own = counts[does]?.[operation] ?? 0
      sums[operation] += days * times * own
      if (unit !== undefined && operation === carrier) sums[operation] += days * times * requestsOf(counts[does])
    }
  }
  return sums
}

describe('what the encoders write for a described plant, the reader finds again', () => {
  it.each(everyProtocol)('%s, device by device', (protocol) => {
    fc.assert(fc.property(plantsOf(drawn(protocol).map((one) => [one])), check), { numRuns: 8 })
  })

  it('plants of many protocols, tagged and not, behind routers and with devices behind them', () => {
    const any = fc.constantFrom(...everyProtocol).chain(drawn)
    fc.assert(fc.property(plantsOf(fc.array(any, { minLength: 2, maxLength: 9 })), check), { numRuns: 50 })
  })

  it('every protocol that is spoken has its row', () => {
    expect([...everyProtocol].sort()).toEqual(Object.keys(spokenProtocols).sort())
  })
})

/** What begins at IP holds nobody who only speaks on the link, and no word to neighbours. */
const seenOf = (plant: Plant): Plant =>
  plant.link !== 'raw'
    ? plant
    : {
        ...plant,
        devices: plant.devices
          .filter(({ protocol }) => !onLink(protocol))
          .map((one): Drawn => ({ ...one, lldp: undefined })),
      }

function check(whole: Plant): void {
  const plant = seenOf(whole)
  const all = plant.devices.flatMap(({ identity, units }) => [identity, ...Object.values(units)])
  // One serial number would be one device.
  fc.pre(new Set(all.map(({ serial }) => serial)).size === all.length)
  const { held, file } = captureOf(trafficOf(described(plant)), plant)
  const inspector = createInspector({ protocols, seed: 1 })
  inspector.push(file)
  const found = inspector.finish()

  const { accounting, packets, faults } = found.capture
  expect(faults).toEqual([])
  expect(packets).toBe(held.length)
  expect(accounting).toEqual({ read: packets, ignored: 0, faulty: 0 })
  const counted = found.conversations.reduce((sum, { packets: both }) => sum + both.toServer + both.toClient, 0)
  expect(counted).toBe(packets)

  expectNobodyElse(plant, found)
  for (const [i, one] of plant.devices.entries()) {
    expectConversations(plant, found, one, i)
    if (isActive(one)) expectDevice(plant, found, one, i)
  }
  expectStations(plant, found)
}

/** Nobody more, nobody fewer: no two became one, nothing was made up. */
function expectNobodyElse({ devices, link }: Plant, found: Inspection): void {
  const expected = devices.flatMap((one, i) => (isActive(one) ? [idOf(one, i), ...unitIdsOf(one, i)] : []))
  for (const [station, deeds] of [
    [operator, (one: Drawn) => one.operator],
    [engineer, deedsOf],
  ] as const) {
    const talks = devices.filter((one) => deeds(one).length > 0)
    // Who only listens to a group says nothing.
    if (talks.some(({ protocol }) => !onLink(protocol)) || (station === engineer && devices.some(isPassedOn)))
      expected.push(station.ip)
    else if (talks.some(({ protocol }) => protocol !== 'goose')) expected.push(station.mac)
  }
  if (devices.some(isPassedOn)) {
    expected.push(router.ip)
    const roles = found.devices.find(({ id }) => id === router.ip)?.roles.map(({ role }) => role)
    // Without cards on the frames, nothing tells that it passes them on.
    expect(roles).toEqual(link === 'raw' ? [] : ['router'])
  }
  expect(found.devices.map(({ id }) => id).sort()).toEqual([...expected].sort())
}

const stationsOf = (one: Drawn) =>
  [
    [operator, one.operator],
    [engineer, deedsOf(one)],
  ] as const

/** On the link every direction is a conversation of its own: what counts is what the device sends back. */
function expectConversations({ days, link }: Plant, { conversations }: Inspection, one: Drawn, i: number): void {
  const { protocol } = one
  const { ip, mac } = hostOf(one, i)
  const operationsOf = (wanted: Partial<Conversation>): Sums | undefined =>
    conversations.find((talk) =>
      Object.entries(wanted).every(([key, value]) => talk[key as keyof Conversation] === value),
    )?.operations
  // Published to all, or sent to somebody whom the capture does not name.
  if (protocol === 'goose' || (onLink(protocol) && link !== 'ethernet')) {
    const all = stationsOf(one).flatMap(([, deeds]) => deeds)
    if (all.length > 0) expect(operationsOf({ client: mac, protocol })).toEqual(sumOf(one, all, days))
    return
  }
  for (const [station, deeds] of stationsOf(one)) {
    if (deeds.length === 0) continue
    const exceptions = days * deeds.reduce((sum, { refused, times = 1 }) => sum + (refused ? times : 0), 0)
    const wanted = onLink(protocol)
      ? { client: mac, server: station.mac, protocol }
      : { client: station.ip, server: ip, serverPort: portOf(protocol), exceptions, answered: true }
    expect(operationsOf(wanted), `${protocol}, ${station.key}`).toEqual(sumOf(one, deeds, days))
  }
}

const heads = ['vendor', 'model', 'orderNumber', 'firmware', 'serial'] as const

function expectHead(protocol: SpokenProtocol, said: Said, device: Device, toNeighbours?: string): void {
  const [name, ...others] = [...rows[protocol].head(said)].reverse()
  expect([protocol, ...heads.map((field) => device[field])]).toEqual([protocol, ...others.reverse()])
  const names = [name, toNeighbours].flat().filter((one) => typeof one === 'string')
  expect([...device.names].sort()).toEqual(names.sort())
}

function expectDevice({ days, vlan, link }: Plant, found: Inspection, one: Drawn, i: number): void {
  const { protocol, units } = one
  const row = rows[protocol]
  const id = idOf(one, i)
  const { ip, mac } = hostOf(one, i)
  const device = found.devices.find((other) => other.id === id)!
  const isRead = row.counts.identify !== undefined
  // The only name of what it publishes is its own.
  const hasIp = !onLink(protocol) || isRead
  expect(device).toMatchObject({
    ips: hasIp ? [ip] : [],
    // Card and VLAN of what passes a router are the router's.
    macs: one.isRouted || link === 'raw' ? [] : [mac],
    vlans: vlan === undefined || one.isRouted || link === 'raw' ? [] : [vlan],
  })
  const unitIds = unitIdsOf(one, i)
  expectHead(protocol, one.identity, device, tellsNeighbours(one) ? one.lldp : undefined)
  for (const [n, said] of Object.values(units).entries()) {
    const unit = found.devices.find((other) => other.id === unitIds[n])!
    expectHead(protocol, said, unit)
    expect(unit).toMatchObject({ behind: id, ips: [], macs: [] })
    expect(unit.roles.map(({ role }) => role)).toEqual([row.role])
  }
  for (const [field, value] of Object.entries(row.facts?.(one.identity) ?? {}))
    expect(found.identities).toContainEqual(expect.objectContaining({ device: id, protocol, field, value }))

  // Who refuses everything is nothing for it.
  const done = stationsOf(one).flatMap(([, deeds]) => deeds.filter(({ refused }) => !refused))
  const { read, write, program } = sumOf(one, done, days)
  const acts = protocol === 'goose' ? read >= 3 : read + write + program > 0
  const roles = device.roles.map(({ role }) => role)
  if (acts && row.role !== null) {
    expect(roles).toEqual([row.role])
    expect(device.purdueLevel?.level).toBe(row.level)
  }
  expect(device.safety !== undefined).toBe(row.role === 'safety-controller')
}

/** Who programs is an engineering station, who reads and writes often an operator's; and nobody else is. */
function expectStations({ devices, days }: Plant, found: Inspection): void {
  for (const [n, station] of [operator, engineer].entries()) {
    const device = found.devices.find(({ id }) => id === station.ip || id === station.mac)
    if (device === undefined) continue
    const work = devices.filter(({ protocol }) => rows[protocol].isControl && !onLink(protocol))
    const sums = work.map((one) => sumOf(one, stationsOf(one)[n]![1], days))
    const total = (operation: WireOperation) => sums.reduce((sum, one) => sum + one[operation], 0)
    const expected = [
      ...(total('program') > 0 ? ['engineering-station'] : []),
      ...(total('read') + total('write') >= 5 ? ['supervisory'] : []),
    ]
    expect(device.roles.map(({ role }) => role)).toEqual(expected)
  }
}
