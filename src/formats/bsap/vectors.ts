import type { WireVector } from '../wire-vector.ts'

const layout = 'layout: cisagov/icsnpp-bsap, bsap-protocol.pac'

export const bsapVectors: readonly WireVector[] = [
  {
    title: 'Read Signal by Name, answered',
    source: layout,
    exchange: [
      '> 0e00 0100 0600 0000000000000000 10000000 07 01000000 a0 00 04 41424300',
      '< 0e00 0100 0500 0000000000000000 0f000000 07 01000000 00 01 00000000',
    ],
    function: 'Read Signal by Name',
    operation: 'read',
    kind: 'response',
  },
  {
    title: 'Write Signal by Address',
    source: layout,
    exchange: ['> 0e00 0100 0600 0000000000000000 10000000 07 02000000 a0 00 80 01020304'],
    function: 'Write Signal by Address',
    operation: 'write',
    kind: 'request',
  },
  {
    title: 'Poll',
    source: layout,
    exchange: ['> 0e00 0000 0000 0000000000000000'],
    function: 'Poll',
    operation: 'other',
    kind: 'request',
  },
]

export const bsapSerialVectors: readonly WireVector[] = [
  {
    title: 'Write Signal by Name over a terminal server',
    source: layout,
    exchange: ['> 1002 05 01 a0 0100 03 00 84 41424300 1003 0000'],
    function: 'Write Signal by Name',
    operation: 'write',
    kind: 'request',
  },
  {
    title: 'Reset System',
    source: layout,
    exchange: ['> 1002 05 01 a1 0200 03 00 0101 1003 0000'],
    function: 'Reset System',
    operation: 'program',
    kind: 'request',
  },
]
