import type { WireVector } from '../wire-vector.ts'

const libiec = 'seen: iec61850_read, iec61850_write, iec61850_get_name_list (data of a public protocol-fuzzing paper)'
const areva = 'seen: mms_8d7c7db0 (ICCP between two control centres)'
const bare = 'seen: mms-initiateDownloadSequence (MMS directly on COTP)'

export const mmsVectors: readonly WireVector[] = [
  {
    title: 'Initiate, in all its layers',
    source: libiec,
    exchange: [
      '> 030000bb02f080 0db20506130100160102140200023302000134020001c19c 318199a003800101a2819181040000000182' +
        '0400000001a423300f0201010604520100013004060251013010020103060528ca22020130040602510188020600615a3058' +
        '020101a053605180020780a107060528ca220203a20606042bce0f02a303020117be35283306025101020103a02a a8288002' +
        '7530810203e8820203e8830105a417800101810305fb00820d03ffffffffffffffffffffff00',
    ],
    says: 'request initiate other',
  },
  {
    title: 'GetNameList of a domain',
    source: libiec,
    exchange: ['> 0300002402f080 01000100 6117 3015020103a010 a00e020100a109a003800100a1028000'],
    says: 'request 1 read',
  },
  {
    title: 'Identify and its answer',
    source: areva,
    exchange: [
      '> 0300001b02f080 01000100 610e300c020103a007 a0050201018200',
      '< 0300004602f080 01000100 6139 3037020103a032 a130020101a22b80154152455641205426' +
        '4420436f72706f726174696f6e810b652d7465727261636f6d6d8205322e332e31',
    ],
    says: 'response 2 identify',
    identity: [
      ['vendor', 'AREVA T&D Corporation'],
      ['model', 'e-terracomm'],
      ['firmware', '2.3.1'],
    ],
  },
  {
    title: 'A refused request: its service is that of the request',
    source: 'seen: Sample_File_MMS_and_GOOSE',
    exchange: [
      '> 0300004202f080 01000100 61353033020103a02e a02c020304a273a625a023a1211a0e41413145315130314650324c44' +
        '301a0f4c4c4e30244252247263625f423032',
      '< 0300002202f080 01000100 61153013020103a00e a20c800304a273a205a003870102',
    ],
    says: 'response 6 read !',
  },
  {
    title: 'A read that fails',
    source: 'seen: Sample_File_MMS_and_GOOSE',
    exchange: ['< 0300002202f080 01000100 61153013020103a00e a10c020304a274a405a10380010a'],
    says: 'response 4 read !',
  },
  {
    title: 'A report',
    source: 'seen: Sample_File_MMS_and_GOOSE',
    exchange: [
      '< 0300007602f080 01000100 61693067020103a062 a360a05ea1058003525054a0558a1a414131433151303141314c44302f' +
        '4c4c4e30247263625f4130328403065300860208db83010089080000000000000ecd84050180000000a216840206808403030000' +
        '9108486e0e927d2f1b0a83010184020240',
    ],
    says: 'event unconfirmed 0 read',
  },
  {
    title: 'Conclude',
    source: libiec,
    exchange: ['> 0300001602f080 01000100 6109 3007020103a002 8b00'],
    says: 'request conclude other',
  },
  {
    title: 'Initiate without session and presentation',
    source: bare,
    exchange: ['> 0300002f02f080 a8268002001f81010382010383020808a416800101810305e800820c03ffffffffffffffffffffff'],
    says: 'request initiate other',
  },
  {
    title: 'Initiate Download Sequence',
    source: bare,
    exchange: [
      '> 0300003202f080 a029020101ba24801044544c6f6746696c6573446f6d61696ea10d1a0b4d7553656341433830304d820100',
    ],
    says: 'request 26 program',
  },
]
