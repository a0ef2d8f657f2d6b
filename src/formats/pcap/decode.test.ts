import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex } from '../octets.ts'
import type { PacketReader, PacketSink } from '../packets.ts'
import { createPcapReader } from './decode.ts'
import { encodePcap } from './encode.ts'

interface Got {
  readonly hex: string
  readonly wireLength: number
  readonly micros: number
  readonly linkType: number
  readonly offset: number
}

function readAll(make: (sink: PacketSink) => PacketReader, chunks: readonly Uint8Array[]) {
  const got: Got[] = []
  const reader = make((bytes, start, end, wireLength, micros, linkType) => {
    got.push({
      hex: Buffer.from(bytes.subarray(start, end)).toString('hex'),
      wireLength,
      micros,
      linkType,
      offset: reader.offset(),
    })
  })
  for (const chunk of chunks) reader.push(chunk)
  reader.finish()
  return { got, faults: reader.faults, packets: reader.packets() }
}

// draft-ietf-opsawg-pcap: seconds 1, fraction 2 (µs) or 2000 (ns), captured 3 of 4 bytes, link type 101.
const vectors: readonly [name: string, hex: string][] = [
  [
    'little endian, µs',
    'd4c3b2a1 0200 0400 00000000 00000000 ffff0000 65000000  01000000 02000000 03000000 04000000 aabbcc',
  ],
  [
    'big endian, µs',
    'a1b2c3d4 0002 0004 00000000 00000000 0000ffff 00000065  00000001 00000002 00000003 00000004 aabbcc',
  ],
  [
    'little endian, ns',
    '4d3cb2a1 0200 0400 00000000 00000000 ffff0000 65000000  01000000 d0070000 03000000 04000000 aabbcc',
  ],
  [
    'big endian, ns',
    'a1b23c4d 0002 0004 00000000 00000000 0000ffff 00000065  00000001 000007d0 00000003 00000004 aabbcc',
  ],
  [
    'with a frame check sequence told in the link type',
    'd4c3b2a1 0200 0400 00000000 00000000 ffff0000 65000014  01000000 02000000 03000000 04000000 aabbcc',
  ],
  [
    "Kuznetzov's longer record headers",
    '34cdb2a1 0200 0400 00000000 00000000 ffff0000 65000000  01000000 02000000 03000000 04000000 0000000000000000 aabbcc',
  ],
]

describe('a pcap file', () => {
  it.each(vectors)('%s', (_, hex) => {
    const { got, faults } = readAll(createPcapReader, [fromHex(hex)])
    expect(faults).toEqual([])
    expect(got).toEqual([{ hex: 'aabbcc', wireLength: 4, micros: 1_000_002, linkType: 101, offset: 24 }])
  })

  it('reads the same in pieces of any size', () => {
    const packet = fc.record({ at: fc.integer({ min: 0, max: 4e15 }), bytes: fc.uint8Array({ maxLength: 90 }) })
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 12 }), fc.array(fc.integer({ min: 1, max: 60 })), (packets, sizes) => {
        const file = encodePcap(packets)
        const chunks: Uint8Array[] = []
        for (let at = 0, i = 0; at < file.length; at += chunks.at(-1)!.length) {
          chunks.push(file.subarray(at, at + (sizes[i++ % Math.max(1, sizes.length)] ?? 7)))
        }
        const whole = readAll(createPcapReader, [file])
        expect(readAll(createPcapReader, chunks)).toEqual(whole)
        expect(whole.got.map(({ hex }) => hex)).toEqual(packets.map(({ bytes }) => Buffer.from(bytes).toString('hex')))
        expect(whole.got.map(({ micros }) => micros)).toEqual(packets.map(({ at }) => at))
      }),
    )
  })

  it('does not mind that its buffer is filled again', () => {
    const file = encodePcap([{ at: 0, bytes: fromHex('0102030405060708') }])
    const shared = new Uint8Array(11)
    const got: string[] = []
    const reader = createPcapReader((bytes, start, end) => got.push(bytes.subarray(start, end).join()))
    for (let at = 0; at < file.length; at += shared.length) {
      const part = file.subarray(at, at + shared.length)
      shared.fill(0xee)
      shared.set(part)
      reader.push(shared.subarray(0, part.length))
    }
    expect(got).toEqual(['1,2,3,4,5,6,7,8'])
  })

  it('a fraction below zero counts back from the second', () => {
    const file = encodePcap([{ at: 5_000_000, bytes: fromHex('01') }])
    file.set(fromHex('70e7fbff'), 24 + 4)
    expect(readAll(createPcapReader, [file]).got[0]?.micros).toBe(5_000_000 - 268_432)
  })

  it('a packet that the file ends within is a fault with its number and place; those before stay', () => {
    const file = encodePcap([
      { at: 0, bytes: fromHex('0102') },
      { at: 1, bytes: fromHex('03040506') },
    ])
    const { got, faults } = readAll(createPcapReader, [file.subarray(0, file.length - 1)])
    expect(got.map(({ hex }) => hex)).toEqual(['0102'])
    expect(faults).toEqual([{ reason: 'packet cut short: the file ends within it', at: 42, packet: 2 }])
  })

  it('a length that no network carries ends the reading there', () => {
    const file = encodePcap([
      { at: 0, bytes: fromHex('0102') },
      { at: 1, bytes: fromHex('0304') },
    ])
    file.set(fromHex('ffffff7f'), 42 + 8)
    const { got, faults } = readAll(createPcapReader, [file])
    expect(got).toHaveLength(1)
    expect(faults).toEqual([
      { reason: 'the packet claims 2147483647 bytes, more than any network carries', at: 42, packet: 2 },
    ])
  })

  it('a file that ends within its header says so', () => {
    expect(readAll(createPcapReader, [fromHex('d4c3b2a1 0200')]).faults[0]?.reason).toContain('within its header')
  })
})
