import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { secretRanges } from '../capture/secrets.ts'
import { fromHex, fromText } from '../octets.ts'
import { refusesOthers } from '../strangers.testing.ts'
import { readsVectors, readWhole, says, survivesDamage } from '../vectors.testing.ts'
import { c1222 } from './decode.ts'
import * as write from './encode.ts'
import { c1222Vectors } from './vectors.ts'

describe('C12.22 vectors', () => {
  readsVectors(c1222, c1222Vectors)
})

const office = fromHex('2b060104018285')
const meter = fromHex('2b0601040182851f')
const asks = (call: number, ...services: Parameters<typeof write.message>[1]) =>
  write.message({ called: meter, calling: office, call }, services)
const answers = (call: number, ...services: Parameters<typeof write.message>[1]) =>
  write.message({ called: office, calling: meter, call: 1, answers: call }, services)

describe('C12.22 both ways', () => {
  const call = fc.integer({ min: 0, max: 0x7fff })
  const label = fc.stringMatching(/^[A-Za-z0-9]{1,4}$/)

  it('the identification of a meter comes back from the answer to its read', () => {
    const octet = fc.integer({ min: 0, max: 255 })
    fc.assert(
      fc.property(call, label, label, octet, octet, label, (number, vendor, model, major, minor, serial) => {
        const session = c1222.session()
        const asked = readWhole(c1222, session, asks(number, write.fullRead(1)), true)
        expect(asked.map(says)).toEqual(['request 0x30 read'])
        const table = write.manufacturer(vendor, model, [major, minor], serial)
        const told = readWhole(c1222, session, answers(number, write.done(table)), false)
        expect(told.map(says)).toEqual(['response 0x30 read'])
        expect(told[0]!.identity!.filter(({ field }) => !field.includes('Title'))).toEqual([
          { field: 'vendor', value: vendor },
          { field: 'model', value: model },
          { field: 'hardware', value: '1.0' },
          { field: 'firmware', value: `${major}.${minor}` },
          { field: 'serial', value: serial },
        ])
      }),
    )
  })

  it('several services in one message are answered one by one', () => {
    const session = c1222.session()
    const asked = readWhole(c1222, session, asks(5, write.fullRead(3), write.fullWrite(9, [1, 2])), true)
    expect(asked.map(says)).toEqual(['request 0x30 read', 'request 0x40 write'])
    const told = readWhole(c1222, session, answers(5, write.done([1]), [3]), false)
    expect(told.map(says)).toEqual(['response 0x30 read', 'response 0x40 write !'])
  })

  it('the password of the service Security is a secret', () => {
    const bytes = asks(5, [0x51, ...fromText('opensesame          ')])
    expect(readWhole(c1222, c1222.session(), bytes, true).map(says)).toEqual(['request 0x51 other'])
    const [{ offset, length } = { offset: 0, length: 0 }] = secretRanges(bytes, 0, bytes.length)
    expect(String.fromCharCode(...bytes.subarray(offset, offset + length)).trim()).toBe('opensesame')
  })

  it('procedures that restart the meter are programming, others are writes', () => {
    const told = [0, 1, 21].map((procedure) =>
      readWhole(c1222, c1222.session(), asks(5, write.fullWrite(7, [procedure, 0, 1])), true).map(says),
    )
    expect(told).toEqual([
      ['request 0x40/7/restart program'],
      ['request 0x40/7/restart program'],
      ['request 0x40/7 write'],
    ])
  })
})

describe('hostile C12.22', () => {
  survivesDamage(c1222, [
    ...c1222Vectors,
    asks(5, write.fullRead(1)),
    answers(5, write.done(write.manufacturer('ACME', 'M1', [1, 2], '12345'))),
  ])
  refusesOthers(c1222, ['misc-ot/ndpi_c1222'])
})
