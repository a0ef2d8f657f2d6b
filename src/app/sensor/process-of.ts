import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'

/** The command line of a running process; null where there is none, or nobody tells. Numbers are given out again. */
export async function commandOf(pid: number): Promise<string | null> {
  if (!isRunning(pid)) return null
  if (process.platform === 'linux') {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    return line === '' ? null : line.replaceAll('\0', ' ')
  }
  const [file, args] =
    process.platform === 'win32'
      ? [
          'powershell',
          ['-NoProfile', '-Command', `(Get-CimInstance Win32_Process -Filter "ProcessId=${pid}").CommandLine`],
        ]
      : ['ps', ['-o', 'command=', '-p', String(pid)]]
  return new Promise((resolve) => {
    execFile(file as string, args as string[], { windowsHide: true, timeout: 20_000 }, (_, stdout) =>
      resolve(stdout.trim() || null),
    )
  })
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return !isZombie(pid)
}

/** Ended, but its parent has not asked how: in a container nobody may ever ask. */
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))
  } catch {
    return true
  }
}
