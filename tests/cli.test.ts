import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { trafficOf } from '#formats/traffic/encode.ts'
import { encryptedWorkbook, lyingCapture, workbook, zipBomb } from './hostile-files.ts'
import { boundaryCapture, registry } from './journeys/material.ts'

/** The command line as a person or a script meets it: exit codes, what is on stdout, the shapes that others build on. */
const root = join(import.meta.dirname, '..')
const rung = join(root, 'bin/rung')
const { DATABASE_URL: _database, RUNG_DATA: _data, VITEST: _vitest, LANG: _lang, LC_ALL: _locale, ...env } = process.env

interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  readonly json: <T = Record<string, unknown>>() => T
}

const run = (data: string, ...args: string[]): Promise<Ran> => runWith(new Uint8Array(0), data, ...args)

/** The same with something piped in. */
function runWith(input: Uint8Array, data: string, ...args: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { cwd: root, env: { ...env, RUNG_DATA: data }, maxBuffer: 1 << 28 }
    const child = execFile(process.execPath, [rung, ...args], options, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : error ? -1 : 0
      resolve({ code, stdout, stderr, json: () => JSON.parse(stdout) })
    })
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
  })
}

interface Imported {
  file: string
  kind: string | null
  dryRun: boolean
  rows: Record<string, number>
  problems: { severity: string; sheet: string | null; row: number | null; column: string | null; reason: string }[]
}
interface Verdict {
  criterion: string
  kind: string
  asked: boolean
  verdict: string
  share: number | null
  strength: string | null
  because: { indicator: string; value: unknown; records: string[]; text: string }[]
}
interface Standing {
  plant: string
  level: number
  aspects: Record<string, number>
  symptoms: string[]
  next: Record<string, number>
  verdicts: Verdict[]
}
interface Assessed {
  axis: string
  asOf: string
  enterprise: Standing
  plants: Standing[]
}

