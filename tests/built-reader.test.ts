import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isUpToDate, readerFolder, stateOf } from '../bin/built-reader.mjs'
import { boundaryCapture } from './journeys/material.ts'

const root = join(import.meta.dirname, '..')
const run = promisify(execFile)

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rung-built-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the built capture reader', { timeout: 120_000 }, () => {
  const built = join(root, readerFolder, 'main.js')
  const sources = join(root, 'src/app/cli/main.ts')
  const inspected = async (main: string, ...args: string[]) => {
    const { stdout } = await run(process.execPath, [main, 'capture', 'inspect', ...args], { maxBuffer: 1 << 28 })
    return stdout
  }

  beforeAll(async () => {
    await run(process.execPath, [join(root, 'tools/reader.mjs')])
  })

  test('is what a checkout has after its installation', () => {
    expect(isUpToDate(root)).toBe(true)
  })

  test('says what the sources say, in one thread and in several', async () => {
    const small = join(folder, 'small.pcap')
    const packets = boundaryCapture()
    await writeFile(small, packets)
    expect(await inspected(built, small, '--json')).toBe(await inspected(sources, small, '--json'))
    expect(await inspected(built, small)).toBe(await inspected(sources, small))

    const large = join(folder, 'large.pcap')
    expect(packets.subarray(0, 4)).toEqual(Uint8Array.of(0xd4, 0xc3, 0xb2, 0xa1))
    const header = packets.subarray(0, 24)
    const records = packets.subarray(24)
    const times = Math.ceil(6_000_000 / records.length)
    await writeFile(large, Buffer.concat([header, ...Array.from({ length: times }, () => records)]))
    expect(await inspected(built, large, '--json')).toBe(await inspected(sources, large, '--json'))
  })

  test('ends as the sources do where there is no capture', async () => {
    const missing = join(folder, 'none.pcap')
    const ended = (main: string) => inspected(main, missing).catch(({ code, stderr }) => ({ code, stderr }))
    expect(await ended(built)).toEqual(await ended(sources))
    expect(await ended(built)).toMatchObject({ code: 1, stderr: expect.stringContaining('there is no such file') })
  })
})

describe('whether it is up to date', () => {
  const checkout = async (name: string) => {
    const at = join(folder, name)
    await mkdir(join(at, 'src'), { recursive: true })
    await mkdir(join(at, readerFolder), { recursive: true })
    await writeFile(join(at, 'src/a.ts'), 'export const a = 1\n')
    await writeFile(join(at, readerFolder, 'main.js'), '')
    const states = { 'src/a.ts': stateOf(join(at, 'src/a.ts')) }
    await writeFile(join(at, readerFolder, 'sources.json'), JSON.stringify(states))
    return at
  }

  test('holds while nothing was touched', async () => {
    expect(isUpToDate(await checkout('same'))).toBe(true)
  })

  test('ends with a source that was written, set back in time, or removed', async () => {
    const written = await checkout('written')
    await writeFile(join(written, 'src/a.ts'), 'export const a = 22\n')
    expect(isUpToDate(written)).toBe(false)

    const older = await checkout('older')
    await utimes(join(older, 'src/a.ts'), 1, 1)
    expect(isUpToDate(older)).toBe(false)

    const removed = await checkout('removed')
    await rm(join(removed, 'src/a.ts'))
    expect(isUpToDate(removed)).toBe(false)
  })

  test('ends with a build that is not whole, or not to be read', async () => {
    const halved = await checkout('halved')
    await rm(join(halved, readerFolder, 'main.js'))
    expect(isUpToDate(halved)).toBe(false)

    const garbled = await checkout('garbled')
    await writeFile(join(garbled, readerFolder, 'sources.json'), '{"src/a.ts": 7')
    expect(isUpToDate(garbled)).toBe(false)
    expect(isUpToDate(join(folder, 'nowhere'))).toBe(false)
  })
})
