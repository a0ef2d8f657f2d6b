import { once } from 'node:events'
import { existsSync, readdirSync, readlinkSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, createDeflateRaw } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SheetRow } from '#core/import/sheet.ts'
import { BadInput } from '../errors.ts'
import { readSheets } from './read-workbook.ts'
import { partsOf, workbookOf, zipOf } from './testing.ts'
import { openZip, zipLimits } from './zip.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rung-sheets-'))
})
afterAll(() => rm(folder, { recursive: true }))

let files = 0
async function file(content: string | Uint8Array): Promise<string> {
  const path = join(folder, `f${files++}`)
  await writeFile(path, content)
  return path
}

async function read(content: string | Uint8Array, options = {}) {
  const book = await readSheets(await file(content), 'registry.xlsx', null, options)
  try {
    const rows: SheetRow[] = []
    for await (const row of book.rows()) rows.push(row)
    return { ...book, list: rows }
  } finally {
    book.close()
  }
}

const small = { sheets: { 台帳: '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>' } }
const ole = (stream: string) =>
  Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(100_000),
    Buffer.from(stream, 'utf16le'),
    Buffer.alloc(500),
  ])

test('a workbook and a CSV file come in one shape', async () => {
  const workbook = await read(workbookOf(small))
  expect(workbook).toMatchObject({ format: 'xlsx', sheets: [{ name: '台帳', hidden: false }], faults: [] })
  expect(workbook.list).toMatchObject([{ sheet: '台帳', row: 1, cells: [{ column: 1, value: 1 }] }])
  const csv = await read('a;b\n1;2\n')
  expect(csv).toMatchObject({ format: 'csv', sheets: [{ name: null }], text: { encoding: 'utf-8', delimiter: ';' } })
  expect(csv.list).toMatchObject([
    { sheet: null, row: 1 },
    { sheet: null, row: 2 },
  ])
})

describe('a file that cannot be read as a whole is refused by its name, with what to do', () => {
  test.each<[string, string | Uint8Array, RegExp]>([
    ['an encrypted workbook', ole('EncryptedPackage'), /^registry\.xlsx: password-protected workbook/],
    ['an old workbook', ole('Workbook'), /^registry\.xlsx: old \.xls format: save as \.xlsx/],
    ['an old Word file', ole('WordDocument'), /Word/],
    ['a workbook cut short', workbookOf(small).subarray(0, 700), /broken or cut short/],
    ['a zip without a workbook', zipOf([{ name: 'a.txt', data: 'x' }]), /without a workbook/],
    ['a password on an entry', zipOf(partsOf(small).map((part) => ({ ...part, flags: 1 }))), /password/],
    ['a PDF', '%PDF-1.7 …', /PDF/],
    ['a web page', '\n<html><table>', /web page/],
    ['an empty file', '', /empty/],
    [
      'a capture',
      Buffer.from(`d4c3b2a102000400${'00'.repeat(8)}ffff000001000000${'5a1b0000'.repeat(20)}`, 'hex'),
      /no spreadsheet/,
    ],
  ])('%s', async (_, content, message) => {
    const refused = await read(content).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(BadInput)
    expect((refused as BadInput).message).toMatch(message)
    expect((refused as BadInput).problems[0]?.path).toBe('registry.xlsx')
  })
})

/** Deflates `bytes` zeros (of a valid beginning) without holding them. */
async function bombSheet(bytes: number): Promise<Buffer> {
  const deflate = createDeflateRaw({ level: 9 })
  const packed: Buffer[] = []
  deflate.on('data', (chunk: Buffer) => packed.push(chunk))
  const start = Buffer.from('<worksheet><sheetData>')
  const block = Buffer.alloc(1 << 20, ' ')
  let crc = crc32(start)
  deflate.write(start)
  for (let at = 0; at < bytes; at += block.length) {
    crc = crc32(block, crc)
    if (!deflate.write(block)) await new Promise((resolve) => deflate.once('drain', resolve))
  }
  deflate.end()
  await once(deflate, 'end')
  const size = start.length + Math.ceil(bytes / block.length) * block.length
  const parts = partsOf(small).filter(({ name }) => !name.includes('sheet1'))
  const data = Buffer.concat(packed)
  return zipOf([...parts, { name: 'xl/worksheets/sheet1.xml', data, deflated: { size, crc } }])
}

describe('a zip bomb is refused before it is unpacked, naming the limit', () => {
  test('by its ratio', async () => {
    const bomb = await bombSheet(200 * 2 ** 20)
    expect(bomb.length).toBeLessThan(2 ** 19)
    await expect(read(bomb)).rejects.toThrow(
      /"xl\/worksheets\/sheet1\.xml" unpacks to more than 200 times its packed size/,
    )
  })

  test('by its size, whatever the size it claims', async () => {
    const limits = { ...zipLimits, entryBytes: 2 ** 20, ratio: 1e9 }
    await expect(read(await bombSheet(4 * 2 ** 20), { limits })).rejects.toThrow(/more than 1 MB/)
    const liar = zipOf(partsOf(small).map((part) => ({ ...part, claimedSize: 10 })))
    await expect(read(liar)).rejects.toBeInstanceOf(BadInput)
  })

  test('by the size of all that is read', async () => {
    const path = await file(zipOf([{ name: 'a', data: 'x'.repeat(600) }]))
    const zip = await openZip(path, 'a.zip', { ...zipLimits, totalBytes: 1000 })
    const drain = async () => {
      for await (const _ of zip.read('a'));
    }
    await drain()
    await expect(drain()).rejects.toThrow(/in all/)
    zip.close()
  })

  test('by its number of entries', async () => {
    const many = zipOf(Array.from({ length: 50 }, (_, i) => ({ name: `e${i}`, data: '' })))
    await expect(openZip(await file(many), 'm.zip', { ...zipLimits, entries: 20 })).rejects.toThrow(/entries/)
  })
})

