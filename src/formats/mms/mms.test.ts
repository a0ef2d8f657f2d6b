import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inspect, push, syn, tcp } from '../capture/inspector.testing.ts'
import { secretRanges } from '../capture/secrets.ts'
import { fromHex, join } from '../octets.ts'
import type { ProtocolSession } from '../protocol.ts'
import { s7comm } from '../s7comm/decode.ts'
import { connectConfirm, connectRequest, cotpData, readVar } from '../s7comm/encode.ts'
import { refusesOthers } from '../strangers.testing.ts'
import { readsVectors, readWhole, says, survivesDamage } from '../vectors.testing.ts'
import { mms, mmsInPieces } from './decode.ts'
import * as write from './encode.ts'
import { mmsVectors } from './vectors.ts'

describe('MMS vectors', () => {
  readsVectors(mms, mmsVectors)
})

const invoke = fc.integer({ min: 0, max: 0x7fff })
const label = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 ./_-]{0,60}[A-Za-z0-9]$/)
const asked = (session: ProtocolSession, bytes: Uint8Array) => readWhole(mms, session, bytes, true).map(says)
const told = (session: ProtocolSession, bytes: Uint8Array) => readWhole(mms, session, bytes, false).map(says)
/** The same message cut into COTP parts of `size` octets. */
function inParts(message: Uint8Array, size: number): Uint8Array[] {
  const content = message.subarray(7)
  const parts: Uint8Array[] = []
  for (let at = 0; at < content.length; at += size) {
    const part = cotpData(content.slice(at, at + size))
    if (at + size < content.length) part[6] = 0
    parts.push(part)
  }
  return parts
}

