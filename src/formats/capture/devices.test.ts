import { describe, expect, it } from 'vitest'
import { enip } from '../enip/decode.ts'
import { listIdentityResponse } from '../enip/encode.ts'
import { encodeArp, encodeEthernet } from '../ethernet/encode.ts'
import { modbus } from '../modbus/decode.ts'
import {
  deviceIdentificationResponse,
  encodeModbus,
  exceptionResponse,
  readRequest,
  registersResponse,
} from '../modbus/encode.ts'
import { fromHex, join } from '../octets.ts'
import { s7comm } from '../s7comm/decode.ts'
import { plcStop } from '../s7comm/encode.ts'
import { cardOf, type Frames, inspect, push, reset, syn, synAck, tcp, udp } from './inspector.testing.ts'

const protocols = [modbus, s7comm, enip]
const vendors: Record<string, string> = { '00:80:f4': 'Telemecanique', '00:1d:45': 'Cisco' }
const ouiVendor = (mac: string) => vendors[mac.slice(0, 8)] ?? null
const devicesOf = (frames: Frames) => inspect(frames, { protocols, ouiVendor }).devices
const device = (frames: Frames, id: string) => devicesOf(frames).find((found) => found.id === id)

/** Request and answer of Modbus units. */
const dialogue = (client: string, server: string, units: readonly number[], times = 1, answer?: Uint8Array) =>
  Array.from({ length: times }, () => units)
    .flat()
    .flatMap((unit, i) => {
      const [ask, said] = [readRequest(3, 0, 1), answer ?? registersResponse(3, [1])]
      const at = 1000 + i * 12
      return [
        tcp(`${client}:3000`, `${server}:502`, { flags: push, sequence: at, content: encodeModbus(i, unit, ask) }),
        tcp(`${server}:502`, `${client}:3000`, {
          flags: push,
          sequence: 1000 + i * (said.length + 7),
          content: encodeModbus(i, unit, said),
        }),
      ]
    })

