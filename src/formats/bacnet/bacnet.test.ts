import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex } from '../octets.ts'
import { refusesOthers } from '../strangers.testing.ts'
import { readsVectors } from '../vectors.testing.ts'
import { bacnet, bacnetOnLink } from './decode.ts'
import * as write from './encode.ts'
import { bacnetPassword } from './password.ts'
import { bacnetVectors, notBacnet, token } from './vectors.ts'

const unicast = (apdu: Uint8Array, around = {}) => write.encodeBvlc(0x0a, write.encodeNpdu(apdu, around))

describe('BACnet/IP vectors', () => {
  readsVectors(bacnet, bacnetVectors)

  it.each(notBacnet)('%s is not BACnet/IP', (_, digits) => {
    const bytes = fromHex(digits)
    expect(bacnet.recognises(bytes, 0, bytes.length)).toBe(false)
  })

  it.each([
    ['ReinitializeDevice', '81 0a 0017 01 04 00 04 02 14 09 01 1d 09 00 4142434445464748', 'ABCDEFGH'],
    ['DeviceCommunicationControl', '81 0a 0017 01 04 00 04 02 11 09 05 19 01 2d 05 00 61626364', 'abcd'],
    ['nothing without a password', '81 0a 000c 01 04 00 04 02 14 09 01', ''],
    ['a property that is written', '81 0a 0014 01 04 00 04 5a 0f 0c 04000002 19 5a 3e 91 03 3f', ''],
  ])('the password of %s is found, to be masked', (_, digits, password) => {
    const bytes = fromHex(digits)
    const found = bacnetPassword(bytes, 0, bytes.length)
    const said = found === undefined ? [] : [...bytes.subarray(found.offset, found.offset + found.length)]
    expect(String.fromCharCode(...said)).toBe(password)
  })

  it('tokens of MS/TP are recognised and say nothing', () => {
    const bytes = fromHex(token)
    expect(bacnetOnLink.recognises(bytes, 0, bytes.length)).toBe(true)
    expect(bacnetOnLink.session().read(bytes, 0, bytes.length, true)).toEqual({ messages: [], faults: [] })
    bytes[4] = 0x02
    expect(bacnetOnLink.recognises(bytes, 0, bytes.length)).toBe(false)
  })
})

const label = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 ./-]{0,60}[A-Za-z0-9]$/)
const instance = fc.integer({ min: 0, max: 0x3ffffe })
const invoke = fc.integer({ min: 0, max: 255 })
const texts = [
  [70, 'model'],
  [44, 'firmware'],
  [12, 'applicationSoftware'],
  [77, 'name'],
  [28, 'description'],
  [58, 'location'],
  [372, 'serial'],
] as const
const station = fc.record({
  network: fc.integer({ min: 1, max: 65_534 }),
  mac: fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 7 }),
})

