import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Field } from '../record/record.ts'
import { readTable, recogniseTable } from './read-table.ts'
import type { Cell, ColumnUse, RowProblem, SheetRow } from './sheet.ts'

const fields: Field[] = [
  { key: 'tag', type: 'text', label: { en: 'Tag', ja: '機器番号' }, required: true, aliases: ['タグNo', 'asset tag'] },
  { key: 'name', type: 'text', label: { en: 'Name', ja: '名称' } },
  { key: 'installed', type: 'date', label: { en: 'Installed on', ja: '設置日' } },
  { key: 'reviewed', type: 'date', label: { en: 'Reviewed on', ja: '確認日' } },
  { key: 'count', type: 'number', label: { en: 'Count', ja: '台数' }, min: 0, max: 1000 },
  { key: 'coverage', type: 'share', label: { en: 'Coverage', ja: 'カバー率' } },
  { key: 'sis', type: 'flag', label: { en: 'SIS', ja: 'SIS対象' } },
  {
    key: 'criticality',
    type: 'choice',
    label: { en: 'Criticality', ja: '重要度' },
    options: [
      { key: 'high', label: { en: 'High', ja: '高' } },
      { key: 'low', label: { en: 'Low', ja: '低' } },
    ],
  },
]

type Value = Cell['value'] | Partial<Cell>

function cellsOf(values: readonly Value[]): Cell[] {
  return values.flatMap((value, i) => {
    if (value === null) return []
    const plain: Cell = { column: i + 1, value: null, isDate: false, formula: false, error: null }
    return [typeof value === 'object' ? { ...plain, ...value } : { ...plain, value }]
  })
}

async function* sheet(name: string | null, table: readonly (readonly Value[])[]): AsyncGenerator<SheetRow> {
  for (const [i, values] of table.entries()) yield { sheet: name, row: i + 1, cells: cellsOf(values) }
}

async function read(table: readonly (readonly Value[])[], more: Partial<Parameters<typeof readTable>[0]> = {}) {
  const problems: RowProblem[] = []
  const columns: ColumnUse[] = []
  const rows = []
  const options = {
    fields,
    rows: sheet('台帳', table),
    report: (problem: RowProblem) => void problems.push(problem),
    understood: (used: readonly ColumnUse[]) => void columns.push(...used),
    ...more,
  }
  for await (const row of readTable(options)) rows.push(row)
  return { rows, problems, columns, reasons: problems.map(({ reason }) => reason.en) }
}

describe('the header is found', () => {
  test('below a title, a date and an empty stretch', async () => {
    const { rows } = await read([['設備台帳'], ['作成日', '2024/4/1'], [], ['機器番号', '名称'], ['PLC-1', 'ポンプ']])
    expect(rows).toMatchObject([{ sheet: '台帳', row: 5, values: { tag: 'PLC-1', name: 'ポンプ' } }])
  })

  test('by an alias, brackets, numbering and marks of a required column', async () => {
    const { columns } = await read([
      ['1. タグＮｏ．（必須）', '＊名 称', 'Reviewed on (yyyy/mm/dd)'],
      ['A', 'B', '2024-01-02'],
    ])
    expect(columns.map(({ field }) => field)).toEqual(['tag', 'name', 'reviewed'])
  })

  test('over two rows, where the groups tell equal titles apart', async () => {
    const across = (value: string) => ({ value, merged: 'across' }) as const
    const down = (value: string) => ({ value, merged: 'down' }) as const
    const { rows, columns } = await read(
      [
        ['機器番号', '設置', across('設置'), '確認', across('確認')],
        [down('機器番号'), '日付', '担当', '日付', '担当'],
        ['PLC-1', '2024-04-01', '山田', '2024-05-01', '佐藤'],
      ],
      {
        fields: fields.map((field) =>
          field.type === 'date' ? { ...field, aliases: [`${field.label.ja.slice(0, 2)}日付`] } : field,
        ),
      },
    )
    expect(columns.map(({ column, field }) => [column, field])).toEqual([
      ['機器番号', 'tag'],
      ['設置 日付', 'installed'],
      ['設置 担当', null],
      ['確認 日付', 'reviewed'],
      ['確認 担当', null],
    ])
    expect(rows).toMatchObject([
      { row: 3, values: { installed: '2024-04-01', reviewed: '2024-05-01' }, extra: { '確認 担当': '佐藤' } },
    ])
  })

  test('and the first row of data is not taken for its second row', async () => {
    const { rows } = await read([
      ['Tag', 'Name'],
      ['PLC-1', 'Pump'],
    ])
    expect(rows).toHaveLength(1)
  })

  test('in each sheet of its own; a sheet without one is named and left out', async () => {
    async function* both() {
      yield* sheet('表紙', [['設備台帳'], ['2024年度']])
      yield* sheet('第一工場', [
        ['Tag', 'Name'],
        ['A', 'x'],
      ])
      yield* sheet('第二工場', [
        ['Name', 'Tag'],
        ['y', 'B'],
      ])
    }
    const { rows, problems } = await read([], { rows: both() })
    expect(rows.map(({ sheet, values }) => [sheet, values.tag])).toEqual([
      ['第一工場', 'A'],
      ['第二工場', 'B'],
    ])
    expect(problems).toMatchObject([{ severity: 'ignored', sheet: '表紙', row: null }])
  })

  test('and where no sheet has one, the file is refused', async () => {
    const { rows, problems } = await read([['hello'], ['world', '1']])
    expect(rows).toEqual([])
    expect(problems.at(-1)).toMatchObject({ severity: 'refused', sheet: null, row: null })
  })
})

