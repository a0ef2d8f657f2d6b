import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refusesStrangers } from '../strangers.testing.ts'
import { readsVectors, survivesDamage } from '../vectors.testing.ts'
import { ads } from './decode.ts'
import * as write from './encode.ts'
import { adsVectors } from './vectors.ts'

describe('ADS as it was seen', () => {
  readsVectors(ads, adsVectors)
  survivesDamage(ads, adsVectors)
  refusesStrangers(ads, ['ads'])
})

const tool = { netId: '192.168.1.99.1.1', port: 33000 }
const plc = { netId: '5.13.117.96.1.1', port: 801 }
const system = { ...plc, port: 10000 }
const operationOf = (bytes: Uint8Array) => {
  expect(ads.recognises(bytes, 0, bytes.length)).toBe(true)
  expect(ads.lengthAt(bytes, 0, bytes.length)).toBe(bytes.length)
  return ads.session().read(bytes, 0, bytes.length, true).messages[0]!.function.operation
}

describe('ADS both ways', () => {
  it('name and versions come back from a discovery', () => {
    const name = fc.stringMatching(/^[A-Z][A-Z0-9-]{0,14}$/)
    fc.assert(
      fc.property(name, fc.nat(9), fc.nat(20), fc.nat(60_000), (host, major, minor, build) => {
        const bytes = write.encodeDiscovered(plc, host, [major, minor, build], [6, 1, 7601, 2])
        expect(ads.recognises(bytes, 0, bytes.length)).toBe(true)
        const { identity = [] } = ads.session().read(bytes, 0, bytes.length, false).messages[0]!
        const facts = new Map(identity.map(({ field, value }) => [field, value]))
        expect([facts.get('name'), facts.get('firmware')]).toEqual([host, `${major}.${minor}.${build}`])
        expect(facts.get('os')).toBe('Windows NT 6.1.7601')
      }),
    )
  })

  it('who looks for TwinCAT says its own NetId', () => {
    const bytes = write.encodeDiscovery(tool)
    expect(ads.recognises(bytes, 0, bytes.length)).toBe(true)
    const [message] = ads.session().read(bytes, 0, bytes.length, true).messages
    expect(message).toMatchObject({ kind: 'request', identity: [{ field: 'amsNetId', value: tool.netId }] })
  })

  it('values are read and written; states, files and what is no value at a runtime are programming', () => {
    const value = Uint8Array.of(1, 2, 3, 4)
    expect(operationOf(write.encodeAds(plc, tool, 2, 1, write.readData(0x4020, 0, 4)))).toBe('read')
    expect(operationOf(write.encodeAds(plc, tool, 3, 1, write.writeData(0x4020, 0, value)))).toBe('write')
    expect(operationOf(write.encodeAds(plc, tool, 3, 1, write.writeData(0x100, 0, value)))).toBe('program')
    expect(operationOf(write.encodeAds(system, tool, 3, 1, write.writeData(500, 0, value)))).toBe('program')
    expect(operationOf(write.encodeAds(plc, tool, 5, 1, write.writeControlData(6)))).toBe('program')
    expect(operationOf(write.encodeAds(plc, tool, 1, 1))).toBe('identify')
    // Seen in beckhoff_iplink: which drivers are there is asked of the registry.
    expect(operationOf(write.encodeAds(system, tool, 9, 1, write.readData(200, 0, 1000)))).toBe('read')
    expect(operationOf(write.encodeAds(system, tool, 9, 1, write.readData(120, 0, 4)))).toBe('program')
  })

  it('another NetId behind the endpoint is a device of its own; the same with other last digits is not', () => {
    const session = ads.session()
    const units = ['5.13.117.96.1.1', '5.13.117.96.3.1', '5.13.200.1.1.1'].map((netId) => {
      const bytes = write.encodeAds({ netId, port: 801 }, tool, 4, 1)
      return session.read(bytes, 0, bytes.length, true).messages[0]!.unit
    })
    expect(units).toEqual([undefined, undefined, '5.13.200.1.1.1'])
  })

  it('a poll gives the very same reading again', () => {
    const session = ads.session()
    const bytes = write.encodeAds(plc, tool, 2, 1, write.readData(0x4020, 0, 4))
    session.read(bytes, 0, bytes.length, true)
    expect(session.read(bytes, 0, bytes.length, true)).toBe(session.read(bytes, 0, bytes.length, true))
  })
})
