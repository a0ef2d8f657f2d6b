import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex } from '../octets.ts'
import { readsVectors, readWhole, survivesDamage } from '../vectors.testing.ts'
import { profinetDcp } from './decode.ts'
import * as write from './encode.ts'
import { dcpVectors } from './vectors.ts'

const read = (bytes: Uint8Array) => profinetDcp.session().read(bytes, 0, bytes.length, true)

describe('PROFINET DCP vectors', () => readsVectors(profinetDcp, dcpVectors))

describe('PROFINET DCP both ways', () => {
  const label = fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,30}[a-z0-9]$/)
  const ip = fc.tuple(fc.integer({ min: 1, max: 223 }), fc.nat(255), fc.nat(255), fc.nat(255)).map((o) => o.join('.'))
  const word = fc.nat(0xffff)

  it('a station that is found says what was written', () => {
    fc.assert(
      fc.property(label, label, ip, word, word, (name, model, address, vendorId, deviceId) => {
        const station = {
          name,
          model,
          vendorId,
          deviceId,
          role: 2,
          ip: address,
          subnetMask: '255.255.0.0',
          gateway: '0.0.0.0',
        }
        const bytes = write.identifyResponse(7, station)
        const [message] = readWhole(profinetDcp, profinetDcp.session(), bytes, true)
        const said = new Map(message!.identity!.map(({ field, value }) => [field, value]))
        expect([said.get('name'), said.get('model'), said.get('ip'), said.get('deviceType')]).toEqual([
          name,
          model,
          address,
          'PROFINET IO controller',
        ])
        expect([Number(said.get('vendorId')), Number(said.get('deviceId'))]).toEqual([vendorId, deviceId])
      }),
    )
  })

  it('what is set is classed by what it does', () => {
    const operation = (bytes: Uint8Array) => read(bytes).messages[0]!.function.operation
    expect(operation(write.setName(1, 'plc'))).toBe('write')
    expect(operation(write.setIp(1, '10.0.0.1', '255.0.0.0', '10.0.0.9'))).toBe('write')
    expect(operation(write.factoryReset(1))).toBe('program')
    expect(operation(write.setResponse(1, 0x0505, 0))).toBe('program')
    expect(operation(write.identifyAll(1))).toBe('identify')
    expect(read(write.identifyByName(1, 'plc')).messages[0]!.identity).toEqual([{ field: 'soughtName', value: 'plc' }])
  })

  it('a block that reaches beyond the message is a fault, and the blocks before it count', () => {
    const bytes = fromHex('feff 05 01 00000001 0000 0010 0202 0004 0000 6131 0202 00ff 0000 6132')
    expect(read(bytes)).toEqual({
      messages: [expect.objectContaining({ identity: [{ field: 'name', value: 'a1' }] })],
      faults: [{ reason: 'DCP block cut short' }],
    })
    expect(read(fromHex('feff 05 01 0000')).faults).toEqual([{ reason: 'DCP header cut short' }])
  })
})

describe('hostile PROFINET DCP', () => {
  survivesDamage(profinetDcp, dcpVectors)
})
