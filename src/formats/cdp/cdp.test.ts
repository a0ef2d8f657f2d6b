import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Exchange, readsExchanges, readWhole, survivesMutations } from '../exchanges.testing.ts'
import { digits, fromHex, fromText } from '../octets.ts'
import { cdp } from './decode.ts'
import { advertisement } from './encode.ts'

const letters = (said: string): string => digits(fromText(said), 0, said.length)

const cdpVectors: readonly Exchange[] = [
  {
    title: 'a router of version 1: every line of its software, its platform, its address',
    source: 'seen: zeek_cdp-v1, its four lines of software cut to two',
    exchange: [
      `> 01b4 dff0 0001 0006 5231 0002 0011 00000001 0101cc0004 c0a80a01 0003 000d ${letters('Ethernet0')}` +
        `0004 0008 00000001 0005 0080 ${letters('Cisco Internetwork Operating System Software \nIOS (tm) 1600 Software (C1600-NY-L), Version 11.2(12)P, RELEASE SOFTWARE (fc1)')}` +
        `0006 000e ${letters('cisco 1601')}`,
    ],
    says: 'event cdp identify',
    identity: [
      ['name', 'R1'],
      ['ip', '192.168.10.1'],
      ['port', 'Ethernet0'],
      ['capabilities', 'router'],
      ['capabilityBits', '0x00000001'],
      ['software', 'Cisco Internetwork Operating System Software'],
      ['software2', 'IOS (tm) 1600 Software (C1600-NY-L), Version 11.2(12)P, RELEASE SOFTWARE (fc1)'],
      ['vendor', 'Cisco'],
      ['firmware', '11.2(12)P'],
      ['product', 'cisco 1601'],
      ['model', '1601'],
    ],
  },
  {
    title: 'native VLAN, VTP domain, and an address of zeros',
    source: 'seen: LLDP_and_CDP, its TLVs of S1 one by one',
    exchange: [
      `> 02b4 0000 0001 0006 5331 0002 0011 00000001 0101cc0004 00000000 0009 0008 ${letters('Lab1')} 000a 0006 0001`,
    ],
    says: 'event cdp identify',
    identity: [
      ['name', 'S1'],
      ['address', '0.0.0.0'],
      ['vtpDomain', 'Lab1'],
      ['nativeVlan', '1'],
    ],
  },
  {
    title: 'IPv6 and IPv4 addresses of the management interface',
    source: "Wireshark's packet-cdp.c, dissect_address_tlv",
    exchange: [
      '> 02b4 0000 0001 0006 5331 0016 002d 00000002 0208 aaaa0300000086dd 0010 fe80000000000000000000000000000a' +
        '0101cc0004 0a000001',
    ],
    says: 'event cdp identify',
    identity: [
      ['name', 'S1'],
      ['ip', 'fe80::a'],
      ['ip', '10.0.0.1'],
    ],
  },
  {
    title: 'EnergyWise carries the label of the device',
    source: "Wireshark's packet-cdp.c, TYPE_NRGYZ",
    exchange: [
      `> 02b4 0000 0001 0006 5331 001d 004c ${'00'.repeat(28)} ${letters('WS-C3560X-24P-S')}00 0000 ${letters('V02')}` +
        `${letters('FDO1612V0AB')} ${'00'.repeat(12)}`,
    ],
    says: 'event cdp identify',
    identity: [
      ['name', 'S1'],
      ['orderNumber', 'WS-C3560X-24P-S'],
      ['hardware', 'V02'],
      ['serial', 'FDO1612V0AB'],
    ],
  },
]

describe('CDP vectors', () => readsExchanges(cdp, cdpVectors))

describe('CDP both ways', () => {
  const label = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9./-]{0,40}[A-Za-z0-9]$/)
  const ip = fc.tuple(fc.integer({ min: 1, max: 223 }), fc.nat(255), fc.nat(255), fc.nat(255)).map((o) => o.join('.'))

  it('a neighbour is found with its name, platform and all its addresses', () => {
    fc.assert(
      fc.property(label, label, fc.uniqueArray(ip, { maxLength: 5 }), (name, model, addresses) => {
        const platform = `cisco ${model}`
        const bytes = advertisement({ name, port: 'Gi0/1', platform, software: 'x', addresses, capabilities: 0x28 })
        const facts = readWhole(cdp, cdp.session(), bytes, true)[0]!.identity!
        expect(facts.filter(({ field }) => field === 'ip').map(({ value }) => value)).toEqual(addresses)
        expect(facts).toEqual(
          expect.arrayContaining([
            { field: 'name', value: name },
            { field: 'model', value: model },
            { field: 'product', value: platform },
            { field: 'capabilities', value: 'switch, IGMP' },
          ]),
        )
      }),
    )
  })

  it('what is no CDP in the same SNAP frames is refused', () => {
    for (const other of ['03b4 0000 0001 0006 5331', '0200 0000 0001 0002 5331', '02b4 0000 0001 00ff 5331', '02b4']) {
      const bytes = fromHex(other)
      expect(cdp.recognises(bytes, 0, bytes.length)).toBe(false)
    }
  })

  it('a TLV that reaches beyond the frame is a fault, padding is none', () => {
    const read = (written: string) => cdp.session().read(fromHex(written), 0, fromHex(written).length, true).faults
    expect(read('02b4 0000 0001 0006 5331 0003 0099 41')).toEqual([{ reason: 'advertisement cut short' }])
    expect(read('02b4 0000 0001 0006 5331 0000 0000 00')).toEqual([])
  })
})

describe('hostile CDP', () => {
  survivesMutations(
    cdp,
    cdpVectors.flatMap(({ exchange }) => exchange.map((line) => fromHex(line.slice(1)))),
  )
})
