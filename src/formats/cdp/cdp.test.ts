import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex } from '../octets.ts'
import { readsVectors, readWhole, survivesDamage } from '../vectors.testing.ts'
import { cdp } from './decode.ts'
import { advertisement } from './encode.ts'
import { cdpVectors } from './vectors.ts'

describe('CDP vectors', () => readsVectors(cdp, cdpVectors))

describe('CDP both ways', () => {
  const label = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9./-]{0,40}[A-Za-z0-9]$/)
  const ip = fc.tuple(fc.integer({ min: 1, max: 223 }), fc.nat(255), fc.nat(255), fc.nat(255)).map((o) => o.join('.'))

  it('a neighbour is found with its name, platform and all its addresses', () => {
    fc.assert(
      fc.property(label, label, fc.uniqueArray(ip, { maxLength: 5 }), (name, model, addresses) => {
        const platform = `cisco ${model}`
        const bytes = advertisement({ name, port: 'Gi0/1', platform, software: 'x', addresses, capabilities: 0x28 })
        const facts = readWhole(cdp, cdp.session(), bytes, true)[0]!.identity!
        expect(facts.filter(({ field }) => field === 'ip').map(({ value }) => value)).toEqual(addresses)
        expect(facts).toEqual(
          expect.arrayContaining([
            { field: 'name', value: name },
            { field: 'model', value: model },
            { field: 'product', value: platform },
            { field: 'capabilities', value: 'switch, IGMP' },
          ]),
        )
      }),
    )
  })

  it('what is no CDP in the same SNAP frames is refused', () => {
    for (const other of ['03b4 0000 0001 0006 5331', '0200 0000 0001 0002 5331', '02b4 0000 0001 00ff 5331', '02b4']) {
      const bytes = fromHex(other)
      expect(cdp.recognises(bytes, 0, bytes.length)).toBe(false)
    }
  })

  it('a TLV that reaches beyond the frame is a fault, padding is none', () => {
    const read = (written: string) => cdp.session().read(fromHex(written), 0, fromHex(written).length, true).faults
    expect(read('02b4 0000 0001 0006 5331 0003 0099 41')).toEqual([{ reason: 'advertisement cut short' }])
    expect(read('02b4 0000 0001 0006 5331 0000 0000 00')).toEqual([])
  })
})

describe('hostile CDP', () => {
  survivesDamage(cdp, cdpVectors)
})
