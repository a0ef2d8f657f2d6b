// Builds `rung capture` into few files (why: bin/built-reader.mjs), where that was not done from the sources as they are now:
// `node tools/reader.mjs`, which is also what npm runs after an installation. Without the packages for development it does nothing.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { isUpToDate, readerFolder, stateOf } from '../bin/built-reader.mjs'

const root = join(import.meta.dirname, '..')
const src = join(root, 'src')
const main = join(src, 'app/cli/main.ts')
/** The only command that is built; the others are loaded from where they lie. */
const command = './capture.ts'

if (!isUpToDate(root)) {
  const bundler = await import('rolldown').catch(() => null)
  if (bundler === null)
    process.stderr.write('The capture reader is not built (rolldown is not installed): its sources run.\n')
  else await build(bundler.rolldown)
}

/** @param {typeof import('rolldown').rolldown} rolldown */
async function build(rolldown) {
  /** @type {Record<string, [size: number, mtimeMs: number]>} */
  const sources = {}
  const bundle = await rolldown({
    input: { main, 'inspect-thread': join(src, 'app/inspect-thread.ts') },
    cwd: root,
    platform: 'node',
    tsconfig: false,
    plugins: [
      {
        name: 'sources',
        resolveId(id, importer, { kind }) {
          if (importer === main && kind === 'dynamic-import' && id !== command) {
            return { id: id.startsWith('.') ? join(dirname(main), id) : id, external: true }
          }
          // Packages and Node's own stay where they are.
          return /^[.#/]|^[A-Za-z]:/.test(id) ? null : { id, external: true }
        },
        load(file) {
          if (!file.startsWith(src + sep)) return null
          sources[relative(root, file)] = stateOf(file)
          return { code: asIfInPlace(readFileSync(file, 'utf8'), relative(src, dirname(file))), moduleType: 'ts' }
        },
      },
    ],
  })
  // Whoever begins meanwhile finds the old one whole, or none.
  const made = join(root, `${readerFolder}.${process.pid}`)
  try {
    await bundle.write({ dir: made, format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' })
    await bundle.close()
    writeFileSync(join(made, 'sources.json'), JSON.stringify(sources))
    rmSync(join(root, readerFolder), { recursive: true, force: true })
    renameSync(made, join(root, readerFolder))
  } finally {
    rmSync(made, { recursive: true, force: true })
  }
}

/**
 * A thread's file is built beside the others; a module that asks where it lies is told its place among the sources.
 * @param {string} code
 * @param {string} folder below `src`
 */
function asIfInPlace(code, folder) {
  const place = JSON.stringify(`/../src/${folder.split(sep).join('/')}`)
  return code
    .replace(/(new URL\(\s*'\.\/[^']+)\.ts'/g, "$1.js'")
    .replaceAll('import.meta.dirname', `(import.meta.dirname + ${place})`)
}