describe('MMS both ways', () => {
  it('vendor, model and revision come back', () => {
    fc.assert(
      fc.property(invoke, label, label, label, (id, vendor, model, firmware) => {
        const session = mms.session()
        expect(asked(session, write.identify(id))).toEqual(['request 2 identify'])
        const [message] = readWhole(mms, session, write.identifyAnswer(id, vendor, model, firmware), false)
        expect(message!.identity).toEqual([
          { field: 'vendor', value: vendor },
          { field: 'model', value: model },
          { field: 'firmware', value: firmware },
        ])
      }),
    )
  })

  it('domains of the device are its logical devices; without the question an answer names none', () => {
    fc.assert(
      fc.property(invoke, fc.array(label, { minLength: 1, maxLength: 40 }), (id, names) => {
        const session = mms.session()
        expect(asked(session, write.listDomains(id))).toEqual(['request 1 read'])
        const answer = write.nameListAnswer(id, names)
        const [message] = readWhole(mms, session, answer, false)
        expect(message!.identity).toEqual(names.map((value) => ({ field: 'logicalDevice', value })))
        expect(readWhole(mms, session, answer, false)[0]!.identity).toBeUndefined()
      }),
    )
  })

  it('control objects of IEC 61850 are told by name, also in the answer', () => {
    const session = mms.session()
    const named = (bytes: Uint8Array, toServer: boolean) =>
      readWhole(mms, session, bytes, toServer).map(({ function: { name, operation } }) => `${name} ${operation}`)
    const item = (member: string) => `CSWI1$CO$Pos$${member}`
    expect(named(write.read(1, 'LD0', item('SBO')), true)).toEqual(['Select write'])
    expect(named(write.readAnswer(1, true), false)).toEqual(['Select write'])
    expect(named(write.write(2, 'LD0', item('SBOw'), true), true)).toEqual(['Select with value write'])
    expect(named(write.write(3, 'LD0', item('Oper$ctlVal'), true), true)).toEqual(['Operate write'])
    expect(named(write.writeAnswer(3), false)).toEqual(['Operate write'])
    expect(named(write.write(4, 'LD0', item('Cancel'), true), true)).toEqual(['Cancel write'])
    expect(named(write.write(5, 'LD0', 'LLN0$BR$brcb01$RptEna', true), true)).toEqual(['Write report control write'])
    expect(named(write.write(6, 'LD0', 'GGIO1$SP$AnOut$setMag', true), true)).toEqual(['Write set point write'])
    expect(named(write.write(7, 'ICC1', 'Transfer_Set_1', true), true)).toEqual(['Write write'])
    expect(named(write.read(8, 'LD0', 'MMXU1$MX$TotW'), true)).toEqual(['Read read'])
  })

  it('reads and writes come back answered or failed', () => {
    fc.assert(
      fc.property(invoke, label, label, fc.boolean(), (id, domain, item, fails) => {
        const session = mms.session()
        const refused = fails ? ' !' : ''
        expect(asked(session, write.read(id, domain, item))).toEqual(['request 4 read'])
        expect(told(session, write.readAnswer(id, true, fails))).toEqual([`response 4 read${refused}`])
        expect(asked(session, write.write(id, domain, item, true))).toEqual(['request 5 write'])
        expect(told(session, write.writeAnswer(id, fails))).toEqual([`response 5 write${refused}`])
        expect(asked(session, write.request(id, 0xbf28))).toEqual(['request 40 program'])
        expect(told(session, write.confirmedError(id))).toEqual(['response 40 program !'])
      }),
    )
  })

  it('both ends may ask under the same number', () => {
    const session = mms.session()
    expect(asked(session, write.identify(1))).toEqual(['request 2 identify'])
    expect(told(session, write.request(1, 0xbf29))).toEqual(['request 41 program'])
    expect(asked(session, write.confirmedError(1))).toEqual(['response 41 program !'])
    expect(told(session, write.confirmedError(1))).toEqual(['response 2 identify !'])
  })

  it('an association opens and reports arrive', () => {
    const session = mms.session()
    expect(asked(session, write.initiateRequest())).toEqual(['request initiate other'])
    expect(told(session, write.initiateResponse())).toEqual(['response initiate other'])
    expect(told(session, write.report('RPT', [true, false]))).toEqual(['event unconfirmed 0 read'])
  })

  it('a message in COTP parts is recognised at the first and read at the last', () => {
    for (const message of [write.initiateRequest(), write.read(1, 'LD0', 'CSWI1$CO$Pos$SBO')]) {
      const session = mms.session()
      const parts = inParts(message, 41)
      expect(parts.length).toBeGreaterThan(1)
      const first = parts[0]!
      if (message[7] === 1) expect(mms.recognises(first, 0, first.length)).toBe(true)
      const read = parts.map((part) => session.read(part, 0, part.length, true))
      expect(read.flatMap(({ faults }) => faults)).toEqual([])
      expect(read.map(({ messages }) => messages.length)).toEqual([...Array(parts.length - 1).fill(0), 1])
    }
  })

  it('lengths that are not said but ended by zeros are read', () => {
    const pdu = fromHex('a0 05 020101 8200')
    const list = join(fromHex('02 01 03 a0 80'), pdu, [0, 0])
    const bytes = cotpData(join(fromHex('01000100 61 80 30 80'), list, [0, 0, 0, 0]))
    expect(asked(mms.session(), bytes)).toEqual(['request 2 identify'])
  })

  it('the password of an association is a secret, and no other part of it', () => {
    fc.assert(
      fc.property(label, (password) => {
        const bytes = write.initiateRequest(password)
        expect(asked(mms.session(), bytes)).toEqual(['request initiate other'])
        const [{ offset, length } = { offset: 0, length: 0 }, ...more] = secretRanges(bytes, 0, bytes.length)
        expect(String.fromCharCode(...bytes.subarray(offset, offset + length))).toBe(password)
        expect(more).toEqual([])
      }),
    )
    const open = write.initiateRequest()
    expect(secretRanges(open, 0, open.length)).toEqual([])
  })

  it('a poll read twice gives the very same object', () => {
    const session = mms.session()
    const bytes = write.read(1, 'LD0', 'MMXU1$MX$TotW')
    expect(session.read(bytes, 0, bytes.length, true)).toBe(session.read(bytes, 0, bytes.length, true))
  })
})

