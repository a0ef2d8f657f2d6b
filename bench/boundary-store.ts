// The boundary of a large plant in the embedded database: `node bench/boundary-store.ts [--conversations 300000] [--devices
// 20000] [--zones 300] [--conduits 2000] [--captures 12] [--rounds 3]`. What is told is told twice: processor time, and the
// longest stretch for which nobody else got a turn (processor time of this thread between two turns of the event loop, so
// that a busy machine does not count). The peer is the straightforward way: one statement over all verdicts.
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { compareRules } from '#areas/network/boundary/compare-rules.ts'
import { conduitFitShare } from '#areas/network/boundary/conduit-fit.ts'
import { judgePlant } from '#areas/network/boundary/judge-traffic.ts'
import { listJudged } from '#areas/network/boundary/list-judged.ts'
import { openViolations } from '#areas/network/boundary/open-violations.ts'
import { proposePolicy } from '#areas/network/boundary/propose-policy.ts'
import { readBoundary } from '#areas/network/boundary/read-boundary.ts'
import { commitRulesets, insertRuleset, loadRulesets } from '#areas/network/boundary/ruleset-store.ts'
import { loadConduitTraffic, loadSeenPairs } from '#areas/network/boundary/verdict-sums-store.ts'
import type { NetworkContext } from '#areas/network/context.ts'
import { keepPictures } from '#areas/network/keep-pictures.ts'
import {
  commitCaptures,
  insertCapture,
  insertConversations,
  insertDevices,
  type NetworkTables,
} from '#areas/network/store.ts'
import { openNetwork } from '#areas/network/testing.ts'
import type { Conversation, Device, Inspection } from '#core/capture/inspection.ts'
import { openDatabase } from '#platform/database/database.ts'
import { seeded } from './firewall-rules.ts'
import { median } from './report.ts'

const { values } = parseArgs({
  options: {
    conversations: { type: 'string', default: '300000' },
    devices: { type: 'string', default: '20000' },
    zones: { type: 'string', default: '300' },
    conduits: { type: 'string', default: '2000' },
    captures: { type: 'string', default: '12' },
    rounds: { type: 'string', default: '3' },
  },
})
const [conversations, devices, zones, conduits, captures, rounds] = [
  values.conversations,
  values.devices,
  values.zones,
  values.conduits,
  values.captures,
  values.rounds,
].map(Number) as [number, number, number, number, number, number]

const random = seeded(20_261_123)
const upTo = (below: number) => Math.floor(random() * below)
const pick = <T>(all: readonly T[]): T => all[upTo(all.length)]!
const plant = 'kashima'
const today = '2026-12-31'
const first = Date.UTC(2026, 0, 1)
const dayAt = (n: number) => new Date(first + n * 86_400_000).toISOString().slice(0, 10)

const services = [
  ['modbus', 502],
  ['s7comm', 102],
  ['opcua', 4840],
  ['cip', 44818],
  ['tls', 443],
] as const
const operations = ['read', 'write', 'program', 'identify', 'other'] as const
const hostOf = (n: number) => `10.${(n % zones) >> 8}.${(n % zones) & 255}.${1 + Math.floor(n / zones)}`
const networkOf = (zone: number) => `10.${zone >> 8}.${zone & 255}.0/24`

interface Way {
  readonly from: number
  readonly to: number
  readonly service: (typeof services)[number]
}
const ways: Way[] = Array.from({ length: conduits }, () => ({
  from: upTo(zones),
  to: upTo(zones),
  service: pick(services),
}))
const memberOf = (zone: number) => hostOf(zone + zones * upTo(Math.floor(devices / zones)))

/** Three of four go a way that somebody wanted; a third of these are strays all the same, by service or direction. */
function talk(): Conversation {
  const way = random() < 0.75 ? pick(ways) : null
  const turned = random() < 0.1
  const [a, b] = way === null ? [hostOf(upTo(devices)), hostOf(upTo(devices))] : [memberOf(way.from), memberOf(way.to)]
  const [protocol, port] = way === null || random() < 0.15 ? pick(services) : way.service
  const length = random() < 0.05 ? 200 + upTo(150) : random() < 0.2 ? 30 : 1 + upTo(4)
  const start = upTo(340 - Math.min(length, 339))
  return talkOf(turned ? b : a, turned ? a : b, protocol, port, daysFrom(start, length))
}

const daysFrom = (start: number, length: number) => Array.from({ length }, (_, i) => dayAt(start + i))

function talkOf(client: string, server: string, protocol: string, port: number, days: string[]): Conversation {
  const done = pick(operations)
  const counts = { toServer: 10, toClient: 10 }
  const [from, to] = [`${days[0]}T08:00:00.000000Z`, `${days.at(-1)}T09:00:00.000000Z`]
  return {
    ...{ client, server, transport: 'tcp', serverPort: port, protocol, packets: counts, bytes: counts },
    ...{ answered: random() < 0.95, operations: { read: 0, write: 0, program: 0, identify: 0, other: 0, [done]: 3 } },
    ...{ functions: [], exceptions: 0, firstSeen: from, lastSeen: to, packetsSeen: [1 + upTo(1e6), 5], days },
  }
}

