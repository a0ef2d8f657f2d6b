import { digits, fromText } from '../octets.ts'
import type { WireVector } from '../wire-vector.ts'

const letters = (said: string): string => digits(fromText(said), 0, said.length)

export const cdpVectors: readonly WireVector[] = [
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
