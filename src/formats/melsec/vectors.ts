import type { WireVector } from '../wire-vector.ts'

const manual = 'SLMP reference manual SH-080956'

export const melsecVectors: readonly WireVector[] = [
  {
    title: 'Device Read of words, 3E binary',
    source: `${manual}, §7.2: three words from D100`,
    exchange: [
      '> 5000 00 ff ff03 00 0c00 1000 0104 0000 640000 a8 0300',
      '< d000 00 ff ff03 00 0800 0000 3412 0200 ef1d',
    ],
    says: 'response 0x0401 read',
    function: 'Device Read',
  },
  {
    title: 'Device Write, 4E binary with a serial number',
    source: `${manual}, §5.2, §7.2`,
    exchange: [
      '> 5400 3412 0000 00 ff ff03 00 0e00 1000 0114 0000 640000 a8 0100 9519',
      '< d400 3412 0000 00 ff ff03 00 0200 0000',
    ],
    says: 'response 0x1401 write',
    function: 'Device Write',
  },
  {
    title: 'Read Type Name',
    source: `${manual}, §7.8`,
    exchange: [
      '> 5000 00 ff ff03 00 0600 1000 0101 0000',
      '< d000 00 ff ff03 00 1400 0000 51303355445643505520202020202020 6a03',
    ],
    says: 'response 0x0101 identify',
    function: 'Read Type Name',
    identity: [
      ['vendor', 'Mitsubishi Electric'],
      ['model', 'Q03UDVCPU'],
      ['orderNumber', 'Q03UDVCPU'],
      ['modelCode', '0x036a'],
    ],
  },
  {
    title: 'Read Type Name in ASCII',
    source: `${manual}, §5.2, §7.8`,
    exchange: ['>> 500000FF03FF00000C001001010000', '<< D00000FF03FF0000180000R04CPU          4800'],
    says: 'response 0x0101 identify',
    function: 'Read Type Name',
    identity: [
      ['vendor', 'Mitsubishi Electric'],
      ['model', 'R04CPU'],
      ['orderNumber', 'R04CPU'],
      ['modelCode', '0x4800'],
    ],
  },
  {
    title: 'Remote Stop that is refused',
    source: `${manual}, §7.8: end code 0x4010`,
    exchange: [
      '> 5000 00 ff ff03 00 0800 1000 0210 0000 0100',
      '< d000 00 ff ff03 00 0b00 1040 00 ff ff03 00 0210 0000',
    ],
    says: 'response 0x1002 program !',
    function: 'Remote Stop',
  },
  {
    title: 'Remote Reset in ASCII',
    source: `${manual}, §7.8`,
    exchange: ['>> 500000FF03FF0000100010100600000001'],
    says: 'request 0x1006 program',
    function: 'Remote Reset',
  },
  {
    title: 'File Write',
    source: `${manual}, §7.9`,
    exchange: ['> 5000 00 ff ff03 00 1000 1000 2918 0000 0000 00000000 0200 4142'],
    says: 'request 0x1829 program',
    function: 'File Write',
  },
  {
    title: 'Node Search: the node says its own MAC and address',
    source: 'CC-Link BAP-C2006-ENG-003, §8.3.11 (layout as in rt-labs c-link)',
    exchange: [
      '> 5400 0100 0000 00 ff ff03 00 1100 0000 300e 0000 060504030201 04 01a8c0c0',
      '< d400 0100 0000 00 ff ff03 00 3500 0000 060504030201 04 0103a8c0 665544332211 04 1703a8c0 00ffffff ffffffff 00' +
        '3412 78560000 0200 04 ffffffff ffff 0000 0bf0 01',
    ],
    says: 'response 0x0e30 identify',
    function: 'Node Search',
    identity: [
      ['mac', '11:22:33:44:55:66'],
      ['ip', '192.168.3.23'],
      ['subnetMask', '255.255.255.0'],
      ['vendorId', '0x1234'],
      ['modelCode', '0x00005678'],
      ['hardware', '2'],
    ],
  },
]

export const melsecEarlyVectors: readonly WireVector[] = [
  {
    title: 'Batch Read of words, 1E',
    source: 'MELSEC communication protocol SH-080008, §18: D100, three words',
    exchange: ['> 01 ff 0a00 64000000 2044 03 00', '< 81 00 341202 00ef1d'],
    says: 'response 1E 0x01 read',
    isOneFlow: true,
    function: 'Batch Read (words)',
  },
  {
    title: 'Remote Stop, 1E',
    source: 'SH-080008, §18',
    exchange: ['> 01 ff 0a00 64000000 2044 03 00', '> 14 ff 0a00'],
    says: 'request 1E 0x14 program',
    isOneFlow: true,
    function: 'Remote Stop',
  },
  {
    title: 'Batch Write that is refused, 1E',
    source: 'SH-080008, §18: end code 5b and an abnormal code',
    exchange: ['> 03 ff 0a00 64000000 2044 01 00 3412', '< 83 5b 12 00'],
    says: 'response 1E 0x03 write !',
    isOneFlow: true,
    function: 'Batch Write (words)',
  },
]
