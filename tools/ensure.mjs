// Makes a fresh clone ready, with any Node from 20 on and nothing else: `node tools/ensure.mjs [web] [chromium]`.
// Installs the packages when they are missing or the lockfile changed, builds the capture reader and the web app when their sources changed,
// and sees to a Chromium for the browser tests.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isUpToDate } from '../bin/built-reader.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const wants = new Set(process.argv.slice(2))

function run(command, args, why) {
  process.stderr.write(`${why} …\n`)
  const done = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  if (done.status !== 0) {
    process.stderr.write(`${command} ${args.join(' ')} failed${done.error ? `: ${done.error.message}` : ''}\n`)
    process.exit(1)
  }
}

function fingerprint(paths) {
  const hash = createHash('sha256')
  const add = (path) => {
    const full = join(root, path)
    if (!existsSync(full)) return
    if (statSync(full).isDirectory()) for (const name of readdirSync(full).sort()) add(join(path, name))
    else hash.update(path).update(readFileSync(full))
  }
  for (const path of paths) add(path)
  return hash.digest('hex')
}

/** Does the work again only when its inputs changed since it was last done. */
function once(stamp, paths, work) {
  const file = join(root, stamp)
  const now = fingerprint(paths)
  if (existsSync(file) && readFileSync(file, 'utf8') === now) return
  work()
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, now)
}

once('node_modules/.rung-installed', ['package-lock.json'], () =>
  run('npm', ['ci', '--no-audit', '--no-fund'], 'Installing packages'),
)

if (!isUpToDate(root)) run(process.execPath, ['tools/reader.mjs'], 'Building the capture reader')

if (wants.has('web')) {
  once('dist-web/.rung-built', ['src/web', 'src/contract', 'src/core', 'vite.config.ts', 'package-lock.json'], () =>
    run('npx', ['--no-install', 'vite', 'build', '--logLevel', 'warn'], 'Building the web app'),
  )
}

const chromiums = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
if (wants.has('chromium') && !process.env.CHROMIUM && !chromiums.some(existsSync)) {
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    run('apt-get', ['update', '-qq'], 'Looking for Chromium in Debian')
    run(
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'],
      'Installing Chromium',
    )
  } else {
    process.stderr.write(
      'The browser tests need Chromium: install it ("apt-get install chromium") or set CHROMIUM to its path. They are skipped without.\n',
    )
  }
}
