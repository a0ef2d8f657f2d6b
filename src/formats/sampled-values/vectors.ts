import type { WireVector } from '../wire-vector.ts'

/** Link payloads: what stands behind the ethertype. */
export const sampledValuesVectors: readonly WireVector[] = [
  {
    title: 'Four currents of one sample',
    source: 'IEC 61850-9-2:2011, 8.5.2 and annex A: APPID, length, savPdu with one ASDU',
    exchange: [
      '> 4000 0066 0000 0000 605c 800101 a257 3055 80044d553031 82020007 830400000001 850102 8740' +
        '000003e800000000 fffffe0c00000000 fffffe0c00000000 0000000000000000' +
        '000018ce00000000 fffff39900000000 fffff39900000000 0000000000000000',
    ],
    says: 'event SV read',
    identity: [
      ['svID', 'MU01'],
      ['confRev', '1'],
    ],
  },
]
