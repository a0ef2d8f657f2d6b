import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex } from '../octets.ts'
import { refusesStrangers } from '../strangers.testing.ts'
import { readsVectors, survivesDamage } from '../vectors.testing.ts'
import { modbus } from './decode.ts'
import * as write from './encode.ts'
import { isListed } from './functions.ts'
import { modbusRtu } from './rtu.ts'
import { modbusVectors, notModbus } from './vectors.ts'

describe('Modbus/TCP vectors', () => {
  readsVectors(modbus, modbusVectors)

  it.each(notModbus)('%s is not Modbus', (_, digits) => {
    const bytes = fromHex(digits)
    expect(modbus.recognises(bytes, 0, bytes.length)).toBe(false)
  })
})

const word = fc.integer({ min: 0, max: 0xffff })
const unit = fc.integer({ min: 0, max: 255 })
const words = fc.array(word, { minLength: 1, maxLength: 100 })
const bits = fc.array(fc.boolean(), { minLength: 1, maxLength: 800 })
const label = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 ./-]{0,38}[A-Za-z0-9]$/)

const requests = fc.oneof(
  fc.tuple(fc.integer({ min: 1, max: 4 }), word, fc.integer({ min: 1, max: 125 })).map(([code, address, quantity]) => ({
    code,
    pdu: write.readRequest(code, address, quantity),
  })),
  word.map((address) => ({ code: 5, pdu: write.writeSingle(5, address, 0xff00) })),
  fc.tuple(word, word).map(([address, value]) => ({ code: 6, pdu: write.writeSingle(6, address, value) })),
  fc.tuple(word, bits).map(([address, values]) => ({ code: 15, pdu: write.writeCoils(address, values) })),
  fc.tuple(word, words).map(([address, values]) => ({ code: 16, pdu: write.writeRegisters(address, values) })),
  fc.constant({ code: 17, pdu: write.serverIdRequest() }),
)
const responses = fc.oneof(
  bits.map((values) => ({ code: 1, pdu: write.bitsResponse(1, values) })),
  words.map((values) => ({ code: 3, pdu: write.registersResponse(3, values) })),
  fc.tuple(word, word).map(([address, quantity]) => ({
    code: 16,
    pdu: write.writeMultipleResponse(16, address, quantity),
  })),
)

describe('Modbus/TCP both ways', () => {
  it('what is written is read: code, unit, direction', () => {
    fc.assert(
      fc.property(word, unit, fc.boolean(), requests, responses, (transaction, to, asks, request, response) => {
        const { code, pdu } = asks ? request : response
        const bytes = write.encodeModbus(transaction, to, pdu)
        expect(modbus.recognises(bytes, 0, bytes.length)).toBe(true)
        expect(modbus.lengthAt(bytes, 0, bytes.length)).toBe(bytes.length)
        const [message] = modbus.session().read(bytes, 0, bytes.length, asks).messages
        expect(Number(message!.function.code)).toBe(code)
        expect(message!.kind).toBe(asks ? 'request' : 'response')
        expect(message!.unit).toBe(to === 0 || to === 255 ? undefined : String(to))
      }),
    )
  })

  it('every identity text comes back, object by object', () => {
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 6 }), (said) => {
        const pdu = write.deviceIdentificationResponse(said.map((value, id) => [id, value]))
        const bytes = write.encodeModbus(1, 0, pdu)
        const { messages, faults } = modbus.session().read(bytes, 0, bytes.length, false)
        expect(faults).toEqual([])
        expect(messages[0]!.identity!.map((fact) => fact.value)).toEqual(said)
      }),
    )
  })

  it('a UMAS identity needs its request: an answer alone names no service', () => {
    const answer = write.encodeModbus(7, 0, write.umasResponse(true, write.umasIdentityData('BMX P34 2020', [2, 0x50])))
    const asked = write.encodeModbus(7, 0, write.umasRequest(2))
    expect(modbus.session().read(answer, 0, answer.length, false).messages[0]!.identity).toBeUndefined()
    const session = modbus.session()
    session.read(asked, 0, asked.length, true)
    expect(session.read(answer, 0, answer.length, false).messages[0]!.identity).toContainEqual({
      field: 'firmware',
      value: 'V2.50',
    })
  })

  it('a server that reports its id names its product and says whether it runs', () => {
    fc.assert(
      fc.property(label, fc.boolean(), (said, running) => {
        fc.pre(said.length >= 4)
        const bytes = write.encodeModbus(1, 0, write.serverIdResponse(2, running, said))
        expect(modbus.session().read(bytes, 0, bytes.length, false).messages[0]!.identity).toEqual([
          { field: 'product', value: said },
          { field: 'state', value: running ? 'running' : 'stopped' },
        ])
      }),
    )
  })

  it('of the diagnostics only those that act are writes', () => {
    const operations = Array.from({ length: 22 }, (_, subFunction) => {
      const bytes = write.encodeModbus(1, 0, write.diagnostics(subFunction))
      return modbus.session().read(bytes, 0, bytes.length, true).messages[0]!.function.operation
    })
    expect(operations.flatMap((operation, i) => (operation === 'write' ? [i] : []))).toEqual([1, 4])
  })

  it('a poll read twice gives the very same object: nothing is allocated', () => {
    const bytes = write.encodeModbus(1, 3, write.readRequest(3, 0, 10))
    const session = modbus.session()
    expect(session.read(bytes, 0, bytes.length, true)).toBe(session.read(bytes, 0, bytes.length, true))
  })

  it('a cut header waits, a lying one is refused', () => {
    const bytes = write.encodeModbus(1, 3, write.readRequest(3, 0, 10))
    for (let cut = 0; cut < 8; cut++) expect(modbus.lengthAt(bytes, 0, cut)).toBe(0)
    expect(modbus.lengthAt(bytes, 0, 9)).toBe(bytes.length)
    expect(modbus.lengthAt(fromHex('0001 0000 ffff 01 03'), 0, 8)).toBe(-1)
    expect(modbus.lengthAt(fromHex('0001 0001 0006 01 03'), 0, 8)).toBe(-1)
  })
})

