import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { secretRanges } from '../capture/secrets.ts'
import { fromHex, fromText } from '../octets.ts'
import { refusesOthers } from '../strangers.testing.ts'
import { readsVectors, readWhole, says, survivesDamage } from '../vectors.testing.ts'
import { dnp3 } from './decode.ts'
import * as write from './encode.ts'
import { dnp3Vectors } from './vectors.ts'

describe('DNP3 vectors', () => {
  readsVectors(dnp3, dnp3Vectors)
})

const address = fc.integer({ min: 0, max: 0xffef })
const ends = fc.record({ master: address, outstation: address })
const sequence = fc.integer({ min: 0, max: 15 })
const label = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 ./_-]{0,60}[A-Za-z0-9]$/)
const requests: readonly (readonly [code: string, number: number, operation: string, objects: Uint8Array])[] = [
  ['0x01', 1, 'read', Uint8Array.from(write.integrityPoll)],
  ['0x01/g0', 1, 'identify', Uint8Array.from(write.allAttributes)],
  ['0x03', 3, 'write', write.controlRelay(3)],
  ['0x05', 5, 'write', write.controlRelay(3)],
  ['0x0d', 13, 'program', new Uint8Array(0)],
  ['0x19', 25, 'program', write.openFile(fromText('a'))],
  ['0x19/read', 25, 'read', write.openFile(fromText('a'), 1)],
]

describe('DNP3 both ways', () => {
  it('a request comes back with its function and its outstation, and so does its answer or refusal', () => {
    fc.assert(
      fc.property(ends, sequence, fc.constantFrom(...requests), fc.boolean(), (who, number, request, refuses) => {
        const [code, wire, operation, objects] = request
        const session = dnp3.session()
        const asked = readWhole(dnp3, session, write.request(who, number, wire, objects), true)
        expect(asked.map(says)).toEqual([`request ${code} ${operation}`])
        const answer = write.response(who, number, [], [0, refuses ? 1 : 0])
        const told = readWhole(dnp3, session, answer, false)
        expect(told.map(says)).toEqual([`response 0x81 other${refuses ? ' !' : ''}`])
        expect([...asked, ...told].map(({ unit }) => unit)).toEqual(Array(2).fill(String(who.outstation)))
      }),
    )
  })

  it('the direction is the bit DIR, whoever opened the connection', () => {
    fc.assert(
      fc.property(ends, fc.boolean(), (who, toServer) => {
        const told = readWhole(dnp3, dnp3.session(), write.unsolicited(who, 0), toServer)
        expect(told.map(says)).toEqual(['event 0x82 read'])
        expect(told[0]!.unit).toBe(String(who.outstation))
      }),
    )
  })

  it('every text of group 0 comes back, also from a fragment of several frames', () => {
    const fields = {
      252: 'vendor',
      250: 'model',
      248: 'serial',
      247: 'name',
      245: 'location',
      243: 'hardware',
      242: 'firmware',
    }
    fc.assert(
      fc.property(ends, fc.array(label, { minLength: 7, maxLength: 7 }), (who, said) => {
        const objects = Object.keys(fields).flatMap((variation, i) => [
          ...write.attribute(Number(variation), fromText(said[i]!)),
        ])
        const session = dnp3.session()
        const parts = write.frames(who, false, [0xc0, 129, 0, 0, ...objects])
        const told = parts.flatMap((part) => readWhole(dnp3, session, part, false))
        expect(told).toHaveLength(1)
        expect(told[0]!.identity).toEqual(Object.values(fields).map((field, i) => ({ field, value: said[i] })))
      }),
    )
  })

  it('attributes stand between other objects', () => {
    const who = { master: 1, outstation: 10 }
    const objects = [...write.binaryInputs([true, false, true]), ...write.attribute(252, fromText('ACME'))]
    const [told] = readWhole(dnp3, dnp3.session(), write.response(who, 0, objects), false)
    expect(told!.identity).toEqual([{ field: 'vendor', value: 'ACME' }])
  })

  it('numbers, decimal fractions and dates of group 0 have their printed form', () => {
    const who = { master: 1, outstation: 10 }
    const objects = [
      ...fromHex('00 f1 00 00 00 02 02 0008'), // longest fragment received, 2048
      ...fromHex('00 cb 00 00 00 04 04 0000c842'), // altitude, 100
      ...fromHex('00 c7 00 00 00 07 06 00b0b2528101'), // configuration changed
    ]
    const [told] = readWhole(dnp3, dnp3.session(), write.response(who, 0, objects), false)
    expect(told!.identity).toEqual([
      { field: 'longestFragmentReceived', value: '2048' },
      { field: 'altitude', value: '100' },
      { field: 'configurationChanged', value: new Date(0x18152b2b000).toISOString() },
    ])
  })

  it('a relay that answers with a status refuses', () => {
    const who = { master: 1, outstation: 10 }
    const session = dnp3.session()
    readWhole(dnp3, session, write.request(who, 3, 5, write.controlRelay(4)), true)
    const told = readWhole(dnp3, session, write.response(who, 3, write.controlRelay(4, 4)), false)
    expect(told.map(says)).toEqual(['response 0x81 other !'])
  })

  it('the objects of Authenticate File are a secret', () => {
    const bytes = write.request({ master: 1, outstation: 10 }, 0, 29, fromText('user and password'))
    expect(secretRanges(bytes, 0, bytes.length)).toEqual([{ offset: 13, length: bytes.length - 13 }])
    const poll = write.request({ master: 1, outstation: 10 }, 0, 1, write.integrityPoll)
    expect(secretRanges(poll, 0, poll.length)).toEqual([])
  })

  it('broadcasts name no device', () => {
    const told = readWhole(dnp3, dnp3.session(), write.request({ master: 1, outstation: 0xffff }, 0, 13), true)
    expect(told[0]!.unit).toBeUndefined()
  })

  it('a poll read twice gives the very same object', () => {
    const session = dnp3.session()
    const bytes = write.request({ master: 1, outstation: 10 }, 0, 1, write.integrityPoll)
    expect(session.read(bytes, 0, bytes.length, true)).toBe(session.read(bytes, 0, bytes.length, true))
  })
})

