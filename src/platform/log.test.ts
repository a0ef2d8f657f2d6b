import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'

it('the log is JSON lines on stderr, leaves stdout alone, and shows no secrets', () => {
  const program = `import { createLog } from ${JSON.stringify(join(import.meta.dirname, 'log.ts'))}
    const log = createLog('info')
    log.debug('unseen')
    log.info({ capture: { community: 'private', file: 'a.pcap' } }, 'read')
    process.stdout.write('data')`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', program], {
    cwd: join(import.meta.dirname, '../..'),
    encoding: 'utf8',
  })
  expect(stdout).toBe('data')
  const lines = stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines).toMatchObject([{ level: 'info', msg: 'read', capture: { community: '[Redacted]', file: 'a.pcap' } }])
  expect(lines[0].time).toMatch(/^\d{4}-\d\d-\d\dT/)
})
