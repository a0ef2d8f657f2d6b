import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refusesOthers } from '../strangers.testing.ts'
import { readsVectors, readWhole, says, survivesDamage } from '../vectors.testing.ts'
import { genisys } from './decode.ts'
import * as write from './encode.ts'
import { genisysVectors } from './vectors.ts'

describe('Genisys vectors', () => {
  readsVectors(genisys, genisysVectors)
})

const octet = fc.integer({ min: 0, max: 255 })

describe('Genisys both ways', () => {
  it('a frame comes back with its kind and its field device, whatever octets it carries', () => {
    const kinds = fc.constantFrom(
      [0xf2, 'response 0xf2 read'] as const,
      [0xf9, 'request 0xf9 write'] as const,
      [0xfc, 'request 0xfc write'] as const,
      [0xfe, 'request 0xfe write'] as const,
    )
    fc.assert(
      fc.property(
        kinds,
        octet,
        fc.array(octet, { maxLength: 60 }),
        fc.boolean(),
        ([header, says_], address, pairs, escapes) => {
          const bytes = write.frame(header, address, pairs, escapes)
          const told = readWhole(genisys, genisys.session(), bytes, header >= 0xf9)
          expect(told.map(says)).toEqual([says_])
          expect(told[0]!.unit).toBe(String(address))
        },
      ),
    )
  })

  it('an acknowledgement is read, and is too little to begin with', () => {
    const bytes = write.acknowledge(7)
    expect(genisys.recognises(bytes, 0, bytes.length)).toBe(false)
    expect(genisys.session().read(bytes, 0, bytes.length, false).messages.map(says)).toEqual(['response 0xf1 other'])
  })
})

describe('hostile Genisys', () => {
  survivesDamage(genisys, [...genisysVectors, write.frame(0xf2, 1, [1, 0xff, 2, 0xf6]), write.acknowledge(1)])
  refusesOthers(genisys, ['misc-ot/genisys'])

  it('a frame without an end is given up', () => {
    const bytes = new Uint8Array(3000).fill(0xf6)
    bytes[0] = 0xf2
    expect(genisys.lengthAt(bytes, 0, bytes.length)).toBe(-1)
  })
})
