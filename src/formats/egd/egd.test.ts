import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refusesStrangers } from '../strangers.testing.ts'
import { readsVectors, survivesDamage } from '../vectors.testing.ts'
import { egd } from './decode.ts'
import { encodeEgd } from './encode.ts'
import { egdVectors } from './vectors.ts'

describe('EGD as it was seen', () => {
  readsVectors(egd, egdVectors)
  survivesDamage(egd, egdVectors)
  refusesStrangers(egd, ['egd'])
})

describe('EGD both ways', () => {
  it('the producer comes back once', () => {
    fc.assert(
      fc.property(
        fc.nat(0xffff),
        fc.nat(1000),
        fc.uint8Array({ minLength: 1, maxLength: 1400 }),
        (request, exchange, values) => {
          const session = egd.session()
          const bytes = encodeEgd('10.1.2.3', request, exchange, values)
          expect(egd.recognises(bytes, 0, bytes.length)).toBe(true)
          const [first, second] = [1, 2].map(() => session.read(bytes, 0, bytes.length, true).messages[0]!)
          expect(first!.identity).toEqual([{ field: 'producerId', value: '10.1.2.3' }])
          expect(second!.identity).toBeUndefined()
        },
      ),
    )
  })
})
