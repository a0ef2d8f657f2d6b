import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SheetRow } from '#core/import/sheet.ts'
import { decodeCsv, detectDelimiter } from './decode.ts'
import { encodeCsv, guarded } from './encode.ts'

function chunked(bytes: Uint8Array, size: number): () => AsyncIterable<Uint8Array> {
  return async function* () {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
}

async function read(content: string | Uint8Array, size = 5) {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const table = await decodeCsv(chunked(bytes, size))
  const rows: SheetRow[] = []
  for await (const row of table.rows()) rows.push(row)
  const values = rows.map(({ cells }) => cells.map(({ value }) => value))
  return { ...table, list: rows, values }
}

/** CP932 of `機器番号,名称\r\nPLC-1,ﾎﾟﾝﾌﾟ①\r\n`, by iconv: ① (NEC row 13) is in CP932 and not in Shift_JIS proper. */
const cp932 = Buffer.from('8b408aed94d48d862c96bc8fcc0d0a504c432d312ccedfddcc df87400d0a'.replaceAll(' ', ''), 'hex')

describe('the encoding is found from the bytes', () => {
  const text = '機器番号,名称\r\nPLC-1,ポンプ\r\n'
  const utf16be = Buffer.from(text, 'utf16le').swap16()
  test.each<[string, Uint8Array, string]>([
    ['UTF-8', Buffer.from(text), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`), 'utf-8'],
    ['UTF-16 LE with a mark', Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16le'],
    ['UTF-16 BE with a mark', Buffer.concat([Buffer.from([0xfe, 0xff]), utf16be]), 'utf-16be'],
    ['UTF-16 LE without', Buffer.from('Tag,Name\r\nPLC-1,Pump\r\n', 'utf16le'), 'utf-16le'],
    ['CP932', cp932, 'shift_jis'],
    ['Western European', Buffer.from('Tag,Straße\r\nA,Köln é\r\n', 'latin1'), 'windows-1252'],
    [
      'Western European that is valid CP932',
      Buffer.from('Tag,Behälter\r\nA,Rührwerk für Öl\r\n', 'latin1'),
      'windows-1252',
    ],
    ['CP932 with half-width katakana only', Buffer.from('5461672cced9dedfcc0d0a', 'hex'), 'shift_jis'],
    ['CP932 with gaiji', Buffer.concat([cp932, Buffer.from('f0400d0a', 'hex')]), 'shift_jis'],
    ['plain ASCII', Buffer.from('Tag,Name\r\nA,B\r\n'), 'utf-8'],
  ])('%s', async (_, bytes, encoding) => {
    const found = await read(bytes, 64)
    expect(found.encoding).toBe(encoding)
    expect(String(found.values[0]![0])).toMatch(/^(機器番号|Tag)$/)
  })

  test('CP932 with half-width katakana and NEC characters is read as typed', async () => {
    expect((await read(cp932)).values).toEqual([
      ['機器番号', '名称'],
      ['PLC-1', 'ﾎﾟﾝﾌﾟ①'],
    ])
  })

  test('also when the first other character comes late', async () => {
    const ascii = Buffer.from(`Tag,Name\r\n${'A,B\r\n'.repeat(30_000)}`)
    const found = await read(Buffer.concat([ascii, cp932]), 65_536)
    expect(found.encoding).toBe('shift_jis')
    expect(found.values.at(-2)).toEqual(['機器番号', '名称'])
  })
})

describe('the delimiter is the one that cuts the lines alike', () => {
  test.each([
    ['a,b,c\n1,2,3\n', ','],
    ['a;b;c\n1,5;2;3\n', ';'],
    ['a\tb\n1,2\t3\n', '\t'],
    ['a|b|c\n1|2|3\n', '|'],
    ['"a;x",b\n"c;y",d\n', ','],
    ['one column\nonly\n', ','],
    ['', ','],
  ])('%j', (text, delimiter) => expect(detectDelimiter(text).delimiter).toBe(delimiter))

  test('a sep= line decides and is no row', async () => {
    const { values } = await read('sep=;\r\na;b,c\r\n1;2\r\n')
    expect(values).toEqual([
      ['a', 'b,c'],
      ['1', '2'],
    ])
  })
})

describe('quotes', () => {
  test('hold delimiters, line ends and doubled quotes; a row is counted by its first line', async () => {
    const { list, values } = await read('a,b\r\n"x,1\r\ny","say ""hi"""\r\nlast,1\r\n')
    expect(values).toEqual([
      ['a', 'b'],
      ['x,1\ny', 'say "hi"'],
      ['last', '1'],
    ])
    expect(list.map(({ row }) => row)).toEqual([1, 2, 4])
  })

  test('inside a plain field are characters like others', async () => {
    expect((await read('a,5" pipe\n')).values).toEqual([['a', '5" pipe']])
  })

  test('that never close are a fault with their line, and the rest of the table is not lost', async () => {
    const lines = Array.from({ length: 600 }, (_, i) => `r${i},x`)
    lines[10] = 'r10,"broken'
    const { values, faults } = await read(`${lines.join('\n')}\n`, 4096)
    expect(faults).toMatchObject([{ row: 11, reason: 'a quotation mark that is never closed' }])
    expect(values[10]).toEqual(['r10', 'broken'])
    expect(values.map(([key]) => key)).toEqual(lines.map((line) => line.split(',')[0]))
  })

  test('with text behind them are a fault', async () => {
    expect((await read('"a"b,c\n')).faults).toMatchObject(
      [{ row: 1, reason: /behind a closing/ }].map(() => ({ row: 1 })),
    )
  })
})

test('NUL characters are left out and told', async () => {
  const { values, faults } = await read('a,b\n1\0,2\n')
  expect(values[1]).toEqual(['1', '2'])
  expect(faults).toMatchObject([{ row: 2, reason: 'NUL characters were left out' }])
})

test('a line without end is cut at the size of a cell, and told', async () => {
  const { values, faults } = await read(`a,b\n${'x'.repeat(200_000)},2\n`, 4096)
  expect(String(values[1]![0])).toHaveLength(32_767)
  expect(values[1]![1]).toBe('2')
  expect(faults).toMatchObject([{ row: 2 }])
})

test('line ends of every system, and none at the end', async () => {
  expect((await read('a,b\r1,2\n3,4\r\n5,6')).values).toEqual([
    ['a', 'b'],
    ['1', '2'],
    ['3', '4'],
    ['5', '6'],
  ])
})

test('the apostrophe that keeps a text from being a formula comes off, and only that one', async () => {
  expect((await read("'=1+1,''=x,'plain,'-5\n")).values).toEqual([['=1+1', "'=x", "'plain", '-5']])
})

test('what is written is read again unchanged, and no text begins like a formula', async () => {
  const text = fc
    .oneof(
      fc.string({ unit: 'grapheme' }),
      fc.stringMatching(/^'{0,2}[=+\-@\t"][\x20-\x7e\n]{0,8}$/),
      fc.constantFrom('\r', 'a\r\nb'),
    )
    .map((value) => value.replaceAll('\0', ''))
  const value = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null))
  const columns = ['a', 'b'].map((title) => ({ title, type: 'text' as const }))
  const table = fc.array(fc.tuple(value, value), { maxLength: 10 })
  await fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 1, max: 64 }), async (rows, size) => {
      const written = encodeCsv({ name: 'x', columns, rows })
      for (const one of rows.flat()) if (typeof one === 'string') expect(guarded(one)).not.toMatch(/^[=+\-@\t\r]/)
      const { list, faults } = await read(written, size)
      expect(faults).toEqual([])
      const back = list
        .slice(1)
        .map(({ cells }) => [1, 2].map((at) => cells.find(({ column }) => column === at)?.value ?? null))
      const plain = (one: string | number | boolean | null) => {
        const shown = typeof one === 'boolean' ? String(one).toUpperCase() : one === null ? '' : String(one)
        return shown.replace(/\r\n?/g, '\n') || null
      }
      expect(back).toEqual(rows.map((row) => row.map(plain)).filter((row) => row.some((one) => one !== null)))
    }),
  )
})

test('no bytes make it throw or loop', async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc.string().map((text) => new TextEncoder().encode(`${text},"${text}\n`)),
  )
  await fc.assert(
    fc.asyncProperty(bytes, fc.integer({ min: 1, max: 50 }), async (content, size) => {
      for (const { cells } of (await read(content, size)).list) expect(cells.length).toBeGreaterThan(0)
    }),
  )
})
