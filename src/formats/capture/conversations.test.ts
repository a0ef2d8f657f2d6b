import { describe, expect, it } from 'vitest'
import { encodeEthernet } from '../ethernet/encode.ts'
import { encodeIpv4, encodeUdp } from '../ip/encode.ts'
import { join } from '../octets.ts'
import { encodePcap } from '../pcap/encode.ts'
import { captureOf, cardOf, type Frames, inspect, reset, syn, synAck, tcp, udp } from './inspector.testing.ts'
import { createInspector } from './inspector.ts'

const plc = '10.0.0.2'
const hmi = '10.0.0.1'
const keys = (frames: Frames, options = {}) =>
  inspect(frames, options).conversations.map(
    ({ client, server, transport, serverPort, packets }) =>
      `${client} > ${server} ${transport} ${serverPort} ${packets.toServer}/${packets.toClient}`,
  )

describe('who is the server', () => {
  it.each<[string, Frames, string[]]>([
    [
      'whoever was sent the SYN, even if that comes last',
      [tcp(`${hmi}:80`, `${plc}:9999`), tcp(`${hmi}:80`, `${plc}:9999`, { flags: syn })],
      [`${hmi} > ${plc} tcp 9999 2/0`],
    ],
    ['whoever answered it', [tcp(`${plc}:9999`, `${hmi}:80`, { flags: synAck })], [`${hmi} > ${plc} tcp 9999 0/1`]],
    ['whoever has a known server port', [tcp(`${plc}:44818`, `${hmi}:1025`)], [`${hmi} > ${plc} tcp 44818 0/1`]],
    ['else whoever has the lower port', [udp(`${hmi}:50001`, `${plc}:49000`)], [`${hmi} > ${plc} udp 49000 1/0`]],
    [
      'a broadcast among equal ports',
      [udp('10.0.0.9:47808', '10.0.0.255:47808')],
      ['10.0.0.9 > 10.0.0.255 udp 47808 1/0'],
    ],
    [
      'the later address among equal ports',
      [udp(`${plc}:123`, `${hmi}:123`), udp(`${hmi}:123`, `${plc}:123`)],
      [`${hmi} > ${plc} udp 123 1/1`],
    ],
  ])('%s', (_, frames, expected) => {
    expect(keys(frames)).toEqual(expected)
  })

  it('both, when each opened a connection between the same ports', () => {
    const both = [tcp(`${hmi}:5000`, `${plc}:6000`, { flags: syn }), tcp(`${plc}:6000`, `${hmi}:5000`, { flags: syn })]
    expect(keys(both).sort()).toEqual([`${hmi} > ${plc} tcp 6000 1/0`, `${plc} > ${hmi} tcp 5000 1/0`])
  })

  it('client ports make no conversations of their own', () => {
    const frames = Array.from({ length: 50 }, (_, i) => tcp(`${hmi}:${2000 + i}`, `${plc}:502`, { flags: syn }))
    expect(keys(frames)).toEqual([`${hmi} > ${plc} tcp 502 50/0`])
  })
})

describe('what counts as an answer', () => {
  const opening = tcp(`${hmi}:2000`, `${plc}:502`, { flags: syn })
  const answered = (frames: Frames) =>
    inspect(frames).conversations.find(({ transport }) => transport !== 'ip')?.answered
  const quote = encodeEthernet(
    cardOf(hmi),
    cardOf(plc),
    0x0800,
    encodeIpv4(
      { source: plc, target: hmi },
      1,
      join([3, 3, 0, 0, 0, 0, 0, 0], encodeUdp({ source: hmi, target: plc }, 4000, 161, [1])),
    ),
  )

  it('a server that accepts has answered', () => {
    expect(answered([opening, tcp(`${plc}:502`, `${hmi}:2000`, { flags: synAck })])).toBe(true)
  })

  it('a reset is none', () => {
    expect(answered([opening, tcp(`${plc}:502`, `${hmi}:2000`, { flags: reset })])).toBe(false)
  })

  it('an ICMP error is none, though it is counted where Wireshark shows it', () => {
    const { conversations } = inspect([udp(`${hmi}:4000`, `${plc}:161`), quote])
    expect(conversations.map(({ client, serverPort, answered: does }) => [client, serverPort, does])).toEqual([
      [hmi, 161, false],
      [plc, 161, false],
    ])
  })
})

