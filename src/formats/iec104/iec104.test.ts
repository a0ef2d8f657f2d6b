import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { join } from '../octets.ts'
import { refusesOthers } from '../strangers.testing.ts'
import { readsVectors, readWhole, says, survivesDamage } from '../vectors.testing.ts'
import { iec104 } from './decode.ts'
import * as write from './encode.ts'
import { iec104Vectors } from './vectors.ts'

describe('IEC 60870-5-104 vectors', () => {
  readsVectors(iec104, iec104Vectors)

  it('selecting and executing are told apart by name', () => {
    const names = [true, false].map((select) => {
      const bytes = write.information(0, 0, write.singleCommand(6, 1, 5, true, select))
      return readWhole(iec104, iec104.session(), bytes, true)[0]!.function.name
    })
    expect(names).toEqual(['C_SC_NA_1 Single command (select)', 'C_SC_NA_1 Single command'])
  })
})

const station = fc.integer({ min: 1, max: 0xfffe })
const object = fc.integer({ min: 0, max: 0xffffff })
const count = fc.integer({ min: 0, max: 0x7fff })

describe('IEC 60870-5-104 both ways', () => {
  it('a command comes back as asked, confirmed or refused, with its station', () => {
    fc.assert(
      fc.property(station, object, count, fc.constantFrom(6, 7, 0x47), (common, address, sent, cause) => {
        const bytes = write.information(sent, 0, write.singleCommand(cause, common, address, true))
        const told = readWhole(iec104, iec104.session(), bytes, cause === 6)
        expect(told.map(says)).toEqual([cause === 6 ? 'request 45 write' : `response 45 write${cause > 7 ? ' !' : ''}`])
        expect(told[0]!.unit).toBe(String(common))
      }),
    )
  })

  it('measured values come back as events or answers', () => {
    const values = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 1, maxLength: 70 })
    fc.assert(
      fc.property(station, object, values, fc.constantFrom(3, 20), (common, address, said, cause) => {
        const bytes = write.information(0, 0, write.measuredValues(cause, common, address, said))
        const told = readWhole(iec104, iec104.session(), bytes, false)
        expect(told.map(says)).toEqual([cause === 3 ? 'event 11 read' : 'response 11 read'])
      }),
    )
  })

  it('several APDUs in one segment are recognised and cut one by one', () => {
    const parts = [write.startTransfer, write.supervisory(3), write.information(0, 0, write.interrogation(6, 7))]
    const segment = join(...parts)
    expect(iec104.recognises(segment, 0, segment.length)).toBe(true)
    let at = 0
    for (const part of parts) {
      expect(iec104.lengthAt(segment, at, segment.length)).toBe(part.length)
      at += part.length
    }
    expect(iec104.recognises(segment, 0, segment.length - 3)).toBe(true)
    expect(iec104.recognises(Uint8Array.of(...segment, 0x16), 0, segment.length + 1)).toBe(false)
  })

  it('a poll read twice gives the very same object', () => {
    const session = iec104.session()
    const bytes = write.information(0, 0, write.interrogation(6, 7))
    expect(session.read(bytes, 0, bytes.length, true)).toBe(session.read(bytes, 0, bytes.length, true))
  })
})

describe('hostile IEC 60870-5-104', () => {
  survivesDamage(iec104, [...iec104Vectors, write.information(1, 2, write.measuredValues(3, 4, 5, [1, 2, 3]))])
  refusesOthers(iec104, ['iec104'])

  it('more objects than there is room for are a fault, and the function is told', () => {
    const bytes = write.information(0, 0, write.measuredValues(3, 4, 5, [1, 2, 3]))
    bytes[7] = 0xff
    const { messages, faults } = iec104.session().read(bytes, 0, bytes.length, false)
    expect(messages.map(says)).toEqual(['event 11 read'])
    expect(faults).toEqual([{ reason: 'IEC 104 objects cut short' }])
    expect(iec104.recognises(bytes, 0, bytes.length)).toBe(false)
  })
})
