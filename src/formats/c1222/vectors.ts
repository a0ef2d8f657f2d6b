import type { WireVector } from '../wire-vector.ts'

const seen = 'seen: ndpi_c1222 (nDPI)'

export const c1222Vectors: readonly WireVector[] = [
  {
    title: 'Identify',
    source: seen,
    exchange: [
      '> 6030a20f060d607c86f754011600010140ce11a60e060c607c86f75401160001014021a80402020f89be0728058103800120',
    ],
    says: 'request 0x20 identify',
    identity: [
      ['apTitle', '2.16.124.113620.1.22.0.1.1.64.10001', 'peer'],
      ['calledTitleForm', 'called-ap-title-abs', 'peer'],
      ['apTitle', '2.16.124.113620.1.22.0.1.1.64.33'],
      ['callingTitleForm', 'calling-ap-title-abs'],
    ],
  },
  {
    title: 'An encrypted answer',
    source: `${seen}, its services cut to three octets`,
    exchange: [
      '< 6046 a20a06082b06010401828563 a406020413e81421 a611060f2b060104018285638e7f85f1c24e00 a80302012c' +
        'ac0fa20da00ba10980010081044c97f489 be0728058103 88e697',
    ],
    says: 'response secured other',
    identity: [
      ['apTitle', '1.3.6.1.4.1.33507', 'peer'],
      ['calledTitleForm', 'called-ap-title-abs', 'peer'],
      ['apTitle', '1.3.6.1.4.1.33507.1919.12345678.0'],
      ['callingTitleForm', 'calling-ap-title-abs'],
    ],
  },
]
