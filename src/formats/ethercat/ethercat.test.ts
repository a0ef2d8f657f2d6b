import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex, le16, le32 } from '../octets.ts'
import type { Message } from '../protocol.ts'
import { readsVectors, says, survivesDamage } from '../vectors.testing.ts'
import { ethercat, ethercatUdp } from './decode.ts'
import * as write from './encode.ts'
import { ethercatVectors } from './vectors.ts'

const aprd = 1
const apwr = 2
const fprd = 4
const fpwr = 5
const brd = 7
const lrw = 12

const datagram = (
  command: number,
  address: number,
  offset: number,
  data: Uint8Array,
  workingCounter = 1,
): write.Datagram => ({ command, address, offset, data, workingCounter })
/** What a session that read the frames before says about the last one. */
function last(...frames: readonly (readonly write.Datagram[])[]): readonly Message[] {
  const session = ethercat.session()
  const read = frames.map((datagrams) => {
    const bytes = write.frame(datagrams)
    expect(ethercat.recognises(bytes, 0, bytes.length)).toBe(true)
    expect(ethercat.lengthAt(bytes, 0, bytes.length)).toBe(bytes.length)
    const { messages, faults } = session.read(bytes, 0, bytes.length, true)
    expect(faults).toEqual([])
    return messages
  })
  return read.at(-1)!
}
const told = (message: Message | undefined) => (message?.identity ?? []).map(({ field, value }) => [field, value])