describe('rung', { timeout: 120_000 }, () => {
  let folder: string
  const path = (name: string) => join(folder, name)

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rung-cli-'))
    await writeFile(path('kashima.xlsx'), await registry())
    await writeFile(path('boundary.pcap'), boundaryCapture())
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  describe('while a server holds the data folder', () => {
    let server: ChildProcess
    let url = ''
    let told = ''
    const here = (...args: string[]) => run(path('served'), ...args)
    const tags = async () => {
      const answer = await fetch(`${url}/api/v1/assets?limit=500`)
      return ((await answer.json()) as { items: { tag: string }[] }).items.map(({ tag }) => tag).sort()
    }

    beforeAll(async () => {
      server = spawn(process.execPath, [rung, 'serve', '--port', '0'], {
        cwd: root,
        env: { ...env, RUNG_DATA: path('served') },
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      url = await new Promise<string>((resolve, reject) => {
        server.stderr?.on('data', (chunk: Buffer) => {
          told += chunk.toString()
          const found = /Rung is at (http:\/\/\S+)[\s\S]*\n.*sign-in/.exec(told)
          if (found?.[1]) resolve(found[1])
        })
        server.on('exit', () => reject(new Error(told)))
      })
    }, 120_000)
    afterAll(async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve))
      server.kill('SIGTERM')
      await ended
    })

    test('the server listens on this machine only, and says so', () => {
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
      expect(told).toContain('It listens on this machine only')
    })

    test('a plant is added by its key, and once', async () => {
      const added = await here(
        'plant',
        'add',
        'kashima',
        '--name',
        'Kashima',
        '--criticality',
        'major',
        '--country',
        'JP',
        '--json',
      )
      expect(added).toMatchObject({ code: 0, stderr: '' })
      expect(added.json()).toMatchObject({ key: 'kashima', name: 'Kashima', criticality: 'major', country: 'JP' })
      // The server knows it: the command spoke to it, and opened nothing a second time.
      expect(await (await fetch(`${url}/api/v1/plants`)).json()).toMatchObject({ items: [{ key: 'kashima' }] })
      const again = await here('plant', 'add', 'kashima', '--name', 'Kashima')
      expect(again).toMatchObject({ code: 1, stdout: '' })
      expect(again.stderr).toContain('kashima exists already')
    })

    test('a dry run reports every row and saves none', async () => {
      const ran = await here('import', path('kashima.xlsx'), '--plant', 'kashima', '--dry-run', '--json')
      const { file, kind, dryRun, rows, problems } = ran.json<Imported>()
      expect({ file, kind, dryRun }).toEqual({ file: path('kashima.xlsx'), kind: 'registry', dryRun: true })
      expect(rows).toEqual({ accepted: 5, changed: 0, unchanged: 0, refused: 1, ignored: 0 })
      expect(problems).toContainEqual({
        severity: 'refused',
        sheet: 'Assets 2026',
        row: 6,
        column: 'Tag',
        reason: '"Tag" is required and empty',
      })
      expect(await tags()).toEqual([])
    })

    test('an import commits what it can and exits 1 for the row that it refused', async () => {
      const ran = await here('import', path('kashima.xlsx'), '--plant', 'kashima', '--json')
      expect(ran.code).toBe(1)
      expect(ran.json<Imported>()).toMatchObject({ dryRun: false, rows: { accepted: 5, refused: 1 } })
      expect(await tags()).toEqual(['FT-301', 'HMI-201', 'PLC-101', 'PLC-102', 'PMP-401'])
    })

    test('several files give several reports, each found out by its bytes', async () => {
      const ran = await here('import', path('kashima.xlsx'), path('boundary.pcap'), '--plant', 'kashima', '--json')
      const reports = ran.json<Imported[]>()
      expect(reports.map(({ kind, rows }) => [kind, rows.unchanged, rows.accepted])).toEqual([
        ['registry', 5, 0],
        ['capture', 0, 854],
      ])
    })

    test('a capture that is there already is left as it is: no packet counts twice', async () => {
      const again = await here('import', path('boundary.pcap'), '--plant', 'kashima', '--json')
      expect(again).toMatchObject({ code: 0 })
      const { import: made, problems } = again.json<Imported & { import: string | null }>()
      expect({ made, reason: problems[0]?.reason }).toEqual({
        made: null,
        reason: 'the same file is imported at this plant already',
      })
    })

    test('rung assess --json is the ladder: enterprise and plants, all 84 verdicts, symptoms among them', async () => {
      const ran = await here('assess', '--json')
      expect(ran).toMatchObject({ code: 0, stderr: '' })
      const { axis, asOf, enterprise, plants } = ran.json<Assessed>()
      expect(axis).toBe('ot-it')
      expect(asOf).toMatch(/^\d{4}-\d\d-\d\d$/)
      expect(plants.map(({ plant }) => plant)).toEqual(['kashima'])
      for (const standing of [enterprise, ...plants]) {
        expect(standing.level).toBe(1)
        expect(Object.keys(standing.aspects)).toEqual(['A', 'N', 'O', 'R', 'V'])
        expect(standing.next).toMatchObject({ level: 2, of: 5 })
        expect(standing.verdicts).toHaveLength(84)
        expect(standing.verdicts.filter(({ kind }) => kind === 'symptom')).toHaveLength(17)
        for (const one of standing.verdicts) {
          expect(['met', 'partly', 'notMet', 'unknown', 'notApplicable']).toContain(one.verdict)
          expect(one).toMatchObject({
            asked: expect.any(Boolean),
            inGrace: expect.any(Boolean),
            over: expect.stringMatching(/^(each|some|several|major|enterprise)$/),
            blockedBy: expect.any(Array),
            because: expect.any(Array),
          })
          expect(one).toHaveProperty('validUntil')
        }
      }
      const registered = plants[0]?.verdicts.find(({ criterion }) => criterion === '2.1')
      expect(registered).toMatchObject({ verdict: 'partly', strength: 'measured', kind: 'criterion' })
      const reason = registered?.because.find(({ indicator }) => indicator === 'network.unmanagedShare')
      expect(reason).toMatchObject({ value: 0.4, text: expect.stringContaining('40 %') })
      expect(reason?.records).toContainEqual(expect.stringMatching(/^packet:.+\/\d+$/))
    })

    test('an earlier day, one plant, and the level asked for', async () => {
      const [before, reached, missed] = await Promise.all([
        here('assess', '--as-of', '2025-01-01', '--plant', 'kashima', '--json'),
        here('assess', '--min-level', '1'),
        here('assess', '--min-level', '2', '--plant', 'kashima'),
      ])
      const { asOf, plants } = before.json<Assessed>()
      expect(asOf).toBe('2025-01-01')
      expect(plants[0]?.verdicts.find(({ criterion }) => criterion === '2.1')?.verdict).toBe('unknown')
      expect(reached.code).toBe(0)
      expect(reached.stdout).toMatch(/Kashima \*\s+kashima\s+1 .*L2: \d of 5 met/)
      expect(missed.code).toBe(3)
    })

    test('rung explain --json is one such verdict with its rule and what proves it, down to row and packet', async () => {
      const [ran, read] = await Promise.all([
        here('explain', '2.1', '--plant', 'kashima', '--json'),
        here('explain', '2.1', '--plant', 'kashima', '--lang', 'ja'),
      ])
      const found = ran.json<
        Verdict & {
          rule: { when: object }
          attestations: unknown[]
          proof: { ref: string; text: string; speaks: string }[]
        }
      >()
      expect(found).toMatchObject({ criterion: '2.1', kind: 'criterion', verdict: 'partly', plant: 'kashima' })
      expect(found.rule).toMatchObject({ id: '2.1', over: 'each', when: { all: expect.any(Array) } })
      expect(found.attestations).toEqual([])
      const proofs = found.proof.map(({ text }) => text)
      expect(proofs).toContainEqual(expect.stringMatching(/^PLC-101 .*kashima\.xlsx, sheet Assets 2026, row 2\)$/))
      expect(proofs).toContainEqual(
        expect.stringMatching(/^10\.20\.2\.99 .*not in the registry.*boundary\.pcap, packet \d+/),
      )
      expect(read.stdout).toMatch(/未管理機器の割合：40 %/)
      expect(read.stdout).toMatch(/台帳未登録.*boundary\.pcap パケット \d+/)
    })

    test('what is asked for and not there exits 1, and stdout stays empty', async () => {
      const answers = await Promise.all([
        here('import', path('nowhere.xlsx'), '--plant', 'kashima', '--json'),
        here('explain', '9.9', '--json'),
        here('assess', '--plant', 'nowhere', '--json'),
        here('import', path('kashima.xlsx'), '--plant', 'nowhere', '--json'),
      ])
      expect(answers.map(({ code, stdout }) => [code, stdout])).toEqual(answers.map(() => [1, '']))
      expect(answers[0]?.stderr).toContain('nowhere.xlsx: there is no such file')
      expect(answers[1]?.stderr).toContain('9.9')
      expect(answers[2]?.stderr).toContain('nowhere')
    })

    describe('a file that should not have been brought', () => {
      const bring = async (name: string, bytes: Uint8Array) => {
        await writeFile(path(name), bytes)
        const before = await tags()
        const ran = await here('import', path(name), '--plant', 'kashima', '--json')
        const report = ran.json<Imported>()
        expect(report.file).toBe(path(name))
        const after = await tags()
        const isNew = (tag: string) => !before.includes(tag)
        // Nothing that was there is lost.
        expect(before.filter((tag) => !after.includes(tag))).toEqual([])
        const refused = report.problems.filter(({ severity }) => severity === 'refused')
        return { ...report, code: ran.code, refused, added: after.filter(isNew) }
      }

      test.each([
        ['encrypted.xlsx', () => encryptedWorkbook(), /encrypted\.xlsx: password-protected workbook/],
        [
          'broken.xlsx',
          async () => (await registry()).subarray(0, 1500),
          /broken\.xlsx: the file is broken or cut short/,
        ],
        ['bomb.xlsx', () => zipBomb(), /bomb\.xlsx: .*zip bomb/],
        ['notes.pdf', () => Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj'), /notes\.pdf: it is a PDF/],
        ['empty.xlsx', () => new Uint8Array(), /empty\.xlsx: /],
        ['photo.jpg', () => Buffer.from('ffd8ffe000104a46494600010100', 'hex'), /photo\.jpg: not recognised/],
      ])('%s: is refused as a whole, by name and reason', async (name, bytes, reason) => {
        const { code, refused, added, rows } = await bring(name, await bytes())
        expect(code).toBe(1)
        expect(refused[0]?.reason).toMatch(reason)
        expect(added).toEqual([])
        expect(Object.values(rows).every((count) => count === 0)).toBe(true)
      })

      test('a tag that stands twice: the first row counts, the other is refused by its place', async () => {
        const rows = [
          ['Tag', 'Name', 'Type'],
          ['DUP-1', 'one', 'PLC'],
          ['DUP-2', 'two', 'PLC'],
          ['DUP-1', 'three', 'PLC'],
        ]
        const { code, refused, added } = await bring('duplicate.xlsx', workbook(rows))
        expect(code).toBe(1)
        expect(added).toEqual(['DUP-1', 'DUP-2'])
        expect(refused).toMatchObject([
          { sheet: 'Assets', row: 4, column: 'Tag', reason: expect.stringContaining('rows 2 and 4') },
        ])
      })

      test('an unknown column is named, and kept', async () => {
        const { code, problems, added } = await bring(
          'unknown.xlsx',
          workbook([
            ['Tag', 'Name', 'Type', 'Cabinet colour'],
            ['UNK-1', 'one', 'PLC', 'red'],
          ]),
        )
        expect({ code, added }).toEqual({ code: 0, added: ['UNK-1'] })
        expect(problems).toContainEqual(
          expect.objectContaining({ severity: 'note', sheet: 'Assets', row: 1, column: 'Cabinet colour' }),
        )
        const asset = (await (await fetch(`${url}/api/v1/assets/kashima/UNK-1`)).json()) as { other: object }
        expect(asset.other).toEqual({ 'Cabinet colour': 'red' })
      })

      test('a date of 1900 is a cell that was empty: its row is refused, the others are not', async () => {
        const serial = { xml: '<c><v>1</v></c>' }
        const { refused, added } = await bring(
          'old.xlsx',
          workbook([
            ['Tag', 'Name', 'Type', 'Reviewed on'],
            ['OLD-1', 'one', 'PLC', serial],
            ['OLD-2', 'two', 'PLC', '1900-01-00'],
            ['OLD-3', 'three', 'PLC', '2026-10-01'],
          ]),
        )
        expect(added).toEqual(['OLD-3'])
        const place = (row: number) =>
          expect.objectContaining({
            sheet: 'Assets',
            row,
            column: 'Reviewed on',
            reason: expect.stringContaining('date of 1900'),
          })
        expect(refused).toEqual([place(2), place(3)])
      })

      test('a sheet of 300 columns is read, and what was not understood is named', async () => {
        const extra = Array.from({ length: 297 }, (_, i) => `Extra ${i + 1}`)
        const { code, problems, added } = await bring(
          'wide.xlsx',
          workbook([
            ['Tag', 'Name', 'Type', ...extra],
            ['WIDE-1', 'one', 'PLC', ...extra],
          ]),
        )
        expect({ code, added }).toEqual({ code: 0, added: ['WIDE-1'] })
        expect(problems.filter(({ reason }) => reason.startsWith('unknown column'))).toHaveLength(297)
      })

      test('a formula is never computed: its stored result is taken and said so; an export disarms what begins with =', async () => {
        const formula = { xml: '<c t="str"><f>"FX-"&amp;(1+1)</f><v>FX-1</v></c>' }
        const { code, problems, added } = await bring(
          'formula.xlsx',
          workbook([
            ['Tag', 'Name', 'Type'],
            [formula, '=HYPERLINK("http://x")', 'PLC'],
          ]),
        )
        expect({ code, added }).toEqual({ code: 0, added: ['FX-1'] })
        expect(problems).toContainEqual(
          expect.objectContaining({ sheet: 'Assets', row: 2, reason: expect.stringContaining('formula') }),
        )
        const csv = await (await fetch(`${url}/api/v1/assets/export?format=csv`)).text()
        expect(csv).toContain(`"'=HYPERLINK(""http://x"")"`)
        expect(csv).not.toMatch(/(^|[,"])=/m)
      })

      test('a capture whose second packet lies about its length gives the first, and says where it stopped', async () => {
        const [packet] = trafficOf({
          seed: 1,
          utcOffsetMinutes: 0,
          hosts: [
            { key: 'a', ip: '10.0.0.1', mac: '00:50:56:00:00:01' },
            { key: 'b', ip: '10.0.0.2', mac: '00:00:bc:00:00:01' },
          ],
          conversations: [
            {
              client: 'a',
              server: 'b',
              protocol: 'modbus',
              deeds: [{ does: 'read' }],
              firstDay: '2026-11-01',
              lastDay: '2026-11-01',
              sessionsPerDay: 1,
            },
          ],
        })
        const { kind, rows, problems } = await bring('lying.pcap', lyingCapture(packet?.bytes ?? new Uint8Array(60)))
        expect({ kind, accepted: rows.accepted }).toEqual({ kind: 'capture', accepted: 1 })
        expect(problems[0]).toMatchObject({ row: 2, reason: expect.stringContaining('16777215 bytes') })
      })
    })
  })

  test('wrong usage exits 2 with a hint, and writes nothing to stdout', async () => {
    const answers = await Promise.all([
      run(path('unused'), 'nonsense'),
      run(path('unused'), 'assess', '--as-of', 'yesterday'),
      run(path('unused'), 'assess', '--min-level', '7'),
      run(path('unused'), 'plant', 'add', 'x'),
      run(path('unused'), 'import'),
      run(path('unused'), 'import', 'a.csv', '--nonsense'),
    ])
    expect(answers.map(({ code, stdout }) => [code, stdout])).toEqual(answers.map(() => [2, '']))
    for (const { stderr } of answers) expect(stderr).toMatch(/^error: .+\n[\s\S]*--help/)
    // Nothing of this has touched a data folder.
    expect(existsSync(path('unused'))).toBe(false)
  })

  test('help and version are data', async () => {
    const [help, version] = await Promise.all([run(path('unused'), '--help'), run(path('unused'), '--version')])
    expect(help).toMatchObject({ code: 0, stderr: '' })
    for (const command of ['demo', 'serve', 'plant', 'import', 'assess', 'explain', 'capture', 'backup', 'doctor']) {
      expect(help.stdout).toContain(`  ${command}`)
    }
    expect(version).toMatchObject({ code: 0, stdout: '0.1.0\n' })
  })

  test('without a server each command opens the data by itself, and what one did the next one knows', async () => {
    const data = path('alone')
    expect(await run(data, 'plant', 'add', 'chiba', '--name', 'Chiba')).toMatchObject({
      code: 0,
      stdout: 'chiba: Chiba, standard\n',
    })
    const refused = await run(data, 'serve', '--host', '0.0.0.0', '--port', '0')
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toContain('--allow-remote')
    const { plants } = (await run(data, 'assess', '--json')).json<Assessed>()
    expect(plants.map(({ plant, level }) => [plant, level])).toEqual([['chiba', 1]])
  })
})

describe('rung capture inspect', { timeout: 180_000 }, () => {
  const captures = new URL('../../shared/captures/', import.meta.url).pathname
  const isThere = existsSync(captures)
  if (!isThere) process.stdout.write('skipped: no ../shared\n')

  test('reads what is piped in, packed or not, as it reads the file', async () => {
    const bytes = boundaryCapture()
    const nowhere = join(tmpdir(), 'rung-no-such-folder')
    const [piped, packed] = [
      await runWith(bytes, nowhere, 'capture', 'inspect', '-', '--json'),
      await runWith(gzipSync(bytes), nowhere, 'capture', 'inspect', '-', '--json'),
    ]
    expect(piped).toMatchObject({ code: 0, stderr: '' })
    expect(piped.json()).toMatchObject({
      capture: { file: 'standard input', faults: [] },
      devices: [{}, {}, {}, {}, {}],
    })
    expect(packed.json()).toEqual(piped.json())
  })

  test.skipIf(!isThere)(
    'reads every shared capture, needs no database, and says where one stops making sense',
    async () => {
      const files = readdirSync(captures, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(pcap|pcapng|cap)$/.test(name))
        .map((name) => join(captures, name))
      expect(files.length).toBeGreaterThan(100)
      const ran = await run(join(tmpdir(), 'rung-no-such-folder'), 'capture', 'inspect', '--json', ...files)
      expect(ran).toMatchObject({ code: 0, stderr: '' })
      const found =
        ran.json<{ capture: { file: string; packets: number; faults: { reason: string }[] }; devices: object[] }[]>()
      expect(found.map(({ capture }) => capture.file)).toEqual(
        files.map((file) => file.slice(file.lastIndexOf('/') + 1)),
      )
      for (const { capture } of found) {
        expect(capture.packets + capture.faults.length, capture.file).toBeGreaterThan(0)
        for (const { reason } of capture.faults) expect(reason.length).toBeGreaterThan(10)
      }
    },
  )
})
