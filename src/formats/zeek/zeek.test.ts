import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { ToldImport } from '#core/capture/told.ts'
import { createLogReader, unescaped } from './decode.ts'
import { createZeekReader, logNameOf } from './read-logs.ts'
import { microsOf } from './row.ts'
import { nameSaid, tlsVersion } from './said.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

function read(...files: readonly (readonly [name: string, text: string])[]): ToldImport {
  const reader = createZeekReader()
  for (const [name, text] of files) {
    reader.open(name)
    reader.push(bytes(text))
  }
  return reader.finish('logs')
}

const log = (path: string, fields: readonly string[], rows: readonly (readonly string[])[]) =>
  [
    '#separator \\x09',
    '#set_separator\t,',
    '#empty_field\t(empty)',
    '#unset_field\t-',
    `#path\t${path}`,
    `#fields\t${fields.join('\t')}`,
    ...rows.map((row) => row.join('\t')),
    '#close\t2026-11-01-00-00-00',
    '',
  ].join('\n')

const ids = ['ts', 'uid', 'id.orig_h', 'id.orig_p', 'id.resp_h', 'id.resp_p']
const connFields = [
  ...ids,
  'proto',
  'service',
  'duration',
  'resp_bytes',
  'conn_state',
  'history',
  'orig_pkts',
  'resp_pkts',
]
const conn = (rows: readonly (readonly string[])[]) => log('conn', connFields, rows)
const opened = [
  '1521911720.609736',
  'CabcdEfghIjklMno1',
  '10.0.0.5',
  '49000',
  '10.0.0.9',
  '502',
  'tcp',
  'modbus',
  '1.5',
  '80',
  'SF',
  'ShADadFf',
  '7',
  '6',
]
const modbusFields = [...ids, 'tid', 'unit', 'func', 'pdu_type', 'exception']
const asked = [
  '1521911721.0',
  'CabcdEfghIjklMno1',
  '10.0.0.5',
  '49000',
  '10.0.0.9',
  '502',
  '1',
  '0',
  'READ_COILS',
  'REQ',
  '-',
]
const answered = [...asked.slice(0, 9), 'RESP', '-']

describe('conn.log alone', () => {
  const { told } = read(['conn.log', conn([opened])])
  it('gives the conversation with its packets, and no bytes, which Zeek counts from the IP header', () => {
    expect(told.conversations).toEqual([
      expect.objectContaining({
        client: '10.0.0.5',
        server: '10.0.0.9',
        transport: 'tcp',
        serverPort: 502,
        protocol: 'modbus',
        packets: { toServer: 7, toClient: 6 },
        bytes: { toServer: null, toClient: null },
        answered: true,
        operations: null,
        functions: [],
        firstSeen: '2018-03-24T17:15:20.609736Z',
        lastSeen: '2018-03-24T17:15:22.109736Z',
        days: ['2018-03-24'],
        packetsSeen: [7],
      }),
    ])
  })
  it('makes a controller of who answered in a protocol that Zeek recognised, not of a port', () => {
    const controllers = (text: string) =>
      read(['conn.log', text]).told.devices.flatMap(({ id, roles }) =>
        roles.some(({ role }) => role === 'controller') ? [id] : [],
      )
    expect(controllers(conn([opened]))).toEqual(['10.0.0.9'])
    expect(controllers(conn([opened.with(7, '-')]))).toEqual([])
    // A scanner's probe: the server took it and said nothing.
    expect(controllers(conn([opened.with(9, '0')]))).toEqual([])
  })
  it('makes no device of whom nobody answered for', () => {
    const probe = ['-', 'C1', '10.0.0.5', '40000', '10.0.0.77', '502', 'tcp', '-', '-', '-', 'S0', 'S', '1', '0']
    const { told } = read(['conn.log', conn([probe])])
    expect(told.devices.map(({ id }) => id)).toEqual(['10.0.0.5'])
    expect(told.conversations[0]).toMatchObject({ answered: false, firstSeen: null })
  })
  it('turns a connection round that Zeek caught in its middle from the wrong side', () => {
    const midway = ['-', 'C2', '10.0.0.9', '502', '10.0.0.5', '49000', 'tcp', '-', '-', '-', 'OTH', 'Dd', '3', '4']
    const { told } = read(['conn.log', conn([midway])])
    expect(told.conversations[0]).toMatchObject({ client: '10.0.0.5', packets: { toServer: 4, toClient: 3 } })
  })
})

