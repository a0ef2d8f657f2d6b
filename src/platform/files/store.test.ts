import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BadInput, NotFound } from '#platform/errors.ts'
import { type FileStore, openFileStore } from './store.ts'

let folder: string
let store: FileStore
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rung-files-'))
  store = await openFileStore(folder)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const bytes = (text: string) => new TextEncoder().encode(text)
async function names(): Promise<string[]> {
  const all: string[] = []
  for await (const name of store.list()) all.push(name)
  return all
}
const leftovers = () => readdir(join(folder, 'incoming'))

describe('a stored file', () => {
  it('is named by its SHA-256 and read back as it was, from bytes and from a stream', async () => {
    const expected = createHash('sha256').update('one two').digest('hex')
    const fromStream = await store.put(
      (async function* () {
        yield bytes('one ')
        yield bytes('two')
      })(),
      { limit: 7 },
    )
    expect(fromStream).toMatchObject({ sha256: expected, bytes: 7 })
    expect(await store.put(bytes('one two'), { limit: 100 })).toEqual(fromStream)
    expect(await readFile(await store.path(expected), 'utf8')).toBe('one two')
    expect(await names()).toEqual([expected])
    expect(await leftovers()).toEqual([])
  })

  it('gives its first bytes, a part of itself, and its size', async () => {
    const { sha256 } = await store.put(bytes('0123456789'), { limit: 10 })
    expect(await store.head(sha256, 4)).toEqual(bytes('0123'))
    expect(await store.head(sha256, 40)).toEqual(bytes('0123456789'))
    expect((await buffer(await store.read(sha256, { start: 3, end: 6 }))).toString()).toBe('345')
    expect((await buffer(await store.read(sha256))).toString()).toBe('0123456789')
    expect(await store.size(sha256)).toBe(10)
  })

  it('beyond the limit is refused, and nothing of it remains', async () => {
    await expect(store.put(bytes('12345678'), { limit: 7 })).rejects.toThrow(BadInput)
    expect(await names()).toEqual([])
    expect(await leftovers()).toEqual([])
  })

  it('whose stream breaks leaves nothing', async () => {
    const broken = (async function* () {
      yield bytes('half')
      throw new Error('connection lost')
    })()
    await expect(store.put(broken, { limit: 100 })).rejects.toThrow('connection lost')
    expect(await names()).toEqual([])
    expect(await leftovers()).toEqual([])
  })

  it('may be empty', async () => {
    const { sha256 } = await store.put(new Uint8Array(), { limit: 0 })
    expect(await store.head(sha256, 4)).toEqual(new Uint8Array())
  })

  it('is gone after it was removed, and removing it again is no error', async () => {
    const { sha256 } = await store.put(bytes('x'), { limit: 1 })
    await store.remove(sha256)
    await store.remove(sha256)
    await expect(store.path(sha256)).rejects.toThrow(NotFound)
  })
})

describe('the store', () => {
  it('clears away what an interrupted write has left when it is opened', async () => {
    await mkdir(join(folder, 'incoming'), { recursive: true })
    await writeFile(join(folder, 'incoming', 'half'), 'half')
    const { sha256 } = await store.put(bytes('kept'), { limit: 10 })
    store = await openFileStore(folder)
    expect(await leftovers()).toEqual([])
    expect(await names()).toEqual([sha256])
  })

  it.each(['../../etc/passwd', '', 'ABCD', 'a'.repeat(63), `${'a'.repeat(64)}/..`])(
    'knows no file %j',
    async (name) => {
      await expect(store.path(name)).rejects.toThrow(NotFound)
      await expect(store.head(name, 1)).rejects.toThrow(NotFound)
      await expect(store.remove(name)).rejects.toThrow(NotFound)
    },
  )
})
