import type { WireVector } from '../wire-vector.ts'

/** Link payloads: what stands behind the ethertype. */
export const gooseVectors: readonly WireVector[] = [
  {
    title: 'A GOOSE message of measured values',
    source: 'seen: ipal_goose-single (IPAL), its data cut to two of twelve members',
    exchange: [
      '> 0001 00d0 0000 0000 6181c5' +
        '80344945445f305649337031 5f4f7065726174696f6e616c 56616c7565732f4c4c4e30 24474f24436f6e74726f6c5f44617461536574' +
        '81020bb8 822c4945445f305649337031 5f4f7065726174696f6e616c 56616c7565732f4c4c4e30 24494544305f44535f4d56' +
        '83324945445f302f56493370 315f4f7065726174696f6e61 6c56616c7565732f4c4c4e302f 436f6e74726f6c5f44617461536574' +
        '84084d5465458ac0833f 8502044e 860101 870100 880301fbd1 890100 8a0102 ab0c 87050843732 8f8 84030300 00',
    ],
    says: 'event GOOSE read',
    identity: [
      ['appid', '0x0001'],
      ['gocbRef', 'IED_0VI3p1_OperationalValues/LLN0$GO$Control_DataSet'],
      ['logicalDevice', 'IED_0VI3p1_OperationalValues'],
      ['datSet', 'IED_0VI3p1_OperationalValues/LLN0$IED0_DS_MV'],
      ['goID', 'IED_0/VI3p1_OperationalValues/LLN0/Control_DataSet'],
      ['confRev', '130001'],
    ],
  },
]

/** Datagrams to port 102. */
export const routedVectors: readonly WireVector[] = [
  {
    title: 'A routed GOOSE message',
    source: 'IEC TR 61850-90-5:2012, 8, as tshark reads R-GOOSE',
    exchange: [
      '> 0140 a117 8015 0000008c 00000001 0001 00000000 0000 00000000 00 00000064 8100 3001 005e 615c' +
        '8014494544314c44302f4c4c4e3024474f2467636231 810207d0 8210494544314c44302f4c4c4e3024647331 830467636231' +
        '84080000000000000000 850400000004 860100 870100 880400000003 890100 8a0102 ab06 830101830100',
    ],
    says: 'event GOOSE read',
    identity: [
      ['appid', '0x3001'],
      ['gocbRef', 'IED1LD0/LLN0$GO$gcb1'],
      ['logicalDevice', 'IED1LD0'],
      ['datSet', 'IED1LD0/LLN0$ds1'],
      ['goID', 'gcb1'],
      ['confRev', '3'],
    ],
  },
]
