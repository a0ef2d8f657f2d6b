import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex } from '../octets.ts'
import { profinetDcp } from '../profinet-dcp/decode.ts'
import { survivesDamage } from '../vectors.testing.ts'
import { alarmNotification, cyclicData, healthyStatus } from './encode.ts'

const cyclic = cyclicData(0xc000, 64_992, healthyStatus, fromHex('8080'))
const alarm = alarmNotification(1, 2, 1)

describe('PROFINET RT', () => {
  it('cyclic data is counted by its frame id, and its sender provides data', () => {
    const read = profinetDcp.session().read(cyclic, 0, cyclic.length, true)
    expect(read.protocol).toBe('profinet-rt')
    expect(read.messages[0]!.function).toEqual({ code: '0xc000', name: 'Cyclic Data (RT class 1)', operation: 'other' })
    expect(read.messages[0]!.identity).toContainEqual({ field: 'providerState', value: 'run' })
  })

  it('a frame that says nothing new is the very same object: nothing is allocated', () => {
    const session = profinetDcp.session()
    session.read(cyclic, 0, cyclic.length, true)
    const second = session.read(cyclic, 0, cyclic.length, true)
    expect(second.messages[0]!.identity).toBeUndefined()
    expect(session.read(cyclic, 0, cyclic.length, true)).toBe(second)
  })

  it('a provider that stops is told once', () => {
    const session = profinetDcp.session()
    session.read(cyclic, 0, cyclic.length, true)
    const stopped = cyclicData(0xc000, 1, 0x25, fromHex('8080'))
    expect(session.read(stopped, 0, stopped.length, true).messages[0]!.identity).toContainEqual({
      field: 'providerState',
      value: 'stop',
    })
    expect(session.read(stopped, 0, stopped.length, true).messages[0]!.identity).toBeUndefined()
  })

  it('an alarm tells what happened, and that its sender is an IO device', () => {
    const read = profinetDcp.session().read(alarm, 0, alarm.length, true)
    expect(read.messages).toEqual([
      {
        kind: 'event',
        function: { code: '0xfe01/1/1', name: 'Alarm (low) notification, diagnosis', operation: 'other' },
        identity: [{ field: 'deviceType', value: 'PROFINET IO device' }],
      },
    ])
  })

  it('an alarm error names no device (seen: profinet_io_cm_mixed_1, ERR-RTA)', () => {
    const bytes = fromHex('fe01 8001 8001 14 00 ffff fffe 0004 cf81fd05')
    expect(profinetDcp.session().read(bytes, 0, bytes.length, true).messages[0]).toEqual({
      kind: 'event',
      function: { code: '0xfe01/4', name: 'Alarm (low) error', operation: 'other' },
    })
  })

  it('keeping clocks is told apart: a switch that does it provides no data (seen: profinet_io_cm_mixed_1, 0xff40)', () => {
    const bytes = fromHex(`ff40 ${'00'.repeat(44)}`)
    const read = profinetDcp.session().read(bytes, 0, bytes.length, true)
    expect(read.protocol).toBe('profinet-ptcp')
    expect(read.messages[0]!.function.name).toBe('Line delay measurement')
  })

  it('every frame id has a name', () => {
    fc.assert(
      fc.property(fc.nat(0xffff), (frameId) => {
        const bytes = cyclicData(frameId, 0, healthyStatus, new Uint8Array(0))
        const { messages, faults } = profinetDcp.session().read(bytes, 0, bytes.length, true)
        expect(messages).toHaveLength(1)
        expect(faults.length).toBeLessThanOrEqual(1)
      }),
    )
  })

  survivesDamage(profinetDcp, [cyclic, alarm])
})
