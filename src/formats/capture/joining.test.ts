import { describe, expect, it } from 'vitest'
import type { Device } from '#core/capture/inspection.ts'
import { encodeDhcp } from '../dhcp/encode.ts'
import { cipRequest, cipResponse, classPath, listIdentityResponse, sendRRData } from '../enip/encode.ts'
import { encodeArp, encodeEthernet } from '../ethernet/encode.ts'
import { encodeHead } from '../http/encode.ts'
import { advertisement } from '../lldp/encode.ts'
import { deviceIdentificationResponse, encodeModbus, exceptionResponse, readRequest } from '../modbus/encode.ts'
import { identifyResponse } from '../profinet-dcp/encode.ts'
import { protocols } from '../protocols.ts'
import { cardOf, type Frames, inspect, push, reset, syn, synAck, tcp, udp } from './inspector.testing.ts'

const devicesOf = (frames: Frames): readonly Device[] => inspect(frames, { protocols }).devices
const idsOf = (frames: Frames) =>
  devicesOf(frames)
    .map(({ id }) => id)
    .sort()
const one = (frames: Frames, id: string) => devicesOf(frames).find((device) => device.id === id)!

const card = '00:1b:1b:00:00:01'
const everybody = 'ff:ff:ff:ff:ff:ff'
const claim = (ip: string, mac: string) => encodeArp(true, { mac, ip }, { mac: everybody, ip: '10.0.0.99' })
const lldp = (port: string, said: Parameters<typeof advertisement>[0]) =>
  encodeEthernet('01:80:c2:00:00:0e', port, 0x88cc, advertisement(said))
const station = (mac: string, ip: string, name = 'r101', role = 1) =>
  encodeEthernet(
    '00:50:56:00:00:01',
    mac,
    0x8892,
    identifyResponse(1, {
      name,
      model: 'S7-300',
      vendorId: 0x2a,
      deviceId: 0x101,
      role,
      ip,
      subnetMask: '255.255.255.0',
      gateway: '0.0.0.0',
    }),
  )
const leased = (mac: string, ip: string) =>
  udp(
    '10.0.0.2:67',
    '10.0.0.255:68',
    encodeDhcp({
      isReply: true,
      mac,
      yourAddress: ip,
      options: [
        [53, [5]],
        [54, [10, 0, 0, 2]],
      ],
    }),
  )

