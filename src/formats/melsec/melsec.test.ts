import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refusesStrangers } from '../strangers.testing.ts'
import { readsVectors, survivesDamage } from '../vectors.testing.ts'
import { melsec } from './decode.ts'
import { melsecEarly } from './early.ts'
import * as write from './encode.ts'
import { melsecEarlyVectors, melsecVectors } from './vectors.ts'

describe('SLMP as its manual prints it', () => {
  readsVectors(melsec, melsecVectors)
  survivesDamage(melsec, melsecVectors)
  refusesStrangers(melsec, ['melsec'])
})

describe('MC protocol 1E as its manual prints it', () => {
  readsVectors(melsecEarly, melsecEarlyVectors)
  survivesDamage(melsecEarly, melsecEarlyVectors)
  refusesStrangers(melsecEarly, ['melsec'])
})

const model = fc.stringMatching(/^[A-Z][A-Z0-9-]{1,14}$/)
const serial = fc.option(fc.nat(0xffff), { nil: undefined })

describe('SLMP both ways', () => {
  it('the model comes back, with and without serial numbers, in octets and in letters', () => {
    fc.assert(
      fc.property(model, fc.nat(0xffff), serial, fc.boolean(), (said, code, number, isAscii) => {
        const options = number === undefined ? {} : { serial: number }
        const session = melsec.session()
        const asked = isAscii
          ? write.encodeSlmpAsciiRequest(0x0101, 0)
          : write.encodeSlmpRequest(0x0101, 0, undefined, options)
        const told = isAscii
          ? write.encodeSlmpAsciiAnswer(said.padEnd(16) + code.toString(16).toUpperCase().padStart(4, '0'))
          : write.encodeSlmpAnswer(write.typeNameData(said, code), 0, options)
        for (const bytes of [asked, told]) expect(melsec.recognises(bytes, 0, bytes.length)).toBe(true)
        session.read(asked, 0, asked.length, true)
        const [message] = session.read(told, 0, told.length, false).messages
        expect(message!.identity).toContainEqual({ field: 'model', value: said })
      }),
    )
  })

  it('reading devices is a read, writing them a write, at another station as its own device', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 239 }),
        fc.integer({ min: 1, max: 64 }),
        fc.nat(7000),
        (network, station, first) => {
          const read = write.encodeSlmpRequest(0x0401, 0, write.deviceData(0xa8, first, 3), { network, station })
          const wrote = write.encodeSlmpRequest(0x1401, 0, write.deviceData(0xa8, first, 1, [7]), { network, station })
          const messages = [read, wrote].map(
            (bytes) => melsec.session().read(bytes, 0, bytes.length, true).messages[0]!,
          )
          expect(messages.map((message) => message.function.operation)).toEqual(['read', 'write'])
          expect(messages.map(({ unit }) => unit)).toEqual([`${network}.${station}`, `${network}.${station}`])
        },
      ),
    )
  })

  it('remote control and files are programming, known or not', () => {
    for (const command of [0x1001, 0x1002, 0x1003, 0x1005, 0x1006, 0x10ff, 0x1827, 0x1829, 0x18ff, 0x0e34]) {
      const bytes = write.encodeSlmpRequest(command, 0)
      expect(melsec.session().read(bytes, 0, bytes.length, true).messages[0]!.function.operation).toBe('program')
    }
  })

  it('a poll gives the very same reading again', () => {
    const bytes = write.encodeSlmpRequest(0x0401, 0, write.deviceData(0xa8, 0, 3))
    const session = melsec.session()
    expect(session.read(bytes, 0, bytes.length, true)).toBe(session.read(bytes, 0, bytes.length, true))
  })
})
