import type { WireVector } from '../wire-vector.ts'

export const ldapVectors: readonly WireVector[] = [
  {
    title: 'a bind',
    source: 'RFC 4511 §4.2',
    exchange: ['> 300c020101600702010304008000'],
    says: 'request 0x60 other',
    function: 'bindRequest',
  },
  {
    title: 'a change of the directory is a write',
    source: 'RFC 4511 §4.6',
    exchange: ['> 300e020102660904036f3d7830003000'],
    says: 'request 0x66 write',
    function: 'modifyRequest',
  },
]

export const kerberosVectors: readonly WireVector[] = [
  {
    title: 'a request for a ticket',
    source: 'RFC 4120 §5.4.1',
    exchange: ['> 0000000c6a0a3008a103020105a20102'],
    says: 'request AS-REQ other',
    function: 'AS-REQ',
  },
]

export const radiusVectors: readonly WireVector[] = [
  {
    title: 'the equipment that asks names itself',
    source: 'RFC 2865 §5.4, §5.32',
    exchange: ['> 010700231111111111111111111111111111111104060a000005200973776974636831'],
    says: 'request 0x01 other',
    function: 'Access-Request',
    identity: [
      ['nasAddress', '10.0.0.5'],
      ['name', 'switch1'],
    ],
  },
]

export const tacacsVectors: readonly WireVector[] = [
  {
    title: 'an authentication',
    source: 'RFC 8907 §5.1',
    exchange: ['> c0010100010203040000000461626364'],
    says: 'request 1 other',
    function: 'Authentication',
  },
]
