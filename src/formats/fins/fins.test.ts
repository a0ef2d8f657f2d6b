import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refusesStrangers } from '../strangers.testing.ts'
import { readsVectors, survivesDamage } from '../vectors.testing.ts'
import { fins } from './decode.ts'
import * as write from './encode.ts'
import { finsVectors } from './vectors.ts'

describe('FINS as it was seen', () => {
  readsVectors(fins, finsVectors)
  survivesDamage(fins, finsVectors)
  refusesStrangers(fins, ['omron'])
})

const label = fc.stringMatching(/^[A-Z0-9][A-Z0-9-]{0,18}[A-Z0-9]$/)
const plc = write.cpuAt(200)
const tool = write.cpuAt(99)

describe('FINS both ways', () => {
  it('model and version come back, in UDP and in TCP', () => {
    fc.assert(
      fc.property(label, label, fc.boolean(), (model, version, framed) => {
        const bare = write.encodeFinsAnswer(tool, plc, 1, 0x0501, write.controllerData(model, version))
        const bytes = framed ? write.overTcp(bare) : bare
        expect(fins.recognises(bytes, 0, bytes.length)).toBe(true)
        expect(fins.lengthAt(bytes, 0, bytes.length)).toBe(bytes.length)
        const [message] = fins.session().read(bytes, 0, bytes.length, false).messages
        const facts = new Map(message!.identity!.map(({ field, value }) => [field, value]))
        expect([facts.get('model'), facts.get('firmware')]).toEqual([model, version])
      }),
    )
  })

  it('what is written to memory is a write, what is read a read', () => {
    fc.assert(
      fc.property(fc.nat(0xffff), fc.array(fc.nat(0xffff), { minLength: 1, maxLength: 50 }), (word, values) => {
        const session = fins.session()
        const reading = write.encodeFinsCommand(plc, tool, 1, 0x0101, write.memoryReadData(0x82, word, values.length))
        const writing = write.encodeFinsCommand(plc, tool, 2, 0x0102, write.memoryWriteData(0x82, word, values))
        for (const bytes of [reading, writing]) expect(fins.recognises(bytes, 0, bytes.length)).toBe(true)
        expect(session.read(reading, 0, reading.length, true).messages[0]!.function.operation).toBe('read')
        expect(session.read(writing, 0, writing.length, true).messages[0]!.function.operation).toBe('write')
      }),
    )
  })

  it('the units of a rack come back', () => {
    const units = [
      [0x10, 'CJ1W-ETN21'],
      [0x11, 'CJ1W-SCU41-V1'],
    ] as const
    const bytes = write.encodeFinsAnswer(tool, plc, 1, 0x0502, write.connectionData(units))
    const [message] = fins.session().read(bytes, 0, bytes.length, false).messages
    expect(message!.identity).toEqual(units.map(([at, value]) => ({ field: `bus unit ${at}`, value })))
  })

  it('a node behind a gateway is a device of its own; a network number alone makes none', () => {
    const far = write.cpuAt(7, 3)
    const unitOf = (gateways: number) => {
      const answer = write.encodeFinsAnswer(tool, far, 1, 0x0501, write.controllerData('CJ2M', '2.0'), { gateways })
      return fins.session().read(answer, 0, answer.length, false).messages[0]!.unit
    }
    expect([unitOf(2), unitOf(7), unitOf(1)]).toEqual([undefined, undefined, '3.7'])
  })

  it('no command of the program, the parameters, the mode or the access right passes as anything but programming', () => {
    for (const code of [
      0x0202, 0x0203, 0x0306, 0x0307, 0x0308, 0x0401, 0x0402, 0x0403, 0x0c02, 0x2203, 0x220c, 0x03ff,
    ]) {
      const bytes = write.encodeFinsCommand(plc, tool, 1, code, new Uint8Array(8))
      expect(fins.session().read(bytes, 0, bytes.length, true).messages[0]!.function.operation).toBe('program')
    }
  })
})
