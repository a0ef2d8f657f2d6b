// Rules against policy: `node bench/firewall.ts [--rules 5000] [--conduits 500] [--zones 50] [--talks 20000]`. Beside it, as
// the peer, what a script without set algebra does: packets drawn at random and decided rule by rule. It is compared by the
// time per packet decided, and by what it finds of the differences in as much time as the comparison took.

import { parseArgs } from 'node:util'
import { addressesOf, textOfV4 } from '#core/filtering/addresses.ts'
import { compare } from '#core/filtering/compare.ts'
import { createDecider } from '#core/filtering/decide.ts'
import type { ObservedTalk } from '#core/filtering/observed.ts'
import type { Packet } from '#core/filtering/packet.ts'
import { viewOfPolicy } from '#core/filtering/policy-view.ts'
import { includes } from '#core/filtering/ranges.ts'
import type { Ruleset } from '#core/filtering/ruleset.ts'
import type { Policy } from '#core/segmentation/policy.ts'
import { plantRules, seeded, zoneNetwork } from './firewall-rules.ts'
import { median } from './report.ts'

const { values } = parseArgs({
  options: {
    rules: { type: 'string', default: '5000' },
    conduits: { type: 'string', default: '500' },
    zones: { type: 'string', default: '50' },
    talks: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '3' },
  },
})
const [rules, conduits, zones] = [Number(values.rules), Number(values.conduits), Number(values.zones)]
const ruleset = plantRules(rules, zones)
const view = viewOfPolicy(plantPolicy(zones, conduits), '2026-06-01')
const talks = plantTalks(Number(values.talks), zones)

const runs: number[] = []
const cpu: number[] = []
let result = compare({ ruleset: plantRules(50, zones), policy: view, traffic: { talks: [], sees: null } })
for (let round = 0; round < Number(values.rounds); round++) {
  const [started, busy] = [performance.now(), process.cpuUsage()]
  result = compare({ ruleset, policy: view, traffic: { talks, sees: null } })
  runs.push(performance.now() - started)
  const used = process.cpuUsage(busy)
  cpu.push((used.user + used.system) / 1000)
}
const took = median(runs)
const count = result.remarks.find((one) => one.kind === 'cut' && one.what === 'differences')
const differences = count?.kind === 'cut' ? count.count : result.differences.length
const peer = sample(ruleset, took)
process.stdout.write(
  `${rules} rules × ${conduits} conduits, ${zones} zones, ${talks.length} conversations: ${took} ms (processor ${median(cpu)} ms), limit 10000 ms\n` +
    `${differences} differences, ${result.shadows.length} shadowed rules, ${result.unused.length} unused, ${result.sightings.length} sightings\n` +
    `peer, random packets decided rule by rule for as long: ${peer.packets} packets, ${peer.found} of the differences ` +
    `(${((100 * peer.found) / differences).toFixed(2)} %); all of them would take it more than ${(differences / Math.max(1, peer.found)).toFixed(0)} × as long\n` +
    `peak ${Math.round(process.resourceUsage().maxRSS / 1024)} MB\n`,
)
process.exit(took > 10_000 || result.remarks.some(({ kind }) => kind === 'tooLarge') ? 1 : 0)

/** What the peer finds: pairs of zones and accepting rules that no conduit allows, or that a conduit needs and a rule refuses. */
function sample(of: Ruleset, milliseconds: number): { packets: number; found: number } {
  const decider = createDecider(of)
  const random = seeded(3)
  const upTo = (limit: number) => Math.floor(random() * limit)
  const host = () => 10 * 2 ** 24 + upTo(zones) * 2 ** 16 + upTo(4096)
  const ports = [443, 80, 502, 102, 44818, 4840, 3389, 22, 1433]
  const allowed = Map.groupBy(view.allowances, ({ from, to }) => `${from} ${to}`)
  const found = new Set<string>()
  const until = performance.now() + milliseconds
  let packets = 0
  while (performance.now() < until) {
    packets++
    const packet: Packet = {
      source: { v4: host() },
      target: { v4: host() },
      protocol: 6,
      sourcePort: 50_000,
      targetPort: ports[upTo(ports.length)]!,
      icmp: 0,
    }
    const [from, to] = [areaOf(packet.source), areaOf(packet.target)]
    if (from === to) continue
    const isAllowed = (allowed.get(`${from} ${to}`) ?? []).some(
      ({ services }) =>
        services?.some(({ targetPorts }) => includes(targetPorts ?? [0, 65535], packet.targetPort)) ?? true,
    )
    const { verdict, by } = decider.first(packet)
    if ((verdict === 'accepted') === isAllowed) continue
    const step = by[0]?.kind === 'step' ? by[0].step.line : 0
    found.add(`${isAllowed} ${from} ${to} ${step}`)
  }
  return { packets, found: found.size }
}

function areaOf(address: Packet['source']): number {
  return view.areas.findIndex(({ addresses }) => 'v4' in address && includes(addresses.v4, address.v4))
}

function plantPolicy(zoneCount: number, conduitCount: number): Policy {
  const random = seeded(7)
  const zone = () => `Z${Math.floor(random() * zoneCount)}`
  const validity = { validFrom: '2026-01-01', validTo: null }
  const spoken = ['modbus', 's7comm', 'opcua', 'enip', 'rdp']
  return {
    zones: Array.from({ length: zoneCount }, (_, i) => ({
      ...validity,
      name: `Z${i}`,
      purpose: null,
      targetLevel: null,
      level: null,
      safety: false,
      owner: null,
      members: {
        networks: [{ text: zoneNetwork(i), addresses: addressesOf(zoneNetwork(i))! }],
        vlans: [],
        macs: [],
        tags: [],
      },
      record: `zone ${i}`,
    })),
    conduits: Array.from({ length: conduitCount }, (_, i) => ({
      ...validity,
      name: `C${i}`,
      from: zone(),
      to: zone(),
      services: [
        { protocol: spoken[i % spoken.length]!, transport: null, ports: null },
        { protocol: null, transport: 'tcp' as const, ports: [443, 443] },
      ],
      operations: null,
      dataFlow: 'both' as const,
      initiator: 'from' as const,
      owner: null,
      isException: false,
      reason: null,
      record: `conduit ${i}`,
    })),
  }
}

function plantTalks(wanted: number, zoneCount: number): ObservedTalk[] {
  const random = seeded(11)
  const upTo = (limit: number) => Math.floor(random() * limit)
  const host = () => textOfV4(10 * 2 ** 24 + upTo(zoneCount) * 2 ** 16 + upTo(4096))
  return Array.from({ length: wanted }, (_, i) => ({
    id: String(i),
    client: host(),
    server: host(),
    transport: 'tcp',
    port: [443, 502, 102, 3389][i % 4]!,
    protocol: null,
    answered: true,
  }))
}
