import type { WireVector } from '../wire-vector.ts'

const times = '00'.repeat(32)

export const ntpVectors: readonly WireVector[] = [
  {
    title: 'a server of the first stratum names its clock',
    source: 'RFC 5905 §7.3, figure 12',
    exchange: [`> 23000600 00000000 00000000 00000000 ${times}`, `< 240106e9 00000000 00000010 47505300 ${times}`],
    says: 'response 4 other',
    function: 'Server',
    identity: [
      ['ntpVersion', '4'],
      ['stratum', '1'],
      ['referenceClock', 'GPS'],
    ],
  },
  {
    title: 'one of a lower stratum names the server that it follows',
    source: 'RFC 5905 §7.3',
    exchange: [`< 1c0306e9 00000000 00000010 0a000001 ${times}`],
    says: 'response 4 other',
    function: 'Server',
    identity: [
      ['ntpVersion', '3'],
      ['stratum', '3'],
      ['timeSource', '10.0.0.1'],
    ],
  },
  {
    title: 'asked for its variables, a server tells its software and system',
    source: 'RFC 1305, appendix B.3',
    exchange: [
      '< 1682 0001 0000 0000 0000 0029 76657273696f6e3d226e74706420342e322e38222c2073797374656d3d224c696e75782f332e313022',
    ],
    says: 'response 6 identify',
    function: 'Control message',
    identity: [
      ['software', 'ntpd 4.2.8'],
      ['os', 'Linux/3.10'],
    ],
  },
]
