// Conversations judged against zones and conduits: `node bench/boundary.ts [conversations] [conduits]`.
// The peer is the straightforward way, written here: every zone and every conduit looked at for every conversation and day.
// It judges a sample, and both must say the same of it.
import type { WireOperation } from '#core/capture/inspection.ts'
import { addressesOf, addressOf } from '#core/filtering/addresses.ts'
import { createJudge } from '#core/segmentation/judge.ts'
import {
  type Conduit,
  type Endpoint,
  type Policy,
  type PolicyConversation,
  policyOperations,
  type Zone,
} from '#core/segmentation/policy.ts'
import { median } from './report.ts'

const conversationCount = Number(process.argv[2] ?? 1_000_000)
const conduitCount = Number(process.argv[3] ?? 2000)
const zoneCount = 400
const sample = 10_000

let state = 20_261_123
const random = (below: number): number => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return Math.floor((state / 2 ** 32) * below)
}
const pick = <T>(all: readonly T[]): T => all[random(all.length)]!

const services = [
  { protocol: 'modbus', transport: 'tcp', port: 502 },
  { protocol: 's7comm', transport: 'tcp', port: 102 },
  { protocol: 'opcua', transport: 'tcp', port: 4840 },
  { protocol: 'cip', transport: 'tcp', port: 44818 },
  { protocol: 'tls', transport: 'tcp', port: 443 },
  { protocol: 'snmp', transport: 'udp', port: 161 },
  { protocol: null, transport: 'tcp', port: 8123 },
] as const

const policy: Policy = { zones: zonesOf(zoneCount), conduits: conduitsOf(conduitCount) }
const conversations = conversationsOf(conversationCount)

function zonesOf(count: number): Zone[] {
  return Array.from({ length: count }, (_, i) => {
    const text = i % 10 === 9 ? `10.${i - 1}.0.64/26` : `10.${i}.0.0/16`
    const network = count > 250 && i >= 250 ? `172.${16 + (i >> 4) - 15}.${(i & 15) * 16}.0/20` : text
    return {
      name: `Zone ${i}`,
      purpose: null,
      targetLevel: 2,
      level: pick(['1', '2', '3', '3.5', '4'] as const),
      safety: false,
      owner: 'OT',
      members: { networks: [{ text: network, addresses: addressesOf(network)! }], vlans: [], macs: [], tags: [] },
      validFrom: '2026-01-01',
      validTo: null,
      record: `z${i}`,
    }
  })
}

function conduitsOf(count: number): Conduit[] {
  return Array.from({ length: count }, (_, i) => {
    const { protocol, transport, port } = pick(services)
    return {
      name: `Conduit ${i}`,
      from: `Zone ${random(zoneCount)}`,
      to: random(50) === 0 ? '*' : `Zone ${random(zoneCount)}`,
      services: [{ protocol, transport, ports: random(2) === 0 ? null : [port, port] }],
      operations: pick([null, ['read'], ['read', 'write'], ['identify', 'other']] as const),
      dataFlow: pick(['forward', 'backward', 'both', 'both'] as const),
      initiator: pick(['from', 'from', 'to', 'either'] as const),
      owner: 'OT',
      validFrom: '2026-01-01',
      validTo: random(4) === 0 ? `2026-0${4 + random(5)}-15` : null,
      isException: false,
      reason: null,
      record: `c${i}`,
    }
  })
}

