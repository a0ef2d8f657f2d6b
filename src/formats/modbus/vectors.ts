import type { WireVector } from '../wire-vector.ts'

const standard = 'MODBUS Application Protocol Specification V1.1b3'

export const modbusVectors: readonly WireVector[] = [
  {
    title: 'Read Coils',
    source: `${standard}, §6.1 (coils 20-38)`,
    exchange: ['> 0001 0000 0006 ff 01 0013 0013'],
    says: 'request 0x01 read',
  },
  {
    title: 'Answer to Read Coils',
    source: `${standard}, §6.1`,
    exchange: ['> 0001 0000 0006 ff 01 0013 0013', '< 0001 0000 0006 ff 01 03 cd6b05'],
    says: 'response 0x01 read',
  },
  {
    title: 'Read Holding Registers of a unit behind a gateway',
    source: `${standard}, §6.3 (registers 108-110)`,
    exchange: ['> 1501 0000 0006 11 03 006b 0003'],
    says: 'request 0x03 read',
    unit: '17',
  },
  {
    title: 'Write Single Coil',
    source: `${standard}, §6.5`,
    exchange: ['> 0002 0000 0006 00 05 00ac ff00'],
    says: 'request 0x05 write',
  },
  {
    title: 'Write Multiple Registers',
    source: `${standard}, §6.12`,
    exchange: ['> 0003 0000 000b 01 10 0001 0002 04 000a 0102'],
    says: 'request 0x10 write',
    unit: '1',
  },
  {
    title: 'Read/Write Multiple Registers counts as a write',
    source: `${standard}, §6.17`,
    exchange: ['> 0003 0000 0011 00 17 0003 0006 000e 0003 06 00ff 00ff 00ff'],
    says: 'request 0x17 write',
  },
  {
    title: 'Force Listen Only is a write, not a question',
    source: `${standard}, §6.8`,
    exchange: ['> 0004 0000 0006 0a 08 0004 0000'],
    says: 'request 0x08/0x04 write',
    unit: '10',
  },
  {
    title: 'A refused diagnostic',
    source: 'seen: a gateway without an answer from behind it (0x0b)',
    exchange: ['> 0000 0000 0006 0a 08 0004 0000', '< 0000 0000 0003 0a 88 0b'],
    says: 'response 0x08 identify !',
    unit: '10',
  },
  {
    title: 'a refusal padded with a zero',
    source: 'seen: modbus_test_data_part1 (data of the ICS-pcap collection)',
    exchange: ['< 0001 0000 0004 0a 81 06 00'],
    says: 'response 0x01 read !',
    unit: '10',
  },
  {
    title: 'Report Server ID, text after the run indicator',
    source: 'seen: modbus_test_data_part1 (data of the ICS-pcap collection)',
    exchange: ['< 0000 0000 0015 0a 11 12 00 ff 57696e6770617468204c696d69746564'],
    says: 'response 0x11 identify',
    unit: '10',
    identity: [
      ['product', 'Wingpath Limited'],
      ['state', 'running'],
    ],
  },
  {
    title: 'Read Device Identification',
    source: 'seen: modbus_example (ICSNPP)',
    exchange: [
      '> 0017 0000 0005 01 2b 0e 01 00',
      '< 0017 0000 003d 01 2b 0e 01 83 00 00 03 00 10 5a65656b204d6f646275732054657374' +
        '01 18 50726f746f636f6c2050617273696e672069732066756e21 02 07 312e322e332e36',
    ],
    says: 'response 0x2b/0x0e identify',
    unit: '1',
    identity: [
      ['vendor', 'Zeek Modbus Test'],
      ['orderNumber', 'Protocol Parsing is fun!'],
      ['firmware', '1.2.3.6'],
    ],
  },
  {
    title: 'UMAS Read ID of a Quantum',
    source: 'seen: modicon_umas_test (data of the ICS-pcap collection)',
    exchange: [
      '> 0000 0000 0004 00 5a 00 02',
      '< 0000 0000 0032 00 5a 00 fe 10ff5a010100000070020000270009000800000000000e' +
        '3134302043505520333131203130 010101000000001100',
    ],
    says: 'response 0x5a/0x02 identify',
    identity: [
      ['vendor', 'Schneider Electric'],
      ['model', '140 CPU 311 10'],
      ['orderNumber', '140 CPU 311 10'],
      ['firmware', 'V2.70'],
    ],
  },
  {
    title: 'UMAS Read Project Information',
    source: 'seen: modicon_umas_test (data of the ICS-pcap collection)',
    exchange: [
      '> 0003 0000 0005 00 5a 00 03 00',
      '< 0003 0000 0033 00 5a 00 fe 020500009888010000020500009888010000020c3b0c0e01de07020c3b0c0e01de07080000000850726f6a65637400',
    ],
    says: 'response 0x5a/0x03 identify',
    identity: [['project', 'Project']],
  },
  {
    title: 'UMAS Download Block',
    source: 'seen: modicon_umas_test (data of the ICS-pcap collection)',
    exchange: ['> 0030 0000 0009 00 5a 01 34 0001 0100 00'],
    says: 'request 0x5a/0x34 program',
  },
  {
    title: 'Read Device Identification goes on in a further answer',
    source: 'MODBUS Application Protocol Specification V1.1b3, §6.21 (more follows: ff)',
    exchange: [
      '> 0017 0000 0005 01 2b 0e 02 00',
      '< 0017 0000 000f 01 2b 0e 02 82 ff 04 01 00 05 48656c6c6f',
      '> 0018 0000 0005 01 2b 0e 02 04',
      '< 0018 0000 000f 01 2b 0e 02 82 00 00 01 04 05 576f726c64',
    ],
    says: 'response 0x2b/0x0e identify',
    unit: '1',
    identity: [['product', 'World']],
  },
  {
    title: 'UMAS Stop PLC',
    source: 'service 0x41: Apache PLC4X, protocols/umas',
    exchange: ['> 0009 0000 0006 00 5a 01 41 ff00'],
    says: 'request 0x5a/0x41 program',
  },
  {
    title: 'A refused UMAS service',
    source: 'answer 0xfd: Apache PLC4X, protocols/umas',
    exchange: ['> 0001 0000 0005 00 5a 00 01 00', '< 0001 0000 0006 00 5a 00 fd 8001'],
    says: 'response 0x5a/0x01 other !',
  },
]

/** What other protocols send, also to port 502, and never may be read as Modbus/TCP. */
export const notModbus: readonly (readonly [title: string, bytes: string])[] = [
  ['a DCE/RPC bind', '05000b03100000004800000001000000b810b810'],
  ['an NFS call', '800000287e86ab4a0000000000000002000186a3'],
  ['a TLS hello', '1603010085010000810303736ff818542129f78f'],
  ['an HTTP request', '474554202f20485454502f312e310d0a486f7374'],
  ['an RDP connect', '0300002b26e00000000000436f6f6b69653a20'],
  ['the echo of a honeypot', '160301000003008001'],
  ['zeros', '000000000000000000000000'],
  ['a HART-IP session request', '0100000000070d00000000ea60'],
  ['an EtherNet/IP List Identity', '630000000000000000000000000000000000000000000000'],
]
