import type { WireVector } from '../wire-vector.ts'

const text32 = (said: string): string =>
  Array.from(said.padEnd(32, ' '), (letter) => letter.charCodeAt(0).toString(16)).join('')

/** No public capture is known: built after the fields of Wireshark's dissector, and read by it as they are meant. */
export const ffVectors: readonly WireVector[] = [
  {
    title: 'A linking device announces itself',
    source: 'fields ff.sm.dev_annunc of Wireshark 4.0',
    exchange: [
      `> 01 00 08 10 00000000 00000078 00 80 00 00 0003 0009 000000000000000000000000c0000205 ${text32('0011510001FIM0042')}${text32('FIM-3')} 00001388 0441 0000 00000007 00000008 00000000`,
    ],
    says: 'event sm/u16 identify',
    identity: [
      ['deviceType', 'FF linking device'],
      ['ip', '192.0.2.5'],
      ['deviceId', '0011510001FIM0042'],
      ['vendorId', '0x001151'],
      ['deviceTypeId', '0x0001'],
      ['name', 'FIM-3'],
    ],
  },
  {
    title: 'A device answers SM Identify, with an invoke id behind',
    source: 'fields ff.sm.id.rsp and ff.trailer of Wireshark 4.0',
    exchange: [
      `< 01 40 09 83 00000000 0000007c 00 20 00 00 0003 0009 000000000000000000000000c0000206 ${text32('X')}${text32('FT-101')} 00001388 0441 0000 00000007 00000008 00000000 0000004d`,
    ],
    says: 'response sm/3 identify',
    identity: [
      ['deviceType', 'FF HSE field device'],
      ['ip', '192.0.2.6'],
      ['deviceId', 'X'],
      ['name', 'FT-101'],
    ],
  },
  {
    title: 'FMS Identify',
    source: 'fields ff.fms.id.rsp of Wireshark 4.0',
    exchange: [`< 01 00 0d 81 00000000 0000006c ${text32('Emerson')}${text32('Gateway')}${text32('1.2')}`],
    says: 'response fms/1 identify',
    identity: [
      ['vendor', 'Emerson'],
      ['model', 'Gateway'],
      ['firmware', '1.2'],
    ],
  },
  {
    title: 'A write that is refused',
    source: 'fields ff.fms.write.err of Wireshark 4.0',
    exchange: [`< 01 00 0e 83 00000000 00000020 06 03 0000 ${text32('').slice(0, 32)}`],
    says: 'response fms/3 write !',
  },
  {
    title: 'A download programs the device',
    source: 'service 9, FMS Initiate Download Sequence, of Wireshark 4.0',
    exchange: ['> 01 00 0c 89 00000000 00000010 00000005'],
    says: 'request fms/9 program',
  },
  {
    title: 'A tag that was looked for, of a device that the reply names',
    source: 'fields ff.sm.find_tag_reply of Wireshark 4.0',
    exchange: [
      `> 01 00 08 02 00000000 00000070 00 05 0000 00000007 00000008 000000000000000000000000c0000209 00000004 ${text32('DEVID')}${text32('PDTAG')} 00 00 0000`,
    ],
    says: 'event sm/u2 identify',
    identity: [
      ['deviceId', 'DEVID', '192.0.2.9'],
      ['name', 'PDTAG', '192.0.2.9'],
    ],
  },
]