describe('conversations', () => {
  it('count the length on the wire, not what was captured', () => {
    const frame = udp(`${hmi}:4000`, `${plc}:161`, new Uint8Array(100))
    const inspector = createInspector({ protocols: [] })
    inspector.push(encodePcap([{ at: 0, bytes: frame }], { snapLength: 60 }))
    expect(inspector.finish().conversations[0]?.bytes).toEqual({ toServer: frame.length, toClient: 0 })
  })

  it('tell the days on which they were seen, and their first packets as proof', () => {
    const at = (day: number, minute: number) => Date.UTC(2026, 10, day, 23, minute) * 1000
    const frame = udp(`${hmi}:4000`, `${plc}:161`)
    const [conversation] = inspect([
      { at: at(3, 0), bytes: frame },
      { at: at(1, 59), bytes: udp(`${plc}:161`, `${hmi}:4000`) },
      { at: at(1, 0), bytes: frame },
      { at: at(7, 0), bytes: udp(`${hmi}:4001`, `${plc}:161`) },
    ]).conversations
    expect(conversation).toMatchObject({
      days: ['2026-11-01', '2026-11-03', '2026-11-07'],
      firstSeen: '2026-11-01T23:00:00.000000Z',
      lastSeen: '2026-11-07T23:00:00.000000Z',
      packetsSeen: [1, 2, 4],
    })
  })

  it('without IP are between MACs, named by their ethertype', () => {
    const frame = encodeEthernet('01:80:c2:00:00:0e', '02:00:00:00:00:01', 0x88cc, new Uint8Array(50))
    expect(inspect([frame]).conversations[0]).toMatchObject({
      client: '02:00:00:00:00:01',
      server: '01:80:c2:00:00:0e',
      transport: 'eth',
      serverPort: null,
      protocol: 'lldp',
    })
  })
})

describe('limits', () => {
  const scan = Array.from({ length: 300 }, (_, i) => tcp(`${hmi}:${2000 + i}`, `${plc}:502`, { flags: syn }))

  it('flows beyond the limit are summed up early, which is told and loses no packet', () => {
    const { conversations, capture } = inspect(scan, { limits: { flows: 20 } })
    expect(conversations.map(({ packets }) => packets.toServer)).toEqual([300])
    expect(capture.faults[0]?.reason).toBe('flows summed up early, as too many were open at once')
    expect(capture.faults[0]!.count).toBeGreaterThan(200)
  })

  it('the flows that were seen last stay open', () => {
    const lasting = tcp(`${hmi}:80`, `${plc}:9999`)
    const frames = scan.flatMap((frame) => [frame, lasting])
    const late = tcp(`${hmi}:80`, `${plc}:9999`, { flags: syn })
    expect(keys([lasting, ...frames, late], { limits: { flows: 20 } })).toContain(`${hmi} > ${plc} tcp 9999 302/0`)
  })

  it('packets of conversations beyond the limit are counted as such', () => {
    const ports = Array.from({ length: 30 }, (_, i) => udp(`${hmi}:50000`, `${plc}:${1000 + i}`))
    const { conversations, capture } = inspect(ports, { limits: { conversations: 10 } })
    expect(conversations).toHaveLength(10)
    expect(capture.accounting).toEqual({ read: 10, ignored: 0, faulty: 20 })
    expect(capture.faults).toEqual([{ reason: 'packets not counted, as there were too many conversations', count: 20 }])
  })

  it('MACs beyond the limit leave their frames uncounted, and say so', () => {
    const flood = Array.from({ length: 30 }, (_, i) =>
      encodeEthernet('02:ff:00:00:00:01', `02:00:00:00:01:${(i + 16).toString(16)}`, 0x8892, []),
    )
    const { capture } = inspect(flood, { limits: { addresses: 10 } })
    expect(capture.packets).toBe(30)
    expect(capture.faults.map(({ reason }) => reason)).toContain('addresses not counted, as there were too many')
  })
})

describe('a capture that is read', () => {
  it('tells its own facts', () => {
    const file = captureOf([udp(`${hmi}:4000`, `${plc}:161`)])
    const inspector = createInspector({ protocols: [], file: 'tap.pcap' })
    inspector.push(file)
    expect(inspector.finish().capture).toEqual({
      file: 'tap.pcap',
      packets: 1,
      bytes: file.length,
      firstSeen: '2026-11-02T08:00:00.000000Z',
      lastSeen: '2026-11-02T08:00:00.000000Z',
      linkTypes: ['ethernet'],
      accounting: { read: 1, ignored: 0, faulty: 0 },
      faults: [],
    })
  })

  it.each([
    ['no capture at all', new TextEncoder().encode('PK\u0003\u0004 a workbook'), 'no capture: neither pcap nor pcapng'],
    ['empty', new Uint8Array(), 'the file is empty'],
    ['cut within its first bytes', Uint8Array.of(0xd4, 0xc3), 'the file ends within its header'],
  ])('%s', (_, bytes, reason) => {
    const inspector = createInspector({ protocols: [] })
    inspector.push(bytes)
    const { capture, devices } = inspector.finish()
    expect([capture.faults[0]?.reason, capture.packets, capture.firstSeen, devices.length]).toEqual([
      reason,
      0,
      null,
      0,
    ])
  })

  it('of a link type that is not read is ignored by name', () => {
    const inspector = createInspector({ protocols: [] })
    inspector.push(encodePcap([{ at: 0, bytes: Uint8Array.of(1) }], { linkType: 189 }))
    const { capture } = inspector.finish()
    expect(capture.accounting).toEqual({ read: 0, ignored: 1, faulty: 0 })
    expect(capture.faults).toEqual([{ reason: 'the link type linktype-189 is not read', packet: 1, offset: 24 }])
  })
})
