import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { join } from '../octets.ts'
import { refusesOthers } from '../strangers.testing.ts'
import { readsVectors, says, survivesDamage } from '../vectors.testing.ts'
import { hartIp } from './decode.ts'
import * as write from './encode.ts'
import { hartVectors } from './vectors.ts'

const passed = (pdu: Uint8Array, type = 1) => write.encodeHartIp(type, 3, 1, pdu)
const read = (...sent: Uint8Array[]) => {
  const session = hartIp.session()
  return sent.flatMap((bytes) => {
    expect(hartIp.recognises(bytes, 0, bytes.length)).toBe(true)
    const { messages, faults } = session.read(bytes, 0, bytes.length, bytes[1] === 0)
    expect(faults).toEqual([])
    return messages
  })
}

describe('HART-IP vectors', () => {
  readsVectors(hartIp, hartVectors)
})

const device = fc.record({
  maker: fc.integer({ min: 0x6000, max: 0x7fff }),
  type: fc.integer({ min: 0xe000, max: 0xffff }),
  id: fc.integer({ min: 0, max: 0xffffff }),
  revision: fc.integer({ min: 0, max: 255 }),
  software: fc.integer({ min: 0, max: 255 }),
  isBridge: fc.boolean(),
})
const tag = fc.stringMatching(/^[A-Z][0-9]{3}[A-Z]{0,4}$/)

