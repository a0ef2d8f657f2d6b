import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeEthernet } from '../ethernet/encode.ts'
import { encodeUdp } from '../ip/encode.ts'
import { summary } from '../link-types.testing.ts'
import { encodeCookedV1, encodeCookedV2 } from './encode.ts'

describe('Linux cooked captures both ways', () => {
  it.each([
    ['version 1', 113, encodeCookedV1],
    ['version 2', 276, encodeCookedV2],
  ] as const)('%s keeps all of a frame but whom it was for', (_, linkType, encode) => {
    const vlans = fc.option(fc.integer({ min: 1, max: 4094 }), { nil: undefined })
    fc.assert(
      fc.property(vlans, fc.uint8Array({ minLength: 20, maxLength: 60 }), (vlan, content) => {
        const datagram = encodeUdp({ source: '10.0.0.1', target: '10.0.0.2' }, 5000, 502, content)
        const frame = encodeEthernet('00:00:00:00:00:02', '00:00:00:00:00:01', 0x0800, datagram, vlan)
        const { to, ...rest } = summary(frame, 1) as { to: string }
        expect(to).toBe('00:00:00:00:00:02')
        expect(summary(encode(frame), linkType)).toEqual(rest)
      }),
    )
  })
})
