import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refusesStrangers } from '../strangers.testing.ts'
import { readsVectors, survivesDamage } from '../vectors.testing.ts'
import { bsap } from './decode.ts'
import { encodeBsapAnswer, encodeBsapRequest, encodeBsapSerial } from './encode.ts'
import { bsapSerial } from './serial.ts'
import { bsapSerialVectors, bsapVectors } from './vectors.ts'

describe('BSAP on UDP', () => {
  readsVectors(bsap, bsapVectors)
  survivesDamage(bsap, bsapVectors)
  refusesStrangers(bsap, ['bsap'])
})

describe('BSAP of a serial line', () => {
  readsVectors(bsapSerial, bsapSerialVectors)
  survivesDamage(bsapSerial, bsapSerialVectors)
  refusesStrangers(bsapSerial, ['bsap'])
})

const codes = [
  [0x00, 'read'],
  [0x04, 'read'],
  [0x0c, 'read'],
  [0x80, 'write'],
  [0x84, 'write'],
] as const

describe('BSAP both ways', () => {
  it('what is asked is read, and named in the answer', () => {
    fc.assert(
      fc.property(fc.constantFrom(...codes), fc.nat(0xffffffff), ([code, operation], sequence) => {
        const session = bsap.session()
        const asked = encodeBsapRequest(sequence, code)
        const told = encodeBsapAnswer(sequence)
        for (const bytes of [asked, told]) expect(bsap.recognises(bytes, 0, bytes.length)).toBe(true)
        const messages = [
          session.read(asked, 0, asked.length, true).messages[0]!,
          session.read(told, 0, told.length, false).messages[0]!,
        ]
        expect(messages.map((message) => message.function.operation)).toEqual([operation, operation])
        expect(messages.map(({ kind }) => kind)).toEqual(['request', 'response'])
      }),
    )
  })

  it('the same on a serial line', () => {
    fc.assert(
      fc.property(fc.constantFrom(...codes), fc.nat(127), fc.nat(0xffff), ([code, operation], address, sequence) => {
        const session = bsapSerial.session()
        const asked = encodeBsapSerial(address, sequence, code)
        const told = encodeBsapSerial(address, sequence, code, false)
        for (const bytes of [asked, told]) expect(bsapSerial.recognises(bytes, 0, bytes.length)).toBe(true)
        session.read(asked, 0, asked.length, true)
        expect(session.read(told, 0, told.length, false).messages[0]!.function.operation).toBe(operation)
      }),
    )
  })
})
