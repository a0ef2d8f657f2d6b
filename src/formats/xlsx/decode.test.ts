import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Cell, SheetRow } from '#core/import/sheet.ts'
import { partsOf, type TestWorkbook } from '#platform/files/testing.ts'
import { decodeWorkbook } from './decode.ts'
import { readMerges } from './merges.ts'
import { dateOfSerial, timeOfSerial } from './serial.ts'
import { shapeOfCode } from './styles.ts'
import type { Parts } from './workbook.ts'

/** The parts as a package offers them, in chunks small enough to cut tags and characters. */
function packageOf(book: TestWorkbook, chunkBytes = 7): Parts {
  const bytes = new Map(partsOf(book).map(({ name, data }) => [name, new Uint8Array(Buffer.from(data))]))
  return partsFrom(bytes, chunkBytes)
}

function partsFrom(bytes: ReadonlyMap<string, Uint8Array>, chunkBytes: number): Parts {
  return {
    names: [...bytes.keys()],
    async *read(name) {
      const all = bytes.get(name) ?? new Uint8Array()
      for (let at = 0; at < all.length; at += chunkBytes) yield all.subarray(at, at + chunkBytes)
    },
  }
}

async function read(book: TestWorkbook, sheet?: string) {
  const found = await decodeWorkbook(packageOf(book))
  if ('reason' in found) throw new Error(found.reason)
  const rows: SheetRow[] = []
  for await (const row of found.workbook.rows(sheet)) rows.push(row)
  return { rows, faults: found.workbook.faults, sheets: found.workbook.sheets }
}

const data = (rows: string) => ({ S: `<sheetData>${rows}</sheetData>` })
const only = (rows: readonly SheetRow[]): Partial<Cell> => rows[0]!.cells[0]!

describe('each type of cell is read as what it is', () => {
  test.each<[string, string, Partial<Cell>]>([
    ['a number', '<c r="A1"><v>1.5</v></c>', { value: 1.5, isDate: false }],
    ['a shared text', '<c r="A1" t="s"><v>0</v></c>', { value: '反応器' }],
    ['an inline text', '<c r="A1" t="inlineStr"><is><t>a</t><r><t>b</t></r></is></c>', { value: 'ab' }],
    ['true', '<c r="A1" t="b"><v>1</v></c>', { value: true }],
    ['false', '<c r="A1" t="b"><v>0</v></c>', { value: false }],
    ['an error', '<c r="A1" t="e"><v>#N/A</v></c>', { value: null, error: '#N/A' }],
    ['a date', '<c r="A1" s="1"><v>45383</v></c>', { value: '2024-04-01', isDate: true }],
    ['a date with a time', '<c r="A1" s="1"><v>45383.5625</v></c>', { value: '2024-04-01T13:30', isDate: true }],
    ['an ISO date of the strict form', '<c r="A1" t="d"><v>2024-04-01</v></c>', { value: '2024-04-01', isDate: true }],
    ['a time of day', '<c r="A1" s="2"><v>0.5625</v></c>', { value: '13:30', isDate: false }],
    ['a part number with zeros', '<c r="A1" s="3"><v>123</v></c>', { value: 123, shown: '00123' }],
    ['the result of a formula', '<c r="A1"><f>1+1</f><v>2</v></c>', { value: 2, formula: true }],
    ['the text of a formula', '<c r="A1" t="str"><f>A2</f><v>x</v></c>', { value: 'x', formula: true }],
    [
      'a formula without a result',
      '<c r="A1"><f>HYPERLINK("x")</f></c>',
      { value: null, formula: true, error: 'no stored result' },
    ],
    ['the serial 0 as Excel shows it', '<c r="A1" s="1"><v>0</v></c>', { value: '1900-01-00', isDate: true }],
    ['a negative date', '<c r="A1" s="1"><v>-1</v></c>', { value: -1, error: 'not a date that Excel can show' }],
    [
      'escaped characters',
      '<c r="A1" t="inlineStr"><is><t>a_x000D_b_x005F_x000D_</t></is></c>',
      { value: 'a\rb_x000D_' },
    ],
    ['entities', '<c r="A1" t="inlineStr"><is><t>&lt;A&amp;B&gt;&#x3042;</t></is></c>', { value: '<A&B>あ' }],
    [
      'a text index that is not there',
      '<c r="A1" t="s"><v>99</v></c>',
      { value: null, error: 'a text that the workbook does not hold' },
    ],
    ['a cell without an address', '<c><v>7</v></c>', { column: 1, value: 7 }],
    ['a name with a prefix', '<x:c r="A1"><x:v>3</x:v></x:c>', { value: 3 }],
  ])('%s', async (_, cell, expected) => {
    const { rows, faults } = await read({
      sheets: data(`<row r="1">${cell}</row>`),
      strings: '<si><t>反応器</t></si>',
      styles:
        '<numFmts><numFmt numFmtId="165" formatCode="00000"/></numFmts><cellXfs><xf/><xf numFmtId="14"/><xf numFmtId="20"/><xf numFmtId="165"/></cellXfs>',
    })
    expect(faults).toEqual([])
    expect(only(rows)).toMatchObject(expected)
  })

  test('an empty styled cell is no cell, and a row of them no row', async () => {
    const { rows } = await read({
      sheets: data('<row r="1"><c r="A1" s="1"/></row><row r="2"><c r="B2"><v>1</v></c></row>'),
    })
    expect(rows).toMatchObject([{ row: 2, cells: [{ column: 2, value: 1 }] }])
  })
})