describe('EtherCAT', () => {
  readsVectors(ethercat, ethercatVectors)

  it('every datagram of a frame is counted, towards the slaves and back (as in EtherCAT.pcap: 7 commands a frame)', () => {
    const sent = [datagram(lrw, 0, 0x0100, new Uint8Array(8), 0), datagram(fprd, 1001, 0x0130, new Uint8Array(2), 0)]
    expect(last(sent).map(says)).toEqual(['request 0x0c write', 'request 0x04 read'])
    const back = sent.map((one) => ({ ...one, workingCounter: 1 }))
    expect(last(back).map(says)).toEqual(['response 0x0c write', 'response 0x04 read'])
    expect(last(back).map(({ unit }) => unit)).toEqual([undefined, '1001'])
  })

  it('a cyclic frame that is read twice is the very same object: nothing is allocated', () => {
    const bytes = write.frame([
      datagram(lrw, 0, 0x0100, new Uint8Array(8)),
      datagram(fprd, 1001, 0x0130, new Uint8Array(2)),
    ])
    const session = ethercat.session()
    expect(session.read(bytes, 0, bytes.length, true)).toBe(session.read(bytes, 0, bytes.length, true))
  })

  it('padding behind the datagrams is none of them (seen: EtherCAT.pcap, frames of 60 octets)', () => {
    const bytes = fromHex(`0e10 0700 0000 3001 0200 0000 0000 0000 ${'00'.repeat(32)}`)
    const { messages, faults } = ethercat.session().read(bytes, 0, bytes.length, true)
    expect([messages.map(says), faults]).toEqual([['request 0x07 read'], []])
  })

  it('objects of CoE name the slave: name, hardware, software, numbers', () => {
    const answer = (data: Uint8Array) => last([datagram(fprd, 1002, 0x1080, data)])[1]
    expect(told(answer(write.sdoUploadText(0x1008, 'EL3102-0000')))).toEqual([['model', 'EL3102-0000']])
    expect(told(answer(write.sdoUploadText(0x1009, '07')))).toEqual([['hardware', '07']])
    expect(told(answer(write.sdoUploadText(0x100a, '1.02')))).toEqual([['firmware', '1.02']])
    expect(told(answer(write.sdoUploadNumber(0x1018, 1, 2)))).toEqual([
      ['vendor', 'Beckhoff Automation'],
      ['vendorId', '0x00000002'],
    ])
    expect(told(answer(write.sdoUploadNumber(0x1018, 4, 4711)))).toEqual([['serial', '4711']])
    expect(answer(write.sdoUploadText(0x1008, 'EL3102-0000'))).toMatchObject({
      kind: 'response',
      unit: '1002',
      function: { operation: 'identify' },
    })
  })

  it('a name that comes in segments is put together', () => {
    const name = 'Servo drive with a long name'
    const begin = write.sdoUploadText(0x1008, name).subarray(0, 6 + 10 + 6)
    const segment = fromHex(`19 00 0000 00 23 0030 01 ${Buffer.from(name.slice(6)).toString('hex')}`)
    const [, message] = last([datagram(fprd, 1002, 0x1080, begin)], [datagram(fprd, 1002, 0x1080, segment)])
    expect(told(message)).toEqual([['model', name]])
  })

  it('the EEPROM names the slave, by the word that was asked for', () => {
    const asked = datagram(fpwr, 1003, 0x0502, write.eepromRead(0x08))
    const [message] = last([asked], [datagram(fprd, 1003, 0x0508, Uint8Array.from(le32(2)))])
    expect(told(message)).toEqual([
      ['vendor', 'Beckhoff Automation'],
      ['vendorId', '0x00000002'],
    ])
    const [whole] = last([datagram(fprd, 1003, 0x0502, write.eepromHeld(0x0a, 0x044c2c52))])
    expect(told(whole)).toEqual([['productCode', '0x044c2c52']])
  })

  it("Beckhoff's product codes are its product numbers (seen: EtherCAT.pcap, a coupler and three terminals)", () => {
    const vendor = [datagram(fprd, 4096, 0x0502, write.eepromHeld(0x08, 2))]
    const product = (code: number) => last(vendor, [datagram(fprd, 4096, 0x0502, write.eepromHeld(0x0a, code))])[0]
    const model = (code: number) => told(product(code)).find(([field]) => field === 'model')?.[1]
    expect([0x044c2c52, 0x03f63052, 0x0c1e3052, 0x10243052].map(model)).toEqual([
      'EK1100',
      'EL1014',
      'EL3102',
      'EL4132',
    ])
    expect(model(0x044c0001)).toBeUndefined()
  })

  it('a slave by position is the one whose station address was set there', () => {
    const counted = datagram(brd, 3, 0x0000, new Uint8Array(1), 3)
    // Position 1 was sent as 0xffff; three slaves added one each.
    const named = datagram(apwr, 2, 0x0010, Uint8Array.from(le16(1002)))
    const held = datagram(aprd, 2, 0x0502, write.eepromHeld(0x0e, 99))
    expect(last([counted], [named], [held]).at(-1)).toMatchObject({
      unit: '1002',
      identity: [{ field: 'serial', value: '99' }],
    })
    expect(last([counted], [held]).at(-1)).toMatchObject({ unit: 'position 1' })
  })

  it('firmware, bootstrap and EEPROM writes are programming, whichever way the frame goes', () => {
    const acts = [
      datagram(fpwr, 1002, 0x1000, write.foeWrite('EL3102.efw')),
      datagram(fpwr, 1002, 0x0120, Uint8Array.from(le16(3))),
      datagram(fpwr, 1002, 0x0502, write.eepromWrite(0x08)),
      datagram(fpwr, 1002, 0x1000, write.sdoDownload(0x1f51, 1, 1)),
    ]
    for (const act of acts) {
      expect(last([act])[1]!.function.operation).toBe('program')
      expect(last([{ ...act, workingCounter: 0 }])[1]!.function.operation).toBe('program')
    }
    expect(last([datagram(fpwr, 1002, 0x0120, Uint8Array.from(le16(8)))])).toHaveLength(1)
    expect(last([datagram(fpwr, 1002, 0x1000, write.sdoDownload(0x8000, 1, 1))])[1]!.function.operation).toBe('write')
    expect(last([datagram(fpwr, 1002, 0x1000, write.sdoUpload(0x1008, 0))])[1]!.function.operation).toBe('identify')
  })

  it('process data in the same memory is no mailbox', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12, maxLength: 12 }), (data) => {
        data[4] = 0xff
        expect(last([datagram(fprd, 1002, 0x1000, data)])).toHaveLength(1)
      }),
    )
  })

  it('who keeps sending frames that nobody touched yet is the master', () => {
    const sent = [datagram(fprd, 1002, 0x0130, new Uint8Array(2), 0)]
    expect(told(last(...Array.from({ length: 8 }, () => sent))[0])).toEqual([['deviceType', 'EtherCAT master']])
    expect(told(last(...Array.from({ length: 9 }, () => sent))[0])).toEqual([])
  })

  it('a datagram that reaches beyond its frame is a fault, and those before it count', () => {
    const bytes = write.frame([
      datagram(brd, 0, 0x0130, new Uint8Array(2)),
      datagram(brd, 0, 0x0130, new Uint8Array(2)),
    ])
    const { messages, faults } = ethercat.session().read(bytes, 0, bytes.length - 3, true)
    expect(messages).toHaveLength(1)
    expect(faults).toEqual([{ reason: 'EtherCAT datagram cut short' }])
  })

  it('through routers it is believed on its port only', () => {
    expect(ethercatUdp).toMatchObject({ ports: [34980], onlyOnPorts: true, transports: ['udp'] })
  })

  survivesDamage(ethercat, [
    ...ethercatVectors,
    write.frame([
      datagram(fprd, 1002, 0x1080, write.sdoUploadText(0x1008, 'EL3102')),
      datagram(fprd, 1003, 0x0502, write.eepromHeld(8, 2)),
    ]),
    write.frame([
      datagram(fpwr, 1002, 0x1000, write.foeWrite('a.efw')),
      datagram(apwr, 2, 0x0010, Uint8Array.from(le16(1002))),
    ]),
    fromHex('0640 010203040506'),
  ])
})
