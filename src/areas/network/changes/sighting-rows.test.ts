import { describe, expect, it } from 'vitest'
import { readNetworks } from '#core/segmentation/policy-text.ts'
import type { Zone } from '../levels.ts'
import { officesOf } from './offices.ts'
import {
  deviceSightings,
  firmwareSightings,
  type Knocking,
  placeOf,
  type SeenTalk,
  subjectOf,
  sweepSightings,
  talkSightings,
} from './sighting-rows.ts'

const zone = (name: string, level: Zone['level'], addresses: string): Zone => ({
  name,
  level,
  networks: readNetworks(addresses).found,
  from: '2026-01-01',
  to: null,
  recordId: name,
})
const taken = { plant: 'kashima', captureId: 'c1', source: 'cell_20260601.pcap', offices: officesOf([]) }
const inZones = { ...taken, offices: officesOf([zone('Office', '4', '10.9.0.0/16'), zone('Cell', '1', '10.1.0.0/16')]) }
const at = '2026-06-01T08:00:00.000000Z'
const talk = (client: string, server: string, more: Partial<SeenTalk> = {}): SeenTalk => ({
  client,
  server,
  transport: 'tcp',
  serverPort: 502,
  protocol: 'modbus',
  answered: true,
  operations: { read: 1, write: 0, program: 0 },
  functions: [],
  firstSeen: at,
  lastSeen: at,
  packetsSeen: [3],
  days: ['2026-06-01'],
  ...more,
})
const subjects = (rows: ReturnType<typeof talkSightings>, kind = 'conversation') =>
  rows.filter((row) => row.kind === kind).map(({ subject }) => subject)

describe('a conversation is the same', () => {
  const same = (one: SeenTalk, other: SeenTalk, where = taken) =>
    expect(subjects(talkSightings(where, [one]))).toEqual(subjects(talkSightings(where, [other])))
  it('whether or not its protocol was recognised', () => {
    same(talk('10.1.2.1', '10.1.1.1'), talk('10.1.2.1', '10.1.1.1', { protocol: null }))
  })
  it('on whichever dynamic port its next session is', () => {
    const rpc = { protocol: 'dcerpc', serverPort: 49_700 }
    same(talk('10.1.2.1', '10.1.1.1', rpc), talk('10.1.2.1', '10.1.1.1', { ...rpc, serverPort: 61_000 }))
  })
  it('from whichever machine of an office, and with whichever address of the internet', () => {
    same(talk('10.9.0.5', '10.1.1.1'), talk('10.9.3.77', '10.1.1.1'), inZones)
    same(talk('10.1.2.1', '93.184.216.34'), talk('10.1.2.1', '142.250.1.1'))
  })
})

describe('a conversation is another one', () => {
  const others = (one: SeenTalk, other: SeenTalk) =>
    expect(subjects(talkSightings(inZones, [one]))).not.toEqual(subjects(talkSightings(inZones, [other])))
  it('with another end, on another port, the other way round', () => {
    others(talk('10.1.2.1', '10.1.1.1'), talk('10.1.2.1', '10.1.1.2'))
    others(talk('10.1.2.1', '10.1.1.1'), talk('10.1.2.1', '10.1.1.1', { serverPort: 503 }))
    others(talk('10.1.2.1', '10.1.1.1'), talk('10.1.1.1', '10.1.2.1'))
  })
})