test('each further log adds: functions, operations, and what was refused', () => {
  const refused = [...asked.slice(0, 8), 'WRITE_SINGLE_COIL_EXCEPTION', 'RESP', 'ILLEGAL_FUNCTION']
  const { told } = read(
    ['conn.log', conn([opened])],
    ['modbus.log', log('modbus', modbusFields, [asked, answered, refused])],
  )
  expect(told.conversations).toHaveLength(1)
  expect(told.conversations[0]).toMatchObject({
    packets: { toServer: 7, toClient: 6 },
    operations: { read: 1, write: 1, program: 0, identify: 0, other: 0 },
    functions: [
      { code: '0x01', name: 'Read Coils', operation: 'read', requests: 1, responses: 1 },
      { code: '0x05', name: 'Write Single Coil', operation: 'write', requests: 0, responses: 1 },
    ],
    exceptions: 1,
  })
})

test('a log that tells the same again in more detail is not counted again', () => {
  const fields = [...ids, 'tid', 'unit', 'func', 'matched', 'modbus_detailed_link_id']
  const detail = log('modbus_detailed', fields, [[...asked.slice(0, 9), 'T', 'x1']])
  const both = read(['modbus.log', log('modbus', modbusFields, [asked, answered])], ['modbus_detailed.log', detail])
  expect(both.told.conversations[0]!.operations).toMatchObject({ read: 1 })
  const alone = read(['modbus_detailed.log', detail])
  expect(alone.told.conversations[0]!.functions[0]).toMatchObject({ requests: 1, responses: 1 })
})

test('units behind a gateway are devices of their own, as in captures', () => {
  const unit = (number: string) => [asked.with(7, number), answered.with(7, number)]
  const { told } = read(['modbus.log', log('modbus', modbusFields, [...unit('3'), ...unit('7')])])
  expect(told.devices.map(({ id }) => id).sort()).toEqual(['10.0.0.5', '10.0.0.9', '10.0.0.9#3', '10.0.0.9#7'])
})

test('the columns are where their header says, whatever their order', () => {
  const shuffled = [...connFields.keys()].reverse()
  const again = log(
    'conn',
    shuffled.map((i) => connFields[i]!),
    [shuffled.map((i) => opened[i]!)],
  )
  expect(read(['conn.log', again]).told).toEqual(read(['conn.log', conn([opened])]).told)
})

test('JSON tells the same as columns: numbers as numbers, lists as lists, times as ISO, ids nested or not', () => {
  const flat = {
    ts: '2018-03-24T17:15:20.609736Z',
    uid: opened[1],
    'id.orig_h': '10.0.0.5',
    'id.orig_p': 49000,
    'id.resp_h': '10.0.0.9',
    'id.resp_p': 502,
    proto: 'tcp',
    service: ['modbus'],
    duration: 1.5,
    resp_bytes: 80,
    conn_state: 'SF',
    history: 'ShADadFf',
    orig_pkts: 7,
    resp_pkts: 6,
  }
  const { 'id.orig_h': orig_h, 'id.orig_p': orig_p, 'id.resp_h': resp_h, 'id.resp_p': resp_p, ...rest } = flat
  const nested = { ...rest, id: { orig_h, orig_p, resp_h, resp_p } }
  const expected = read(['conn.log', conn([opened])]).told.conversations.map((talk) => ({ ...talk, packetsSeen: [1] }))
  for (const one of [flat, nested, { _path: 'conn', ...flat }]) {
    expect(read(['x.json', JSON.stringify(one)]).told.conversations).toEqual(expected)
  }
})

