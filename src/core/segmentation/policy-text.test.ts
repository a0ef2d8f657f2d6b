import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readMacs, readNetworks, readServices, readTags, readVlans, servicesText } from './policy-text.ts'

describe('members as people write them', () => {
  it('are networks, ranges and addresses; what is none is told', () => {
    const read = readNetworks('10.1.2.0/24; 10.1.3.7、fd00::/8 10.1.4.1-10.1.4.9\n１０.１.５.１; office')
    expect(read.found.map(({ text }) => text)).toEqual([
      '10.1.2.0/24',
      '10.1.3.7',
      'fd00::/8',
      '10.1.4.1-10.1.4.9',
      '10.1.5.1',
    ])
    expect(read.unread).toEqual(['office'])
  })

  it('are VLANs, MACs and tags', () => {
    expect(readVlans('110; 120-122; 0; 5000')).toEqual({ found: [110, 120, 121, 122], unread: ['0', '5000'] })
    expect(readMacs('00-0E-8C-01-02-03; 000e.8c01.0204; 00:0e')).toEqual({
      found: ['00:0e:8c:01:02:03', '00:0e:8c:01:02:04'],
      unread: ['00:0e'],
    })
    expect(readTags('PLC 101; PLC-102、\nHMI-1')).toEqual(['PLC 101', 'PLC-102', 'HMI-1'])
  })
})

describe('services as people write them', () => {
  it.each([
    ['modbus', { protocol: 'modbus', transport: null, ports: null }],
    ['tcp/443', { protocol: null, transport: 'tcp', ports: [443, 443] }],
    ['udp', { protocol: null, transport: 'udp', ports: null }],
    ['OPCUA/tcp/4840-4843', { protocol: 'opcua', transport: 'tcp', ports: [4840, 4843] }],
    ['http/8080', { protocol: 'http', transport: null, ports: [8080, 8080] }],
  ])('%s', (text, service) => {
    expect(readServices(text)).toEqual({ found: [service], unread: [], any: false })
  })

  it('are any where they say so, and told where they are none', () => {
    expect(readServices('any')).toEqual({ found: [], unread: [], any: true })
    expect(readServices('tcp/70000; a/b/c/d; tcp/9-3').unread).toEqual(['tcp/70000', 'a/b/c/d', 'tcp/9-3'])
  })

  it('are read again as they are written', () => {
    const service = fc.record({
      protocol: fc.option(fc.constantFrom('modbus', 's7comm', 'iec104'), { nil: null }),
      transport: fc.constantFrom('tcp' as const, 'udp' as const),
      ports: fc.option(
        fc.tuple(fc.nat(65_535), fc.nat(65_535)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)]),
        { nil: null },
      ),
    })
    fc.assert(
      fc.property(fc.array(service, { minLength: 1, maxLength: 5 }), (services) => {
        expect(readServices(servicesText(services)).found).toEqual(services)
      }),
    )
  })
})
