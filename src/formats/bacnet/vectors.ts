import type { WireVector } from '../wire-vector.ts'

export const bacnetVectors: readonly WireVector[] = [
  {
    title: 'Who-Is to everyone',
    source: 'ANSI/ASHRAE 135, annex F.4.9',
    exchange: ['> 81 0b 000c 01 20 ffff 00 ff 10 08'],
    says: 'request unconfirmed/0x08 identify',
  },
  {
    title: 'I-Am that a management device forwards for another',
    source: 'seen: BACnet-BBMD-on-same-subnet',
    exchange: ['> 81 04 001b c0a80069bac0 01 00 10 00 c40200007b 22 0400 91 03 22 0104'],
    says: 'event unconfirmed/0x00 identify',
    identity: [
      ['deviceInstance', '123', '192.168.0.105'],
      ['vendorId', '260', '192.168.0.105'],
      ['vendor', 'BACnet Stack at SourceForge', '192.168.0.105'],
    ],
  },
  {
    title: 'I-Am from behind a router',
    source: 'seen: BACnetIP-MSTP-Mix',
    exchange: ['> 81 0b 001d 01 28 ffff 00 6591 01 72 ff 10 00 c402015062 22 01e0 91 03 22 0104'],
    says: 'event unconfirmed/0x00 identify',
    unit: '26001:72',
    identity: [
      ['deviceInstance', '86114'],
      ['vendorId', '260'],
      ['vendor', 'BACnet Stack at SourceForge'],
    ],
  },
  {
    title: 'I-Have of an object',
    source: 'ANSI/ASHRAE 135, annex F.4.8: OATemp is analog input 3 of device 8',
    exchange: ['> 81 0b 001b 01 00 10 01 c402000008 c400000003 7507 00 4f4154656d70'],
    says: 'event unconfirmed/0x01 identify',
    identity: [
      ['deviceInstance', '8'],
      ['objectInstance', '3'],
      ['objectName', 'OATemp'],
    ],
  },
  {
    title: 'A model name in UCS-2, of whichever device hears it',
    source: 'seen: bacnet_test (data of the ICS-Security-Tools collection)',
    exchange: [
      '> 81 0a 0011 01 04 00 05 01 0c 0c 023fffff 19 46',
      '< 81 0a 002d 01 00 30 01 0c 0c 023fffff 19 46 3e 75 19 04 004d0053002d004e004100450034003500310030002d0032 3f',
    ],
    says: 'response confirmed/0x0c read',
    identity: [['model', 'MS-NAE4510-2']],
  },
  {
    title: 'A vendor number read from a device',
    source: 'seen: bacnet_test',
    exchange: ['< 81 0a 0014 01 00 30 01 0c 0c 02000005 19 78 3e 21 05 3f'],
    says: 'response confirmed/0x0c read',
    identity: [
      ['deviceInstance', '5'],
      ['vendorId', '5'],
      ['vendor', 'Johnson Controls'],
    ],
  },
  {
    title: 'An unknown property',
    source: 'ANSI/ASHRAE 135, clause 20.1.7: class property, code unknown-property',
    exchange: ['< 81 0a 000d 01 00 50 01 0c 91 02 91 20'],
    says: 'response confirmed/0x0c read !',
  },
  {
    title: 'WriteProperty of an analog value',
    source: 'ANSI/ASHRAE 135, annex F.3.9',
    exchange: ['> 81 0a 0018 01 04 00 04 59 0f 0c 00800001 19 55 3e 44 43340000 3f'],
    says: 'request confirmed/0x0f write',
  },
  {
    title: 'Halting a program is programming, and so is its acknowledgement',
    source: 'ANSI/ASHRAE 135, clauses 12.22.5 and 21: program 2, program-change, halt',
    exchange: ['> 81 0a 0015 01 04 00 04 5a 0f 0c 04000002 19 5a 3e 91 03 3f', '< 81 0a 0009 01 00 20 5a 0f'],
    says: 'response confirmed/0x0f/90 program',
  },
  {
    title: 'WritePropertyMultiple that halts a program',
    source: 'ANSI/ASHRAE 135, clauses 15.10 and 12.22.5',
    exchange: ['> 81 0a 0017 01 04 00 04 5b 10 0c 04000002 1e 09 5a 2e 91 03 2f 1f'],
    says: 'request confirmed/0x0f/90 program',
  },
  {
    title: 'ReinitializeDevice with a password',
    source: 'ANSI/ASHRAE 135, annex F.4.4',
    exchange: ['> 81 0a 0017 01 04 00 04 02 14 09 01 1d 09 00 4142434445464748'],
    says: 'request confirmed/0x14 program',
  },
  {
    title: 'ReinitializeDevice whose sender forgot the password in its length',
    source: 'seen: bacnet_example (ICSNPP)',
    exchange: ['> 81 0a 0011 01 04 00 05 01 14 09 06 1d 0b 00 44656c63617474793730'],
    says: 'request confirmed/0x14 program',
  },
  {
    title: 'ReinitializeDevice rejected: the reject names only the invoke id',
    source: 'ANSI/ASHRAE 135, clause 20.1.8',
    exchange: ['> 81 0a 000c 01 04 00 04 07 14 09 01', '< 81 0a 0009 01 00 60 07 04'],
    says: 'response confirmed/0x14 program !',
  },
  {
    title: 'DeviceCommunicationControl',
    source: 'ANSI/ASHRAE 135, annex F.4.1',
    exchange: ['> 81 0a 000e 01 04 00 04 05 11 09 05 19 01'],
    says: 'request confirmed/0x11 program',
  },
  {
    title: 'AtomicWriteFile',
    source: 'ANSI/ASHRAE 135, annex F.2.2',
    exchange: ['> 81 0a 001a 01 04 00 02 55 07 c4 02800001 0e 31 1e 65 05 0102030405 0f'],
    says: 'request confirmed/0x07 program',
  },
  {
    title: 'I-Am-Router-To-Network',
    source: 'ANSI/ASHRAE 135, clause 6.4.2',
    exchange: ['> 81 0b 000b 01 80 01 6591 6593'],
    says: 'event network/0x01 identify',
    identity: [
      ['routesTo', '26001'],
      ['routesTo', '26003'],
    ],
  },
  {
    title: 'A foreign device registers',
    source: 'seen: bacnet_test',
    exchange: ['> 81 05 0006 0010'],
    says: 'request bvlc/0x05 other',
  },
  {
    title: 'A refused registration',
    source: 'seen: bacnet_test',
    exchange: ['< 81 00 0006 0030'],
    says: 'response bvlc/0x00 other !',
  },
  {
    title: 'The table of broadcast management devices',
    source: 'ANSI/ASHRAE 135, annex J.2.4',
    exchange: ['< 81 03 0018 c0a80018bac0ffffffff c0a80112bac0ffffffff'],
    says: 'response bvlc/0x03 read',
    identity: [
      ['broadcastPeer', '192.168.0.24:47808'],
      ['broadcastPeer', '192.168.1.18:47808'],
    ],
  },
  {
    title: 'I-Am over IPv6',
    source: 'ANSI/ASHRAE 135, annex U.2.3',
    exchange: ['> 82 02 0017 000001 01 00 10 00 c402000001 22 05c4 91 03 21 5f'],
    says: 'event unconfirmed/0x00 identify',
    identity: [
      ['deviceInstance', '1'],
      ['vendorId', '95'],
    ],
  },
]

/** MS/TP frames behind the SNAP header of Cimetrics. Seen: BACnetIP-MSTP-Mix. */
export const token = '0000 80 00 01 72 0000 84'

/** What may never be read as BACnet/IP. */
export const notBacnet: readonly (readonly [title: string, bytes: string])[] = [
  ['a table of another length', '8103 0020 c0a80018bac0ffffffff'],
  ['a confirmed service that does not exist', '810a000b 01 04 00 05 01 44 09'],
  ['an unknown function', '81770008010010 08'],
  ['another version of the network layer', '810a0008 02 00 10 08'],
  ['reserved control bits', '810a0008 01 50 10 08'],
  ['a network source without an address', '810a000b 01 08 0001 00 10 08'],
  ['a DNS answer', '8180 8180 0001 0001 0000 0000'],
  ['an SNMP request', '302902010104067075626c6963'],
]
