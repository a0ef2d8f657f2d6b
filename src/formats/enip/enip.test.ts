import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex } from '../octets.ts'
import type { Message, ProtocolSession } from '../protocol.ts'
import { readsVectors } from '../vectors.testing.ts'
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
  readsVectors(enip, enipVectors)

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

  it('an identity that is cut short is a fault, and its answer is counted all the same', () => {
    fc.assert(
      fc.property(identities, (said) => {
        const session = enip.session()
        whole(session, write.sendRRData(7, 9, write.cipRequest(0x01, write.classPath(1, 1))), true)
        const cut = write.cipResponse(0x01, write.identityObjectData(said).subarray(0, 9))
        const read = whole(session, write.sendRRData(7, 9, cut), false)
        expect(read.faults).toEqual([{ reason: 'CIP identity cut short' }])
        expect(read.messages.map(says)).toEqual(['0x01 identify'])
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

const ask = (session: ProtocolSession, cip: Uint8Array) =>
  whole(session, write.sendRRData(1, 7, cip), true).messages.map(says)
const tell = (session: ProtocolSession, cip: Uint8Array) => whole(session, write.sendRRData(1, 7, cip), false)

describe('CIP Safety', () => {
  it('a safety connection that is accepted makes both its ends parts of a safety system', () => {
    const session = enip.session()
    ask(session, write.forwardOpen(2, 1, write.slotPath(4), write.safetyPath()))
    expect(tell(session, write.forwardOpenResponse(1, 2, 1)).messages[0]!.identity).toEqual([
      { field: 'safety', value: 'CIP Safety' },
      { field: 'safety', value: 'CIP Safety', about: 'peer' },
    ])
  })

  it('one that is refused, and a connection without safety segment, make none', () => {
    const session = enip.session()
    ask(session, write.forwardOpen(2, 1, write.slotPath(4), write.safetyPath()))
    expect(tell(session, write.cipResponse(0x54, [], 1)).messages[0]!.identity).toBeUndefined()
    ask(session, write.forwardOpen(2, 1, write.slotPath(4)))
    expect(tell(session, write.forwardOpenResponse(1, 2, 1)).messages[0]!.identity).toBeUndefined()
  })

  it('whoever answers as safety supervisor is a safety device; setting it is programming', () => {
    const session = enip.session()
    expect(ask(session, write.cipRequest(0x10, write.classPath(0x39, 1, 25), [1]))).toEqual(['0x10 program'])
    expect(ask(session, write.cipRequest(0x53, write.classPath(0x39, 1), [4]))).toEqual(['0x53 program'])
    expect(tell(session, write.cipResponse(0x53)).messages[0]!.identity).toEqual([
      { field: 'safety', value: 'CIP Safety' },
    ])
  })

  it.each([
    [0x23, '1791ES-IB8XOBV4/A', true],
    [0x0e, '1756-L72S/B LOGIX5572S', true],
    [0x0e, '5069-L320ERMS2/A', true],
    [0x0e, '1756-L72/B LOGIX5572', false],
    [0x0c, '1756-EN2T/D', false],
  ])('device type %i, %s: %s', (deviceType, product, isSafety) => {
    const said = { vendorId: 1, deviceType, productCode: 1, major: 1, minor: 1, status: 0, serial: 5, product }
    const session = enip.session()
    ask(session, write.cipRequest(0x01, write.classPath(1, 1)))
    const { identity } = tell(session, write.cipResponse(0x01, write.identityObjectData(said))).messages[0]!
    expect(identity!.some(({ field }) => field === 'safety')).toBe(isSafety)
  })
})

describe('PCCC', () => {
  it('of logical accesses only those to program files are programming', () => {
    const typed = (f: number, type: number) => write.executePccc(write.pcccCommand(0x0f, 1, [f, 4, 7, type, 0, 0]))
    const session = enip.session()
    expect(ask(session, typed(0xa2, 0x89))).toEqual(['0x4b/0x0f/0xa2 read'])
    expect(ask(session, typed(0xa2, 0x22))).toEqual(['0x4b/0x0f/0xa2 program'])
    expect(ask(session, typed(0xaa, 0x89))).toEqual(['0x4b/0x0f/0xaa write'])
    expect(ask(session, typed(0xaa, 0x22))).toEqual(['0x4b/0x0f/0xaa program'])
  })

  it('download, upload and mode are programming', () => {
    for (const [command, f] of [
      [0x0f, 0x05],
      [0x0f, 0x50],
      [0x0f, 0x53],
      [0x0f, 0x80],
      [0x0f, 0x3a],
      [0x07, 0x04],
      [0x0f, 0xaf],
    ] as const)
      expect(ask(enip.session(), write.executePccc(write.pcccCommand(command, 1, [f])))[0]).toMatch(/program$/)
  })

  it('over a connection to DH+ it reaches a node behind the bridge', () => {
    const session = enip.session()
    ask(session, write.forwardOpen(22, 1, write.slotPath(3), write.dhPlusPath(2)))
    tell(session, write.forwardOpenResponse(11, 22, 1))
    const change = write.overDhPlus(27, 1, write.pcccCommand(0x0f, 9, [0x80, 6]))
    const [asked] = whole(session, write.sendUnitData(1, 11, 1, change), true).messages
    expect([says(asked!), asked!.unit]).toEqual(['0x4b/0x0f/0x80 program', '3/dh+27'])
    const refused = write.overDhPlus(1, 27, write.pcccCommand(0x4f, 9, [], 0x10))
    const [told] = whole(session, write.sendUnitData(1, 22, 1, refused), false).messages
    expect([says(told!), told!.unit]).toEqual(['0x4b/0x0f/0x80 program !', '3/dh+27'])
  })
})

describe('addresses that CIP tells', () => {
  const interfaceData = [10, 1, 168, 192, 0, 255, 255, 255, 1, 1, 168, 192]
  it('a card says its own IP and MAC address, by which it is joined', () => {
    const session = enip.session()
    ask(session, write.cipRequest(0x0e, write.classPath(0xf5, 1, 5)))
    expect(tell(session, write.cipResponse(0x0e, interfaceData)).messages[0]!.identity).toEqual([
      { field: 'ip', value: '192.168.1.10' },
      { field: 'subnetMask', value: '255.255.255.0' },
      { field: 'gateway', value: '192.168.1.1' },
    ])
    ask(session, write.cipRequest(0x0e, write.classPath(0xf6, 1, 3)))
    expect(tell(session, write.cipResponse(0x0e, [0, 0x1d, 0x9c, 1, 2, 3])).messages[0]!.identity).toEqual([
      { field: 'mac', value: '00:1d:9c:01:02:03' },
    ])
  })

  it('those of a module behind it are told, and join nothing', () => {
    const session = enip.session()
    const inner = write.cipRequest(0x0e, write.classPath(0xf5, 1, 5))
    ask(session, write.unconnectedSend(inner, write.slotPath(2)))
    const [message] = tell(session, write.cipResponse(0x0e, interfaceData)).messages
    expect(message!.unit).toBe('2')
    expect(message!.identity!.map(({ field }) => field)).toEqual(['address', 'subnetMask', 'gateway'])
  })
})
