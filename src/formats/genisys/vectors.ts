import type { WireVector } from '../wire-vector.ts'

const seen = 'seen: genisys (ICSNPP)'

export const genisysVectors: readonly WireVector[] = [
  { title: 'Poll', source: seen, exchange: ['> fb018340f6'], says: 'request 0xfb read', unit: '1' },
  { title: 'Recall Header', source: seen, exchange: ['> fd0180e0f6'], says: 'request 0xfd read', unit: '1' },
  {
    title: 'Indication Data with a checksum that looks like framing',
    source: seen,
    exchange: ['< f20109050a060c050f0512fcf6'],
    says: 'response 0xf2 read',
    unit: '1',
  },
]
