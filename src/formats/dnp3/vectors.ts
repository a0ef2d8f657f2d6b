import type { WireVector } from '../wire-vector.ts'

export const dnp3Vectors: readonly WireVector[] = [
  {
    title: 'Integrity poll',
    source: 'seen: dnp3_udp_read (data of the ICS-pcap collection)',
    exchange: ['> 056414c40100640067d6 c6c7013c02063c03063c04063c010673c0'],
    says: 'request 0x01 read',
    unit: '1',
  },
  {
    title: 'Cold Restart',
    source: 'seen: cold_restart_and_response (ITI)',
    exchange: ['> 056408c40a000100fc42 c0c00d9c86'],
    says: 'request 0x0d program',
    unit: '10',
  },
  {
    title: 'A refused Cold Restart: the function is not supported',
    source: 'seen: cold_restart_and_response (ITI); indications typed for this test',
    exchange: ['> 056408c40a000100fc42 c0c00d9c86', '< 05640a4401000a006e25 c0c0810001c2de'],
    says: 'response 0x81 other !',
    unit: '10',
  },
  {
    title: 'Select of a relay',
    source: 'seen: select_operate_and_responses (ITI)',
    exchange: ['> 05641ac40a0001008a1c c0c0030c012801000000030164000000fd6b 6400000000005b'],
    says: 'request 0x03 write',
    unit: '10',
  },
  {
    title: 'Operate of a relay, answered',
    source: 'seen: select_operate_and_responses (ITI)',
    exchange: [
      '> 05641ac40a0001008a1c c1c1040c012801000000030164000000b9f0 6400000000005b',
      '< 05641c4401000a007636 c7c18100000c0128010000000301640057b5 00006400000000005b',
    ],
    says: 'response 0x81 other',
    unit: '10',
  },
  {
    title: 'A challenge to a Direct Operate',
    source: 'seen: auth_control_challenge_response (ITI)',
    exchange: ['< 05641c440300040064bd c7c683900078015b010c00030000000092870004 01737465768d5c'],
    says: 'response 0x83 other',
    unit: '4',
  },
  {
    title: 'Open File for writing',
    source: 'seen: dnp3_file_write (ITI)',
    exchange: [
      '> 056463c404000300c7ee c1c61946035b0155001a003b0000000055ba 000000ff0100000000000000000200000b8a' +
        '040600433a2f74656d702f444e5044658aa2 76696365436f6e66696775726174696f930c' +
        '6e207772697474656e20746f2052656d3520 6f7465204465766963652e786d6cc48b',
    ],
    says: 'request 0x19 program',
    unit: '4',
    identity: [['fileName', 'C:/temp/DNPDeviceConfiguration written to Remote Device.xml', 'peer']],
  },
  {
    title: 'Request of the link status by an outstation',
    source: 'seen: dnp3_udp_read (data of the ICS-pcap collection)',
    exchange: ['> 0564054964000100 7e5f'],
    says: 'request link 0x09 other',
    unit: '1',
  },
  {
    title: 'Link status',
    source: 'seen: dnp3_udp_read (data of the ICS-pcap collection)',
    exchange: ['< 0564058b01006400 a097'],
    says: 'response link 0x0b other',
    unit: '1',
  },
]
