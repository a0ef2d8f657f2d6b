// Runs every test and closes with the plain line "N passed, N failed" that people and CI read.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = mkdtempSync(join(tmpdir(), 'rung-test-'))
const report = join(folder, 'report.json')
const vitest = spawnSync(
  'npx',
  [
    '--no-install',
    'vitest',
    'run',
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  {
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
    env: { ...process.env, NO_COLOR: '1' },
  },
)
let passed = 0
let failed = 1
let skipped = 0
try {
  const results = JSON.parse(readFileSync(report, 'utf8'))
  passed = results.numPassedTests
  failed = results.numFailedTests
  skipped = results.numPendingTests + results.numTodoTests
  // A file that does not load has no test to fail: it counts as one.
  for (const file of results.testResults) {
    if (file.status === 'failed' && file.assertionResults.every((one) => one.status !== 'failed')) {
      failed++
      process.stdout.write(`failed to load: ${file.name}\n${file.message}\n`)
    }
  }
  if (passed === 0 && failed === 0) failed = 1
} catch (error) {
  process.stdout.write(`no test report: ${error.message}\n`)
}
rmSync(folder, { recursive: true, force: true })
process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`)
process.exit(failed > 0 || vitest.status !== 0 ? 1 : 0)
