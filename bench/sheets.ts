// Reads a registry of 100,000 rows × 20 columns: `node bench/sheets.ts [rows] [columns]`. Time and peak memory of reading.

import { fork } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readTable } from '#core/import/read-table.ts'
import { columnLetters } from '#core/import/sheet.ts'
import type { Field } from '#core/record/record.ts'
import { readSheets } from '#platform/files/read-workbook.ts'
import { workbookOf } from '#platform/files/testing.ts'

const [rows, columns] = [Number(process.argv[2] ?? 100_000), Number(process.argv[3] ?? 20)]
const types: Field['type'][] = ['text', 'text', 'number', 'date', 'flag']

function fieldsOf(): Field[] {
  return Array.from({ length: columns }, (_, i) => {
    const name = `Column ${i + 1}`
    return { key: `c${i + 1}`, type: types[i % types.length]!, label: { en: name, ja: `列${i + 1}` } }
  })
}

function makeWorkbook(path: string): void {
  const strings: string[] = []
  const text = (value: string) => `t="s"><v>${strings.push(value) - 1}</v>`
  const line = (row: number, cells: readonly string[]) =>
    `<row r="${row}">${cells.map((cell, i) => `<c r="${columnLetters(i + 1)}${row}" ${cell}</c>`).join('')}</row>`
  const body = [
    line(
      1,
      fieldsOf().map(({ label }) => text(label.en)),
    ),
  ]
  for (let row = 2; row <= rows + 1; row++) {
    const cells = fieldsOf().map(({ type }, i) => {
      if (type === 'number') return `><v>${row * 1.5}</v>`
      if (type === 'date') return `s="1"><v>${40_000 + (row % 5000)}</v>`
      if (type === 'flag') return `t="b"><v>${row % 2}</v>`
      return text(i === 0 ? `PLC-${row}` : `反応器 ${i} ${row % 977}`)
    })
    body.push(line(row, cells))
  }
  const styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
  const shared = strings.map((value) => `<si><t>${value}</t></si>`).join('')
  writeFileSync(
    path,
    workbookOf({ sheets: { Registry: `<sheetData>${body.join('')}</sheetData>` }, strings: shared, styles }),
  )
}

async function read(path: string): Promise<void> {
  const started = performance.now()
  const sheets = await readSheets(path, 'bench.xlsx')
  let cells = 0
  for await (const row of sheets.rows()) cells += row.cells.length
  const plain = (performance.now() - started) / 1000
  const plainPeak = process.resourceUsage().maxRSS / 1024
  const again = performance.now()
  let accepted = 0
  for await (const row of readTable({ fields: fieldsOf(), rows: sheets.rows() })) if (!row.refused) accepted += 1
  const typed = (performance.now() - again) / 1000
  sheets.close()
  const peak = process.resourceUsage().maxRSS / 1024
  console.log(
    `read      ${rows} × ${columns}: ${cells} cells in ${plain.toFixed(2)} s, peak ${plainPeak.toFixed(0)} MB`,
  )
  console.log(`and typed ${accepted} rows accepted in ${typed.toFixed(2)} s, peak ${peak.toFixed(0)} MB`)
}

// Reading runs in a process of its own, so that its peak is not the one of making the file.
if (process.env.RUNG_BENCH_FILE) await read(process.env.RUNG_BENCH_FILE)
else {
  const folder = mkdtempSync(join(tmpdir(), 'rung-bench-'))
  const file = join(folder, 'bench.xlsx')
  makeWorkbook(file)
  const child = fork(import.meta.filename, process.argv.slice(2), { env: { ...process.env, RUNG_BENCH_FILE: file } })
  child.on('exit', (code) => {
    rmSync(folder, { recursive: true })
    process.exitCode = code ?? 1
  })
}
