import type { WireVector } from '../wire-vector.ts'

const diverse = 'seen: 090813_diverse (data of the ICS-pcap collection)'
const ipal = 'seen: ipal_energy_train (IPAL)'

export const iec104Vectors: readonly WireVector[] = [
  {
    title: 'A measured value comes unasked',
    source: diverse,
    exchange: ['< 681a9a0028000d02010003001405000000f041001505000000314400'],
    says: 'event 13 read',
    unit: '3',
  },
  {
    title: 'TESTFR',
    source: diverse,
    exchange: ['< 680443000000'],
    says: 'request U 0x43 other',
  },
  {
    title: 'An S format says nothing',
    source: diverse,
    exchange: ['> 680401009c00'],
    says: '',
  },
  {
    title: 'Single command with time tag: select',
    source: diverse,
    exchange: ['> 681528009c003a010600030095110081080017130d086d'],
    says: 'request 58 write',
    unit: '3',
  },
  {
    title: 'Set point, confirmed',
    source: ipal,
    exchange: ['> 681204001200320106000400b720030000f04100', '< 681212000600320107000400b720030000f04100'],
    says: 'response 50 write',
    unit: '4',
  },
  {
    title: 'Set point, refused',
    source: `${ipal}, with the bit P/N`,
    exchange: ['< 681212000600320147000400b720030000f04100'],
    says: 'response 50 write !',
    unit: '4',
  },
  {
    title: 'Interrogation of all stations',
    source: ipal,
    exchange: ['> 680e0000000064010600ffff00000014'],
    says: 'request 100 read',
  },
  {
    title: 'A read command and what answers it',
    source: ipal,
    exchange: ['> 680d06001800660105000400152003', '< 6812180008000d01050004001520036587474200'],
    says: 'response 13 read',
    unit: '4',
  },
  {
    title: 'Reset process',
    source: 'IEC 60870-5-101:2003, 7.3.4.6',
    exchange: ['> 680e0000000069010600030000000001'],
    says: 'request 105 program',
    unit: '3',
  },
  {
    title: 'An unknown common address',
    source: 'IEC 60870-5-101:2003, 7.2.3, cause 46',
    exchange: ['< 680e000000006401 6e00 0500 000000 14'],
    says: 'response 100 read !',
    unit: '5',
  },
  {
    title: 'A file is called',
    source: 'IEC 60870-5-101:2003, 7.3.6.3',
    exchange: ['> 681100000000 7a01 0d00 0300 010000 0100 00 01'],
    says: 'request 122 read',
    unit: '3',
  },
  {
    title: 'A file is announced to the station',
    source: 'IEC 60870-5-101:2003, 7.3.6.1',
    exchange: ['> 681300000000 7801 0d00 0300 010000 0100 100000 80'],
    says: 'request 120 program',
    unit: '3',
  },
  {
    title: 'The station calls for what is announced',
    source: 'IEC 60870-5-101:2003, 7.3.6.3',
    exchange: ['< 681100000000 7a01 0d00 0300 010000 0100 00 02'],
    says: 'response 122 program',
    unit: '3',
  },
]
