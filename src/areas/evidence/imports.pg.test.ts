import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabases } from '#platform/database/testing.ts'
import { writeWorkbook } from '#platform/files/write-workbook.ts'
import type { Importer } from './importer.ts'
import { stage, workbook } from './testing.ts'

const titles = ['Plant', 'Date of the meeting', 'Topic', 'Minutes taken', 'Open actions']

describe.each(testDatabases())('imports on $name', ({ open }) => {
  let on: Awaited<ReturnType<typeof stage>>
  let aiko: string
  let ben: string
  beforeAll(async () => {
    on = await stage(await open())
    await on.plants.add({ key: 'north', name: 'North Works', localName: { ja: '北工場' } })
    await on.plants.add({ key: 'south', name: 'South Works' })
    aiko = (await on.people.add({ name: 'Aiko', departments: ['ot'] })).key
    ben = (await on.people.add({ name: 'Ben', departments: ['it'] })).key
  })
  afterAll(() => on.close())

  async function dryRun(name: string, bytes: Uint8Array, more: object = {}) {
    const one = await on.evidence.startImport({ file: await on.evidence.takeFile(name, bytes), by: aiko, ...more })
    return on.evidence.settled(one.id)
  }
  async function take(name: string, bytes: Uint8Array, more: object = {}) {
    const one = await dryRun(name, bytes, more)
    expect(one).toMatchObject({ state: 'staged', failure: null })
    return on.evidence.commitImport({ id: one.id, by: aiko })
  }
  const all = async (filter: object = {}) => (await on.evidence.list({ limit: 1000, ...filter })).records
  const problems = (id: string) => on.evidence.problems(id, { after: 0, limit: 1000 })

  let made: Promise<Buffer> | null = null
  const book = () => {
    made ??= makeBook()
    return made
  }
  const makeBook = () =>
    workbook({
      会議: [
        ['拠点', '開催日', '議題', '議事録あり'],
        ['北工場', '令和8年10月1日', '月例', '○'],
        ['全社', '2026/10/２', '合同', '×'],
      ],
      Meeting: [
        titles,
        ['north; South Works', '2026-09-01', 'Both', 'yes', '３'],
        ['North Works', '2026-02-30', 'No such day', 'yes', null],
        ['atlantis', '2026-09-02', 'No such plant', 'no', null],
        [null, '2026-09-03', 'Negative', 'no', '-1'],
      ],
      Holidays: [
        ['a', 'b'],
        ['1', '2'],
      ],
    })

  it('a dry run tells row by row what it understood, and changes nothing', async () => {
    const one = await dryRun('minutes.xlsx', await book())
    expect(one).toMatchObject({
      kind: 'records',
      state: 'staged',
      counts: { accepted: 3, changed: 0, unchanged: 0, refused: 3 },
      problems: { refused: 3 },
    })
    expect(await all()).toEqual([])
    const told = await problems(one.id)
    expect(told.filter((p) => p.severity === 'refused').map((p) => `${p.sheet}!${p.row}`)).toEqual([
      'Meeting!3',
      'Meeting!4',
      'Meeting!5',
    ])
    expect(told.find((p) => p.sheet === 'Holidays')?.reason.ja).toContain('記録の種類')
    await on.evidence.cancelImport({ id: one.id, by: aiko })
    expect((await on.evidence.getImport(one.id)).state).toBe('cancelled')
    await expect(on.evidence.commitImport({ id: one.id, by: aiko })).rejects.toMatchObject({ name: 'Refused' })
  })

  it('a commit makes the rows visible with their file, sheet and row; an undo makes them invisible again', async () => {
    const before = on.clock.instant
    const one = await take('minutes.xlsx', await book())
    const records = await all()
    expect(records).toHaveLength(3)
    const both = records.find((record) => record.data.topic === 'Both')
    expect(both).toMatchObject({
      scope: ['north', 'south'],
      data: { open: 3, minuted: true },
      source: `row:${one.id}/Meeting/2`,
      origin: { fileName: 'minutes.xlsx', sheet: 'Meeting', row: 2 },
      recordedBy: aiko,
    })
    on.clock.instant = '2026-11-24T03:00:00.000Z'
    await on.evidence.undoImport({ id: one.id, by: aiko })
    expect(await all()).toEqual([])
    expect(await all({ knownAt: before })).toHaveLength(3)
    await expect(on.evidence.undoImport({ id: one.id, by: aiko })).rejects.toMatchObject({ name: 'Refused' })
  })

  it('rows are left out by choice', async () => {
    const one = await dryRun('minutes.xlsx', await book())
    const except = [{ sheet: '会議', row: 2 }]
    await on.evidence.commitImport({ id: one.id, by: aiko, except })
    expect((await all()).map((record) => record.data.topic)).toEqual(['合同', 'Both'])
  })

  it('the same file again is recognised, brings only what is new, and says where the rest is known from', async () => {
    const again = await dryRun('minutes.xlsx', await book())
    expect(again).toMatchObject({ sameAs: expect.any(String), counts: { accepted: 1, unchanged: 2, changed: 0 } })
  })

  it('a row that was changed in a later version of the file corrects its record', async () => {
    const first = (topic: string) =>
      workbook({
        Meeting: [titles, ['north', '2026-08-01', topic, 'yes', null], ['north', '2026-08-08', 'Stays', 'yes', null]],
      })
    await take('august.xlsx', await first('Frist'))
    const second = await take('august.xlsx', await first('First'))
    expect(second.counts).toMatchObject({ accepted: 0, changed: 1, unchanged: 1 })
    expect((await all({ q: 'first', state: 'counts' })).length).toBe(1)
    expect(await all({ q: 'frist' })).toMatchObject([{ state: 'superseded' }])
    await on.evidence.undoImport({ id: second.id, by: aiko })
    expect(await all({ q: 'frist' })).toMatchObject([{ state: 'counts' }])
  })

  it('two dry runs of one file do not bring its rows twice', async () => {
    const bytes = await workbook({ Meeting: [titles, ['north', '2026-07-01', 'Once', 'yes', null]] })
    const [a, b] = [await dryRun('july.xlsx', bytes), await dryRun('july.xlsx', bytes)]
    await on.evidence.commitImport({ id: a.id, by: aiko })
    await on.evidence.commitImport({ id: b.id, by: ben })
    expect(await all({ q: 'once' })).toHaveLength(1)
  })

  it('a dry run that was overtaken by a correction is refused instead of hiding it', async () => {
    await take('june.xlsx', await workbook({ Meeting: [titles, ['north', '2026-06-01', 'June', 'yes', null]] }))
    const slow = await dryRun(
      'june.xlsx',
      await workbook({ Meeting: [titles, ['north', '2026-06-01', 'June 1', 'yes', null]] }),
    )
    const [june] = await all({ q: 'june' })
    await on.evidence.withdraw({ id: june!.id, reason: 'never', by: ben })
    await expect(on.evidence.commitImport({ id: slow.id, by: aiko })).rejects.toThrow('run the dry run again')
    expect((await on.evidence.getImport(slow.id)).state).toBe('staged')
  })

  it.each(['en', 'ja'] as const)('what is exported in %s imports again unchanged', async (language) => {
    await on.evidence.add({
      kind: 'attestation',
      scope: ['north'],
      effectiveFrom: '2026-11-01',
      effectiveTo: '2027-04-01',
      data: { criterion: '2.1', answer: 'no' },
      by: ben,
    })
    const counting = (await all()).filter((record) => record.state === 'counts')
    const bytes = await writeWorkbook(await on.evidence.export(language, {}))
    const back = await dryRun(`export-${language}.xlsx`, bytes)
    expect(back.counts).toMatchObject({ accepted: 0, changed: 0, refused: 0, unchanged: counting.length })
  })

  it('a template that nobody filled in brings nothing and complains of nothing', async () => {
    const bytes = await writeWorkbook(await on.evidence.template('ja'))
    const one = await dryRun('template.xlsx', bytes)
    expect(one).toMatchObject({ state: 'staged', counts: { accepted: 0, refused: 0 }, problems: { refused: 0 } })
  })

  it('a sheet names who gave and who accepted, and the giver cannot accept', async () => {
    const sheet = (given: string, accepted: string) =>
      workbook({
        attestation: [
          ['Plant', 'Stated on', 'Criterion', 'Answer', 'Given by', 'Accepted by'],
          ['north', '2026-11-05', '2.2', 'yes', given, accepted],
        ],
      })
    const own = await dryRun('a.xlsx', await sheet('Ben', 'ben'))
    expect((await problems(own.id))[0]?.reason.en).toContain('another person')
    await take('a.xlsx', await sheet('Ben', 'Aiko'))
    expect(await all({ criterion: '2.2' })).toMatchObject([
      { state: 'counts', recordedBy: ben, acceptances: [{ by: aiko }] },
    ])
  })

  it('rows without a plant are one question, asked before what else is wrong', async () => {
    const sheet = [['In force from', 'Criterion', 'Given by', 'Accepted by']] as (string | null)[][]
    for (const criterion of ['2.3', '2.4', '2.5']) sheet.push(['2026-11-06', criterion, 'Ben', 'Aiko'])
    const meeting = [
      titles,
      ['north', '2026-03-01', 'No date of its own', 'yes', null],
      ['', 'never', 'x', 'yes', null],
    ]
    const one = await dryRun('plantless.xlsx', await workbook({ 'compensating-control': sheet, Meeting: meeting }))
    expect(one.counts).toMatchObject({ asks: 'plant', refused: 4 })
    const told = await problems(one.id)
    expect(told.filter(({ reason }) => reason.en.includes('3 rows name no plant'))).toHaveLength(1)
    expect(told.map(({ severity }) => severity)).toEqual(
      told
        .map(({ severity }) => severity)
        .toSorted()
        .toReversed(),
    )
    const again = await on.evidence.changeImport({ id: one.id, plant: 'north', by: aiko })
    const settled = await on.evidence.settled(again.id)
    expect(settled.counts?.asks).toBeUndefined()
    expect(settled.counts?.refused).toBe(1)
    await on.evidence.cancelImport({ id: one.id, by: aiko })
  })

  it('what a proof points to is shown as the sheet has it, under its titles', async () => {
    const one = await dryRun(
      'minutes-2.xlsx',
      await workbook({ Meeting: [titles, ['north', '2026-02-01', 'Read me', 'yes', null]] }),
    )
    const row = await on.evidence.importRow({ id: one.id, sheet: 'Meeting', row: 2 })
    expect(row).toMatchObject({ sheet: 'Meeting', row: 2 })
    expect(row.cells).toContainEqual({ title: titles[2], column: 'C', text: 'Read me' })
    expect(await on.evidence.importRow({ id: one.id, sheet: null, row: 2 })).toEqual(row)
    for (const at of [
      { sheet: 'Meeting', row: 99 },
      { sheet: 'Elsewhere', row: 2 },
    ]) {
      await expect(on.evidence.importRow({ id: one.id, ...at })).rejects.toThrow('there is no row')
    }
    await on.evidence.cancelImport({ id: one.id, by: aiko })
  })

  it('a CSV file is known by its columns', async () => {
    const bytes = Buffer.from('Topic,Date of the meeting,Minutes taken,Open actions\nFrom CSV,2026-05-01,yes,1\n')
    const one = await dryRun('whatever.csv', bytes, { plant: 'south' })
    expect(one).toMatchObject({ kind: 'records', counts: { accepted: 1 } })
    await on.evidence.commitImport({ id: one.id, by: aiko })
    expect(await all({ q: 'csv' })).toMatchObject([{ scope: ['south'], origin: { sheet: null, row: 2 } }])
  })

  it('a mapping that a person confirmed is remembered for the same header', async () => {
    const sheet = (topic: string) =>
      workbook({
        Meeting: [
          ['Plant', 'Date of the meeting', 'Worum es ging'],
          ['north', '2026-04-01', topic],
        ],
      })
    const blind = await dryRun('x.xlsx', await sheet('A'))
    expect(blind.counts?.accepted).toBe(0)
    await on.evidence.changeImport({ id: blind.id, by: aiko, mapping: { 'Worum es ging': 'topic' } })
    expect(await on.evidence.settled(blind.id)).toMatchObject({ state: 'staged', counts: { accepted: 1 } })
    await on.evidence.commitImport({ id: blind.id, by: aiko })
    expect((await dryRun('y.xlsx', await sheet('B'))).counts).toMatchObject({ accepted: 1, refused: 0 })
  })

  it('a file that nobody knows fails with what could be done', async () => {
    const one = await dryRun('photo.bin', Buffer.from([1, 2, 3, 4]))
    expect(one).toMatchObject({ state: 'failed', kind: null, failure: { en: expect.stringContaining('records') } })
    await expect(dryRun('a.csv', Buffer.from('a,b\n1,2\n'), { as: 'nothing' })).rejects.toMatchObject({
      name: 'BadInput',
    })
  })

  it('a broken workbook fails as a whole and leaves nothing', async () => {
    const bytes = (await book()).subarray(0, 2000)
    const one = await dryRun('cut.xlsx', bytes, { as: 'records' })
    expect(one).toMatchObject({ state: 'failed', failure: { en: expect.stringContaining('cut.xlsx') } })
  })

  it('of a thousand bad rows and more the first thousand are kept, and all are counted', async () => {
    const rows = Array.from({ length: 1200 }, (_, i) => ['north', 'not a date', `Row ${i}`, 'yes', null])
    const one = await dryRun('bad.xlsx', await workbook({ Meeting: [titles, ...rows] }))
    expect(one.problems.refused).toBe(1200)
    expect((await on.evidence.problems(one.id, { severity: 'refused', after: 0, limit: 5000 })).length).toBe(1000)
  })

  it('an import is cancelled while it runs, and the next one gets its turn', async () => {
    const steps: string[] = []
    let release = () => {}
    const slow: Importer = {
      kind: 'slow',
      area: 'test',
      recognises: async () => 0,
      stage: (job) =>
        new Promise((resolve, reject) => {
          steps.push('began')
          job.progress(1, 10)
          job.signal.addEventListener('abort', () => reject(job.signal.reason))
          release = () => resolve({ accepted: 0, changed: 0, unchanged: 0, refused: 0, ignored: 0 })
        }),
      commit: async () => {},
      undo: async () => {},
      discard: async () => {
        steps.push('discarded')
      },
    }
    on.evidence.registerImporters([slow])
    const file = await on.evidence.takeFile('slow.bin', Buffer.from('slow'))
    const first = await on.evidence.startImport({ file, as: 'slow', by: aiko })
    const second = await on.evidence.startImport({ file, as: 'slow', by: aiko })
    while (steps.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(await on.evidence.getImport(first.id)).toMatchObject({ state: 'staging', done: 1, total: 10 })
    expect((await on.evidence.getImport(second.id)).state).toBe('waiting')
    await on.evidence.cancelImport({ id: first.id, by: aiko })
    expect((await on.evidence.settled(first.id)).state).toBe('cancelled')
    while (steps.length < 3) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(steps).toEqual(['began', 'discarded', 'began'])
    release()
    expect((await on.evidence.settled(second.id)).state).toBe('staged')
  })

  it('what an importer breaks is no failure of the file, and the log says more', async () => {
    const broken: Importer = {
      kind: 'broken',
      area: 'test',
      recognises: async () => {
        throw new Error('cannot even look')
      },
      stage: async () => {
        throw new TypeError('a bug')
      },
      commit: async () => {},
      undo: async () => {},
      discard: async () => {},
    }
    on.evidence.registerImporters([broken])
    const one = await dryRun('x.bin', Buffer.from('x'), { as: 'broken' })
    expect(one).toMatchObject({ state: 'failed', failure: { en: expect.stringContaining('fault of the program') } })
    expect(one.failure?.en).not.toContain('a bug')
  })

  it('sources tell week by week what came, files and forms apart', async () => {
    const { items } = await on.evidence.sources({ asOf: '2026-11-24', weeks: 30 })
    expect(items.find((source) => source.key === 'records/south')).toMatchObject({ kind: 'records', plant: 'south' })
    expect(items.find((source) => source.key === 'form/attestation/north')).toMatchObject({
      kind: 'form',
      last: '2026-11-01',
      weeks: [{ week: '2026-10-26', count: 2 }],
    })
  })

  it('a document is kept under its hash and found again', async () => {
    const kept = await on.evidence.keepDocument({ name: 'procedure.pdf', content: Buffer.from('%PDF-1.7 …'), by: aiko })
    expect(kept).toMatchObject({ name: 'procedure.pdf', mediaType: 'application/pdf', recordedBy: aiko })
    expect(await on.evidence.listDocuments({ limit: 10 })).toHaveLength(1)
    await expect(on.evidence.getDocument('0'.repeat(64))).rejects.toMatchObject({ name: 'NotFound' })
  })
})
