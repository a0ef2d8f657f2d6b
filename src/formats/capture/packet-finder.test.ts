import { describe, expect, it } from 'vitest'
import { encodeArp } from '../ethernet/encode.ts'
import { modbus } from '../modbus/decode.ts'
import { encodeModbus, readRequest } from '../modbus/encode.ts'
import { fromHex } from '../octets.ts'
import { captureOf, cardOf, push, tcp } from './inspector.testing.ts'
import { createPacketFinder } from './packet-finder.ts'

const arp = encodeArp(true, { mac: cardOf('10.0.0.1'), ip: '10.0.0.1' }, { mac: cardOf('10.0.0.2'), ip: '10.0.0.2' })
const poll = tcp('10.0.0.1:3000', '10.0.0.2:502', {
  flags: push,
  content: encodeModbus(1, 7, readRequest(3, 0, 2)),
  vlan: 20,
})
const file = captureOf([arp, poll])

function find(number: number, bytes = file) {
  const finder = createPacketFinder(number, [modbus])
  let done = false
  for (let at = 0; at < bytes.length && !done; at += 50) done = finder.push(bytes.subarray(at, at + 50))
  return finder.found()
}

describe('one packet of a capture', () => {
  it('is found by its number, with its place, time and bytes', () => {
    expect(find(2)).toMatchObject({
      packet: 2,
      offset: 24 + 16 + arp.length,
      time: '2026-11-02T08:00:00.001000Z',
      wireLength: poll.length,
      bytes: poll,
      fault: null,
    })
  })

  it('is taken apart layer by layer, each where it stands', () => {
    expect(find(2)?.layers.map(({ name, from, to }) => [name, from, to])).toEqual([
      ['Ethernet', 0, 18],
      ['IPv4', 18, 38],
      ['TCP', 38, 58],
      ['modbus', 58, 70],
    ])
  })

  it('says in its fields what its bytes say', () => {
    const fields = find(2)!.layers.flatMap((layer) =>
      layer.fields.map(({ name, value }) => `${layer.name} ${name}: ${value}`),
    )
    expect(fields).toEqual(
      expect.arrayContaining([
        'Ethernet VLAN: 20',
        'IPv4 Source: 10.0.0.1',
        'TCP Destination port: 502',
        'TCP Flags: PUSH, ACK',
        'modbus Request: Read Holding Registers (0x03), read',
        'modbus Unit: 7',
      ]),
    )
  })

  it('without IP shows what it carries', () => {
    const layers = find(1)!.layers
    expect(layers.map(({ name }) => name)).toEqual(['Ethernet', 'ARP', 'Data'])
    expect(layers[1]?.fields.map(({ value }) => value)).toEqual([
      'request',
      '02:00:00:00:00:01',
      '10.0.0.1',
      '00:00:00:00:00:00',
      '10.0.0.2',
    ])
  })

  it('that is malformed is shown as far as it can be read', () => {
    expect(find(1, captureOf([fromHex('0200000000b2 0200000000a1 0800 4500')]))).toMatchObject({
      fault: 'the IPv4 header is cut short',
      layers: [{ name: 'Ethernet' }, { name: 'Data', from: 14, to: 16 }],
    })
  })

  it('is null when the capture holds no such packet', () => {
    expect(find(3)).toBeNull()
  })
})
