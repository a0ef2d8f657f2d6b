import type { WireVector } from '../wire-vector.ts'

export const enipVectors: readonly WireVector[] = [
  {
    title: 'List Identity of a 1756-ENBT/A',
    source: 'seen: enip_test (data of the ICS-pcap collection)',
    exchange: [
      '> 6300 0000 00000000 00000000 c1debed100000000 00000000',
      '< 6300 3300 00000000 00000000 c1debed100000000 00000000' +
        '0100 0c00 2d00 0100 0002af120a0101a40000000000000000 0100 0c00 3a00 0403 3000 8e4d5200 0b313735362d454e42542f41 03',
    ],
    says: 'response 0x0063 identify',
    identity: [
      ['vendor', 'Rockwell Automation'],
      ['vendorId', '0x0001'],
      ['deviceType', 'Communications Adapter'],
      ['deviceTypeId', '12'],
      ['productCode', '58'],
      ['firmware', '4.3'],
      ['majorRevision', '4'],
      ['minorRevision', '3'],
      ['status', '0x0030'],
      ['serial', '0x00524d8e'],
      ['product', '1756-ENBT/A'],
      ['model', '1756-ENBT/A'],
      ['orderNumber', '1756-ENBT'],
      ['state', '0x03'],
      ['address', '10.1.1.164'],
    ],
  },
  {
    title: 'Get Attributes All of the processor in slot 0, through the communication module',
    source: 'seen: EIP-SoftwareUpload (data of the ICS-pcap collection)',
    exchange: [
      '> 6f00 2400 00010211 00000000 22a902002008e100 00000000' +
        '00000000 2000 0200 00000000 b2001400 52022006240107f9060001022001240101000100',
      '< 6f00 3700 00010211 00000000 22a902002008e100 00000000' +
        '00000000 2000 0200 00000000 b2002700 8100000001000e003600101460303f82510014313735362d4c36312f42204c4f47495835353631',
    ],
    protocol: 'cip',
    says: 'response 0x01 identify',
    unit: '0',
    identity: [
      ['vendor', 'Rockwell Automation'],
      ['vendorId', '0x0001'],
      ['deviceType', 'Programmable Logic Controller'],
      ['deviceTypeId', '0x000e'],
      ['productCode', '54'],
      ['firmware', '16.20'],
      ['majorRevision', '16'],
      ['minorRevision', '20'],
      ['status', '0x3060'],
      ['serial', '0x0051823f'],
      ['product', '1756-L61/B LOGIX5561'],
      ['model', '1756-L61/B LOGIX5561'],
      ['orderNumber', '1756-L61'],
    ],
  },
  {
    title: 'An Unconnected Send tells what it carries',
    source: 'seen: EIP-SoftwareUpload',
    exchange: [
      '> 6f00 2400 00010211 00000000 22a902002008e100 00000000' +
        '00000000 2000 0200 00000000 b2001400 52022006240107f9060001022001240101000100',
    ],
    protocol: 'cip',
    says: 'request 0x52 other, request 0x01 identify',
  },
  {
    title: 'A MicroLogix 1400 asked by PCCC',
    source: 'seen: cip_only (data of the ICS-pcap collection)',
    exchange: [
      '> 6f00 2200 09a6183f 00000000 1e33060038bc270c 00000000' +
        '00000000 0a00 0200 00000000 b2001200 4b0220672401074d00e0312b3d060063c503',
      '< 6f00 3800 09a6183f 00000000 1e33060038bc270c 00000000' +
        '00000000 0004 0200 00000000 b2002800 cb000000074d00e0312b3d460063c500ee4a9f23313736362d4c45432020200000260036829efc01',
    ],
    protocol: 'cip',
    says: 'response 0x4b/0x06/0x03 identify',
    identity: [
      ['vendor', 'Rockwell Automation'],
      ['product', '1766-LEC'],
      ['model', '1766-LEC'],
      ['orderNumber', '1766-LEC'],
    ],
  },
  {
    title: 'Watched values of a Logix controller, two in a packet',
    source: 'seen: plant1_ethernetip (data of the ICS-pcap collection)',
    exchange: [
      '> 7000 3a00 00010210 00000000 1a392f0000000000 00000000' +
        '00000000 0a00 0200 a1000400 40009133 b1002600 e46a 0a022002240102000600 12004c022072240000ce040001004c02207224002c3d04000100',
    ],
    protocol: 'cip',
    says: 'request 0x0a other, request 0x4c read, request 0x4c read',
  },
  {
    title: 'Stop sent to a controller',
    source: 'seen: cip_stop_plc (Malcolm test artifacts), with service 07',
    exchange: [
      '> 7000 1c00 01002a00 00000000 0000000000000000 00000000' +
        '00000000 0100 0200 a1000400 22409500 b1000800 e700 0702208e2401',
    ],
    protocol: 'cip',
    says: 'request 0x07 program',
  },
  {
    title: 'A block of firmware',
    source: 'seen: EIP-FirmwareChange (data of the ICS-pcap collection), its answer',
    exchange: [
      '> 6f00 1e00 00010212 00000000 0d020000489ae000 00000000' +
        '00000000 1400 0200 00000000 b2000e00 4d0220a124010000000095950000',
      '< 6f00 1a00 00010212 00000000 0d020000489ae000 00000000' +
        '00000000 1400 0200 00000000 b2000a00 cd000000000000000200',
    ],
    protocol: 'cip',
    says: 'response 0x4d program',
  },
  {
    title: 'Connected I/O is traffic, never identity',
    source: 'CIP specification, volume 2, §2-6 (class 1)',
    exchange: ['> 0200 0280 0800 40009133 01000000 b100 0600 0100 00000000'],
    says: 'event io other',
  },
  {
    title: 'A path that does not exist',
    source: 'CIP specification, volume 1, appendix B: status 5',
    exchange: [
      '> 6f00 1600 00010211 00000000 0100000000000000 00000000 00000000 0500 0200 00000000 b2000600 0e02 20f52401',
      '< 6f00 1400 00010211 00000000 0100000000000000 00000000 00000000 0500 0200 00000000 b2000400 8e000500',
    ],
    protocol: 'cip',
    says: 'response 0x0e read !',
  },
]