function conversationsOf(count: number): PolicyConversation[] {
  const zoneIndexOf = new Map<string, number>()
  const hosts: Endpoint[] = Array.from({ length: 20_000 }, () => {
    const zone = random(zoneCount + 10)
    if (zone >= zoneCount) return { address: zone % 2 === 0 ? `8.8.${random(255)}.1` : `192.168.${random(255)}.1` }
    const { v4 } = policy.zones[zone]!.members.networks[0]!.addresses
    const number = v4[0]! + random(v4[1]! - v4[0]!)
    const address = [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.')
    zoneIndexOf.set(address, zone)
    return { address }
  })
  const hostsOf = Map.groupBy(hosts, ({ address }) => zoneIndexOf.get(address) ?? -1)
  const inZone = (name: string): Endpoint => pick(hostsOf.get(Number(name.replace('Zone ', ''))) ?? hosts)
  const days = [['2026-03-01'], ['2026-03-02', '2026-06-30'], ['2026-05-01', '2026-05-02', '2026-05-03', '2026-09-01']]
  return Array.from({ length: count }, () => {
    const operations: Partial<Record<WireOperation, number>> = { [pick(policyOperations)]: 1 }
    // Most of what is spoken somebody wanted: on a conduit's way, if not always within its bounds. The rest is stray.
    const way = random(10) < 7 ? pick(policy.conduits) : null
    const turned = random(8) === 0
    const ends = way === null ? [pick(hosts), pick(hosts)] : [inZone(way.from), inZone(way.to)]
    const service = way === null || random(8) === 0 ? null : services.find(({ port }) => isAbout(way, port))
    const { protocol, transport, port } = service ?? pick(services)
    return {
      client: ends[turned ? 1 : 0]!,
      server: ends[turned ? 0 : 1]!,
      transport,
      port,
      protocol,
      operations,
      answered: true,
      days: pick(days),
    }
  })
}

function isAbout({ services: own }: Conduit, port: number): boolean {
  const [one] = own!
  return one!.ports === null
    ? services.some((s) => s.port === port && s.protocol === one!.protocol)
    : one!.ports[0] === port
}

/** Everything looked at, every time. Says only what can be said in a line: which verdict on which day. */
function scan({ client, server, ...spoken }: PolicyConversation): string {
  return spoken.days
    .map((day) => {
      const inForce = (one: Zone | Conduit) => one.validFrom <= day && (one.validTo === null || day <= one.validTo)
      const zoneOf = ({ address }: Endpoint): Zone | null => {
        const number = (addressOf(address) as { v4: number }).v4
        let best: Zone | null = null
        let size = Number.POSITIVE_INFINITY
        for (const zone of policy.zones) {
          const [from, to] = zone.members.networks[0]!.addresses.v4 as [number, number]
          if (!inForce(zone) || number < from || number > to || to - from >= size) continue
          best = zone
          size = to - from
        }
        return best
      }
      const [a, b] = [zoneOf(client), zoneOf(server)]
      if (a !== null && a === b) return 'allowed'
      if (a === null && b === null) return 'unknownMember'
      const [from, to] = [a?.name ?? '*', b?.name ?? '*']
      const seen = policyOperations.filter((operation) => (spoken.operations?.[operation] ?? 0) > 0)
      const lets = (conduit: Conduit, operation: string, flow: boolean): boolean => {
        const isTowardsServer = conduit.from === from
        if (conduit.operations !== null && !(conduit.operations as readonly string[]).includes(operation)) return false
        if (!flow || conduit.dataFlow === 'both') return true
        const towards = (conduit.dataFlow === 'forward') === isTowardsServer
        return towards ? operation !== 'read' : operation !== 'write' && operation !== 'program'
      }
      const about = policy.conduits.filter((conduit) => {
        const isBetween = (conduit.from === from && conduit.to === to) || (conduit.from === to && conduit.to === from)
        const [service] = conduit.services!
        return (
          isBetween &&
          service!.transport === spoken.transport &&
          (service!.ports === null || service!.ports[0] === spoken.port) &&
          (service!.protocol === null || service!.protocol === spoken.protocol)
        )
      })
      const opens = about.filter(
        ({ initiator, from: end }) => initiator === 'either' || (initiator === 'from') === (end === from),
      )
      const now = about.filter(inForce)
      const open = opens.filter(inForce)
      if (open.length > 0 && seen.every((operation) => open.some((one) => lets(one, operation, true)))) return 'allowed'
      if (opens.length > 0 && seen.every((operation) => opens.some((one) => lets(one, operation, true))))
        return 'expired'
      if (now.length === 0) {
        const isUnknown = [client, server].some(
          ({ address }, i) => [a, b][i] === null && address.startsWith('192.168.'),
        )
        return isUnknown ? 'unknownMember' : 'violation'
      }
      if (open.length === 0) return 'wrongDirection'
      const isOnlyFlow = seen.every((operation) => open.some((one) => lets(one, operation, false)))
      return isOnlyFlow ? 'wrongDirection' : 'wrongOperation'
    })
    .join(' ')
}

const runs: number[] = []
const cpu: number[] = []
let counts = new Map<string, number>()
for (let run = 0; run < 3; run++) {
  counts = new Map()
  const [from, used] = [performance.now(), process.cpuUsage()]
  const { judge } = createJudge(policy)
  for (const conversation of conversations) {
    const verdict = judge(conversation).verdict ?? 'undated'
    counts.set(verdict, (counts.get(verdict) ?? 0) + 1)
  }
  runs.push(performance.now() - from)
  const { user, system } = process.cpuUsage(used)
  cpu.push((user + system) / 1000)
}

const from = performance.now()
const scanned = conversations.slice(0, sample).map(scan)
const peer = ((performance.now() - from) * conversationCount) / Math.min(sample, conversationCount)
const { judge } = createJudge(policy)
let different = 0
for (const [i, said] of scanned.entries()) {
  const { parts } = judge(conversations[i]!)
  const verdictOn = new Map(parts.flatMap(({ days, outcome }) => days.map((day) => [day, outcome.verdict])))
  if (conversations[i]!.days.map((day) => verdictOn.get(day)).join(' ') !== said) different++
}
const ours = median(runs)
process.stdout.write(
  `${conversationCount} conversations x ${policy.zones.length} zones x ${policy.conduits.length} conduits: ${ours} ms ` +
    `(${median(cpu)} ms of processor time); scanning all of them ${Math.round(peer / 1000)} s (from ${scanned.length}): ` +
    `${Math.round(peer / ours)} times; ${different} of ${scanned.length} judged differently; ` +
    `peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB\n` +
    `${[...counts].map(([verdict, count]) => `${verdict} ${count}`).join(', ')}\n`,
)
if (different > 0) process.exitCode = 1
