import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex } from '../octets.ts'
import type { Message, Protocol } from '../protocol.ts'
import { refusesOthers } from '../strangers.testing.ts'
import { readsVectors, readWhole, says, survivesDamage } from '../vectors.testing.ts'
import { ccLinkIeBasic } from './basic.ts'
import { ccLinkIe } from './decode.ts'
import * as write from './encode.ts'
import { ccLinkIeBasicVectors, ccLinkIeVectors } from './vectors.ts'

const one = (protocol: Protocol, bytes: Uint8Array): Message => readWhole(protocol, protocol.session(), bytes, true)[0]!
const told = (message: Message) => (message.identity ?? []).map(({ field, value }) => [field, value])
const ip = fc.tuple(fc.integer({ min: 1, max: 223 }), fc.nat(255), fc.nat(255), fc.nat(255)).map((o) => o.join('.'))
const word = fc.nat(0xffff)

describe('CC-Link IE on the link', () => {
  readsVectors(ccLinkIe, ccLinkIeVectors)

  it('a Field node tells its number, and in its status what it is', () => {
    const status = one(ccLinkIe, write.frame(0x20, 1, 0x01, 0x30, new Uint8Array(30)))
    expect(says(status)).toBe('event 0x20 other')
    expect(told(status)).toEqual([
      ['network', 'CC-Link IE Field'],
      ['nodeNumber', '1'],
      ['deviceType', 'CC-Link IE Field master station'],
    ])
    expect(told(one(ccLinkIe, write.frame(0x85, 7, 0x01, 0, new Uint8Array(30))))).toEqual([
      ['network', 'CC-Link IE Field'],
      ['nodeNumber', '7'],
    ])
  })

  it('a Control node is told from a Field node by the protocol octet', () => {
    expect(told(one(ccLinkIe, write.frame(0x10, 1, 0x00, 0x00, new Uint8Array(30))))).toContainEqual([
      'deviceType',
      'CC-Link IE Control management node',
    ])
  })

  it('a frame that only Control has is of Control, whatever its reserved octets hold', () => {
    expect(told(one(ccLinkIe, write.frame(0x80, 3, 0x01, 0, new Uint8Array(30))))).toEqual([
      ['network', 'CC-Link IE Control'],
      ['nodeNumber', '3'],
    ])
  })

  it('cyclic data that says nothing new is the very same object', () => {
    const bytes = write.frame(0x82, 1, 0x01, 0, new Uint8Array(30))
    const session = ccLinkIe.session()
    session.read(bytes, 0, bytes.length, true)
    const second = session.read(bytes, 0, bytes.length, true)
    expect(session.read(bytes, 0, bytes.length, true)).toBe(second)
  })

  it('a TSN station answers detection with its addresses and numbers', () => {
    fc.assert(
      fc.property(ip, word, fc.nat(0xffffffff), fc.boolean(), (address, vendorId, modelCode, isSafe) => {
        const station = { nodeType: 1, mac: '28:e9:8e:01:02:03', ip: address, vendorId, modelCode, version: 2, isSafe }
        const message = one(ccLinkIe, write.detectionAck(station))
        expect(says(message)).toBe('response 0xc2 identify')
        const said = new Map(told(message) as [string, string][])
        expect([said.get('deviceType'), said.get('mac'), said.get('ip')]).toEqual([
          'CC-Link IE TSN slave station',
          station.mac,
          address,
        ])
        expect([Number(said.get('vendorId')), Number(said.get('modelCode'))]).toEqual([vendorId, modelCode])
        expect(said.has('safety')).toBe(isSafe)
      }),
    )
  })

  it('SLMP in TSN frames is read as SLMP: a remote stop is programming', () => {
    const stop = fromHex('5000 00 ff ff03 00 0800 1000 0210 0000 0100')
    expect(one(ccLinkIe, write.acyclicData(stop)).function.operation).toBe('program')
  })

  it('frames of no known type are not taken', () => {
    expect(ccLinkIe.recognises(fromHex('7f00 0000'), 0, 4)).toBe(false)
  })

  it('a cut frame is a fault', () => {
    const { faults } = ccLinkIe.session().read(fromHex('8500 0000'), 0, 4, true)
    expect(faults).toEqual([{ reason: 'CC-Link IE header cut short' }])
  })

  survivesDamage(ccLinkIe, ccLinkIeVectors)
})

describe('CC-Link IE Field Basic', () => {
  readsVectors(ccLinkIeBasic, ccLinkIeBasicVectors)

  it('master and slaves tell who they are, once', () => {
    fc.assert(
      fc.property(ip, fc.array(ip, { minLength: 1, maxLength: 4 }), word, (master, slaves, vendorId) => {
        const asked = one(ccLinkIeBasic, write.basicRequest(master, slaves, true))
        expect(says(asked)).toBe('request 0x0e70 other')
        expect(told(asked)).toEqual([
          ['deviceType', 'CC-Link IE Field Basic master station'],
          ['ip', master],
          ['state', 'run'],
        ])
        const slave = { ip: slaves[0]!, vendorId, modelCode: 0x1234, version: 1 }
        const answer = one(ccLinkIeBasic, write.basicResponse(slave))
        expect(told(answer)).toEqual([
          ['deviceType', 'CC-Link IE Field Basic slave station'],
          ['ip', slaves[0]],
          ['vendorId', `0x${vendorId.toString(16).padStart(4, '0')}`],
          ['modelCode', '0x00001234'],
          ['deviceVersion', '1'],
          ['state', 'run'],
        ])
      }),
    )
  })

  it('data that says nothing new is the very same object; an end code refuses', () => {
    const session = ccLinkIeBasic.session()
    const ask = write.basicRequest('10.0.0.1', ['10.0.0.2'], true)
    const answer = write.basicResponse({ ip: '10.0.0.2', vendorId: 1, modelCode: 2, version: 3 })
    for (const bytes of [ask, answer]) {
      expect(session.read(bytes, 0, bytes.length, true).messages[0]!.identity).toBeDefined()
      expect(session.read(bytes, 0, bytes.length, true)).toBe(session.read(bytes, 0, bytes.length, true))
    }
    const refused = write.basicResponse({ ip: '10.0.0.2', vendorId: 1, modelCode: 2, version: 3 }, 0xcfe0)
    expect(session.read(refused, 0, refused.length, true).messages[0]!.exception).toBe(true)
  })

  survivesDamage(ccLinkIeBasic, ccLinkIeBasicVectors)
  refusesOthers(ccLinkIeBasic, ['nothing'])
})