describe('BACnet both ways', () => {
  it('an I-Am comes back with instance and vendor, over UDP, on the link and over MS/TP', () => {
    fc.assert(
      fc.property(instance, fc.integer({ min: 2000, max: 65_535 }), (device, vendor) => {
        const npdu = write.encodeNpdu(write.iAm(device, vendor))
        const wanted = [
          { field: 'deviceInstance', value: String(device) },
          { field: 'vendorId', value: String(vendor) },
        ]
        const forms = [
          [bacnet, write.encodeBvlc(0x0b, npdu)],
          [bacnetOnLink, npdu],
          [bacnetOnLink, write.encodeMstp(6, 255, 9, npdu)],
        ] as const
        for (const [protocol, bytes] of forms) {
          expect(protocol.recognises(bytes, 0, bytes.length)).toBe(true)
          const { messages } = protocol.session().read(bytes, 0, bytes.length, true)
          expect(messages[0]!.identity).toEqual(wanted)
        }
      }),
    )
  })

  it('every property of a device comes back: one by one, many at once, and cut into segments', () => {
    fc.assert(
      fc.property(
        invoke,
        instance,
        fc.tuple(...texts.map(() => label)),
        fc.integer({ min: 8, max: 50 }),
        (id, device, said, size) => {
          const values = texts.map(([property], i) => [property, write.characterString(said[i]!)] as const)
          const wanted = texts.map(([, field], i) => ({ field, value: said[i]! }))
          const named = { field: 'deviceInstance', value: String(device) }
          for (const [i, [property, value]] of values.entries()) {
            const bytes = unicast(write.readPropertyAck(id, 8, device, property, value))
            expect(bacnet.session().read(bytes, 0, bytes.length, false).messages[0]!.identity).toEqual([
              named,
              wanted[i],
            ])
          }
          const many = write.readPropertyMultipleAck(id, 8, device, values)
          const whole = unicast(many)
          expect(bacnet.session().read(whole, 0, whole.length, false).messages[0]!.identity).toEqual([named, ...wanted])
          const session = bacnet.session()
          const parts = write.segmentsOf(many, size).map((part) => {
            const bytes = unicast(part)
            return session.read(bytes, 0, bytes.length, false).messages[0]!
          })
          expect(parts.at(-1)!.identity).toEqual([named, ...wanted])
          for (const part of parts) expect(part.function.code).toBe('confirmed/0x0e')
        },
      ),
      { numRuns: 40 },
    )
  })

  it('requests are told with the device they go to, answers with the device they come from', () => {
    fc.assert(
      fc.property(invoke, station, (id, behind) => {
        const unit = `${behind.network}:${behind.mac.map((octet) => octet.toString(16).padStart(2, '0')).join('')}`
        const session = bacnet.session()
        const asked = unicast(write.readProperty(id, 0, 1, 85), { to: behind, expectsReply: true })
        const answered = unicast(write.readPropertyAck(id, 0, 1, 85, [0x44, 0, 0, 0, 0]), { from: behind })
        expect(bacnet.recognises(asked, 0, asked.length)).toBe(true)
        expect(session.read(asked, 0, asked.length, true).messages[0]).toMatchObject({ kind: 'request', unit })
        expect(session.read(answered, 0, answered.length, false).messages[0]).toMatchObject({ kind: 'response', unit })
      }),
    )
  })

  it('whoever looks, has or restarts is told as such', () => {
    const session = bacnet.session()
    const told = [write.whoIs(), write.iHave(8, 0, 3, 'OATemp'), write.reinitializeDevice(4, 1), write.simpleAck(4, 20)]
      .map((apdu) => unicast(apdu))
      .map((bytes) => session.read(bytes, 0, bytes.length, true).messages[0]!)
    expect(told.map(({ kind, function: { name, operation } }) => `${kind} ${name} ${operation}`)).toEqual([
      'request who-Is identify',
      'event i-Have identify',
      'request reinitializeDevice program',
      'response reinitializeDevice program',
    ])
    expect(told[1]!.identity).toContainEqual({ field: 'objectName', value: 'OATemp' })
  })

  it('properties of other objects say nothing about the device', () => {
    const bytes = unicast(write.readPropertyAck(1, 2, 7, 77, write.characterString('AV-7')))
    expect(bacnet.session().read(bytes, 0, bytes.length, false).messages[0]!.identity).toBeUndefined()
  })

  it('errors, rejects and aborts are refusals of what was asked', () => {
    for (const answer of [write.errorAnswer(9, 15, 2, 40), write.rejectAnswer(9, 4), write.abortAnswer(9, 0)]) {
      const session = bacnet.session()
      const asked = unicast(write.writeProperty(9, 2, 1, 85, [0x44, 0, 0, 0, 0]))
      session.read(asked, 0, asked.length, true)
      const bytes = unicast(answer)
      const [message] = session.read(bytes, 0, bytes.length, false).messages
      expect(message).toMatchObject({ kind: 'response', exception: true, function: { code: 'confirmed/0x0f' } })
    }
  })

  it('a poll read twice gives the very same object: nothing is allocated', () => {
    const behind = { network: 7, mac: [3] }
    const asked = unicast(write.readProperty(1, 0, 1, 85), { to: behind })
    const answered = unicast(write.readPropertyMultipleAck(1, 0, 1, [[85, [0x44, 0, 0, 0, 0]]]), { from: behind })
    const session = bacnet.session()
    for (const [bytes, toServer] of [
      [asked, true],
      [answered, false],
    ] as const)
      expect(session.read(bytes, 0, bytes.length, toServer)).toBe(session.read(bytes, 0, bytes.length, toServer))
  })
})

describe('hostile BACnet', () => {
  const seeds = [
    ...bacnetVectors.flatMap((vector) => vector.exchange.map((line) => fromHex(line.slice(1)))),
    ...write
      .segmentsOf(
        write.readPropertyMultipleAck(
          1,
          8,
          5,
          texts.map(([id]) => [id, write.characterString('x')]),
        ),
        20,
      )
      .map((part) => unicast(part)),
  ]

  it('mutated messages never throw, and never give more than one message', () => {
    const [overIp, onLink] = [bacnet.session(), bacnetOnLink.session()]
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.nat({ max: 300 }), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
        fc.nat({ max: 30 }),
        fc.boolean(),
        (seed, changes, cut, toServer) => {
          const bytes = seed.slice(0, Math.max(0, seed.length - (cut > 15 ? 0 : cut)))
          for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value
          bacnet.recognises(bytes, 0, bytes.length)
          bacnet.lengthAt(bytes, 0, bytes.length)
          bacnetOnLink.recognises(bytes, 0, bytes.length)
          bacnetPassword(bytes, 0, bytes.length)
          for (const { messages } of [
            overIp.read(bytes, 0, bytes.length, toServer),
            onLink.read(bytes, 0, bytes.length, true),
            onLink.read(bytes, Math.min(4, bytes.length), bytes.length, true),
          ]) {
            expect(messages.length).toBeLessThanOrEqual(1)
            expect(messages[0]?.identity?.length ?? 0).toBeLessThanOrEqual(200)
          }
        },
      ),
      { numRuns: 3000 },
    )
  })

  refusesOthers(bacnet, ['bacnet/'])

  it('answers that never end are let go', () => {
    const session = bacnet.session()
    for (let i = 0; i < 3000; i++) {
      const bytes = unicast(Uint8Array.from([0x3c, i & 0x1f, i & 0xff, 4, 14, ...new Uint8Array(1000)]))
      expect(session.read(bytes, 0, bytes.length, false).faults).toEqual([])
    }
  })
})
