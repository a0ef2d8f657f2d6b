import type { WireVector } from '../wire-vector.ts'

export const nbnsVectors: readonly WireVector[] = [
  {
    title: 'a registration tells the name of the sender',
    source: 'RFC 1002 §4.2.2',
    exchange: [
      '> 000329100001000000000001204641454d454444424341434143414341434143414341434143414341434143410000200001c00c00200001000493e0000600000a000001',
    ],
    says: 'request 0x05 other',
    function: 'Registration',
    identity: [
      ['netbiosQuestion', 'PLC1<20>'],
      ['netbiosName', 'PLC1<20> (Server service)'],
      ['netbiosAddress', '10.0.0.1'],
      ['name', 'PLC1'],
    ],
  },
  {
    title: 'who asks for a name does not have it',
    source: 'RFC 1002 §4.2.12',
    exchange: [
      '> 0003011000010000000000002045504641454443414341434143414341434143414341434143414341434141410000200001',
    ],
    says: 'request 0x00 identify',
    function: 'Name query',
    identity: [['asksFor', 'OPC<00>']],
  },
  {
    title: 'an answer is about the address that it names: a name server answers for others',
    source: 'RFC 1002 §4.2.13',
    exchange: [
      '< 0003850000000001000000002045504641454443414341434143414341434143414341434143414341434141410000200001000493e0000600000a000007',
    ],
    says: 'response 0x00 identify',
    function: 'Name query',
    identity: [
      ['netbiosName', 'OPC<00> (Workstation/Redirector)', '10.0.0.7'],
      ['netbiosAddress', '10.0.0.7', '10.0.0.7'],
      ['name', 'OPC', '10.0.0.7'],
    ],
  },
  {
    title: 'a node status tells all names of a computer and its network card',
    source: 'RFC 1002 §4.2.18',
    exchange: [
      '< 00028400000000010000000020434b414141414141414141414141414141414141414141414141414141414141000021000100000000006503504c43312020202020202020202020000400475250202020202020202020202020008400504c433120202020202020202020202004000050c211223300000000000000000000000000000000000000000000000000000000000000000000000000000000',
    ],
    says: 'response nbstat identify',
    function: 'Node status',
    identity: [
      ['netbiosQuestion', '*<00><00><00><00><00><00><00><00><00><00><00><00><00><00><00>'],
      ['netbiosName', 'PLC1<00> (Workstation/Redirector)'],
      ['name', 'PLC1'],
      ['netbiosName', 'GRP<00> (Workstation/Redirector)'],
      ['workgroup', 'GRP'],
      ['netbiosName', 'PLC1<20> (Server service)'],
      ['name', 'PLC1'],
      ['mac', '00:50:c2:11:22:33'],
    ],
  },
]

export const browserVectors: readonly WireVector[] = [
  {
    title: 'a computer announces itself: name, version, what it serves, what somebody typed in',
    source: 'MS-BRWS §2.2.1',
    exchange: [
      '> 110212340a000001008a00c10000204549454e454a44414442434143414341434143414341434143414341434143410020464845504643454c45484643455046464641434143414341434143414341424e00ff534d422500000000000000000000000000000000000000000000000000000011000027000000000000000000e803000000000000000027005600030001000100020038005c4d41494c534c4f545c42524f57534500010380fc0a00484d49303100000000000000000000000601039000000f0155aa4c696e65203300',
    ],
    says: 'event 0x01 identify',
    function: 'Host Announcement',
    identity: [
      ['name', 'HMI01'],
      ['server', 'HMI01'],
      ['osMajor', '6'],
      ['osMinor', '1'],
      ['name', 'HMI01'],
      ['comment', 'Line 3'],
      ['os', 'Windows NT 6.1'],
      ['serverType', 'workstation, server'],
    ],
  },
  {
    title: 'the announcement of a workgroup names the group, not the sender',
    source: 'MS-BRWS §2.2.10',
    exchange: [
      '> 110212340a000001008a00c00000204549454e454a444144424341434143414341434143414341434143414341414100204142414346504650454e4644454346434550464846444546465046504143414200ff534d422500000000000000000000000000000000000000000000000000000011000026000000000000000000e803000000000000000026005600030001000100020037005c4d41494c534c4f545c42524f575345000c0380fc0a00574f524b47524f5550000000000000000601001000800f0155aa484d49303100',
    ],
    says: 'event 0x0c identify',
    function: 'Domain/Workgroup Announcement',
    identity: [
      ['name', 'HMI01'],
      ['server', 'WORKGROUP'],
      ['osMajor', '6'],
      ['osMinor', '1'],
      ['workgroup', 'WORKGROUP'],
      ['masterBrowser', 'HMI01'],
    ],
  },
]
