import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex } from '../octets.ts'
import type { Message, ProtocolSession } from '../protocol.ts'
import { readsVectors, says } from '../vectors.testing.ts'
import { s7comm } from './decode.ts'
import * as write from './encode.ts'
import { isFailSafe } from './szl.ts'
import { s7Vectors } from './vectors.ts'

const whole = (session: ProtocolSession, bytes: Uint8Array, toServer: boolean) => {
  expect(s7comm.recognises(bytes, 0, bytes.length)).toBe(true)
  expect(s7comm.lengthAt(bytes, 0, bytes.length)).toBe(bytes.length)
  return session.read(bytes, 0, bytes.length, toServer)
}
const facts = (message: Message | undefined): Record<string, string> =>
  Object.fromEntries((message?.identity ?? []).map(({ field, value }) => [field, value]))

describe('S7comm vectors', () => {
  readsVectors(s7comm, s7Vectors)

  it('remote desktop, MMS and text are not S7comm', () => {
    for (const digits of [
      '0300002b26e00000000000436f6f6b69653a206d737473686173683d61646d696e0d0a0100080001000000',
      '0300001611e00000000100c0010ac1020001c2020001',
      '0300002302f0800dc1140506130100160102140200023302000134020001c1053103020103',
      '474554202f20485454502f312e310d0a',
      '00'.repeat(30),
    ]) {
      const bytes = fromHex(digits)
      expect(s7comm.recognises(bytes, 0, bytes.length)).toBe(false)
    }
  })
})

describe('fail-safe processors', () => {
  it.each([
    ['CPU 317F-2 PN/DP', true],
    ['6ES7 317-2FK14-0AB0', true],
    ['CPU 1516F-3 PN/DP', true],
    ['6ES7 516-3FN01-0AB0', true],
    ['CPU 315-2 PN/DP', false],
    ['6ES7 315-2EH14-0AB0', false],
    ['6ES7 321-1BL00-0AA0', false],
    ['6ES7 214-1HF40-0XB0', true],
    ['CPU 1214FC DC/DC/Rly', true],
    ['CPU 1512SP F-1 PN', true],
    ['6ES7 512-1SK01-0AB0', true],
    ['6ES7 214-1HE30-0XB0', false],
    ['CPU 1214C DC/DC/Rly', false],
    ['CPU 1512SP-1 PN', false],
  ])('%s: %s', (said, isOne) => {
    expect(isFailSafe(said)).toBe(isOne)
  })
})

const word = fc.integer({ min: 0, max: 0xffff })
const octet = fc.integer({ min: 0, max: 255 })
const label = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 ./_-]{0,20}[A-Za-z0-9]$/)
const jobs: readonly (readonly [code: string, operation: string, make: (reference: number) => Uint8Array])[] = [
  ['0xf0', 'other', write.setupCommunication],
  ['0x04', 'read', (reference) => write.readVar(reference, 10, 4, 16)],
  ['0x05', 'write', (reference) => write.writeVar(reference, 10, 4, [1, 2, 3])],
  ['0x1a', 'program', (reference) => write.requestDownload(reference, '0A', 1, 200)],
  ['0x1b', 'program', (reference) => write.downloadBlock(reference, '0A', 1)],
  ['0x1c', 'program', (reference) => write.downloadEnded(reference, '0A', 1)],
  ['0x1d', 'program', (reference) => write.startUpload(reference, '08', 1)],
  ['0x28', 'program', (reference) => write.piService(reference, '_INSE', [1])],
  ['0x29', 'program', write.plcStop],
]

