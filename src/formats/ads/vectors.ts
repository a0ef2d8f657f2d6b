import type { WireVector } from '../wire-vector.ts'

const seen = 'seen: beckhoff_iplink'
const plc = '050d75600101'
const tool = 'c0a801630101'

export const adsVectors: readonly WireVector[] = [
  {
    title: 'discovery answered with name, system and version',
    source: seen,
    exchange: [
      `> 03661471 00000000 01000000 ${tool} 1027 00000000`,
      `< 03661471 00000000 01000080 ${plc} 1027 03000000 0500 0a00 43585f30443735363000` +
        '0400 1400 14010000060000000000000000000000 03000000 0300 0400 020bb408',
    ],
    says: 'response udp 1 identify',
    function: 'Read Info',
    identity: [
      ['amsNetId', '5.13.117.96.1.1'],
      ['name', 'CX_0D7560'],
      ['os', 'Windows CE 6.0'],
      ['product', 'TwinCAT'],
      ['firmware', '2.11.2228'],
    ],
  },
  {
    title: 'Read Device Info of the PLC server',
    source: seen,
    exchange: [
      `> 0000 20000000 ${plc} 2003 ${tool} a583 0100 0400 00000000 00000000 93000000`,
      `< 0000 38000000 ${tool} a583 ${plc} 2003 0100 0500 18000000 00000000 93000000 00000000 020b3708 504c432053657276657200000000 0000`,
    ],
    says: 'response 1 identify',
    function: 'ADS Read Device Info',
    identity: [
      ['amsNetId', '5.13.117.96.1.1'],
      ['service 800', 'PLC Server'],
      ['version 800', '2.11.2103'],
      ['build 800', '2103'],
    ],
  },
  {
    title: 'Read State of the system service',
    source: seen,
    exchange: [
      `> 0000 20000000 ${plc} 1027 ${tool} 7882 0400 0400 00000000 00000000 0d000000`,
      `< 0000 28000000 ${tool} 7882 ${plc} 1027 0400 0500 08000000 00000000 0d000000 00000000 0500 0200`,
    ],
    says: 'response 4 identify',
    function: 'ADS Read State',
    identity: [
      ['amsNetId', '5.13.117.96.1.1'],
      ['runState', 'Run'],
    ],
  },
  {
    title: 'Write Control stops the runtime',
    source: 'TcAdsAmsSpec: ADS Write Control, state 6',
    exchange: [`> 0000 28000000 ${plc} 2103 ${tool} a583 0500 0400 08000000 00000000 01000000 0600 0000 00000000`],
    says: 'request 5 program',
    function: 'ADS Write Control',
    identity: [
      ['amsNetId', '192.168.1.99.1.1'],
      ['amsNetId', '5.13.117.96.1.1', 'peer'],
    ],
  },
  {
    title: 'a file is opened at the system service',
    source: 'TcAdsDef.h: SYSTEMSERVICE_FOPEN 120',
    exchange: [
      `> 0000 32000000 ${plc} 1027 ${tool} a583 0900 0400 12000000 00000000 01000000 78000000 00000000 04000000 02000000 4100`,
    ],
    says: 'request 9 program',
    function: 'ADS Read Write (system service)',
    identity: [
      ['amsNetId', '192.168.1.99.1.1'],
      ['amsNetId', '5.13.117.96.1.1', 'peer'],
    ],
  },
  {
    title: 'Write of a value that is refused',
    source: 'TcAdsAmsSpec: ADS Write by handle (0xf005), result 0x702',
    exchange: [
      `> 0000 30000000 ${plc} 2103 ${tool} a583 0300 0400 10000000 00000000 02000000 05f00000 01000000 04000000 0a000000`,
      `< 0000 24000000 ${tool} a583 ${plc} 2103 0300 0500 04000000 00000000 02000000 02070000`,
    ],
    says: 'response 3 write !',
    function: 'ADS Write',
    identity: [['amsNetId', '5.13.117.96.1.1']],
  },
]
