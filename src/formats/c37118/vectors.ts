import type { WireVector } from '../wire-vector.ts'

const seen = 'seen: C37.118_1PMU_TCP (ICSNPP)'

export const c37118Vectors: readonly WireVector[] = [
  {
    title: 'Send Configuration 2',
    source: seen,
    exchange: ['> aa41001200f100000000000000000005d7d0'],
    says: 'request 4/5 identify',
    identity: [['streamId', '241', 'peer']],
  },
  {
    title: 'Configuration 2 of one PMU',
    source: seen,
    exchange: [
      '< aa31008600f14893344a0019999a 00ffffff 0001 426c756520504d552020202020202020 00f1 0006 0004 0000 0000' +
        '56314c504d2020202020202020202020 56414c504d2020202020202020202020 56424c504d2020202020202020202020' +
        '56434c504d2020202020202020202020 00000001 00000001 00000001 00000001 0001 0059 0032 c1e2',
    ],
    says: 'response 3 identify',
    identity: [
      ['streamId', '241'],
      ['name', 'Blue PMU'],
    ],
  },
  {
    title: 'Data transmission on, asked a second time of the same stream',
    source: seen,
    exchange: ['> aa41001200f100000000000000000005d7d0', '> aa41001200f100000000000000000002a737'],
    says: 'request 4/2 other',
  },
]
