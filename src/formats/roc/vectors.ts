import type { WireVector } from '../wire-vector.ts'

const seen = 'seen: roc_plus_tcp (ICSNPP)'

export const rocVectors: readonly WireVector[] = [
  {
    title: 'System Config asked',
    source: seen,
    exchange: ['> 01020304 06 00 3a2f'],
    says: 'request 0x06 identify',
    function: 'System Config',
  },
  {
    title: 'Set Realtime Clock',
    source: seen,
    exchange: ['> 01020304 08 07 1e2d0c0f0307e8 890d', '< 01020304 08 00 3e4f'],
    says: 'response 0x08 write',
    unit: '3.4',
    function: 'Set Realtime Clock',
  },
  {
    title: 'Login',
    source: seen,
    exchange: ['> 01020304 11 06 4f5031123401 41bc'],
    says: 'request 0x11 other',
    function: 'Login Request',
  },
  {
    title: 'Request History Tag and Periodic Index',
    source: seen,
    exchange: ['> 01020304 6c 03 010105 b423'],
    says: 'request 0x6c read',
    function: 'Request History Tag and Periodic Index',
  },
]
