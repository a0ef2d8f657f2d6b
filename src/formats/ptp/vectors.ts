import type { WireVector } from '../wire-vector.ts'

const zeros = (count: number): string => '00'.repeat(count)

export const ptpVectors: readonly WireVector[] = [
  {
    title: 'Sync keeps time and names nobody',
    source: 'IEEE 1588-2008, 13.6',
    exchange: [`> 0002002c000002 ${zeros(14)} 1d9cfffec13a0000010007 ${zeros(12)}`],
    says: 'event 0x0 other',
    function: 'Sync',
  },
  {
    title: 'a grandmaster announces itself',
    source: 'IEEE 1588-2008, 13.5',
    exchange: [`> 0b020040 ${zeros(17)} 1d9cfffec13a00000100070501 ${zeros(13)} 800621000180001d9cfffec13a00000020`],
    says: 'event 0xb identify',
    function: 'Announce',
    identity: [
      ['deviceType', 'PTP grandmaster clock'],
      ['clockIdentity', '001d9cfffec13a00'],
      ['grandmaster', '001d9cfffec13a00'],
      ['domain', '0'],
      ['clockClass', '6'],
      ['timeSource', 'GNSS'],
    ],
  },
  {
    title: 'a boundary clock announces another',
    source: 'IEEE 1588-2008, 13.5',
    exchange: [`> 0b020040 ${zeros(17)} 1b19fffe000001000100070501 ${zeros(13)} 800621000180001d9cfffec13a00000120`],
    says: 'event 0xb identify',
    function: 'Announce',
    identity: [
      ['deviceType', 'PTP boundary clock'],
      ['clockIdentity', '001b19fffe000001'],
      ['grandmaster', '001d9cfffec13a00'],
      ['domain', '0'],
      ['clockClass', '6'],
    ],
  },
  {
    title: 'a clock tells its label',
    source: 'IEEE 1588-2008, 15.5: CLOCK_DESCRIPTION',
    exchange: [
      `> 0d020090 ${zeros(17)} 1d9cfffec13a00000100070001 ${zeros(12)} 02000001005c000180000a49454545203830322e330006000000000000000100040000000000000000164d65696e626572673b4d313030303b303132333435360c41313b372e30382e3030343b0e436c6f636b20313b48616c6c2042000000000000`,
    ],
    says: 'response 0xd/2 identify',
    function: 'Management: Response',
    identity: [
      ['vendor', 'Meinberg'],
      ['model', 'M1000'],
      ['serial', '0123456'],
      ['hardware', 'A1'],
      ['firmware', '7.08.004'],
      ['name', 'Clock 1'],
      ['location', 'Hall B'],
    ],
  },
  {
    title: 'the priority of a clock is set',
    source: 'IEEE 1588-2008, 15.5: PRIORITY1',
    exchange: [`> 0d020036 ${zeros(17)} 1d9cfffec13a00000100070001 ${zeros(12)} 0100000100022005`],
    says: 'request 0xd/1 write',
    function: 'Management: Set',
  },
]
