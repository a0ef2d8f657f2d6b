import type { WireVector } from '../wire-vector.ts'

export const hartVectors: readonly WireVector[] = [
  {
    title: 'A session is opened',
    source: 'seen: hart-ip (ICSNPP)',
    exchange: ['> 010000000002000d0100007530', '< 010100000002000d010000ea60'],
    says: 'event session/0 other',
  },
  {
    title: 'A wireless gateway says who it is: it bridges, so it is the endpoint itself',
    source: 'seen: hart-ip (ICSNPP)',
    exchange: [
      '> 010003000003001182264e0000d2000038',
      '< 010103000003002986264e0000d2001800d0fe264e050704010e0c0000d205020002d00026002684e4',
    ],
    says: 'response 0 identify',
    identity: [
      ['vendor', 'Rosemount'],
      ['vendorId', '38'],
      ['model', 'Wireless Gateway'],
      ['deviceTypeId', '0x264e'],
      ['hartRevision', '7'],
      ['deviceRevision', '4'],
      ['firmware', '1'],
      ['hardware', '1'],
      ['deviceId', '0000d2'],
    ],
  },
  {
    title: 'A tag that was never set is no name',
    source: 'seen: hart-ip (ICSNPP)',
    exchange: ['< 010103000009002886264e0000d20d1700d0000000000000000000000000000000000000000000f6'],
    says: 'response 13 identify',
    unit: '264e0000d2',
    identity: [
      ['tag', '@@@@@@@@'],
      ['descriptor', '@@@@@@@@@@@@@@@@'],
    ],
  },
  {
    title: 'A long tag',
    source: 'seen: hart-ip (ICSNPP)',
    exchange: [
      '< 01010300000a003386264e0000d2142200d07769686172746777000000000000000000000000000000000000000000000000db',
    ],
    says: 'response 20 identify',
    unit: '264e0000d2',
    identity: [
      ['tag', 'wihartgw'],
      ['name', 'wihartgw'],
    ],
  },
  {
    title: 'A message of 32 characters in 24 octets',
    source: 'seen: hart-ip (ICSNPP)',
    exchange: ['< 010103000008002b86264e0000d20c1a00d000108310518720928b30d38fbe086d8e49669e8a6aaecb6ef5'],
    says: 'response 12 identify',
    unit: '264e0000d2',
    identity: [['message', "@ABCDEFGHIJKLMNO/ !-#$%&'()*+,-."]],
  },
  {
    title: 'A direct command of version 2, and its answer',
    source: 'seen: hart-ip_all_messageIDs (ICSNPP)',
    exchange: [
      '> 010004000004000e000000360100',
      '< 010104000004002a000000361d00006543214b46bb8000000000004eff40004348000000fa00000c8000',
    ],
    says: 'response 54 read',
  },
  {
    title: 'A reset programs the device',
    source: 'HCF_SPEC-151, command 42',
    exchange: ['> 0100030000070011 82 9104 0a0b0c 2a 00 30'],
    says: 'request 42 program',
    unit: '11040a0b0c',
  },
  {
    title: 'A write that the device refuses: it is write protected (7)',
    source: 'HCF_SPEC-151, command 35; HCF_SPEC-307, response code 7',
    exchange: ['< 0101030000070013 86 9104 0a0b0c 23 02 0700 38'],
    says: 'response 35 write !',
    unit: '11040a0b0c',
  },
]