test('rich text is joined, and furigana is no part of it', async () => {
  const strings =
    '<si><r><t>反</t></r><r><t xml:space="preserve">応器 </t></r><rPh sb="0" eb="2"><t>ハンノウキ</t></rPh><phoneticPr/></si>'
  const { rows } = await read({ sheets: data('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), strings })
  expect(only(rows).value).toBe('反応器 ')
})

describe('a serial is the date that Excel shows', () => {
  // ECMA-376 part 1, 18.17.4.1: 1900 has a 29 February in this system; 1904: serial 0 is 1904-01-01.
  test.each<[number, boolean, string | null]>([
    [0, false, '1900-01-00'],
    [1, false, '1900-01-01'],
    [59, false, '1900-02-28'],
    [60, false, '1900-02-29'],
    [61, false, '1900-03-01'],
    [45_383, false, '2024-04-01'],
    [45_383.999999, false, '2024-04-02'],
    [2_958_465, false, '9999-12-31'],
    [2_958_466, false, null],
    [-0.5, false, null],
    [Number.NaN, false, null],
    [0, true, '1904-01-01'],
    [43_921, true, '2024-04-01'],
    [2_957_003, true, '9999-12-31'],
  ])('%d (1904: %s)', (serial, date1904, shown) => expect(dateOfSerial(serial, date1904)).toBe(shown))

  test('a time and a duration', () => {
    expect([timeOfSerial(0.5), timeOfSerial(26.25 / 24), timeOfSerial(1 / 86_400)]).toEqual([
      '12:00',
      '26:15',
      '00:00:01',
    ])
  })

  test('a workbook of the 1904 system', async () => {
    const { rows } = await read({
      sheets: data('<row r="1"><c r="A1" s="0"><v>43921</v></c></row>'),
      styles: '<cellXfs><xf numFmtId="14"/></cellXfs>',
      date1904: true,
    })
    expect(only(rows).value).toBe('2024-04-01')
  })
})

describe('a number format tells a date from a number', () => {
  test.each([
    ['yyyy/m/d', 'date'],
    ['m/d', 'date'],
    ['mmm', 'date'],
    ['yyyy"年"m"月"d"日"', 'date'],
    ['[$-411]ggge"年"m"月"d"日"', 'date'],
    ['[$-ja-JP-x-gannen]ggge"年"m"月"d"日";@', 'date'],
    ['ge.m.d', 'date'],
    ['[$-F800]dddd, mmmm dd, yyyy', 'date'],
    ['aaa', 'date'],
    ['dd\\.mm\\.yyyy', 'date'],
    ['yyyy/m/d h:mm', 'date'],
    ['h:mm', 'time'],
    ['[h]:mm:ss', 'time'],
    ['mm:ss.0', 'time'],
    ['h"時"mm"分"', 'time'],
    ['General', 'number'],
    ['G/標準', 'number'],
    ['0', 'number'],
    ['#,##0', 'number'],
    ['0%', 'number'],
    ['0.00E+00', 'number'],
    ['0 "days"', 'number'],
    ['#,##0\\ "Std."', 'number'],
    ['[Red]-0', 'number'],
    ['¥#,##0;[Red]¥-#,##0', 'number'],
    ['@', 'number'],
    ['00000', 'digits'],
    ['0.00', 'digits'],
  ])('%s is a %s', (code, kind) => expect(shapeOfCode(code).kind).toBe(kind))
})

describe('a merged range repeats its first value', () => {
  const merged = (ranges: string[], rows: string) => ({
    S: `<sheetData>${rows}</sheetData><mergeCells count="1">${ranges.map((range) => `<mergeCell ref="${range}"/>`).join('')}</mergeCells>`,
  })

  test('across its row and down its rows, though it is told behind them', async () => {
    const rows =
      '<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>9</v></c></row><row r="2"><c r="C2"><v>8</v></c></row><row r="3"><c r="A3"><v>3</v></c></row>'
    const { rows: read1 } = await read({ sheets: merged(['A1:B2'], rows) })
    expect(read1.map(({ cells }) => cells.map(({ column, value, merged: how }) => [column, value, how]))).toEqual([
      [
        [1, 1, undefined],
        [2, 1, 'across'],
        [3, 9, undefined],
      ],
      [
        [1, 1, 'down'],
        [2, 1, 'down'],
        [3, 8, undefined],
      ],
      [[1, 3, undefined]],
    ])
  })

  test('ranges over all columns and overlapping ones do not blow up', async () => {
    const row = (r: number) => `<row r="${r}"><c r="A${r}"><v>${r}</v></c></row>`
    const ranges = ['A1:XFD1048576', ...Array.from({ length: 3000 }, () => 'A1:SR1048576')]
    const { rows } = await read({ sheets: merged(ranges, Array.from({ length: 60 }, (_, i) => row(i + 1)).join('')) })
    expect(rows).toHaveLength(60)
    expect(rows[0]!.cells.length).toBeLessThanOrEqual(512)
  })

  test('a tag that is cut anywhere between two chunks is found once', async () => {
    const xml = new TextEncoder().encode(
      '<mergeCells><mergeCell ref="A1:B2"/><x:mergeCell  ref=\'C3:D4\'/></mergeCells>',
    )
    for (let at = 1; at < xml.length; at++) {
      const merges = await readMerges(partsFrom(new Map([['x', xml]]), at).read('x'))
      expect(merges.map(({ fromColumn, toRow }) => [fromColumn, toRow])).toEqual([
        [1, 2],
        [3, 4],
      ])
    }
  })
})

test('a hidden sheet is read only when it is asked for', async () => {
  const one = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
  const book = { sheets: { Shown: one, Kept: one }, hidden: ['Kept'] }
  expect((await read(book)).sheets).toEqual([
    { name: 'Shown', hidden: false },
    { name: 'Kept', hidden: true },
  ])
  expect((await read(book)).rows.map(({ sheet }) => sheet)).toEqual(['Shown'])
  expect((await read(book, 'Kept')).rows.map(({ sheet }) => sheet)).toEqual(['Kept'])
})

test('a sheet of 300 columns is read to its last one', async () => {
  const cells = Array.from({ length: 300 }, (_, i) => `<c><v>${i + 1}</v></c>`).join('')
  const { rows } = await read({ sheets: data(`<row r="1">${cells}</row>`) })
  expect(rows[0]!.cells.at(-1)).toMatchObject({ column: 300, value: 300 })
})

test('cells out of their order are put in order, the later of two wins', async () => {
  const { rows } = await read({
    sheets: data('<row r="1"><c r="B1"><v>2</v></c><c r="A1"><v>1</v></c><c r="A1"><v>3</v></c></row>'),
  })
  expect(rows[0]!.cells.map(({ value }) => value)).toEqual([3, 2])
})

describe('what breaks the limits of a sheet is a fault with its place', () => {
  test.each([
    ['a column behind XFD', '<row r="1"><c r="XFE1"><v>1</v></c><c r="A1"><v>2</v></c></row>', /columns A to XFD/],
    ['a row number beyond the last', '<row r="1048577"><c r="A1"><v>1</v></c></row>', /row number/],
    [
      'a text longer than a cell',
      `<row r="1"><c r="A1" t="inlineStr"><is><t>${'x'.repeat(40_000)}</t></is></c></row>`,
      /32767/,
    ],
    ['XML that breaks off', '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c', /broken XML/],
    ['elements without end', '<a>'.repeat(100), /nested deeper/],
  ])('%s', async (_, rows, reason) => {
    const { faults } = await read({ sheets: data(rows) })
    expect(faults[0]).toMatchObject({ sheet: 'S', reason: expect.stringMatching(reason) })
  })

  test('everything before the break is given', async () => {
    const { rows } = await read({ sheets: data('<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c') })
    expect(rows).toMatchObject([{ row: 1 }])
  })

  test('an entity that expands itself is not expanded', async () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;">]>'
    const bytes = new Map(
      partsOf({ sheets: data('') }).map(({ name, data: text }) => [name, new TextEncoder().encode(String(text))]),
    )
    bytes.set('xl/sharedStrings.xml', new TextEncoder().encode(`${bomb}<sst><si><t>&b;</t></si></sst>`))
    expect(await decodeWorkbook(partsFrom(bytes, 64))).toMatchObject({
      reason: expect.stringMatching(/table of texts/),
    })
  })
})

test.each([
  ['xl/workbook.bin', /\.xlsb.*save it as \.xlsx/],
  ['word/document.xml', /Word document/],
  ['readme.txt', /zip file without a workbook/],
])('a package with %s is named as what it is', async (name, reason) => {
  const found = await decodeWorkbook(partsFrom(new Map([[name, new Uint8Array([1])]]), 64))
  expect(found).toMatchObject({ reason: expect.stringMatching(reason) })
})

test('mutated parts never make it throw or loop', async () => {
  const book: TestWorkbook = {
    sheets: {
      S: '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>45383</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells>',
    },
    strings: '<si><t>反応器</t></si>',
    styles: '<cellXfs><xf/><xf numFmtId="14"/></cellXfs>',
  }
  const originals = partsOf(book).map(({ name, data: text }) => [name, new TextEncoder().encode(String(text))] as const)
  const change = fc.record({
    part: fc.nat(originals.length - 1),
    at: fc.nat(2000),
    byte: fc.nat(255),
    cut: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 99 }),
      async (changes, chunk) => {
        const bytes = new Map(originals.map(([name, original]) => [name, original.slice()]))
        for (const { part, at, byte, cut } of changes) {
          const [name] = originals[part]!
          const now = bytes.get(name)!
          if (cut) bytes.set(name, now.slice(0, at % (now.length + 1)))
          else if (now.length > 0) now[at % now.length] = byte
        }
        const found = await decodeWorkbook(partsFrom(bytes, chunk))
        if ('reason' in found) return
        for await (const row of found.workbook.rows()) expect(row.row).toBeGreaterThan(0)
      },
    ),
    { numRuns: 300 },
  )
})
