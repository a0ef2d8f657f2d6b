import { describe, expect, it } from 'vitest'
import { fromHex } from '../octets.ts'
import { readsVectors, readWhole, says, survivesDamage } from '../vectors.testing.ts'
import { sercos } from './decode.ts'
import { sercosVectors } from './vectors.ts'

/** Layout as Wireshark's packet-sercosiii.c reads it: siii.type, siii.telno, siii.mst.phase. */
const mdt0 = fromHex(`00 04 12345678 ${'00'.repeat(40)}`)
const at1 = fromHex(`41 04 12345678 ${'00'.repeat(40)}`)

describe('SERCOS III', () => {
  readsVectors(sercos, sercosVectors)

  it('telegrams are told by kind and number, and their sender is the master', () => {
    const [message] = readWhole(sercos, sercos.session(), mdt0, true)
    expect(says(message!)).toBe('event 0x00 other')
    expect(message!.function.name).toBe('Master Data Telegram 0')
    expect(message!.identity).toContainEqual({ field: 'deviceType', value: 'SERCOS III master station' })
    expect(readWhole(sercos, sercos.session(), at1, true)[0]!.function.name).toBe('Acknowledge Telegram 1')
  })

  it('a cycle that says nothing new allocates nothing, a new phase is told', () => {
    const session = sercos.session()
    session.read(mdt0, 0, mdt0.length, true)
    expect(session.read(mdt0, 0, mdt0.length, true)).toBe(session.read(mdt0, 0, mdt0.length, true))
    const reset = mdt0.slice()
    reset[1] = 0
    expect(session.read(reset, 0, reset.length, true).messages[0]!.identity).toContainEqual({
      field: 'communicationPhase',
      value: 'CP0',
    })
  })

  it('telegrams that do not exist are refused, a cut one is a fault', () => {
    expect(sercos.recognises(fromHex('0904 00000000'), 0, 6)).toBe(false)
    expect(sercos.recognises(fromHex('0009 00000000'), 0, 6)).toBe(false)
    expect(sercos.session().read(fromHex('0004'), 0, 2, true).faults).toEqual([{ reason: 'SERCOS header cut short' }])
  })

  survivesDamage(sercos, sercosVectors)
})
