import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex } from '../octets.ts'
import { readsVectors, readWhole, says, survivesDamage } from '../vectors.testing.ts'
import { ptp, ptpUdp } from './decode.ts'
import * as write from './encode.ts'
import { ptpVectors } from './vectors.ts'

const clock = '001d9cfffec13a00'
const other = '001b19fffe000001'
const one = (bytes: Uint8Array) => readWhole(ptp, ptp.session(), bytes, true)[0]!
const told = (bytes: Uint8Array) => (one(bytes).identity ?? []).map(({ field, value }) => [field, value])

describe('PTP', () => {
  readsVectors(ptp, ptpVectors)

  it('Sync keeps time and names nobody (IEEE 1588-2008, 13.6)', () => {
    const bytes = fromHex(`00 02 002c 00 00 0200 ${'00'.repeat(12)} ${clock} 0001 0007 00 00 ${'00'.repeat(10)}`)
    expect(says(one(bytes))).toBe('event 0x0 other')
  })

  it('who announces itself is the grandmaster, who announces another a boundary clock', () => {
    expect(told(write.announcement(clock, clock, 6, 0x20))).toEqual([
      ['deviceType', 'PTP grandmaster clock'],
      ['clockIdentity', clock],
      ['grandmaster', clock],
      ['domain', '0'],
      ['clockClass', '6'],
      ['timeSource', 'GNSS'],
    ])
    expect(told(write.announcement(other, clock, 6, 0x20))).toEqual([
      ['deviceType', 'PTP boundary clock'],
      ['clockIdentity', other],
      ['grandmaster', clock],
      ['domain', '0'],
      ['clockClass', '6'],
    ])
  })

  it('an announcement that says nothing new is the very same object, a new grandmaster is told', () => {
    const session = ptp.session()
    const same = write.announcement(other, clock, 6, 0x20)
    session.read(same, 0, same.length, true)
    const second = session.read(same, 0, same.length, true)
    expect(second.messages[0]!.identity).toBeUndefined()
    expect(session.read(same, 0, same.length, true)).toBe(second)
    const changed = write.announcement(other, other, 248, 0xa0)
    expect(session.read(changed, 0, changed.length, true).messages[0]!.identity).toContainEqual({
      field: 'deviceType',
      value: 'PTP grandmaster clock',
    })
  })

  it('a clock that is asked for its description says its label', () => {
    const label = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 .-]{0,20}[A-Za-z0-9]$/)
    fc.assert(
      fc.property(label, label, label, label, label, (vendor, model, serial, firmware, name) => {
        const bytes = write.clockDescription(clock, `${vendor};${model};${serial}`, `A1;${firmware};`, `${name};Hall B`)
        expect(says(one(bytes))).toBe('response 0xd/2 identify')
        expect(told(bytes)).toEqual([
          ['vendor', vendor],
          ['model', model],
          ['serial', serial],
          ['hardware', 'A1'],
          ['firmware', firmware],
          ['name', name],
          ['location', 'Hall B'],
        ])
      }),
    )
  })

  it('setting a clock is a write', () => {
    const set = write.message(0xd, clock, fromHex(`${'00'.repeat(12)} 01 00 0001 0002 2005`))
    expect(one(set).function).toMatchObject({ name: 'Management: Set', operation: 'write' })
  })

  it('another version, an impossible type or length is no PTP', () => {
    const good = write.announcement(clock, clock, 6, 0x20)
    for (const [at, value] of [
      [1, 3],
      [0, 5],
      [3, 0],
    ] as const) {
      const bytes = good.slice()
      bytes[at] = value
      expect(ptp.recognises(bytes, 0, bytes.length)).toBe(false)
    }
    expect(ptpUdp).toMatchObject({ ports: [319, 320], onlyOnPorts: true })
  })

  it('a cut announcement is a fault', () => {
    const bytes = write.message(0xb, clock, new Uint8Array(10))
    expect(ptp.session().read(bytes, 0, bytes.length, true).faults).toEqual([{ reason: 'PTP announcement cut short' }])
  })

  survivesDamage(ptp, ptpVectors)
})
