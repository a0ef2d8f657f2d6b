import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createInspector } from '../capture/inspector.ts'
import { enip } from '../enip/decode.ts'
import { modbus } from '../modbus/decode.ts'
import { s7comm } from '../s7comm/decode.ts'
import type { DescribedConversation, DescribedPlant } from './described.ts'
import { encodeTraffic, trafficOf } from './encode.ts'

const hosts: DescribedPlant['hosts'] = [
  { key: 'router', ip: '10.20.0.1', mac: '00:1d:45:00:00:01' },
  { key: 'hmi', ip: '10.20.1.10', mac: '00:50:56:00:00:10', vlan: 20 },
  { key: 'engineering', ip: '10.20.1.20', mac: '00:50:56:00:00:20', vlan: 20 },
  {
    key: 'modicon',
    ip: '10.20.1.101',
    mac: '00:80:f4:00:00:01',
    vlan: 20,
    identity: { vendor: 'Schneider Electric', orderNumber: 'BMX P34 2020', firmware: 'V2.90' },
    behind: { 3: { vendor: 'WIKA', orderNumber: 'UPT-20', firmware: '1.4' } },
  },
  {
    key: 'simatic',
    ip: '10.20.1.102',
    mac: '00:1b:1b:00:00:01',
    vlan: 20,
    identity: {
      orderNumber: '6ES7 315-2EH14-0AB0',
      firmware: 'V3.2.7',
      name: 'R101',
      serial: 'S C-B1U393142011',
      model: 'CPU 315-2 PN/DP',
    },
    lldp: { port: 'port-001', systemName: 'r101', description: 'CPU 315-2 PN/DP', managementIp: '10.20.1.102' },
  },
  {
    key: 'logix',
    ip: '10.20.1.103',
    mac: '00:00:bc:00:00:01',
    vlan: 20,
    identity: { model: '1756-EN2T/B', deviceType: 12, productCode: 166, firmware: '5.28', serial: '0x00a1b2c3' },
    behind: { 0: { model: '1756-L61/B LOGIX5561', productCode: 54, firmware: '16.20', serial: '0x0051823f' } },
  },
  { key: 'office', ip: '10.1.5.55', mac: '3c:52:82:00:00:55', via: 'router' },
]
const plantWith = (...conversations: DescribedConversation[]): DescribedPlant => ({
  seed: 7,
  utcOffsetMinutes: 540,
  hosts,
  conversations,
})
const during = { firstDay: '2026-10-01', lastDay: '2026-10-10', sessionsPerDay: 1, hours: [10, 16] } as const

function inspect(described: DescribedPlant) {
  const inspector = createInspector({ protocols: [modbus, s7comm, enip], seed: 1 })
  inspector.push(encodeTraffic(described))
  return inspector.finish()
}