describe('hostile DNP3', () => {
  survivesDamage(dnp3, [...dnp3Vectors])
  refusesOthers(dnp3, ['dnp3', 'enip/EIP-ViewDeviceStatus'])

  it('objects of mutated fragments are walked to an end, whatever they claim', () => {
    const change = fc.tuple(fc.nat({ max: 100 }), fc.integer({ min: 0, max: 255 }))
    const fragment = [
      ...write.binaryInputs([true, false]),
      ...write.attribute(252, fromText('ACME')),
      ...write.controlRelay(1),
    ]
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), fc.boolean(), (changes, isResponse) => {
        const bytes = [0xc0, isResponse ? 129 : 2, ...(isResponse ? [0, 0] : []), ...fragment]
        for (const [at, value] of changes) bytes[2 + (at % (bytes.length - 2))] = value
        const session = dnp3.session()
        const read = write
          .frames({ master: 1, outstation: 2 }, !isResponse, bytes)
          .map((part) => session.read(part, 0, part.length, true))
        expect(read.flatMap(({ messages }) => messages)).toHaveLength(1)
      }),
      { numRuns: 3000 },
    )
  })

  it('a wrong checksum of the data is a fault, one of the header no frame at all', () => {
    const bytes = fromHex(dnp3Vectors[0]!.exchange[0]!.slice(1))
    bytes[12]! ^= 1
    expect(dnp3.session().read(bytes, 0, bytes.length, true).faults).toEqual([{ reason: 'DNP3 checksum is wrong' }])
    bytes[4]! ^= 1
    expect(dnp3.lengthAt(bytes, 0, bytes.length)).toBe(-1)
    expect(dnp3.recognises(bytes, 0, bytes.length)).toBe(false)
  })

  it('segments out of order and fragments without an end are given up', () => {
    const parts = write.frames({ master: 1, outstation: 2 }, false, [0xc0, 129, 0, 0, ...new Array(2000).fill(0)])
    const session = dnp3.session()
    const reasons = [parts[1]!, parts[0]!, parts[2]!].flatMap((part) =>
      session.read(part, 0, part.length, false).faults.map(({ reason }) => reason),
    )
    expect(reasons).toEqual(['DNP3 segment without the first one of its fragment', 'DNP3 segment out of its order'])
  })
})
