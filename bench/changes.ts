// How long a slice of a sensor takes until its changes are noticed, and how long a plant takes to be derived anew, in the
// embedded database: `node bench/changes.ts [--conversations 5000] [--days 30] [--rounds 9]`. Each day one slice tells of
// every conversation; then slices come in which one program is downloaded and one device is new.

import { parseArgs } from 'node:util'
import { openNetwork } from '#areas/network/testing.ts'
import type { Conversation, Device, Inspection } from '#core/capture/inspection.ts'
import { openDatabase } from '#platform/database/database.ts'
import { median } from './report.ts'

const { values } = parseArgs({
  options: {
    conversations: { type: 'string', default: '5000' },
    days: { type: 'string', default: '30' },
    rounds: { type: 'string', default: '9' },
  },
})
const [conversations, days, rounds] = [values.conversations, values.days, values.rounds].map(Number) as [
  number,
  number,
  number,
]
const database = await openDatabase({ memory: true })
const here = await openNetwork(database)
here.clock.set('2026-05-01')
const { key } = await here.network.sensors.add({ plant: 'kashima', name: 'cell', by: null })
const sensor = (await here.network.sensors.ofKey(key))!
let seq = 0

const dayOf = (n: number) => new Date(Date.UTC(2026, 4, 1 + n)).toISOString().slice(0, 10)
const addressOf = (n: number) => `10.${1 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}`
const counts = { toServer: 10, toClient: 10 }

function device(id: string, at: string): Device {
  return {
    ...{ id, ips: [id], macs: [], names: [], vlans: [], vendor: null, model: null, orderNumber: null, firmware: null },
    ...{ serial: null, roles: [], purdueLevel: null, firstSeen: at, lastSeen: at, packetsSeen: [1] },
  }
}

function talk(client: string, server: string, at: string, program: boolean): Conversation {
  const call = { code: '0x33', name: 'Begin Download', operation: 'program' as const, requests: 1, responses: 1 }
  return {
    ...{ client, server, transport: 'tcp', serverPort: 502, protocol: 'modbus', packets: counts, bytes: counts },
    ...{ answered: true, operations: { read: 10, write: 0, program: program ? 1 : 0, identify: 0, other: 0 } },
    functions: program ? [{ ...call, firstPacket: 2, firstAt: at, lastAt: at }] : [],
    ...{ exceptions: 0, firstSeen: at, lastSeen: at, packetsSeen: [1, 2], days: [at.slice(0, 10)] },
  }
}

/** Everybody talks; one programs, and one more device is there. */
async function slice(day: number, minute: number, extra: number | null): Promise<void> {
  const at = `${dayOf(day)}T08:${String(minute).padStart(2, '0')}:00.000000Z`
  const talks = Array.from({ length: conversations }, (_, n) => talk('10.0.0.1', addressOf(n), at, n === extra))
  if (extra !== null) talks.push(talk('10.0.0.1', addressOf(conversations + extra), at, false))
  const devices = ['10.0.0.1', ...talks.map(({ server }) => server)].map((id) => device(id, at))
  const inspection: Inspection = {
    capture: {
      ...{ file: 's', packets: 1, bytes: 1, firstSeen: at, lastSeen: at, linkTypes: [], faults: [] },
      accounting: { read: 1, ignored: 0, faulty: 0 },
    },
    devices,
    conversations: talks,
    identities: [],
  }
  const sent = { version: 1 as const, from: at, to: at, inspection: inspection as never, series: 's', seq: ++seq }
  await here.network.sensors.takeSlice(sensor, sent)
}

for (let day = 0; day < days; day++) {
  here.clock.set(dayOf(day))
  await slice(day, 0, null)
}
const changes = here.network.changeRoutes.find(({ route }) => route.path === '/changes')!
const read = async () =>
  (await changes.handle({ params: {}, query: { plant: 'kashima', limit: 500 }, body: {} } as never)) as {
    total: number
  }
here.clock.set(dayOf(days))
await slice(days, 0, null)
let began = performance.now()
await read()
const derived = performance.now() - began
const taken: number[] = []
for (let round = 0; round < rounds; round++) {
  began = performance.now()
  await slice(days, round + 1, round)
  taken.push(performance.now() - began)
}
began = performance.now()
const { total } = await read()
const again = performance.now() - began
process.stdout.write(
  `${conversations} conversations, ${days} days: a slice is taken and judged in ${median(taken)} ms (median of ${rounds}), ` +
    `the plant is put together and derived anew in ${Math.round(derived)} ms; ${total} changes are read in ${Math.round(again)} ms\n`,
)
await database.close()