describe('every line is counted', () => {
  const text = conn([opened, opened.slice(0, 5), opened.with(2, '10.0.0.999')])
  it.each([
    ['lines with too few columns, or an address that is none, are faulty', [['conn.log', text]], [1, 0, 2]],
    [
      'a log about Zeek itself is ignored, with the reason',
      [['stats.log', log('stats', ['ts'], [['1'], ['2']])]],
      [0, 2, 0],
    ],
    ['a log that nobody knows is ignored by its name', [['x.log', log('my_script', ['ts'], [['1']])]], [0, 1, 0]],
    ['a connection without ends is faulty', [['conn.json', '{"_path":"conn","uid":"C1"}']], [0, 0, 1]],
    ['text is faulty', [['x.log', 'nothing of the kind\n']], [0, 0, 1]],
    ['an empty file has none', [['x.log', '']], [0, 0, 0]],
  ] as const)('%s', (_, files, [good, left, bad]) => {
    const { told, ignored } = read(...files)
    const { accounting, packets } = told.capture
    expect(accounting).toEqual({ read: good, ignored: left, faulty: bad })
    expect(accounting.read + accounting.ignored + accounting.faulty).toBe(packets)
    expect([...ignored.values()].reduce((sum, { count }) => sum + count, 0)).toBe(left)
  })
})

test('masked times are unknown, and no day of 1970', () => {
  const { told } = read(['conn.log', conn([opened.with(0, 'XXXXXXXXXX.XXXXXX')])])
  expect(told.conversations[0]).toMatchObject({ firstSeen: null, lastSeen: null, days: [] })
  expect(told.devices.map(({ firstSeen, lastSeen }) => [firstSeen, lastSeen])).toEqual([
    [null, null],
    [null, null],
  ])
  expect(told.capture).toMatchObject({ firstSeen: null, lastSeen: null })
})

test('a log whose header was cut off tells who talked to whom, by what its cells are', () => {
  const { told, notes } = read(['conn.log', '10.0.0.5\t49000\t10.0.0.9\t502\ttcp\tmodbus\n'])
  expect(told.conversations).toEqual([
    expect.objectContaining({ client: '10.0.0.5', serverPort: 502, protocol: 'modbus', answered: null }),
  ])
  expect([...notes.keys()]).toEqual(['the header that names the columns is missing: only who talked to whom is known'])
})

test.each([
  ['a\\x09b', 'a\tb'],
  ['\\xe5\\xb7\\xa5\\xe5\\xa0\\xb4', '工場'],
  ['C:\\\\dir', 'C:\\dir'],
  ['plain', 'plain'],
])('%s is unescaped', (written, text) => {
  expect(unescaped(written)).toBe(text)
})

test('a dash that is meant is no unset field', () => {
  const found = createLogReader()
  found.read('#fields\ta\tb\tc')
  const line = found.read('-\t\\x2d\t(empty)')
  expect(line.kind === 'row' && ['a', 'b', 'c'].map((field) => line.row.get(field))).toEqual([null, '-', null])
})

test.each([
  ['1521911720.609736', 1521911720609736],
  ['1521911720', 1521911720000000],
  ['2018-03-24T17:15:20.609736Z', 1521911720609736],
  ['2018-03-24T14:37:19.037299-0600', 1521923839037299],
  ['XXXXXXXXXX.XXXXXX', null],
  ['yesterday', null],
])('%s is a time', (text, micros) => {
  expect(microsOf(text)).toBe(micros)
})

test.each([
  ['conn.00:00:00-01:00:00.log.gz', 'conn'],
  ['logs/2026-04-01/modbus_detailed.13:00:00-14:00:00.log', 'modbus_detailed'],
  ['s7comm.log', 's7comm'],
  ['conn_20260401_00:00:00.log', 'conn'],
])('%s is a part of its log', (file, name) => {
  expect(logNameOf(file)).toBe(name)
})

