import type { WireVector } from '../wire-vector.ts'

/** Messages as captures show them and as OPC 10000-6 builds them. */
export const opcuaVectors: readonly WireVector[] = [
  {
    title: 'Hello names the server’s URL',
    source: 'seen: open62541_client-server_encrypted',
    exchange: [
      '> 48454c46 38000000 00000000 ffff0000 ffff0000 00000000 00000000 18000000 6f70632e7463703a2f2f6c6f63616c686f73743a34383430',
    ],
    says: 'request HEL other',
    identity: [['endpointUrl', 'opc.tcp://localhost:4840', 'peer']],
  },
  {
    title: 'Acknowledge',
    source: 'seen: open62541_client-server_encrypted',
    exchange: ['< 41434b46 1c000000 00000000 ffff0000 ffff0000 00000000 00000000'],
    says: 'response ACK other',
  },
  {
    title: 'An error ends the connection',
    source: 'OPC 10000-6, §7.1.2.5: Bad_TcpEndpointUrlInvalid',
    exchange: ['< 45525246 10000000 00008380 ffffffff'],
    says: 'response ERR other !',
  },
  {
    title: 'A server calls its client',
    source: 'OPC 10000-6, §7.1.2.6',
    exchange: ['> 52484546 1d000000 05000000 75726e3a61 08000000 6f70632e7463703a'],
    says: 'event RHE other',
    identity: [
      ['applicationUri', 'urn:a'],
      ['endpointUrl', 'opc.tcp:'],
    ],
  },
  {
    title: 'A server registers itself at a discovery server',
    source: 'seen: open62541_discover_getendpoints_discover_urls, shortened',
    exchange: [
      '> 4d534746 74000000 01000000 01000000 02000000 02000000 0100b501' +
        '0000 701b763b3aaad701 01000000 00000000 ffffffff 10270000 000000' +
        '05000000 75726e3a61 05000000 75726e3a62 01000000 02 03000000 504c43 00000000 ffffffff' +
        '01000000 08000000 6f70632e7463703a ffffffff 01',
    ],
    says: 'request 437 other',
    identity: [
      ['applicationUri', 'urn:a'],
      ['productUri', 'urn:b'],
      ['application', 'PLC'],
      ['endpointUrl', 'opc.tcp:'],
    ],
  },
  {
    title: 'Reading a variable',
    source: 'OPC 10000-4, §5.11.2',
    exchange: [
      '> 4d534746 5b000000 01000000 01000000 02000000 02000000 01007702 0000 701b763b3aaad701 01000000 00000000 ffffffff' +
        '10270000 000000 0000000000000000 00000000 01000000 01020500 0d000000 ffffffff 0000 ffffffff',
    ],
    says: 'request 631 read',
  },
  {
    title: 'A fault answers what was asked',
    source: 'OPC 10000-4, §7.35',
    exchange: [
      '> 4d534746 3d000000 01000000 01000000 02000000 07000000 0100a102 0000 701b763b3aaad701 01000000 00000000 ffffffff 10270000 000000 00000000',
      '< 4d534746 34000000 01000000 01000000 02000000 07000000 01008d01 701b763b3aaad701 01000000 00000b80 00 ffffffff 000000',
    ],
    says: 'response 673 write !',
  },
]
