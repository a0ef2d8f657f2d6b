import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readsVectors, readWhole, survivesDamage } from '../vectors.testing.ts'
import { stp } from './decode.ts'
import { hello } from './encode.ts'
import { stpVectors } from './vectors.ts'

describe('spanning tree', () => {
  readsVectors(stp, stpVectors)

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

  survivesDamage(stp, stpVectors)
})
