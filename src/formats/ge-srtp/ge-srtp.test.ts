import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refusesStrangers } from '../strangers.testing.ts'
import { readsVectors, survivesDamage } from '../vectors.testing.ts'
import { geSrtp } from './decode.ts'
import * as write from './encode.ts'
import { geSrtpVectors } from './vectors.ts'

describe('GE SRTP as it is published', () => {
  readsVectors(geSrtp, geSrtpVectors)
  survivesDamage(geSrtp, geSrtpVectors)
  refusesStrangers(geSrtp, ['nothing of it is there'])
})

describe('GE SRTP both ways', () => {
  it('every service is read under its own code, short or with a buffer', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0, 3, 4, 6, 7, 9, 0x23, 0x3f, 0x40, 0x43),
        fc.nat(255),
        fc.nat(20),
        (service, sequence, size) => {
          const bytes = write.encodeSrtpRequest(sequence, {
            service,
            selector: 8,
            count: 4,
            text: new Uint8Array(size),
          })
          expect(geSrtp.recognises(bytes, 0, bytes.length)).toBe(true)
          expect(geSrtp.lengthAt(bytes, 0, bytes.length)).toBe(bytes.length)
          const session = geSrtp.session()
          expect(Number(session.read(bytes, 0, bytes.length, true).messages[0]!.function.code)).toBe(service)
          const told = write.encodeSrtpAnswer(sequence)
          expect(Number(session.read(told, 0, told.length, false).messages[0]!.function.code)).toBe(service)
        },
      ),
    )
  })

  it('the program, the mode and the privilege are programming; memory is read or written', () => {
    const operationOf = (service: number) => {
      const bytes = write.encodeSrtpRequest(1, { service })
      return geSrtp.session().read(bytes, 0, bytes.length, true).messages[0]!.function.operation
    }
    expect([0x06, 0x09, 0x20, 0x21, 0x22, 0x23, 0x3f, 0x40].map(operationOf)).toEqual(Array(8).fill('program'))
    expect([0x04, 0x07, 0x43].map(operationOf)).toEqual(['read', 'write', 'identify'])
  })

  it('a connection is opened by zeros, which are believed only with their answer', () => {
    const [opening, opened] = [write.encodeOpening(), write.encodeOpened()]
    expect(geSrtp.recognises(opening, 0, opening.length)).toBe(false)
    expect(geSrtp.recognises(opened, 0, opened.length)).toBe(true)
    const session = geSrtp.session()
    const names = [opening, opened].map((bytes) => session.read(bytes, 0, 56, true).messages[0]!.function.name)
    expect(names).toEqual(['Initialize', 'Initialize'])
  })

  it('a state that stays is told once', () => {
    const session = geSrtp.session()
    const told = write.encodeSrtpAnswer(1, { state: 2 })
    expect(session.read(told, 0, told.length, false).messages[0]!.identity).toContainEqual({
      field: 'runState',
      value: 'Stop, I/O disabled',
    })
    expect(session.read(told, 0, told.length, false).messages[0]!.identity).toBeUndefined()
  })

  it('the text buffer may come in a segment of its own', () => {
    const bytes = write.encodeSrtpAnswer(1, { text: new Uint8Array(8) })
    expect(geSrtp.recognises(bytes, 0, 56)).toBe(true)
    expect(geSrtp.lengthAt(bytes, 0, 56)).toBe(64)
  })
})
