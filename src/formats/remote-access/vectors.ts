import type { WireVector } from '../wire-vector.ts'

export const vncVectors: readonly WireVector[] = [
  {
    title: 'a screen over the network tells its version',
    source: 'RFC 6143 §7.1.1',
    exchange: ['<< RFB 003.008\n'],
    says: 'response version identify',
    function: 'Protocol version',
    identity: [['version', 'RFB 003.008']],
  },
]

export const tunnelVectors: readonly WireVector[] = [
  {
    title: 'the first packet of WireGuard',
    source: 'WireGuard: Next Generation Kernel Network Tunnel, §5.4.2',
    exchange: [`> 01000000${'55'.repeat(144)}`],
    says: 'request 1 other',
    function: 'Handshake',
  },
]

export const openVpnVectors: readonly WireVector[] = [
  {
    title: 'the first packet of OpenVPN',
    source: 'OpenVPN protocol, P_CONTROL_HARD_RESET_CLIENT_V2',
    exchange: ['> 3855555555555555550000000000'],
    says: 'request 7 other',
    function: 'Control hard reset',
  },
]

export const ikeVectors: readonly WireVector[] = [
  {
    title: 'the first packet of IPsec',
    source: 'RFC 7296 §3.1',
    exchange: ['> 1111111111111111000000000000000021202208000000000000002000000004'],
    says: 'request 34 other',
    function: 'IKE_SA_INIT',
    identity: [['version', 'IKEv2']],
  },
  {
    title: 'the responder of IKEv2 chooses a cipher, a group, and a key exchange against quantum computers beside it',
    source: 'RFC 7296 §3.3, RFC 9370 §2.2.1; transform ids of IANA',
    exchange: [
      '> 1111111111111111000000000000000021202208000000000000002000000004',
      '< 11111111111111112222222222222222 21202220 00000000 0000004c 00000030 0000002c 01010004' +
        ' 0300000c 01000014 800e0100 03000008 02000005 03000008 0400001f 00000008 06000024',
    ],
    says: 'response 34 other',
    function: 'IKE_SA_INIT',
    identity: [
      ['version', 'IKEv2'],
      ['cipher', 'AES-GCM-16-256'],
      ['prf', 'HMAC-SHA2-256'],
      ['keyExchange', 'curve25519+ML-KEM-768'],
    ],
  },
  {
    title: 'an initiator of IKEv1 offers by attributes',
    source: 'RFC 2408 §3.4, RFC 2409 appendix A',
    exchange: [
      '> 11111111111111110000000000000000 01100200 00000000 00000048 0000002c 00000001 00000001' +
        ' 00000020 01010001 00000018 01010000 80010005 80020002 80030001 80040002',
    ],
    says: 'request 2 other',
    function: 'Identity Protection (Main Mode)',
    identity: [
      ['version', 'IKEv1'],
      ['integrityOffered', 'SHA1'],
      ['authenticationOffered', 'pre-shared key'],
      ['keyExchangeOffered', 'modp1024'],
      ['cipherOffered', '3DES'],
    ],
  },
]
