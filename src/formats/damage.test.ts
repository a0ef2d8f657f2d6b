import { describe, expect, it } from 'vitest'
import { createInspector } from './capture/inspector.ts'
import { damaged, pcapHead, recordOf, vectorFrames } from './damage.testing.ts'
import { protocols } from './protocols.ts'
import { seeded } from './traffic/random.ts'

describe('damaged frames of every protocol', async () => {
  const { frames, seen } = await vectorFrames()

  it('every protocol has vectors to be damaged', () => {
    expect(protocols.map(({ name }) => name).filter((name) => !seen.includes(name))).toEqual([])
  })

  // Millions of them are read by the benchmark of this name.
  it.each([1, 2, 3, 4])('end in counts, never in an exception (seed %i)', (seed) => {
    const random = seeded(seed)
    const limits = { streams: 200, heldBytes: 1_000_000, identities: 2000 }
    const inspector = createInspector({ protocols, limits, seed })
    inspector.push(pcapHead)
    for (let i = 0; i < 10_000; i++) inspector.push(recordOf(damaged(random, frames), i))
    const { capture, identities } = inspector.finish()
    const { read, ignored, faulty } = capture.accounting
    expect([capture.packets, read + ignored + faulty]).toEqual([10_000, 10_000])
    expect(identities.length).toBeLessThanOrEqual(2000)
  })
})
