import { appendFile, copyFile, mkdir, mkdtemp, open, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encodePcap } from '#formats/pcap/encode.ts'
import { BadInput } from '#platform/errors.ts'
import { openDropFolder } from './drop-folder.ts'
import type { Source } from './source.ts'

const capture = (n: number) => encodePcap([{ at: n * 1e6, bytes: new Uint8Array(60).fill(n) }])

describe('a folder into which others write captures', () => {
  let home = ''
  let folder = ''
  let now = 0
  let said: string[] = []
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'rung-drop-'))
    folder = join(home, 'captures')
    await mkdir(folder)
    now = 1_800_000_000_000
    said = []
  })
  afterEach(() => rm(home, { recursive: true, force: true }))

  const openFolder = () =>
    openDropFolder({
      folder,
      memory: join(home, 'memory'),
      settleSeconds: 100,
      now: () => now,
      say: (text) => said.push(text),
    })
  /** Writes as if at the present moment of the test. */
  async function put(name: string, bytes: Uint8Array): Promise<void> {
    await writeFile(join(folder, name), bytes)
    await utimes(join(folder, name), now / 1000, now / 1000)
  }
  /** What a sensor takes in a few looks. */
  async function takeAll(source: Source): Promise<string[]> {
    const names: string[] = []
    for (let look = 0; look < 3; look++) {
      for (let files = await source.complete(); files !== null; files = await source.complete()) {
        names.push(files.paths[0]!.slice(folder.length + 1))
        await source.taken(files.source)
      }
    }
    return names
  }

  it('gives a file when the next one was begun, and the newest when it has rested', async () => {
    const source = await openFolder()
    await put('a.pcap', capture(1))
    expect(await takeAll(source)).toEqual([])
    now += 1000
    await put('b.pcap', capture(2))
    expect(await takeAll(source)).toEqual(['a.pcap'])
    now += 101_000
    expect(await takeAll(source)).toEqual(['b.pcap'])
  })

  it('gives no file that has changed since the last look, nor one that a program has open', async () => {
    const source = await openFolder()
    await put('a.pcap', capture(1))
    now += 1000
    await put('b.pcap', capture(2))
    now += 200_000
    expect(await source.complete()).toBe(null)
    await appendFile(join(folder, 'a.pcap'), 'more')
    await utimes(join(folder, 'a.pcap'), now / 1000, now / 1000)
    const first = await source.complete()
    expect(first?.paths).toEqual([join(folder, 'b.pcap')])
    await source.taken(first!.source)
    if (process.platform !== 'linux') return
    const writer = await open(join(folder, 'a.pcap'), 'a')
    now += 200_000
    expect(await takeAll(source)).toEqual([])
    await writer.close()
    expect(await takeAll(source)).toEqual(['a.pcap'])
  })

  it('gives each content once, under whatever name, also after a start', async () => {
    await put('a.pcap', capture(1))
    now += 200_000
    expect(await takeAll(await openFolder())).toEqual(['a.pcap'])
    await copyFile(join(folder, 'a.pcap'), join(folder, 'again.pcap'))
    await utimes(join(folder, 'again.pcap'), now / 1000, now / 1000)
    await put('c.pcap.gz', gzipSync(capture(3)))
    now += 200_000
    expect(await takeAll(await openFolder())).toEqual(['c.pcap.gz'])
    expect(await takeAll(await openFolder())).toEqual([])
  })

  it('gives a name again whose content is another: rings use their names anew', async () => {
    const source = await openFolder()
    await put('ring0.pcap', capture(1))
    now += 200_000
    expect(await takeAll(source)).toEqual(['ring0.pcap'])
    await put('ring0.pcap', capture(9))
    now += 200_000
    expect(await takeAll(source)).toEqual(['ring0.pcap'])
  })

  it('says so when a file grew after it was taken, and counts nothing of it twice', async () => {
    const source = await openFolder()
    await put('a.pcap', capture(1))
    now += 200_000
    expect(await takeAll(source)).toEqual(['a.pcap'])
    await put('a.pcap', Buffer.concat([capture(1), capture(2).subarray(24)]))
    now += 200_000
    expect(await takeAll(source)).toEqual([])
    expect(said.join()).toContain('a.pcap grew after it was taken')
    expect(await takeAll(await openFolder())).toEqual([])
  })

  it('leaves alone what is no capture, what is being copied, and what is empty', async () => {
    await put('notes.txt', Buffer.from('not a capture'))
    await put('a.pcap.part', capture(1))
    await put('.b.pcap', capture(2))
    await put('c.pcap', new Uint8Array())
    await mkdir(join(folder, 'd.pcap'))
    now += 200_000
    expect(await takeAll(await openFolder())).toEqual([])
    expect(said).toEqual(['notes.txt is no capture and is left alone'])
  })

  it('remembers in spite of a line that a dying process left half-written', async () => {
    await put('a.pcap', capture(1))
    now += 200_000
    await takeAll(await openFolder())
    await appendFile(join(home, 'memory/taken.jsonl'), '{"sha256":"12')
    await put('b.pcap', capture(2))
    now += 200_000
    expect(await takeAll(await openFolder())).toEqual(['b.pcap'])
    expect(await takeAll(await openFolder())).toEqual([])
  })

  it('goes on with others when one cannot be read, and says which', async () => {
    const source = await openFolder()
    await put('a.pcap', capture(1))
    now += 1000
    await put('b.pcap', capture(2))
    now += 200_000
    expect(await source.complete()).toBe(null)
    const bad = (await source.complete())!
    source.unreadable(bad.source)
    expect(await takeAll(source)).toEqual(['b.pcap'])
    expect(await source.state()).toMatchObject({ listening: true, problem: 'a.pcap cannot be read' })
    expect(await takeAll(await openFolder())).toEqual(['a.pcap'])
  })

  it('must be there', async () => {
    folder = join(home, 'nowhere')
    await expect(openFolder()).rejects.toThrow(BadInput)
  })
})