describe('MMS and S7comm in one envelope', () => {
  it('neither recognises the data of the other, and each finds at its first message that it is none', () => {
    const job = readVar(1, 1, 0, 4)
    expect(mms.recognises(job, 0, job.length)).toBe(false)
    expect(mms.session().read(job, 0, job.length, true).faults).toHaveLength(1)
    for (const message of [
      write.initiateRequest(),
      write.identify(1),
      ...inParts(write.initiateRequest(), 100).slice(0, 1),
    ]) {
      expect(s7comm.recognises(message, 0, message.length)).toBe(false)
      expect(s7comm.session().read(message, 0, message.length, true).faults).toHaveLength(1)
    }
  })

  /** A whole conversation, message by message; `cut`: each TPKT header in a segment by itself. */
  function talk(tsaps: readonly [number, number][], cut: boolean) {
    const [client, server] = ['10.0.0.1:40000', '10.0.0.2:102']
    const said: readonly (readonly [toServer: boolean, bytes: Uint8Array])[] = [
      [true, connectRequest(1, [0, 1], tsaps[0]!)],
      [false, connectConfirm(2, 1, [0, 1], tsaps[1]!)],
      [true, write.initiateRequest()],
      [false, write.initiateResponse()],
      [true, write.write(1, 'LD0', 'CSWI1$CO$Pos$Oper', true)],
      [false, write.writeAnswer(1)],
      [true, write.identify(2)],
      [false, write.identifyAnswer(2, 'ACME', 'IED 7', '1.0')],
    ]
    const frames = [tcp(client, server, { flags: syn, sequence: 999 })]
    const next = [1000, 1000]
    for (const [toServer, bytes] of said) {
      for (const content of cut ? [bytes.subarray(0, 4), bytes.subarray(4)] : [bytes]) {
        const side = toServer ? 0 : 1
        const [from, to] = toServer ? [client, server] : [server, client]
        frames.push(tcp(from, to, { flags: push, sequence: next[side]!, acknowledgement: next[1 - side]!, content }))
        next[side]! += content.length
      }
    }
    return inspect(frames, { protocols: [s7comm, mms, mmsInPieces] })
  }

  it.each([
    ['no TSAP of S7', [0, 1], [0, 1], false],
    ['a TSAP of S7 in the request', [2, 1], [0, 1], false],
    ['one in the confirmation only', [0, 1], [2, 0], false],
    ['one in both', [1, 2], [1, 2], false],
    ['headers in segments of their own', [0, 1], [0, 1], true],
    ['the same with a TSAP of S7', [2, 0], [2, 0], true],
  ] as const)('no message of a conversation is lost: %s', (_, called, confirmed, cut) => {
    const { conversations, capture, devices } = talk([[...called], [...confirmed]], cut)
    expect(capture.faults).toEqual([])
    expect(conversations[0]!.protocol).toBe('mms')
    expect(conversations[0]!.functions.map(({ code, requests, responses }) => [code, requests, responses])).toEqual([
      ['initiate', 1, 1],
      ['5/CO/Oper', 1, 1],
      ['2', 1, 1],
    ])
    expect(devices.find(({ model }) => model === 'IED 7')?.ips).toEqual(['10.0.0.2'])
  })

  it('a TPKT header alone is taken on the port of MMS only', () => {
    const bytes = fromHex('03000016')
    expect(mms.recognises(bytes, 0, 4)).toBe(false)
    expect(mmsInPieces.recognises(bytes, 0, 4)).toBe(true)
    expect(mmsInPieces.onlyOnPorts).toBe(true)
  })
})

describe('hostile MMS', () => {
  survivesDamage(mms, [
    ...mmsVectors,
    write.identifyAnswer(1, 'a', 'b', 'c'),
    write.listDomains(1),
    write.nameListAnswer(1, ['LD0', 'LD1']),
    write.write(1, 'LD0', 'CSWI1$CO$Pos$Oper', true),
    ...inParts(write.report('RPT', [true]), 20),
  ])
  refusesOthers(mms, ['iec61850'])

  it('elements without a said length, one in the other, end at a depth', () => {
    const bytes = cotpData(join([1, 0, 1, 0], ...Array.from({ length: 5000 }, () => [0x61, 0x80])))
    expect(mms.session().read(bytes, 0, bytes.length, true).faults).toHaveLength(1)
  })

  it('a message that never ends is given up', () => {
    const session = mms.session()
    const part = cotpData(new Uint8Array(1000).fill(0x61))
    part[6] = 0
    for (let i = 0; i < 2000; i++) expect(session.read(part, 0, part.length, true).messages).toEqual([])
  })
})
