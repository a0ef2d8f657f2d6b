import type { WireVector } from '../wire-vector.ts'

export const knxVectors: readonly WireVector[] = [
  {
    title: 'A search',
    source: 'seen: ndpi_knxip',
    exchange: ['> 06100201000e0801c0a858e7a17f'],
    says: 'request 0x0201 identify',
  },
  {
    title: 'An extended search',
    source: 'seen: ndpi_knxip',
    exchange: ['> 0610020b00140801c0a858e7a17f060401020607'],
    says: 'request 0x020b identify',
  },
  {
    title: 'A router describes itself',
    source: 'KNX 03.08.02, §7.6.4 and §7.5.4.2',
    exchange: [
      '< 06100204003c 36 01 02 00 1100 0011 00c501020304 e000170c 000e8c000102 4b4e582049502042414f5300000000000000000000000000000000000000',
    ],
    says: 'response 0x0204 identify',
    identity: [
      ['individualAddress', '1.1.0'],
      ['serial', '00c501020304'],
      ['mac', '00:0e:8c:00:01:02'],
      ['name', 'KNX IP BAOS'],
    ],
  },
  {
    title: 'No more tunnels',
    source: 'KNX 03.08.02, §7.8.2: E_NO_MORE_CONNECTIONS',
    exchange: ['< 0610020600080024'],
    says: 'response 0x0206 other !',
  },
  {
    title: 'A group is written',
    source: 'KNX 03.06.03, §4.1.5.3',
    exchange: ['> 061004200015 04010000 1100bce000000a0301 0081'],
    says: 'event apci/0x080 write',
  },
]
