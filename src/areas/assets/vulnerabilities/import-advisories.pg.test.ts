import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Importer } from '#areas/evidence/importer.ts'
import { testDatabases } from '#platform/database/testing.ts'
import { zipOf } from '#platform/files/testing.ts'
import { commitFile, openAssets, stageFile, type TestAssets, undoFile } from '../testing.ts'
import { csaf, kev } from './advisories.testing.ts'

const folder = new URL('../../../../../shared/advisories/cisa/', import.meta.url)
const isThere = existsSync(folder)
if (!isThere) process.stdout.write('skipped: no ../shared\n')

describe.each(testDatabases())('files of advisories, on $name', ({ open }) => {
  let here: TestAssets
  beforeAll(async () => {
    here = await openAssets(await open())
  })
  afterAll(() => here.database.close())
  const of = (kind: string): Importer => here.assets.importers.find((one) => one.kind === kind)!

  it('come in archives with their hashes and signatures: a hash that does not match refuses its file by name', async () => {
    const [a, b, c] = ['T-2', 'T-3', 'T-4'].map((id) => csaf({ id, productName: id }))
    const sha512 = (text: string) => createHash('sha512').update(text).digest('hex')
    const bytes = zipOf([
      { name: '2026/t-2.json', data: a! },
      { name: '2026/t-2.json.sha512', data: `${sha512(a!)}  t-2.json\n` },
      { name: '2026/t-2.json.asc', data: '-----BEGIN PGP SIGNATURE-----' },
      { name: '2026/t-3.json', data: b! },
      { name: '2026/t-3.json.sha256', data: `${'0'.repeat(64)}  t-3.json\n` },
      { name: '2026/t-4.json', data: c! },
      { name: '2026/t-9.json.sha256', data: 'x' },
      { name: '2026/broken.json', data: a!.slice(0, 500) },
      { name: 'readme.txt', data: 'hello' },
    ])
    const staged = await stageFile(of('csaf'), { name: 'many.zip', bytes })
    await commitFile(here.database, of('csaf'), staged.importId)
    expect(staged.counts).toMatchObject({ accepted: 2, refused: 2, ignored: 2 })
    expect(staged.counts.summary?.en).toMatch(/1 hashes verified; 1 signatures present, not verified/)
    const told = staged.problems.map(({ severity, sheet, reason }) => `${severity} ${sheet}: ${reason.en}`)
    expect(told).toContainEqual(
      expect.stringMatching(/^refused 2026\/t-3\.json: its SHA256 is not the one in 2026\/t-3\.json\.sha256/),
    )
    expect(told).toContainEqual(
      expect.stringMatching(/^refused 2026\/broken\.json: line \d+: the JSON is cut off at its end$/),
    )
    expect(told).toContainEqual('ignored 2026/t-9.json.sha256: the advisory that it belongs to is not here')
    expect(told).toContainEqual('note 2026/t-2.json.asc: an OpenPGP signature: present, not verified')
    const one = await here.assets.vulnerabilities.advisory('T-2@cert.example', { asOf: '2026-06-01' })
    expect(one.version).toMatchObject({ hashState: 'verified', signatureState: 'present', part: '2026/t-2.json' })
    await undoFile(here.database, of('csaf'), staged.importId)
  })

  it.each([
    ['csaf', '{"document":{"csaf_version":"2.0"', /cut off/],
    ['csaf', '{"document":{}}', /csaf_version: is missing/],
    ['kev', '{"catalogVersion":"1"', /cut off/],
    ['kev', '[]', /no catalogue/],
  ])('of %s that cannot be read as a whole are refused with the reason', async (kind, bytes, reason) => {
    await expect(stageFile(of(kind), { name: 'x.json', bytes })).rejects.toThrow(reason)
  })

  it('are found to be what they are by their bytes', async () => {
    for (const [kind, text] of [
      ['csaf', csaf({ id: 'T-1' })],
      ['kev', kev('CVE-2026-1')],
    ] as const) {
      const head = Buffer.from(text)
      const file = { path: '', name: 'file', bytes: head.length, sha256: '', head }
      const sure = await Promise.all(
        here.assets.importers.map(async (one) => ({ kind: one.kind, sure: await one.recognises(file).catch(() => 0) })),
      )
      expect(sure.sort((x, y) => y.sure - x.sure)[0]!.kind).toBe(kind)
    }
  })

  it.skipIf(!isThere)('of the development set are taken over, every one', async () => {
    const files = readdirSync(folder).map((name) => ({ name, data: readFileSync(new URL(name, folder)).toString() }))
    const staged = await stageFile(of('csaf'), { name: 'cisa.zip', bytes: zipOf(files) })
    expect(staged.counts).toMatchObject({ accepted: 43, changed: 0, unchanged: 0, refused: 0, ignored: 0 })
    expect(staged.counts.summary?.en).toMatch(/^43 new advisories with 516 products/)
    await commitFile(here.database, of('csaf'), staged.importId)
    expect((await here.assets.vulnerabilities.advisories({ asOf: '2026-06-01' })).length).toBe(43)
  })
})