test.each<[string, Uint8Array]>([
  ['UTF-16 without a mark', Buffer.from('Tag,Name\r\nPLC-1,Pump\r\n', 'utf16le')],
  ['Japanese UTF-16 with a mark', Buffer.from('\ufeff機器番号,名称\r\n一,丁七万\r\n', 'utf16le')],
  ['a text with a stray NUL', Buffer.from('Tag,Name\r\nPLC\0-1,Pump\r\n')],
])('%s is no binary file', async (_, bytes) => {
  expect((await read(bytes)).list).toHaveLength(2)
})

test('a name that climbs out of the package is a key like others', async () => {
  const zip = await openZip(await file(zipOf([{ name: 'a/b.xml', data: 'x' }])), 'z')
  expect(zip.names).toEqual(['a/b.xml'])
  zip.close()
  const climbing = openZip(await file(zipOf([{ name: '../../etc/passwd', data: 'x' }])), 'climbing.xlsx')
  await expect(climbing).rejects.toThrow(/^climbing\.xlsx: /)
})

test('an abort ends the reading with its own reason', async () => {
  const control = new AbortController()
  const rows = Array.from({ length: 50_000 }, (_, i) => `${i},x`).join('\n')
  const book = await readSheets(await file(`Tag,Name\n${rows}`), 'r.csv', null, { signal: control.signal })
  const reading = async () => {
    for await (const { row } of book.rows()) if (row === 100) control.abort(new Error('the person stopped it'))
  }
  await expect(reading()).rejects.toThrow('the person stopped it')
})

test('progress runs from the beginning to the end and never back', async () => {
  const row = (r: number) => `<row r="${r}"><c r="A${r}"><v>${Math.sin(r)}</v></c></row>`
  const rows = Array.from({ length: 20_000 }, (_, i) => row(i + 1)).join('')
  const steps: number[] = []
  await read(workbookOf({ sheets: { S: `<sheetData>${rows}</sheetData>` } }), {
    onProgress: (done: number, total: number) => steps.push(done / total),
  })
  expect(steps.length).toBeGreaterThan(3)
  expect(steps).toEqual([...steps].sort((a, b) => a - b))
  expect(steps.at(-1)).toBeCloseTo(1)
})

/** Whether a descriptor of this process leads into the test's folder. Linux only. */
function opensFile(descriptor: string): boolean {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`).startsWith(folder)
  } catch {
    return false
  }
}

test.runIf(existsSync('/proc/self/fd'))('whoever takes only the first rows leaves no stream open', async () => {
  const row = (r: number) => `<row r="${r}"><c r="A${r}"><v>${Math.sin(r)}</v></c></row>`
  const rows = Array.from({ length: 50_000 }, (_, i) => row(i + 1)).join('')
  const book = await readSheets(await file(workbookOf({ sheets: { S: `<sheetData>${rows}</sheetData>` } })), 'x.xlsx')
  for (let time = 0; time < 3; time++) {
    for await (const first of book.rows()) {
      expect(first.row).toBe(1)
      break
    }
  }
  book.close()
  const open = () => readdirSync('/proc/self/fd').filter((fd) => opensFile(fd))
  await expect.poll(open).toEqual([])
})

test('rows may be asked for again', async () => {
  const book = await readSheets(await file(workbookOf(small)), 'x.xlsx')
  for (const _ of [1, 2]) {
    const rows: SheetRow[] = []
    for await (const row of book.rows('台帳')) rows.push(row)
    expect(rows).toHaveLength(1)
  }
  book.close()
})

test('mutated bytes give rows, faults or BadInput, and nothing else', async () => {
  const original = workbookOf({
    sheets: {
      S: '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData><mergeCells><mergeCell ref="A1:C3"/></mergeCells>',
    },
    strings: '<si><t>反応器</t></si>',
  })
  const change = fc.tuple(fc.nat(original.length - 1), fc.nat(255))
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { minLength: 1, maxLength: 8 }),
      fc.option(fc.nat(original.length)),
      async (changes, cut) => {
        const bytes = Buffer.from(original)
        for (const [at, byte] of changes) bytes[at] = byte
        try {
          await read(cut === null ? bytes : bytes.subarray(0, cut))
        } catch (error) {
          if (!(error instanceof BadInput)) throw error
        }
      },
    ),
    { numRuns: 200 },
  )
})
