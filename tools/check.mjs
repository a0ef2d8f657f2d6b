// Everything that is checked without running the product: format, lint, types, borders, dead code, translations, drift.
import { spawnSync } from 'node:child_process'

const steps = [
  ['format and lint', ['npx', '--no-install', 'biome', 'check', '--error-on-warnings', '.']],
  ['types', ['npx', '--no-install', 'tsc', '-p', 'tsconfig.json', '--noEmit']],
  ['types: core and formats are pure', ['npx', '--no-install', 'tsc', '-p', 'tsconfig.pure.json', '--noEmit']],
  ['types: web', ['npx', '--no-install', 'tsc', '-p', 'tsconfig.web.json', '--noEmit']],
  ['borders', ['npx', '--no-install', 'depcruise', 'src', '--config', 'tools/borders.mjs']],
  ['dead code', ['npx', '--no-install', 'knip']],
  ['translations', ['node', 'tools/translations.ts']],
  ['architecture map', ['node', 'tools/map.ts', '--check']],
]
let failed = 0
for (const [name, [command, ...args]] of steps) {
  const started = Date.now()
  const done = spawnSync(command, args, { encoding: 'utf8', shell: process.platform === 'win32', maxBuffer: 1 << 26 })
  const ok = done.status === 0
  process.stdout.write(`${ok ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`)
  if (!ok) {
    failed++
    process.stdout.write(`${done.stdout ?? ''}${done.stderr ?? ''}\n`)
  }
}
process.stdout.write(`${steps.length - failed} of ${steps.length} checks passed\n`)
process.exit(failed > 0 ? 1 : 0)
