import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex } from '../octets.ts'
import type { Message, ProtocolSession } from '../protocol.ts'
import { enip } from './decode.ts'
import * as write from './encode.ts'
import type { EnipIdentity } from './identity.ts'
import { enipVectors } from './vectors.ts'

const says = (message: Message): string =>
  `${message.function.code} ${message.function.operation}${message.exception ? ' !' : ''}`
const whole = (session: ProtocolSession, bytes: Uint8Array, toServer: boolean) => {
  expect(enip.recognises(bytes, 0, bytes.length)).toBe(true)
  expect(enip.lengthAt(bytes, 0, bytes.length)).toBe(bytes.length)
  return session.read(bytes, 0, bytes.length, toServer)
}

describe('EtherNet/IP vectors', () => {
  it.each(enipVectors)('$title', (vector) => {
    const session = enip.session()
    const last = vector.exchange.map((line) => whole(session, fromHex(line.slice(1)), line.startsWith('>'))).at(-1)!
    expect(last.faults).toEqual([])
    expect(last.protocol).toBe(vector.protocol)
    expect(last.messages.map(says)).toEqual(vector.says)
    expect(last.messages[0]!.unit).toBe(vector.unit)
    const facts = (last.messages[0]!.identity ?? []).map(({ field, value }) => [field, value])
    expect(Object.fromEntries(facts)).toEqual(vector.identity ?? {})
  })

  it('text, zeros and other protocols are not EtherNet/IP', () => {
    for (const digits of [
      '474554202f20485454502f312e310d0a486f73743a203136302e39372e37302e33',
      '00'.repeat(40),
      '0001 0000 0006 01 03 0000 000a'.padEnd(60, '0'),
      '0300 0016 11e0 0000 0001 00c0 010a c102 0100 c202 0102 0000 0000',
      '63000100000000000000000000000000000000000000000000',
    ])
      expect(enip.recognises(fromHex(digits), 0, fromHex(digits).length)).toBe(false)
  })
})

const word = fc.integer({ min: 0, max: 0xffff })
const octet = fc.integer({ min: 0, max: 255 })
const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,30}$/)
const identities: fc.Arbitrary<EnipIdentity> = fc.record({
  vendorId: word,
  deviceType: word,
  productCode: word,
  major: octet,
  minor: octet,
  status: word,
  serial: fc.integer({ min: 0, max: 0xffffffff }),
  product: name,
  state: octet,
})
const factOf = (message: Message, field: string): string | undefined =>
  message.identity?.find((fact) => fact.field === field)?.value

function expectIdentity(message: Message, said: EnipIdentity): void {
  expect(Number(factOf(message, 'vendorId'))).toBe(said.vendorId)
  expect(Number(factOf(message, 'deviceTypeId'))).toBe(said.deviceType)
  expect(factOf(message, 'productCode')).toBe(String(said.productCode))
  expect(factOf(message, 'firmware')).toBe(`${said.major}.${said.minor}`)
  expect(Number(factOf(message, 'status'))).toBe(said.status)
  expect(Number(factOf(message, 'serial'))).toBe(said.serial)
  expect(factOf(message, 'product')).toBe(said.product)
}

