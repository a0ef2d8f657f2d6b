import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'rung-borders-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** One wrong import per rule: the file that breaks it, and what it imports. */
const planted: readonly [rule: string, file: string, imports: string][] = [
  ['core-is-alone', 'src/core/lopa/planted.ts', 'node:fs'],
  ['core-is-alone', 'src/core/lopa/planted-2.ts', '#platform/id.ts'],
  ['formats-know-core-only', 'src/formats/modbus/planted.ts', 'kysely'],
  ['contract-knows-core-types-and-zod', 'src/contract/planted.ts', '#formats/modbus/decode.ts'],
  ['platform-knows-no-business', 'src/platform/planted.ts', '#areas/plants/index.ts'],
  ['nobody-imports-app', 'src/areas/plants/planted-app.ts', '#app/compose.ts'],
  ['nobody-imports-web', 'src/app/planted.ts', '#web/shell/shell.ts'],
  ['web-knows-contract-and-core', 'src/web/shell/planted.ts', '#platform/id.ts'],
  ['web-ui-knows-no-business', 'src/web/ui/planted.ts', '#contract/plants.ts'],
  ['mantine-only-in-web-ui', 'src/web/shell/planted-mantine.ts', '@mantine/core'],
  ['web-area-assets-keeps-to-itself', 'src/web/areas/assets/planted.ts', '#web/areas/maturity/page.ts'],
  ['area-plants-knows-its-neighbours', 'src/areas/plants/planted.ts', '#areas/assets/index.ts'],
  ['area-assets-by-the-door', 'src/areas/assets/planted.ts', '#areas/plants/store.ts'],
  ['app-by-the-door', 'src/app/planted-door.ts', '#areas/plants/store.ts'],
  ['no-missing', 'src/app/planted-missing.ts', './no-such-file.ts'],
]
const innocent = [
  'src/platform/id.ts',
  'src/formats/modbus/decode.ts',
  'src/areas/plants/index.ts',
  'src/areas/plants/store.ts',
  'src/areas/assets/index.ts',
  'src/app/compose.ts',
  'src/web/shell/shell.ts',
  'src/web/areas/maturity/page.ts',
  'src/contract/plants.ts',
]

function put(path: string, text: string) {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

function cruise(): { rule: { name: string }; from: string }[] {
  for (const name of ['package.json', 'tsconfig.json']) cpSync(join(root, name), join(folder, name))
  cpSync(join(root, 'tools/borders.mjs'), join(folder, 'tools/borders.mjs'))
  put('src/areas/map.json', readFileSync(join(root, 'src/areas/map.json'), 'utf8'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  for (const path of innocent) put(path, 'export const here = 1\n')
  for (const [, file, imports] of planted) put(file, `import '${imports}'\n`)
  put('src/core/circle/a.ts', "import './b.ts'\n")
  put('src/core/circle/b.ts', "import './a.ts'\n")
  const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
  const done = spawnSync(process.execPath, [cruiser, 'src', '--config', 'tools/borders.mjs', '--output-type', 'json'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  return JSON.parse(done.stdout).summary.violations
}

describe('borders', () => {
  const violations = cruise()
  const found = (rule: string, file: string) => violations.some((v) => v.rule.name === rule && v.from === file)

  test.each(planted)('%s refuses %s importing %s', (rule, file) => expect(found(rule, file)).toBe(true))
  test('no-cycles refuses two files that import each other', () =>
    expect(found('no-cycles', 'src/core/circle/a.ts') || found('no-cycles', 'src/core/circle/b.ts')).toBe(true))
  test('nothing innocent is refused', () =>
    expect(violations.filter((v) => innocent.includes(v.from)).map((v) => `${v.rule.name} ${v.from}`)).toEqual([]))
})