describe('columns are mapped to fields', () => {
  test('a remembered mapping wins over the titles, and may leave a column out', async () => {
    const { rows, reasons } = await read(
      [
        ['Tag', 'Name', '管理番号'],
        ['old', 'x', 'NEW'],
      ],
      {
        mapping: { 管理番号: 'tag', Tag: null },
      },
    )
    expect(rows).toMatchObject([{ values: { tag: 'NEW', name: 'x' } }])
    expect(reasons).toContain('column "Tag" is left out, as chosen')
  })

  test('an unknown column is named, and its values are kept beside the row', async () => {
    const { rows, problems } = await read([
      ['Tag', 'Name', '担当者'],
      ['A', 'x', '山田'],
    ])
    expect(rows).toMatchObject([{ extra: { 担当者: '山田' }, problems: [] }])
    expect(problems).toMatchObject([{ severity: 'note', row: 1, column: '担当者', sheet: '台帳' }])
  })

  test('two columns of one field: the surer one is used, the other named', async () => {
    const { rows, reasons } = await read([
      ['asset tag', 'Tag (old)', 'Tag'],
      ['A', 'B', 'C'],
    ])
    expect(rows[0]?.values.tag).toBe('A')
    expect(reasons).toEqual([
      'column "Tag (old)" means the same as "asset tag", which is used; this one is left out',
      'column "Tag" means the same as "asset tag", which is used; this one is left out',
    ])
  })

  test('the same title twice is told with its column', async () => {
    const { reasons } = await read([
      ['Tag', 'Name', 'Tag'],
      ['A', 'x', 'B'],
    ])
    expect(reasons).toEqual(['the title "Tag" stands over more than one column; the one in C is left out'])
  })

  test('the example of a column comes from its data, not from a heading above them', async () => {
    const heading: Value[] = [
      '第一工場',
      { value: '第一工場', merged: 'across' },
      { value: '第一工場', merged: 'across' },
    ]
    const { columns } = await read([['Tag', 'Name', 'Count'], heading, ['PLC-1', 'ポンプ', 12]])
    expect(columns.map(({ sample }) => sample)).toEqual(['PLC-1', 'ポンプ', '12'])
  })

  test('columns without a title are named by their letters', async () => {
    const { reasons } = await read([
      ['Tag', 'Name'],
      ['A', 'x', 'stray', null, 'more'],
    ])
    expect(reasons).toEqual(['columns without a title are left out: C, E'])
  })

  test('a required column that is missing is told once, and every row is refused', async () => {
    const { rows, reasons } = await read([
      ['Name', 'Count'],
      ['x', 1],
      ['y', 2],
    ])
    expect(reasons).toEqual(['no column for "Tag", which is required'])
    expect(rows.map(({ refused }) => refused)).toEqual([true, true])
  })

  test('a default fills what is empty, and never what was refused', async () => {
    const { rows } = await read(
      [
        ['Tag', 'Installed on', 'Reviewed on'],
        ['A', null, 'soon'],
      ],
      {
        defaults: { installed: '2024-01-01', reviewed: '2024-01-01' },
      },
    )
    expect(rows).toMatchObject([{ values: { tag: 'A', installed: '2024-01-01' }, refused: true }])
    expect(rows[0]?.values).not.toHaveProperty('reviewed')
  })
})

