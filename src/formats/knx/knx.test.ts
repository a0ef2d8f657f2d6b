import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { join } from '../octets.ts'
import { refusesOthers } from '../strangers.testing.ts'
import { readsVectors, readWhole, says, survivesDamage } from '../vectors.testing.ts'
import { knx } from './decode.ts'
import * as write from './encode.ts'
import { knxVectors } from './vectors.ts'

describe('KNXnet/IP vectors', () => {
  readsVectors(knx, knxVectors)
})

const label = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 /-]{0,26}[A-Za-z0-9]$/)
const octets = fc.array(fc.integer({ min: 1, max: 254 }), { minLength: 6, maxLength: 6 })

describe('KNXnet/IP both ways', () => {
  it('a device that was searched for comes back', () => {
    fc.assert(
      fc.property(fc.nat({ max: 65_535 }), octets, octets, label, (address, serial, mac, name) => {
        const body = join(write.endpoint([192, 0, 2, 1], 3671), write.deviceInformation({ address, serial, mac, name }))
        const digits = (all: number[]) => all.map((octet) => octet.toString(16).padStart(2, '0'))
        for (const service of [0x0202, 0x020c]) {
          const [message] = readWhole(knx, knx.session(), write.encodeKnx(service, body), false)
          expect(message!.identity).toEqual([
            { field: 'individualAddress', value: `${address >> 12}.${(address >> 8) & 15}.${address & 255}` },
            { field: 'serial', value: digits(serial).join('') },
            { field: 'mac', value: digits(mac).join(':') },
            { field: 'name', value: name },
          ])
        }
      }),
    )
  })

  it('telegrams to devices on the line are told with the device, and engineering is programming', () => {
    const session = knx.session()
    const told = [
      write.tunnelled(0x11, 0x1101, 0x110a, 0x280),
      write.tunnelled(0x29, 0x110a, 0x1101, 0x340),
      write.tunnelled(0x11, 0x1101, 0x110a, 0x381),
      write.tunnelled(0x11, 0x1101, 0x110a, 0x3d7),
      write.tunnelled(0x29, 0x110a, 0x0a03, 0x041, true),
    ].map((bytes) => readWhole(knx, session, bytes, true)[0]!)
    expect(told.map((message) => `${says(message)} ${message.unit ?? ''}`)).toEqual([
      'request apci/0x280 program 1.1.10',
      'response apci/0x340 identify 1.1.10',
      'request apci/0x380 program 1.1.10',
      'request apci/0x3d7 program 1.1.10',
      'event apci/0x040 read ',
    ])
  })
})

describe('hostile KNXnet/IP', () => {
  survivesDamage(knx, knxVectors)
  refusesOthers(knx, ['misc-ot/ndpi_knxip'])
})