function device(id: string, day: string): Device & { readonly days: readonly string[] } {
  const at = `${day}T08:00:00.000000Z`
  return {
    ...{ id, ips: [id], macs: [], names: [], vlans: [], vendor: null, model: null, orderNumber: null, firmware: null },
    ...{ serial: null, roles: [], purdueLevel: null, firstSeen: at, lastSeen: at, packetsSeen: [1], days: [day] },
  } as Device & { readonly days: readonly string[] }
}

const database = await openDatabase({ memory: true })
const here = await openNetwork(database)
here.clock.set(today)
const db = database.as<NetworkTables>()
const { assets, evidence, plants, clock } = here
const context = {
  ...{ db, clock, plants, assets, evidence },
  keeper: keepPictures(db, { assets, evidence, clock }),
} as unknown as NetworkContext

const say = (line: string) => process.stdout.write(`${line}\n`)
const cpu = () => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

async function measured<T>(work: () => Promise<T>): Promise<{ used: number; bite: number; result: T }> {
  let [last, bite, on] = [cpu(), 0, true]
  const note = () => {
    const now = cpu()
    bite = Math.max(bite, now - last)
    last = now
  }
  const tick = () => {
    note()
    if (on) setTimeout(tick, 1)
  }
  setTimeout(tick, 1)
  const before = cpu()
  const result = await work()
  note()
  on = false
  return { used: cpu() - before, bite, result }
}

/** Each round begins as a process would that was just started: nothing is remembered but what is stored. */
async function tell(what: string, work: () => Promise<unknown>, { times = rounds, words = '' } = {}): Promise<void> {
  const runs: { used: number; bite: number }[] = []
  for (let run = 0; run < times; run++) runs.push(await measured(work))
  const [used, bite] = [median(runs.map((one) => one.used)), median(runs.map((one) => one.bite))]
  say(`${what.padEnd(46)} ${String(used).padStart(7)} ms  longest bite ${String(bite).padStart(6)} ms ${words}`)
}

const recorded = await measured(async () => {
  const frame = { scope: [plant], effectiveFrom: '2026-01-01', by: here.person }
  await evidence.addMany([
    ...Array.from({ length: zones }, (_, i) => ({
      ...frame,
      kind: 'zone',
      data: { name: `Zone ${i}`, purdueLevel: pick(['1', '2', '3', '3.5', '4']), addresses: networkOf(i) },
    })),
    ...ways.map((way, i) => conduit(`Conduit ${i}`, way)),
  ])
})
function conduit(name: string, { from, to, service: [protocol] }: Way) {
  const allowed = pick([undefined, ['read'], ['read', 'write'], ['read', 'write', 'program', 'identify', 'other']])
  return {
    ...{ kind: 'conduit', scope: [plant], effectiveFrom: '2026-01-01', by: here.person },
    data: {
      ...{ name, fromZone: `Zone ${from}`, toZone: `Zone ${to}`, services: protocol },
      ...(allowed === undefined ? {} : { operations: allowed }),
    },
  }
}
const stored = await measured(async () => {
  for (let c = 0; c < captures; c++) {
    const id = `capture-${c}`
    await insertCapture(db, {
      ...{ plant, id, importId: id, sha256: id, source: 'capture', days: daysFrom(0, 340), clockFault: null },
      ...{ stagedAt: `${today}T08:00:00Z`, recordedBy: null },
      facts: {
        ...{ file: `${id}.pcap`, packets: 1, bytes: 1, firstSeen: `${dayAt(0)}T00:00:00Z`, linkTypes: [], faults: [] },
        ...{ lastSeen: `${dayAt(339)}T00:00:00Z`, accounting: { read: 1, ignored: 0, faulty: 0 } },
      },
    })
    const mine = Array.from({ length: Math.ceil(devices / captures) }, (_, i) => c + i * captures)
    await insertDevices(
      db,
      { plant, id },
      mine.filter((n) => n < devices).map((n) => device(hostOf(n), dayAt(10))),
    )
    await insertConversations(db, { plant, id }, Array.from({ length: Math.ceil(conversations / captures) }, talk))
    await commitCaptures(db, id, `${today}T08:00:00Z`)
  }
})
say(
  `${conversations} conversations in ${captures} captures, ${devices} devices, ${zones} zones, ${conduits} conduits; ` +
    `stored in ${Math.round((recorded.used + stored.used) / 1000)} s`,
)

