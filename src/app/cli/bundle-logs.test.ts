import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readParts } from '#platform/files/read-parts.ts'
import { bundleFiles, bundleFolder, bundleInput, capturesOf } from './bundle-logs.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rung-bundle-'))
  await mkdir(join(folder, '2026-11-01'))
  await mkdir(join(folder, 'empty'))
  await writeFile(join(folder, '2026-11-01', 'conn.log'), '#fields\ta\n1\n')
  await writeFile(join(folder, 'dns.log'), '')
  await writeFile(join(folder, 'notes.pdf'), 'x')
})
afterAll(() => rm(folder, { recursive: true }))

async function partsOf(path: string): Promise<Record<string, string>> {
  const parts: Record<string, string> = {}
  for await (const { name, chunks } of readParts(path, 'x')) {
    const bytes: Uint8Array[] = []
    for await (const chunk of chunks) bytes.push(Uint8Array.from(chunk))
    parts[name] = Buffer.concat(bytes).toString()
  }
  return parts
}

test('a folder of logs is packed with the folders below it, and unpacked as it was', async () => {
  const bundle = await bundleFolder(folder)
  expect(await partsOf(bundle.path)).toEqual({ '2026-11-01/conn.log': '#fields\ta\n1\n' })
  await bundle.remove()
  expect(existsSync(bundle.path)).toBe(false)
})

test('files of one name are told apart', async () => {
  const [one, other] = [join(folder, '2026-11-01', 'conn.log'), join(folder, 'conn.log')]
  await writeFile(other, 'x')
  const bundle = await bundleFiles([one, other])
  expect(await partsOf(bundle.path)).toEqual({ 'conn.log': '#fields\ta\n1\n', '2/conn.log': 'x' })
  await rm(other)
  await bundle.remove()
})

test('captures of a folder are found with those below it, packed and in rings, and nothing else', async () => {
  const ring = join(folder, 'ring')
  await mkdir(join(ring, 'below'), { recursive: true })
  const names = ['a.pcap', 'b.pcapng.gz', 'below/c.cap', 'dump.pcap12']
  for (const name of [...names, '.hidden.pcap', 'notes.txt', 'conn.log']) await writeFile(join(ring, name), 'x')
  expect(await capturesOf(ring)).toEqual(names.map((name) => join(ring, name)))
  await rm(ring, { recursive: true })
})

test('what is piped in is a file for as long as it is needed', async () => {
  const bundle = await bundleInput(Readable.from([Buffer.from('ab'), Buffer.from('c')]))
  expect(await readFile(bundle.path, 'utf8')).toBe('abc')
  await bundle.remove()
  expect(existsSync(bundle.path)).toBe(false)
})

test('a folder without captures or logs says so', async () => {
  await expect(bundleFolder(join(folder, 'empty'))).rejects.toThrow(/holds neither captures/)
})
