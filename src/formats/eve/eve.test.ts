import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { ToldImport } from '#core/capture/told.ts'
import { createZeekReader } from '../zeek/read-logs.ts'
import { createEveReader } from './read-events.ts'

function read(text: string | Uint8Array): ToldImport {
  const reader = createEveReader()
  reader.open('eve.json')
  reader.push(typeof text === 'string' ? new TextEncoder().encode(text) : text)
  return reader.finish('eve.json')
}

const ends = { flow_id: 7, src_ip: '10.0.0.5', src_port: 49000, dest_ip: '10.0.0.9', dest_port: 502, proto: 'TCP' }
const event = (type: string, more: object) => ({
  timestamp: '2026-11-01T10:00:09.000123+0900',
  event_type: type,
  ...ends,
  ...more,
})
const flow = event('flow', {
  app_proto: 'modbus',
  flow: {
    pkts_toserver: 7,
    pkts_toclient: 6,
    bytes_toserver: 700,
    bytes_toclient: 650,
    start: '2026-11-01T10:00:00.5+0900',
    end: '2026-11-01T10:00:02+0900',
  },
  tcp: { tcp_flags_ts: '1b', tcp_flags_tc: '1b' },
  ether: { src_macs: ['02:00:0a:00:00:05'], dest_macs: ['02:00:0a:00:00:09'] },
})
const half = (function_raw: number, more = {}) => ({
  transaction_id: 1,
  protocol_id: 0,
  unit_id: 0,
  function_raw,
  ...more,
})
const modbus = event('modbus', {
  modbus: { id: 1, request: half(3), response: half(0x83, { exception: { code: 'IllegalFunction' } }) },
})
const lines = (...events: readonly object[]) => events.map((one) => JSON.stringify(one)).join('\n')

test('a flow is a conversation, with lengths on the wire, and its cards', () => {
  const { told } = read(lines(flow))
  expect(told.conversations).toEqual([
    expect.objectContaining({
      client: '10.0.0.5',
      server: '10.0.0.9',
      serverPort: 502,
      protocol: 'modbus',
      packets: { toServer: 7, toClient: 6 },
      bytes: { toServer: 700, toClient: 650 },
      answered: true,
      operations: null,
      firstSeen: '2026-11-01T01:00:00.500000Z',
      lastSeen: '2026-11-01T01:00:02.000000Z',
    }),
  ])
  expect(told.devices.map(({ id, macs }) => [id, macs])).toEqual([
    ['10.0.0.5', ['02:00:0a:00:00:05']],
    ['10.0.0.9', ['02:00:0a:00:00:09']],
  ])
})

test('a flow that was only refused is not answered, and its target no device', () => {
  const probe = {
    ...flow,
    ether: undefined,
    app_proto: 'failed',
    flow: { pkts_toserver: 7, pkts_toclient: 1 },
    tcp: { tcp_flags_ts: '02', tcp_flags_tc: '14' },
  }
  const { told } = read(lines(probe))
  expect(told.conversations[0]).toMatchObject({ answered: false, protocol: null })
  expect(told.devices.flatMap(({ roles }) => roles)).toEqual([])
})

test('the events of a protocol add what was done, and what was refused', () => {
  expect(read(lines(modbus, flow)).told.conversations).toEqual([
    expect.objectContaining({
      packets: { toServer: 7, toClient: 6 },
      operations: { read: 1, write: 0, program: 0, identify: 0, other: 0 },
      exceptions: 1,
    }),
  ])
})

test.each([
  [
    'a transaction',
    {
      request: { src: 3, dst: 2, application: { function_code: 5 } },
      response: { src: 2, dst: 3, application: { function_code: 129 } },
    },
  ],
  ['one message an event', { type: 'request', src: 3, dst: 2, application: { function_code: 5 } }],
])('DNP3 as %s names the function', (_, dnp3) => {
  const { told } = read(lines(event('dnp3', { dest_port: 20000, dnp3 })))
  expect(told.conversations[0]).toMatchObject({ protocol: 'dnp3', operations: { write: 1 } })
})

