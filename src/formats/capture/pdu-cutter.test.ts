import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { be32, join, u32be } from '../octets.ts'
import type { Protocol } from '../protocol.ts'
import { type Held, PduCutter } from './pdu-cutter.ts'

/** Length (4) of what follows, then a number (4) and contents: only the number is wanted. */
const heads: Protocol = {
  name: 'heads',
  transports: ['tcp'],
  ports: [],
  recognises: (bytes, start, end) => end - start >= 8 && u32be(bytes, start) >= 4 && u32be(bytes, start) < 1_000_000,
  lengthAt: (bytes, start, end) => (end - start < 4 ? 0 : 4 + u32be(bytes, start)),
  wantedAt: () => 8,
  session: () => ({ read: () => ({ messages: [], faults: [] }) }),
}

const stream = (bodies: readonly number[]) =>
  join(...bodies.map((size, i) => join(be32(4 + size), be32(i), new Uint8Array(size).fill(0x55))))

function numbersOf(segments: readonly (readonly [at: number, bytes: Uint8Array])[], held: Held) {
  const read: number[] = []
  const troubles: string[] = []
  const cutter = new PduCutter(heads, held, {
    message: (bytes, start) => read.push(u32be(bytes, start + 4)),
    trouble: (reason) => troubles.push(reason),
  })
  for (const [i, [at, bytes]] of segments.entries()) {
    cutter.segment(bytes, 0, bytes.length, (0xffff_ff00 + at) | 0, 0, i)
  }
  return { read, troubles }
}

describe('what nobody wants of a message', () => {
  it('is passed over without being held, however the stream is cut into segments', () => {
    const bodies = fc.array(fc.integer({ min: 0, max: 90_000 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(
        bodies,
        fc.array(fc.integer({ min: 9, max: 9000 }), { minLength: 1, maxLength: 5 }),
        (sizes, cuts) => {
          const whole = stream(sizes)
          const segments: [number, Uint8Array][] = []
          for (let at = 0, i = 0; at < whole.length; i++) {
            const next = Math.min(whole.length, at + cuts[i % cuts.length]!)
            segments.push([at, whole.subarray(at, next)])
            at = next
          }
          const held = { bytes: 0, most: 100 }
          expect(numbersOf(segments, held)).toEqual({ read: sizes.map((_, i) => i), troubles: [] })
          expect(held.bytes).toBe(0)
        },
      ),
      { numRuns: 50 },
    )
  })

  it('may even be missing: the message behind it is read', () => {
    const whole = stream([5000, 10])
    const segments: [number, Uint8Array][] = [
      [0, whole.subarray(0, 1000)],
      [3000, whole.subarray(3000, 4000)],
      [4000, whole.subarray(4000)],
    ]
    expect(numbersOf(segments, { bytes: 0, most: 100 })).toEqual({ read: [0, 1], troubles: [] })
  })
})
