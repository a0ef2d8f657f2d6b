import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readTable } from '#core/import/read-table.ts'
import { kindOfSheet, recordSheetFields, recordTemplate } from '#core/import/record-sheet.ts'
import type { RowProblem, SheetRow } from '#core/import/sheet.ts'
import { type Language, planTable, type SheetPlan } from '#core/import/sheet-plan.ts'
import { sameValue } from '#core/import/values.ts'
import type { Field, RecordKind } from '#core/record/record.ts'
import { encodeCsv } from '#formats/csv/encode.ts'
import { readSheets } from './read-workbook.ts'
import { writeWorkbook } from './write-workbook.ts'
import { openZip } from './zip.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rung-write-'))
})
afterAll(() => rm(folder, { recursive: true }))

let files = 0
async function saved(content: string | Uint8Array): Promise<string> {
  const path = join(folder, `f${files++}`)
  await writeFile(path, content)
  return path
}

async function partOf(content: Uint8Array, name: string): Promise<string> {
  const zip = await openZip(await saved(content), 'x.xlsx')
  const chunks: Uint8Array[] = []
  for await (const chunk of zip.read(name)) chunks.push(chunk)
  zip.close()
  return Buffer.concat(chunks).toString()
}

async function rowsOf(content: string | Uint8Array): Promise<SheetRow[]> {
  const book = await readSheets(await saved(content), 'x.xlsx')
  const rows: SheetRow[] = []
  for await (const row of book.rows()) rows.push(row)
  book.close()
  return rows
}

const option = (key: string, en: string, ja: string) => ({ key, label: { en, ja } })
const fields: Field[] = [
  { key: 'tag', type: 'text', label: { en: 'Tag', ja: '機器番号' }, required: true },
  {
    key: 'note',
    type: 'longText',
    label: { en: 'Notes', ja: '備考' },
    hint: { en: 'Anything & more', ja: '自由記入' },
  },
  { key: 'on', type: 'date', label: { en: 'Installed on', ja: '設置日' } },
  { key: 'count', type: 'number', label: { en: 'Count', ja: '台数' } },
  { key: 'share', type: 'share', label: { en: 'Coverage', ja: 'カバー率' } },
  { key: 'sis', type: 'flag', label: { en: 'SIS', ja: 'SIS対象' } },
  {
    key: 'level',
    type: 'choice',
    label: { en: 'Level', ja: '重要度' },
    options: [option('a', 'High', '高'), option('b', 'Low, or none', '低・なし')],
  },
  {
    key: 'parties',
    type: 'choices',
    label: { en: 'Parties', ja: '部門' },
    options: [
      option('ot', 'OT', '製造（OT）'),
      option('it', 'IT; central', '情報・通信'),
      option('ehs', 'EHS/safety', '保安/環境'),
    ],
  },
]

test('a text that begins like a formula is written as text', async () => {
  const dangers = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', "=cmd|' /C calc'!A0", "'=1"]
  const plan: SheetPlan = { name: 'x', columns: [{ title: '=t', type: 'text' }], rows: dangers.map((text) => [text]) }
  const book = await writeWorkbook([plan])
  expect(await partOf(book, 'xl/worksheets/sheet1.xml')).not.toMatch(/<f[ >]/)
  expect((await rowsOf(book)).map(({ cells }) => cells[0]!.value)).toEqual(['=t', ...dangers])
})

test('a text is not lost to what it is called', async () => {
  const texts = ['constructor', '__proto__', 'toString', '_x000D_', ' spaced ', 'a\nb', 'a\rb', '<&>"', '😀']
  const plan: SheetPlan = { name: 'x', columns: [{ title: 't', type: 'text' }], rows: texts.map((text) => [text]) }
  expect((await rowsOf(await writeWorkbook([plan]))).slice(1).map(({ cells }) => cells[0]!.value)).toEqual(texts)
})

test('the header is frozen, choices are offered from a hidden sheet, hints are shown', async () => {
  const book = await writeWorkbook([planTable('Assets', fields, [], 'en')])
  const sheet = await partOf(book, 'xl/worksheets/sheet1.xml')
  expect(sheet).toMatch(/<pane [^>]*state="frozen"/)
  expect(sheet).toContain('prompt="Anything &amp; more"')
  expect(sheet).toMatch(/<dataValidation type="list"[^>]*sqref="F2:F2000"><formula1>'Lists'!\$A\$1:\$A\$2<\/formula1>/)
  expect(sheet.indexOf('<dataValidations')).toBeGreaterThan(sheet.indexOf('</sheetData>'))
  expect(await partOf(book, 'xl/workbook.xml')).toMatch(/name="Lists"[^>]*state="hidden"/)
})

