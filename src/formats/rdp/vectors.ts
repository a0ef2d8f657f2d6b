import type { WireVector } from '../wire-vector.ts'

export const rdpVectors: readonly WireVector[] = [
  {
    title: 'a request tells who logs on and which security is offered',
    source: 'MS-RDPBCGR §2.2.1.1',
    exchange: ['> 0300002a25e00000000000436f6f6b69653a206d737473686173683d616e6e610d0a0100080003000000'],
    says: 'request 0xe0 other',
    function: 'Connection Request',
    identity: [
      ['cookie', 'mstshash=anna'],
      ['user', 'anna'],
      ['securityOffered', 'TLS, CredSSP'],
    ],
  },
  {
    title: 'a confirmation tells which one it is',
    source: 'MS-RDPBCGR §2.2.1.2.1',
    exchange: ['< 030000130ed000000000000200080002000000'],
    says: 'response 0xd0 other',
    function: 'Connection Confirm',
    identity: [['security', 'CredSSP']],
  },
  {
    title: 'a failed negotiation is a refusal',
    source: 'MS-RDPBCGR §2.2.1.2.2',
    exchange: ['< 030000130ed000000000000300080005000000'],
    says: 'response 0xd0 other !',
    function: 'Connection Confirm',
  },
  {
    title: 'without TLS the client names its computer',
    source: 'MS-RDPBCGR §2.2.1.3.2',
    exchange: [
      '> 0300002a25e00000000000436f6f6b69653a206d737473686173683d616e6e610d0a0100080003000000',
      '> 0300010202f0807f658201000401010401010401010401010401010401010401010401014475636180d801c0d800040008000004000301ca03aa07040000280a000048004d004900300031000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000',
    ],
    says: 'request 0x65 other',
    isOneFlow: true,
    function: 'MCS Connect Initial',
    identity: [
      ['name', 'HMI01'],
      ['clientBuild', '2600'],
    ],
  },
]
