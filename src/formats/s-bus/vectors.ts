import type { WireVector } from '../wire-vector.ts'

const seen = 'seen: SBus-Ethernet (Wireshark)'

export const sBusVectors: readonly WireVector[] = [
  {
    title: 'Read Firmware Version',
    source: seen,
    exchange: ['> 0000000d 01 00 0001 00 0a20 5318', '< 00000014 00 00 0001 01 44324d343830323000 fac9'],
    says: 'response 0x20 identify',
    function: 'Read Firmware Version',
    identity: [
      ['vendor', 'Saia-Burgess Controls'],
      ['model', 'PCD2.M48'],
      ['product', 'D2M48'],
      ['firmware', '020'],
    ],
  },
  {
    title: 'Write Byte, acknowledged',
    source: seen,
    exchange: ['> 00000019 01 00 0003 00 0a510a00c43c23c60000c4444e75 7a0a', '< 0000000d 00 00 0003 02 0000 a3d8'],
    says: 'response 0x51 program',
    function: 'Write Byte',
  },
  {
    title: 'Read PCD Status',
    source: seen,
    exchange: ['> 0000000d 01 00 0006 00 0a1b 850d', '< 0000000c 00 00 0006 01 52 a94d'],
    says: 'response 0x1b identify',
    function: 'Read PCD Status (own)',
    identity: [['runState', 'Run']],
  },
]
