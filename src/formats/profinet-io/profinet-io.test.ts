import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex } from '../octets.ts'
import { refusesOthers } from '../strangers.testing.ts'
import { readsVectors, readWhole, survivesDamage } from '../vectors.testing.ts'
import { profinetIo } from './decode.ts'
import * as write from './encode.ts'
import { crc1, fParameters } from './profisafe.ts'
import { ioVectors } from './vectors.ts'

const order = fc.constantFrom<write.ByteOrder>('big', 'little')
const label = (most: number) => fc.stringMatching(/^[A-Z0-9][A-Z0-9 -]*[A-Z0-9]$/).filter((s) => s.length <= most)
const call = (type: 'request' | 'response', byteOrder: write.ByteOrder, operation: number): write.RpcCall => ({
  type,
  order: byteOrder,
  interface: 1,
  operation,
  sequence: 7,
  vendorId: 0x2a,
  deviceId: 0x301,
})
const answer = (byteOrder: write.ByteOrder, operation: number, blocks: Uint8Array) =>
  write.rpcPacket(call('response', byteOrder, operation), write.callBody(byteOrder, 0, blocks))
const request = (byteOrder: write.ByteOrder, operation: number, blocks: Uint8Array) =>
  write.rpcPacket(call('request', byteOrder, operation), write.callBody(byteOrder, 4096, blocks))
const one = (bytes: Uint8Array) => readWhole(profinetIo, profinetIo.session(), bytes, true)[0]!

describe('PROFINET IO vectors', () => readsVectors(profinetIo, ioVectors))

describe('PROFINET IO both ways', () => {
  it('a label that is read comes back, in either byte order; a module in a slot is a unit', () => {
    fc.assert(
      fc.property(
        order,
        label(20),
        label(16),
        fc.nat(255),
        fc.nat(9),
        (byteOrder, orderNumber, serial, minor, slot) => {
          const label = { vendorId: 0x2a, orderNumber, serial, hardware: 5, software: ['V', 3, minor, 6] as const }
          const message = one(answer(byteOrder, 2, write.readRecordAnswer(slot, 0xaff0, write.im0(label))))
          expect(message.function).toEqual({ code: '0x02', name: 'Read I&M0', operation: 'identify' })
          expect(message.unit).toBe(slot === 0 ? undefined : String(slot))
          const said = new Map(message.identity!.map(({ field, value }) => [field, value]))
          expect([said.get('orderNumber'), said.get('serial'), said.get('firmware'), said.get('vendor')]).toEqual([
            orderNumber,
            serial,
            `V3.${minor}.6`,
            'Siemens',
          ])
        },
      ),
    )
  })

  it('tags and places are read as they were given', () => {
    const message = one(answer('big', 5, write.readRecordAnswer(0, 0xaff1, write.im1('Press 4', 'Hall B'))))
    expect(message.function.name).toBe('Read Implicit I&M1')
    expect(message.identity).toEqual([
      { field: 'tagFunction', value: 'Press 4' },
      { field: 'location', value: 'Hall B' },
    ])
  })

  it('a part of the device with a label of its own does not pass for the device', () => {
    const label = {
      vendorId: 0x2a,
      orderNumber: 'WEB-5',
      serial: 'S-5',
      hardware: 3,
      software: ['V', 4, 5, 6] as const,
    }
    const message = one(answer('big', 2, write.readRecordAnswer(0, 0xaff5, write.im5('Web server', label))))
    const said = new Map(message.identity!.map(({ field, value }) => [field, value]))
    expect([said.get('partName'), said.get('partOrderNumber'), said.get('partFirmware')]).toEqual([
      'Web server',
      'WEB-5',
      'V4.5.6',
    ])
    expect(said.has('orderNumber')).toBe(false)
  })

  it('a body in fragments is read when the last piece is there, in whatever order they come', () => {
    const device = { name: 'plc', mac: '00:1b:1b:02:03:04', vendorId: 0x2a, deviceId: 0x10e, arType: 1 }
    const body = write.callBody('big', 4096, write.arRequest(device))
    const packet = (from: number, to: number | undefined, flags: number, number: number) =>
      write.rpcPacket(call('request', 'big', 0), body.subarray(from, to), flags, number)
    const [first, second, third] = [packet(0, 30, 4, 0), packet(30, 60, 4, 1), packet(60, undefined, 6, 2)]
    const session = profinetIo.session()
    const read = (bytes: Uint8Array) => readWhole(profinetIo, session, bytes, true)
    expect(read(first)).toEqual([])
    expect(read(third)).toEqual([])
    const [message] = read(second)
    expect(message!.identity).toContainEqual({ field: 'name', value: 'plc' })
  })

  it('reading is read, writing is write, and a supervisor is told from a controller', () => {
    expect(one(request('big', 2, write.readRecord(1, 0x8028))).function.operation).toBe('read')
    expect(one(request('big', 3, write.writeRecord(1, 0x8028, fromHex('00')))).function.operation).toBe('write')
    expect(one(request('big', 3, write.writeRecord(0, 0xaff1, write.im1('a', 'b')))).function.operation).toBe('write')
    expect(one(request('big', 2, write.readRecord(0, 0xf840))).function.operation).toBe('identify')
    const supervisor = { name: 'pg', mac: '00:1b:1b:02:03:04', vendorId: 0x2a, deviceId: 1, arType: 6 }
    expect(one(request('big', 0, write.arRequest(supervisor))).identity).toContainEqual({
      field: 'deviceType',
      value: 'PROFINET IO supervisor',
    })
  })

  it('a device that accepts the connection tells its address and its numbers', () => {
    const said = one(answer('little', 0, write.arResponse('00:09:91:43:e0:67'))).identity
    expect(said).toEqual([
      { field: 'deviceType', value: 'PROFINET IO device' },
      { field: 'mac', value: '00:09:91:43:e0:67' },
      { field: 'deviceId', value: '0x0301' },
      { field: 'vendor', value: 'Siemens' },
      { field: 'vendorId', value: '0x002a' },
    ])
  })

  it('a plain poll is the very same object: nothing is allocated', () => {
    const bytes = request('big', 2, write.readRecord(1, 0x8028))
    const session = profinetIo.session()
    expect(session.read(bytes, 0, bytes.length, true)).toBe(session.read(bytes, 0, bytes.length, true))
  })
})

