import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refusesOthers } from '../strangers.testing.ts'
import { readsVectors, readWhole, says, survivesDamage } from '../vectors.testing.ts'
import { c37118 } from './decode.ts'
import * as write from './encode.ts'
import { c37118Vectors } from './vectors.ts'

describe('C37.118 vectors', () => {
  readsVectors(c37118, c37118Vectors)
})

const word = fc.integer({ min: 0, max: 0xffff })
const label = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,12}[A-Za-z0-9]$/)
const station = fc.record({ name: label, id: word, phasors: fc.array(label, { maxLength: 4 }) })
const expected = (stream: number, stations: readonly write.Station[]) => [
  { field: 'streamId', value: String(stream) },
  ...stations.flatMap(({ name, id }) => [
    { field: stations.length === 1 ? 'name' : 'station', value: name },
    ...(id === stream ? [] : [{ field: 'sourceId', value: String(id) }]),
  ]),
]

describe('C37.118 both ways', () => {
  it('stations come back from every kind of configuration, also one in several frames', () => {
    const stations = fc.array(station, { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(word, stations, fc.integer({ min: 20, max: 500 }), (stream, named, size) => {
        for (const frames of [
          [write.configuration(2, stream, named)],
          [write.configuration(3, stream, named)],
          write.configuration3(stream, named),
          write.configuration3(stream, named, size),
        ]) {
          const session = c37118.session()
          const told = frames.flatMap((bytes) => readWhole(c37118, session, bytes, false))
          expect(told).toHaveLength(frames.length)
          const facts = told.flatMap(({ identity }) => identity ?? [])
          const unique = facts.filter(
            (fact, i) => fact.field !== 'streamId' || facts.findIndex((f) => f.field === 'streamId') === i,
          )
          expect(unique).toEqual(expected(stream, named))
        }
      }),
      { numRuns: 60 },
    )
  })

  it('commands are asked of the stream they name; data are events', () => {
    fc.assert(
      fc.property(
        word,
        fc.constantFrom(1, 2, 3, 4, 5, 6, 8),
        fc.uint8Array({ maxLength: 80 }),
        (stream, what, values) => {
          const session = c37118.session()
          const [asked] = readWhole(c37118, session, write.command(stream, what), true)
          expect(asked).toMatchObject({ kind: 'request', function: { code: `4/${what}` } })
          expect(asked!.identity).toEqual([{ field: 'streamId', value: String(stream), about: 'peer' }])
          const told = readWhole(c37118, session, write.data(stream, 1, values), false)
          expect(told.map(says)).toEqual(['event 0 read'])
          expect(told[0]!.identity).toEqual([{ field: 'streamId', value: String(stream) }])
        },
      ),
    )
  })

  it('data read twice give the very same object', () => {
    const session = c37118.session()
    const frames = [1, 2, 3].map((second) => write.data(7, second, [1, 2, 3, 4]))
    const [, second, third] = frames.map((bytes) => session.read(bytes, 0, bytes.length, false))
    expect(second).toBe(third)
  })

  it('a header frame describes the station', () => {
    const [told] = readWhole(c37118, c37118.session(), write.headerText(7, 'Substation North, PMU 7'), false)
    expect(told!.identity).toContainEqual({ field: 'description', value: 'Substation North, PMU 7' })
  })
})

describe('hostile C37.118', () => {
  const stations = [{ name: 'PMU', id: 3, phasors: ['VA', 'VB'] }]
  survivesDamage(c37118, [
    ...c37118Vectors,
    write.configuration(2, 3, stations),
    ...write.configuration3(3, stations, 30),
  ])
  refusesOthers(c37118, ['misc-ot/C37'])

  it('a configuration that claims more than it holds is a fault, and nothing of it is believed', () => {
    for (let at = 0; at < 40; at++) {
      const content = write.configuration(3, 3, stations).slice(14, -2)
      content[at % content.length] = 0xff
      const bytes = write.frame(3, 3, content)
      const { messages, faults } = c37118.session().read(bytes, 0, bytes.length, false)
      expect(messages).toHaveLength(1)
      if (faults.length > 0) expect(messages[0]!.identity).toEqual([{ field: 'streamId', value: '3' }])
    }
  })

  it('a wrong checksum is no frame', () => {
    const bytes = write.command(3, 1)
    bytes[5]! ^= 1
    expect(c37118.recognises(bytes, 0, bytes.length)).toBe(false)
    expect(c37118.session().read(bytes, 0, bytes.length, true).faults).toEqual([
      { reason: 'C37.118 checksum is wrong' },
    ])
  })
})
