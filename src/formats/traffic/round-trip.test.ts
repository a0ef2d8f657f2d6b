import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Conversation, Device, Inspection, WireOperation } from '#core/capture/inspection.ts'
import { createInspector } from '../capture/inspector.ts'
import { protocols } from '../protocols.ts'
import { identityOf, type Row, rows } from '../spoken.testing.ts'
import type { Deed, DescribedConversation, DescribedHost, DescribedIdentity, SpokenProtocol } from './described.ts'
import { encodeTraffic, trafficOf } from './encode.ts'
import { spokenProtocols } from './spoken.ts'

const names = Object.keys(rows) as SpokenProtocol[]
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
}

interface Plant {
  readonly seed: number
  readonly days: number
  readonly vlan: number | undefined
  readonly format: 'pcap' | 'pcapng'
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
  const operating = known.filter((does) => does === 'read' || does === 'write')
  return fc.record({
    protocol: fc.constant(protocol),
    identity,
    units: row.behind === undefined ? fc.constant({}) : fc.dictionary(fc.constantFrom('3', '5'), identity),
    isRouted: onLink(protocol) || protocol === 'dhcp' ? fc.constant(false) : fc.boolean(),
    operator: operating.length === 0 ? fc.constant([]) : deed(operating),
    engineer: deed(known),
    isLasting: fc.boolean(),
  })
}

const plantsOf = (devices: fc.Arbitrary<readonly Drawn[]>): fc.Arbitrary<Plant> =>
  fc.record({
    seed: fc.nat(1000),
    days: fc.integer({ min: 1, max: 3 }),
    vlan: fc.option(fc.integer({ min: 1, max: 4094 }), { nil: undefined }),
    format: fc.constantFrom('pcap', 'pcapng'),
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

function described({ seed, days, vlan, format, devices }: Plant) {
  const tagged = vlan === undefined ? {} : { vlan }
  const hosts: DescribedHost[] = [
    { ...operator, ...tagged },
    { ...engineer, ...tagged },
    { ...router, ...tagged },
    ...devices.map(
      (one, i): DescribedHost => ({
        ...hostOf(one, i),
        ...(one.isRouted ? { via: 'router' } : tagged),
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
  return { seed, utcOffsetMinutes: 540, format, hosts, conversations }
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
  it.each(names)('%s, device by device', (protocol) => {
    fc.assert(fc.property(plantsOf(drawn(protocol).map((one) => [one])), check), { numRuns: 8 })
  })

  it('plants of many protocols, tagged and not, behind routers and with devices behind them', () => {
    const any = fc.constantFrom(...names).chain(drawn)
    fc.assert(fc.property(plantsOf(fc.array(any, { minLength: 2, maxLength: 9 })), check), { numRuns: 50 })
  })

  it('every protocol that is spoken has its row', () => {
    expect([...names].sort()).toEqual(Object.keys(spokenProtocols).sort())
  })
})

function check(plant: Plant): void {
  const all = plant.devices.flatMap(({ identity, units }) => [identity, ...Object.values(units)])
  // One serial number would be one device.
  fc.pre(new Set(all.map(({ serial }) => serial)).size === all.length)
  const traffic = described(plant)
  const inspector = createInspector({ protocols, seed: 1 })
  inspector.push(encodeTraffic(traffic))
  const found = inspector.finish()

  const { accounting, packets, faults } = found.capture
  expect(faults).toEqual([])
  expect(packets).toBe(trafficOf(traffic).length)
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
function expectNobodyElse({ devices }: Plant, found: Inspection): void {
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
    expect(roles).toEqual(['router'])
  }
  expect(found.devices.map(({ id }) => id).sort()).toEqual([...expected].sort())
}

const stationsOf = (one: Drawn) =>
  [
    [operator, one.operator],
    [engineer, deedsOf(one)],
  ] as const

/** On the link every direction is a conversation of its own: what counts is what the device sends back. */
function expectConversations({ days }: Plant, { conversations }: Inspection, one: Drawn, i: number): void {
  const { protocol } = one
  const { ip, mac } = hostOf(one, i)
  const operationsOf = (wanted: Partial<Conversation>): Sums | undefined =>
    conversations.find((talk) =>
      Object.entries(wanted).every(([key, value]) => talk[key as keyof Conversation] === value),
    )?.operations
  if (protocol === 'goose') {
    const all = stationsOf(one).flatMap(([, deeds]) => deeds)
    if (all.length > 0) expect(operationsOf({ client: mac, protocol })).toEqual(sumOf(one, all, days))
    return
  }
  for (const [station, deeds] of stationsOf(one)) {
    if (deeds.length === 0) continue
    const wanted = onLink(protocol)
      ? { client: mac, server: station.mac, protocol }
      : { client: station.ip, server: ip, serverPort: portOf(protocol), exceptions: 0, answered: true }
    expect(operationsOf(wanted), `${protocol}, ${station.key}`).toEqual(sumOf(one, deeds, days))
  }
}

const heads = ['vendor', 'model', 'orderNumber', 'firmware', 'serial'] as const

function expectHead(protocol: SpokenProtocol, said: Said, device: Device): void {
  const [name, ...others] = [...rows[protocol].head(said)].reverse()
  expect([protocol, ...heads.map((field) => device[field])]).toEqual([protocol, ...others.reverse()])
  expect(device.names).toEqual(name === null ? [] : [name].flat())
}

function expectDevice({ days, vlan }: Plant, found: Inspection, one: Drawn, i: number): void {
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
    macs: one.isRouted ? [] : [mac],
    vlans: vlan === undefined || one.isRouted ? [] : [vlan],
  })
  const unitIds = unitIdsOf(one, i)
  expectHead(protocol, one.identity, device)
  for (const [n, said] of Object.values(units).entries()) {
    const unit = found.devices.find((other) => other.id === unitIds[n])!
    expectHead(protocol, said, unit)
    expect(unit).toMatchObject({ behind: id, ips: [], macs: [] })
    expect(unit.roles.map(({ role }) => role)).toEqual([row.role])
  }
  for (const [field, value] of Object.entries(row.facts?.(one.identity) ?? {}))
    expect(found.identities).toContainEqual(expect.objectContaining({ device: id, protocol, field, value }))

  const { read, write, program } = sumOf(
    one,
    stationsOf(one).flatMap(([, deeds]) => deeds),
    days,
  )
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
    const device = found.devices.find(({ macs }) => macs.includes(station.mac))
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
