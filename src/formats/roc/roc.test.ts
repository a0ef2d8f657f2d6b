import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refusesStrangers } from '../strangers.testing.ts'
import { readsVectors, survivesDamage } from '../vectors.testing.ts'
import { roc } from './decode.ts'
import { encodeRoc, systemConfigData } from './encode.ts'
import { rocVectors } from './vectors.ts'

describe('ROC as it was seen', () => {
  readsVectors(roc, rocVectors)
  survivesDamage(roc, rocVectors)
  refusesStrangers(roc, ['roc_plus'])
})

const host = [3, 1] as const
const one = [1, 2] as const

describe('ROC both ways', () => {
  it('every opcode is read under its own code; files and initialization are programming', () => {
    const opcodes = fc.constantFrom(6, 7, 8, 17, 24, 100, 102, 133, 166, 167, 180, 181, 203, 206)
    fc.assert(
      fc.property(opcodes, fc.uint8Array({ maxLength: 200 }), (opcode, data) => {
        const bytes = encodeRoc(one, host, opcode, data)
        expect(roc.recognises(bytes, 0, bytes.length)).toBe(true)
        const [message] = roc.session().read(bytes, 0, bytes.length, true).messages
        expect(Number(message!.function.code)).toBe(opcode)
        if ([102, 133, 203].includes(opcode)) expect(message!.function.operation).toBe('program')
      }),
    )
  })

  it('zeros are no ROC, however many messages they could be (GE SRTP opens with 56 of them)', () => {
    const zeros = new Uint8Array(56)
    expect(roc.recognises(zeros, 0, zeros.length)).toBe(false)
  })

  it('a ROC800 says that it is one', () => {
    const bytes = encodeRoc(host, one, 6, systemConfigData(6))
    expect(roc.session().read(bytes, 0, bytes.length, false).messages[0]!.identity).toEqual([
      { field: 'vendor', value: 'Emerson' },
      { field: 'model', value: 'ROC800 (809/827)' },
      { field: 'runState', value: 'Run' },
    ])
  })

  it('a second address behind the same endpoint is another device', () => {
    const session = roc.session()
    const units = [one, [7, 2] as const, one].map((to) => {
      const bytes = encodeRoc(to, host, 7)
      return session.read(bytes, 0, bytes.length, true).messages[0]!.unit
    })
    expect(units).toEqual([undefined, '7.2', undefined])
  })

  it('an error refuses what was asked', () => {
    const session = roc.session()
    const asked = encodeRoc(one, host, 181, Uint8Array.of(1))
    session.read(asked, 0, asked.length, true)
    const told = encodeRoc(host, one, 255, Uint8Array.of(6, 181, 0))
    expect(session.read(told, 0, told.length, false).messages[0]).toMatchObject({
      function: { name: 'Write Parameters' },
      exception: true,
    })
  })
})