describe('what is left out', () => {
  it('is what nobody answered, what everybody asks, and what stays within an office', () => {
    const rows = talkSightings(inZones, [
      talk('10.1.2.1', '10.1.1.9', { answered: false }),
      talk('00:0e:8c:01:02:03', 'ff:ff:ff:ff:ff:ff', { transport: 'eth', protocol: 'arp', serverPort: null }),
      talk('10.9.0.5', '10.9.0.6'),
    ])
    expect(rows).toEqual([])
  })
  it('is not what is sent to a group: nobody answers there', () => {
    const goose = { transport: 'eth', protocol: 'goose', serverPort: null, answered: false }
    expect(subjects(talkSightings(taken, [talk('00:0e:8c:01:02:03', '01:0c:cd:01:00:01', goose)]))).toHaveLength(1)
  })
  it('is a machine of an office as a device', () => {
    const seen = { macs: [], firstSeen: at, lastSeen: at, packetsSeen: [1], days: ['2026-06-01'] }
    const rows = deviceSightings(inZones, [
      { id: '10.9.0.5', ...seen },
      { id: '10.1.1.1', ...seen },
      { id: '10.1.1.2', ...seen, days: [] },
    ])
    expect(rows.map(({ device }) => device)).toEqual(['10.1.1.1'])
  })
})

it('who knocks at many doors in vain searches the network; a few are nothing', () => {
  const knocks = (count: number) => {
    const knocked = new Map<string, Knocking>()
    const talks = Array.from({ length: count }, (_, i) => talk('10.1.2.9', `10.1.1.${i}`, { answered: false }))
    talkSightings(taken, talks.slice(0, 4), knocked)
    talkSightings(taken, talks.slice(4), knocked)
    return sweepSightings(taken, knocked)
  }
  expect(knocks(9)).toEqual([])
  expect(knocks(30)).toMatchObject([{ kind: 'conversation', device: '10.1.2.9', server: null, count: 30, packet: 3 }])
})

it('a function that programs is kept with its own time and packet; a log tells only between which it was', () => {
  const call = {
    code: '0x1a',
    name: 'Request Download',
    operation: 'program' as const,
    requests: 2,
    responses: 2,
    firstPacket: 7,
  }
  const of = (more: object) =>
    talkSightings(taken, [
      talk('10.1.2.1', '10.1.1.1', {
        operations: { read: 0, write: 0, program: 2 },
        functions: [{ ...call, ...more }],
        lastSeen: '2026-06-01T09:00:00.000000Z',
      }),
    ]).filter(({ kind }) => kind === 'deed')
  expect(of({ firstAt: '2026-06-01T08:30:00Z', lastAt: '2026-06-01T08:31:00Z' })).toMatchObject([
    {
      n: 7,
      value: 'Request Download',
      first_at: '2026-06-01T08:30:00Z',
      last_at: '2026-06-01T08:31:00Z',
      is_exact: true,
    },
  ])
  expect(of({})).toMatchObject([{ first_at: at, last_at: '2026-06-01T09:00:00.000000Z', is_exact: false }])
})

it('firmware is kept by who tells it and how', () => {
  const told = { device: '10.1.1.1', address: null, packet: 4, firstSeen: at, lastSeen: at }
  const rows = firmwareSightings(taken, [
    { ...told, protocol: 's7comm', value: 'V2.9' },
    { ...told, protocol: 's7comm', value: 'V2.9', packet: 9 },
    { ...told, protocol: 'lldp', value: '2.9.4' },
    { ...told, protocol: 'snmp', value: ' ' },
  ])
  expect(rows.map(({ subject, value, packet }) => [subject, value, packet])).toEqual([
    ['["10.1.1.1","s7comm",null]', 'V2.9', 4],
    ['["10.1.1.1","lldp",null]', '2.9.4', 4],
  ])
})

it('a series of files is one source, and each sensor is one', () => {
  expect(['cell_20260601.pcap', 'cell_20260701.pcap', 'sensor:cell 1', 'sensor:cell 2'].map(placeOf)).toEqual([
    'cell',
    'cell',
    'sensor:cell 1',
    'sensor:cell 2',
  ])
})

it('a subject that is very long is told by its digest', () => {
  const [one, other] = [subjectOf('a'.repeat(500), 1), subjectOf('a'.repeat(500), 2)]
  expect(one).not.toBe(other)
  expect(one.length).toBeLessThan(300)
})
