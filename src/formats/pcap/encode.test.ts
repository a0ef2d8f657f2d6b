import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCaptureReader } from '../capture/reader.ts'
import { type CapturedPacket, encodePcap, encodePcapng } from './encode.ts'

function read(file: Uint8Array) {
  const packets: CapturedPacket[] = []
  const reader = createCaptureReader((bytes, start, end, wireLength, at, linkType) => {
    expect(linkType).toBe(1)
    packets.push({ at, bytes: bytes.slice(start, end), wireLength })
  })
  reader.push(file)
  reader.finish()
  expect(reader.faults).toEqual([])
  return packets
}

const packets = fc.array(
  fc.record({
    at: fc.integer({ min: 0, max: 4_000_000_000_000_000 }),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 200 }),
  }),
  { maxLength: 20 },
)

describe('capture files both ways', () => {
  it.each([
    ['pcap', encodePcap],
    ['pcapng', encodePcapng],
  ] as const)('every packet of a %s comes back with its microsecond', (_, encode) => {
    fc.assert(
      fc.property(packets, (written) => {
        expect(read(encode(written))).toEqual(written.map((one) => ({ ...one, wireLength: one.bytes.length })))
      }),
    )
  })

  it.each([
    ['pcap', encodePcap],
    ['pcapng', encodePcapng],
  ] as const)('a packet that the snap length cuts in a %s keeps its length on the wire', (_, encode) => {
    const [only] = read(encode([{ at: 1_700_000_000_000_001, bytes: new Uint8Array(300).fill(7) }], { snapLength: 96 }))
    expect(only).toEqual({ at: 1_700_000_000_000_001, bytes: new Uint8Array(96).fill(7), wireLength: 300 })
  })
})
