import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Refused } from '#platform/errors.ts'
import { openDatabase } from './database.ts'
import { lockHolder } from './lock.ts'

const childProgram = join(import.meta.dirname, 'committing-child.ts')

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rung-durable-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Starts the committing program; `lines` are what it has printed so far. */
function startChild(command: string, ...parameters: string[]): { child: ChildProcess; lines: string[] } {
  const child = spawn(command, parameters, { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines: string[] = []
  createInterface({ input: child.stdout! }).on('line', (line) => lines.push(line))
  return { child, lines }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(5)
}

const kept = (lines: string[]) => lines.filter((line) => line.startsWith('kept ')).map((line) => Number(line.slice(5)))

describe('the embedded database', () => {
  it('loses no acknowledged commit and keeps no half transaction in twenty kills at random moments', async () => {
    const acknowledged = new Set<number>()
    for (let round = 0; round < 20; round++) {
      const { child, lines } = startChild(process.execPath, childProgram, folder)
      const ended = once(child, 'close')
      await until(() => kept(lines).length > 0 || child.exitCode !== null)
      await pause(Math.random() * 120)
      child.kill('SIGKILL')
      await ended
      checkFound(lines, acknowledged)
      for (const number of kept(lines)) acknowledged.add(number)
    }
    const { child, lines } = startChild(process.execPath, childProgram, folder, '1')
    await once(child, 'close')
    checkFound(lines, acknowledged)
    expect(acknowledged.size).toBeGreaterThan(20)
  }, 240_000)

  it('has synced the disk each time a commit returns, and not for a read', async () => {
    let syncs = 0
    const database = await openDatabase({ dataDir: folder, onSync: () => syncs++ })
    try {
      await sql`create table n (n int)`.execute(database.as())
      for (let commit = 0; commit < 10; commit++) {
        const before = syncs
        await sql`insert into n values (${commit})`.execute(database.as())
        expect(syncs).toBeGreaterThan(before)
      }
      const before = syncs
      await sql`select * from n`.execute(database.as())
      expect(syncs).toBe(before)
    } finally {
      await database.close()
    }
  })

  const strace = spawnSync('strace', ['-e', 'trace=none', 'true']).status === 0
  it.skipIf(!strace)(
    `has asked the kernel to sync before each commit is acknowledged${strace ? '' : ' (skipped: no strace)'}`,
    async () => {
      const trace = join(folder, 'trace')
      const traced = ['-f', '-e', 'trace=fsync,fdatasync,write', '-o', trace, process.execPath, childProgram]
      const { child, lines } = startChild('strace', ...traced, join(folder, 'data'), '20')
      await once(child, 'close')
      expect(kept(lines)).toHaveLength(20)
      const calls = (await readFile(trace, 'utf8')).split('\n').flatMap((line) => {
        if (/\bf(data)?sync\(\d+/.test(line)) return ['sync']
        const acknowledged = /write\(1, "(kept \d+|found)/.exec(line)
        return acknowledged ? [acknowledged[1]!] : []
      })
      const start = calls.indexOf('found')
      const withoutSync = calls.filter((call, at) => at > start && call.startsWith('kept') && calls[at - 1] !== 'sync')
      expect(calls.filter((call) => call.startsWith('kept'))).toHaveLength(20)
      expect(withoutSync).toEqual([])
    },
  )
})

function checkFound(lines: string[], acknowledged: ReadonlySet<number>): void {
  const line = lines.find((candidate) => candidate.startsWith('found '))
  if (!line) throw new Error('the program did not start')
  const found = new Map<number, number>(JSON.parse(line.slice(6)))
  expect([...acknowledged].filter((number) => !found.has(number))).toEqual([])
  expect([...found].filter(([, parts]) => parts !== 3)).toEqual([])
}

describe('a data folder', () => {
  it('is refused to a second process, with the words who holds it, until the first one is killed', async () => {
    const { child, lines } = startChild(process.execPath, childProgram, folder)
    const ended = once(child, 'close')
    await until(() => kept(lines).length > 0)
    expect(lockHolder(folder)?.pid).toBe(child.pid)
    const refusal = openDatabase({ dataDir: folder })
    await expect(refusal).rejects.toThrow(Refused)
    await expect(refusal).rejects.toThrow(`process ${child.pid}`)

    child.kill('SIGKILL')
    await ended
    expect(lockHolder(folder)).toBeUndefined()
    const database = await openDatabase({ dataDir: folder })
    const { rows } = await sql<{ n: number }>`select count(*) / 3 as n from kept`.execute(database.as())
    expect(rows[0]!.n).toBeGreaterThanOrEqual(kept(lines).length)
    await database.close()
  })

  it('goes to exactly one of several processes that take it at the same moment', async () => {
    const program = `import { lockFolder } from ${JSON.stringify(join(import.meta.dirname, 'lock.ts'))}
      try { lockFolder(process.argv[1]); console.log('mine') } catch (error) { console.log(error.name) }
      process.stdin.resume()`
    const racers = Array.from({ length: 4 }, () => {
      const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program, folder], {
        stdio: ['pipe', 'pipe', 'inherit'],
        cwd: join(import.meta.dirname, '../../..'),
      })
      const lines: string[] = []
      createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
      return { child, lines }
    })
    await until(() => racers.every(({ lines }) => lines.length > 0))
    expect(racers.flatMap(({ lines }) => lines).sort()).toEqual(['Refused', 'Refused', 'Refused', 'mine'])
    await Promise.all(
      racers.map(({ child }) => {
        child.stdin.end()
        return once(child, 'close')
      }),
    )
  })

  it('is refused to a second opening in the same process, and free after closing', async () => {
    const database = await openDatabase({ dataDir: folder })
    await expect(openDatabase({ dataDir: folder })).rejects.toThrow(Refused)
    database.announce('http://127.0.0.1:4321')
    expect(lockHolder(folder)).toMatchObject({ pid: process.pid, url: 'http://127.0.0.1:4321' })
    await database.close()
    expect(lockHolder(folder)).toBeUndefined()
    await (await openDatabase({ dataDir: folder })).close()
  })

  it('whose making was cut short is made anew', async () => {
    await mkdir(join(folder, 'database.new'))
    await writeFile(join(folder, 'database.new', 'PG_VERSION'), '18')
    const database = await openDatabase({ dataDir: folder })
    expect((await sql`select 1 as one`.execute(database.as())).rows).toEqual([{ one: 1 }])
    await database.close()
  })
})
