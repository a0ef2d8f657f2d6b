import type { WireVector } from '../wire-vector.ts'

const zeros = (count: number): string => '00'.repeat(count)

export const ccLinkIeVectors: readonly WireVector[] = [
  {
    title: 'a Field master tells its state',
    source: "layout of NTT Communications' Zeek parser",
    exchange: [`> 200000000030000101 ${zeros(35)}`],
    says: 'event 0x20 other',
    function: 'My Status',
    identity: [
      ['network', 'CC-Link IE Field'],
      ['nodeNumber', '1'],
      ['deviceType', 'CC-Link IE Field master station'],
    ],
  },
  {
    title: 'cyclic data of a Field node',
    source: "layout of NTT Communications' Zeek parser",
    exchange: [`> 850000000000000701 ${zeros(35)}`],
    says: 'event 0x85 other',
    function: 'Cyclic Data RX',
    identity: [
      ['network', 'CC-Link IE Field'],
      ['nodeNumber', '7'],
    ],
  },
  {
    title: 'a management node of Control',
    source: "layout of NTT Communications' Zeek parser",
    exchange: [`> 1000000000000001 ${zeros(36)}`],
    says: 'event 0x10 other',
    function: 'Persuasion',
    identity: [
      ['network', 'CC-Link IE Control'],
      ['nodeNumber', '1'],
      ['deviceType', 'CC-Link IE Control management node'],
    ],
  },
  {
    title: 'a safe slave of TSN answers detection',
    source: "layout of the CC-Link Partner Association's Wireshark script",
    exchange: [
      `> c2000101010728e98e010203 ${zeros(46)} 0a000007ffffff ${zeros(54)} 0312340000567800000010 ${zeros(44)} 10 ${zeros(30)}`,
    ],
    says: 'response 0xc2 identify',
    function: 'TSN Detection Ack',
    identity: [
      ['deviceType', 'CC-Link IE TSN slave station'],
      ['mac', '28:e9:8e:01:02:03'],
      ['ip', '10.0.0.7'],
      ['subnetMask', '255.255.255.0'],
      ['gateway', '0.0.0.0'],
      ['vendorId', '0x1234'],
      ['modelCode', '0x00005678'],
      ['expansionModelCode', '0x0000'],
      ['deviceTypeId', '0x0010'],
      ['deviceVersion', '3'],
      ['safety', 'CC-Link IE TSN safety communication'],
    ],
  },
  {
    title: 'SLMP in a TSN frame stops a controller',
    source: "layout of the CC-Link Partner Association's Wireshark script; SLMP reference manual SH-080956",
    exchange: ['> c30000000000500000ffff0300080010000210000001000000000000000000'],
    says: 'request 0x1002 program',
    function: 'Remote Stop',
  },
]

export const ccLinkIeBasicVectors: readonly WireVector[] = [
  {
    title: 'the master of Field Basic asks its slave',
    source: "layout of rt-labs' c-link",
    exchange: [
      `> 500000ffff030086000000700e00000100000024 ${zeros(15)} 01 ${zeros(11)} 0100000a01000100f401030000000100010000000200000a ${zeros(72)}`,
    ],
    says: 'request 0x0e70 other',
    function: 'Cyclic Data',
    identity: [
      ['deviceType', 'CC-Link IE Field Basic master station'],
      ['ip', '10.0.0.1'],
      ['state', 'run'],
    ],
  },
  {
    title: 'the slave answers',
    source: "layout of rt-labs' c-link",
    exchange: [
      `> 500000ffff030086000000700e00000100000024 ${zeros(15)} 01 ${zeros(11)} 0100000a01000100f401030000000100010000000200000a ${zeros(72)}`,
      `< d00000ffff03007a0000000100000028 ${zeros(15)} 34120000785600000100000001000000000000000200000a010001 ${zeros(73)}`,
    ],
    says: 'response 0x0e70 other',
    function: 'Cyclic Data',
    identity: [
      ['deviceType', 'CC-Link IE Field Basic slave station'],
      ['ip', '10.0.0.2'],
      ['vendorId', '0x1234'],
      ['modelCode', '0x00005678'],
      ['deviceVersion', '1'],
      ['state', 'run'],
    ],
  },
  {
    title: 'the slave refuses',
    source: "layout of rt-labs' c-link",
    exchange: [
      `> 500000ffff030086000000700e00000100000024 ${zeros(15)} 01 ${zeros(11)} 0100000a01000100f401030000000100010000000200000a ${zeros(72)}`,
      `< d00000ffff03007a0000000100e0cf28 ${zeros(15)} 34120000785600000100000001000000000000000200000a010001 ${zeros(73)}`,
    ],
    says: 'response 0x0e70 other !',
    function: 'Cyclic Data',
  },
]