describe('hostile Modbus/TCP', () => {
  const seeds = modbusVectors.flatMap((vector) => vector.exchange.map((line) => fromHex(line.slice(1))))

  it('mutated messages never throw and never give more than one message', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.nat({ max: 300 }), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
        fc.nat({ max: 80 }),
        fc.boolean(),
        (seed, changes, cut, toServer) => {
          const bytes = seed.slice(0, Math.max(0, seed.length - (cut > 40 ? 0 : cut)))
          for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value
          modbus.recognises(bytes, 0, bytes.length)
          modbus.lengthAt(bytes, 0, bytes.length)
          const { messages } = modbus.session().read(bytes, 0, bytes.length, toServer)
          expect(messages.length).toBeLessThanOrEqual(1)
          expect(messages[0]?.identity?.length ?? 0).toBeLessThanOrEqual(64)
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('questions that nobody answers do not pile up', () => {
    const session = modbus.session()
    for (let i = 0; i < 5000; i++) {
      const bytes = write.encodeModbus(i, 0, write.umasRequest(2))
      expect(session.read(bytes, 0, bytes.length, true).faults).toEqual([])
    }
    const first = write.encodeModbus(0, 0, write.umasResponse(true, write.umasIdentityData('X', [1, 0])))
    expect(session.read(first, 0, first.length, false).messages[0]!.identity).toBeUndefined()
  })

  it('unknown codes do not start a conversation', () => {
    for (let code = 0; code < 128; code++) {
      if (isListed(code)) continue
      const bytes = fromHex('0001 0000 0006 01 00 00000000')
      bytes[7] = code
      expect(modbus.recognises(bytes, 0, bytes.length)).toBe(false)
    }
  })
})

describe('Modbus RTU in TCP', () => {
  it('is told by its CRC (example of Modbus over serial line 1.02: unit 2, function 7, CRC 41 12)', () => {
    const bytes = fromHex('02 07 41 12')
    expect(modbusRtu.recognises(bytes, 0, bytes.length)).toBe(true)
    expect(modbus.recognises(bytes, 0, bytes.length)).toBe(false)
    bytes[2]! ^= 1
    expect(modbusRtu.recognises(bytes, 0, bytes.length)).toBe(false)
  })

  it('what is written is read: code, unit, direction', () => {
    const unit = fc.integer({ min: 1, max: 247 })
    fc.assert(
      fc.property(unit, fc.boolean(), requests, responses, (to, asks, request, response) => {
        const { code, pdu } = asks ? request : response
        const bytes = write.encodeRtu(to, pdu)
        expect(modbusRtu.recognises(bytes, 0, bytes.length)).toBe(true)
        expect(modbusRtu.lengthAt(bytes, 0, bytes.length)).toBe(bytes.length)
        const [message] = modbusRtu.session().read(bytes, 0, bytes.length, asks).messages
        expect(Number(message!.function.code)).toBe(code)
        expect(message!.kind).toBe(asks ? 'request' : 'response')
        expect(message!.unit).toBe(String(to))
      }),
    )
  })

  it('a frame that arrives in pieces is waited for', () => {
    const bytes = write.encodeRtu(5, write.writeRegisters(1, [1, 2, 3]))
    expect(modbusRtu.lengthAt(bytes, 0, 6)).toBe(0)
    expect(modbusRtu.lengthAt(bytes, 0, bytes.length)).toBe(bytes.length)
  })

  survivesDamage(modbusRtu, [fromHex('02 07 41 12'), fromHex('01 03 0000 000a c5cd')])
  // ROC closes its messages with the same CRC; on its port, and everywhere else, it is asked first.
  refusesStrangers(modbusRtu, ['roc_plus'])
})
