import type { WireVector } from '../wire-vector.ts'

const seen = 'seen: omron_test (data of the ICS-pcap collection)'
const identity = [
  ['vendor', 'Omron'],
  ['model', 'CP1L-EL20DR-D'],
  ['orderNumber', 'CP1L-EL20DR-D'],
  ['firmware', '01.00'],
] as const
const controller =
  '4350314c2d454c323044522d44000000 20202020 30312e3030000000000030312e3036' +
  '0000000000000000000000000000000000000000000000000100000000000000000000000000000000000100 03000a172a1008000000000000'

export const finsVectors: readonly WireVector[] = [
  {
    title: 'a node address is asked for',
    source: seen,
    exchange: ['> 46494e53 0000000c 00000000 00000000 00000000'],
    says: 'request tcp 0 other',
    function: 'Node Address',
  },
  {
    title: 'Controller Data Read over TCP',
    source: seen,
    exchange: [
      '> 46494e53 00000015 00000002 00000000 800002 00c800 0000ef 05 0501 00',
      `< 46494e53 00000072 00000002 00000000 c00002 00fbef 00c800 05 0501 0000 ${controller}`,
    ],
    says: 'response 0x0501 identify',
    function: 'Controller Data Read',
    identity,
  },
  {
    title: 'Controller Data Read over UDP',
    source: seen,
    exchange: ['> 800002 000000 006300 ef 0501 00', `< c00002 006300 00c800 ef 0501 0000 ${controller}`],
    says: 'response 0x0501 identify',
    function: 'Controller Data Read',
    identity,
  },
  {
    title: 'Memory Area Read of DM',
    source: 'W342, §5-3-2: area 0x82, four words from D1000',
    exchange: ['> 800002 000100 000200 01 0101 82 03e800 0004', '< c00002 000200 000100 01 0101 0000 0001000200030004'],
    says: 'response 0x0101 read',
    function: 'Memory Area Read (DM words)',
  },
  {
    title: 'Memory Area Write',
    source: 'W342, §5-3-3',
    exchange: ['> 800002 000100 000200 02 0102 82 03e800 0001 1234'],
    says: 'request 0x0102 write',
    function: 'Memory Area Write (DM words)',
  },
  {
    title: 'Run',
    source: 'seen: ndpi_fins (nDPI)',
    exchange: ['> 800002 000000 000000 7a 0401 000004'],
    says: 'request 0x0401 program',
    function: 'Run',
  },
  {
    title: 'Stop that is refused because another device holds the access right',
    source: 'W342, §5-1-3: response code 30 01',
    exchange: ['> 800002 000000 000000 7a 0402', '< c00002 000000 000000 7a 0402 3001'],
    says: 'response 0x0402 program !',
    function: 'Stop',
  },
  {
    title: 'Program Area Write',
    source: 'seen: ndpi_fins (nDPI)',
    exchange: ['> 800002 000000 000000 7a 0307 0000ffffffff010041424344'],
    says: 'request 0x0307 program',
    function: 'Program Area Write',
  },
  {
    title: 'Connection Data Read',
    source: 'seen: ndpi_fins (nDPI)',
    exchange: ['< c10002 000000 000000 7a 0502 0000 01 01 4141414141414141414141414141414141414141'],
    says: 'response 0x0502 identify',
    function: 'Connection Data Read',
    identity: [['bus unit 1', 'AAAAAAAAAAAAAAAAAAAA']],
  },
  {
    title: 'Controller Status Read',
    source: 'W342, §5-3-21',
    exchange: [`< c00002 000200 000100 03 0601 0000 01 04 0000 0000 0000 0000 ${'20'.repeat(16)}`],
    says: 'response 0x0601 identify',
    function: 'Controller Status Read',
    identity: [
      ['runState', 'Running'],
      ['mode', 'RUN'],
    ],
  },
]
