import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Inspection } from '#core/capture/inspection.ts'
import { createInspector } from '#formats/capture/inspector.ts'
import { modbus } from '#formats/modbus/decode.ts'
import { encodePcap } from '#formats/pcap/encode.ts'
import type { DescribedPlant } from '#formats/traffic/described.ts'
import { trafficOf } from '#formats/traffic/encode.ts'
import { withDays } from './import-capture.ts'
import {
  changesConversation,
  conversationKey,
  mergeConversation,
  mergeDevice,
  mergeFaults,
  numberedFrom,
} from './sensor-merge.ts'
import { conversationRows, deviceRows } from './store.ts'

const place = { plant: 'kashima', id: 'sensor-1-2026-03-02' }

const plant = (seed: number): DescribedPlant => ({
  seed,
  utcOffsetMinutes: 0,
  hosts: [1, 2, 3].map((n) => ({
    key: `h${n}`,
    ip: `10.1.1.${n}`,
    mac: `02:00:00:00:00:0${n}`,
    identity: { vendor: 'Acme', orderNumber: `A${n}`, firmware: '1.0' },
  })),
  conversations: [
    { client: 'h1', server: 'h2', deeds: [{ does: 'identify' }, { does: 'read', times: 5 }, { does: 'write' }] },
    { client: 'h1', server: 'h3', deeds: [{ does: 'read', times: 3 }] },
  ].map((talk) => ({
    ...(talk as Pick<DescribedPlant['conversations'][number], 'client' | 'server' | 'deeds'>),
    protocol: 'modbus',
    firstDay: '2026-03-02',
    lastDay: '2026-03-02',
    sessionsPerDay: 6,
    hours: [8, 12] as const,
  })),
})

function inspect(packets: ReturnType<typeof trafficOf>): Inspection {
  const inspector = createInspector({ protocols: [modbus] })
  inspector.push(encodePcap(packets))
  return inspector.finish()
}

const counted = (rows: ReturnType<typeof conversationRows>) =>
  rows
    .map((row) => {
      const { client, server, server_port, operations, functions, exceptions, answered, days } = row
      const packets = [row.packets_to_server, row.packets_to_client, row.bytes_to_server, row.bytes_to_client]
      const said = (functions as { code: string }[]).toSorted((a, b) => (a.code < b.code ? -1 : 1))
      return { client, server, server_port, operations, said, exceptions, answered, days, packets }
    })
    .sort((a, b) => (a.client + a.server < b.client + b.server ? -1 : 1))

describe('slices of a capture, joined', () => {
  it('count what the whole capture counts, wherever it was cut', () => {
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 }),
        (seed, cuts) => {
          const packets = trafficOf(plant(seed))
          const at = [0, ...cuts.map((cut) => Math.floor(cut * packets.length)).sort((a, b) => a - b), packets.length]
          const slices = at
            .slice(1)
            .map((to, i) => packets.slice(at[i], to))
            .filter((slice) => slice.length > 0)
          const joined = new Map<string, ReturnType<typeof conversationRows>[number]>()
          let seen = 0
          for (const slice of slices) {
            const { conversations } = numberedFrom(inspect(slice), seen)
            for (const row of conversationRows(place, conversations)) {
              const before = joined.get(conversationKey(row))
              joined.set(conversationKey(row), before ? mergeConversation(before, row) : row)
            }
            seen += slice.length
          }
          expect(counted([...joined.values()])).toEqual(
            counted(conversationRows(place, inspect(packets).conversations)),
          )
        },
      ),
      { numRuns: 60 },
    )
  })

  it('know every address, and what a device said of itself outlasts a slice in which it said nothing', () => {
    const packets = trafficOf(plant(1))
    const half = Math.floor(packets.length / 2)
    const rowsOf = (some: typeof packets) => deviceRows(place, withDays(inspect(some)))
    const [first, second] = [rowsOf(packets.slice(0, half)), rowsOf(packets.slice(half))]
    const server = first.find(({ id }) => id === '10.1.1.2')!
    expect(server).toMatchObject({ vendor: 'Acme', firmware: '1.0' })
    const silent = { ...second.find(({ id }) => id === '10.1.1.2')!, vendor: 'Card maker', firmware: null }
    expect(mergeDevice(server, silent, false)).toMatchObject({ vendor: 'Acme', firmware: '1.0' })
    const updated = { ...silent, vendor: 'Acme', firmware: '1.1' }
    expect(mergeDevice(server, updated, true)).toMatchObject({ firmware: '1.1', order_number: 'A2' })
    const kept = { ...server, claimed: ['10.1.1.2'], generated: 7 }
    const both = mergeDevice(kept, { ...silent, claimed: ['10.1.1.9'] }, false)
    expect(both.claimed).toEqual(['10.1.1.2', '10.1.1.9'])
    expect(both).not.toHaveProperty('generated')
    expect(mergeDevice(server, silent, false).packets_seen.length).toBeLessThanOrEqual(5)
  })

  it('do not change a picture by counts alone', () => {
    const rows = conversationRows(place, inspect(trafficOf(plant(2))).conversations)
    const row = rows[0]!
    expect(changesConversation(row, mergeConversation(row, row))).toBe(false)
    expect(changesConversation(undefined, row)).toBe(true)
    expect(changesConversation(row, { ...row, days: [...row.days, '2026-03-03'] })).toBe(true)
  })

  it('add up their faults by reason, at the first place', () => {
    const cut = { reason: 'packet cut short', packet: 4, offset: 900 }
    expect(mergeFaults([], [cut], 100)).toEqual([{ reason: 'packet cut short', packet: 104, count: 1 }])
    expect(mergeFaults([{ ...cut, packet: 4, count: 2 }], [{ ...cut, count: 3 }, { reason: 'other' }], 100)).toEqual([
      { ...cut, count: 5 },
      { reason: 'other', count: 1 },
    ])
  })
})
