import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTar, streamTar, tarEnd, tarHeader, tarPadding } from './tar.ts'

const file = fc.record({ name: fc.stringMatching(/^[a-z0-9/.-]{1,100}$/), bytes: fc.uint8Array({ maxLength: 2000 }) })

function archive(files: readonly { name: string; bytes: Uint8Array }[]): Uint8Array {
  const parts = files.flatMap(({ name, bytes }) => [tarHeader(name, bytes.length), bytes, tarPadding(bytes.length)])
  return new Uint8Array(Buffer.concat([...parts, tarEnd()]))
}

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

describe('an archive', () => {
  it('is read as it was written, from memory and from a stream in any pieces', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(file, { maxLength: 5 }), fc.integer({ min: 1, max: 3000 }), async (files, size) => {
        const bytes = archive(files)
        expect([...readTar(bytes)].map(({ name, bytes }) => ({ name, bytes }))).toEqual(files)
        const streamed = []
        for await (const { name, body } of streamTar(inPieces(bytes, size))) {
          const chunks = []
          for await (const chunk of body) chunks.push(chunk)
          streamed.push({ name, bytes: new Uint8Array(Buffer.concat(chunks)) })
        }
        expect(streamed).toEqual(files)
      }),
      { numRuns: 50 },
    )
  })

  it('may be read without its bodies, or with a part of one', async () => {
    const bytes = archive(['a', 'b', 'c'].map((name) => ({ name, bytes: new Uint8Array(1500) })))
    const names = []
    for await (const { name, body } of streamTar(inPieces(bytes, 700))) {
      names.push(name)
      if (name === 'b') for await (const _ of body) break
    }
    expect(names).toEqual(['a', 'b', 'c'])
  })

  it('is one that tar reads', () => {
    const bytes = archive([{ name: 'tables/one.ndjson', bytes: new TextEncoder().encode('{"a":1}\n') }])
    const listed = spawnSync('tar', ['-tvf', '-'], { input: bytes, encoding: 'utf8' })
    expect(listed.stderr).toBe('')
    expect(listed.stdout).toMatch(/-rw------- 0\/0 +8 1970-01-01 \S+ tables\/one.ndjson/)
  })

  it('cut anywhere before its end, or with a damaged header, is an error', async () => {
    const bytes = archive([{ name: 'a', bytes: new Uint8Array(600).fill(7) }])
    const read = async (damaged: Uint8Array) => {
      for await (const { body } of streamTar(inPieces(damaged, 512))) for await (const _ of body);
    }
    for (const length of [0, 100, 512, 600, 1111, 1112, 1535]) {
      await expect(read(bytes.subarray(0, length))).rejects.toThrow(RangeError)
    }
    const damaged = bytes.slice()
    damaged[3] = 1
    await expect(read(damaged)).rejects.toThrow(RangeError)
    expect(() => [...readTar(damaged)]).toThrow(RangeError)
  })

  it('takes no name and no size that do not fit', () => {
    expect(() => tarHeader('x'.repeat(101), 1)).toThrow(RangeError)
    expect(() => tarHeader('x', 2 ** 33)).toThrow(RangeError)
  })
})