describe('values are typed, and each bad one is named with its column, row and text', () => {
  test('full-width digits, 和暦, marks, shares and units', async () => {
    const { rows } = await read([
      ['Tag', '設置日', '台数', 'カバー率', 'SIS対象', '重要度'],
      ['ＰＬＣ－１', '令和６年４月１日', '３台', '８５％', '○', '高'],
      ['PLC-2', 45_383, 12, 0.5, true, 'HIGH'],
      ['PLC-3', { value: '2024-04-01T10:00', isDate: true }, '1,000', '85.5%', '×', 'low'],
    ])
    const installed = '2024-04-01'
    expect(rows.map(({ values }) => values)).toEqual([
      { tag: 'PLC-1', installed, count: 3, coverage: 0.85, sis: true, criticality: 'high' },
      { tag: 'PLC-2', installed, count: 12, coverage: 0.5, sis: true, criticality: 'high' },
      { tag: 'PLC-3', installed, count: 1000, coverage: 0.855, sis: false, criticality: 'low' },
    ])
  })

  test.each<[string, Value, string]>([
    [
      '設置日',
      { value: '1900-01-00', isDate: true },
      '"設置日": "1900-01-00" is a date of 1900: the cell was probably empty or zero',
    ],
    ['設置日', '1/4/2024', '"設置日": "1/4/2024" may be day-month or month-day: write it as YYYY-MM-DD'],
    ['設置日', '2023/2/29', '"設置日": "2023/2/29" is no day of the calendar'],
    ['台数', 'many', '"台数": "many" is not a number'],
    ['台数', -1, '"台数": -1 is less than 0'],
    ['台数', 1001, '"台数": 1001 is more than 1000'],
    ['台数', { error: '#N/A' }, '"台数": the cell holds the error #N/A'],
    [
      '台数',
      { error: 'no stored result', formula: true },
      '"台数": a formula without a stored result; open the file in Excel and save it',
    ],
    ['カバー率', 85, '"カバー率": "85" is no share: write 85% or 0.85'],
    ['SIS対象', '△', '"SIS対象": "△" is neither yes nor no'],
    ['重要度', '中', '"重要度": "中" is none of: High, Low'],
    ['Name', 'x'.repeat(2001), '"Name": longer than 2000 characters'],
    ['重要度', `bad ${'x'.repeat(100)}`, `"重要度": "bad ${'x'.repeat(35)}…" is none of: High, Low`],
  ])('%s %o', async (title, value, reason) => {
    const { rows } = await read([
      ['Tag', title],
      ['A', value],
    ])
    expect(rows[0]).toMatchObject({ row: 2, refused: true, values: { tag: 'A' } })
    expect(rows[0]?.problems).toMatchObject([{ severity: 'refused', sheet: '台帳', row: 2, column: title }])
    expect(rows[0]?.problems[0]?.reason.en).toBe(reason)
    expect(rows[0]?.problems[0]?.reason.ja).toMatch(/[ぁ-ん]/)
  })

  test('a placeholder in a typed column is empty, and told', async () => {
    const { rows } = await read([
      ['Tag', '設置日', '台数', 'SIS'],
      ['A', '不明', 'ー', '-'],
    ])
    expect(rows).toMatchObject([
      { values: { tag: 'A' }, refused: false, problems: [{ severity: 'note', column: '設置日' }] },
    ])
  })

  test('a number with a shape keeps the shape as text', async () => {
    const { rows } = await read([
      ['Tag', 'Name'],
      [
        { value: 123, shown: '00123' },
        { value: 2.1, shown: '2.10' },
      ],
    ])
    expect(rows[0]?.values).toEqual({ tag: '00123', name: '2.10' })
  })

  test('a serial of a workbook that counts from 1904 is shifted', async () => {
    const { rows } = await read([
      ['Tag', '設置日'],
      ['A', { value: 43_921, date1904: true }],
      ['B', 45_383],
    ])
    expect(rows.map(({ values }) => values.installed)).toEqual(['2024-04-01', '2024-04-01'])
  })

  test('a column with one clear date decides about the others', async () => {
    const { rows } = await read([
      ['Tag', '設置日', '確認日'],
      ['A', '1/4/2024', '1/4/2024'],
      ['B', '13/4/2024', null],
    ])
    expect(rows[0]?.values.installed).toBe('2024-04-01')
    expect(rows[0]?.problems).toMatchObject([{ column: '確認日', severity: 'refused' }])
  })

  test('stored results of formulas are taken and told once per column', async () => {
    const { rows, reasons } = await read([
      ['Tag', 'Count'],
      ['A', { value: 3, formula: true }],
      ['B', { value: 4, formula: true }],
    ])
    expect(rows.map(({ values }) => values.count)).toEqual([3, 4])
    expect(reasons).toEqual(['the stored results of formulas were taken: Count'])
  })
})

