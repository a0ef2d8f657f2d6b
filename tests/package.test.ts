import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { boundaryCapture } from './journeys/material.ts'

/** What `npm publish` would hand out, installed elsewhere: types stripped, `#…` imports resolved from dist/. */
const root = join(import.meta.dirname, '..')
const { DATABASE_URL: _database, RUNG_DATA: _data, VITEST: _vitest, NODE_ENV: _mode, ...env } = process.env

interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function run(command: string, args: readonly string[], cwd: string): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { cwd, env, maxBuffer: 1 << 28, shell: process.platform === 'win32' }
    execFile(command, [...args], options, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr })
    })
  })
}

describe('the package', { timeout: 120_000 }, () => {
  let folder: string
  let packed: string[] = []
  let installed: Ran
  const path = (name: string) => join(folder, name)
  const rung = (...args: string[]) => run(process.execPath, [path('node_modules/rung/bin/rung'), ...args], folder)

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rung-package-'))
    const pack = await run('npm', ['pack', '--json', '--pack-destination', folder], root)
    expect(pack, pack.stderr).toMatchObject({ code: 0 })
    // Scripts of the build may speak before npm does.
    const [told] = JSON.parse(pack.stdout.slice(pack.stdout.indexOf('[\n'))) as {
      filename: string
      files: { path: string }[]
    }[]
    packed = told?.files.map((file) => file.path) ?? []
    await writeFile(path('package.json'), '{ "private": true }')
    // Without scripts: the one of the package `node` fetches Node 26, and this test runs on it already.
    const options = ['--omit=dev', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund']
    installed = await run('npm', ['install', ...options, path(told?.filename ?? '')], folder)
  }, 300_000)
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test('holds the program, the definition, the web app and the migrations, and neither tests nor types to strip', () => {
    for (const file of [
      'bin/rung',
      'LICENSE',
      'model/ot-it/axis.yaml',
      'dist/app/cli/main.js',
      'dist-reader/main.js',
      'dist/web-app/index.html',
      'dist/areas/map.json',
      'dist/examples/chemical-maker/build.js',
    ]) {
      expect(packed).toContain(file)
    }
    expect(packed.filter((file) => /^dist\/areas\/\w+\/migrations\/.+\.sql$/.test(file)).length).toBeGreaterThan(4)
    expect(
      packed.filter((file) => /^dist\/.*\.tsx?$|\.test\.|(^|[/.])testing\./.test(file) && file.startsWith('dist/')),
    ).toEqual([])
  })

  test('is installed from the registry with its production dependencies only', (context) => {
    const isOffline = /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ENOTCACHED/.test(installed.stderr)
    if (isOffline) context.skip('skipped: the npm registry cannot be reached')
    expect(installed, installed.stderr).toMatchObject({ code: 0 })
  })

  test('says its version', async (context) => {
    if (installed.code !== 0) context.skip()
    expect(await rung('--version')).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' })
  })

  test('reads a capture', async (context) => {
    if (installed.code !== 0) context.skip()
    await writeFile(path('boundary.pcap'), boundaryCapture())
    const { code, stdout } = await rung('capture', 'inspect', '--json', 'boundary.pcap')
    expect(code).toBe(0)
    const { capture, devices } = JSON.parse(stdout) as { capture: { packets: number }; devices: { model: string }[] }
    expect(capture.packets).toBe(854)
    expect(devices.map(({ model }) => model)).toContain('CPU 1511-1 PN')
  })

  test('keeps a plant and judges it', async (context) => {
    if (installed.code !== 0) context.skip()
    const data = ['--data', path('data')]
    expect(await rung('plant', 'add', 'kashima', '--name', 'Kashima', ...data)).toMatchObject({ code: 0 })
    const { code, stdout } = await rung('assess', '--json', ...data)
    expect(code).toBe(0)
    const { plants } = JSON.parse(stdout) as { plants: { plant: string; level: number; verdicts: unknown[] }[] }
    expect(plants.map(({ plant, level, verdicts }) => [plant, level, verdicts.length])).toEqual([['kashima', 1, 84]])
    const doctor = await rung('doctor', ...data)
    expect(doctor).toMatchObject({ code: 0 })
  })

  test('brings the example', async (context) => {
    if (installed.code !== 0) context.skip()
    const example = pathToFileURL(path('node_modules/rung/dist/examples/chemical-maker/build.js')).href
    const { code, stdout, stderr } = await run(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `const { buildExample } = await import('${example}'); console.log(typeof buildExample)`,
      ],
      folder,
    )
    expect({ code, stdout }, stderr).toEqual({ code: 0, stdout: 'function\n' })
  })
})
