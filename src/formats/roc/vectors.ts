import type { WireVector } from '../wire-vector.ts'

const seen = 'seen: roc_plus_tcp (ICSNPP)'

export const rocVectors: readonly WireVector[] = [
  {
    title: 'System Config asked',
    source: seen,
    exchange: ['> 01020304 06 00 3a2f'],
    function: 'System Config',
    operation: 'identify',
    kind: 'request',
  },
  {
    title: 'Set Realtime Clock',
    source: seen,
    exchange: ['> 01020304 08 07 1e2d0c0f0307e8 890d', '< 01020304 08 00 3e4f'],
    function: 'Set Realtime Clock',
    operation: 'write',
    kind: 'response',
  },
  {
    title: 'Login',
    source: seen,
    exchange: ['> 01020304 11 06 4f5031123401 41bc'],
    function: 'Login Request',
    operation: 'other',
    kind: 'request',
  },
  {
    title: 'Request History Tag and Periodic Index',
    source: seen,
    exchange: ['> 01020304 6c 03 010105 b423'],
    function: 'Request History Tag and Periodic Index',
    operation: 'read',
    kind: 'request',
  },
]