describe('S7comm both ways', () => {
  it('every job comes back with its function, and so does its answer or refusal', () => {
    fc.assert(
      fc.property(fc.constantFrom(...jobs), word, fc.boolean(), ([code, operation, make], reference, refuses) => {
        const session = s7comm.session()
        const asked = whole(session, make(reference), true)
        expect(asked.messages.map(says)).toEqual([`request ${code} ${operation}`])
        const bytes = write.answer(reference, [Number(code)], [], refuses ? [0x81, 4] : [0, 0])
        const told = whole(session, bytes, false)
        expect(told.messages.map(says)).toEqual([`response ${code} ${operation}${refuses ? ' !' : ''}`])
      }),
    )
  })

  it('values that are read and written come back as answers', () => {
    fc.assert(
      fc.property(word, fc.uint8Array({ minLength: 1, maxLength: 200 }), (reference, content) => {
        const session = s7comm.session()
        const told = [write.readVarAnswer(reference, content), write.writeVarAnswer(reference)]
        expect(told.map((bytes) => says(whole(session, bytes, false).messages[0]!))).toEqual([
          'response 0x04 read',
          'response 0x05 write',
        ])
      }),
    )
  })

  it('a module’s order number and firmware come back', () => {
    fc.assert(
      fc.property(label, octet, octet, octet, (order, major, minor, patch) => {
        const records = [write.moduleRecord(1, order), write.moduleRecord(7, '', [major, minor, patch])]
        const [only] = write.szlAnswers(3, 0x11, records)
        const { messages } = whole(s7comm.session(), only!, false)
        expect(facts(messages[0])).toMatchObject({
          orderNumber: order.slice(0, 20).trim(),
          firmware: `V${major}.${minor}.${patch}`,
        })
      }),
    )
  })

  it('names that need several messages are put together, whatever their texts', () => {
    fc.assert(
      fc.property(fc.array(label, { minLength: 5, maxLength: 5 }), octet, (said, sequence) => {
        const fields = { 1: 'name', 2: 'moduleName', 3: 'plant', 5: 'serial', 7: 'model' }
        const records = Object.keys(fields).map((index, i) => write.componentRecord(Number(index), said[i]!))
        const filler = [8, 9, 10].map((index) => write.componentRecord(index, ''))
        const session = s7comm.session()
        const parts = write.szlAnswers(3, 0x1c, [...records, ...filler], sequence)
        expect(parts.length).toBeGreaterThan(1)
        const read = parts.map((part) => whole(session, part, false))
        expect(read.slice(0, -1).every(({ messages }) => messages[0]!.identity === undefined)).toBe(true)
        const expected = Object.values(fields).map((field, i) => [field, said[i]!.slice(0, 24).trim()])
        expect(facts(read.at(-1)!.messages[0])).toEqual(Object.fromEntries(expected))
      }),
    )
  })

  it('a COTP message in parts is read when its last part is here', () => {
    const bytes = write.readVar(1, 1, 0, 4)
    const content = bytes.subarray(7)
    const first = Uint8Array.of(3, 0, 0, 7 + 8, 2, 0xf0, 0, ...content.subarray(0, 8))
    const last = write.cotpData(content.subarray(8))
    const session = s7comm.session()
    expect(session.read(first, 0, first.length, true).messages).toEqual([])
    expect(session.read(last, 0, last.length, true).messages.map(says)).toEqual(['request 0x04 read'])
  })

  it('S7comm-plus goes by its own name; opening a session is no programming', () => {
    const session = s7comm.session()
    const create = (sequence: number, object: number) => write.plusMessage(1, 0x31, 0x04ca, sequence, 0x120, object)
    expect(whole(session, create(1, 0x11d), true).messages.map(says)).toEqual(['request 0x04ca other'])
    const opened = whole(session, write.plusMessage(1, 0x32, 0x04ca, 1, 0x120), false)
    expect(opened.messages.map(says)).toEqual(['response 0x04ca other'])
    expect(opened.protocol).toBe('s7comm-plus')
    expect(whole(session, create(2, 0x8a), true).messages.map(says)).toEqual(['request 0x04ca program'])
    const signed = whole(session, write.plusMessage(3, 0x31, 0x0542, 3, 0x3c0), true)
    expect(signed.messages.map(says)).toEqual(['request 0x0542 write'])
  })

  it('a poll read twice gives the very same object', () => {
    const session = s7comm.session()
    const bytes = write.readVar(1, 1, 0, 4)
    expect(session.read(bytes, 0, bytes.length, true)).toBe(session.read(bytes, 0, bytes.length, true))
  })
})

describe('hostile S7comm', () => {
  const seeds = [
    ...s7Vectors.flatMap((vector) => vector.exchange.map((line) => fromHex(line.slice(1)))),
    ...write.szlAnswers(
      3,
      0x1c,
      [1, 2, 3, 4, 5, 7, 8, 9].map((index) => write.componentRecord(index, 'text')),
    ),
    write.plusMessage(3, 0x31, 0x04ca, 1, 0x120, 0x11d),
  ]

  it('mutated exchanges never throw and give at most one message each', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.constantFrom(...seeds), fc.array(fc.tuple(fc.nat({ max: 300 }), octet), { maxLength: 6 })),
          { minLength: 1, maxLength: 5 },
        ),
        fc.nat({ max: 40 }),
        (messages, cut) => {
          const session = s7comm.session()
          for (const [i, [seed, changes]] of messages.entries()) {
            const bytes = seed.slice(0, Math.max(0, seed.length - (i % 2 ? cut : 0)))
            for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value
            s7comm.recognises(bytes, 0, bytes.length)
            s7comm.lengthAt(bytes, 0, bytes.length)
            const read = session.read(bytes, 0, bytes.length, i % 2 === 0)
            expect(read.messages.length).toBeLessThanOrEqual(1)
            expect(read.messages[0]?.identity?.length ?? 0).toBeLessThanOrEqual(70)
          }
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('an answer that never ends is given up', () => {
    const session = s7comm.session()
    const content = new Uint8Array(204).fill(0x41)
    content.set([0xff, 9, 0, 200])
    const part = write.userdata(1, 8, 4, 1, content, { sequence: 9, more: true })
    for (let i = 0; i < 2000; i++)
      expect(session.read(part, 0, part.length, false).messages.map(says)).toEqual(['response 4/1 identify'])
  })
})
