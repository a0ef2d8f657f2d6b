import type { WireVector } from '../wire-vector.ts'

const seen = (name: string): string => `seen: ${name}`

export const dcpVectors: readonly WireVector[] = [
  {
    title: 'Identify all asks everybody',
    source: seen('ChangeIPUsingDCP, frame 1'),
    exchange: ['> fefe 05 00 01000001 0001 0004 ffff 0000'],
    says: 'request 0x05 identify',
  },
  {
    title: 'Identify by name looks for a station, which says nothing about whoever looks',
    source: seen('profinet_io_cm_mixed_1: Ident Req, NameOfStation "turck"'),
    exchange: ['> fefe 05 00 00010002 0001 000a 0202 0005 747572636b 00'],
    says: 'request 0x05 identify',
    identity: [['soughtName', 'turck']],
  },
  {
    title: 'the answer to Identify names the station, its maker, its role and its address',
    source: seen('ChangeIPUsingDCP, frame 2'),
    exchange: [
      '< feff 05 01 01000001 0000 005e 0205 001c 0000 0101 0102 0201 0202 0203 0204 0205 033d 0501 0502 0503 0504 ffff' +
        '0201 0005 0000 494e43 00 0202 000b 0000 583230382d424f5244 00 0203 0006 0000 002a 0a01' +
        '0204 0004 0000 0100 0102 000e 0001 c0a80006 ffffff00 c0a80001',
    ],
    says: 'response 0x05 identify',
    identity: [
      ['model', 'INC'],
      ['name', 'X208-BORD'],
      ['vendor', 'Siemens'],
      ['vendorId', '0x002a'],
      ['deviceId', '0x0a01'],
      ['deviceType', 'PROFINET IO device'],
      ['deviceRole', '0x01'],
      ['ip', '192.168.0.6'],
      ['subnetMask', '255.255.255.0'],
      ['gateway', '192.168.0.1'],
    ],
  },
  {
    title: 'a station without an address claims none',
    source: 'IEC 61158-6-10, 4.3.1.4.3.1',
    exchange: ['< feff 05 01 00000001 0000 0012 0102 000e 0000 00000000 00000000 00000000'],
    says: 'response 0x05 identify',
    identity: [
      ['address', '0.0.0.0'],
      ['subnetMask', '0.0.0.0'],
      ['gateway', '0.0.0.0'],
    ],
  },
  {
    title: 'Set of the IP address writes to the receiver',
    source: seen('ChangeIPUsingDCP, frame 3'),
    exchange: ['> fefd 04 00 01000001 0000 0012 0102 000e 0001 c0a8000a ffffff00 c0a80001'],
    says: 'request 0x04/0x0102 write',
    identity: [
      ['assignedIp', '192.168.0.10', 'peer'],
      ['assignedSubnetMask', '255.255.255.0', 'peer'],
      ['assignedGateway', '192.168.0.1', 'peer'],
    ],
  },
  {
    title: 'Set of the name, with an end of transaction behind it',
    source: seen('profinet-wireshark-bug, frame 3'),
    exchange: ['> fefd 04 00 01000001 0000 0014 0202 0009 0001 256e256e256e20 00 0502 0002 0000'],
    says: 'request 0x04/0x0202 write',
    identity: [['assignedName', '%n%n%n', 'peer']],
  },
  {
    title: 'the answer to Set names the block it is about',
    source: seen('profinet-wireshark-bug, frame 4'),
    exchange: ['< fefd 04 01 01000001 0000 0010 0504 0003 0202 00 00 0504 0003 0502 00 00'],
    says: 'response 0x04/0x0202 write',
  },
  {
    title: 'an answer with a block error refuses',
    source: 'IEC 61158-6-10, 4.3.1.4.6: BlockError 3, resource error',
    exchange: ['< fefd 04 01 01000001 0000 0008 0504 0003 0102 03 00'],
    says: 'response 0x04/0x0102 write !',
  },
  {
    title: 'a factory reset is programming',
    source: 'IEC 61158-6-10, 4.3.1.4.6: suboption FactoryReset',
    exchange: ['> fefd 04 00 00000007 0000 0006 0505 0002 0000'],
    says: 'request 0x04/0x0505 program',
  },
  {
    title: 'a reset to factory is programming, whatever else the message sets',
    source: 'IEC 61158-6-10, 4.3.1.4.6: suboption ResetToFactory',
    exchange: ['> fefd 04 00 00000007 0000 000e 0202 0003 0000 61 00 0506 0002 0008'],
    says: 'request 0x04/0x0506 program',
    identity: [['assignedName', 'a', 'peer']],
  },
  {
    title: 'blinking is for finding a device',
    source: 'IEC 61158-6-10, 4.3.1.4.6: suboption Signal',
    exchange: ['> fefd 04 00 00000007 0000 0008 0503 0004 0000 0100'],
    says: 'request 0x04/0x0503 identify',
  },
  {
    title: 'Get lists what it wants to know',
    source: 'IEC 61158-6-10, 4.3.1',
    exchange: ['> fefd 03 00 00000008 0000 0004 0202 0102'],
    says: 'request 0x03 identify',
  },
  {
    title: 'the answer to Get tells it',
    source: 'IEC 61158-6-10, 4.3.1, with the alias name of the neighbour',
    exchange: ['< fefd 03 01 00000008 0000 0014 0206 000f 0000 706f72742d3030312e73772d31 00'],
    says: 'response 0x03 identify',
    identity: [['aliasName', 'port-001.sw-1']],
  },
  {
    title: 'Hello tells name and address unasked',
    source: 'IEC 61158-6-10, 4.3.1: DCP-Hello-ReqPDU',
    exchange: [
      '> fefc 06 00 00000009 0000 0024 0202 0006 0000 64757431 0102 000e 0001 0a000005 ff000000 0a000001 0601 0004 0000 0001',
    ],
    says: 'event 0x06 identify',
    identity: [
      ['name', 'dut1'],
      ['ip', '10.0.0.5'],
      ['subnetMask', '255.0.0.0'],
      ['gateway', '10.0.0.1'],
    ],
  },
]
