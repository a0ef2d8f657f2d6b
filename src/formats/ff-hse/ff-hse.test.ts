import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refusesOthers } from '../strangers.testing.ts'
import { readsVectors, readWhole, says, survivesDamage } from '../vectors.testing.ts'
import { ffHse } from './decode.ts'
import * as write from './encode.ts'
import { ffVectors } from './vectors.ts'

describe('FF HSE vectors', () => {
  readsVectors(ffHse, ffVectors)
})

const label = fc.stringMatching(/^[G-Z][A-Za-z0-9./-]{0,30}$/)

describe('FF HSE both ways', () => {
  it('a device comes back from its annunciation and its identity', () => {
    fc.assert(
      fc.property(label, label, fc.integer({ min: 1, max: 254 }), (deviceId, tag, host) => {
        const body = write.deviceBody({ ip: [192, 0, 2, host], deviceId, tag })
        const wanted = [
          { field: 'deviceType', value: 'FF linking device' },
          { field: 'ip', value: `192.0.2.${host}` },
          { field: 'deviceId', value: deviceId },
          { field: 'name', value: tag },
        ]
        const session = ffHse.session()
        for (const bytes of [
          write.encodeFfHse('sm', 'request', 16, false, body),
          write.encodeFfHse('sm', 'response', 3, true, body),
        ])
          expect(readWhole(ffHse, session, bytes, true)[0]!.identity).toEqual(wanted)
        const fms = write.encodeFfHse('fms', 'response', 1, true, write.fmsIdentity(tag, deviceId, '1.0'))
        expect(readWhole(ffHse, session, fms, false)[0]!.identity).toEqual([
          { field: 'vendor', value: tag },
          { field: 'model', value: deviceId },
          { field: 'firmware', value: '1.0' },
        ])
      }),
    )
  })

  it('reads and writes are told apart, and reading twice gives the very same object', () => {
    const session = ffHse.session()
    const [asks, writes] = [write.fmsRead(400), write.fmsWrite(400, [1])]
    expect(readWhole(ffHse, session, asks, true).map(says)).toEqual(['request fms/2 read'])
    expect(readWhole(ffHse, session, writes, true).map(says)).toEqual(['request fms/3 write'])
    expect(session.read(asks, 0, asks.length, true)).toBe(session.read(asks, 0, asks.length, true))
  })
})

describe('hostile FF HSE', () => {
  survivesDamage(ffHse, ffVectors)
  refusesOthers(ffHse, ['no capture of its own'])
})
