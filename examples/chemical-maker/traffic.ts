import { type Day, dayNumber, dayOf } from '#core/calendar/day.ts'
import type {
  Deed,
  DescribedConversation,
  DescribedHost,
  DescribedIdentity,
  DescribedPlant,
} from '#formats/traffic/described.ts'
import type { Equipment, PlantSketch } from './equipment.ts'

/** Where a tap stands: at the firewall between plant and office, or at the switch of the control network. */
export type Tap = 'boundary' | 'control'

export type Talk = Omit<DescribedConversation, 'firstDay' | 'lastDay'>

/** Something beside the usual, on a stretch of days. */
export interface Incident {
  readonly tap: Tap
  readonly from: Day
  readonly to: Day
  readonly hosts?: readonly DescribedHost[]
  readonly talks: readonly Talk[]
}

/** Which of a plant's machines do what at the boundary. */
export interface Roles {
  readonly historian: string
  readonly domain: string
  readonly station: string
  readonly dmzHistorian?: string
  readonly jump?: string
  readonly updates?: string
}

/** The offices as the boundary sees them: behind the firewall, whose card all of them carry. */
export interface Offices {
  /** Tag of the firewall. */
  readonly behind: string
  /** `10.11.40.`; the first client is .51. */
  readonly prefix: string
  readonly clients: number
}

export interface TapPlan {
  readonly plant: PlantSketch
  readonly equipment: readonly Equipment[]
  readonly roles: Roles
  readonly offices: Offices
  readonly incidents: readonly Incident[]
}

const office = (n: number): string => `office-${n}`

/** What a tap of a plant would have recorded from one day to another. */
export function describedTap(plan: TapPlan, tap: Tap, first: Day, last: Day): DescribedPlant {
  const usual = tap === 'boundary' ? boundaryTalks(plan, first, last) : controlTalks(plan, first, last)
  const incidents = plan.incidents.filter((one) => one.tap === tap && one.from <= last && one.to >= first)
  const unusual = incidents.flatMap(({ from, to, talks }) =>
    talks.map((talk) => ({ ...talk, firstDay: from < first ? first : from, lastDay: to > last ? last : to })),
  )
  const hosts = [
    ...plan.equipment.flatMap((one) => hostOf(one, plan.equipment)),
    ...officeHosts(plan.offices),
    ...incidents.flatMap((one) => one.hosts ?? []),
  ]
  const conversations = [...usual, ...unusual]
  const heard = new Set(conversations.flatMap(({ client, server }) => [client, server]))
  return {
    seed: plan.plant.seed * 7 + dayNumber(first) + (tap === 'boundary' ? 0 : 3),
    utcOffsetMinutes: plan.plant.utcOffsetMinutes,
    // A tap at the boundary hears nothing of what goes on behind it.
    hosts:
      tap === 'control'
        ? hosts
        : hosts.flatMap((host) =>
            heard.has(host.key) ? [host] : host.key === plan.offices.behind ? [silent(host)] : [],
          ),
    conversations,
    format: tap === 'boundary' ? 'pcap' : 'pcapng',
  }
}

/** The firewall's card is on every frame from the offices; the firewall itself says nothing here. */
function silent({ key, ip, mac }: DescribedHost): DescribedHost {
  return { key, ip, mac }
}

function hostOf(one: Equipment, all: readonly Equipment[]): DescribedHost[] {
  if (one.quiet || one.ip === null || one.mac === null) return []
  const behind = all.filter(({ gateway }) => gateway?.tag === one.tag)
  return [
    {
      key: one.tag,
      ip: one.ip,
      mac: one.mac,
      identity: identityOf(one),
      ...(behind.length === 0
        ? {}
        : { behind: Object.fromEntries(behind.map((unit) => [unit.gateway!.unit, identityOf(unit)])) }),
      ...(one.make.voice === 'snmp'
        ? {
            lldp: {
              port: 'port-001',
              systemName: one.tag,
              description: `${one.make.vendor} ${one.make.model}, ${one.firmware}`,
            },
          }
        : {}),
    },
  ]
}

function identityOf({ make, firmware, serial, tag }: Equipment): DescribedIdentity {
  return {
    vendor: make.vendor,
    orderNumber: make.order,
    model: make.model,
    firmware,
    ...(serial === null ? {} : { serial }),
    name: tag,
    ...make.enip,
  }
}

function officeHosts({ behind, prefix, clients }: Offices): DescribedHost[] {
  return Array.from({ length: clients }, (_, n) => ({
    key: office(n),
    ip: `${prefix}${51 + n}`,
    mac: '00:00:00:00:00:00',
    via: behind,
  }))
}

