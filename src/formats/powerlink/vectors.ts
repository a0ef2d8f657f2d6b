import type { WireVector } from '../wire-vector.ts'

const zeros = (count: number): string => '00'.repeat(count)

export const powerlinkVectors: readonly WireVector[] = [
  {
    title: 'the managing node opens the cycle',
    source: 'EPSG DS 301, 4.6.1.1',
    exchange: [`> 01fff0 ${zeros(43)}`],
    says: 'event 0x01 other',
    function: 'Start of Cycle',
    identity: [
      ['nodeId', '240'],
      ['deviceType', 'POWERLINK managing node'],
    ],
  },
  {
    title: 'a node is polled',
    source: 'EPSG DS 301, 4.6.1.1',
    exchange: [`> 0303f0000100000024 ${zeros(37)}`],
    says: 'request 0x03 other',
    function: 'Poll Request',
    identity: [
      ['nodeId', '240'],
      ['deviceType', 'POWERLINK managing node'],
    ],
  },
  {
    title: 'a node answers to all',
    source: 'EPSG DS 301, 4.6.1.1',
    exchange: [`> 04ff03fd0100000024 ${zeros(37)}`],
    says: 'response 0x04 other',
    function: 'Poll Response',
    identity: [
      ['nodeId', '3'],
      ['deviceType', 'POWERLINK controlled node'],
    ],
  },
  {
    title: 'a node says who it is',
    source: 'EPSG DS 301, 7.3.3.2.1',
    exchange: [
      `> 06ff030100001c002000450000002c0124002400e80300000000910100006c0000015e1f0000010001006712 ${zeros(26)} c0a86403ffffff00c0a864fe617869732d33 ${zeros(74)}`,
    ],
    says: 'response 0x01 identify',
    function: 'ASnd Ident Response',
    identity: [
      ['nodeId', '3'],
      ['deviceType', 'POWERLINK controlled node'],
      ['powerlinkVersion', '2.0'],
      ['deviceProfile', '401'],
      ['vendor', 'B&R Industrial Automation'],
      ['vendorId', '0x0100006c'],
      ['productCode', '0x00001f5e'],
      ['revision', '0x00010001'],
      ['serial', '4711'],
      ['ip', '192.168.100.3'],
      ['subnetMask', '255.255.255.0'],
      ['gateway', '192.168.100.254'],
      ['name', 'axis-3'],
    ],
  },
  {
    title: 'the name of a device is read and told',
    source: 'EPSG DS 301: object 0x1008',
    exchange: ['> 0603f00500000000000700020400000008100000', '> 06f00305000000000007800209000000583230424330303833'],
    says: 'response sdo/0x02 identify',
    function: 'SDO Read by Index (identity)',
    identity: [
      ['nodeId', '3'],
      ['deviceType', 'POWERLINK controlled node'],
      ['model', 'X20BC0083'],
    ],
  },
  {
    title: 'a program is written',
    source: 'EPSG DS 301: object 0x1F50',
    exchange: ['> 0603f005000000000001000108000000501f010001000000'],
    says: 'request sdo/0x01 program',
    function: 'SDO Write by Index (program)',
    identity: [
      ['nodeId', '240'],
      ['deviceType', 'POWERLINK managing node'],
    ],
  },
  {
    title: 'a node is reset',
    source: 'EPSG DS 301: NMTResetNode',
    exchange: [`> 0603f00428 ${zeros(41)}`],
    says: 'request 0x28 program',
    function: 'NMT Reset Node',
    identity: [
      ['nodeId', '240'],
      ['deviceType', 'POWERLINK managing node'],
    ],
  },
]
