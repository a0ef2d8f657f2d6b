import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex } from '../octets.ts'
import { refusesStrangers } from '../strangers.testing.ts'
import { readsVectors, survivesDamage } from '../vectors.testing.ts'
import { tristation } from './decode.ts'
import * as write from './encode.ts'
import { tristationVectors } from './vectors.ts'

describe('TriStation as it was seen', () => {
  readsVectors(tristation, tristationVectors)

  it('is recognised by its CRC: one changed octet and it is none', () => {
    const bytes = fromHex('05000a00 0000 13 00 0000 2700 0a00 5010')
    expect(tristation.recognises(bytes, 0, bytes.length)).toBe(true)
    for (let at = 0; at < bytes.length; at++) {
      const other = bytes.slice()
      other[at]! ^= 0x11
      expect(tristation.recognises(other, 0, other.length)).toBe(false)
    }
  })

  refusesStrangers(tristation, ['tristation'])
})

describe('TriStation both ways', () => {
  it('every command is read under its own name, and every program change is programming', () => {
    const deeds = [0, 1, 2, 10, 11, 12, 20, 21, 22, 23, 55, 56, 59, 60, 61, 62, 63, 65, 66, 72, 80]
    for (let code = 0; code < 256; code++) {
      const bytes = write.encodeCommand(code, code)
      expect(tristation.recognises(bytes, 0, bytes.length)).toBe(true)
      const { messages } = tristation.session().read(bytes, 0, bytes.length, true)
      expect(Number(messages[0]!.function.code)).toBe(code)
      if (deeds.includes(code)) expect(messages[0]!.function.operation).toBe('program')
    }
  })

  it('the state of key and program and the project come back', () => {
    fc.assert(
      fc.property(
        fc.nat(3),
        fc.nat(2),
        fc.stringMatching(/^[A-Z][A-Z0-9_]{0,7}$/),
        fc.nat(200),
        fc.nat(200),
        (key, run, project, major, minor) => {
          const data = write.cpStatusData({ key, run, project, version: [major, minor] })
          const bytes = write.encodeAnswer(108, 1, data)
          const [message] = tristation.session().read(bytes, 0, bytes.length, false).messages
          const facts = new Map(message!.identity!.map(({ field, value }) => [field, value]))
          expect(facts.get('keyState')).toBe(['Stop', 'Program', 'Run', 'Remote'][key])
          expect(facts.get('runState')).toBe(['Running', 'Halted', 'Paused'][run])
          expect(facts.get('project')).toBe(project)
          expect(facts.get('projectVersion')).toBe(`${major}.${minor}`)
          expect(facts.get('safety')).toBe('TriStation')
        },
      ),
    )
  })

  it('a question alone makes nobody a safety controller', () => {
    const bytes = write.encodeCommand(19, 1)
    expect(tristation.session().read(bytes, 0, bytes.length, true).messages[0]!.identity).toBeUndefined()
  })

  it('an attached Tricon says its version', () => {
    const bytes = write.encodeAnswer(106, 1, write.attachedData(10, 3))
    expect(tristation.session().read(bytes, 0, bytes.length, false).messages[0]!.identity).toContainEqual({
      field: 'firmware',
      value: 'v10.3',
    })
  })
})

describe('hostile TriStation', () => {
  survivesDamage(tristation, tristationVectors)
})
