import type { WireVector } from '../wire-vector.ts'

const seen = 'seen: triton_malware_exec (Nozomi Networks, tricotools)'
const safety = [
  ['safety', 'TriStation'],
  ['vendor', 'Schneider Electric'],
  ['product', 'Triconex'],
] as const

export const tristationVectors: readonly WireVector[] = [
  {
    title: 'Connect',
    source: seen,
    exchange: ['> 01000000 01fc'],
    says: 'request type 1 other',
    function: 'Connect',
  },
  {
    title: 'Connected',
    source: seen,
    exchange: ['> 01000000 01fc', '< 02000000 01b8'],
    says: 'response type 1 other',
    function: 'Connect',
    identity: safety,
  },
  {
    title: 'Get CP Status',
    source: seen,
    exchange: ['> 05000a00 0000 13 00 0000 2700 0a00 5010'],
    says: 'request 0x13 identify',
    function: 'Get CP Status',
  },
  {
    title: 'Start Download Change',
    source: seen,
    exchange: [
      '> 05003400 0000 01 22 0000 4609 3400 4e4f5a4f4d490005020000000200fa75ab5a00000200fa75ab5a4e4f5a4f4d49000502000000040104005d1e',
    ],
    says: 'request 0x01 program',
    function: 'Start Download Change',
  },
  {
    title: 'Download Change permitted',
    source: seen,
    exchange: ['< 05000a00 0101 66 22 0000 9e00 0a00 ec00'],
    says: 'response 0x01 program',
    function: 'Start Download Change',
    identity: safety,
  },
  {
    title: 'Allocate Program',
    source: seen,
    exchange: ['> 05001400 0000 37 23 0000 8700 1400 02000300000000000000 7a96'],
    says: 'request 0x37 program',
    function: 'Allocate Program',
  },
  {
    title: 'An upload that the controller refuses',
    source: seen,
    exchange: [
      '> 05001200 0000 41 04 0000 6c00 1200 0300000000000000 aaf7',
      '< 05000c00 0101 64 04 0000 5201 0c00 d000 2829',
    ],
    says: 'response 0x41 program !',
    function: 'Upload Program',
    identity: safety,
  },
  {
    title: 'Run Program',
    source: seen,
    exchange: ['> 05000a00 0000 14 c0 0000 e800 0a00 eeee'],
    says: 'request 0x14 program',
    function: 'Run Program',
  },
]
