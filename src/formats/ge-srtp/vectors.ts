import type { WireVector } from '../wire-vector.ts'

const paper = 'Denton et al., Leveraging the SRTP protocol (DFRWS 2017), tables 1 to 4'
/** Octets 6 to 25, of which nobody knows more than that two of them are 1. */
const unknown = '0000000100000000000000010000000000000000'

export const geSrtpVectors: readonly WireVector[] = [
  {
    title: 'Read System Memory, answered with a buffer',
    source: paper,
    exchange: [
      `> 0200060000 00 ${unknown} 000000 00 06c0 00000000 100e0000 0101 04 08 0000 0400 0000000000000000`,
      `< 0300060008 00 ${unknown} 000000 00 0694 10030000 205a0000 0101 00 00 000000000000 00 02 0000 0001 2040000000000000`,
    ],
    says: 'response 0x04 read',
    function: 'Read System Memory',
  },
  {
    title: 'Set PLC Run/Stop, answered with the state',
    source: paper,
    exchange: [
      `> 0200070000 00 ${unknown} 000000 00 07c0 00000000 100e0000 0101 23 01 0000 0000 0000000000000000`,
      `< 0300070000 00 ${unknown} 000000 00 07d4 10030000 205a0000 0101 00 00 000000000000 00 04 0000 0021`,
    ],
    says: 'response 0x23 program',
    function: 'Set PLC Run/Stop',
    identity: [
      ['runState', 'Stop, I/O disabled'],
      ['keyState', 'Run'],
      ['privilegeLevel', '4'],
    ],
  },
  {
    title: 'Program Load that is refused',
    source: `${paper}; error status 2: GFK-0529, table 3-12`,
    exchange: [
      `> 0200080000 00 ${unknown} 000000 00 08c0 00000000 200e0000 0101 40 00 0000 0000 0000000000000000`,
      `< 0300080000 00 ${unknown} 000000 00 08d1 10030000 205a0000 0101 02 fe 000000000000 00 00 0000 0000`,
    ],
    says: 'response 0x40 program !',
    function: 'Program Load',
  },
]