describe('who is behind a MAC', () => {
  const router = '00:1d:45:00:00:01'
  const routed = ['10.1.0.5', '10.2.0.5', '10.3.0.5'].map((ip) => udp(`${ip}:5000`, '10.0.0.9:161', [1], router))

  it('a device alone on its card has the vendor of the card', () => {
    const found = device([udp('10.0.0.7:5000', '10.0.0.9:161', [1], '00:80:f4:00:00:01')], '10.0.0.7')
    expect(found).toMatchObject({ macs: ['00:80:f4:00:00:01'], vendor: 'Telemecanique' })
  })

  it('the MAC of a router says nothing about those behind it, and the router is told', () => {
    const devices = devicesOf(routed)
    expect(devices.filter(({ ips }) => ips.length > 0).map(({ macs, vendor }) => [macs, vendor])).toEqual([
      [[], null],
      [[], null],
      [[], null],
    ])
    expect(devices.find(({ id }) => id === router)).toMatchObject({
      vendor: 'Cisco',
      roles: [{ role: 'router', because: 'sends for 3 addresses', becauseJa: '3個のアドレスのパケットを転送' }],
    })
  })

  it('a router that asks by ARP has an address of its own', () => {
    const arp = encodeArp(true, { mac: router, ip: '10.0.0.1' }, { mac: cardOf('10.0.0.9'), ip: '10.0.0.9' })
    const found = device([...routed, arp], '10.0.0.1')
    expect(found).toMatchObject({ ips: ['10.0.0.1'], macs: [router], roles: [{ role: 'router' }] })
    expect(devicesOf([...routed, arp]).some(({ id }) => id === router)).toBe(false)
  })

  it('an address that another card claims is not that of the card which passes it on', () => {
    const frames = [
      encodeArp(true, { mac: '00:80:f4:00:00:01', ip: '10.0.0.7' }, { mac: cardOf('10.0.0.9'), ip: '10.0.0.9' }),
      udp('10.0.0.7:5000', '10.0.0.9:161', [1], router),
      udp('10.0.0.7:5000', '10.0.0.9:161', [1], '00:80:f4:00:00:01'),
    ]
    expect(device(frames, '10.0.0.7')).toMatchObject({ macs: ['00:80:f4:00:00:01'], vendor: 'Telemecanique' })
  })

  it('a router that asks by ARP does not own even a single address of another network', () => {
    const frames = [
      encodeArp(true, { mac: router, ip: '10.0.0.1' }, { mac: cardOf('10.0.0.9'), ip: '10.0.0.9' }),
      udp('10.1.0.5:5000', '10.0.0.9:161', [1], router),
    ]
    expect(device(frames, '10.1.0.5')).toMatchObject({ macs: [], vendor: null })
    expect(device(frames, '10.0.0.1')?.roles[0]?.because).toBe('sends for 10.1.0.5 of another network')
  })

  it('one single packet tells by its time to live that it came through a router, whose card it then is', () => {
    const aged = (timeToLive: number) => {
      const frame = udp('10.1.0.5:5000', '10.0.0.9:161', [1], router)
      frame[14 + 8] = timeToLive
      return frame
    }
    for (const timeToLive of [63, 126, 252]) {
      expect(device([aged(timeToLive)], '10.1.0.5')).toMatchObject({ macs: [], vendor: null })
      expect(device([aged(timeToLive)], router)?.roles[0]?.role).toBe('router')
    }
    for (const timeToLive of [64, 128, 255, 30, 1]) {
      expect(device([aged(timeToLive)], '10.1.0.5')).toMatchObject({ macs: [router] })
    }
  })

  it('an EtherCAT frame that comes back is still its master’s', () => {
    const frame = (source: string) => encodeEthernet('ff:ff:ff:ff:ff:ff', source, 0x88a4, [1, 16])
    const found = devicesOf([frame('00:01:05:00:00:01'), frame('02:01:05:00:00:01')])
    expect(found.map(({ id }) => id)).toEqual(['00:01:05:00:00:01'])
  })

  it('two cards of different makes say nothing of the vendor', () => {
    const frames = ['00:80:f4:00:00:01', router].map((mac) => udp('10.0.0.7:5000', '10.0.0.9:161', [1], mac))
    expect(device(frames, '10.0.0.7')?.vendor).toBeNull()
  })

  it('the link-local IPv6 address of a card belongs to its IPv4 device', () => {
    const mac = cardOf('10.0.0.7')
    const v6 = join(
      fromHex('60000000 0008 11 40 fe800000000000000000000000000007 ff020000000000000000000000000001'),
      fromHex('03e8 07d0 0008 0000'),
    )
    const frames = [udp('10.0.0.7:5000', '10.0.0.9:161'), encodeEthernet('33:33:00:00:00:01', mac, 0x86dd, v6, 20)]
    expect(device(frames, '10.0.0.7')).toMatchObject({ ips: ['10.0.0.7', 'fe80::7'], macs: [mac], vlans: [20] })
  })

  it('who never speaks IP is known by the MAC', () => {
    const goose = encodeEthernet('01:0c:cd:01:00:01', '00:80:f4:00:00:09', 0x88b8, new Uint8Array(50))
    expect(devicesOf([goose]).map(({ id, ips, macs }) => ({ id, ips, macs }))).toEqual([
      { id: '00:80:f4:00:00:09', ips: [], macs: ['00:80:f4:00:00:09'] },
    ])
  })

  it('who was only spoken to is no device', () => {
    expect(devicesOf([udp('10.0.0.7:5000', '10.0.0.9:161')]).map(({ id }) => id)).toEqual(['10.0.0.7'])
  })
})

describe('what a device is', () => {
  it('who answers Modbus is a controller on level 1, who polls it stands on level 2', () => {
    const devices = devicesOf(dialogue('10.0.0.1', '10.0.0.2', [255], 6))
    expect(devices.find(({ id }) => id === '10.0.0.2')).toMatchObject({
      roles: [{ role: 'controller', because: 'answers Modbus as server' }],
      purdueLevel: { level: '1', confidence: 0.9 },
    })
    expect(devices.find(({ id }) => id === '10.0.0.1')).toMatchObject({
      roles: [{ role: 'supervisory', because: 'reads 6 and writes 0 times: 10.0.0.2' }],
      purdueLevel: { level: '2', confidence: 0.6 },
    })
  })

  it('a scanner that meets only resets is nothing, and neither is whom it scanned', () => {
    const frames = Array.from({ length: 30 }, (_, i) => [
      tcp(`10.0.0.1:${3000 + i}`, `10.0.0.${10 + i}:502`, { flags: syn }),
      tcp(`10.0.0.${10 + i}:502`, `10.0.0.1:${3000 + i}`, { flags: reset }),
    ]).flat()
    for (const { roles, purdueLevel } of devicesOf(frames)) expect([roles, purdueLevel]).toEqual([[], null])
  })

  it('an open port 502 that says nothing is no controller', () => {
    const frames = [
      tcp('10.0.0.1:3000', '10.0.0.2:502', { flags: syn }),
      tcp('10.0.0.2:502', '10.0.0.1:3000', { flags: synAck }),
    ]
    expect(device(frames, '10.0.0.2')?.roles).toEqual([])
  })

  it('who stops a controller, and gets an answer, is an engineering station', () => {
    const stop = plcStop(1)
    const done = Uint8Array.from(stop)
    done[8] = 3
    const frames = [
      tcp('10.0.0.1:3000', '10.0.0.2:102', { flags: push, content: stop }),
      tcp('10.0.0.2:102', '10.0.0.1:3000', {
        flags: push,
        content: fromHex('0300 0014 02f080 32 03 0000 0001 0001 0000 0000 29'),
      }),
    ]
    expect(device(frames, '10.0.0.1')).toMatchObject({
      roles: [{ role: 'engineering-station' }],
      purdueLevel: { level: '2', confidence: 0.8 },
    })
  })

  it('only office services by port are weak evidence for level 4', () => {
    const frames = [udp('10.0.0.1:5000', '10.0.0.2:53'), udp('10.0.0.2:53', '10.0.0.1:5000')]
    expect(device(frames, '10.0.0.1')?.purdueLevel).toMatchObject({ level: '4', confidence: 0.3 })
  })
})