describe('what is exported imports again unchanged', () => {
  const text = fc
    .oneof(
      fc.string({ unit: 'grapheme' }),
      fc.stringMatching(/^[=+\-@'\t]{0,2}[\x20-\x7e]{0,12}$/),
      fc.constantFrom('00123', '_x000D_', 'ａ　ｂ'),
    )
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML cannot hold these
    .map((value) => value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ''))
  const record = fc.record(
    {
      tag: text.filter((value) => /[a-z\u3042-\u9fff]/.test(value) && value.trim() !== '').map((value) => `K${value}`),
      note: text,
      on: fc.integer({ min: -25_000, max: 40_000 }).map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10)),
      count: fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number || 0),
      share: fc.double({ min: 0, max: 1, noNaN: true }).map((number) => number || 0),
      sis: fc.boolean(),
      level: fc.constantFrom('a', 'b'),
      parties: fc.uniqueArray(fc.constantFrom('ot', 'it', 'ehs'), { minLength: 1 }),
    },
    { requiredKeys: ['tag', 'on', 'count'] },
  )

  const unchanged = async (records: readonly Record<string, unknown>[], content: string | Uint8Array) => {
    const book = await readSheets(await saved(content), 'x')
    const back: Record<string, unknown>[] = []
    const problems: RowProblem[] = []
    const options = { fields, rows: book.rows(), report: (problem: RowProblem) => void problems.push(problem) }
    for await (const { values, problems: own } of readTable(options)) {
      back.push(values)
      problems.push(...own)
    }
    book.close()
    expect(problems).toEqual([])
    expect(back).toHaveLength(records.length)
    for (const [i, one] of records.entries()) {
      for (const field of fields) {
        const [was, is] = [one[field.key], back[i]![field.key]]
        if (!sameValue(field, was, is))
          throw new Error(`${field.key}: ${JSON.stringify(was)} became ${JSON.stringify(is)}`)
      }
    }
  }

  test.each<Language>(['en', 'ja'])('as a workbook (%s)', async (language) => {
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 5 }), async (records) => {
        await unchanged(records, await writeWorkbook([planTable('Assets', fields, records, language)]))
      }),
      { numRuns: 60 },
    )
  })

  test.each<Language>(['en', 'ja'])('as CSV (%s)', async (language) => {
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 5 }), async (records) => {
        await unchanged(records, encodeCsv(planTable('Assets', fields, records, language)))
      }),
      { numRuns: 100 },
    )
  })
})

describe('a template of records', () => {
  const kind: RecordKind = {
    key: 'joint-meeting',
    area: 'people',
    label: { en: 'Joint meeting', ja: '合同会議' },
    purpose: { en: 'Do process safety and IT security meet?', ja: '保安部門と情報セキュリティ部門は会っているか。' },
    dateLabel: { en: 'Date of the meeting', ja: '開催日' },
    hasEnd: true,
    needsAcceptance: false,
    scope: 'either',
    fields: fields.slice(4),
  }
  const plants = [{ key: 'kashima', name: '鹿島' }]

  test.each<Language>(['en', 'ja'])('explains every column and offers one sheet per kind (%s)', async (language) => {
    const plans = recordTemplate([kind], language, plants)
    expect(plans.map(({ name }) => name)).toEqual([language === 'en' ? 'Read me' : 'はじめに', 'joint-meeting'])
    const explained = plans[0]!.rows.map((row) => row[3])
    expect(explained).toEqual(recordSheetFields(kind, plants).map(({ label }) => label[language]))
    const rows = await rowsOf(await writeWorkbook(plans))
    expect(new Set(rows.map(({ sheet }) => sheet)).size).toBe(2)
  })

  test.each<Language>(['en', 'ja'])('filled in, its columns are all understood (%s)', async (language) => {
    const [, plan] = recordTemplate([kind], language, plants)
    const filled = { ...plan!, rows: [['鹿島; 全社', '2024-04-01', null, '85%', '○', '高', 'OT']] }
    const book = await writeWorkbook([filled])
    const found = kindOfSheet('joint-meeting', [kind])!
    const rows = []
    const list = await rowsOf(book)
    const options = {
      fields: recordSheetFields(found, plants),
      rows: (async function* () {
        yield* list
      })(),
    }
    for await (const row of readTable(options)) rows.push(row)
    expect(rows).toMatchObject([
      {
        refused: false,
        values: {
          plant: ['kashima', 'enterprise'],
          effectiveFrom: '2024-04-01',
          share: 0.85,
          sis: true,
          level: 'a',
          parties: ['ot'],
        },
      },
    ])
  })

  test('a sheet is known by its key and by its label in either language', () => {
    for (const name of ['joint-meeting', 'Joint Meeting', '合同会議']) expect(kindOfSheet(name, [kind])).toBe(kind)
    expect(kindOfSheet('Read me', [kind])).toBeNull()
  })
})
