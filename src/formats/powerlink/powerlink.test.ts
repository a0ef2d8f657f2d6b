import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex, fromText, join, le32 } from '../octets.ts'
import { readsVectors, readWhole, says, survivesDamage } from '../vectors.testing.ts'
import { powerlink, powerlinkUdp } from './decode.ts'
import * as write from './encode.ts'
import { powerlinkVectors } from './vectors.ts'

const one = (bytes: Uint8Array) => readWhole(powerlink, powerlink.session(), bytes, true)[0]!
const facts = (bytes: Uint8Array) => one(bytes).identity!.map(({ field, value }) => [field, value])

describe('POWERLINK', () => {
  readsVectors(powerlink, powerlinkVectors)

  it('the managing node opens the cycle, and says who it is (EPSG DS 301, 4.6.1.1.2)', () => {
    expect(says(one(write.startOfCycle()))).toBe('event 0x01 other')
    expect(facts(write.startOfCycle())).toEqual([
      ['nodeId', '240'],
      ['deviceType', 'POWERLINK managing node'],
    ])
  })

  it('polls are asked and answered; a frame that says nothing new is the very same object', () => {
    const session = powerlink.session()
    const ask = write.pollRequest(3, new Uint8Array(36))
    const answer = write.pollResponse(3, new Uint8Array(36))
    expect(readWhole(powerlink, session, ask, true).map(says)).toEqual(['request 0x03 other'])
    expect(session.read(ask, 0, ask.length, true)).toBe(session.read(ask, 0, ask.length, true))
    expect(says(one(answer))).toBe('response 0x04 other')
    expect(facts(answer)).toContainEqual(['deviceType', 'POWERLINK controlled node'])
  })

  it('an ident response names the node: numbers, address, host name', () => {
    const word = fc.integer({ min: 1, max: 0xffffffff })
    const label = fc.stringMatching(/^[a-z][a-z0-9-]{0,30}$/)
    fc.assert(
      fc.property(word, word, label, fc.integer({ min: 1, max: 239 }), (productCode, serial, name, node) => {
        const ip = `192.168.100.${node}`
        const bytes = write.identResponse(node, { vendorId: 0x0100006c, productCode, revision: 1, serial, ip, name })
        expect(says(one(bytes))).toBe('response 0x01 identify')
        expect(facts(bytes)).toEqual([
          ['nodeId', String(node)],
          ['deviceType', 'POWERLINK controlled node'],
          ['powerlinkVersion', '2.0'],
          ['deviceProfile', '401'],
          ['vendor', 'B&R Industrial Automation'],
          ['vendorId', '0x0100006c'],
          ['productCode', `0x${productCode.toString(16).padStart(8, '0')}`],
          ['revision', '0x00000001'],
          ['serial', String(serial)],
          ['ip', ip],
          ['subnetMask', '255.255.255.0'],
          ['gateway', '192.168.100.254'],
          ['name', name],
        ])
      }),
    )
  })

  it('an SDO that reads the name is answered by its transaction', () => {
    const session = powerlinkUdp.session()
    const ask = write.sdo(3, 7, 2, false, write.objectAt(0x1008, 0))
    const answer = write.sdo(3, 7, 2, true, fromText('X20BC0083'))
    expect(readWhole(powerlinkUdp, session, ask, true).map(says)).toEqual(['request sdo/0x02 identify'])
    const [message] = readWhole(powerlinkUdp, session, answer, false)
    expect(message!.identity).toContainEqual({ field: 'model', value: 'X20BC0083' })
  })

  it('writing an object is a write, writing a program, a file, a stop or a reset is programming', () => {
    const operation = (bytes: Uint8Array) => one(bytes).function.operation
    const value = (index: number) => join(write.objectAt(index, 1), le32(1))
    expect(operation(write.sdo(3, 1, 1, false, value(0x6200)))).toBe('write')
    expect(operation(write.sdo(3, 1, 1, false, value(0x1f50)))).toBe('program')
    expect(operation(write.sdo(3, 1, 0x20, false, new Uint8Array(8)))).toBe('program')
    expect(operation(write.nmtCommand(3, 0x22))).toBe('program')
    expect(operation(write.nmtCommand(3, 0x28))).toBe('program')
    expect(operation(write.nmtCommand(3, 0x21))).toBe('write')
  })

  it('a cut ident response is a fault', () => {
    const bytes = write.identResponse(3, {
      vendorId: 1,
      productCode: 1,
      revision: 1,
      serial: 1,
      ip: '0.0.0.0',
      name: 'a',
    })
    expect(powerlink.session().read(bytes, 0, 60, true).faults).toEqual([{ reason: 'ident response cut short' }])
  })

  it('through routers only ASnd frames are believed, on their port', () => {
    expect(powerlinkUdp).toMatchObject({ ports: [3819], onlyOnPorts: true })
    const bytes = write.startOfCycle()
    expect(powerlinkUdp.recognises(bytes, 0, bytes.length)).toBe(false)
  })

  survivesDamage(powerlink, [...powerlinkVectors, write.sdo(3, 7, 2, true, fromHex('6c000001'))])
})
