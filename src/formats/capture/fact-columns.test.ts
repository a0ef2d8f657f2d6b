import fc from 'fast-check'
import { expect, test } from 'vitest'
import { columnsOf, factsIn } from './fact-columns.ts'

const text = fc.string({ maxLength: 6 })
const fact = fc.record({
  address: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  family: fc.constantFrom(0, 4, 6),
  unit: text,
  reader: text,
  protocol: text,
  field: text,
  value: text,
  packet: fc.integer({ min: 1, max: 2 ** 40 }),
})

test('facts come out of their columns as they went in', () => {
  fc.assert(
    fc.property(fc.array(fact), (facts) => {
      expect(factsIn(columnsOf(facts))).toEqual(facts)
    }),
  )
})

test('a text that many facts share is sent once', () => {
  const one = {
    address: 1,
    family: 4,
    unit: '',
    reader: 'cip',
    protocol: 'cip',
    field: 'vendor',
    value: 'A',
    packet: 1,
  }
  expect(columnsOf([one, { ...one, packet: 2 }]).texts).toEqual(['', 'cip', 'vendor', 'A'])
})
