import type { WireVector } from '../wire-vector.ts'

const zeros = (count: number): string => '00'.repeat(count)

export const ethercatVectors: readonly WireVector[] = [
  {
    title: 'one datagram that everybody reads, and padding behind it',
    source: 'seen: EtherCAT (frames of 60 octets)',
    exchange: [`> 0e1007000000300102 ${zeros(37)}`],
    says: 'request 0x07 read',
    function: 'BRD',
  },
  {
    title: 'outputs for all and the state of one slave, towards the slaves',
    source: 'ETG.1000.4, 5.4.1',
    exchange: [`> 22100c00000000010880 ${zeros(12)} 0401e90330010200000000000000`],
    says: 'request 0x0c write, request 0x04 read',
    function: 'LRW',
  },
  {
    title: 'the same on its way back',
    source: 'ETG.1000.4, 5.4.1',
    exchange: [`> 22100c00000000010880 ${zeros(10)} 01000401e90330010200000008000100`],
    says: 'response 0x0c write, response 0x04 read',
    function: 'LRW',
  },
  {
    title: 'a slave tells its name in its mailbox',
    source: 'ETG.1000.6, 5.6: object 0x1008',
    exchange: ['> 27100400ea0380101b0000001500000000130030410810000b000000454c333130322d303030300100'],
    says: 'response 0x04 read, response coe/upload identify',
    function: 'FPRD',
    unit: '1002',
    identity: [['model', 'EL3102-0000']],
  },
  {
    title: 'the EEPROM holds the product code of a coupler',
    source: 'ETG.2010, table 2; the code seen: EtherCAT',
    exchange: [
      '> 16100400001002050a000000000008000000020000000100',
      '> 16100400001002050a00000000000a000000522c4c040100',
    ],
    says: 'response 0x04 read',
    function: 'FPRD',
    unit: '4096',
    identity: [
      ['model', 'EK1100'],
      ['productCode', '0x044c2c52'],
    ],
  },
  {
    title: 'firmware is written by file access',
    source: 'ETG.1000.6, 5.8',
    exchange: ['> 22100500ea03001016000000100000000014020000000000454c333130322e6566770000'],
    says: 'request 0x05 write, request foe/2 program',
    function: 'FPWR',
    unit: '1002',
  },
  {
    title: 'a slave is sent into bootstrap',
    source: 'ETG.1000.4: register 0x0120, AL Control',
    exchange: ['> 0e100500ea0320010200000003000000'],
    says: 'request 0x05 write, request al/3 program',
    function: 'FPWR',
    unit: '1002',
  },
  {
    title: 'a station address is given to the slave at a position',
    source: 'ETG.1000.4: register 0x0010, Configured Station Address',
    exchange: ['> 0e100200ffff100002000000ea030100'],
    says: 'response 0x02 write',
    function: 'APWR',
  },
]
