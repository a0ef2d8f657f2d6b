import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { be16, be32, fromHex, join, le16, le32 } from '../octets.ts'
import { encodePcapng } from '../pcap/encode.ts'
import { createPcapngReader } from './decode.ts'

/** Writes blocks in one byte order. */
const order = (little: boolean) => {
  const u16 = little ? le16 : be16
  const u32 = little ? le32 : be32
  const block = (type: number, ...body: (Uint8Array | readonly number[])[]) => {
    const content = join(...body)
    const padded = join(content, new Uint8Array(-content.length & 3))
    return join(u32(type), u32(padded.length + 12), padded, u32(padded.length + 12))
  }
  const option = (code: number, value: readonly number[]) =>
    join(u16(code), u16(value.length), value, new Uint8Array(-value.length & 3))
  return {
    u16,
    u32,
    block,
    option,
    section: block(0x0a0d0d0a, u32(0x1a2b3c4d), u16(1), u16(0), new Uint8Array(8).fill(0xff)),
    card: (linkType: number, snapLength = 0, ...options: Uint8Array[]) =>
      block(1, u16(linkType), u16(0), u32(snapLength), ...options),
    enhanced: (card: number, high: number, low: number, wireLength: number, bytes: Uint8Array) =>
      block(6, u32(card), u32(high), u32(low), u32(bytes.length), u32(wireLength), bytes),
  }
}
const le = order(true)
const be = order(false)
const payload = fromHex('a1a2a3a4a5')

function read(...parts: Uint8Array[]) {
  const got: [hex: string, wireLength: number, micros: number, linkType: number, packet: number][] = []
  const reader = createPcapngReader((bytes, start, end, wireLength, micros, linkType, packet) =>
    got.push([Buffer.from(bytes.subarray(start, end)).toString('hex'), wireLength, micros, linkType, packet]),
  )
  for (const part of parts) reader.push(part)
  reader.finish()
  return { got, faults: reader.faults, packets: reader.packets() }
}

describe('a pcapng file', () => {
  it.each([
    ['little endian', le],
    ['big endian', be],
  ])('%s', (_, { section, card, enhanced }) => {
    const { got, faults } = read(join(section, card(1), enhanced(0, 1, 5, 60, payload)))
    expect(faults).toEqual([])
    expect(got).toEqual([['a1a2a3a4a5', 60, 4_294_967_301, 1, 1]])
  })

  it('each interface has its own link type, time resolution and time offset', () => {
    const nano = le.card(1, 0, le.option(9, [9]))
    const binary = le.card(101, 0, le.option(9, [0x80 | 20]))
    const shifted = le.card(113, 0, le.option(9, [6]), le.option(14, [...le32(100), ...le32(0)]))
    const before = be.card(228, 0, be.option(14, [...be32(0xffffffff), ...be32(0xffffffff)]))
    const little = read(
      join(le.section, nano, binary, shifted),
      le.enhanced(0, 0, 7000, 5, payload),
      le.enhanced(1, 0, 1 << 20, 5, payload),
      le.enhanced(2, 0, 3, 5, payload),
    )
    expect(little.got.map(([, , micros, linkType]) => [micros, linkType])).toEqual([
      [7, 1],
      [1_000_000, 101],
      [100_000_003, 113],
    ])
    expect(read(be.section, before, be.enhanced(0, 0, 3_000_000, 5, payload)).got[0]?.[2]).toBe(2_000_000)
  })

  it('a new section forgets the interfaces and may turn the byte order', () => {
    const { got, faults } = read(le.section, le.card(1), be.section, be.card(101), be.enhanced(0, 0, 9, 5, payload))
    expect(faults).toEqual([])
    expect(got).toEqual([['a1a2a3a4a5', 5, 9, 101, 1]])
  })

  it('simple packets are cut to the snap length and take the time before them', () => {
    const simple = le.block(3, le.u32(40), fromHex('0102030405060708'))
    const { got } = read(le.section, le.card(1, 6), le.enhanced(0, 0, 77, 5, payload), simple)
    expect(got[1]).toEqual(['010203040506', 40, 77, 1, 2])
  })

  it('the packet blocks of old files are read', () => {
    const old = le.block(2, le.u16(0), le.u16(3), le.u32(0), le.u32(8), le.u32(5), le.u32(5), payload)
    expect(read(le.section, le.card(1), old).got).toEqual([['a1a2a3a4a5', 5, 8, 1, 1]])
  })

  it('blocks that it does not know are skipped', () => {
    const { got, faults } = read(
      le.section,
      le.card(1),
      le.block(0x0bad, payload),
      le.block(5, payload),
      le.enhanced(0, 0, 1, 5, payload),
    )
    expect([got.length, faults.length]).toEqual([1, 0])
  })

  it('a packet of an interface that was not described is a fault, and the next is read', () => {
    const { got, faults, packets } = read(
      le.section,
      le.card(1),
      le.enhanced(4, 0, 1, 5, payload),
      le.enhanced(0, 0, 1, 5, payload),
    )
    expect(got.map(([, , , , packet]) => packet)).toEqual([2])
    expect(packets).toBe(2)
    expect(faults).toEqual([
      { reason: 'the packet names an interface that was not described', at: le.section.length + 20, packet: 1 },
    ])
  })

  it('a packet that claims more bytes than its block holds is a fault, and the next is read', () => {
    const lying = le.enhanced(0, 0, 1, 5, payload)
    lying.set(le32(5000), 20)
    const { got, faults } = read(le.section, le.card(1), lying, le.enhanced(0, 0, 1, 5, payload))
    expect([got.length, faults[0]?.packet]).toEqual([1, 1])
  })

  it.each([
    ['shorter than any block', 8],
    ['odd', 33],
    ['beyond every packet', 0x7ffffff0],
  ])('a block length that is %s ends the reading there', (_, length) => {
    const lying = le.enhanced(0, 0, 1, 5, payload)
    lying.set(le32(length), 4)
    const { got, faults } = read(le.section, le.card(1), le.enhanced(0, 0, 1, 5, payload), lying)
    expect(got).toHaveLength(1)
    expect(faults).toEqual([
      {
        reason: `the block claims an impossible length of ${length} bytes`,
        at: le.section.length + 20 + 40,
        packet: 2,
      },
    ])
  })

  it('a block that the file ends within is a fault at its place', () => {
    const file = join(le.section, le.card(1), le.enhanced(0, 0, 1, 5, payload))
    const { got, faults } = read(file.subarray(0, file.length - 3))
    expect(got).toEqual([])
    expect(faults[0]).toMatchObject({ at: le.section.length + 20, packet: 1 })
  })

  it('reads the same in pieces of any size, and what was encoded', () => {
    const packet = fc.record({ at: fc.integer({ min: 0, max: 4e15 }), bytes: fc.uint8Array({ maxLength: 90 }) })
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 8 }), fc.integer({ min: 1, max: 50 }), (packets, size) => {
        const file = encodePcapng(packets)
        const chunks = Array.from({ length: Math.ceil(file.length / size) }, (_, i) =>
          file.subarray(i * size, (i + 1) * size),
        )
        const whole = read(file)
        expect(read(...chunks)).toEqual(whole)
        expect(whole.got.map(([hex, , micros]) => [hex, micros])).toEqual(
          packets.map(({ at, bytes }) => [Buffer.from(bytes).toString('hex'), at]),
        )
      }),
    )
  })
})