describe('rows that are no data are left out with the reason', () => {
  const header = ['Tag', 'Name', 'Count']
  test.each<[string, readonly Value[], string]>([
    ['totals', ['合計', null, 12], 'a row of totals'],
    ['totals in English', ['Total', null, 12], 'a row of totals'],
    ['a note', [null, '※ 撤去済みを除く'], 'a note below the table'],
    ['the header again', ['Tag', 'Name', 'Count'], 'the header row once more'],
    [
      'a heading within the table',
      ['第一工場', { value: '第一工場', merged: 'across' }, { value: '第一工場', merged: 'across' }],
      'a heading within the table',
    ],
  ])('%s', async (_, row, reason) => {
    const { rows, problems } = await read([header, ['A', 'x', 12], row])
    expect(rows).toHaveLength(1)
    expect(problems).toMatchObject([{ severity: 'ignored', row: 3, reason: { en: reason } }])
  })

  test('empty rows and rows that only continue merged cells are no rows', async () => {
    const { rows, problems } = await read([header, ['A', 'x', 1], [null, ' ', null], [{ value: 'A', merged: 'down' }]])
    expect(rows).toHaveLength(1)
    expect(problems).toEqual([])
  })

  test('a merged value counts for every row it spans', async () => {
    const { rows } = await read([
      ['Name', 'Tag'],
      ['ライン1', 'A'],
      [{ value: 'ライン1', merged: 'down' }, 'B'],
    ])
    expect(rows.map(({ values }) => values)).toEqual([
      { name: 'ライン1', tag: 'A' },
      { name: 'ライン1', tag: 'B' },
    ])
  })

  test('an asset that is called Total is an asset', async () => {
    const { rows } = await read([header, ['TOTAL', 'Totaliser', 2]])
    expect(rows).toMatchObject([{ values: { tag: 'TOTAL', name: 'Totaliser' } }])
  })
})

test('rows behind the first thousand are given as well, in order', async () => {
  const table = [['Tag', 'Name'], ...Array.from({ length: 2500 }, (_, i) => [`A${i}`, 'x'])]
  const { rows } = await read(table)
  expect(rows.map(({ values }) => values.tag)).toEqual(table.slice(1).map(([tag]) => tag))
})

test('a table of other fields is not recognised', async () => {
  expect(
    await recogniseTable(
      sheet(null, [
        ['src', 'dst'],
        ['1', '2'],
      ]),
      fields,
    ),
  ).toBeNull()
  expect(await recogniseTable(sheet(null, [['x'], ['Tag', 'Name'], ['1', '2']]), fields)).toMatchObject({
    row: 2,
    matched: 2,
  })
})

test('whatever the cells hold, every row of data is given once or named', async () => {
  const value = fc.oneof(
    fc.string(),
    fc.double(),
    fc.boolean(),
    fc.constantFrom('合計', '※', '-', '1900-01-00', '1.4.2024', '高', null),
    fc.record({ error: fc.constantFrom('#N/A', 'no stored result') }),
  )
  const table = fc.array(fc.array(value, { maxLength: 8 }), { maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(table, async (body) => {
      const header = fields.map(({ label }) => label.ja)
      const { rows, problems } = await read([header, ...body])
      const told = new Set([...rows.map(({ row }) => row), ...problems.map(({ row }) => row)])
      for (const [i, values] of body.entries()) {
        const filled = values.some(
          (one) => one !== null && String(typeof one === 'object' ? one.error : one).trim() !== '',
        )
        if (filled && !told.has(i + 2)) throw new Error(`row ${i + 2} is lost: ${JSON.stringify(values)}`)
      }
    }),
  )
})
