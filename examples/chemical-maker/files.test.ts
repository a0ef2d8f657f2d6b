import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inspectFile } from '#app/inspect-file.ts'
import { encodeCp932 } from './cp932.ts'
import { type ExampleFile, exampleFiles } from './files.ts'

const today = '2026-11-23'
let files: ExampleFile[] = []
let folder = ''

beforeAll(async () => {
  files = await exampleFiles(today)
  folder = await mkdtemp(join(tmpdir(), 'rung-example-'))
}, 240_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

test('the same day gives the same files, octet by octet, and another day others', async () => {
  const digest = (all: readonly ExampleFile[]) =>
    all.map(({ name, bytes }) => `${name} ${createHash('sha256').update(bytes).digest('hex')}`)
  expect(digest(await exampleFiles(today))).toEqual(digest(files))
  const other = digest(await exampleFiles('2027-02-28'))
  expect(other).toHaveLength(files.length)
  expect(other.filter((line) => digest(files).includes(line))).toEqual([])
}, 240_000)

test('no file is large, none was imported before its date or after yesterday', () => {
  expect(files.length).toBeGreaterThan(50)
  for (const { name, bytes, effectiveOn, importedOn } of files) {
    expect(bytes.length, name).toBeLessThan(3e6)
    expect(importedOn >= effectiveOn && importedOn < today, name).toBe(true)
  }
})

test('the captures are read to the end without a fault, and name themselves after their tap', async () => {
  const captures = files.filter((file) => file.as === 'capture' && file.plant === 'kashima').slice(-4)
  for (const { name, bytes } of captures) {
    const path = join(folder, name)
    await writeFile(path, bytes)
    const { capture, devices, conversations } = await inspectFile(path)
    expect(capture.faults, name).toEqual([])
    expect(devices.length).toBeGreaterThan(9)
    expect(conversations.length).toBeGreaterThan(9)
  }
})

test('text in CP932 comes back from the decoder as it was', () => {
  const text = 'ライン①予備品あり、保管温度25℃以下 ㈱ ｶﾅ ～ －'
  expect(new TextDecoder('shift_jis').decode(encodeCp932(text))).toBe(text)
  expect(() => encodeCp932('ä')).toThrow(RangeError)
})
