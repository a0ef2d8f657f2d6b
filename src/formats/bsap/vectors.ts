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
    says: 'response 0xa0/0x04 read',
    function: 'Read Signal by Name',
  },
  {
    title: 'Write Signal by Address',
    source: layout,
    exchange: ['> 0e00 0100 0600 0000000000000000 10000000 07 02000000 a0 00 80 01020304'],
    says: 'request 0xa0/0x80 write',
    function: 'Write Signal by Address',
  },
  {
    title: 'Poll',
    source: layout,
    exchange: ['> 0e00 0000 0000 0000000000000000'],
    says: 'request poll other',
    function: 'Poll',
  },
]

export const bsapSerialVectors: readonly WireVector[] = [
  {
    title: 'Write Signal by Name over a terminal server',
    source: layout,
    exchange: ['> 1002 05 01 a0 0100 03 00 84 41424300 1003 0000'],
    says: 'request 0xa0/0x84 write',
    function: 'Write Signal by Name',
  },
  {
    title: 'Reset System',
    source: layout,
    exchange: ['> 1002 05 01 a1 0200 03 00 0101 1003 0000'],
    says: 'request 0xa1/0x0101 program',
    function: 'Reset System',
  },
]
