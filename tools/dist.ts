// What goes into the npm package: the sources and the example with their types stripped, and the built web app. Node
// refuses to strip types inside node_modules, so it is done here. `#core/…` imports resolve by the package.json of dist/.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { dirname, join, relative } from 'node:path'

const root = join(import.meta.dirname, '..')
const dist = join(root, 'dist')
rmSync(dist, { recursive: true, force: true })

/** Tests and what only they use, the browser's half (it is built), declarations, and words for people. */
const LEFT_OUT = /^src\/web\/|\.test\.tsx?$|(?:^|[/.])testing\.ts$|\.d\.ts$|(?:^|\/)README\.md$/
const USES_TEST_CODE = /from '[^']*[/.]testing\.ts'/

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = join(folder, entry.name)
    return entry.isDirectory() ? walk(full) : [full]
  })
}

/** `src/core/x.ts` becomes `core/x.js`; `examples/y.ts` stays under `examples/`; migrations and the like are copied. */
function strip(file: string): void {
  const path = relative(root, file).replaceAll('\\', '/')
  if (LEFT_OUT.test(path)) return
  const target = join(dist, path.replace(/^src\//, ''))
  if (!path.endsWith('.ts')) {
    mkdirSync(dirname(target), { recursive: true })
    cpSync(file, target)
    return
  }
  const source = readFileSync(file, 'utf8')
  if (USES_TEST_CODE.test(source)) return
  const renamed = stripTypeScriptTypes(source, { mode: 'strip' })
    .replace(/((?:from|import)\s*\(?\s*['"][^'"]+)\.ts(['"])/g, '$1.js$2')
    .replace(/(new URL\(\s*['"][^'"]+)\.ts(['"])/g, '$1.js$2')
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target.replace(/\.ts$/, '.js'), renamed)
}

for (const folder of ['src', 'examples']) walk(join(root, folder)).forEach(strip)

const folders = readdirSync(dist).filter((name) => statSync(join(dist, name)).isDirectory())
const imports = Object.fromEntries(folders.map((name) => [`#${name}/*`, `./${name}/*`]))
writeFileSync(join(dist, 'package.json'), `${JSON.stringify({ type: 'module', imports }, null, 2)}\n`)

const built = spawnSync(process.execPath, [join(root, 'tools/ensure.mjs'), 'web'], { stdio: ['ignore', 2, 2] })
if (built.status !== 0) process.exit(1)
cpSync(join(root, 'dist-web'), join(dist, 'web-app'), { recursive: true })
