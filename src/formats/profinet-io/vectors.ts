import { digits, fromText } from '../octets.ts'
import type { WireVector } from '../wire-vector.ts'

const letters = (said: string): string => digits(fromText(said), 0, said.length)
const seen = (frame: number): string => `seen: profinet_io_cm_mixed_1, frame ${frame}`

const object = 'dea000006c9711d1827100010003015a'
const bigHeader = (operation: string, length: string): string =>
  `04002000 00000000 ${object} dea000016c9711d1827100a02442df7d 13142f9000001000a994d2106890ca5a` +
  `00000000 00000001 00000000 ${operation} ffff ffff ${length} 0000 00 00`
const littleHeader = (operation: string, length: string): string =>
  '04022800 10000000 0000a0de976cd1118271 0001 0003 015a' +
  '0100a0de976cd111827100a02442df7d 902f141300000010a994d2106890ca5a' +
  `02000000 01000000 00000000 ${operation} ffff ffff ${length} 0000 00 00`

export const ioVectors: readonly WireVector[] = [
  {
    title: 'a controller connects: its name, address and numbers',
    source: 'seen: profinet_io_cm_connect_minimal, frame 1, without its IOCRs',
    exchange: [
      `> ${bigHeader('0000', '0067')} 00001000 00000053 00001000 00000000 00000053` +
        `0101 004f 0100 0001 7c74224e166c4a58bf6b6c25a75870f0 0001 00a0456dd343 dea000006c9711d182710001003c00b0` +
        `00000011 0258 8892 0019 ${letters('pc-worx-rt-basic-6d-d3-43')}`,
    ],
    says: 'request 0x00 other',
    identity: [
      ['deviceType', 'PROFINET IO controller'],
      ['name', 'pc-worx-rt-basic-6d-d3-43'],
      ['mac', '00:a0:45:6d:d3:43'],
      ['deviceId', '0x003c'],
      ['vendor', 'Phoenix Contact'],
      ['vendorId', '0x00b0'],
    ],
  },
  {
    title: 'the device answers in the other byte order: its address, and the numbers it was called by',
    source: 'seen: profinet_io_cm_connect_minimal, frame 2, its first block',
    exchange: [
      `< ${littleHeader('0000', '3600')} 00000000 22000000 00100000 00000000 22000000` +
        '8101 001e 0100 0001 7c74224e166c4a58bf6b6c25a75870f0 0001 00099143e067 8892',
    ],
    says: 'response 0x00 other',
    identity: [
      ['deviceType', 'PROFINET IO device'],
      ['mac', '00:09:91:43:e0:67'],
      ['deviceId', '0x0003'],
      ['vendor', 'GE'],
      ['vendorId', '0x015a'],
    ],
  },
  {
    title: 'a device that has no room refuses',
    source: 'seen: profinet_io_cm_connect, "Out of AR Resources"',
    exchange: [`< ${littleHeader('0000', '1400')} 0540 81db 00000000 00000000 00000000 00000000`],
    says: 'response 0x00 other !',
  },
  {
    title: 'real data of the interface names it, with its addresses',
    source: `${seen(26)}, its first block`,
    exchange: [
      `< ${littleHeader('0200', '9000')} 00000000 7c000000 00100000 00000000 7c000000` +
        '8009 003c 0100 0004 7c74224e166c4a58bf6b6c25a75870f0 00000000 0000 0000 0000 f841 0000003c' +
        `${'00'.repeat(24)} 0400 0038 0100 0000 00000000 0000 8000` +
        `0240 0028 0100 0e ${letters('versamax-pns11')} 000000 00099143e067 0000 c0a80102 ffffff00 c0a80102`,
    ],
    says: 'response 0x02 read',
    identity: [
      ['name', 'versamax-pns11'],
      ['mac', '00:09:91:43:e0:67'],
      ['ip', '192.168.1.2'],
      ['subnetMask', '255.255.255.0'],
      ['gateway', '192.168.1.2'],
    ],
  },
  {
    title: 'release is asked for',
    source: seen(27),
    exchange: [
      `> ${bigHeader('0001', '0034')} 00001000 00000020 00001000 00000000 00000020` +
        '0114 001c 0100 0001 7c74224e166c4a58bf6b6c25a75870f0 0001 0000 0004 0000',
    ],
    says: 'request 0x01 other',
  },
  {
    title: 'the endpoint mapper tells the label of a device',
    source: 'C706, appendix O; annotation as in nmap profinet-cm-lookup',
    exchange: [
      `< 04020000 10000000 ${'00'.repeat(16)} 0883afe11f5dc91191a408002b14a0fa ${'00'.repeat(16)}` +
        '00000000 03000000 00000000 0200 ffff ffff 9400 0000 00 00' +
        `${'00'.repeat(20)} 01000000 01000000 00000000 01000000 0000a0de976cd1118271006400010002` +
        `03000000 00000000 40000000 ${letters('S7-1500                   6ES7 672-5DC01-0YA0      0 V  2  1  7')}00` +
        '13000d 0100a0de976cd111827100a02442df7d 00',
    ],
    says: 'response epm/0x02 identify',
    identity: [
      ['annotation', 'S7-1500                   6ES7 672-5DC01-0YA0      0 V  2  1  7'],
      ['model', 'S7-1500'],
      ['orderNumber', '6ES7 672-5DC01-0YA0'],
      ['hardware', '0'],
      ['firmware', 'V2.1.7'],
    ],
  },
]
