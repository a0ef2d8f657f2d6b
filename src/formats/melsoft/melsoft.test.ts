import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refusesStrangers } from '../strangers.testing.ts'
import { readsVectors, survivesDamage } from '../vectors.testing.ts'
import { melsoft } from './decode.ts'
import * as write from './encode.ts'
import { melsoftVectors } from './vectors.ts'

describe('MELSOFT as it was seen', () => {
  readsVectors(melsoft, melsoftVectors)
  survivesDamage(melsoft, melsoftVectors)
  refusesStrangers(melsoft, ['melsec'])
})

describe('MELSOFT both ways', () => {
  it('the model comes back', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Z][A-Z0-9/-]{1,15}$/),
        fc.nat(0xffff),
        fc.nat(0xffff),
        (model, code, reference) => {
          const bytes = write.encodeMelsoftAnswer(0x0121, reference, write.openedData(model, code))
          expect(melsoft.recognises(bytes, 0, bytes.length)).toBe(true)
          expect(melsoft.lengthAt(bytes, 0, bytes.length)).toBe(bytes.length)
          const [message] = melsoft.session().read(bytes, 0, bytes.length, false).messages
          expect(message!.identity).toContainEqual({ field: 'model', value: model })
        },
      ),
    )
  })

  it('memory that a panel sets is a value, memory that a tool sets is a program', () => {
    const operations = ([0x02, 0x0a] as const).map((speaker) => {
      const bytes = write.encodeMelsoftRequest(0x1410, 1, new Uint8Array(30), speaker)
      return melsoft.session().read(bytes, 0, bytes.length, true).messages[0]!.function.operation
    })
    expect(operations).toEqual(['write', 'program'])
  })

  it('remote control and files are programming, known or not', () => {
    for (const command of [0x1001, 0x1002, 0x1003, 0x1006, 0x10ff, 0x1867, 0x1869, 0x18ff, 0x0b16, 0x1133]) {
      const bytes = write.encodeMelsoftRequest(command, 1, new Uint8Array(2))
      expect(melsoft.session().read(bytes, 0, bytes.length, true).messages[0]!.function.operation).toBe('program')
    }
  })
})
