import { digits, fromText } from '../octets.ts'
import type { WireVector } from '../wire-vector.ts'

const hello2 = '8000 001906eab880 00000000 8000 001906eab880 800c 0000 1400 0200 0f00'
const region = digits(fromText('plant'), 0, 5)

export const stpVectors: readonly WireVector[] = [
  {
    title: 'rapid spanning tree: root, and the bridge that a port belongs to',
    source: 'seen: 802.1w_rapid_STP, addresses and port as there',
    exchange: [`> 0000 02 02 3c ${hello2} 00`],
    says: 'event 0x02 other',
    identity: [
      ['rootBridge', '00:19:06:ea:b8:80'],
      ['mac', '00:19:06:ea:b8:80'],
    ],
  },
  {
    title: 'spanning tree of 1998',
    source: 'IEEE 802.1D-1998, 9.3.1',
    exchange: ['> 0000 00 00 00 8000 004015181d7c 00000013 8000 000adc06195c 8001 0100 1400 0200 0f00'],
    says: 'event 0x00 other',
    identity: [
      ['rootBridge', '00:40:15:18:1d:7c'],
      ['mac', '00:0a:dc:06:19:5c'],
    ],
  },
  {
    title: 'a topology change names nobody',
    source: 'IEEE 802.1D-2004, 9.3.2',
    exchange: ['> 0000 00 80'],
    says: 'event 0x80 other',
  },
  {
    title: "in multiple spanning tree the bridge's own identifier comes last",
    source: 'IEEE 802.1Q-2018, 14.4',
    exchange: [
      `> 0000 03 02 7c ${hello2} 00 0040 00 ${region}${'00'.repeat(27)} 0000 ${'00'.repeat(16)} 00000000` +
        '8000 0019aabbccdd 14 00',
    ],
    says: 'event 0x02/3 other',
    identity: [
      ['rootBridge', '00:19:06:ea:b8:80'],
      ['regionalRoot', '00:19:06:ea:b8:80'],
      ['mac', '00:19:aa:bb:cc:dd'],
      ['region', 'plant'],
    ],
  },
]
