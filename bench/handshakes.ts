// How long access and cryptography take to be read where a plant's systems all shake hands, in the embedded database:
// `node bench/handshakes.ts [--systems 5000] [--days 20] [--sessions 20000]`. Each day a sensor tells of one SSH conversation of
// every system, with its words; a jump host's log tells of so many sessions.

import { parseArgs } from 'node:util'
import { commitFile, stageFile } from '#areas/assets/testing.ts'
import { openNetwork } from '#areas/network/testing.ts'
import type { Conversation, Device, Identity, Inspection } from '#core/capture/inspection.ts'
import { openDatabase } from '#platform/database/database.ts'
import type { Implemented } from '#platform/http/implement.ts'

const { values } = parseArgs({
  options: {
    systems: { type: 'string', default: '5000' },
    days: { type: 'string', default: '20' },
    sessions: { type: 'string', default: '20000' },
  },
})
const [systems, days, sessions] = [values.systems, values.days, values.sessions].map(Number) as [number, number, number]
const database = await openDatabase({ memory: true })
const here = await openNetwork(database)
here.clock.set('2026-05-01')
const { key } = await here.network.sensors.add({ plant: 'kashima', name: 'cell', by: null })
const sensor = (await here.network.sensors.ofKey(key))!

const dayOf = (n: number) => new Date(Date.UTC(2026, 4, 1 + n)).toISOString().slice(0, 10)
const addressOf = (n: number) => `10.${1 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}`
const jump = '10.0.0.1'
const counts = { toServer: 10, toClient: 10 }
const said = {
  software: 'OpenSSH_9.9',
  keyExchange: 'sntrup761x25519-sha512@openssh.com',
  hostKeyAlgorithm: 'ssh-ed25519',
  cipher: 'aes256-gcm@openssh.com',
  mac: 'hmac-sha2-256',
}

function device(id: string, at: string): Device {
  return {
    ...{ id, ips: [id], macs: [], names: [], vlans: [], vendor: null, model: null, orderNumber: null, firmware: null },
    ...{ serial: null, roles: [], purdueLevel: null, firstSeen: at, lastSeen: at, packetsSeen: [1] },
  }
}

function visit(server: string, at: string): Conversation {
  return {
    ...{ client: jump, server, transport: 'tcp', serverPort: 22, protocol: 'ssh', packets: counts, bytes: counts },
    ...{ answered: true, operations: { read: 0, write: 0, program: 0, identify: 0, other: 0 }, functions: [] },
    ...{ exceptions: 0, firstSeen: at, lastSeen: at, packetsSeen: [1, 2], days: [at.slice(0, 10)] },
  }
}

/** Everybody is visited once. */
async function slice(day: number): Promise<void> {
  const at = `${dayOf(day)}T08:00:00.000000Z`
  const servers = Array.from({ length: systems }, (_, n) => addressOf(n))
  const identities = servers.flatMap((server): Identity[] =>
    Object.entries(said).map(([field, value]) => ({ device: server, protocol: 'ssh', field, value, packet: 2 })),
  )
  const inspection: Inspection = {
    capture: {
      ...{ file: 's', packets: 1, bytes: 1, firstSeen: at, lastSeen: at, linkTypes: [], faults: [] },
      accounting: { read: 1, ignored: 0, faulty: 0 },
    },
    devices: [jump, ...servers].map((id) => device(id, at)),
    conversations: servers.map((server) => visit(server, at)),
    identities,
  }
  const sent = { version: 1 as const, from: at, to: at, inspection: inspection as never, series: 's', seq: day + 1 }
  await here.network.sensors.takeSlice(sensor, sent)
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const began = performance.now()
  const result = await work()
  return [result, Math.round(performance.now() - began)]
}

const read = (routes: readonly Implemented[], path: string) => {
  const found = routes.find(({ route }) => route.path === path)!
  const query = found.route.query!.parse({ plant: 'kashima' })
  return timed(() => Promise.resolve(found.handle({ params: {}, query, body: {} } as never)))
}

for (let day = 0; day < days; day++) {
  here.clock.set(dayOf(day))
  await slice(day)
}
const log = ['account,source,target,start,end']
for (let n = 0; n < sessions; n++) {
  const day = dayOf(n % days)
  log.push(`user${n % 40},10.200.0.${n % 250},${addressOf(n % systems)},${day} 07:59:00Z,${day} 08:30:00Z`)
}
const importer = here.network.importers.find(({ kind }) => kind === 'access-sessions')!
const [, imported] = await timed(async () => {
  const file = { name: 'jump.csv', bytes: `${log.join('\n')}\n`, plant: 'kashima', on: dayOf(days) }
  const { importId } = await stageFile(importer, file)
  await commitFile(here.database, importer, importId)
})
const say = (text: string) => process.stdout.write(`${text}\n`)
say(`${systems} systems over ${days} days; a log of ${sessions} sessions is imported in ${imported} ms`)
for (const [name, routes, path] of [
  ['cryptography, summed up', here.network.cryptographyRoutes, '/cryptography'],
  ['cryptography, listed', here.network.cryptographyRoutes, '/cryptography/systems'],
  ['access, summed up', here.network.accessRoutes, '/access'],
  ['access, listed', here.network.accessRoutes, '/access/sessions'],
] as const) {
  const [answer, first] = await read(routes, path)
  const [, again] = await read(routes, path)
  const { total, systems: told, accesses } = answer as { total?: number; systems?: number; accesses?: number }
  say(`${name}: ${first} ms, then ${again} ms (${total ?? told ?? accesses ?? '?'})`)
}
await database.close()
