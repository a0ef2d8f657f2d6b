import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refusesStrangers } from '../strangers.testing.ts'
import { readsVectors, survivesDamage } from '../vectors.testing.ts'
import { sBus } from './decode.ts'
import * as write from './encode.ts'
import { sBusVectors } from './vectors.ts'

describe('S-Bus as it was seen', () => {
  readsVectors(sBus, sBusVectors)
  survivesDamage(sBus, sBusVectors)
  refusesStrangers(sBus, ['SBus'])
})

describe('S-Bus both ways', () => {
  it('type and firmware come back', () => {
    const version = fc.stringMatching(/^[0-9][0-9A-Z]{2}$/)
    fc.assert(
      fc.property(fc.stringMatching(/^D[1-9]M[0-9]{2}$/), version, fc.nat(0xffff), (type, said, sequence) => {
        const session = sBus.session()
        const asked = write.encodeSBusRequest(sequence, 10, 0x20)
        const told = write.encodeSBusAnswer(sequence, write.firmwareData(type, said))
        for (const bytes of [asked, told]) expect(sBus.recognises(bytes, 0, bytes.length)).toBe(true)
        session.read(asked, 0, asked.length, true)
        const { identity = [] } = session.read(told, 0, told.length, false).messages[0]!
        expect(identity).toContainEqual({ field: 'firmware', value: said })
      }),
    )
  })

  it('values are written, programs and modes are programmed', () => {
    const operationOf = (command: number) => {
      const bytes = write.encodeSBusRequest(1, 10, command)
      return sBus.session().read(bytes, 0, bytes.length, true).messages[0]!.function.operation
    }
    expect([0x0e, 0x0b, 0x0d].map(operationOf)).toEqual(['write', 'write', 'write'])
    expect([0x24, 0x2f, 0x39, 0x43, 0x6a, 0xa5, 0xae].map(operationOf)).toEqual(Array(7).fill('program'))
  })

  it('a refusal is one', () => {
    const session = sBus.session()
    const asked = write.encodeSBusRequest(9, 10, 0x0e)
    session.read(asked, 0, asked.length, true)
    const told = write.encodeSBusAcknowledgement(9, 3)
    expect(session.read(told, 0, told.length, false).messages[0]).toMatchObject({ exception: true })
  })
})