describe('devices behind an endpoint', () => {
  it('a single unit number is the endpoint itself', () => {
    expect(devicesOf(dialogue('10.0.0.1', '10.0.0.2', [1])).map(({ id }) => id)).toEqual(['10.0.0.1', '10.0.0.2'])
  })

  it('several units are devices of their own, and who answers only for them is a gateway', () => {
    const devices = devicesOf(dialogue('10.0.0.1', '10.0.0.2', [1, 7]))
    expect(devices.map(({ id }) => id)).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.2#1', '10.0.0.2#7'])
    expect(devices[1]?.roles[0]).toMatchObject({ role: 'gateway', because: 'answers for 2 units: 1, 7' })
    expect(devices[3]?.roles).toMatchObject([
      { role: 'controller', because: 'answers Modbus as unit 7 behind 10.0.0.2' },
    ])
  })

  it('an endpoint that answers for itself too stays a controller', () => {
    const devices = devicesOf(dialogue('10.0.0.1', '10.0.0.2', [255, 7]))
    expect(devices.map(({ id }) => id)).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.2#7'])
    expect(devices[1]?.roles[0]?.role).toBe('controller')
  })

  it('a unit that only refuses is not there', () => {
    const frames = [
      ...dialogue('10.0.0.1', '10.0.0.2', [1]),
      ...dialogue('10.0.0.4', '10.0.0.2', [2, 3, 4], 1, exceptionResponse(3, 11)),
    ]
    expect(devicesOf(frames).map(({ id }) => id)).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.4'])
  })

  it('what a unit says about itself is said of that unit', () => {
    const said = deviceIdentificationResponse([
      [0, 'WIKA'],
      [1, 'UPT-20'],
      [2, '1.4'],
    ])
    const { devices, identities } = inspect(
      [...dialogue('10.0.0.1', '10.0.0.2', [255]), ...dialogue('10.0.0.4', '10.0.0.2', [3], 1, said)],
      { protocols },
    )
    expect(devices.find(({ id }) => id === '10.0.0.2#3')?.vendor).toBe('WIKA')
    expect(identities.map(({ device: id, field, packet }) => [id, field, packet])).toContainEqual([
      '10.0.0.2#3',
      'vendor',
      4,
    ])
  })
})

describe('what a device says', () => {
  const identity = {
    vendorId: 1,
    deviceType: 14,
    productCode: 54,
    major: 20,
    minor: 11,
    status: 0,
    serial: 0x51823f,
    product: '1756-L61/B',
    state: 3,
  }
  const answer = (major: number, minor: number) =>
    udp('10.0.0.2:44818', '10.0.0.1:5000', listIdentityResponse({ ...identity, major, minor }, '10.0.0.2'))

  it('wins over its card, once each, with the packet that said it first', () => {
    const { devices, identities } = inspect([answer(20, 11), answer(20, 11)], {
      protocols,
      ouiVendor: () => 'Card Maker',
    })
    expect(devices[0]).toMatchObject({ vendor: 'Rockwell Automation', model: '1756-L61/B', serial: '0x0051823f' })
    expect(new Set(identities.map(({ packet }) => packet))).toEqual(new Set([1]))
  })

  it('of its firmware, the last holds', () => {
    expect(device([answer(20, 11), answer(20, 55)], '10.0.0.2')?.firmware).toBe('20.55')
  })
})