/** Day in, day out: the historian is mirrored into the DMZ, the offices read there, updates come from there. */
function boundaryTalks({ roles, offices }: TapPlan, firstDay: Day, lastDay: Day): DescribedConversation[] {
  const days = { firstDay, lastDay, hours: [9, 22] as const }
  const talks: DescribedConversation[] = []
  const { historian, domain, station, dmzHistorian, jump, updates } = roles
  if (dmzHistorian) {
    talks.push({
      ...days,
      client: historian,
      server: dmzHistorian,
      protocol: 'tcp',
      deeds: [{ does: 'exchange', times: 2 }],
      sessionsPerDay: 2,
    })
    for (let n = 0; n < offices.clients; n++)
      talks.push({
        ...days,
        client: office(n),
        server: dmzHistorian,
        protocol: 'tls',
        deeds: [{ does: 'exchange' }],
        sessionsPerDay: 1,
        weekdaysOnly: true,
      })
    talks.push({
      ...days,
      client: domain,
      server: dmzHistorian,
      protocol: 'ntp',
      deeds: [{ does: 'exchange' }],
      sessionsPerDay: 1,
    })
  }
  if (jump) {
    talks.push({
      ...days,
      client: office(0),
      server: jump,
      protocol: 'rdp',
      deeds: [{ does: 'exchange', times: 3 }],
      sessionsPerDay: 1 / 7,
    })
    talks.push({
      ...days,
      client: jump,
      server: station,
      protocol: 'rdp',
      deeds: [{ does: 'exchange', times: 3 }],
      sessionsPerDay: 1 / 7,
    })
  }
  if (updates)
    talks.push({
      ...days,
      client: domain,
      server: updates,
      protocol: 'http',
      deeds: [{ does: 'exchange', times: 2 }],
      sessionsPerDay: 1 / 3,
    })
  // Somebody's discovery tool knocks, and the firewall says nothing: no crossing.
  talks.push({
    ...days,
    client: office(offices.clients - 1),
    server: station,
    protocol: 'smb',
    deeds: [{ does: 'exchange' }],
    sessionsPerDay: 1 / 14,
    answer: 'silent',
  })
  return talks
}

/** Everything is asked once while the tap is there, each on one of its days. */
function controlTalks({ equipment, roles }: TapPlan, first: Day, last: Day): DescribedConversation[] {
  const length = dayNumber(last) - dayNumber(first) + 1
  const online = equipment.filter(({ ip, quiet }) => ip !== null && !quiet)
  return online.flatMap((one, index) => {
    const day = dayOf(dayNumber(first) + (index % length))
    const days = { firstDay: day, lastDay: day, sessionsPerDay: 1, hours: [9, 22] as const }
    const { voice, port } = one.make
    if (voice === 'computer') {
      if (one.tag === roles.domain) return []
      const asks = { ...days, client: one.tag, server: roles.domain }
      return [
        { ...asks, protocol: 'dns' as const, deeds: [{ does: 'exchange' as const, times: 2 }] },
        { ...asks, protocol: 'ntp' as const, deeds: [{ does: 'exchange' as const }] },
      ]
    }
    if (voice === 'offline' || one.askedBy === null) return []
    const behind = equipment.filter(({ gateway }) => gateway?.tag === one.tag)
    const asked = { ...days, client: one.askedBy, server: one.tag, protocol: voice, deeds: deedsOf(one, behind, index) }
    const polled: DescribedConversation[] = [port === undefined ? asked : { ...asked, port }]
    // The engineering station's browser asks every controller who it is.
    if (voice === 's7comm' || voice === 'enip' || voice === 'modbus')
      polled.push({ ...days, client: roles.station, server: one.tag, protocol: voice, deeds: whoAreYou(behind) })
    return polled
  })
}

function whoAreYou(behind: readonly Equipment[]): Deed[] {
  return [{ does: 'identify' }, ...behind.map(({ gateway }): Deed => ({ does: 'identify', unit: gateway!.unit }))]
}

function deedsOf({ make }: Equipment, behind: readonly Equipment[], index: number): Deed[] {
  const at = (index % 20) * 10
  switch (make.voice) {
    case 'modbus':
      if (behind.length > 0)
        return behind.map(
          ({ gateway }): Deed => ({ does: 'read', unit: gateway!.unit, address: at, quantity: 6, times: 2 }),
        )
      // Set points of drives are written by the operator stations as well.
      return index % 5 === 0 && make.kind.en === 'Drive'
        ? [
            { does: 'read', address: at, quantity: 8, times: 2 },
            { does: 'write', address: at },
          ]
        : [{ does: 'read', address: at, quantity: 8, times: 3 }]
    case 's7comm':
      return [{ does: 'read', address: at, quantity: 24, times: 3 }]
    case 'enip':
      return [{ does: 'read', address: (index % 40) + 1, quantity: 2, times: 3 }]
    default:
      return [{ does: 'exchange', times: 2 }]
  }
}
