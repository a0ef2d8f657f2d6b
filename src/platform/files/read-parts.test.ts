import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { BadInput } from '../errors.ts'
import { readParts } from './read-parts.ts'
import { tarEnd, tarHeader, tarPadding } from './tar.ts'
import { zipOf } from './testing.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rung-parts-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function read(bytes: string | Uint8Array, name = 'x.log', only?: (name: string) => boolean) {
  const path = join(folder, 'file')
  await writeFile(path, bytes)
  const parts: [string, string][] = []
  for await (const part of readParts(path, name, only ? { only } : {})) {
    const chunks: Uint8Array[] = []
    for await (const chunk of part.chunks) chunks.push(Uint8Array.from(chunk))
    parts.push([part.name, Buffer.concat(chunks).toString()])
  }
  return parts
}

function tar(...files: readonly (readonly [name: string, content: string | Uint8Array])[]): Buffer {
  const blocks = files.flatMap(([name, content]) => {
    const bytes = Buffer.from(content)
    return [tarHeader(name, bytes.length), bytes, tarPadding(bytes.length)]
  })
  return Buffer.concat([...blocks, tarEnd()])
}
const logs = [
  ['a.log', 'one\n'],
  ['b/c.log.gz', gzipSync('two\n')],
] as const
const unpacked = [
  ['a.log', 'one\n'],
  ['b/c.log', 'two\n'],
]

describe('the files within a file', () => {
  it.each([
    ['of a plain file are itself', 'one\n', [['x.log', 'one\n']]],
    ['of a file in gzip are what is packed', gzipSync('one\n'), [['x.log', 'one\n']]],
    ['of a tar are its own, those in gzip unpacked', tar(...logs), unpacked],
    ['of a tar in gzip are the same', gzipSync(tar(...logs)), unpacked],
    ['of a zip are the same', zipOf(logs.map(([name, data]) => ({ name, data }))), unpacked],
    ['of an empty file are one without bytes', '', [['x.log', '']]],
  ] as const)('%s', async (_, bytes, expected) => {
    expect(await read(bytes)).toEqual(expected)
  })
  it('may be asked for by name', async () => {
    expect(await read(tar(...logs), 'x', (name) => name.endsWith('c.log'))).toEqual([unpacked[1]])
  })
})

describe('what cannot be unpacked is refused by its name', () => {
  it.each([
    ['gzip that is cut short', gzipSync('x'.repeat(100_000)).subarray(0, 60), /^x\.log: .*broken or cut short/],
    [
      'gzip that is damaged',
      Buffer.concat([gzipSync('x').subarray(0, 10), Buffer.alloc(40, 0xff)]),
      /broken or cut short/,
    ],
    ['a tar that is cut short', tar(['a.log', 'x'.repeat(2000)]).subarray(0, 1500), /broken or cut short/],
    [
      'a tar with a wrong header',
      Buffer.concat([tar(['a.log', 'x']).subarray(0, 1024), Buffer.alloc(512, 7)]),
      /broken or cut short/,
    ],
    ['a bomb of gzip', gzipSync(Buffer.alloc(64 * 2 ** 20)), /looks like a bomb/],
    ['a bomb within a tar', tar(['a.gz', gzipSync(Buffer.alloc(64 * 2 ** 20))]), /looks like a bomb/],
  ])('%s', async (_, bytes, message) => {
    const refused = await read(bytes).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(BadInput)
    expect((refused as BadInput).message).toMatch(message)
    expect((refused as BadInput).ja).toMatch(/[ぁ-ん]/)
  })
})

test('whoever takes only the beginning ends the reading', async () => {
  const path = join(folder, 'big')
  await writeFile(path, gzipSync(Buffer.from('line\n'.repeat(2_000_000))))
  for await (const { chunks } of readParts(path, 'big')) {
    for await (const chunk of chunks) {
      expect(chunk.length).toBeGreaterThan(0)
      break
    }
    break
  }
})

test('an abort ends the reading with its own reason', async () => {
  const path = join(folder, 'file')
  await writeFile(path, 'x'.repeat(1 << 20))
  const control = new AbortController()
  const reading = async () => {
    for await (const { chunks } of readParts(path, 'x', { signal: control.signal })) {
      for await (const _ of chunks) control.abort(new Error('the person stopped it'))
    }
  }
  await expect(reading()).rejects.toThrow('the person stopped it')
})
