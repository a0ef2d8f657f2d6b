import type { WireVector } from '../wire-vector.ts'

export const smbVectors: readonly WireVector[] = [
  {
    title: 'a session over NetBIOS names both computers',
    source: 'RFC 1002 §4.3.2',
    exchange: [
      '> 8100004420464446434647444243414341434143414341434143414341434143414341434100204549454e454a444144424341434143414341434143414341434143414341414100',
    ],
    function: 'Session request',
    operation: 'other',
    kind: 'request',
    identity: [
      ['calledName@peer', 'SRV1<20>'],
      ['name', 'HMI01'],
    ],
  },
  {
    title: 'a server of SMB1 names itself while it negotiates',
    source: 'MS-CIFS §2.2.4.52.2',
    exchange: [
      '< 0000005fff534d4272000000009807c800000000000000000000000000000000000000001100000332000100044100000000010000000000fde3000000000000000000000000081a0022222222222222224c0041004200000053005200560031000000',
    ],
    function: 'Negotiate Protocol',
    operation: 'identify',
    kind: 'response',
    identity: [
      ['domain', 'LAB'],
      ['server', 'SRV1'],
    ],
  },
  {
    title: 'a log-on of SMB1 tells the names inside of NTLM, and the systems behind it',
    source: 'MS-SMB §2.2.4.6.2, MS-NLMP §2.2.1.2',
    exchange: [
      '< 00000104ff534d4273160000c09807c8000000000000000000000000000000000000000004ff00000000008e00d9004e544c4d535350000200000006000600380000003582890211111111111111110000000000000000500050003e0000000a0063450000000f4c0041004200020006004c0041004200010008005300520056003100040012006c00610062002e006c006f00630061006c0003001c0073007200760031002e006c00610062002e006c006f00630061006c000000000000570069006e0064006f0077007300200035002e0030000000570069006e0064006f00770073002000320030003000300020004c0041004e0020004d0061006e0061006700650072000000',
    ],
    function: 'Session Setup AndX',
    operation: 'other',
    kind: 'response',
    identity: [
      ['targetName', 'LAB'],
      ['domain', 'LAB'],
      ['name', 'SRV1'],
      ['dnsDomain', 'lab.local'],
      ['fqdn', 'srv1.lab.local'],
      ['os', 'Windows NT 10.0 (build 17763)'],
      ['os', 'Windows 5.0'],
      ['nativeLanMan', 'Windows 2000 LAN Manager'],
    ],
  },
  {
    title: 'a server of SMB2 tells its dialect and whether it signs',
    source: 'MS-SMB2 §2.2.4',
    exchange: [
      '< 00000081fe534d4240000100000000000000010001000000000000000700000000000000fffe0000010000000900000000000000000000000000000000000000000000004100030011030000000102030405060708090a0b0c0d0e0f0000000000000000000000000000000000000000000000000000000000000000000000000000000000',
    ],
    function: 'Negotiate Protocol',
    operation: 'identify',
    kind: 'response',
    identity: [
      ['dialect', '3.1.1'],
      ['signing', 'required'],
      ['serverGuid', '000102030405060708090a0b0c0d0e0f'],
    ],
  },
  {
    title: 'a log-on of SMB2 tells the computer and who sits there',
    source: 'MS-SMB2 §2.2.5, MS-NLMP §2.2.1.3',
    exchange: [
      '> 000000c0fe534d4240000100000000000100010000000000000000000700000000000000fffe0000010000000900000000000000000000000000000000000000000000001900000101000000000000005800680000000000000000004e544c4d5353500003000000000000004800000000000000480000000600060048000000100010004e0000000a000a005e0000000000000048000000158288020601b11d0000000f4c00410042006f00700065007200610074006f00720048004d00490030003100',
    ],
    function: 'Session Setup',
    operation: 'other',
    kind: 'request',
    identity: [
      ['domain', 'LAB'],
      ['user', 'operator'],
      ['hostName', 'HMI01'],
      ['name', 'HMI01'],
      ['os', 'Windows NT 6.1 (build 7601)'],
    ],
  },
  {
    title: 'a read of a file is a read',
    source: 'MS-SMB2 §2.2.19',
    exchange: [
      '> 00000071fe534d4240000100000000000800010000000000000000000700000000000000fffe00000100000009000000000000000000000000000000000000000000000031000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000',
    ],
    function: 'Read',
    operation: 'read',
    kind: 'request',
  },
  {
    title: 'a write that is denied is a refusal',
    source: 'MS-SMB2 §2.2.2, STATUS_ACCESS_DENIED',
    exchange: [
      '< 00000051fe534d4240000100220000c00900010001000000000000000700000000000000fffe0000010000000900000000000000000000000000000000000000000000001100000000000000000000000000000000',
    ],
    function: 'Write',
    operation: 'write',
    kind: 'response',
    exception: true,
  },
]
