import type { WireVector } from '../wire-vector.ts'

const offered =
  '> 000000ac051433333333333333333333333333333333000000276d6c6b656d3736387832353531392d7368613235362c637572766532353531392d7368613235360000000b7373682d656432353531390000000a6165733132382d6374720000000a6165733132382d6374720000000d686d61632d736861322d3235360000000d686d61632d736861322d323536000000046e6f6e65000000046e6f6e65000000000000000000000000000000000000'

export const sshVectors: readonly WireVector[] = [
  {
    title: 'the first line tells the software',
    source: 'RFC 4253 §4.2',
    exchange: ['<< SSH-2.0-dropbear_2022.83 plc\r\n'],
    says: 'response version identify',
    function: 'Protocol version exchange',
    identity: [
      ['banner', 'SSH-2.0-dropbear_2022.83 plc'],
      ['software', 'dropbear_2022.83'],
      ['comment', 'plc'],
    ],
  },
  {
    title: 'the lists of both sides tell what is agreed, and that quantum computers could read it',
    source: 'RFC 4253 §7.1',
    exchange: [
      offered,
      '< 000000b40714333333333333333333333333333333330000002d637572766532353531392d7368613235362c6469666669652d68656c6c6d616e2d67726f757031342d736861310000000b7373682d656432353531390000000a6165733132382d6374720000000a6165733132382d6374720000000d686d61632d736861322d3235360000000d686d61632d736861322d323536000000046e6f6e65000000046e6f6e650000000000000000000000000000000000000000',
    ],
    says: 'response 20 identify',
    function: 'Key Exchange Init',
    identity: [
      ['keyExchanges', 'curve25519-sha256,diffie-hellman-group14-sha1'],
      ['hostKeys', 'ssh-ed25519'],
      ['ciphers', 'aes128-ctr'],
      ['macs', 'hmac-sha2-256'],
      ['quantumSafe', 'none'],
      ['keyExchange', 'curve25519-sha256'],
      ['hostKeyAlgorithm', 'ssh-ed25519'],
      ['cipher', 'aes128-ctr'],
      ['mac', 'hmac-sha2-256'],
    ],
  },
  {
    title: 'the host key has a size and a fingerprint',
    source: 'RFC 4253 §8, RFC 4716 §4',
    exchange: [
      offered,
      '< 000000cc041f00000097000000077373682d7273610000000301000100000081009c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c0000002065656565656565656565656565656565656565656565656565656565656565650000000373696700000000',
    ],
    says: 'response 31 identify',
    isOneFlow: true,
    function: 'Key Exchange Reply',
    identity: [
      ['hostKey', 'ssh-rsa 1024'],
      ['hostKeyFingerprint', '9c:67:85:58:93:a4:fd:ab:a3:fc:c0:aa:11:9c:b4:60'],
    ],
  },
]

export const newKeys = '0000000c0a1500000000000000000000'
