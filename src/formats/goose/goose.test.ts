import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { join } from '../octets.ts'
import type { Message } from '../protocol.ts'
import { sampledValues } from '../sampled-values/decode.ts'
import { savPdu } from '../sampled-values/encode.ts'
import { sampledValuesVectors } from '../sampled-values/vectors.ts'
import { refusesOthers } from '../strangers.testing.ts'
import { readsVectors, readWhole, says, survivesDamage } from '../vectors.testing.ts'
import { goose } from './decode.ts'
import * as write from './encode.ts'
import { routableGoose } from './routable.ts'
import { gooseVectors, routedVectors } from './vectors.ts'

describe('GOOSE vectors', () => {
  readsVectors(goose, gooseVectors)
  readsVectors(routableGoose, routedVectors)
  readsVectors(sampledValues, sampledValuesVectors)
})

const label = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_$.]{0,60}[A-Za-z0-9]$/)
const word = fc.integer({ min: 0, max: 0xffff })
const block = fc.record({
  gocbRef: label,
  datSet: label,
  goID: label,
  confRev: fc.integer({ min: 0, max: 0x7fffffff }),
})
const values = fc.array(fc.boolean(), { maxLength: 40 })
const said = ([message]: readonly Message[]): Record<string, string> =>
  Object.fromEntries((message?.identity ?? []).map(({ field, value }) => [field, value]))

describe('GOOSE both ways', () => {
  it('who publishes what comes back, with Ethernet padding behind or without', () => {
    fc.assert(
      fc.property(block, word, word, values, fc.nat({ max: 46 }), (published, appId, state, data, padding) => {
        const frame = join(write.onLink(appId, write.goosePdu(published, state, data)), new Uint8Array(padding))
        const told = readWhole(goose, goose.session(), frame, true)
        expect(told.map(says)).toEqual(['event GOOSE read'])
        const appid = `0x${appId.toString(16).padStart(4, '0')}`
        expect(said(told)).toEqual({ ...published, confRev: String(published.confRev), appid })
      }),
    )
  })

  it('the same through a router', () => {
    fc.assert(
      fc.property(block, word, values, (published, appId, data) => {
        const datagram = write.routed(0xa1, 0x81, appId, write.goosePdu(published, 1, data))
        const told = readWhole(routableGoose, routableGoose.session(), datagram, true)
        expect(said(told)).toMatchObject({ ...published, confRev: String(published.confRev) })
      }),
    )
  })

  it('what a publisher repeats is counted and not told again; what changes is', () => {
    const published = { gocbRef: 'AA1LD0/LLN0$GO$gcb', datSet: 'AA1LD0/LLN0$ds', goID: 'id', confRev: 1 }
    const frame = (confRev: number, state: number) =>
      write.onLink(1, write.goosePdu({ ...published, confRev }, state, [true]))
    const session = goose.session()
    const read = [frame(1, 1), frame(1, 2), frame(2, 3)].map((bytes) => readWhole(goose, session, bytes, true)[0]!)
    expect(read.map(({ identity }) => identity?.length ?? 0)).toEqual([6, 0, 6])
    const again = frame(2, 4)
    expect(session.read(again, 0, again.length, true)).toBe(session.read(again, 0, again.length, true))
  })

  it('simulated messages are told as such', () => {
    const published = { gocbRef: 'a', datSet: 'b', goID: 'c', confRev: 1 }
    const frame = write.onLink(1, write.goosePdu(published, 1, [true], true))
    expect(readWhole(goose, goose.session(), frame, true).map(says)).toEqual(['event GOOSE/simulation read'])
  })

  it('GSE management is asked and answered; who answers has the control block', () => {
    const session = goose.session()
    const asked = readWhole(goose, session, write.onLink(1, write.getGoReference('LD0/LLN0$GO$g')), true)
    expect(asked.map(says)).toEqual(['request GSE/1 read'])
    expect(asked[0]!.identity).toBeUndefined()
    const told = readWhole(goose, session, write.onLink(1, write.goReferences('LD0/LLN0$GO$g', ['a', 'b'])), true)
    expect(told.map(says)).toEqual(['response GSE/1 read'])
    expect(told[0]!.identity).toEqual([{ field: 'gocbRef', value: 'LD0/LLN0$GO$g' }])
  })
})

describe('sampled values both ways', () => {
  it('the stream and its revision come back, on the link and routed', () => {
    const channels = fc.array(fc.integer(), { minLength: 8, maxLength: 8 })
    fc.assert(
      fc.property(label, fc.integer({ min: 0, max: 0xffffffff }), word, channels, (svID, confRev, count, currents) => {
        const pdu = savPdu(svID, confRev, count, currents)
        const expected = { svID, confRev: String(confRev) }
        const onLink = readWhole(sampledValues, sampledValues.session(), write.onLink(0x4000, pdu), true)
        expect(onLink.map(says)).toEqual(['event SV read'])
        expect(said(onLink)).toEqual(expected)
        const datagram = write.routed(0xa2, 0x82, 0x4000, pdu)
        const session = routableGoose.session()
        expect(routableGoose.recognises(datagram, 0, datagram.length)).toBe(true)
        const read = session.read(datagram, 0, datagram.length, true)
        expect(read.protocol).toBe('sampled-values')
        expect(said(read.messages)).toEqual(expected)
      }),
    )
  })

  it('a stream read twice gives the very same object', () => {
    const session = sampledValues.session()
    const frames = [1, 2, 3].map((count) => write.onLink(0x4000, savPdu('MU01', 1, count, [1, 2, 3])))
    const [, second, third] = frames.map((bytes) => session.read(bytes, 0, bytes.length, true))
    expect(second).toBe(third)
  })
})

describe('hostile GOOSE', () => {
  const block = { gocbRef: 'AA1LD0/LLN0$GO$gcb', datSet: 'AA1LD0/LLN0$ds', goID: 'id', confRev: 1 }
  const pdu = write.goosePdu(block, 1, [true, false])
  survivesDamage(goose, [
    ...gooseVectors,
    write.onLink(1, pdu),
    write.onLink(1, write.getGoReference('LD0/LLN0$GO$g')),
    write.onLink(1, write.goReferences('LD0/LLN0$GO$g', ['a', 'b'])),
  ])
  survivesDamage(sampledValues, [write.onLink(0x4000, savPdu('MU01', 1, 2, [1, 2, 3, 4, 5, 6, 7, 8]))])
  survivesDamage(routableGoose, [
    write.routed(0xa1, 0x81, 1, pdu),
    write.routed(0xa2, 0x82, 1, savPdu('MU01', 1, 2, [1, 2, 3, 4])),
  ])
  refusesOthers(routableGoose, ['iec61850'])
})
