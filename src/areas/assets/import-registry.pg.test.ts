import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Importer } from '#areas/evidence/importer.ts'
import { testDatabases } from '#platform/database/testing.ts'
import { commitFile, openAssets, stageFile, type TestAssets, undoFile } from './testing.ts'

const japanese = `設備台帳,,,,,,,,,
機器番号,設備名,型式,メーカー,ＩＰアドレス,設置場所,重要度,安全計装,最終確認日,状態,盤番号
PLC-101,反応器制御,Ｓ７－１５００,シーメンス,10.1.1.11,電気室,A,−,令和8年5月10日,稼働中,P-3
SIS-201,緊急遮断,Tricon,Schneider,10.1.1.21; 10.1.2.21,計器室,A,○,2026/5/10,稼働中,P-4
HMI-301,操作卓,ThinkCentre,Lenovo,10.1.2.31,中央操作室,B,,,稼働中,P-5
`

describe.each(testDatabases())('a registry on $name', ({ open }) => {
  let here: TestAssets
  let importer: Importer
  beforeAll(async () => {
    here = await openAssets(await open())
    importer = here.assets.importers[0]!
  })
  afterAll(() => here.database.close())

  const list = async (asOf?: string) => (await here.assets.list({ plant: 'kashima', asOf })).items

  it('is staged without anybody seeing it, and visible at once with its commit', async () => {
    const staged = await stageFile(importer, { name: '台帳.csv', bytes: japanese, plant: 'kashima' })
    expect(staged.counts).toMatchObject({ accepted: 3, changed: 0, unchanged: 0, refused: 0 })
    expect(await list()).toEqual([])
    await commitFile(here.database, importer, staged.importId)
    expect(await list()).toMatchObject([
      { tag: 'HMI-301', criticality: 'medium', sis: null },
      {
        tag: 'PLC-101',
        model: 'S7-1500',
        vendor: 'シーメンス',
        ips: ['10.1.1.11'],
        criticality: 'high',
        sis: false,
        lifecycle: 'operation',
        reviewedOn: '2026-05-10',
        other: { 盤番号: 'P-3' },
        sourceText: '台帳.csv, row 3',
      },
      { tag: 'SIS-201', ips: ['10.1.1.21', '10.1.2.21'], sis: true },
    ])
  })

  it('that says the same again changes nothing', async () => {
    const again = await stageFile(importer, { name: 'again.csv', bytes: japanese, plant: 'kashima', on: '2026-06-02' })
    expect(again.counts).toMatchObject({ accepted: 0, changed: 0, unchanged: 3, refused: 0 })
    await importer.discard(here.database.as(), again.importId)
  })

  it('that is exported imports again unchanged, as workbook and as CSV, in both languages', async () => {
    for (const format of ['xlsx', 'csv'] as const) {
      for (const language of ['en', 'ja'] as const) {
        const file = await here.assets.export({ plant: 'kashima', format, language })
        const again = await stageFile(importer, { name: file.name, bytes: file.bytes, on: '2026-06-02' })
        expect({ format, language, ...again.counts }).toMatchObject({
          accepted: 0,
          changed: 0,
          unchanged: 3,
          refused: 0,
        })
        await importer.discard(here.database.as(), again.importId)
      }
    }
  })

  it('that is newer names what changed and what it no longer lists, and keeps both', async () => {
    const newer =
      'Tag,Firmware,Owner,IP\nPLC-101,V2.9,Suzuki,10.1.1.12\nplc-102,V1.0,Suzuki,10.1.1.13\nSIS-201,,,10.1.2.21;10.1.1.21\n'
    const staged = await stageFile(importer, { name: 'newer.csv', bytes: newer, plant: 'kashima', on: '2026-06-10' })
    expect(staged.counts).toMatchObject({ accepted: 1, changed: 1, unchanged: 1 })
    const notes = staged.problems.map(({ reason }) => reason.en)
    expect(notes).toContain('PLC-101 changes: Firmware, IP address, Owner')
    expect(notes).toContain('HMI-301 (kashima) is registered and not in this file: it stays as it is')
    await commitFile(here.database, importer, staged.importId)
    expect((await list('2026-06-10')).map(({ tag }) => tag)).toEqual(['HMI-301', 'PLC-101', 'SIS-201', 'plc-102'])
    expect((await list('2026-06-10'))[1]).toMatchObject({ firmware: 'V2.9', vendor: 'シーメンス', ips: ['10.1.1.12'] })
    expect((await list('2026-06-09')).find(({ tag }) => tag === 'PLC-101')).toMatchObject({ firmware: null })
    const detail = await here.assets.get('kashima', 'PLC-101', { asOf: '2026-06-10' })
    expect(detail.history).toContainEqual(
      expect.objectContaining({
        field: 'ips',
        before: '10.1.1.11',
        after: '10.1.1.12',
        sourceText: 'newer.csv, row 2',
      }),
    )
    await undoFile(here.database, importer, staged.importId)
    expect((await list('2026-06-10')).map(({ tag }) => tag)).toEqual(['HMI-301', 'PLC-101', 'SIS-201'])
    expect((await list('2026-06-10'))[1]).toMatchObject({ firmware: null, ips: ['10.1.1.11'] })
  })

  it('has its faulty rows refused one by one, with both rows of a double named', async () => {
    const faulty = `Tag,Name,IP address,Installed on,Plant
PLC-1,good,10.0.0.1,2020-04-01,Kashima Works
PLC-1,double,10.0.0.2,2020-04-01,kashima
,no tag,10.0.0.3,2020-04-01,kashima
PLC-3,bad address,10.0.0.300,2020-04-01,kashima
PLC-4,1900,10.0.0.4,1900-01-00,kashima
PLC-5,nowhere,10.0.0.5,2020-04-01,atlantis
PLC-6,good too,10.0.0.6,2020-04-01,ulsan
`
    const staged = await stageFile(importer, { name: 'faulty.csv', bytes: faulty })
    expect(staged.counts).toMatchObject({ accepted: 2, refused: 5 })
    const refused = staged.problems.filter(({ severity }) => severity === 'refused')
    expect(refused.map(({ row }) => row)).toEqual([3, 4, 5, 6, 7])
    expect(refused[0]?.reason.en).toBe('PLC-1 stands in rows 2 and 3: the first one counts')
    expect(refused[2]?.reason.en).toBe('"10.0.0.300" is no IP address')
    expect(refused[4]?.reason.en).toBe('there is no plant "atlantis"')
    await importer.discard(here.database.as(), staged.importId)
  })

  it('whose asset another import changed since the check is refused at its commit', async () => {
    const one = await stageFile(importer, {
      name: '1.csv',
      bytes: 'Tag,Model\nPLC-101,A\n',
      plant: 'kashima',
      on: '2026-07-01',
    })
    const two = await stageFile(importer, {
      name: '2.csv',
      bytes: 'Tag,Model\nPLC-101,B\n',
      plant: 'kashima',
      on: '2026-07-01',
    })
    here.clock.set('2026-07-02')
    await commitFile(here.database, importer, two.importId)
    await expect(commitFile(here.database, importer, one.importId)).rejects.toThrow('PLC-101 (kashima) was changed')
    await undoFile(here.database, importer, two.importId)
    await importer.discard(here.database.as(), one.importId)
  })

  it('is recognised by its header, and a meeting list is not', async () => {
    const sure = async (text: string) => {
      const bytes = Buffer.from(text)
      const { mkdtemp, writeFile } = await import('node:fs/promises')
      const { tmpdir } = await import('node:os')
      const { join } = await import('node:path')
      const path = join(await mkdtemp(join(tmpdir(), 'rung-assets-')), 'f')
      await writeFile(path, bytes)
      return importer.recognises({ path, name: 'f.csv', bytes: bytes.length, sha256: '', head: bytes })
    }
    expect(await sure(japanese)).toBeGreaterThan(0.8)
    expect(await sure('Date,Title,Attendees\n2026-01-01,OT/IT,Sato\n')).toBeLessThan(0.3)
    expect(await sure('\u0000\u0001binary')).toBeLessThan(0.3)
  })
})