test('List Identity says what answered', () => {
  const identity = {
    vendor_id: 1,
    device_type: 12,
    product_code: 58,
    revision: '4.3',
    serial: 5393806,
    product_name: '1756-ENBT/A',
  }
  const enip = { request: { command: 'ListIdentity' }, response: { command: 'ListIdentity', identity } }
  const { told } = read(lines(event('enip', { dest_port: 44818, enip })))
  expect(told.devices.find(({ id }) => id === '10.0.0.9')).toMatchObject({
    model: '1756-ENBT/A',
    firmware: '4.3',
    serial: '0x00524d8e',
    orderNumber: '1756-ENBT',
  })
})

describe('every event is counted', () => {
  it.each([
    ['alerts wait for their own version', lines(event('alert', { alert: {} }), flow), [1, 1, 0]],
    ['Suricata tells of itself', lines(event('stats', { stats: {} })), [0, 1, 0]],
    ['an event of an unknown kind is ignored by its name', lines(event('frob', {})), [0, 1, 0]],
    ['a line that is no JSON is faulty', `${lines(flow)}\n{"event_type":`, [1, 0, 1]],
    ['an entry without a kind is faulty', '{"a":1}', [0, 0, 1]],
    ['a flow without ends is faulty', '{"event_type":"flow"}', [0, 0, 1]],
    ['an address that is none is faulty', lines({ ...flow, src_ip: 'ten' }), [0, 0, 1]],
    ['an array over many lines holds the same events', JSON.stringify([flow, event('alert', {})], null, 2), [1, 1, 0]],
    [
      'an array that breaks off has an entry that nobody read',
      JSON.stringify([flow, flow], null, 1).slice(0, -40),
      [1, 0, 1],
    ],
  ] as const)('%s', (_, text, [good, left, bad]) => {
    const { accounting, packets } = read(text).told.capture
    expect(accounting).toEqual({ read: good, ignored: left, faulty: bad })
    expect(packets).toBe(good + left + bad)
  })
})

test('an entry of an array is proven by the line on which it begins', () => {
  const { told } = read(JSON.stringify([event('alert', {}), flow], null, 1))
  const at =
    JSON.stringify([event('alert', {}), flow], null, 1)
      .split('\n')
      .lastIndexOf(' {') + 1
  expect(told.conversations[0]!.packetsSeen).toEqual([at])
})

test('Zeek tells the same flow the same way, but for the bytes, which it does not know', () => {
  const zeek = createZeekReader()
  zeek.open('conn.json')
  const conn = {
    ts: '2026-11-01T01:00:00.5Z',
    uid: 'C1',
    'id.orig_h': '10.0.0.5',
    'id.orig_p': 49000,
    'id.resp_h': '10.0.0.9',
    'id.resp_p': 502,
    proto: 'tcp',
    service: 'modbus',
    duration: 1.5,
    resp_bytes: 80,
    conn_state: 'SF',
    history: 'ShADadFf',
    orig_pkts: 7,
    resp_pkts: 6,
    orig_l2_addr: '02:00:0a:00:00:05',
    resp_l2_addr: '02:00:0a:00:00:09',
  }
  zeek.push(new TextEncoder().encode(JSON.stringify(conn)))
  const [ours, theirs] = [read(lines(flow)).told, zeek.finish('x').told]
  expect(theirs.devices).toEqual(ours.devices)
  expect(theirs.conversations).toEqual([{ ...ours.conversations[0], bytes: { toServer: null, toClient: null } }])
})

test('mutated events are counted and never thrown at', () => {
  const samples = [lines(flow, modbus), JSON.stringify([flow, modbus], null, 1)].map((text) =>
    new TextEncoder().encode(text),
  )
  fc.assert(
    fc.property(
      fc.constantFrom(...samples),
      fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { maxLength: 12 }),
      fc.nat(3000),
      (sample, changes, cut) => {
        const mutated = Uint8Array.from(sample)
        for (const [at, byte] of changes) if (at < mutated.length) mutated[at] = byte
        const { accounting, packets } = read(mutated.subarray(0, cut)).told.capture
        expect(accounting.read + accounting.ignored + accounting.faulty).toBe(packets)
        expect(Math.min(accounting.read, accounting.ignored, accounting.faulty)).toBeGreaterThanOrEqual(0)
      },
    ),
    { numRuns: 300 },
  )
})
