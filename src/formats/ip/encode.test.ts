import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeArp, encodeEthernet, encodeLldp } from '../ethernet/encode.ts'
import { createFrame } from '../frame.ts'
import { decodeFrame, linkTypes } from '../link-types.ts'
import { fromHex, u16be } from '../octets.ts'
import { checksum, encodeTcp, encodeUdp } from './encode.ts'
import { createFragments } from './fragments.ts'

const macs = { one: '00:1b:1b:00:00:01', two: '00:50:56:00:00:02' }
const fragments = createFragments()
const ends = { source: '10.20.1.10', target: '192.168.7.9' }
const port = fc.integer({ min: 1, max: 65_535 })
const content = fc.uint8Array({ maxLength: 400 })

/** Over addresses, protocol, length and segment a correct checksum leaves nothing. */
function leftOver(frame: Uint8Array, at: number, protocol: number): number {
  const end = at + u16be(frame, at + 2)
  const segment = frame.subarray(at + 20, end)
  const pseudo = [...frame.subarray(at + 12, at + 20), 0, protocol, segment.length >> 8, segment.length & 255]
  return checksum(pseudo, segment)
}

describe('packets both ways', () => {
  it('the checksum is that of RFC 1071', () => {
    // Its example, §3: the sum is ddf2, its complement 220d.
    expect(checksum(fromHex('0001 f203 f4f5 f6f7'))).toBe(0x220d)
  })

  it('a TCP segment comes back with its ports, numbers and content, and its checksums hold', () => {
    fc.assert(
      fc.property(
        port,
        port,
        fc.nat(),
        content,
        fc.option(fc.integer({ min: 1, max: 4094 })),
        (from, to, seq, said, tag) => {
          const segment = { sourcePort: from, targetPort: to, sequence: seq, acknowledgement: 7, flags: 0x18 }
          const packet = encodeTcp(ends, segment, said)
          const bytes = encodeEthernet(macs.two, macs.one, 0x0800, packet, tag ?? undefined)
          const frame = createFrame()
          decodeFrame(bytes, 0, bytes.length, linkTypes.ethernet, frame, fragments)
          expect(frame).toMatchObject({ fault: '', family: 4, transport: 6, sourcePort: from, targetPort: to })
          expect(frame.vlan).toBe(tag ?? -1)
          expect(frame.tcpFlags).toBe(0x18)
          expect(frame.tcpSequence >>> 0).toBe(seq)
          expect(bytes.slice(frame.payloadAt, frame.payloadEnd)).toEqual(said)
          const at = tag === null ? 14 : 18
          expect(checksum(bytes.subarray(at, at + 20))).toBe(0)
          expect(leftOver(bytes, at, 6)).toBe(0)
        },
      ),
    )
  })

  it('a datagram comes back with its ports and content, and its checksums hold', () => {
    fc.assert(
      fc.property(port, port, content, (from, to, said) => {
        const bytes = encodeEthernet(macs.two, macs.one, 0x0800, encodeUdp(ends, from, to, said))
        const frame = createFrame()
        decodeFrame(bytes, 0, bytes.length, linkTypes.ethernet, frame, fragments)
        expect(frame).toMatchObject({ fault: '', transport: 17, sourcePort: from, targetPort: to })
        expect(bytes.slice(frame.payloadAt, frame.payloadEnd)).toEqual(said)
        expect(leftOver(bytes, 14, 17)).toBe(0)
      }),
    )
  })

  it('an ARP question goes to all, its answer to who asked', () => {
    const one = { mac: macs.one, ip: '10.0.0.1' }
    const two = { mac: macs.two, ip: '10.0.0.2' }
    const asked = encodeArp(true, one, two)
    const told = encodeArp(false, two, one)
    expect([...asked.subarray(0, 6)]).toEqual([255, 255, 255, 255, 255, 255])
    expect([...told.subarray(0, 6)]).toEqual([0, 0x1b, 0x1b, 0, 0, 1])
    expect([asked.length, told.length]).toEqual([60, 60])
    expect([u16be(asked, 12), u16be(asked, 20), u16be(told, 20)]).toEqual([0x0806, 1, 2])
  })

  it('an LLDP frame is a row of elements that ends with an empty one', () => {
    const bytes = encodeLldp(macs.one, {
      port: 'port-001',
      systemName: 'r101',
      description: 'CPU',
      managementIp: '10.0.0.1',
    })
    const types: number[] = []
    for (let at = 14; at < bytes.length; at += 2 + (u16be(bytes, at) & 0x1ff)) {
      types.push(u16be(bytes, at) >> 9)
      if (types.at(-1) === 0) break
    }
    expect(types).toEqual([1, 2, 3, 5, 6, 8, 0])
  })
})
