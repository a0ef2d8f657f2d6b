import type { WireVector } from '../wire-vector.ts'

export const rtpsVectors: readonly WireVector[] = [
  {
    title: 'data tells the software that sent it',
    source: 'OMG DDSI-RTPS 2.5, §9.4.4, §8.3.3.1.3',
    exchange: ['> 52545053 0201 0101 0a000001000012340000aabb 09010800 0000000000000000 15050400 00001000'],
    says: 'event 0x15 other',
    function: 'DATA',
    identity: [
      ['vendorId', '0x0101'],
      ['software', 'RTI Connext DDS'],
    ],
  },
]
