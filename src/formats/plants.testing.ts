import fc from 'fast-check'
import type { WireOperation } from '#core/capture/inspection.ts'
import { encodeCookedV1, encodeCookedV2 } from './cooked/encode.ts'
import { u16be } from './octets.ts'
import { type CapturedPacket, encodePcap, encodePcapng } from './pcap/encode.ts'
import { operations } from './protocol.ts'
import { identityOf, type Row, rows, type Said } from './spoken.testing.ts'
import type {
  Deed,
  DescribedConversation,
  DescribedHost,
  DescribedIdentity,
  SpokenProtocol,
} from './traffic/described.ts'
import { spokenProtocols } from './traffic/spoken.ts'

export const everyProtocol = Object.keys(rows) as SpokenProtocol[]
export const onLink = (protocol: SpokenProtocol): boolean => 'etherType' in spokenProtocols[protocol]
const overUdp = (protocol: SpokenProtocol): boolean => 'overUdp' in spokenProtocols[protocol]
export const portOf = (protocol: SpokenProtocol): number | null => {
  const spoken = spokenProtocols[protocol]
  return 'port' in spoken ? spoken.port : null
}

/** One device with what the operator's and the engineer's station do to it. */
export interface Drawn {
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

export interface Plant {
  readonly seed: number
  readonly days: number
  readonly vlan: number | undefined
  readonly format: 'pcap' | 'pcapng'
  readonly link: Link
  readonly devices: readonly Drawn[]
}

export const drawn = (protocol: SpokenProtocol): fc.Arbitrary<Drawn> => {
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

export const plantsOf = (devices: fc.Arbitrary<readonly Drawn[]>): fc.Arbitrary<Plant> =>
  fc.record({
    seed: fc.nat(1000),
    days: fc.integer({ min: 1, max: 3 }),
    vlan: fc.option(fc.integer({ min: 1, max: 4094 }), { nil: undefined }),
    format: fc.constantFrom('pcap', 'pcapng'),
    link: fc.oneof({ weight: 3, arbitrary: fc.constant('ethernet' as const) }, fc.constantFrom(...links)),
    devices,
  })

const macOf = (last: number): string => `02:00:5e:00:00:${last.toString(16).padStart(2, '0')}`
export const operator = { key: 'operator', ip: '10.20.1.10', mac: macOf(10) }
export const engineer = { key: 'engineer', ip: '10.20.1.20', mac: macOf(20) }
/** It has an agent, so that its own address is known; without, one host behind it would pass for itself. */
export const router = { key: 'router', ip: '10.20.1.1', mac: macOf(1), identity: { name: 'Gate', model: 'XQ10001' } }
export const hostOf = ({ isRouted }: Drawn, i: number) => ({
  key: `device-${i}`,
  ip: isRouted ? `10.77.5.${i + 100}` : `10.20.1.${i + 100}`,
  mac: macOf(i + 100),
})
/** Under which address the capture has it. */
export const idOf = (one: Drawn, i: number): string => (onLink(one.protocol) ? hostOf(one, i).mac : hostOf(one, i).ip)

export const unitIdsOf = (one: Drawn, i: number): string[] =>
  Object.entries(one.units).map(([unit, said]) => rows[one.protocol].behind!(idOf(one, i), Number(unit), said))

export function described({ seed, days, vlan, devices }: Plant) {
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

export function captureOf(packets: readonly CapturedPacket[], { link, format }: Plant) {
  const held = packets.flatMap(({ at, bytes: frame }) => {
    const bytes = taken(link, frame)
    return bytes === undefined ? [] : [{ at, bytes }]
  })
  const options = { linkType: linkTypes[link] }
  return { held, file: format === 'pcap' ? encodePcap(held, options) : encodePcapng(held, options) }
}

/** The engineer asks who is there, and reads from everything behind it. */
export function deedsOf({ protocol, units, engineer: drawnDeeds }: Drawn): readonly Deed[] {
  const { counts } = rows[protocol]
  const identify: Deed[] = counts.identify === undefined ? [] : [{ does: 'identify' }]
  const behind = Object.keys(units).flatMap((unit): Deed[] => [
    { does: 'identify', unit: Number(unit) },
    { does: 'read', unit: Number(unit) },
  ])
  return [...identify, ...behind, ...drawnDeeds]
}

export const isActive = (one: Drawn): boolean => deedsOf(one).length + one.operator.length > 0
export const tellsNeighbours = (one: Drawn): boolean => one.lldp !== undefined && !one.isRouted && isActive(one)
export const isPassedOn = (one: Drawn): boolean => one.isRouted && isActive(one)

export type Sums = Record<WireOperation, number>

const requestsOf = (counts: Partial<Sums> = {}): number => Object.values(counts).reduce((sum, one) => sum + one, 0)

/** What the deeds of all days come to. */
export function sumOf(one: Drawn, deeds: readonly Deed[], days: number): Sums {
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

/** What begins at IP holds nobody who only speaks on the link, and no word to neighbours. */
export const seenOf = (plant: Plant): Plant =>
  plant.link !== 'raw'
    ? plant
    : {
        ...plant,
        devices: plant.devices
          .filter(({ protocol }) => !onLink(protocol))
          .map((one): Drawn => ({ ...one, lldp: undefined })),
      }