describe('described traffic', () => {
  it('an operator station that keeps its connection is read as polling, day by day', () => {
    const { capture, conversations, devices } = inspect(
      plantWith({
        ...during,
        client: 'hmi',
        server: 'modicon',
        protocol: 'modbus',
        deeds: [{ does: 'read', times: 3 }, { does: 'write' }],
        lasting: true,
      }),
    )
    expect(capture.faults).toEqual([])
    const [polls] = conversations
    expect(polls).toMatchObject({ client: '10.20.1.10', server: '10.20.1.101', serverPort: 502, protocol: 'modbus' })
    expect(polls!.operations).toEqual({ read: 30, write: 10, program: 0, identify: 0, other: 0 })
    expect(polls!.days).toHaveLength(10)
    expect(devices.find(({ id }) => id === '10.20.1.10')!.purdueLevel!.level).toBe('2')
  })

  it('every controller says who it is, and so do the modules behind it', () => {
    const ask = { ...during, client: 'engineering', lastDay: '2026-10-01' }
    const { identities } = inspect(
      plantWith(
        { ...ask, server: 'modicon', protocol: 'modbus', deeds: [{ does: 'identify' }, { does: 'identify', unit: 3 }] },
        { ...ask, server: 'simatic', protocol: 's7comm', deeds: [{ does: 'identify' }] },
        { ...ask, server: 'logix', protocol: 'enip', deeds: [{ does: 'identify' }, { does: 'identify', unit: 0 }] },
      ),
    )
    const said = (device: string, field: string) =>
      identities.find((identity) => identity.device === device && identity.field === field)?.value
    expect(said('10.20.1.101', 'orderNumber')).toBe('BMX P34 2020')
    expect(said('10.20.1.101#3', 'vendor')).toBe('WIKA')
    expect(said('10.20.1.102', 'orderNumber')).toBe('6ES7 315-2EH14-0AB0')
    expect(said('10.20.1.102', 'firmware')).toBe('V3.2.7')
    expect(said('10.20.1.102', 'serial')).toBe('S C-B1U393142011')
    expect(said('10.20.1.103', 'deviceType')).toBe('Communications Adapter')
    expect(said('10.20.1.103', 'serial')).toBe('0x00a1b2c3')
    expect(said('10.20.1.103#0', 'product')).toBe('1756-L61/B LOGIX5561')
    expect(said('10.20.1.103#0', 'firmware')).toBe('16.20')
  })

  it('a search for devices is answered in datagrams', () => {
    const { conversations, identities } = inspect(
      plantWith({
        ...during,
        client: 'engineering',
        server: 'logix',
        protocol: 'enip',
        deeds: [{ does: 'identify' }],
        overUdp: true,
      }),
    )
    const found = conversations.find(({ transport }) => transport === 'udp')!
    expect(found).toMatchObject({ serverPort: 44818, protocol: 'enip' })
    expect(found.operations.identify).toBe(10)
    expect(identities.find(({ field }) => field === 'orderNumber')?.value).toBe('1756-EN2T')
  })

  it('who programs a controller is an engineering station', () => {
    for (const [server, protocol] of [
      ['modicon', 'modbus'],
      ['simatic', 's7comm'],
      ['logix', 'enip'],
    ] as const) {
      const { devices, conversations } = inspect(
        plantWith({
          ...during,
          client: 'engineering',
          server,
          protocol,
          deeds: [{ does: 'program' }, { does: 'stop' }],
        }),
      )
      expect(conversations.find(({ transport }) => transport === 'tcp')!.operations.program).toBeGreaterThan(10)
      const roles = devices.find(({ id }) => id === '10.20.1.20')!.roles.map(({ role }) => role)
      expect(roles).toContain('engineering-station')
    }
  })

  it('a function that programs is told with its times, and within those of its conversation', () => {
    const { conversations } = inspect(
      plantWith({
        ...during,
        client: 'engineering',
        server: 'simatic',
        protocol: 's7comm',
        deeds: [{ does: 'read', times: 3 }, { does: 'stop' }, { does: 'program' }, { does: 'start' }],
      }),
    )
    const { functions, firstSeen, lastSeen } = conversations.find(({ transport }) => transport === 'tcp')!
    for (const { operation, firstAt, lastAt } of functions) {
      expect([firstAt !== undefined, lastAt !== undefined]).toEqual(Array(2).fill(operation === 'program'))
      if (firstAt === undefined || lastAt === undefined) continue
      expect([firstSeen, firstAt, lastAt, lastSeen].toSorted()).toEqual([firstSeen, firstAt, lastAt, lastSeen])
    }
    const programs = functions.filter(({ operation }) => operation === 'program')
    expect(programs.toSorted((a, b) => a.firstPacket - b.firstPacket)).toEqual(
      programs.toSorted((a, b) => (a.firstAt! < b.firstAt! ? -1 : 1)),
    )
  })

  it('refusals are counted as such, whatever the protocol', () => {
    const refused = [{ does: 'read', refused: true }] as const
    const { conversations } = inspect(
      plantWith(
        { ...during, client: 'hmi', server: 'modicon', protocol: 'modbus', deeds: refused },
        { ...during, client: 'hmi', server: 'simatic', protocol: 's7comm', deeds: refused },
        { ...during, client: 'hmi', server: 'logix', protocol: 'enip', deeds: refused },
      ),
    )
    const tcp = conversations.filter(({ transport }) => transport === 'tcp')
    expect(tcp.map(({ exceptions }) => exceptions)).toEqual([10, 10, 10])
  })

  it('an office computer crosses over when it is answered, not when it is refused or ignored', () => {
    const crossing = { ...during, client: 'office', server: 'simatic', protocol: 's7comm', deeds: [{ does: 'read' }] }
    const answeredBy = (answer: 'answered' | 'refused' | 'silent') => {
      const { conversations, devices } = inspect(plantWith({ ...crossing, answer } as DescribedConversation))
      const conversation = conversations.find(({ client }) => client === '10.1.5.55')!
      return { answered: conversation.answered, macs: devices.find(({ id }) => id === '10.1.5.55')!.macs }
    }
    // Behind the router its own card is never seen.
    const { answered, macs } = answeredBy('answered')
    expect(answered).toBe(true)
    expect(macs).not.toContain('3c:52:82:00:00:55')
    expect(answeredBy('refused').answered).toBe(false)
    expect(answeredBy('silent').answered).toBe(false)
  })

  it('other traffic is there and stays unread', () => {
    const protocols = ['http', 'tls', 'smb', 'rdp', 'ssh', 'tcp', 'dns', 'ntp', 'snmp', 'syslog', 'udp'] as const
    const { capture, conversations } = inspect(
      plantWith(
        ...protocols.map(
          (protocol): DescribedConversation => ({
            ...during,
            client: 'office',
            server: 'hmi',
            protocol,
            deeds: [{ does: 'exchange', times: 2 }],
          }),
        ),
      ),
    )
    expect(capture.faults).toEqual([])
    const ip = conversations.filter(({ transport }) => transport === 'tcp' || transport === 'udp')
    expect(ip.map(({ serverPort }) => serverPort).sort((a, b) => a! - b!)).toEqual([
      22, 53, 80, 123, 161, 443, 445, 514, 3389, 4000, 5450,
    ])
    expect(ip.every(({ protocol }) => protocol === null)).toBe(true)
  })

  it('weekends, shutdowns and weekly rounds keep away', () => {
    const times = (more: Partial<DescribedConversation>) =>
      inspect(
        plantWith({
          ...during,
          client: 'hmi',
          server: 'simatic',
          protocol: 's7comm',
          deeds: [{ does: 'read' }],
          ...more,
        }),
      ).conversations.find(({ transport }) => transport === 'tcp')!.days
    // 2026-10-03 and 04 are a Saturday and a Sunday, 10 a Saturday.
    expect(times({ weekdaysOnly: true })).toHaveLength(7)
    expect(times({ except: ['2026-10-05', '2026-10-06'] })).toHaveLength(8)
    expect(times({ sessionsPerDay: 1 / 7 })).toEqual(['2026-10-01', '2026-10-08'])
  })

  it('a month of sparse traffic is a small file', () => {
    const bytes = encodeTraffic(
      plantWith({
        ...during,
        lastDay: '2026-10-31',
        sessionsPerDay: 4,
        client: 'hmi',
        server: 'simatic',
        protocol: 's7comm',
        deeds: [{ does: 'read' }],
        lasting: true,
      }),
    )
    expect(bytes.length).toBeLessThan(60_000)
  })

  it('a capture in pcapng holds the same as one in pcap', () => {
    const described = plantWith({
      ...during,
      client: 'hmi',
      server: 'logix',
      protocol: 'enip',
      deeds: [{ does: 'read', unit: 0 }],
    })
    const { capture: _, ...classic } = inspect(described)
    const { capture: __, ...next } = inspect({ ...described, format: 'pcapng' })
    expect(next).toEqual(classic)
  })

  it('the same description gives the same octets, another seed other ones', () => {
    const conversations: DescribedConversation[] = [
      { ...during, client: 'hmi', server: 'simatic', protocol: 's7comm', deeds: [{ does: 'read' }] },
    ]
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (seed, other) => {
        const described = { ...plantWith(...conversations), seed }
        expect(encodeTraffic(described)).toEqual(encodeTraffic(described))
        if (seed % 2 ** 20 !== other % 2 ** 20)
          expect(encodeTraffic({ ...described, seed: other })).not.toEqual(encodeTraffic(described))
      }),
      { numRuns: 20 },
    )
  })

  it('one more conversation changes none of the others', () => {
    const first: DescribedConversation = {
      ...during,
      client: 'hmi',
      server: 'simatic',
      protocol: 's7comm',
      deeds: [{ does: 'read' }],
    }
    const more: DescribedConversation = { ...during, client: 'office', server: 'hmi', protocol: 'smb', deeds: [] }
    const alone = trafficOf({ ...plantWith(first), hosts: hosts.map(({ lldp: _, ...host }) => host) })
    const both = trafficOf({ ...plantWith(first, more), hosts: hosts.map(({ lldp: _, ...host }) => host) })
    const texts = new Set(both.map(({ at, bytes }) => `${at} ${bytes.join()}`))
    expect(alone.every(({ at, bytes }) => texts.has(`${at} ${bytes.join()}`))).toBe(true)
  })

  it('a description that contradicts itself is refused by name', () => {
    const described = (more: Partial<DescribedConversation>) =>
      plantWith({
        ...during,
        client: 'hmi',
        server: 'simatic',
        protocol: 's7comm',
        deeds: [{ does: 'read' }],
        ...more,
      })
    expect(() => encodeTraffic(described({ server: 'nobody' }))).toThrow('no host nobody')
    expect(() => encodeTraffic(described({ firstDay: '2026-02-30' }))).toThrow('in no calendar')
    expect(() => encodeTraffic(described({ deeds: [{ does: 'exchange' }] }))).toThrow('S7comm does not exchange')
  })
})
