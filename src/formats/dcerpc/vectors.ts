import type { WireVector } from '../wire-vector.ts'

export const dcerpcVectors: readonly WireVector[] = [
  {
    title: 'a bind to OPC Data Access tells that the other side is an OPC server',
    source: 'C706 §12.6.4.3, OPC Data Access 3.0',
    exchange: [
      '> 05000b03100000004800000001000000d016d0160000000001000000000001004d3ac1391e01d01196750020afd8adb300000000045d888aeb1cc9119fe808002b10486002000000',
    ],
    says: 'request 11 other',
    function: 'Bind',
    identity: [['interface', 'OPC DA server', 'peer']],
  },
  {
    title: 'a call is counted',
    source: 'C706 §12.6.4.9',
    exchange: ['> 05000003 10000000 1800 0000 01000000 00000000 0000 0300'],
    says: 'request 0 other',
    function: 'Request',
  },
]