describe('PROFIsafe', () => {
  it.each([
    [
      'the defaults of a light curtain (GSDML-V2.42-LEUZE-RSL400P, module M1: SIL2, watchdog 100 ms)',
      '04 40 0001 0001 0064',
      49_406,
    ],
    ['the defaults that many GSDML files have (SIL3, F_Check_SeqNr, watchdog 150 ms)', '09 40 0001 0001 0096', 53_356],
  ])('CRC1 is that of %s', (_, octets, crc) => {
    const bytes = fromHex(octets)
    expect(crc1(bytes, 0, bytes.length)).toBe(crc)
  })

  it('F-Parameters make the writer an F-Host and the receiver an F-Device', () => {
    const records = [
      { slot: 1, index: 1, data: fromHex('0102030405') },
      { slot: 2, index: 0x100, data: write.fParameterRecord(3, 1, 200, 150) },
    ]
    const told = [
      { field: 'safety', value: 'PROFIsafe F-Host' },
      { field: 'safety', value: 'PROFIsafe F-Device, SIL 3', about: 'peer' },
      { field: 'profisafeAddress', value: '1' },
      { field: 'profisafeAddress', value: '200', about: 'peer' },
    ]
    expect(one(request('big', 3, write.writeRecords(records))).identity).toEqual(told)
    expect(one(request('little', 3, write.writeRecord(2, 0x100, records[1]!.data))).identity).toEqual(told)
  })

  it('a record of ten octets whose CRC does not fit is no safety', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 10, maxLength: 16 }), (bytes) => {
        const crcFits = crc1(bytes, 0, bytes.length - 2) === bytes.at(-2)! * 256 + bytes.at(-1)!
        expect(fParameters(bytes, 0, bytes.length) === undefined || crcFits).toBe(true)
        const damaged = write.fParameterRecord(2, 1, 2, 100)
        damaged[3]! ^= 4
        expect(fParameters(damaged, 0, damaged.length)).toBeUndefined()
      }),
    )
  })
})

describe('hostile PROFINET IO', () => {
  survivesDamage(profinetIo, ioVectors)
  refusesOthers(profinetIo, ['profinet/'])
})
