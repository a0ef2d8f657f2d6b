import fc from 'fast-check'
import { expect, test } from 'vitest'
import { operations } from '../protocol.ts'
import { createInspector } from './inspector.ts'
import { packed, unpacked } from './packed-part.ts'

const text = fc.string({ maxLength: 6 })
const count = fc.integer({ min: 0, max: 2 ** 40 })
const fact = fc.record({
  address: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  family: fc.constantFrom(0, 4, 6),
  unit: text,
  reader: text,
  protocol: text,
  field: text,
  value: text,
  packet: count,
})
const counted = fc.record(
  {
    code: text,
    name: text,
    operation: fc.constantFrom(...operations),
    requests: count,
    responses: count,
    firstPacket: count,
  },
  { noNullPrototype: true },
)
const timed = fc
  .tuple(counted, count, count)
  .map(([one, firstMicros, lastMicros]) => ({ ...one, firstMicros, lastMicros }))
const tally = fc.record({
  reader: text,
  protocol: text,
  functions: fc.array(fc.oneof(counted, timed), { maxLength: 4 }),
  exceptions: count,
  units: fc.array(text, { maxLength: 3 }).map((units) => new Set(units)),
})

/** A part in which nothing was read. */
const nothing = createInspector({ protocols: [] }).finishPart()

test('a part comes out of its columns as it went in', () => {
  fc.assert(
    fc.property(fc.array(fact), fc.array(tally), (said, tallies) => {
      const part = { ...nothing, said, tallies }
      expect(unpacked(structuredClone(packed(part)))).toEqual(structuredClone(part))
    }),
  )
})

test('a text that many facts and tallies share is sent once', () => {
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
  const read = { reader: 'cip', protocol: 'cip', functions: [], exceptions: 0, units: new Set(['']) }
  const { texts } = packed({ ...nothing, said: [one, { ...one, packet: 2 }], tallies: [read, read] })
  expect(texts).toEqual(['', 'cip', 'vendor', 'A'])
})