describe('HART-IP both ways', () => {
  it('a device comes back: identifier, tag and long tag, by its unique address', () => {
    fc.assert(
      fc.property(device, tag, tag, (said, short, long) => {
        const unique = write.uniqueAddress(said)
        const [identity, short13, long20] = read(
          passed(write.tokenPdu('answer', unique, 0, write.identifier(said))),
          passed(write.tokenPdu('answer', unique, 13, write.tagAnswer(short, 'PUMP 1'))),
          passed(write.tokenPdu('answer', unique, 20, write.longTagAnswer(long))),
        )
        const unit = said.isBridge ? undefined : unique.map((octet) => octet.toString(16).padStart(2, '0')).join('')
        expect([identity!.unit, short13!.unit, long20!.unit]).toEqual([unit, unit, unit])
        expect(identity!.identity).toEqual([
          { field: 'vendorId', value: String(said.maker) },
          { field: 'deviceTypeId', value: `0x${said.type.toString(16)}` },
          { field: 'hartRevision', value: '7' },
          { field: 'deviceRevision', value: String(said.revision) },
          { field: 'firmware', value: String(said.software) },
          { field: 'hardware', value: '1' },
          { field: 'deviceId', value: said.id.toString(16).padStart(6, '0') },
        ])
        expect(short13!.identity).toContainEqual({ field: 'name', value: short })
        expect(short13!.identity).toContainEqual({ field: 'description', value: 'PUMP 1' })
        expect(long20!.identity).toContainEqual({ field: 'name', value: long })
      }),
    )
  })

  it('whoever answers at the polling address is the endpoint, under its unique address, too', () => {
    const said = { maker: 0x11, type: 0x1123, id: 7, revision: 1, software: 2, isBridge: false }
    const messages = read(
      passed(write.tokenPdu('answer', undefined, 0, write.identifier(said))),
      passed(write.tokenPdu('answer', write.uniqueAddress(said), 1, [0, 0, 57, 0, 0, 0, 0])),
      passed(write.tokenPdu('answer', [0x11, 0x24, 0, 0, 9], 1, [0, 0, 57, 0, 0, 0, 0])),
    )
    expect(messages.map(({ unit }) => unit)).toEqual([undefined, undefined, '1124000009'])
  })

  it('who tells its unique address in a direct answer is the endpoint, too', () => {
    const said = { maker: 0x11, type: 0x1123, id: 7, revision: 1, software: 2, isBridge: false }
    const direct = write.encodeHartIp(1, 4, 1, write.directPdu([[0, write.identifier(said).subarray(1)]]))
    const messages = read(direct, passed(write.tokenPdu('answer', write.uniqueAddress(said), 1, [0, 0, 57])))
    expect(messages.map(({ unit }) => unit)).toEqual([undefined, undefined])
    expect(messages[0]!.identity).toContainEqual({ field: 'deviceId', value: '000007' })
  })

  it('devices behind a gateway are told from its list, and by what is sent on to them', () => {
    const sub = { maker: 0x11, type: 0x1122, id: 0x123456, revision: 3, software: 1, isBridge: false }
    const gateway = [0x26, 0x4e, 0, 0, 1]
    const listed = read(passed(write.tokenPdu('answer', gateway, 84, write.subDeviceSummary(1, sub, 'LT-100'))))
    expect(listed.map(says)).toEqual(['response 84 identify', 'event 84 identify'])
    expect(listed[1]).toMatchObject({ unit: '1122123456' })
    expect(listed[1]!.identity).toContainEqual({ field: 'name', value: 'LT-100' })
    expect(listed[1]!.identity).toContainEqual({ field: 'model', value: 'Levelflex FMP5x' })
    const inner = write.tokenPdu('request', write.uniqueAddress(sub), 35, new Uint8Array(9))
    const sent = read(passed(write.tokenPdu('request', gateway, 77, write.toSubDevice(inner)), 0))
    expect(sent.map(says)).toEqual(['request 77 other', 'request 35 write'])
    expect(sent[1]!.unit).toBe('1122123456')
  })

  it('several commands in one are each told: aggregated, direct, extended', () => {
    const aggregated = join([2, 0, 1, 0, 0, 35, 1, 9])
    expect(read(passed(write.tokenPdu('request', [1, 2, 3, 4, 5], 78, aggregated), 0)).map(says)).toEqual([
      'request 78 other',
      'request 1 read',
      'request 35 write',
    ])
    const direct = write.encodeHartIp(
      0,
      4,
      1,
      write.directPdu([
        [9, [0, 1]],
        [42, []],
      ]),
    )
    expect(read(direct).map(says)).toEqual(['request 9 read', 'request 42 program'])
    const extended = passed(write.tokenPdu('request', [1, 2, 3, 4, 5], 31, [3, 5, 1, 2]), 0)
    expect(read(extended).map(says)).toEqual(['request 773 write'])
  })

  it('a tag that is written is told of the receiver, and is its own once it has answered', () => {
    const [asks, answers] = read(
      passed(write.tokenPdu('request', [1, 2, 3, 4, 5], 18, write.tagAnswer('LT-200', 'TANK').slice(2)), 0),
      passed(write.tokenPdu('answer', [1, 2, 3, 4, 5], 18, write.tagAnswer('LT-200', 'TANK'))),
    )
    expect(asks!.identity).toEqual([{ field: 'tagWritten', value: 'LT-200', about: 'peer' }])
    expect(answers!.identity).toContainEqual({ field: 'name', value: 'LT-200' })
  })

  it('a published burst is an event', () => {
    expect(read(passed(write.tokenPdu('burst', [1, 2, 3, 4, 5], 9, [0, 0, 0, 1]), 2)).map(says)).toEqual([
      'event 9 read',
    ])
  })

  it('a session that is opened and kept comes back', () => {
    const sent = [
      write.encodeHartIp(0, 0, 1, write.initiate(30_000)),
      write.encodeHartIp(0, 2, 2),
      write.encodeHartIp(1, 1, 3),
    ]
    expect(read(...sent).map(says)).toEqual([
      'request session/0 other',
      'request session/2 other',
      'event session/1 other',
    ])
  })

  it('a poll read twice gives the very same object: nothing is allocated', () => {
    const bytes = passed(write.tokenPdu('answer', [1, 2, 3, 4, 5], 3, new Uint8Array(26)))
    const session = hartIp.session()
    const message = () => session.read(bytes, 0, bytes.length, false).messages[0]
    expect(message()).toBe(message())
  })

  it('a wrong check is not HART-IP', () => {
    const bytes = passed(write.tokenPdu('answer', [1, 2, 3, 4, 5], 3, new Uint8Array(26)))
    bytes[bytes.length - 1]! ^= 1
    expect(hartIp.recognises(bytes, 0, bytes.length)).toBe(false)
  })
})

describe('hostile HART-IP', () => {
  const sub = { maker: 0x11, type: 0x1122, id: 1, revision: 3, software: 1, isBridge: true }
  survivesDamage(hartIp, [
    ...hartVectors,
    passed(write.tokenPdu('answer', undefined, 84, write.subDeviceSummary(1, sub, 'x'))),
    passed(write.tokenPdu('answer', undefined, 75, write.identifier(sub))),
    passed(
      write.tokenPdu('request', undefined, 77, write.toSubDevice(write.tokenPdu('request', undefined, 77, [1, 2, 3]))),
    ),
    passed(write.tokenPdu('request', undefined, 78, [3, 0, 78, 2, 1, 1, 0, 31, 2, 0, 78])),
    passed(write.tokenPdu('request', undefined, 31, [0, 31, 0, 31])),
  ])
  refusesOthers(hartIp, ['hartip/'])
})
