import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase } from '#platform/database/database.ts'
import { stage } from './testing.ts'

const KILLS = 20
const ROWS = 400
const FILES = 60
let folder: string
const files: string[] = []

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rung-kill-'))
  for (let n = 0; n < FILES; n++) {
    const rows = Array.from({ length: ROWS }, (_, i) => `north,2026-01-01,File ${n} row ${i},yes`)
    const path = join(folder, `meeting-${n}.csv`)
    writeFileSync(path, ['Plant,Date of the meeting,Topic,Minutes taken', ...rows, ''].join('\n'))
    files.push(path)
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function importing(left: readonly string[]): { child: ChildProcess; lines: string[] } {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'importing-child.ts'), folder, ...left], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  createInterface({ input: child.stdout! }).on('line', (line) => lines.push(line))
  return { child, lines }
}

const said = (lines: readonly string[], word: string) =>
  lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1))

it('kill -9 during an import loses no committed row and leaves no half import, twenty times', async () => {
  const acknowledged = new Set<string>()
  let recovered = 0
  for (let kill = 0; kill < KILLS; kill++) {
    const left = files.filter((path) => !acknowledged.has(path.slice(folder.length + 1)))
    const { child, lines } = importing(left)
    const closed = once(child, 'close')
    // By turns while the first import is staged, while it is committed, and somewhere in the second.
    const [word, within] = (
      [
        ['began', 40],
        ['staged', 15],
        ['committed', 150],
      ] as const
    )[kill % 3]!
    while (said(lines, word).length === 0 && child.exitCode === null) await pause(1)
    await pause(Math.random() * within)
    child.kill('SIGKILL')
    await closed
    recovered += Number(said(lines, 'recovered')[0] ?? 0)
    for (const name of said(lines, 'committed')) acknowledged.add(name)
  }
  const database = await openDatabase({ dataDir: join(folder, 'data') })
  const { evidence } = await stage(database, join(folder, 'files'))
  try {
    recovered += await evidence.recover()
    const imports = await evidence.listImports({ limit: 1000 })
    expect(imports.filter((one) => one.state === 'waiting' || one.state === 'staging')).toEqual([])
    const committed = new Set(imports.filter((one) => one.state === 'committed').map((one) => one.fileName))
    for (const name of acknowledged) expect(committed).toContain(name)

    const { records } = await evidence.list({ limit: Number.POSITIVE_INFINITY })
    const rows = Map.groupBy(records, (record) => record.origin!.fileName)
    expect([...rows.keys()].sort()).toEqual([...committed].sort())
    for (const [name, found] of rows) expect({ name, rows: found.length }).toEqual({ name, rows: ROWS })

    // Nothing of what was interrupted stays, not even invisibly. What waits for its commit is whole.
    const stray = await sql<{ state: string; rows: number }>`
      select i.state, count(*)::int as rows from evidence.record r left join evidence.import i on i.id = r.import_id
      where i.state is distinct from 'committed' group by i.id, i.state
    `.execute(database.as())
    for (const { state, rows: count } of stray.rows) expect({ state, count }).toEqual({ state: 'staged', count: ROWS })
    expect(recovered).toBeGreaterThan(0)
    expect(acknowledged.size).toBeGreaterThan(0)
  } finally {
    await database.close()
  }
}, 240_000)