describe('EtherNet/IP both ways', () => {
  it('an identity comes back from List Identity, from class 1 and from behind a slot', () => {
    fc.assert(
      fc.property(identities, octet, word, (said, slot, context) => {
        const listed = whole(enip.session(), write.listIdentityResponse(said, '10.1.2.3', context), false)
        expectIdentity(listed.messages[0]!, said)
        expect(Number(factOf(listed.messages[0]!, 'state'))).toBe(said.state)
        const session = enip.session()
        const ask = write.cipRequest(0x01, write.classPath(1, 1))
        whole(session, write.sendRRData(7, context, write.unconnectedSend(ask, write.slotPath(slot))), true)
        const answer = write.cipResponse(0x01, write.identityObjectData(said))
        const read = whole(session, write.sendRRData(7, context, answer), false)
        expect(read.messages[0]!.unit).toBe(String(slot))
        expectIdentity(read.messages[0]!, said)
      }),
    )
  })

  it('a connection remembers the slot to which its Forward Open led', () => {
    const session = enip.session()
    whole(session, write.sendRRData(7, 1, write.forwardOpen(0x3344, 9, write.slotPath(2))), true)
    whole(session, write.sendRRData(7, 1, write.forwardOpenResponse(0x1122, 0x3344, 9)), false)
    const asked = whole(session, write.sendUnitData(7, 0x1122, 1, write.readTag('Level')), true)
    const told = whole(session, write.sendUnitData(7, 0x3344, 1, write.readTagResponse([42])), false)
    expect([asked, told].map(({ messages }) => [says(messages[0]!), messages[0]!.kind, messages[0]!.unit])).toEqual([
      ['0x4c read', 'request', '2'],
      ['0x4c read', 'response', '2'],
    ])
  })

  it('a packet of services is told service by service, and so is its answer', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.boolean()), { minLength: 1, maxLength: 40 }), word, (tags, sequence) => {
        const session = enip.session()
        const asks = tags.map(([tag, writes]) => (writes ? write.writeTag(tag, [1]) : write.readTag(tag)))
        const answers = tags.map(([, writes]) => (writes ? write.cipResponse(0x4d) : write.readTagResponse([5])))
        const asked = whole(session, write.sendUnitData(1, 5, sequence, write.multipleServicePacket(asks)), true)
        const told = whole(session, write.sendUnitData(1, 6, sequence, write.multipleServiceResponse(answers)), false)
        const expected = ['0x0a other', ...tags.map(([, writes]) => (writes ? '0x4d write' : '0x4c read'))]
        expect(asked.messages.map(says)).toEqual(expected)
        expect(told.messages.map(says)).toEqual(expected)
      }),
    )
  })

  it('the same code means what its class means', () => {
    const read = (cls: number, service: number) => {
      const bytes = write.sendRRData(1, 1, write.cipRequest(service, write.classPath(cls, 1)))
      return enip.session().read(bytes, 0, bytes.length, true).messages.at(-1)!.function.operation
    }
    expect(read(0x6b, 0x52)).toBe('read')
    expect(read(0x6b, 0x4d)).toBe('write')
    expect(read(0xa1, 0x4d)).toBe('program')
    expect(read(0x8b, 0x04)).toBe('write')
    expect(read(0x73, 0x04)).toBe('program')
    expect(read(0x06, 0x54)).toBe('other')
  })

  it('connected I/O is told as an event, whatever it carries', () => {
    fc.assert(
      fc.property(word, word, fc.uint8Array({ minLength: 2, maxLength: 500 }), (link, sequence, data) => {
        const { messages, protocol } = whole(enip.session(), write.implicitIo(link, sequence, data), true)
        expect([messages.map(({ kind }) => kind), messages.map(says), protocol]).toEqual([
          ['event'],
          ['io other'],
          'enip',
        ])
      }),
    )
  })

  it('a poll read twice gives the very same object', () => {
    const session = enip.session()
    const bytes = write.sendUnitData(1, 5, 9, write.readTag('Level'))
    expect(session.read(bytes, 0, bytes.length, true)).toBe(session.read(bytes, 0, bytes.length, true))
  })
})

describe('hostile EtherNet/IP', () => {
  const seeds = enipVectors.flatMap((vector) => vector.exchange.map((line) => fromHex(line.slice(1))))

  it('mutated exchanges never throw and never tell more than they can hold', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.constantFrom(...seeds), fc.array(fc.tuple(fc.nat({ max: 400 }), octet), { maxLength: 6 })),
          { minLength: 1, maxLength: 4 },
        ),
        fc.nat({ max: 60 }),
        (messages, cut) => {
          const session = enip.session()
          for (const [i, [seed, changes]] of messages.entries()) {
            const bytes = seed.slice(0, Math.max(0, seed.length - (i % 2 ? cut : 0)))
            for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value
            enip.recognises(bytes, 0, bytes.length)
            enip.lengthAt(bytes, 0, bytes.length)
            const read = session.read(bytes, 0, bytes.length, i % 2 === 0)
            expect(read.messages.length).toBeLessThanOrEqual(bytes.length / 2 + 2)
          }
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('packets inside packets end at the third', () => {
    let request = write.readTag('A')
    for (let i = 0; i < 20; i++) request = write.multipleServicePacket([request, request].slice(0, i < 8 ? 2 : 1))
    const bytes = write.sendRRData(1, 1, request)
    expect(enip.session().read(bytes, 0, bytes.length, true).messages.length).toBeLessThan(20)
  })

  it('questions without answers and connections that pile up are forgotten', () => {
    const session = enip.session()
    for (let i = 0; i < 3000; i++) {
      whole(session, write.sendRRData(7, i, write.forwardOpen(i, i & 0xffff, write.slotPath(i & 7))), true)
      whole(session, write.sendRRData(7, i, write.forwardOpenResponse(100_000 + i, i, i & 0xffff)), false)
    }
    const old = whole(session, write.sendUnitData(7, 100_000, 1, write.readTag('A')), true)
    const young = whole(session, write.sendUnitData(7, 102_999, 2, write.readTag('A')), true)
    expect([old.messages[0]!.unit, young.messages[0]!.unit]).toEqual([undefined, '7'])
  })
})