describe('in one capture, addresses are one device', () => {
  it('when a PROFINET station says on the link which IP address it has, and its packets come through a router', () => {
    const router = '00:1d:45:00:00:99'
    const frames = [
      station(card, '10.0.0.7'),
      udp('10.0.0.7:5000', '10.0.9.9:161', [1], router),
      udp('10.0.8.7:5000', '10.0.9.9:161', [1], router),
      udp('10.0.7.7:5000', '10.0.9.9:161', [1], router),
    ]
    expect(one(frames, '10.0.0.7')).toMatchObject({
      macs: [card],
      joinedBy: ['says by PROFINET DCP that its address is 10.0.0.7'],
    })
  })

  it('but not when its packets come from another card: two may have one address', () => {
    const frames = [station(card, '10.0.0.7'), udp('10.0.0.7:5000', '10.0.0.9:161', [1], '00:1d:45:00:00:99')]
    expect(idsOf(frames)).toEqual([card, '10.0.0.7'])
  })

  it('when a station that never sends IP says which address it has', () => {
    expect(devicesOf([station(card, '10.0.0.7')])).toMatchObject([{ id: card, ips: ['10.0.0.7'], names: ['r101'] }])
  })

  it('when a card is lent one address after the other', () => {
    const frames = [
      leased(card, '10.0.0.50'),
      claim('10.0.0.50', card),
      leased(card, '10.0.0.51'),
      claim('10.0.0.51', card),
    ]
    const { ips, joinedBy } = one(frames, '10.0.0.50')
    expect(ips).toEqual(['10.0.0.50', '10.0.0.51'])
    expect(joinedBy?.[0]).toContain('says by DHCP that its address is')
  })

  it('when several ports of a switch name one chassis and its address', () => {
    const chassis = '00:1d:45:00:00:10'
    const said = { chassis, port: 'port-1', managementAddress: '10.0.0.5' }
    const frames = [
      lldp('00:1d:45:00:00:11', said),
      lldp('00:1d:45:00:00:12', { ...said, port: 'port-2' }),
      udp('10.0.0.5:161', '10.0.0.9:5000', [1], chassis),
    ]
    expect(devicesOf(frames).map(({ id, macs }) => [id, macs])).toEqual([
      ['10.0.0.5', ['00:1d:45:00:00:10', '00:1d:45:00:00:11', '00:1d:45:00:00:12']],
    ])
  })

  it('when two cards give one serial number and order number, and not when it says nothing', () => {
    const said = {
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
    const tells = (ip: string, serial: number) =>
      udp(`${ip}:44818`, '10.0.0.1:5000', listIdentityResponse({ ...said, serial }, ip))
    expect(idsOf([tells('10.0.0.2', 0x51823f), tells('10.0.0.3', 0x51823f)])).toEqual(['10.0.0.2'])
    expect(idsOf([tells('10.0.0.2', 0), tells('10.0.0.3', 0)])).toEqual(['10.0.0.2', '10.0.0.3'])
    expect(idsOf([2, 3, 4, 5, 6].map((n) => tells(`10.0.0.${n}`, 0x51823f)))).toHaveLength(5)
  })
})

describe('in one capture, addresses stay apart', () => {
  it('two of one card that nobody says are one', () => {
    expect(idsOf([claim('10.0.0.50', card), claim('10.0.0.51', card)])).toEqual(['10.0.0.50', '10.0.0.51'])
  })

  it('the shared address of a redundant pair and the routers behind it', () => {
    const shared = '00:00:5e:00:01:0a'
    const frames = [
      claim('10.0.0.1', shared),
      claim('10.0.0.2', '00:1d:45:00:00:02'),
      claim('10.0.0.3', '00:1d:45:00:00:03'),
    ]
    expect(idsOf(frames)).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3'])
  })

  it('stations that the factory gave one default address', () => {
    const other = '00:1b:1b:00:00:02'
    expect(devicesOf([station(card, '192.168.0.1', 'plc-a'), station(other, '192.168.0.1', 'plc-b')])).toMatchObject([
      { id: card, ips: [] },
      { id: other, ips: [] },
    ])
  })
})

describe('what answering makes of a device', () => {
  const answers = (port: number, asked: Uint8Array, told: Uint8Array): Frames => [
    tcp(`10.0.0.1:3000`, `10.0.0.2:${port}`, { flags: syn }),
    tcp(`10.0.0.2:${port}`, `10.0.0.1:3000`, { flags: synAck }),
    tcp(`10.0.0.1:3000`, `10.0.0.2:${port}`, { flags: push, sequence: 1001, content: asked }),
    tcp(`10.0.0.2:${port}`, `10.0.0.1:3000`, { flags: push, sequence: 1001, content: told }),
  ]
  const roles = (frames: Frames) => one(frames, '10.0.0.2').roles.map(({ role }) => role)

  it('a web page makes no controller', () => {
    const frames = answers(
      80,
      encodeHead('GET / HTTP/1.1', [['Host', '10.0.0.2']]),
      encodeHead('HTTP/1.1 200 OK', [['Server', 'Siemens Web']]),
    )
    expect(inspect(frames, { protocols }).conversations[0]?.protocol).toBe('http')
    expect(roles(frames)).toEqual([])
  })

  it('telling only who it is makes nothing that the device does not say itself', () => {
    const asked = encodeModbus(1, 255, Uint8Array.of(0x2b, 0x0e, 1, 0))
    const tells = (product: string) =>
      answers(
        502,
        asked,
        encodeModbus(
          1,
          255,
          deviceIdentificationResponse([
            [0, 'Maker'],
            [1, product],
            [2, '1.0'],
          ]),
        ),
      )
    expect(roles(tells('UPT-20'))).toEqual([])
    expect(one(tells('BMX P34 2020'), '10.0.0.2')).toMatchObject({
      roles: [{ role: 'controller', because: 'says by Modbus that it is BMX P34 2020' }],
      purdueLevel: { level: '1', confidence: 0.6 },
    })
  })

  it('a scan that meets refusals and exceptions finds no controller, even with one identity among them', () => {
    const frames = [
      ...answers(502, encodeModbus(1, 255, readRequest(3, 0, 1)), encodeModbus(1, 255, exceptionResponse(3, 2))),
      tcp('10.0.0.1:3001', '10.0.0.2:102', { flags: syn }),
      tcp('10.0.0.2:102', '10.0.0.1:3001', { flags: reset }),
    ]
    expect(roles(frames)).toEqual([])
  })

  it('CIP Safety makes a safety controller of a controller, and a safety model says so itself', () => {
    const said = {
      vendorId: 1,
      deviceType: 14,
      productCode: 54,
      major: 20,
      minor: 11,
      status: 0,
      serial: 0x51823f,
      product: '1756-L73S/A',
      state: 3,
    }
    const reads = answers(
      44818,
      sendRRData(1, 1, cipRequest(0x0e, classPath(0x6b, 1, 1))),
      sendRRData(1, 1, cipResponse(0x0e, [1, 0])),
    )
    expect(roles(reads)).toEqual(['controller'])
    const guard = one(
      [...reads, udp('10.0.0.2:44818', '10.0.0.1:5000', listIdentityResponse(said, '10.0.0.2'))],
      '10.0.0.2',
    )
    expect(guard).toMatchObject({
      roles: [{ role: 'safety-controller' }],
      safety: ['1756-L73S is a safety model', 'speaks CIP Safety, a safety protocol'],
    })
    expect(guard.purdueLevel?.because).toContain('part of a safety system (SIS)')
  })

  it('what speaks against a level lowers its confidence and is told', () => {
    const device = one(
      [
        ...answers(
          44818,
          sendRRData(1, 1, cipRequest(0x0e, classPath(0x6b, 1, 1))),
          sendRRData(1, 1, cipResponse(0x0e, [1, 0])),
        ),
        udp('10.0.0.2:5000', '8.8.8.8:53'),
        udp('8.8.8.8:53', '10.0.0.2:5000', [1], cardOf('10.0.0.254')),
      ],
      '10.0.0.2',
    )
    expect(device.purdueLevel).toMatchObject({
      level: '1',
      confidence: 0.72,
      against: ['but exchanges packets with the internet (8.8.8.8)'],
    })
  })
})