const { key } = await here.network.sensors.add({ plant, name: 'cell', by: null })
const sensor = (await here.network.sensors.ofKey(key))!
let seq = 0
async function slice(count: number): Promise<void> {
  const at = `${today}T08:00:00.000000Z`
  const talks = Array.from({ length: count }, () =>
    talkOf(hostOf(upTo(devices)), hostOf(upTo(devices)), 'modbus', 502, [today]),
  )
  const inspection: Inspection = {
    capture: {
      ...{ file: 's', packets: 1, bytes: 1, firstSeen: at, lastSeen: at, linkTypes: [], faults: [] },
      accounting: { read: 1, ignored: 0, faulty: 0 },
    },
    devices: [...new Set(talks.flatMap(({ client, server }) => [client, server]))].map((id) => device(id, today)),
    conversations: talks,
    identities: [],
  }
  const sent = { version: 1 as const, from: at, to: at, inspection: inspection as never, series: 's', seq: ++seq }
  await here.network.sensors.takeSlice(sensor, sent)
}
await slice(5000)

const rules = Array.from({ length: 1000 }, () => {
  const ends =
    random() < 0.5 ? [hostOf(upTo(devices)), hostOf(upTo(devices))] : [networkOf(upTo(zones)), networkOf(upTo(zones))]
  const [, port] = pick(services)
  return `-A FORWARD -s ${ends[0]} -d ${ends[1]} -p tcp --dport ${port} -j ${random() < 0.9 ? 'ACCEPT' : 'DROP'}`
})
await insertRuleset(db, {
  ...{ plant, id: 'filter', importId: 'filter', name: 'filter', language: 'iptables', fileName: 'rules', sha256: 'f' },
  ...{ takenOn: '2026-06-01', counts: {} as never, faults: [], stagedAt: `${today}T08:00:00Z`, recordedBy: null },
  body: ['*filter', ':FORWARD DROP [0:0]', ...rules, 'COMMIT', ''].join('\n'),
})
await commitRulesets(db, 'filter', `${today}T08:00:00Z`)
const [ruleset] = await loadRulesets(db, { plants: [plant] })

await tell('the picture is put together', () => context.keeper.pictures([plant]), { times: 1 })
await tell('all captures are judged', () => judgePlant(context, plant), { times: 1 })
await tell('judged again, nothing changed', () => judgePlant(context, plant))
await slice(500)
await tell('the picture, after a slice of a sensor', () => context.keeper.pictures([plant]), { times: 1 })
await tell('judged again after a slice of a sensor', () => judgePlant(context, plant), { times: 1 })
await evidence.addMany([conduit('One more', { from: 1, to: 2, service: services[0] })])
await tell('judged again after a conduit was added', () => judgePlant(context, plant), { times: 1 })

await tell('readBoundary', () => readBoundary(context, plant, today), { times: 1 })
await tell('readBoundary of another day', () => readBoundary(context, plant, '2026-06-30'), { times: 1 })
const list = (ask: object) => () => listJudged(context, { plant, limit: 50, ...ask })
await tell('verdicts, first page', list({}))
const { next } = await listJudged(context, { plant, limit: 5000 })
await tell('verdicts, page 100', list({ after: next }))
await tell('verdicts, by a word', list({ q: '10.0.7.3' }))
await tell('verdicts, by a word that all have', list({ q: 'tcp' }))
await tell('verdicts of a pair', list({ pair: [`Zone ${ways[0]!.from}`, `Zone ${ways[0]!.to}`] }))
await tell('verdicts of a zone', list({ zone: 'Zone 7' }))
const { recorded: policy } = await judgePlant(context, plant)
await tell('verdicts of a conduit', list({ conduit: policy.policy.conduits[7]!.record }))
await tell('verdicts that are open', list({ open: true }))
await tell('loadSeenPairs', () => loadSeenPairs(db, plant))
await tell('loadConduitTraffic', () => loadConduitTraffic(db, plant))
const ask = { plants: [plant], from: '2026-01-01', to: today, today }
await tell('open violations', () => openViolations(context, { ...ask, within: 'P31D' }), { times: 1 })
await tell('fit of conduits', () => conduitFitShare(context, { ...ask, within: 'P90D' }), { times: 1 })
await tell('proposals', () => proposePolicy(context, plant, today), { times: 1 })
await tell('rules of a filter compared', () => compareRules(context, ruleset!, today), { times: 1 })

const counting = sql`network.verdict v join network.verdict_state s
  on s.plant = v.plant and s.capture_id = v.capture_id and s.generation = v.generation`
await tell('peer: pairs of zones by one statement', () =>
  sql`select client_zone, server_zone, verdict, count(*), count(*) filter (where answered is false), min(days[1])
    from ${counting} where v.plant = ${plant} group by 1, 2, 3`.execute(db),
)
await tell('peer: days of pairs by one statement', () =>
  sql`select v.capture_id, least(client_zone, server_zone), greatest(client_zone, server_zone),
    array_agg(distinct day order by day) from ${counting} cross join unnest(days) day
    where v.plant = ${plant} and answered is not false group by 1, 2, 3`.execute(db),
)
await tell('peer: first page by one statement', () =>
  sql`select * from ${counting} where v.plant = ${plant} order by verdict, v.capture_id, v.n limit 50`.execute(db),
)
say(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`)
await database.close()
