import type { WireVector } from '../wire-vector.ts'

const tia = 'seen: tia_s300_goOnline (data of the ICS-pcap collection)'
const snap7 = 'seen: snap7 (ICSNPP)'

export const s7Vectors: readonly WireVector[] = [
  {
    title: 'Setup Communication',
    source: snap7,
    exchange: ['> 0300001902f08032010000000000080000f0000001000101e0'],
    says: 'request 0xf0 other',
  },
  {
    title: 'Read Var',
    source: snap7,
    exchange: ['> 0300001f02f080320100001900000e00000401120a10080001000083000080'],
    says: 'request 0x04 read',
  },
  {
    title: 'Answer to Write Var',
    source: snap7,
    exchange: ['< 0300001602f0803203000018000002000100000501ff'],
    says: 'response 0x05 write',
  },
  {
    title: 'PLC Stop',
    source: 'seen: step7_s300_stop (data of the ICS-pcap collection)',
    exchange: ['> 0300002102f0803201000035000010000029000000000009505f50524f4752414d'],
    says: 'request 0x29 program',
  },
  {
    title: 'A bare acknowledgement refuses the upload that it answers',
    source: snap7,
    exchange: [
      '> 0300002302f080320100001500001200001d00000000000000095f3038303030303041',
      '< 0300001302f08032020000150000000000d20c',
    ],
    says: 'response 0x1d program !',
  },
  {
    title: 'A block that does not exist',
    source: snap7,
    exchange: ['< 0300002102f0803207 0000 0b00 000c 0004 0001120812830300 0000d209 0a000000'],
    says: 'response 3/3 read !',
  },
  {
    title: 'The clock is set',
    source: snap7,
    exchange: ['> 0300002702f0803207000017000008000e0001120411470200ff09000a00191602082308100002'],
    says: 'request 7/2 write',
  },
  {
    title: 'SZL 0x0011: order number and firmware',
    source: `${tia}, packet 14`,
    exchange: [
      '> 0300002102f080320700000800000800080001120411440100ff09000400110000',
      '< 0300009902f080320700000800000c007c000112081284010300000000ff090078 00110000001c0004' +
        '0001 36455337203331352d32454831342d3041423020 00c0 0003 0001' +
        '0006 36455337203331352d32454831342d3041423020 00c0 0003 0001' +
        '0007 2020202020202020202020202020202020202020 00c0 5603 0207' +
        '0081 426f6f74204c6f61646572202020202020202020 0000 4120 0909',
    ],
    says: 'response 4/1 identify',
    identity: [
      ['orderNumber', '6ES7 315-2EH14-0AB0'],
      ['hardware', '3'],
      ['module 0x0001', '6ES7 315-2EH14-0AB0 ausbg=0x0003 ausbe=0x0001'],
      ['module 0x0006', '6ES7 315-2EH14-0AB0 ausbg=0x0003 ausbe=0x0001'],
      ['module 0x0007', 'ausbg=0x5603 ausbe=0x0207 firmware=V3.2.7'],
      ['module 0x0081', 'Boot Loader ausbg=0x4120 ausbe=0x0909'],
      ['firmware', 'V3.2.7'],
      ['vendor', 'Siemens'],
    ],
  },
  {
    title: 'A diagnostic message comes unasked',
    source: 'seen: step7_s300_stop',
    exchange: ['< 0300003102f080320700000000000800180001120411040300ff0900144304ff8400000000000000009401092153421521'],
    says: 'event 4/3 other',
  },
  {
    title: 'A connection to rack 0 slot 2 is to the endpoint itself',
    source: 'seen: s7comm_downloading_block_db1 (data of the ICS-pcap collection)',
    exchange: [
      '> 0300001611e00000000700c1020100c2020102c0010a',
      '< 0300001611d00007000300c0010ac1020100c2020102',
      '> 0300001902f08032010000000000080000f0000001000101e0',
    ],
    says: 'request 0xf0 other',
  },
  {
    title: 'A connection to rack 1 slot 4 leads to a device of its own',
    source: 'TSAP: Siemens, connection type, rack × 32 + slot',
    exchange: [
      '> 0300001611e00000000700c1020100c2020124c0010a',
      '< 0300001611d00007000300c0010ac1020100c2020124',
      '> 0300001902f08032010000000000080000f0000001000101e0',
    ],
    says: 'request 0xf0 other',
    unit: '1/4',
  },
  {
    title: 'S7comm-plus reads a part of the program',
    source: 'seen: S7-1200-Uploading-OB1-TIAV12 (data of the ICS-pcap collection)',
    exchange: ['< 0300002202f080720200133200000586000000033400000008010000000072020000'],
    protocol: 's7comm-plus',
    says: 'response 0x0586 program',
  },
  {
    title: 'a PI service is named in its answer, too',
    source: 'seen: s7comm_downloading_block_db1 (data of the ICS-pcap collection)',
    exchange: [
      '> 0300002b02f080320100000f00001a000028000000000000fd000a01003041303030303150055f494e5345',
      '< 0300001402f080320300000f0000010000000028',
    ],
    says: 'response 0x28 program',
  },
  {
    title: 'Force is programming',
    source: 'group 1, subfunction 9: packet-s7comm.c of Wireshark',
    exchange: ['> 0300001d02f08032070000010000080004000112041141090 00a000000'],
    says: 'request 1/9 program',
  },
  {
    title: 'PLC Password is programming',
    source: 'group 5, subfunction 1: packet-s7comm.c of Wireshark',
    exchange: ['> 0300002502f080320700000100000800 0c 0001120411450100 ff090008 6474161d15131c1b'],
    says: 'request 5/1 program',
  },
  {
    title: 'the mode of a processor, list 0x0424',
    source: 'SSL-ID 0x..24: System Software for S7-300/400, Reference Manual volume 2, §33',
    exchange: [
      '< 0300003d02f080320700000100000c0020 0001120812 84 0101 0000 0000 ff09001c 0424 0000 0014 0001 4302 ff 68 00000000' +
        '00000000 0000000000000000',
    ],
    says: 'response 4/1 identify',
    identity: [['runState', 'RUN']],
  },
  {
    title: 'S7comm-plus: the processor names itself when a session is created',
    source: 'seen: s7-1200-hmi (an S7-1200)',
    exchange: [
      '< 0300008902f0807201007a32000004ca00000001361102873e8723a100000120821f0000a38169001500a3823200170000013a823b00048200' +
        '823c00048140823d00048480c040823e00048480c040823f00151b313b36455337203231312d31424533312d30584230203b56332e30' +
        '8240001505323b32383882410003000300a20000000072010000',
    ],
    protocol: 's7comm-plus',
    says: 'response 0x04ca program',
    identity: [
      ['vendor', 'Siemens'],
      ['orderNumber', '6ES7 211-1BE31-0XB0'],
      ['firmware', 'V3.0'],
    ],
  },
  {
    title: 'S7comm-plus: the label of a processor, read as a stream',
    source: 'seen: S7-1200-Uploading-OB1-TIAV12',
    exchange: [
      '< 0300005f02f080720200503200000586000000043400000014003c002000380100002a36455337203231342d31484533302d30584230' +
        '20535a56424459585830313736383520200002560202000000000000010101001e0000000072020000',
    ],
    protocol: 's7comm-plus',
    says: 'response 0x0586 program',
    identity: [
      ['vendor', 'Siemens'],
      ['orderNumber', '6ES7 214-1HE30-0XB0'],
      ['firmware', 'V2.2.0'],
      ['serial', 'SZVBDYXX017685'],
      ['hardware', '2'],
    ],
  },
]
