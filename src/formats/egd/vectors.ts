import type { WireVector } from '../wire-vector.ts'

export const egdVectors: readonly WireVector[] = [
  {
    title: 'data of a controller',
    source: 'seen: ndpi_egd (nDPI)',
    exchange: ['> 0d01 d4f0 c0a8084d 7b000000 be8a7e38 00811b2c 00000000 00000000 00000000 0000000000000000'],
    says: 'event 0x0d other',
    function: 'Produced Data',
    identity: [['producerId', '192.168.8.77']],
  },
]
