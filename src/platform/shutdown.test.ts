import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'

/** Runs a program that holds something open, and gives it signals when it has said that it is ready. */
async function signalled(close: string, ...signals: NodeJS.Signals[]) {
  const program = `import { closeOnSignal } from ${JSON.stringify(join(import.meta.dirname, 'shutdown.ts'))}
    const open = setInterval(() => {}, 1000)
    closeOnSignal(${close})
    console.log('ready')`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  const errors = text(child.stderr)
  const ended = once(child, 'close')
  let sent = 0
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    if (sent < signals.length) child.kill(signals[sent++]!)
  })
  const [exitCode] = await ended
  return { exitCode, lines, errors: await errors }
}

it.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('a process asked to end by %s closes what it holds first', async (signal, code) => {
  const { exitCode, lines } = await signalled(`async () => { await null; console.log('closed') }`, signal)
  expect([exitCode, lines]).toEqual([code, ['ready', 'closed']])
})

it('a second signal does not wait for a closing that hangs', async () => {
  const { exitCode, lines } = await signalled(
    `() => { console.log('closing'); return new Promise(() => {}) }`,
    'SIGTERM',
    'SIGINT',
  )
  expect([exitCode, lines]).toEqual([130, ['ready', 'closing']])
})

it('a closing that fails is told, and ends with 1', async () => {
  const { exitCode, errors } = await signalled(`() => Promise.reject(new Error('disk gone'))`, 'SIGTERM')
  expect(exitCode).toBe(1)
  expect(errors).toContain('disk gone')
})