test('DHCP joins name, card and address', () => {
  const fields = ['ts', 'uids', 'client_addr', 'server_addr', 'mac', 'host_name', 'assigned_addr', 'msg_types']
  const row = ['1', 'C1', '-', '10.0.0.1', '02:00:0a:00:00:05', 'hmi-1', '10.0.0.5', 'DISCOVER,OFFER,REQUEST,ACK']
  const { told } = read(['dhcp.log', log('dhcp', fields, [row])])
  expect(told.devices.find(({ id }) => id === '10.0.0.5')).toMatchObject({
    macs: ['02:00:0a:00:00:05'],
    names: ['hmi-1'],
  })
})

test('a CIP response is of the class that its request named', () => {
  const fields = [...ids, 'is_orig', 'cip_sequence_count', 'direction', 'cip_service_code', 'cip_status', 'class_id']
  const end = ['1', 'C1', '10.0.0.5', '3033', '10.0.0.9', '44818']
  const { told } = read([
    'cip.log',
    log('cip', fields, [
      [...end, 'T', '7', 'request', '0x0e', '-', '0x01'],
      [...end, 'F', '7', 'response', '0x0e', 'Success', '-'],
      [...end, 'T', '8', 'request', '0x4d', '-', '-'],
      [...end, 'F', '8', 'response', '0x4d', 'Path Segment Error', '-'],
    ]),
  ])
  expect(told.conversations[0]).toMatchObject({
    protocol: 'cip',
    exceptions: 1,
    functions: [
      { name: 'Get Attribute Single (Identity)', operation: 'identify', requests: 1, responses: 1 },
      { name: 'Write Tag', operation: 'write', requests: 1, responses: 1 },
    ],
  })
})

describe('whatever the bytes', () => {
  const sample = [...bytes(conn([opened]) + log('modbus', modbusFields, [asked, answered]))]
  test('mutated logs are counted and never thrown at', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(sample.length - 1), fc.nat(255)), { maxLength: 20 }),
        fc.nat(sample.length),
        fc.integer({ min: 1, max: 97 }),
        (changes, cut, step) => {
          const mutated = Uint8Array.from(sample)
          for (const [at, byte] of changes) mutated[at] = byte
          const reader = createZeekReader()
          reader.open('conn.log')
          for (let at = 0; at < cut; at += step) reader.push(mutated.subarray(at, Math.min(cut, at + step)))
          const { told } = reader.finish('x')
          const { read: good, ignored, faulty } = told.capture.accounting
          expect(good + ignored + faulty).toBe(told.capture.packets)
          expect(Math.min(good, ignored, faulty)).toBeGreaterThanOrEqual(0)
        },
      ),
      { numRuns: 300 },
    )
  })
  test('JSON of any shape is a line like others', () => {
    fc.assert(
      fc.property(fc.array(fc.json({ maxDepth: 30 }), { maxLength: 8 }), (lines) => {
        const { told } = read(['conn.json', lines.join('\n')])
        expect(told.capture.accounting.faulty + told.capture.accounting.ignored + told.capture.accounting.read).toBe(
          told.capture.packets,
        )
      }),
    )
  })
  test('a line without end, and brackets without end, are refused', () => {
    const endless = read(['conn.log', `#fields\ta\n${'x'.repeat(3 << 20)}\n1\n`])
    expect(endless.told.capture.faults.map(({ reason }) => reason)).toContain(
      'the line is longer than any that is read',
    )
    const deep = read(['conn.json', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}\n`])
    expect(deep.told.capture.faults[0]?.reason).toBe('the line is no JSON object')
  })
})

test.each([
  ['TLSv12', 'TLS 1.2'],
  ['TLSv1.3', 'TLS 1.3'],
  ['TLS 1.2', 'TLS 1.2'],
  ['SSLv3', 'SSL 3.0'],
  ['QUIC', 'QUIC'],
])('%s is %s', (written, version) => {
  expect(tlsVersion(written)).toBe(version)
})

test('a name in a certificate is told part by part, as captures tell it', () => {
  expect(nameSaid('certificate', 'CN=plc-9,O=VMware\\, Inc,L=Palo Alto,emailAddress=x')).toEqual({
    certificateName: 'plc-9',
    certificateOrganization: 'VMware, Inc',
    certificateLocality: 'Palo Alto',
  })
})
