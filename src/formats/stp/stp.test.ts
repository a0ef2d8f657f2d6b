import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Exchange, readsExchanges, readWhole, survivesMutations } from '../exchanges.testing.ts'
import { digits, fromHex, fromText } from '../octets.ts'
import { stp } from './decode.ts'
import { hello } from './encode.ts'

const hello2 = '8000 001906eab880 00000000 8000 001906eab880 800c 0000 1400 0200 0f00'
const region = digits(fromText('plant'), 0, 5)

const stpVectors: readonly Exchange[] = [
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

describe('spanning tree', () => {
  readsExchanges(stp, stpVectors)

  const octet = fc.nat(255).map((value) => value.toString(16).padStart(2, '0'))
  const mac = fc.array(octet, { minLength: 6, maxLength: 6 }).map((octets) => octets.join(':'))

  it('root and bridge come back', () => {
    fc.assert(
      fc.property(fc.constantFrom(0 as const, 2 as const), mac, mac, (version, root, bridge) => {
        const bytes = hello(version, root, bridge, 0x8001)
        expect(readWhole(stp, stp.session(), bytes, true)[0]!.identity).toEqual([
          { field: 'rootBridge', value: root },
          { field: 'mac', value: bridge },
        ])
      }),
    )
  })

  it('a hello that says nothing new is the very same object', () => {
    const session = stp.session()
    const [first, other] = [
      hello(2, '00:01:02:03:04:05', '00:01:02:03:04:06', 1),
      hello(2, '00:01:02:03:04:05', '00:01:02:03:04:06', 2),
    ]
    const said = session.read(first, 0, first.length, true)
    expect(session.read(first, 0, first.length, true)).toBe(said)
    expect(session.read(other, 0, other.length, true)).not.toBe(said)
  })

  survivesMutations(
    stp,
    stpVectors.flatMap(({ exchange }) => exchange.map((line) => fromHex(line.slice(1)))),
  )
})
